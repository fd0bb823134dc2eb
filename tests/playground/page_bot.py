"""A small unmodified Bolt app for the page's tests: cards, a modal, a command, a home tab."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack

Json = dict[str, Any]
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(2)> & *bold*"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def button(text: str, action: str, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), "action_id": action, **more}


def card(words: str) -> list[Json]:
    """A piece of content with what can be done about it."""
    menu = {
        "type": "overflow",
        "action_id": "more",
        "options": [
            {"text": plain("Add note"), "value": "note"},
            {"text": plain("History"), "value": "history"},
        ],
    }
    return [
        {"type": "section", "block_id": "words", "text": mrkdwn(words)},
        {"type": "context", "block_id": "why", "elements": [mrkdwn("found by *#kettle* · :star: 4.5")]},
        {
            "type": "actions",
            "block_id": "decide",
            "elements": [
                button("Approve", "approve", style="primary", value="1"),
                button("Ask permission", "ask", value="1"),
                button("Silent", "silent", value="1"),
                menu,
            ],
        },
    ]


def decided(who: str, word: str) -> list[Json]:
    """What is left of a card."""
    undo = button("Undo", "undo", value="1")
    return [{"type": "section", "block_id": "done", "text": mrkdwn(f"{word} by <@{who}>"), "accessory": undo}]


def form(title: str = "Ask permission") -> Json:
    """A modal with one field of each common kind."""
    uses = [{"text": plain("Web gallery"), "value": "web"}, {"text": plain("Newsletter"), "value": "mail"}]
    return {
        "type": "modal",
        "callback_id": "asked",
        "title": plain(title),
        "submit": plain("Send"),
        "close": plain("Cancel"),
        "blocks": [
            {
                "type": "input",
                "block_id": "message",
                "label": plain("Message"),
                "element": {"type": "plain_text_input", "action_id": "text", "multiline": True},
            },
            {
                "type": "input",
                "block_id": "use",
                "label": plain("Use"),
                "element": {"type": "static_select", "action_id": "pick", "options": uses},
            },
            {
                "type": "input",
                "block_id": "who",
                "optional": True,
                "label": plain("Campaign"),
                "element": {"type": "external_select", "action_id": "campaign", "min_query_length": 1},
            },
            {
                "type": "actions",
                "block_id": "steps",
                "elements": [button("Shorter", "shorter"), button("Next", "deeper")],
            },
        ],
    }


def make_app(slack: LocalSlack, heard: list[Json]) -> AsyncApp:
    """The app; what people did lands in ``heard``."""
    client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
    app = AsyncApp(token=slack.bot_token, client=client)
    _cards(app, heard)
    _modals(app, heard)
    _places(app)
    return app


def _cards(app: AsyncApp, heard: list[Json]) -> None:
    @app.action("approve")
    async def approve(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        blocks = decided(body["user"]["id"], "Approved")
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**where, text="Approved", blocks=blocks)

    @app.action("undo")
    async def undo(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        where = {"channel": body["channel"]["id"], "ts": body["message"]["ts"]}
        await client.chat_update(**where, text="Again", blocks=card("Back again"))

    @app.action("more")
    async def more(ack: Any, action: Json) -> None:
        await ack()
        heard.append({"more": action["selected_option"]["value"]})


def _modals(app: AsyncApp, heard: list[Json]) -> None:
    @app.action("ask")
    async def ask(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form())

    @app.action("shorter")
    async def shorter(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        heard.append({"state": body["view"]["state"]["values"]})
        view = form("Shorter")
        await client.views_update(view_id=body["view"]["id"], hash=body["view"]["hash"], view=view)

    @app.action("deeper")
    async def deeper(ack: Any, body: Json, client: AsyncWebClient) -> None:
        await ack()
        blocks = [{"type": "section", "block_id": "deep", "text": mrkdwn("A step further")}]
        view = {"type": "modal", "title": plain("Further"), "close": plain("Back"), "blocks": blocks}
        await client.views_push(trigger_id=body["trigger_id"], view=view)

    @app.options("campaign")
    async def campaigns(ack: Any, payload: Json) -> None:
        words = payload["value"]
        await ack(options=[{"text": plain(f"Campaign {words}"), "value": f"c-{words}"}])

    @app.view("asked")
    async def asked(ack: Any, view: Json) -> None:
        values = view["state"]["values"]
        if len(values["message"]["text"]["value"]) < 5:
            await ack(response_action="errors", errors={"message": "Say a little more."})
            return
        await ack()
        heard.append({"submitted": values})


def _places(app: AsyncApp) -> None:
    @app.command("/goodword")
    async def command(ack: Any, command: Json, respond: Any) -> None:
        await ack()
        await respond(response_type="ephemeral", text=f"You asked for *{command['text']}*")

    @app.event("app_home_opened")
    async def home(event: Json, client: AsyncWebClient) -> None:
        if event["tab"] != "home":
            return
        start = button("Count", "count", value="0")
        blocks = [
            {
                "type": "section",
                "block_id": "hello",
                "text": mrkdwn(f"Hello <@{event['user']}>"),
                "accessory": start,
            }
        ]
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    @app.action("count")
    async def count(ack: Any, body: Json, action: Json, client: AsyncWebClient) -> None:
        await ack()
        number = int(action["value"]) + 1
        again = button("Count", "count", value=str(number))
        blocks = [
            {"type": "section", "block_id": "hello", "text": mrkdwn(f"Counted {number}"), "accessory": again}
        ]
        await client.views_publish(user_id=body["user"]["id"], view={"type": "home", "blocks": blocks})

    @app.shortcut("add_content")
    async def add(ack: Any, shortcut: Json, client: AsyncWebClient) -> None:
        await ack()
        where = {"channel": shortcut["channel"]["id"], "thread_ts": shortcut["message"]["ts"]}
        await client.chat_postMessage(**where, text="Taken in")

    @app.event("message")
    async def message() -> None:
        await asyncio.sleep(0)


@asynccontextmanager
async def running_app(slack: LocalSlack, heard: list[Json]) -> AsyncIterator[AsyncApp]:
    """The app, connected over Socket Mode until the block ends."""
    app = make_app(slack, heard)
    handler = AsyncSocketModeHandler(app, slack.app_token)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    await slack.wait_connected()
    try:
        yield app
    finally:
        await handler.close_async()  # type: ignore[no-untyped-call]

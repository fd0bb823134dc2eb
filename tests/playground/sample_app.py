"""The listeners of a small review bot, written as Bolt's documentation shows them."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

Json = dict[str, Any]
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf"
    "c0f01f00050001ff56c72f0d0000000049454e44ae426082"
)


def plain(text: str) -> Json:
    """A plain text object."""
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    """A mrkdwn text object."""
    return {"type": "mrkdwn", "text": text}


def button(action_id: str, text: str, value: str = "42") -> Json:
    """A button."""
    return {"type": "button", "action_id": action_id, "value": value, "text": plain(text)}


MENU = {
    "type": "overflow",
    "action_id": "more",
    "options": [
        {"text": plain("History"), "value": "history"},
        {"text": plain("Hide media"), "value": "hide"},
    ],
}
CARD: list[Json] = [
    {"type": "header", "text": plain("A review")},
    {"type": "section", "text": mrkdwn("*Lovely tea*"), "accessory": MENU},
    {"type": "actions", "elements": [button("approve", "Approve"), button("ask", "Ask permission")]},
]
ASK: Json = {
    "type": "modal",
    "callback_id": "asking",
    "private_metadata": "42",
    "title": plain("Ask permission"),
    "submit": plain("Send"),
    "notify_on_close": True,
    "blocks": [
        {
            "type": "input",
            "block_id": "words",
            "label": plain("Your words"),
            "element": {"type": "plain_text_input", "action_id": "text", "max_length": 50},
        },
        {
            "type": "input",
            "block_id": "who",
            "optional": True,
            "label": plain("Who"),
            "element": {"type": "external_select", "action_id": "person", "min_query_length": 0},
        },
        {"type": "actions", "block_id": "extra", "elements": [button("deeper", "Details")]},
    ],
}
DETAILS: Json = {
    "type": "modal",
    "title": plain("Details"),
    "blocks": [{"type": "section", "text": mrkdwn("More")}],
}


def review_bot(app: AsyncApp) -> None:
    """Commands, buttons, a modal, a home tab, shortcuts and mentions."""
    _commands(app)
    _buttons(app)
    _modal(app)
    _the_rest(app)


def _commands(app: AsyncApp) -> None:
    @app.command("/goodword")
    async def command(ack: Any, command: Json, client: Any, respond: Any) -> None:
        if command.get("text") == "help":
            await ack("Try `/goodword card`.")
            return
        await ack()
        metadata = {"event_type": "card", "event_payload": {"item": 42}}
        await client.chat_postMessage(
            channel=command["channel_id"], text="A review", blocks=CARD, metadata=metadata
        )
        await respond(text="card posted", response_type="ephemeral")


def _buttons(app: AsyncApp) -> None:
    @app.action("approve")
    async def approve(ack: Any, body: Json, client: Any) -> None:
        await ack()
        channel, ts = body["channel"]["id"], body["message"]["ts"]
        blocks = [{"type": "section", "text": mrkdwn(f"Approved by <@{body['user']['id']}>")}]
        await client.chat_update(channel=channel, ts=ts, text="Approved", blocks=blocks)
        await client.files_upload_v2(
            channel=channel, file=PNG, filename="chart.png", title="Chart", thread_ts=ts
        )

    @app.action("more")
    async def more(ack: Any, body: Json, respond: Any) -> None:
        await ack()
        await respond(text=body["actions"][0]["selected_option"]["value"], response_type="ephemeral")

    @app.action("ask")
    async def ask(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=ASK)

    @app.action("deeper")
    async def deeper(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=DETAILS)

    @app.options("person")
    async def person(ack: Any, payload: Json) -> None:
        names = [name for name in ("Ada", "Grace") if payload["value"].lower() in name.lower()]
        await ack(options=[{"text": plain(name), "value": name.lower()} for name in names])


def _modal(app: AsyncApp) -> None:
    @app.view("asking")
    async def asking(ack: Any, body: Json, view: Json, client: Any) -> None:
        words = view["state"]["values"]["words"]["text"]["value"]
        if words == "short":
            await ack(response_action="errors", errors={"words": "say more"})
        elif words == "next":
            await ack(response_action="update", view={**ASK, "title": plain("Once more")})
        elif words == "push":
            await ack(response_action="push", view=DETAILS)
        elif words == "nonsense":
            await ack(response_action="errors", errors={"nowhere": "x"})
        else:
            await ack()
            await client.chat_postMessage(channel=body["user"]["id"], text=f"asked: {words}")

    @app.view_closed("asking")
    async def closed(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.chat_postMessage(
            channel=body["user"]["id"], text=f"closed {body['view']['private_metadata']}"
        )


def _the_rest(app: AsyncApp) -> None:
    @app.event("app_home_opened")
    async def home(event: Json, client: Any) -> None:
        await client.views_publish(user_id=event["user"], view={"type": "home", "blocks": CARD})

    @app.event("app_mention")
    async def mention(event: Json, say: Any) -> None:
        await say(f"hi <@{event['user']}>", thread_ts=event["ts"])

    @app.event("message")
    async def message(event: Json, say: Any) -> None:
        if event["channel_type"] == "im":
            await say(f"you said: {event['text']}")

    @app.shortcut("add_content")
    async def add(ack: Any, shortcut: Json, respond: Any) -> None:
        await ack()
        await respond(text=f"added: {shortcut['message']['text']}")

    @app.shortcut("open_triage")
    async def triage(ack: Any, shortcut: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=shortcut["trigger_id"], view=DETAILS)

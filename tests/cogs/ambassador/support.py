"""A programme in a local Slack: pieces to share, people who join, and browsers that follow links."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from sqlmodel import select

from bot.ambassadors.jobs import count_clicks
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Ambassador, Offer, Share
from bot.ambassadors.wishes import SHOW
from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from bot.faces.web.application import application
from bot.faces.web.links import link_routes
from bot.faces.web.sharing import sharing_routes
from bot.links.clicks.counter import ClickCounter
from bot.links.clicks.writing import Limits
from bot.links.tokens import hour_of, token
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.review.service import Decision
from bot.rights import contacts
from bot.rights.scope import Use
from bot.sources.base import FoundCreator
from bot.sources.webhook.receive import sign
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import giving, jobs
from cogs.ambassador.acting import row_of
from cogs.ambassador.queries import EVERYBODY
from tests.support.slack_bot import CHANNEL, Json, SlackBot, action_in, found, press
from tests.support.work import asked_for

MIA_PERSON = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 "
    "Safari/537.36"
)
SHOP = "a-secret-for-the-shop"
GO = "https://go.fjord.example"
FORM: Mapping[str, Any] = {"networks": ["linkedin", "bluesky", "x"], "cadence": "daily"}


class Stage:
    """Durable work is run by hand, so a test sees one run at a time. ``now`` is what the clock says."""

    def __init__(self, bot: SlackBot) -> None:
        self.bot = bot
        self.slack = bot.slack
        self.services = bot.services
        self.now = NOW
        self.services.clock = lambda: self.now
        self.ambassadors = self.services.outlet(Ambassadors)
        self._creators = 0
        self.services.provide(self._counter())

    # pieces

    async def pieces(self, count: int = 3, **changes: Any) -> list[int]:
        """Approved pieces of different creators who let colleagues share them."""
        made = []
        for _ in range(count):
            self._creators += 1
            number = self._creators
            creator = FoundCreator(
                f"c{number}", f"anna{number}", changes.pop("name", None) or f"Anna {number}"
            )
            text = changes.get("text", f"The lamp of day {number} makes my desk a better place.")
            [item_id] = await self.bot.take(
                found(**{"creator": creator, "published_at": self.now, **changes, "text": text})
            )
            made.append(item_id)
            await self.licence(item_id)
        return made

    async def licence(self, item_id: int, days: int = 365) -> None:
        from bot.content.tables import Item

        await self.services.desk.decide(Decision(item_id, Action.APPROVE, MIA_PERSON, f"approve{item_id}"))
        async with unit_of_work(self.services.database) as session:
            item = await session.get_one(Item, item_id)
            until = self.now + timedelta(days=days)
            await contacts.clear(
                session,
                item.creator_id or 0,
                "pre-cleared",
                frozenset({Use.EMPLOYEES}),
                self.now - timedelta(days=1),
                until,
                MIA_PERSON,
                self.now,
            )

    # people

    async def command(self, user: str, text: str) -> Json:
        answer: Json = await self.slack.command(user, channel=CHANNEL, command="/goodword", text=text)
        assert answer["acked"]
        return answer

    async def said(self, user: str, text: str) -> str:
        """What the command answers, for that person alone."""
        before = len(self.slack.ephemerals(user))
        await self.command(user, text)
        await self.slack.wait_for(lambda: len(self.slack.ephemerals(user)) > before, what="an answer")
        return self.told(user)

    def told(self, user: str) -> str:
        """The latest thing that only that person was told."""
        return shown(self.slack.ephemerals(user)[-1])

    async def join(self, user: str = "lea", **values: Any) -> int:
        """Join by the window; the first picks are there. The ambassador's number."""
        await self.command(user, "ambassador join")
        await self.slack.wait_for(lambda: self.slack.modal(user), what="the window")
        if values.keys() - {"networks", "languages", "cadence", "board"}:
            await self.whole_form(user)
        answer = await self.bot.submit(user, **{**FORM, **values})
        assert answer["response"] in (None, "", {}), answer
        row = await self.row(user)
        assert row is not None
        await giving.welcome(self.services, row.id or 0)
        await self.show(row.id or 0)
        return row.id or 0

    async def whole_form(self, user: str = "lea") -> Json:
        """The window of whoever joins, with all that it can ask."""
        view = self.bot.modal(user)
        await press(self.slack, user, view["blocks"], "ambassador:whole", view_id=view["id"])
        return await self.slack.wait_for(
            lambda: self.slack.modal(user) if self.bot.modal(user)["hash"] != view["hash"] else None,
            what="the whole window",
        )

    async def row(self, user: str) -> Ambassador | None:
        async with unit_of_work(self.services.database) as session:
            return await row_of(session, self.slack.world.person_named(user).id)

    async def show(self, ambassador_id: int) -> None:
        """One run of the work that keeps messages current."""
        await jobs.show(self.services, ambassador_id)
        await self.show_channel()

    async def show_channel(self) -> None:
        """The same of the channel, where it was asked for."""
        for who, *items in await asked_for(self.services.database, SHOW):
            if who == EVERYBODY:
                await jobs.show(self.services, who, *items)

    def picks(self, user: str = "lea") -> list[Json]:
        """The picks in somebody's direct messages, the earliest first."""
        person = self.slack.world.person_named(user)
        for channel in self.slack.world.channels.values():
            if channel.kind == "im" and person.id in channel.members:
                found = self.slack.world.messages.get(channel.id, {}).values()
                every = sorted(
                    ({**one, "channel": channel.id} for one in found), key=lambda one: str(one["ts"])
                )
                return [one for one in every if not shown(one).startswith(":wave:")]
        return []

    async def press(self, user: str, message: Json, verb: str) -> Json:
        """Press a button of a message."""
        return await press(
            self.slack,
            user,
            message["blocks"],
            f"ambassador:{verb}",
            channel=message["channel"],
            ts=message["ts"],
        )

    # rows

    async def offers(self) -> list[Offer]:
        async with reading(self.services.database) as session:
            return list(await session.exec(select(Offer)))

    async def shares(self) -> list[Share]:
        async with reading(self.services.database) as session:
            return list(await session.exec(select(Share)))

    # the web

    async def visit(self, address: str, method: str = "GET", **headers: str) -> httpx.Response:
        """What a browser gets there; nothing is followed."""
        app = application(self._well, [*link_routes(self.services), *sharing_routes(self.services)])
        transport = httpx.ASGITransport(app, client=(f"203.0.113.{len(headers) + 1}", 123))
        async with httpx.AsyncClient(transport=transport, base_url=GO) as client:
            return await client.request(method, address, headers={"User-Agent": CHROME, **headers})

    async def follow(self, code: str, visitors: int = 1) -> None:
        """Strangers follow a link, and their clicks are counted."""
        app = application(self._well, link_routes(self.services))
        for number in range(visitors):
            transport = httpx.ASGITransport(app, client=(f"198.51.100.{number + 1}", 123))
            async with httpx.AsyncClient(transport=transport, base_url=GO) as client:
                answer = await client.get(f"/s/{code}", headers={"User-Agent": CHROME})
                assert answer.status_code in (200, 302)
        await self.counted()

    async def counted(self) -> None:
        """Clicks are written and counted."""
        await self.services.outlet(ClickCounter).stop()
        self.services.provide(self._counter())
        await count_clicks(self.services)

    def _counter(self) -> ClickCounter:
        return ClickCounter(self.services.database, Limits(10, 25), clock=lambda: self.now)

    async def bought(self, link_id: int, order: str) -> httpx.Response:
        """The shop reports what a visitor of a link bought."""
        key = self.services.asks.kit.signer().derive("links")
        return await self.reported(token(key, link_id, hour_of(self.now)), order)

    async def reported(self, click: str, order: str) -> httpx.Response:
        """The shop reports what whoever came with that token bought."""
        body = json.dumps({"id": order, "click": click, "value": "9.90", "currency": "EUR"}).encode()
        stamp = int(self.now.timestamp())
        headers = {
            "webhook-id": "msg-1",
            "webhook-timestamp": str(stamp),
            "webhook-signature": sign(SHOP, "msg-1", stamp, body),
        }
        app = application(self._well, link_routes(self.services))
        transport = httpx.ASGITransport(app, client=("198.51.100.80", 123))
        async with httpx.AsyncClient(transport=transport, base_url=GO) as shop:
            return await shop.post("/s/conversions", content=body, headers=headers)

    async def leads_to(self, address: str) -> None:
        """A manager says where shared links lead."""
        async with unit_of_work(self.services.database) as session:
            await self.ambassadors.curation.set_leads_to(session, address, MIA_PERSON, self.now)

    async def _well(self) -> Mapping[str, tuple[bool, str]]:
        return {}


def share_address(message: Json, network: str) -> str:
    """Where the Share button of a network leads."""
    wanted = f":{network}"
    for block in message["blocks"]:
        for element in block.get("elements") or []:
            options = element.get("options") or [element]
            for one in options:
                name = str(one.get("action_id") or one.get("value"))
                if "url" in one and name.endswith(wanted):
                    return str(one["url"])
    raise AssertionError(f"no address for {network}")


def token_of(text: str) -> str:
    """The token of a click in an address, or in a page with one."""
    (found,) = set(re.findall(r"gw=([\w-]{30})", text))
    return str(found)


def shown(message: Json) -> str:
    """All words of a message."""
    text = search_text(message.get("blocks") or []) or str(message.get("text", ""))
    return text.replace(ISOLATE_START, "").replace(ISOLATE_END, "")


__all__ = ["FORM", "GO", "NOW", "SHOP", "Stage", "action_in", "share_address", "shown", "token_of"]

"""The whole bot, running with its real clock and its real work: what ended is gone within a minute, and told."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from pydantic import SecretStr

from bot.app import Application, running
from bot.content.media.image import Preview, make_preview
from bot.content.tables import Item, Media
from bot.kernel.clock import utc_now
from bot.people.rules import Person, Role
from bot.people.tables import Creator
from bot.playground.slack import LocalSlack
from bot.review.rules import Action
from bot.review.service import Decision, NewReview
from bot.rights import contacts
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone
from bot.rights.scope import Proof, Scope, Use
from bot.rights.tables import Ask, Clearance
from bot.settings import Brand, Log, Roles, Settings, Web
from bot.settings import Slack as SlackSettings
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.consent.support import picture
from tests.support.waiting import eventually

MIA = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
SITE = frozenset({Use.WEBSITE})
MINUTE = 60.0


def free_port() -> int:
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        return int(opened.getsockname()[1])


@dataclass
class Live:
    """The running bot and a visitor of its gallery."""

    app: Application
    slack: LocalSlack
    visitor: httpx.AsyncClient
    made: int = 0

    @property
    def database(self) -> Any:
        return self.app.database

    async def piece(self, text: str, *, paid: bool = False) -> tuple[int, int]:
        """An item with a picture, approved and licensed: the item and the ask, or the clearance of its creator."""
        self.made += 1
        services, now = self.app.services, utc_now()
        made = make_preview(picture(200 + self.made, 150), 10**8)
        assert isinstance(made, Preview)
        services.asks.kit.previews.write(made.name, made.data)
        async with unit_of_work(self.database) as session:
            creator = Creator(
                platform="mastodon", external_id=text, handle=text, first_seen_at=now, updated_at=now
            )
            session.add(creator)
            await session.flush()
            item = Item(
                kind="post",
                platform="mastodon",
                text=text,
                creator_id=creator.id,
                found_at=now,
                updated_at=now,
            )
            session.add(item)
            await session.flush()
            item_id, creator_id = item.id or 0, creator.id or 0
            session.add(
                Media(
                    item_id=item_id,
                    kind="image",
                    url=f"https://a.example/{text}",
                    state="cached",
                    file=made.name,
                )
            )
            await services.reviews.queue_new(session, [NewReview(item_id)], now)
            if paid:
                row = await contacts.clear(session, creator_id, "paid", SITE, now, None, MIA, now)
                licence = row.id or 0
            else:
                request = Request("May we?", Scope(SITE, duration_days=1, credit=f"@{text}"))
                asked = await services.asks.ask(session, item_id, MIA, now, request)
                assert isinstance(asked, AskDone), asked
                licence = asked.ask.id or 0
                done = await services.asks.grant(session, licence, SITE, Proof.REPLY, now)
                assert isinstance(done, AskDone), done
            await services.reviews.decide(session, [Decision(item_id, Action.APPROVE, MIA, None)], now)
        return item_id, licence

    async def feed(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.visitor.get("/gallery.json")).json()["items"]
        return found

    async def texts(self) -> list[str]:
        return [one["content_text"] for one in await self.feed()]

    def told(self) -> str:
        return "\n".join(self.messages())

    def messages(self) -> list[str]:
        """What stands in the team's channel, as it was sent."""
        return [
            f"{each.get('text', '')} {each.get('blocks')}" for each in self.slack.messages("content-review")
        ]


@asynccontextmanager
async def live(database_url: str, folder: Path) -> AsyncIterator[Live]:
    port = free_port()
    async with LocalSlack(limits="off") as slack:
        settings = Settings(
            data_dir=folder,
            brand=Brand(name="Fjord Coffee", handle="@fjordcoffee", hashtag="#yesfjord"),
            database={"url": SecretStr(database_url)},
            slack=SlackSettings(
                bot_token=SecretStr(slack.bot_token),
                app_token=SecretStr(slack.app_token),
                api_url=slack.api_url,
            ),
            roles=Roles(managers=("@content-managers",), moderators=("@content-moderators",)),
            web=Web(port=port, address=f"http://127.0.0.1:{port}"),
            log=Log(level="ERROR"),
        )
        async with (
            running(settings) as app,
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as visitor,
        ):
            yield Live(app, slack, visitor)


@pytest_asyncio.fixture
async def bot(database_url: str, tmp_path: Path) -> AsyncIterator[Live]:
    async with live(database_url, tmp_path) as opened:
        yield opened


async def _withdrawn(bot: Live, item: int, ask: int) -> None:
    async with unit_of_work(bot.database) as session:
        done = await bot.app.services.asks.withdraw(session, ask, utc_now())
    assert isinstance(done, AskDone), done


async def _taken_down(bot: Live, item: int, ask: int) -> None:
    async with unit_of_work(bot.database) as session:
        done = await bot.app.services.asks.take_down(
            session, item, MIA, utc_now(), who="A lawyer", reason="It shows my shop."
        )
    assert isinstance(done, AskDone), done


async def _run_out(bot: Live, item: int, ask: int) -> None:
    async with unit_of_work(bot.database) as session:
        row = await session.get_one(Ask, ask)
        row.licence_until = row.due_at = utc_now() + timedelta(seconds=1)
        row.warned = [60, 14]


async def _deleted(bot: Live, item: int, ask: int) -> None:
    now = utc_now()
    async with unit_of_work(bot.database) as session:
        row = await session.get_one(Item, item)
        row.life, row.ended_at = "deleted", now
        await bot.app.services.reviews.close(session, [item], "deleted", MIA, now)


async def _clearance_ended(bot: Live, item: int, clearance: int) -> None:
    async with unit_of_work(bot.database) as session:
        row = await session.get_one(Clearance, clearance)
        await contacts.end_clearance(session, row, MIA, utc_now())


ENDS: dict[str, Callable[..., Any]] = {
    "withdrawal": _withdrawn,
    "takedown": _taken_down,
    "expiry": _run_out,
    "deletion": _deleted,
    "clearance": _clearance_ended,
}


@pytest.mark.slow
async def test_whatever_ends_it_is_gone_within_a_minute_and_the_team_knows(bot: Live) -> None:
    pieces = {how: await bot.piece(how, paid=how == "clearance") for how in ENDS}
    stays, _ = await bot.piece("stays")
    before = {one["content_text"]: one for one in await bot.feed()}
    assert set(before) == {*ENDS, "stays"}
    for one in before.values():
        assert (await bot.visitor.get(one["image"])).headers["content-type"] == "image/jpeg"
    for how, (item, licence) in pieces.items():
        await ENDS[how](bot, item, licence)

    async def only_one_stays() -> bool:
        return await bot.texts() == ["stays"]

    await eventually(only_one_stays, within=5, what="the feed shows what stays alone")
    for how, one in before.items():
        status = (await bot.visitor.get(one["image"])).status_code
        assert status == (200 if how == "stays" else 410), how

    def all_told() -> bool:
        told = bot.told()
        return all(
            f"Item {item} is gone from: gallery. That was checked." in told for item, _ in pieces.values()
        )

    await eventually(all_told, within=MINUTE, what="the team is told of each")
    assert f"Item {stays} is gone" not in bot.told()
    kept = {path.name for path in bot.app.settings.pictures_dir.iterdir()}
    assert kept == {str(stays)}


@pytest.mark.slow
async def test_a_request_for_removal_arrives_in_slack(bot: Live) -> None:
    item, _ = await bot.piece("mine")
    [one] = await bot.feed()
    page = await bot.visitor.get(one["_goodword"]["removal_url"])
    token = page.text.split('name="form" value="', 1)[1].split('"', 1)[0]
    form = {
        "form": token,
        "item": one["id"],
        "who": "creator",
        "contact": "me@example.org",
        "why": "<!channel> no",
    }
    answer = await bot.visitor.post("/gallery/removal", data=form)
    assert answer.status_code == 200
    await eventually(lambda: "me@example.org" in bot.told(), within=30, what="the team is told")
    [told] = [each for each in bot.messages() if "me@example.org" in each]
    assert f"item {item}" in told
    assert "<!channel>" not in told

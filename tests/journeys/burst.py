"""A burst of content, a team that clicks, and a bot that is killed in the middle: what the killing journeys share."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from bot.content.tables import Item
from bot.faces.slack.tables import SlackMessage, SlackMessageItem
from bot.playground.slack import LocalSlack
from bot.playground.slack.errors import ActError
from bot.review.invariants import check
from bot.review.tables import Review, ReviewEvent
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from bot.work.queries import abandoned, failures
from tests.sources.server import Answer, LocalServer
from tests.support.child import Child, environment, tokens, write_settings
from tests.support.waiting import eventually

CHANNEL = "content-review"
PEOPLE = ("mia", "noah", "aisha")
FASTER = 10.0
RUN_BOT = (sys.executable, "-m", "tests.support.run_bot")
_WORDS = "amber bright copper dawn ember fern glade harbour ivory juniper kettle lantern maple north oak"
Json = dict[str, Any]


def feed(count: int) -> Answer:
    """An RSS feed of so many posts, no two alike."""
    entries = "".join(
        f"<item><title>Post {n}</title><link>https://blog.example/{n}</link><guid>post-{n}</guid>"
        f"<description>{_text(n)}</description><pubDate>Fri, 20 Nov 2026 09:{n % 60:02}:00 GMT</pubDate></item>"
        for n in range(count)
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Tea</title>{entries}</channel></rss>'
    return Answer(body.encode(), headers={"content-type": "application/rss+xml"})


def _text(n: int) -> str:
    known = _WORDS.split()
    words = " ".join(known[(n // 15**place) % 15] for place in range(3))
    return f"Number {n} about the {words} tea, which I drink every evening and like."


def bot_command(folder: Path, slack: LocalSlack, web: LocalServer, overflow: str) -> Sequence[str]:
    """Write the settings and give the command that runs the bot on them."""
    settings = write_settings(
        folder / "goodword.toml",
        slack,
        top={"data_dir": folder / "data"},
        http={"allowed": [f"127.0.0.1:{web.port}"], "pause": 0},
        review={"channel": f"#{CHANNEL}", "overflow": overflow},
        web={"enabled": False},
        sources={"blog": {"kind": "feed", "url": f"{web.url}/feed.xml", "max_items": 1000}},
    )
    return (*RUN_BOT, str(settings), "1", str(FASTER))


def bot_environment(slack: LocalSlack, database_url: str) -> dict[str, str]:
    return environment(**tokens(slack), GOODWORD_DATABASE_URL=database_url)


@dataclass
class Team:
    """People who decide while the bot comes and goes. ``acked`` is what they were promised: item to person."""

    slack: LocalSlack
    acked: dict[int, str] = field(default_factory=dict)
    clicks: int = 0

    def promised(self, count: int) -> bool:
        """Whether so many clicks were acknowledged."""
        return len(self.acked) >= count

    def controls(self) -> Iterator[tuple[Json, str]]:
        """Every button and menu choice of the channel, with its message."""
        for message in self.slack.messages(CHANNEL):
            for action_id in action_ids(message.get("blocks") or []):
                yield message, action_id

    def items(self, verb: str) -> list[int]:
        """The items that offer ``review:verb`` somewhere in the channel."""
        prefix = f"g1:review:{verb}:"
        return [int(each.split(":")[3]) for _, each in self.controls() if each.startswith(prefix)]

    async def approve_in_channel(self, person: str, item: int) -> None:
        """Click Approve, and again when nobody answered, until it was answered or somebody has decided."""
        prefix = f"g1:review:approve:{item}:"
        while True:
            found = next(((m, a) for m, a in self.controls() if a.startswith(prefix)), None)
            if found is None:
                return
            message, action_id = found
            if await self._click(person, action_id, channel=CHANNEL, ts=message["ts"]):
                self.acked[item] = person
                return

    async def approve_in_triage(self, person: str, count: int) -> None:
        """Approve so many in triage, opening it again when the bot was away."""
        done = 0
        while done < count:
            action_id = await self._in_hand(person)
            view = self.slack.modal(person)
            if view is None or not await self._click(person, action_id, view_id=view["id"]):
                await self._close(person)
                continue
            self.acked[int(action_id.split(":")[3])] = person
            done += 1
            if not await self._moved_on(person, action_id):
                await self._close(person)

    async def _in_hand(self, person: str) -> str:
        while True:
            view = self.slack.modal(person)
            found = (
                [each for each in action_ids(view["blocks"]) if ":triage:approve:" in each] if view else []
            )
            if found:
                return found[0]
            await self._close(person)
            await self._there()
            with suppress(ActError):
                await self.slack.command(person, channel=CHANNEL, command="/goodword", text="triage")
                await self._moved_on(person, "")

    async def _moved_on(self, person: str, before: str) -> bool:
        """Whether the window shows something else, as far as the bot lived to show it."""

        def settled() -> str:
            view = self.slack.modal(person)
            shown = (
                [each for each in action_ids(view["blocks"]) if ":triage:approve:" in each] if view else []
            )
            return "moved" if shown and shown[0] != before else "" if self.slack.sockets.connected else "dead"

        with suppress(AssertionError):
            return str(await eventually(settled, within=5)) == "moved"
        return False

    async def _close(self, person: str) -> None:
        view = self.slack.modal(person)
        if view is not None:
            await self.slack.close(person, view_id=view["id"])

    async def _click(self, person: str, action_id: str, **where: Any) -> bool:
        await self._there()
        self.clicks += 1
        try:
            answer = await self.slack.click(person, action_id=action_id, **where)
        except ActError:  # the button was redrawn under the finger
            return False
        return bool(answer.get("acked"))

    async def _there(self) -> None:
        await eventually(lambda: self.slack.sockets.connected, within=60, what="the bot is connected")


def action_ids(blocks: Sequence[Json]) -> Iterator[str]:
    """Every control's action id and every option's value."""
    for block in blocks:
        for element in [*(block.get("elements") or []), *filter(None, [block.get("accessory")])]:
            if "action_id" in element:
                yield element["action_id"]
            yield from (option["value"] for option in element.get("options") or [])


async def count(database: Database, what: sa.Select[Any]) -> int:
    async with reading(database) as session:
        return int((await (await session.connection()).execute(what)).scalar_one())


async def items_stored(database: Database) -> int:
    return await count(database, sa.select(sa.func.count()).select_from(Item))


async def kill_when(bot: Child, moment: Callable[[], Awaitable[bool] | bool]) -> None:
    """Kill the bot as soon as the moment has come. Fails with its last words when it ended by itself."""

    async def now() -> bool:
        assert bot.process.returncode is None, f"the bot ended:\n{bot.said()[-3000:]}"
        come = moment()
        return come if isinstance(come, bool) else await come

    await eventually(now, within=90, what="the moment to kill")
    await bot.kill()


async def all_shown(database: Database, expected: int) -> bool:
    """Whether every item is in a message that shows it as it is now."""
    shown = (
        sa.select(sa.func.count())
        .select_from(Review)
        .join(SlackMessageItem, col(SlackMessageItem.item_id) == col(Review.item_id))
        .join(SlackMessage, col(SlackMessage.id) == col(SlackMessageItem.message_id))
        .where(col(SlackMessage.ts).is_not(None))
        .where(col(SlackMessageItem.shown_revision) >= col(Review.display_revision))
    )
    return await items_stored(database) == expected and await count(database, shown) == expected


async def assert_nothing_lost_or_doubled(database: Database, team: Team, expected: int) -> None:
    """What the whole of it must come to, whenever the bot died."""
    async with reading(database) as session:
        external = list((await session.exec(select(Item.url))).all())
        decisions = list(
            (await session.exec(select(ReviewEvent).where(ReviewEvent.action == "approve"))).all()
        )
        places = list((await session.exec(select(SlackMessageItem.item_id))).all())
        rows = list((await session.exec(select(SlackMessage))).all())
        assert await check(session) == []
        assert await failures(session, 10) == []
        assert await abandoned(session, 10) == []
    assert len(external) == len(set(external)) == expected
    made = Counter(event.item_id for event in decisions)
    assert [item for item, times in made.items() if times > 1] == []
    by = {event.item_id: event.actor for event in decisions}
    people = {person: team.slack.world.person_named(person).id for person in PEOPLE}
    assert {item: by.get(item) for item in team.acked} == {i: people[p] for i, p in team.acked.items()}
    assert sorted(Counter(places).values()) == [1] * expected
    _assert_messages(team, rows)
    await _assert_cards(database, team, set(by))


def _assert_messages(team: Team, rows: Sequence[SlackMessage]) -> None:
    """Each message that we know of stands in the channel once, and no other does."""
    posted = [
        message["metadata"]["event_payload"]["key"]
        for message in team.slack.messages(CHANNEL)
        if message.get("metadata")
    ]
    assert len(posted) == len(set(posted)), Counter(posted).most_common(3)
    assert sorted(posted) == sorted(row.key for row in rows)
    assert all(row.lost is None for row in rows)


async def _assert_cards(database: Database, team: Team, approved: set[int]) -> None:
    """Buttons say what the rows say."""
    async with reading(database) as session:
        statement = select(SlackMessageItem.item_id).join(
            SlackMessage, col(SlackMessage.id) == col(SlackMessageItem.message_id)
        )
        own = set((await session.exec(statement.where(col(SlackMessage.kind) != "summary"))).all())
    _same(team.items("approve"), own - approved, "offer Approve")
    _same(team.items("undo"), own & approved, "offer Undo")


def _same(shown: Sequence[int], meant: set[int], what: str) -> None:
    """Each once. Says which differ."""
    doubled = [item for item, times in Counter(shown).items() if times > 1]
    missing, stray = sorted(meant - set(shown)), sorted(set(shown) - meant)
    assert doubled == [], f"{what} twice"
    assert (missing, stray) == ([], []), f"missing and stray among those that {what}"

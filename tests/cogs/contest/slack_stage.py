"""A manager at work on a contest in the local Slack, with a clock set by hand and members who enter and vote."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.contests import queries
from bot.contests.definition import Definition, read_definition
from bot.contests.draw import Beacon, DrandRound
from bot.contests.order import record_of
from bot.contests.rules import ContestAction, Phase
from bot.contests.tables import Contest, ContestAward, ContestEntry
from bot.faces.slack.blocks import search_text
from bot.people.accounts import KnownAccount
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.review.service import Decision
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.slack_bot import MIA, Json, SlackBot, action_in, found

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MANAGER = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
RULES = "A contest for everybody."
TITLES = {
    "list": "Contests", "contest": "Contest", "preview": "Preview", "entries": "Entries", "standings": "Standings",
    "flags": "Odd votes", "jury": "Jury", "winners": "Winners", "record": "Check the draw",
}  # fmt: skip


def definition(**changes: Any) -> Definition:
    """Opens in an hour, takes entries for ten days and votes for ten more."""
    return read_definition(
        {
            "name": "Autumn of tea",
            "kind": "votes",
            "rules_text": RULES,
            "time_zone": "Europe/Stockholm",
            "opens_at": (NOW + timedelta(hours=1)).isoformat(),
            "entries_close_at": (NOW + timedelta(days=10)).isoformat(),
            "closes_at": (NOW + timedelta(days=20)).isoformat(),
            "prizes": [{"name": "Tea box"}],
            **changes,
        }
    )


class Stage:
    """The bot in its local Slack. ``now`` is what the clock says."""

    def __init__(self, bot: SlackBot) -> None:
        self.bot = bot
        self.slack = bot.slack
        self.now = NOW
        self.id = 0
        self._numbers = itertools.count(1)
        self.use(bot)

    def use(self, bot: SlackBot) -> None:
        """Go on with another process of the bot."""
        self.bot = bot
        bot.services.clock = self.clock

    def clock(self) -> datetime:
        return self.now

    # ---- the contest behind it ----

    async def create(self, **changes: Any) -> int:
        async with unit_of_work(self.bot.services.database) as session:
            made = await self.bot.services.contests.create(
                session, definition(**changes), MANAGER, self.now, "slack"
            )
            self.id = made.id or 0
        return self.id

    async def act(self, action: ContestAction, **data: Any) -> None:
        async with unit_of_work(self.bot.services.database) as session:
            await self.bot.services.contests.act(
                session, self.id, action, MANAGER, self.now, "slack", data=data
            )

    async def open(self, entries: int = 0, **changes: Any) -> list[ContestEntry]:
        """An open contest with accepted entries."""
        await self.create(**changes)
        await self.act(ContestAction.OPEN)
        return [await self.enter(accepted=True) for _ in range(entries)]

    async def at(self, moment: datetime) -> Contest:
        """Time passes, and what is due by then is done."""
        self.now = moment
        async with unit_of_work(self.bot.services.database) as session:
            await self.bot.services.contests.advance(session, self.id, moment)
        return await self.contest()

    async def contest(self) -> Contest:
        async with reading(self.bot.services.database) as session:
            row = await queries.get(session, self.id)
        assert row is not None
        return row

    async def phase(self) -> Phase:
        return Phase((await self.contest()).phase)

    async def only(self) -> Contest:
        """The newest contest there is, which the test goes on with."""
        async with reading(self.bot.services.database) as session:
            row = (await queries.contests(session))[0]
        self.id = row.id or 0
        return row

    async def member(self, name: str | None = None) -> KnownAccount:
        number = next(self._numbers)
        async with unit_of_work(self.bot.services.database) as session:
            return await self.bot.services.identities.account(
                session,
                "discord",
                str(1000 + number),
                self.now,
                name=name or f"Member {number}",
                made_at=LONG_AGO,
                joined_at=LONG_AGO,
            )

    async def enter(
        self, who: KnownAccount | None = None, *, accepted: bool = False, text: str = "A cup of tea"
    ) -> ContestEntry:
        who = who or await self.member()
        services = self.bot.services
        (item,) = await self.bot.take(found(text))
        async with unit_of_work(services.database) as session:
            entry = await services.contests.enter(session, self.id, who, item, self.now, "discord")
        if accepted:
            async with unit_of_work(services.database) as session:
                decision = Decision(item, Action.APPROVE, MANAGER, None)
                await services.reviews.decide(session, [decision], self.now)
        return await self.entry(entry.id or 0)

    async def entry(self, entry_id: int) -> ContestEntry:
        async with reading(self.bot.services.database) as session:
            row = await queries.entry(session, entry_id)
        assert row is not None
        return row

    async def vote(self, entry: ContestEntry, voter: KnownAccount | None = None) -> None:
        voter = voter or await self.member()
        async with unit_of_work(self.bot.services.database) as session:
            await self.bot.services.contests.scoring.vote(
                session, entry.id or 0, voter, 1, self.now, "discord"
            )

    async def decide(self, left: Sequence[int] = ()) -> None:
        """What the work does once the named round is there. The round is made up: its signature is checked by
        whoever fetches it, and by the page, which then says that it isn't the beacon's."""
        record = record_of(await self.contest())
        beacon = None
        if record is not None and isinstance(record.frozen.source, DrandRound):
            signature = f"{record.frozen.source.round:096x}"
            beacon = Beacon(
                record.frozen.source.round, signature, sha256(bytes.fromhex(signature)).hexdigest()
            )
        async with unit_of_work(self.bot.services.database) as session:
            await self.bot.services.contests.phases.decide(session, self.id, self.now, beacon, left)

    async def awards(self) -> list[ContestAward]:
        async with reading(self.bot.services.database) as session:
            return await queries.awards(session, self.id)

    # ---- the manager's hands ----

    async def command(self, text: str = "", user: str = MIA) -> None:
        """``/goodword contest TEXT``, and the window that comes of it."""
        await self.slack.command(
            user, channel="content-review", command="/goodword", text=f"contest {text}".strip()
        )
        await self.slack.wait_for(lambda: self.slack.modal(user) or self.bot.private(user), what="a window")

    async def manage(self, user: str = MIA) -> None:
        """The window of the contest."""
        row = await self.contest()
        await self.command(row.slug, user)
        await self.sees(row.name, user=user)

    def view(self, user: str = MIA) -> Json:
        return self.bot.modal(user)

    def text(self, user: str = MIA) -> str:
        return self.bot.modal_text(user)

    def title(self, user: str = MIA) -> str:
        return str(self.view(user)["title"]["text"])

    async def sees(self, *parts: str, user: str = MIA) -> str:
        """Wait until the topmost window says all of that; what it says."""

        def look() -> str | None:
            view = self.slack.modal(user)
            said = "" if view is None else f"{view['title']['text']}\n{search_text(view['blocks'])}"
            return said if all(part in said for part in parts) else None

        try:
            return await self.slack.wait_for(look, what=f"{parts} in the window")
        except TimeoutError:
            raise AssertionError(
                f"no {parts} in: {self.text(user)}; told: {self.bot.private(user)}"
            ) from None

    async def press(self, *verbs: str, user: str = MIA) -> None:
        """Press the first button whose identity holds all of these."""
        await self.slack.click(user, view_id=self.view(user)["id"], action_id=self.button(*verbs, user=user))

    async def to(self, page: str, *parts: str, user: str = MIA) -> str:
        """Go to a page of the window and wait until it is there; what it says."""
        await self.press("contest:show", f":{page}:", user=user)
        await self.slack.wait_for(lambda: self.title(user) == TITLES[page], what=f"the page {page}")
        return await self.sees(*parts, user=user)

    def button(self, *verbs: str, user: str = MIA) -> str:
        found_ids = [one for one in self.buttons(user) if all(verb in one for verb in verbs)]
        assert found_ids, f"no {verbs} among {self.buttons(user)}"
        return found_ids[0]

    def buttons(self, user: str = MIA) -> list[str]:
        """The identities of everything that can be pressed or chosen."""
        blocks = self.view(user)["blocks"]
        every = [
            one for block in blocks for one in [*(block.get("elements") or []), block.get("accessory") or {}]
        ]
        return [str(one["action_id"]) for one in every if one.get("action_id")]

    def asked(self, *verbs: str, user: str = MIA) -> str:
        """What Slack asks before that button does something."""
        wanted = self.button(*verbs, user=user)
        for block in self.view(user)["blocks"]:
            for one in [*(block.get("elements") or []), block.get("accessory") or {}]:
                if one.get("action_id") == wanted:
                    return search_text([one["confirm"]])
        raise AssertionError(f"{wanted} disappeared")

    async def send(self, user: str = MIA, **values: Any) -> Json:
        """Fill in the topmost form and send it."""
        return await self.slack.submit(user, view_id=self.view(user)["id"], values=values)

    async def choose(self, field: str, value: Any, user: str = MIA, **typed: Any) -> None:
        """Choose in a field of which the bot is told; ``typed`` is what stands in the others."""
        element = next(
            block["element"] for block in self.view(user)["blocks"] if block.get("block_id") == field
        )
        await self.slack.select(
            user, view_id=self.view(user)["id"], action_id=element["action_id"], value=value, values=typed
        )

    def fields(self, user: str = MIA) -> list[str]:
        return [block["block_id"] for block in self.view(user)["blocks"] if block["type"] == "input"]


LOT: dict[str, Any] = {"kind": "lot", "closes_at": (NOW + timedelta(days=10)).isoformat()}


async def events(stage: Stage, action: str) -> list[Any]:
    async with reading(stage.bot.services.database) as session:
        return [one for one in await queries.events(session, stage.id) if one.action == action]


async def ring(stage: Stage) -> None:
    """Four people who vote for one another and for nobody else."""
    people = [await stage.member(f"Friend {at}") for at in range(4)]
    entries = [await stage.enter(one, accepted=True) for one in people]
    for voter in people:
        for entry in entries:
            if entry.account_id != voter.id:
                await stage.vote(entry, voter)


async def look_for_odd_votes(stage: Stage) -> None:
    async with unit_of_work(stage.bot.services.database) as session:
        row = await queries.get(session, stage.id)
        assert row is not None
        await stage.bot.services.contests.scoring.find(session, row, stage.now)


__all__ = [
    "LONG_AGO",
    "LOT",
    "MANAGER",
    "NOW",
    "RULES",
    "Stage",
    "action_in",
    "definition",
    "events",
    "look_for_odd_votes",
    "ring",
]

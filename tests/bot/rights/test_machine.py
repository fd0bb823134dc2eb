"""Whatever is done to permissions in whatever order, at whatever time: nothing is shown without a live yes."""

from __future__ import annotations

from collections.abc import Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.content.queries import get_items
from bot.kernel.errors import TellUser
from bot.people.rules import Person
from bot.review.rules import Action
from bot.rights import contacts, queries
from bot.rights.licensed import licence, licensed_items, may_publish
from bot.rights.outcomes import AskDone, AskOutcome
from bot.rights.rules import LIVE_ASKS, AskAction, AskStatus, AskStep, derive
from bot.rights.scope import WITHOUT_PROOF, Channel, Licence, Proof, Scope, Use, uses_of
from bot.rights.tables import Ask, Clearance
from bot.rights.verifying import verify_stored
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, decision
from tests.bot.rights.support import KEY, YES, Desk, open_wide
from tests.support.databases import SqliteTemplate
from tests.support.machine import DatabaseMachine, explore

T = TypeVar("T")
ITEMS = 2
which = st.integers(0, ITEMS - 1)
uses = st.sets(st.sampled_from([Use.WEBSITE, Use.SOCIAL, Use.ADS]), min_size=1).map(frozenset)
people = st.sampled_from([MIA, NOAH])
SAID = st.sampled_from(
    [YES, "No thanks", "Yes, but you pay", "Do not use it", "", "> #yesfjord @fjordcoffee"]
)
NO = frozenset({AskAction.DECLINED, AskAction.WITHDRAWN})


class Life(DatabaseMachine):
    """A creator with two pieces, a team that presses everything, and a clock that may be set back."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.database, self.place / "data")
        self.items: list[int] = []

    def tried(self, work: Coroutine[Any, Any, AskOutcome]) -> AskOutcome | None:
        """What it gave; None where it made no sense at all."""
        try:
            return self.run(work)
        except TellUser:
            return None

    def teardown(self) -> None:
        self.run(self._whole())
        self.run(self.desk.room.desk.stop())
        self.desk.work.close()
        super().teardown()

    async def _whole(self) -> None:
        async with reading(self.database) as session:
            found = await verify_stored(session, KEY.public)
        assert found.ok, found

    @initialize(begins=st.sampled_from(["nothing", "asked", "asked", "granted", "granted"]))
    def begin(self, begins: str) -> None:
        """Random steps alone seldom come far: a life begins at some stage."""
        self.run(self.desk.work.prepare())
        open_wide(self.desk)
        self.creator = self.run(self.desk.room.creator(external_id="a1", handle="anna"))
        self.items = self.run(self.desk.room.queued(ITEMS, creator_id=self.creator))
        for item in self.items if begins != "nothing" else []:
            self.run(self.desk.room.decide(decision(item, Action.APPROVE)))
            ask = self.run(self.desk.asked(item, frozenset({Use.WEBSITE, Use.ADS})))
            if begins == "granted":
                self.run(self.desk.answer(ask, YES, by="anna"))

    def ask_of(self, at: int, older: bool) -> int | None:
        rows = self.run(self.desk.rows(self.items[at]))
        return (rows[0] if older else rows[-1]).id if rows else None

    # the team

    @rule(
        at=which,
        actor=people,
        wanted=uses,
        channel=st.sampled_from(list(Channel)),
        days=st.sampled_from([0, 30, 365]),
    )
    def ask(self, at: int, actor: Person, wanted: frozenset[Use], channel: Channel, days: int) -> None:
        scope = Scope(wanted, duration_days=days)
        before = self.run(self.desk.rows(self.items[at]))
        done = self.tried(self.desk.ask(self.items[at], actor, scope=scope, channel=channel))
        if isinstance(done, AskDone):
            assert not [one for one in before if one.live and one.status != AskStatus.DRAFT]

    @rule(at=which, actor=people)
    def renew(self, at: int, actor: Person) -> None:
        self.tried(self.desk.renew(self.items[at], actor))

    @rule(
        at=which,
        actor=people,
        action=st.sampled_from(
            [AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED, AskAction.DECLINED, AskAction.REOPEN]
        ),
    )
    def record(self, at: int, actor: Person, action: AskAction) -> None:
        self.tried(self.desk.record(self.items[at], action, actor, text="Hello"))

    @rule(at=which, older=st.booleans(), actor=people)
    def take_down(self, at: int, older: bool, actor: Person) -> None:
        if (ask := self.ask_of(at, older)) is not None:
            self.tried(self.desk.withdraw(ask, actor=actor, why="takedown"))

    @rule(at=which, action=st.sampled_from([Action.APPROVE, Action.REJECT, Action.UNDO]))
    def decide(self, at: int, action: Action) -> None:
        self.run(self.desk.room.decide(decision(self.items[at], action, MIA)))

    @rule(wanted=uses, days=st.integers(1, 60))
    def clear(self, wanted: frozenset[Use], days: int) -> None:
        self.run(self._clear(wanted, days))

    async def _clear(self, wanted: frozenset[Use], days: int) -> None:
        now = self.desk.now
        async with unit_of_work(self.database) as session:
            await contacts.clear(
                session, self.creator, "paid", wanted, now, now + timedelta(days=days), MIA, now
            )

    # the creator

    @rule(
        at=which,
        older=st.booleans(),
        text=SAID,
        proof=st.sampled_from([Proof.NONE, Proof.REPLY]),
    )
    def answer(self, at: int, older: bool, text: str, proof: Proof) -> None:
        ask = self.ask_of(at, older)
        if ask is None:
            return
        done = self.tried(self.desk.answer(ask, text, proof, by="anna"))
        if text in ("No thanks", "Do not use it") and isinstance(done, AskDone):
            assert not self.by_ask(at), "a no is honoured at once"

    @rule(at=which, older=st.booleans(), text=st.sampled_from([YES, YES, "No thanks"]))
    def somebody_else_answers(self, at: int, older: bool, text: str) -> None:
        if (ask := self.ask_of(at, older)) is None:
            return
        before = self.run(self._licences(at))
        self.tried(self.desk.answer(ask, text, Proof.REPLY, by="bert"))
        assert self.run(self._licences(at)) == before, "nobody else changes anything"

    @rule(at=which, older=st.booleans(), wanted=uses, proof=st.sampled_from([Proof.NONE, Proof.CODE]))
    def grant(self, at: int, older: bool, wanted: frozenset[Use], proof: Proof) -> None:
        if (ask := self.ask_of(at, older)) is not None:
            self.tried(self.desk.grant(ask, wanted, proof))

    @rule(at=which, older=st.booleans(), never=st.booleans())
    def decline(self, at: int, older: bool, never: bool) -> None:
        if (ask := self.ask_of(at, older)) is not None:
            self.tried(self.desk.decline(ask, never_contact=never))

    @rule(at=which, older=st.booleans())
    def withdraw(self, at: int, older: bool) -> None:
        ask = self.ask_of(at, older)
        if ask is None:
            return
        done = self.tried(self.desk.withdraw(ask))
        if isinstance(done, AskDone) and not done.ask.renewal:
            assert not self.by_ask(at), "one click, at once"

    @rule(at=which)
    def deleted(self, at: int) -> None:
        self.run(self.desk.room.end(self.items[at]))

    # time

    @rule(days=st.sampled_from([-40, 0, 8, 29, 366]), works=st.booleans())
    def time(self, days: int, works: bool) -> None:
        """Some days, and what is due is done, or not yet."""
        self.desk.now += timedelta(days=days)
        if works:
            for _ in range(3):
                self.run(self.desk.later())

    @rule(at=which)
    def the_end_comes(self, at: int) -> None:
        """The moment at which a licence ends, and nothing of what is due was done yet."""
        ends = [one.until for one in self.by_ask(at).values() if one.until is not None]
        self.desk.now = max([self.desk.now, *ends])

    # what holds

    async def _licences(self, at: int) -> dict[Use, Licence]:
        found: dict[Use, Licence] = {}
        async with reading(self.database) as session:
            for use in Use:
                one = await licence(session, self.items[at], use, self.desk.now)
                if one is not None:
                    found[use] = one
        return found

    def by_ask(self, at: int) -> dict[Use, Licence]:
        return {use: one for use, one in self.run(self._licences(at)).items() if one.ask_id is not None}

    @invariant()
    def rules_hold(self) -> None:
        for at in range(len(self.items)):
            self.run(self._item(at))
        if self.items:
            self.run(self._surface())

    async def _item(self, at: int) -> None:
        rows = await self.desk.rows(self.items[at])
        steps = {}
        async with reading(self.database) as session:
            for row in rows:
                steps[row.id or 0] = await queries.steps_of(session, row.id or 0)
            life = (await get_items(session, [self.items[at]]))[self.items[at]].life
            cleared = await queries.clearances_of(session, self.creator, self.desk.now)
        live = [row for row in rows if row.live]
        assert len([row for row in live if not row.renewal]) <= 1
        assert len([row for row in live if row.renewal]) <= 1
        for row in rows:
            _as_its_steps_say(row, steps[row.id or 0])
        for use, found in (await self._licences(at)).items():
            assert life == "live"
            if found.ask_id is None:
                _cleared(cleared, use, self.desk.now)
            else:
                [row] = [one for one in rows if one.id == found.ask_id]
                _granted(row, steps[found.ask_id], use, self.desk.now)

    async def _surface(self) -> None:
        """A page that lists what is licensed shows what may be shown, and nothing else."""
        async with reading(self.database) as session:
            for use in (Use.WEBSITE, Use.ADS):
                listed = {item.id for item, _ in await licensed_items(session, use, self.desk.now)}
                for item in self.items:
                    allowed = await may_publish(session, item, use, self.desk.now)
                    assert (allowed is not None) == (item in listed)


def _as_its_steps_say(row: Ask, steps: list[AskStep]) -> None:
    state = derive(steps)
    assert [step.revision for step in steps] == list(range(1, row.revision + 1))
    assert (row.status, row.live) == (state.status.value, state.status in LIVE_ASKS)
    assert (row.answer or "") == state.answer
    assert row.due_at is None or row.live
    assert set(row.granted_uses) <= set(row.uses)


def _granted(row: Ask, steps: list[AskStep], use: Use, now: datetime) -> None:
    """A yes stands, nothing that ends it came later, and it covers this use."""
    assert row.status == AskStatus.GRANTED
    yes = max(number for number, step in enumerate(steps) if step.action is AskAction.GRANTED)
    assert not [step for step in steps[yes:] if step.action in NO | {AskAction.EXPIRED, AskAction.REOPEN}]
    assert use in uses_of(row.granted_uses)
    assert use.value in steps[yes].data["uses"]
    assert row.proof != Proof.NONE or use in WITHOUT_PROOF
    assert row.licence_until is None or now < row.licence_until


def _cleared(cleared: Any, use: Use, now: datetime) -> None:
    found: list[Clearance] = [one for one in cleared if use in uses_of(one.uses)]
    assert any(one.starts_at <= now and (one.ends_at is None or now < one.ends_at) for one in found)


def test_no_sequence_shows_anything_without_a_live_yes(
    sqlite_template: SqliteTemplate, tmp_path: Path
) -> None:
    explore(Life, sqlite_template, tmp_path, runs=15, steps=25)

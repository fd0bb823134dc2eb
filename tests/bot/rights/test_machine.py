"""Whatever is done to permissions in whatever order, at whatever time: nothing is shown without a live yes."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.tables import Item
from bot.kernel.errors import TellUser
from bot.people.rules import Person
from bot.review.rules import Action, Status
from bot.review.tables import Review
from bot.rights import contacts, queries
from bot.rights.licensed import licence, licensed_items, may_publish
from bot.rights.outcomes import AskDone, AskOutcome
from bot.rights.rules import LIVE_ASKS, AskAction, AskStatus, AskStep, derive
from bot.rights.scope import Channel, Proof, Scope, Use
from bot.rights.tables import Ask, Clearance
from bot.rights.verifying import verify_stored
from bot.rights.visiting import Choice
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, decision
from tests.bot.rights.ledger import Cleared, Ledger, Piece
from tests.bot.rights.support import KEY, PLAIN, YES, Desk, open_desk, open_wide
from tests.support.databases import SqliteTemplate
from tests.support.machine import DatabaseMachine, explore

T = TypeVar("T")
ITEMS = 2
LOOKED_AT = (Use.WEBSITE, Use.ADS)
which = st.integers(0, ITEMS - 1)
uses = st.sets(st.sampled_from([Use.WEBSITE, Use.SOCIAL, Use.ADS]), min_size=1).map(frozenset)
people = st.sampled_from([MIA, NOAH])
NO = ("No thanks", "Do not use it")
CODE = "the code"
OTHER_CODE = "GW-AAAA-AAAA"
QUOTED = "> #yesfjord @fjordcoffee"
SAID = st.sampled_from([YES, YES, CODE, CODE, OTHER_CODE, *NO, "Yes, but you pay", QUOTED, QUOTED])


PROOF = st.sampled_from([Proof.REPLY, Proof.REPLY, Proof.NONE])
CREATORS = {"anna": 1, "bert": 2}
PIECES = {(0, "anna"): 1, (1, "anna"): 2, (1, "bert"): 3}
EVERYTHING = tuple(range(ITEMS))


class Life(DatabaseMachine):
    """Two pieces of one or two people, who may say something about each other's, strangers who found a private link,
    a team that presses everything, and a clock that may be set back. The ledger is told what each of them said."""

    def __init__(self) -> None:
        super().__init__()
        self.desk = Desk(self.database, self.place / "data")
        self.items: list[int] = []
        self.touched = EVERYTHING
        self.uses = LOOKED_AT
        self.codes: list[tuple[int, str, frozenset[Use]]] = []
        self.cleared: list[int] = []
        self.forms = 0

    def tried(self, work: Coroutine[Any, Any, AskOutcome]) -> AskDone | None:
        """What was done; None where it was refused, done before, or made no sense at all."""
        try:
            done = self.run(work)
        except TellUser:
            return None
        return done if isinstance(done, AskDone) else None

    def teardown(self) -> None:
        self.touched = EVERYTHING
        self.run(self._hold(LOOKED_AT if self.items else ()))
        self.run(self._whole())
        self.run(self.desk.room.desk.stop())
        self.desk.work.close()
        super().teardown()

    async def _whole(self) -> None:
        async with reading(self.database) as session:
            found = await verify_stored(session, KEY.public)
        assert found.ok, found

    @initialize(
        owners=st.sampled_from([("anna", "anna"), ("anna", "bert")]),
        begins=st.sampled_from(
            ["granted", "granted", "asked", "visited", "visited", "renewing", "renewed", "cleared", "nothing"]
        ),
    )
    def begin(self, owners: tuple[str, str], begins: str) -> None:
        """Random steps alone seldom come far: a life begins at some stage."""
        open_wide(self.desk)
        self.ledger = Ledger([Piece() for _ in owners], owners=list(owners))
        self.items = [PIECES[at, name] for at, name in enumerate(owners)]
        if begins == "cleared":
            self.clear(frozenset({Use.WEBSITE, Use.ADS}), 30)
        for at in range(ITEMS if begins not in ("nothing", "cleared") else 0):
            self.ask(at, NOAH, frozenset({Use.WEBSITE, Use.ADS}), Channel.HAND, 365)
            if begins == "visited":
                self.visit(at, False, frozenset({Use.WEBSITE, Use.ADS}))
            elif begins != "asked":
                self.say(at, False, owners[at], YES, Proof.REPLY)
            if begins in ("renewing", "renewed"):
                self.renew(at, NOAH)
            if begins == "renewed":
                self.say(at, False, owners[at], YES, Proof.REPLY)
        self.touched = EVERYTHING

    def nonce(self) -> str:
        """Of a private link."""
        self.forms += 1
        return f"nonce{self.forms:017}"

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
        self.touched = (at,)
        before = self.run(self.desk.rows(self.items[at]))
        done = self.tried(
            self.desk.ask(
                self.items[at],
                actor,
                scope=Scope(wanted, duration_days=days),
                channel=channel,
                nonce=self.nonce(),
            )
        )
        if done is not None:
            assert not [one for one in before if one.live and one.status != AskStatus.DRAFT]
            self.ledger.pieces[at].ask(done.ask.id or 0, wanted, days)

    @rule(at=which, actor=people)
    def renew(self, at: int, actor: Person) -> None:
        self.touched = (at,)
        scope = Scope(frozenset({Use.WEBSITE}), duration_days=365)
        done = self.tried(self.desk.renew(self.items[at], actor, scope=scope, nonce=self.nonce()))
        if done is not None:
            self.ledger.pieces[at].ask(done.ask.id or 0, scope.uses, scope.duration_days)

    @rule(
        at=which,
        actor=people,
        action=st.sampled_from(
            [AskAction.DRAFT, AskAction.SENT, AskAction.GRANTED, AskAction.DECLINED, AskAction.REOPEN]
        ),
    )
    def record(self, at: int, actor: Person, action: AskAction) -> None:
        self.touched = (at,)
        done, piece = (
            self.tried(self.desk.record(self.items[at], action, actor, text="Hello")),
            self.ledger.pieces[at],
        )
        if done is None:
            return
        ask, usual = done.ask.id or 0, PLAIN.scope()
        if action is AskAction.DECLINED:
            piece.no()
        elif action is AskAction.REOPEN:
            piece.agreed, piece.said_no = None, False
        else:
            piece.asked.setdefault(ask, (usual.uses, usual.duration_days))
            piece.said_no = False
        if action is AskAction.GRANTED:
            piece.yes(ask, Use, Proof.HAND, self.desk.now)

    @rule(at=which, older=st.booleans(), actor=people)
    def take_down(self, at: int, older: bool, actor: Person) -> None:
        self.touched = (at,)
        ask = self.ask_of(at, older)
        if ask is not None and self.tried(self.desk.withdraw(ask, actor=actor)) is not None:
            self.ledger.pieces[at].no()

    @rule(
        at=which, actor=st.sampled_from([MIA, MIA, NOAH]), lifts=st.sampled_from([False, False, False, True])
    )
    def notice(self, at: int, actor: Person, lifts: bool) -> None:
        """Somebody with a right to it demands that it goes; or a manager finds that they have none."""
        self.touched = (at,)
        if self.tried(self._notice(self.items[at], actor, lifts=lifts)) is not None:
            self.ledger.pieces[at].taken_down = not lifts

    async def _notice(self, item: int, actor: Person, *, lifts: bool) -> AskOutcome:
        asks, now = self.desk.asks, self.desk.now
        async with unit_of_work(self.database) as session:
            if lifts:
                return await asks.lift(session, item, actor, now, reason="Not theirs")
            return await asks.take_down(session, item, actor, now, who="A photographer", reason="It is mine")

    @rule(at=which, action=st.sampled_from([Action.APPROVE, Action.REJECT, Action.UNDO]))
    def decide(self, at: int, action: Action) -> None:
        self.touched = (at,)
        self.run(self.desk.room.decide(decision(self.items[at], action, MIA)))

    @rule(wanted=uses, days=st.integers(1, 60))
    def clear(self, wanted: frozenset[Use], days: int) -> None:
        self.touched = EVERYTHING
        now = self.desk.now
        until = now + timedelta(days=days)
        row = self.run(self._clear(wanted, days))
        self.cleared.append(row.id or 0)
        self.ledger.clearances.append(Cleared(wanted, now, until))

    async def _clear(self, wanted: frozenset[Use], days: int) -> Clearance:
        now, anna = self.desk.now, CREATORS["anna"]
        async with unit_of_work(self.database) as session:
            return await contacts.clear(
                session, anna, "paid", wanted, now, now + timedelta(days=days), MIA, now
            )

    @rule()
    def end_clearances(self) -> None:
        """A person ends what is cleared, now."""
        self.touched = EVERYTHING
        self.run(self._end_clearances())
        self.ledger.clearances.clear()

    async def _end_clearances(self) -> None:
        async with unit_of_work(self.database) as session:
            for one in self.cleared:
                row = await session.get_one(Clearance, one)
                await contacts.end_clearance(
                    session, row, MIA, min(self.desk.now, row.ends_at or self.desk.now)
                )

    # creators, and whoever else says something

    @rule(at=which, older=st.booleans(), text=SAID, proof=PROOF)
    def creator_says(self, at: int, older: bool, text: str, proof: Proof) -> None:
        self.say(at, older, self.ledger.owners[at], text, proof)

    @rule(at=which, older=st.booleans(), text=st.sampled_from([YES, YES, CODE, *NO]), proof=PROOF)
    def stranger_says(self, at: int, older: bool, text: str, proof: Proof) -> None:
        """The creator of another piece, or somebody who has none here."""
        mine = set(self.ledger.owners)
        who = next(iter(sorted(mine - {self.ledger.owners[at]})), "carl")
        self.say(at, older, who, text, proof)

    def say(self, at: int, older: bool, who: str, text: str, proof: Proof) -> None:
        """Somebody says something to a request. Of the code of a private page the latest is written."""
        self.touched = (at,)
        ask = self.ask_of(at, older)
        shown = self.codes[-1] if self.codes else (0, OTHER_CODE, frozenset())
        if ask is None:
            return
        said = shown[1] if text == CODE else text
        done = self.tried(self.desk.answer(ask, said, proof, by=who))
        if done is None or who != self.ledger.owners[at]:
            return
        piece, heard = self.ledger.pieces[at], done.ask.id or 0
        if text in NO:
            if not done.ask.renewal:
                piece.no()
        elif done.step.action is AskAction.GRANTED and text == YES:
            piece.yes(heard, Use, proof, self.desk.now)
        elif done.step.action is AskAction.GRANTED and text == CODE and heard == shown[0]:
            piece.yes(heard, shown[2] | piece.wider(heard), proof, self.desk.now)

    @rule(at=which, older=st.booleans(), wanted=uses)
    def visit(self, at: int, older: bool, wanted: frozenset[Use]) -> None:
        """Somebody who has the private link allows something: its creator, or whoever found it."""
        self.touched = (at,)
        ask = self.ask_of(at, older)
        if ask is None:
            return
        self.forms += 1
        self.desk.tick()
        done = self.tried(self._allow(ask, Choice(wanted, "@anna", f"form {self.forms}")))
        if done is None:
            return
        proof = Proof.MAIL if done.ask.channel == Channel.MAIL else Proof.NONE
        if done.step.action is AskAction.GRANTED:
            self.ledger.pieces[at].yes(ask, wanted, proof, self.desk.now)
        row = self.run(self.desk.row(ask))
        if row.pending:
            self.codes.append((ask, self.desk.asks.code(row), wanted))

    async def _allow(self, ask: int, choice: Choice) -> AskOutcome:
        async with unit_of_work(self.database) as session:
            return await self.desk.asks.allow(session, ask, choice, self.desk.now)

    @rule(at=which, older=st.booleans(), never=st.booleans())
    def decline(self, at: int, older: bool, never: bool) -> None:
        self.touched = (at,)
        ask = self.ask_of(at, older)
        done = self.tried(self.desk.decline(ask, never_contact=never)) if ask is not None else None
        if done is not None and not done.ask.renewal:
            self.ledger.pieces[at].no()

    @rule(at=which, older=st.booleans())
    def withdraw(self, at: int, older: bool) -> None:
        self.touched = (at,)
        ask = self.ask_of(at, older)
        done = self.tried(self.desk.withdraw(ask)) if ask is not None else None
        if done is not None:
            self.ledger.pieces[at].no()

    @rule(at=which)
    def deleted(self, at: int) -> None:
        self.touched = (at,)
        self.run(self.desk.room.end(self.items[at]))
        self.ledger.pieces[at].deleted = True

    # time

    @rule(days=st.sampled_from([-40, 0, 8, 29, 366]), works=st.booleans())
    def time(self, days: int, works: bool) -> None:
        """Some days, and what is due is done, or not yet."""
        self.touched = EVERYTHING
        self.desk.now += timedelta(days=days)
        if works:
            for _ in range(3):
                self.run(self.desk.later())

    @rule(at=which)
    def the_end_comes(self, at: int) -> None:
        """The moment at which something ends, and nothing of what is due was done yet."""
        self.touched = EVERYTHING
        agreed = self.ledger.pieces[at].agreed
        ends = [agreed.until] if agreed is not None and agreed.until is not None else []
        self.desk.now = max([self.desk.now, *ends, *(one.end for one in self.ledger.clearances)])

    # what holds

    @invariant()
    def rules_hold(self) -> None:
        if self.items:
            self.heckle()
            self.uses = self.uses[1:] + self.uses[:1]
            self.run(self._hold(self.uses[:1]))

    def heckle(self) -> None:
        """Whatever was done last, somebody who has nothing to do with it says yes to it."""
        for at in self.touched:
            if (ask := self.ask_of(at, older=False)) is not None:
                assert self.tried(self.desk.answer(ask, YES, Proof.REPLY, by="carl")) is None

    async def _hold(self, uses: tuple[Use, ...]) -> None:
        """Nothing is licensed that people did not agree to, and a page that lists what is licensed shows what may be
        shown, and nothing else."""
        now = self.desk.now
        async with reading(self.database) as session:
            for at in self.touched:
                await self._rows(session, self.items[at])
            there = await _approved(session, self.items)
            for use in uses:
                listed = {row.id for row, _ in await licensed_items(session, use, now)}
                for at, item in enumerate(self.items):
                    found = await licence(session, item, use, now) if at in self.touched else None
                    problem = self.ledger.problem(at, use, found, now) if found is not None else ""
                    assert not problem, f"item {at} is licensed for {use}, but {problem}"
                    if at in self.touched:
                        assert (found is not None and item in there) == (item in listed)
                    if found is not None:
                        assert (await may_publish(session, item, use, now) is not None) == (item in there)

    async def _rows(self, session: AsyncSession, item: int) -> None:
        rows = await queries.all_asks(session, item)
        assert len([row for row in rows if row.live and not row.renewal]) <= 1
        assert len([row for row in rows if row.live and row.renewal]) <= 1
        for row in rows:
            _as_its_steps_say(row, await queries.steps_of(session, row.id or 0))


async def _approved(session: AsyncSession, items: list[int]) -> set[int]:
    """Of these items, those that are there and approved, as their own rows say."""
    rows = await session.exec(
        select(Item.id)
        .join(Review, col(Review.item_id) == col(Item.id))
        .where(col(Item.id).in_(items), Item.life == "live", Review.status == Status.APPROVED.value)
    )
    return {one for one in rows if one is not None}


def _as_its_steps_say(row: Ask, steps: list[AskStep]) -> None:
    state = derive(steps)
    assert [step.revision for step in steps] == list(range(1, row.revision + 1))
    assert (row.status, row.live) == (state.status.value, state.status in LIVE_ASKS)
    assert (row.answer or "") == state.answer
    assert row.due_at is None or row.live
    assert set(row.granted_uses) <= set(row.uses)


class Begun(SqliteTemplate):
    """A database with people and pieces that are approved, copied for each life."""

    def __init__(self, path: Path) -> None:
        self.path = path

    async def fill(self, folder: Path) -> None:
        database = Database(f"sqlite:///{self.path}")
        async with open_desk(database, folder) as desk:
            made = {name: await desk.room.creator(external_id=f"{name}-1", handle=name) for name in CREATORS}
            for name in ("anna", "anna", "bert"):
                [item] = await desk.room.queued(1, creator_id=made[name])
                await desk.room.decide(decision(item, Action.APPROVE))
        await database.close()
        assert made == CREATORS


@pytest.mark.timeout(900)
@pytest.mark.parametrize(("runs", "steps"), [(40, 10), (15, 40)], ids=["short lives", "long lives"])
def test_no_sequence_shows_anything_without_a_live_yes(
    sqlite_template: SqliteTemplate, tmp_path: Path, runs: int, steps: int
) -> None:
    begun = Begun(tmp_path / "begun.db")
    sqlite_template.copy_to(begun.path)
    asyncio.run(begun.fill(tmp_path / "begun"))
    explore(Life, begun, tmp_path, runs=runs, steps=steps)

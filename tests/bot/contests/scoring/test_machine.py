"""Whatever is done in whatever order: standings are what votes add up to, ranks are what counting says, nobody has
more votes than the rules give."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from bot.contests.refusals import Refused
from bot.contests.rules import EntryStatus, Kind
from bot.contests.scoring import jobs
from bot.storage.unit_of_work import unit_of_work
from tests.bot.contests.scoring.support import MIA, NOW, Arena, Member, open_arena
from tests.support.databases import SqliteTemplate
from tests.support.machine import DatabaseMachine, explore

T = TypeVar("T")
PEOPLE = 5
BUDGET = 4
who = st.integers(0, PEOPLE - 1)


class Voting(DatabaseMachine):
    """Five people, each entrant and voter, in a contest by votes or a mix; a model beside it that only adds up."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = open_arena(self.database)
        self.arena: Arena = self.run(self.opened.__aenter__())
        self.kind = Kind.VOTES
        self.people: list[Member] = []
        self.entries: list[int] = []
        self.owner: dict[int, int] = {}
        self.accepted: dict[int, bool] = {}
        self.votes: dict[tuple[int, int], int] = {}  # voter and entry
        self.barred: set[tuple[int, int]] = set()
        self.linked: set[int] = set()
        self.now = NOW

    def teardown(self) -> None:
        self.run(self.opened.__aexit__(None, None, None))
        super().teardown()

    @initialize(kind=st.sampled_from([Kind.VOTES, Kind.MIX]))
    def begin(self, kind: Kind) -> None:
        self.kind = kind
        self.run(self.arena.contest(kind, votes_per_member=BUDGET, votes_per_entry=2))
        self.people = self.run(self.arena.members(PEOPLE))

    @rule(person=who)
    def enter(self, person: int) -> None:
        if len(self.entries) < 8:
            entry = self.run(self.arena.entry(self.people[person]))
            self.entries.append(entry)
            self.owner[entry], self.accepted[entry] = person, True

    @rule(person=who, at=st.integers(0, 7), weight=st.integers(0, 3))
    def vote(self, person: int, at: int, weight: int) -> None:
        if at >= len(self.entries):
            return
        entry = self.entries[at]
        self.now += timedelta(seconds=1)
        try:
            voted = self.run(self.arena.vote(self.people[person], entry, weight, self.now))
        except Refused:
            assert not self.allowed(person, entry, weight)
            return
        assert self.allowed(person, entry, weight)
        if weight:
            self.votes[person, entry] = weight
        else:
            self.votes.pop((person, entry), None)
        assert voted.votes == (self.counted(entry) if self.accepted[entry] else 0)
        assert voted.left == BUDGET - self.spent(person)

    def same(self, one: int, other: int) -> bool:
        return one == other or {one, other} <= self.linked

    def spent(self, person: int, but: int | None = None) -> int:
        return sum(n for (voter, entry), n in self.votes.items() if self.same(voter, person) and entry != but)

    def allowed(self, person: int, entry: int, weight: int) -> bool:
        if weight == 0 or self.votes.get((person, entry)) == weight:
            return True
        others = (voter for voter, at in self.votes if at == entry and voter != person)
        return (
            weight <= 2
            and (person, entry) not in self.barred
            and self.accepted[entry]
            and not self.same(person, self.owner[entry])
            and not any(self.same(person, other) for other in others)
            and self.spent(person, entry) + weight <= BUDGET
        )

    def counted(self, entry: int) -> int:
        return sum(n for (_, at), n in self.votes.items() if at == entry)

    @rule(
        at=st.integers(0, 7),
        status=st.sampled_from([EntryStatus.ACCEPTED, EntryStatus.DISQUALIFIED, EntryStatus.WITHDRAWN]),
    )
    def judge(self, at: int, status: EntryStatus) -> None:
        if at < len(self.entries):
            self.run(self.arena.set_status(self.entries[at], status))
            self.accepted[self.entries[at]] = status is EntryStatus.ACCEPTED

    @rule(one=who, other=who)
    def link(self, one: int, other: int) -> None:
        if not self.linked and one != other:
            self.linked = {one, other}
            self.run(self.arena.link(self.people[one], self.people[other]))

    @rule()
    def unlink(self) -> None:
        if self.linked:
            self.run(self.arena.unlink(*(self.people[each] for each in self.linked)))
            self.linked = set()

    @rule(at=st.integers(0, 7))
    def void(self, at: int) -> None:
        if at >= len(self.entries):
            return
        entry = self.entries[at]
        gone = [key for key in self.votes if key[1] == entry]
        rows = [row.id or 0 for row in self.run(self.arena.vote_rows()) if row.entry_id == entry]
        try:
            self.run(self._void(rows))
        except Refused:
            assert not gone
        for key in gone:
            del self.votes[key]
            self.barred.add(key)

    async def _void(self, rows: list[int]) -> None:
        async with unit_of_work(self.database) as session:
            scoring, contest_id = self.arena.scoring, self.arena.contest_id
            await scoring.void_votes(session, contest_id, rows, "Bought", MIA, self.now, "slack")

    @invariant()
    def all_adds_up(self) -> None:
        if not self.people:
            return
        if self.kind is Kind.MIX:
            self.run(jobs.mix(self.arena, self.arena.contest_id))
        assert self.run(self.arena.recount()) == []
        ranked = [entry for entry in self.entries if self.accepted[entry]]
        votes = {entry: self.counted(entry) for entry in ranked}
        rows = self.run(self.arena.page(size=100)).rows
        assert [row.entry_id for row in rows] == sorted(ranked, key=lambda entry: (-votes[entry], entry))
        assert {row.entry_id: row.votes for row in rows} == votes
        for row in rows:
            assert row.rank == 1 + sum(count > row.votes for count in votes.values())
            assert row.shared == (list(votes.values()).count(row.votes) > 1)
        own = self.run(self.arena.own(*self.people))
        assert sorted(own, key=lambda row: row.standing_id) == sorted(rows, key=lambda row: row.standing_id)
        assert all(self.spent(person) <= BUDGET for person in range(PEOPLE) if person not in self.linked)


def test_no_sequence_breaks_a_rule(sqlite_template: SqliteTemplate, tmp_path: Path) -> None:
    explore(Voting, sqlite_template, tmp_path, runs=12, steps=20)

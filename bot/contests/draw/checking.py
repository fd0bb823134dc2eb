"""Doing the draw again from its published record, and saying of every part whether it holds.

Nothing that a record says of itself is believed: hashes, seed, tickets and winners are worked out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from bot.contests.draw.randomness import (
    QUICKNET,
    Beacon,
    Chain,
    DrandRound,
    TwoPeople,
    mixed,
    promise_of,
    time_of,
)
from bot.contests.draw.record import Draw, Lots, Opening, Promise, Record, Reveal, Step
from bot.contests.draw.signatures import signed
from bot.contests.draw.tickets import commitment, order, seed, ticket, winners
from bot.contests.draw.values import spoken
from bot.kernel.errors import TellUser


class Outcome(StrEnum):
    """What a check found. With ``CAUTION`` nothing is wrong, but something rests on people, not on arithmetic."""

    OK = "ok"
    CAUTION = "caution"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at: what it is, what was found, and why, in words for anybody."""

    key: str
    title: str
    outcome: Outcome
    why: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What came of doing the draw again."""

    checks: tuple[Check, ...]
    seed: str | None  # None before the opening
    order: tuple[int, ...]  # every number by its ticket, as reproduced
    drawn: tuple[int, ...]  # every number that is drawn, re-rolls included, as reproduced
    winners: tuple[int, ...]  # those of them who weren't excluded later

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong. Of a draw that is yet to come: of what stands there so far."""
        return not self.failed

    @property
    def failed(self) -> tuple[Check, ...]:
        return tuple(check for check in self.checks if check.outcome is Outcome.FAILS)


SignatureCheck = Callable[[Chain, Beacon], bool]


def verify(record: Record, *, signature: SignatureCheck = signed) -> Verification:
    """Do the draw again. Takes about a second for a beacon's signature, and some seconds for a million entries:
    give it to a thread where others wait."""
    frozen = record.frozen
    checks = [_entries(record), _frozen(record), *_replaces(record), _steps(record)]
    opening = record.opening
    if opening is None:
        checks.append(_not_yet(record))
        return Verification(tuple(checks), None, (), (), ())
    checks.append(_secret(record, opening))
    if isinstance(frozen.source, DrandRound):
        checks += _drand(frozen.source, record, opening, signature)
    else:
        checks += _two_people(frozen.source, record, opening)
    made = _seed(record, opening)
    checks.append(made[1])
    found = order(made[0], frozen.entry_list.numbers)
    drawn, won, of_draws = _draws(record, made[0], found)
    return Verification((*checks, *of_draws, *_lots(record, made[0])), made[0].hex(), found, drawn, won)


def _check(key: str, title: str, ok: bool, good: str, bad: str) -> Check:
    return Check(key, title, Outcome.OK if ok else Outcome.FAILS, good if ok else bad)


def _entries(record: Record) -> Check:
    listed = record.frozen.entry_list
    title = "The entry list has the hash that was published"
    if listed.disorder:
        return Check("entries", title, Outcome.FAILS, f"The list is not in order: {listed.disorder}.")
    return _check(
        "entries",
        title,
        listed.hash == record.frozen.entries_hash,
        f"{len(listed.entries):,} entries; hash {listed.hash}.",
        f"The list in the record has the hash {listed.hash}, not {record.frozen.entries_hash}: it was changed.",
    )


def _frozen(record: Record) -> Check:
    made = record.frozen.hash
    return _check(
        "frozen",
        "What was fixed at closing has its hash",
        made == record.frozen_hash and record.frozen.frozen_at >= record.frozen.entry_list.closed_at,
        f"Compare it with the one that was posted when entries closed: {record.frozen_hash}.",
        f"The frozen part has the hash {made}, not {record.frozen_hash}, or it was frozen before closing.",
    )


def _replaces(record: Record) -> Iterator[Check]:
    if record.frozen.replaces is not None:
        yield Check(
            "replaces",
            "It was frozen a second time",
            Outcome.CAUTION,
            f"An earlier record, {record.frozen.replaces}, was given up for this one. Ask why: an organiser who knew "
            "how that one comes out could do this to get another outcome.",
        )


def _steps(record: Record) -> Check:
    wrong = _first_wrong_step(record)
    return _check(
        "steps",
        "Each step follows the one before it",
        not wrong,
        f"{len(record.steps)} step{'s' if len(record.steps) != 1 else ''}; the last hash is {record.head}.",
        f"{wrong}: something was changed, taken out or put in.",
    )


def _first_wrong_step(record: Record) -> str:
    before, head = list[Step](), record.frozen_hash
    for count, step in enumerate(record.steps, start=1):
        if step.after != head or step.sealed(head) != step.hash:
            return f"Step {count} doesn't have the right hash"
        if not _in_place(record, step, before):
            return f"Step {count} ({step.step}) doesn't belong where it stands"
        before.append(step)
        head = step.hash
    return ""


def _in_place(record: Record, step: Step, before: list[Step]) -> bool:
    """Promises, then words, then the opening, then draws; nothing twice, nothing by others than those named."""
    source, opened = record.frozen.source, any(isinstance(each, Opening) for each in before)
    if isinstance(step, Draw | Lots):
        return opened
    if opened or isinstance(step, Opening):
        return not opened
    if not isinstance(step, Promise | Reveal) or not isinstance(source, TwoPeople):
        return False
    same = {each.person for each in before if isinstance(each, type(step))}
    promised = {each.person for each in before if isinstance(each, Promise)}
    ready = isinstance(step, Promise) or promised == set(source.people)
    return ready and step.person in source.people and step.person not in same


def _not_yet(record: Record) -> Check:
    source = record.frozen.source
    if isinstance(source, DrandRound):
        wait = f"It uses round {source.round} of the beacon, which comes at {_when(source)}."
    else:
        wait = f"It needs the words of {' and '.join(source.people)}."
    return Check("opening", "The draw is yet to come", Outcome.CAUTION, f"Nothing is drawn so far. {wait}")


def _secret(record: Record, opening: Opening) -> Check:
    return _check(
        "secret",
        "The organiser's secret is the one fixed at closing",
        commitment(bytes.fromhex(opening.secret)) == record.frozen.commitment,
        "Its hash was published at closing, and it fits.",
        "It doesn't fit the hash that was published at closing: it was exchanged.",
    )


def _drand(
    source: DrandRound, record: Record, opening: Opening, signature: SignatureCheck
) -> Iterator[Check]:
    yield _network(source.chain)
    yield _round(source, record, opening)
    beacon = opening.beacon
    if beacon is None:
        yield Check("signature", "The beacon signed its round", Outcome.FAILS, "The round is missing.")
        return
    yield _signature(source.chain, beacon, signature)
    yield _check(
        "randomness",
        "The random number is the hash of the beacon's signature",
        beacon.matches,
        f"It is {beacon.randomness}.",
        f"{beacon.randomness} isn't the hash of the signature.",
    )


def _network(chain: Chain) -> Check:
    title = "The beacon is a public one"
    if chain == QUICKNET:
        why = "It is drand's Quicknet, run by many organisations together; none of them alone knows a number."
        return Check("network", title, Outcome.OK, why)
    if chain.hash == QUICKNET.hash:
        why = "It bears the name of drand's Quicknet, but not its key or its times."
        return Check("network", title, Outcome.FAILS, why)
    why = f"This program doesn't know the network {chain.hash}: whoever holds its key knew its numbers beforehand."
    return Check(
        "network", title, Outcome.CAUTION, f"{why} Ask who that is. The demo has a beacon of its own."
    )


def _round(source: DrandRound, record: Record, opening: Opening) -> Check:
    title = "The round is the one named in advance, and came later"
    try:
        later = time_of(source.chain, source.round) > record.frozen.frozen_at
    except OverflowError:
        later = False
    right = opening.beacon is not None and opening.beacon.round == source.round
    return _check(
        "round",
        title,
        right and later,
        f"Round {source.round} came at {_when(source)}; the list was frozen at {spoken(record.frozen.frozen_at)}.",
        f"Round {source.round} was named for {_when(source)}; it isn't the one used, or it was known when the list "
        f"was frozen at {spoken(record.frozen.frozen_at)}.",
    )


def _when(source: DrandRound) -> str:
    try:
        return spoken(time_of(source.chain, source.round))
    except OverflowError:
        return "a time after the year 9999"


def _signature(chain: Chain, beacon: Beacon, signature: SignatureCheck) -> Check:
    title = "The beacon signed its round"
    try:
        ok = signature(chain, beacon)
    except TellUser as error:
        return Check("signature", title, Outcome.FAILS, str(error))
    good = "The signature fits the network's public key, so nobody made the number up."
    return _check("signature", title, ok, good, "The signature doesn't fit the network's public key.")


def _two_people(source: TwoPeople, record: Record, opening: Opening) -> Iterator[Check]:
    who = " and ".join(source.people)
    promises = {each.person: each.promise for each in record.all(Promise)}
    kept = {each.person for each in record.all(Reveal)}
    right = kept == set(source.people) and all(
        promise_of(each.person, each.words) == promises.get(each.person) for each in record.all(Reveal)
    )
    yield _check(
        "promises",
        "Both people said the words they had promised",
        right and opening.beacon is None,
        f"{who} handed in hashes first, and only then said their words; the words fit.",
        f"The words of {who} don't fit the hashes that they had handed in, or they are missing.",
    )
    yield Check(
        "people",
        "The randomness comes from people",
        Outcome.CAUTION,
        f"There was no beacon. The draw is fair if the organiser or one of {who} kept their secret to themselves.",
    )


def _seed(record: Record, opening: Opening) -> tuple[bytes, Check]:
    source = record.frozen.source
    if isinstance(source, DrandRound):
        randomness = bytes.fromhex(opening.beacon.randomness) if opening.beacon else b""
    else:
        words = {each.person: each.words for each in record.all(Reveal)}
        first, second = ((person, words.get(person, "")) for person in source.people)
        randomness = mixed(first, second)
    made = seed(bytes.fromhex(opening.secret), randomness, record.frozen.hash)
    check = _check(
        "seed",
        "The seed is made from secret, randomness and frozen part",
        made.hex() == opening.seed,
        f"It is {opening.seed}.",
        f"It comes out as {made.hex()}, not as {opening.seed}.",
    )
    return made, check


def _draws(
    record: Record, made: bytes, found: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], list[Check]]:
    """Every draw again: the numbers drawn, those who still count, and what was found."""
    known = frozenset(found)
    checks, drawn, excluded = list[Check](), list[int](), set[int]()
    for count, draw in enumerate(record.all(Draw), start=1):
        new = [each.number for each in draw.excluded]
        fits = len({*new}) == len(new) and known.issuperset(new) and excluded.isdisjoint(new)
        places_fit = count > 1 or draw.places == record.frozen.places
        excluded.update(new)
        expected = winners(found, draw.places, excluded | {*drawn})
        said = tuple((winner.number, winner.ticket) for winner in draw.winners)
        right = fits and places_fit and said == tuple((number, ticket(made, number)) for number in expected)
        checks.append(_draw(count, draw, expected, right))
        drawn += expected
    checks += _no_repeats(record, excluded)
    return tuple(drawn), tuple(number for number in drawn if number not in excluded), checks


def _draw(count: int, draw: Draw, expected: tuple[int, ...], right: bool) -> Check:
    what = "The first draw" if count == 1 else f"Draw {count}, a re-roll,"
    numbers = ", ".join(map(str, expected[:20])) + (" ..." if len(expected) > 20 else "") or "nobody"
    said = ", ".join(str(winner.number) for winner in draw.winners[:20]) or "nobody"
    why = f" Why it was drawn: {draw.reason.rstrip('.')}." if draw.reason else ""
    return _check(
        f"draw {count}",
        f"{what} gives the same winners again",
        right,
        f"The lowest tickets: {numbers}.{why}",
        f"It comes out as {numbers}; the record says {said}, or its tickets, places or exclusions don't fit.",
    )


def _no_repeats(record: Record, excluded: set[int]) -> Iterator[Check]:
    if len(record.all(Draw)) > 1:
        yield _check(
            "again",
            "Nobody who was drawn is drawn again",
            len(set(record.drawn)) == len(record.drawn),
            "Every re-roll went on in the same order, behind those drawn before.",
            "A number stands among the winners of two draws.",
        )
    if excluded:
        listed = (f"{each.number}: {each.reason}" for draw in record.all(Draw) for each in draw.excluded)
        why = "People decided this; judge it by the reasons: " + "; ".join(list(listed)[:20])
        yield Check("excluded", f"Left out: {len(excluded)}", Outcome.CAUTION, f"{why}.")


def _lots(record: Record, made: bytes) -> Iterator[Check]:
    known = frozenset(record.frozen.entry_list.numbers)
    for count, lots in enumerate(record.all(Lots), start=1):
        right = all(known.issuperset(group) and order(made, {*group}) == group for group in lots.groups)
        shown = "; ".join(", ".join(map(str, group)) for group in lots.groups[:10])
        yield _check(
            f"lots {count}",
            "Ties are broken by the same tickets",
            right,
            f"In order: {shown}.",
            "Tied entries don't stand in the order of their tickets.",
        )

"""Nothing in the record of a draw can be changed unnoticed, by whoever organises it least of all."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.contests.draw import (
    QUICKNET,
    Beacon,
    Chain,
    DrandRound,
    Draw,
    Opening,
    Outcome,
    Record,
    TwoPeople,
    freeze,
    read_record,
    ticket,
    verify,
)
from bot.kernel.errors import TellUser
from tests.bot.contests.draws import (
    BEACON,
    CLOSED,
    OPENED,
    RULES,
    SECRET,
    SIGNATURE,
    by_two_people,
    changed,
    drawn,
    entries,
    failed,
    frozen,
    known_signed,
)


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in a JSON value that holds no other."""
    if isinstance(value, dict | list):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in pairs:
            yield from leaves(each, (*path, key))
    else:
        yield path


def holds(plain: Any) -> bool:
    """Whether somebody who gets this record would believe it."""
    try:
        record = read_record(json.dumps(plain))
    except TellUser:
        return False
    return verify(record, signature=known_signed).ok


@pytest.mark.parametrize("make", [drawn, by_two_people, frozen])
def test_every_single_field_matters(make: Any) -> None:
    """Each value of a record replaced by others of its kind: it can't be read any more, or a check fails."""
    plain = make().plain()
    assert holds(plain)
    for path in leaves(plain):
        value = plain
        for key in path:
            value = value[key]
        if isinstance(value, str):
            last = value[-1:]
            others: list[Any] = [
                value[:-1] + ("0" if last != "0" else "1"),
                f"{value}0",
                value.upper() + " ",
                "",
                1,
            ]
        elif isinstance(value, int):
            others = [value + 1, value - 1, -value, float(value), str(value), None, True]
        else:
            others = ["00" * 48, 1, {}]
        for new in others:
            if json.dumps(new) != json.dumps(value):
                assert not holds(changed(plain, path, new)), (path, new)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_other_change_shows(data: st.DataObject) -> None:
    """Parts taken out, put in twice, moved, or added."""
    plain = drawn().plain()
    containers = [path for path in _containers(plain) if path]
    path = data.draw(st.sampled_from(containers))
    new = copy.deepcopy(_at(plain, path))
    how = data.draw(st.sampled_from(["remove", "twice", "swap", "add"]))
    if isinstance(new, list):
        index = data.draw(st.integers(0, max(0, len(new) - 1)))
        if how == "remove" and new:
            new.pop(index)
        elif how == "swap" and len(new) > 1 and new[index] != new[index - 1]:
            new[index], new[index - 1] = new[index - 1], new[index]
        else:
            new.insert(index, copy.deepcopy(new[index]) if new else 1)
    elif how == "remove" and new:
        new.pop(data.draw(st.sampled_from(sorted(new))))
    else:
        new["note"] = "added"
    tampered = changed(plain, path, new)
    # What stands at the end may be missing: it is then an earlier state of the same record, with another last hash.
    if how == "remove" and path == ("steps",) and new == plain["steps"][:-1]:
        assert holds(tampered)
    else:
        assert not holds(tampered)


def _containers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, dict | list):
        yield path
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, each in pairs:
            yield from _containers(each, (*path, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def test_a_cheat_who_makes_every_hash_anew_is_still_found_out() -> None:
    """Sealing the steps again hides the change from the chain of hashes, not from the sums."""
    record = drawn()
    *_, last = record.all(Draw)
    others = tuple(number for number in record.order if number not in record.drawn)
    friend = replace(last.winners[0], number=others[-1], ticket=ticket(record.seed, others[-1]))
    assert _resealed(record, {last: replace(last, winners=(friend,))}) == {"draw 3"}
    assert _resealed(record, {last: replace(last, places=2)}) == {"draw 3"}
    first = record.all(Draw)[0]
    assert "draw 1" in _resealed(record, {first: replace(first, places=4)})
    opening = record.all(Opening)[0]
    assert {"secret", "seed"} <= _resealed(record, {opening: replace(opening, secret="00" * 32)})
    forged = Beacon.of(1000, SIGNATURE[:-1] + "8")
    assert {"signature", "seed"} <= _resealed(record, {opening: replace(opening, beacon=forged)})
    assert {"randomness"} <= _resealed(
        record, {opening: replace(opening, beacon=replace(BEACON, randomness=RULES))}
    )
    assert {"round"} <= _resealed(record, {opening: replace(opening, beacon=replace(BEACON, round=1001))})
    assert {"signature"} <= _resealed(record, {opening: replace(opening, beacon=None)})
    twice = replace(last, excluded=(*last.excluded, *last.excluded))
    assert _resealed(record, {last: twice}) == {"draw 3"}
    stranger = replace(last, excluded=(replace(last.excluded[0], number=999),))
    assert "draw 3" in _resealed(record, {last: stranger})


def _resealed(record: Record, instead: dict[Any, Any]) -> set[str]:
    head, steps = record.frozen_hash, []
    for step in record.steps:
        placed = replace(instead.get(step, step), after=head)
        steps.append(replace(placed, hash=placed.sealed(head)))
        head = steps[-1].hash
    return failed(replace(record, steps=tuple(steps)))


def test_a_list_exchanged_after_closing_is_found_out() -> None:
    record = drawn()
    other = replace(record.frozen, entry_list=entries(13))
    assert {"entries", "frozen", "seed"} <= failed(replace(record, frozen=other))
    consistent = replace(other, entries_hash=other.entry_list.hash)
    # Even with every hash made anew the winners change: the seed holds the hash of the list.
    assert "seed" in failed(replace(record, frozen=consistent, frozen_hash=consistent.hash))


def test_a_beacon_of_ones_own_is_not_taken_for_the_public_one() -> None:
    own = Chain("cd" * 32, QUICKNET.public_key, QUICKNET.scheme, 3, QUICKNET.genesis)
    record = freeze(
        entries(), SECRET, DrandRound(own, 1000), places=1, rules_hash=RULES, frozen_at=CLOSED
    ).open(SECRET, OPENED, BEACON)
    (network,) = (check for check in verify(record, signature=known_signed).checks if check.key == "network")
    assert network.outcome is Outcome.CAUTION
    assert "doesn't know the network" in network.why
    posing = replace(QUICKNET, public_key="83cf" + QUICKNET.public_key[4:-2] + "00")
    record = freeze(
        entries(), SECRET, DrandRound(posing, 1000), places=1, rules_hash=RULES, frozen_at=CLOSED
    ).open(SECRET, OPENED, BEACON)
    assert failed(record) == {"network", "signature"}


def test_a_second_freeze_is_told_to_everybody() -> None:
    first = frozen()
    second = freeze(
        entries(),
        SECRET,
        TwoPeople(("Mia", "Noah")),
        places=3,
        rules_hash=RULES,
        frozen_at=OPENED,
        replaces=first,
    )
    (check,) = (each for each in verify(second).checks if each.key == "replaces")
    assert check.outcome is Outcome.CAUTION
    assert first.frozen_hash in check.why
    assert "replaces" not in {each.key for each in verify(first).checks}


def test_a_round_known_before_the_list_was_frozen_fails() -> None:
    late = freeze(
        entries(), SECRET, DrandRound(QUICKNET, 1000), places=1, rules_hash=RULES, frozen_at=OPENED
    ).open(SECRET, OPENED, BEACON)
    assert failed(late) == {"round"}
    never = replace(late.frozen, source=DrandRound(QUICKNET, 2**53 - 1))
    assert "round" in failed(replace(late, frozen=never))


def test_a_way_of_signing_that_is_not_known_fails_and_says_so() -> None:
    chain = replace(QUICKNET, scheme="bls-bn254-unchained-on-g1")
    record = freeze(
        entries(), SECRET, DrandRound(chain, 1000), places=1, rules_hash=RULES, frozen_at=CLOSED
    ).open(SECRET, OPENED, BEACON)
    (check,) = (each for each in verify(record).failed if each.key == "signature")
    assert "isn't known" in check.why


def test_words_said_before_both_promises_stand_are_found_out() -> None:
    record = by_two_people()
    first, second, told, *rest = record.steps
    assert _resealed(replace(record, steps=(first, told, second, *rest)), {}) == {"steps"}
    assert "promises" in _resealed(replace(record, steps=(first, second, *rest)), {})
    assert "steps" in _resealed(replace(record, steps=(*record.steps, second)), {})

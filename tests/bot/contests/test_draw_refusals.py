"""What a person can do wrong at a draw, and reading records that others wrote."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.contests.draw import (
    MAX_ENTRIES,
    Draw,
    EntryList,
    Outcome,
    TwoPeople,
    freeze,
    new_secret,
    promise_of,
    read_plain,
    read_record,
    verify,
)
from bot.contests.draw.hashing import canonical
from bot.kernel.errors import TellUser
from tests.bot.contests.draws import (
    BEACON,
    CLOSED,
    HOSTILE,
    OPENED,
    RULES,
    SECRET,
    WORDS,
    by_two_people,
    changed,
    drawn,
    entries,
    failed,
    frozen,
    opened,
)

# What a person can do wrong


def test_a_secret_has_a_length() -> None:
    assert new_secret(SECRET) == SECRET
    with pytest.raises(ValueError, match="32"):
        new_secret(b"short")


@pytest.mark.parametrize("pairs", [[(1, 5), (1, 6)], [(1, 5), (2, 5)], [(1, 5), (1, 5)]])
def test_a_list_with_somebody_twice_is_refused(pairs: list[tuple[int, int]]) -> None:
    with pytest.raises(TellUser, match="not in order"):
        EntryList.of(1, "Tea", CLOSED, pairs)


def test_a_list_that_is_too_long_is_refused() -> None:
    with pytest.raises(TellUser, match="at most 1,000,000"):
        EntryList.of(1, "Tea", CLOSED, ((n, n) for n in range(1, MAX_ENTRIES + 2)))


def test_hostile_names_and_reasons_become_lines() -> None:
    listed = EntryList.of(1, "\x00\ud800\u202e", CLOSED, [(1, 1), (2, 2)])
    assert listed.name == "Contest 1"
    record = opened(listed, 1).draw("\u202eEve\ud800\n", OPENED, excluded={1: "a\x00\nb" + "x" * 500})
    assert record.all(Draw)[0].by == "Eve"
    assert record.all(Draw)[0].excluded[0].reason.startswith("a b")
    assert not failed(read_record(record.to_json()))


def test_a_draw_is_refused_where_it_would_break_what_was_announced() -> None:
    record = opened()
    with pytest.raises(TellUser, match="the rules say 3"):
        record.draw("Mia", OPENED, places=4)
    with pytest.raises(TellUser, match="isn't open"):
        frozen().draw("Mia", OPENED)
    with pytest.raises(TellUser, match="no entry 99"):
        record.draw("Mia", OPENED, excluded={99: "left"})
    with pytest.raises(TellUser, match="needs a reason"):
        record.draw("Mia", OPENED, excluded={1: " \u200b "})
    once = record.draw("Mia", OPENED, excluded={1: "left"})
    with pytest.raises(TellUser, match="excluded already"):
        once.draw("Mia", OPENED, excluded={1: "left"})
    with pytest.raises(TellUser, match="Nobody is left"):
        opened(entries(2), 2).draw("Mia", OPENED).draw("Mia", OPENED)
    with pytest.raises(TellUser, match="places can't be drawn"):
        opened(entries(2), 0).draw("Mia", OPENED)


def test_it_opens_only_with_what_was_named() -> None:
    record = frozen()
    with pytest.raises(TellUser, match="secret isn't"):
        record.open(bytes(32), OPENED, BEACON)
    for wrong in (None, replace(BEACON, round=1001), replace(BEACON, randomness=RULES)):
        with pytest.raises(TellUser, match="round 1000 was named"):
            record.open(SECRET, OPENED, wrong)
    with pytest.raises(TellUser, match="open already"):
        opened().open(SECRET, OPENED, BEACON)
    with pytest.raises(TellUser, match="not from people"):
        record.promise("Mia", RULES, OPENED)


def test_two_people_promise_before_either_says_the_words() -> None:
    source = TwoPeople(("Mia", "Noah"))
    start = freeze(entries(), SECRET, source, places=1, rules_hash=RULES, frozen_at=CLOSED)
    promised = start.promise("Mia", promise_of("Mia", WORDS["Mia"]), OPENED)
    with pytest.raises(TellUser, match="Noah hasn't handed in"):
        promised.reveal("Mia", WORDS["Mia"], OPENED)
    with pytest.raises(TellUser, match="already"):
        promised.promise("Mia", RULES, OPENED)
    with pytest.raises(TellUser, match="two people named are Mia and Noah"):
        promised.promise("Eve", RULES, OPENED)
    with pytest.raises(TellUser, match="64 characters"):
        promised.promise("Noah", WORDS["Noah"], OPENED)
    both = promised.promise("Noah", promise_of("Noah", WORDS["Noah"]), OPENED)
    for wrong in ("other words that are long", "short", WORDS["Noah"] + " "):
        with pytest.raises(TellUser, match="aren't the words"):
            both.reveal("Noah", wrong, OPENED)
    one = both.reveal("Noah", WORDS["Noah"], OPENED)
    with pytest.raises(TellUser, match="words of Mia are missing"):
        one.open(SECRET, OPENED)
    with pytest.raises(TellUser, match="said the words already"):
        one.reveal("Noah", WORDS["Noah"], OPENED)
    with pytest.raises(TellUser, match="are two"):
        freeze(entries(), SECRET, TwoPeople(("Mia", "Mia")), places=1, rules_hash=RULES, frozen_at=CLOSED)


def test_a_copied_promise_is_worth_nothing() -> None:
    assert promise_of("Mia", WORDS["Mia"]) != promise_of("Noah", WORDS["Mia"])


def test_a_draw_yet_to_come_holds_so_far() -> None:
    found = verify(frozen())
    assert found.ok
    assert found.winners == ()
    assert found.checks[-1].outcome is Outcome.CAUTION
    assert "round 1000" in found.checks[-1].why


# Reading what others wrote


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "isn't JSON"),
        ("[]", "isn't the record"),
        ("{}", "isn't the record"),
        ('{"goodword_draw": 2}', "version 2"),
        ('{"goodword_draw": true}', "version True"),
        ('{"goodword_draw": 1}', "Field required"),
        ('{"goodword_draw": 1, "goodword_draw": 1}', "a field twice"),
        ('{"goodword_draw": 1.0}', "isn't whole"),
        ('{"goodword_draw": NaN}', "isn't JSON"),
        ('{"goodword_draw": ' + "9" * 5000 + "}", "isn't JSON"),
        ("[" * 200_000, "depth limit"),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, "depth limit"),
        (b"\xff\xfe", "UTF-8"),
        (b" " * (33 * 2**20), "at most 32 MB"),
        ('{"goodword_draw": 1, "frozen": "\\ud800"}', "isn't JSON"),
        ("\ud800", "UTF-8"),
    ],
)
def test_a_bad_file_is_named_with_the_remedy(text: str | bytes, says: str) -> None:
    with pytest.raises(TellUser, match=says) as error:
        read_record(text)
    assert error.value.remedy
    assert len(str(error.value)) < 600


def test_a_mistake_is_named_by_its_place_and_the_value_is_not_repeated() -> None:
    plain = changed(drawn().plain(), ("frozen", "entry_list", "entries", 3, 0), HOSTILE)
    with pytest.raises(TellUser, match="frozen > entry_list > entries > 3 > 0") as error:
        read_record(json.dumps(plain))
    assert "script" not in str(error.value)


def test_what_is_written_is_canonical_and_reads_the_same() -> None:
    for record in (drawn(), by_two_people(), frozen()):
        text = record.to_json()
        assert text.encode() == canonical(json.loads(text))
        assert read_record(text) == read_record(text.encode()) == read_plain(record.plain()) == record


def test_ten_thousand_entries() -> None:
    record = opened(entries(10_000), 100).draw("Mia", OPENED)
    assert not failed(record)
    assert len(record.winners) == 100

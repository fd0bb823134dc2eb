"""The draw: anybody gets the same winners, by a program of their own as well."""

from __future__ import annotations

import hashlib
import hmac
import json
import struct
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.contests import draw
from bot.contests.draw import (
    QUICKNET,
    DrandRound,
    EntryList,
    Lots,
    commitment,
    explain,
    order,
    promise_of,
    read_record,
    round_at,
    ticket,
    time_of,
    verify,
)
from bot.kernel.errors import TellUser
from tests.bot.contests.draws import (
    CLOSED,
    OPENED,
    RANDOMNESS,
    SECRET,
    WORDS,
    by_two_people,
    drawn,
    entries,
    failed,
    frozen,
    opened,
)


def again(text: str) -> list[int]:
    """The draw written anew from its description, with nothing but the standard library: who wins in the end."""

    def dense(value: Any) -> bytes:
        return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()

    record = json.loads(text)
    (opening,) = (step for step in record["steps"] if step["step"] == "opening")
    frozen_hash = hashlib.sha256(dense(record["frozen"])).digest()
    randomness = hashlib.sha256(bytes.fromhex(opening["beacon"]["signature"])).digest()
    parts = (b"goodword draw seed 1", bytes.fromhex(opening["secret"]), randomness, frozen_hash)
    made = hashlib.sha256(b"".join(struct.pack(">I", len(part)) + part for part in parts)).digest()
    numbers = [number for number, _ in record["frozen"]["entry_list"]["entries"]]
    numbers.sort(key=lambda number: hmac.new(made, f"entry:{number}".encode(), "sha256").digest())
    won, out = list[int](), set[int]()
    for step in record["steps"]:
        if step["step"] == "draw":
            out |= {each["number"] for each in step["excluded"]}
            won += [number for number in numbers if number not in out and number not in won][: step["places"]]
    return [number for number in won if number not in out]


# The same winners for everybody


def test_known_answers() -> None:
    """Fixed for good: a program written from the description must give these too."""
    record = opened()
    assert commitment(SECRET) == "5e23493e2b8309aad11332e8478b70e7838dad2fa744452d3c80bb269194a047"
    assert record.frozen.entries_hash == "eceba42209d6ec478c937d7a23a5592518384b09e040b740a00b4e944f9e4941"
    assert record.frozen_hash == "78b8a3d965606f7d5a40d40d74ae17d67f52a352b81a5c3d097b75de4161d88f"
    assert record.seed.hex() == "b4d5815262e8a8cea35a6798f6ac60267e19307ba3fc7a1ed3313e53e6059a3f"
    assert record.order == (6, 3, 12, 11, 8, 2, 9, 7, 10, 5, 1, 4)
    assert (
        ticket(record.seed, record.order[0])
        == "094acb49f0ff640d3eb50d661736bd1a751bd276ea7c45dbf3cbdd6b57a08075"
    )
    assert (
        promise_of("Mia", WORDS["Mia"]) == "a07be722e5b932f053cf79cfd2c2ed77d10031488d9eef413a177b56c5f98a8e"
    )
    assert drawn().head == "db4c4ba8d8d36b4274da10bb6eb65216f83dff0c72d0e09c9ddf81dc649717a1"
    assert by_two_people().seed.hex() == "7a2b685186fd1558e05aa0f6494b968dce440711b49e4ba9318f2c557d5f6973"


def test_a_program_written_anew_gets_the_same_winners() -> None:
    record = drawn()
    assert again(record.to_json()) == list(record.winners)
    found = verify(record)
    assert found.ok
    assert found.winners == record.winners
    assert found.drawn == record.drawn
    assert found.order == record.order
    assert len(record.drawn) == 5
    assert len(record.winners) == 4


@settings(max_examples=60, deadline=None)
@given(
    numbers=st.sets(st.integers(1, 10_000), min_size=1, max_size=40),
    places=st.integers(1, 8),
    name=st.text(min_size=1, max_size=30),
    rerolls=st.lists(st.tuples(st.integers(1, 3), st.integers(0, 50)), max_size=4),
)
def test_any_draw_verifies_and_is_the_same_when_written_anew(
    numbers: set[int], places: int, name: str, rerolls: list[tuple[int, int]]
) -> None:
    record = opened(EntryList.of(7, name, CLOSED, [(n, n) for n in numbers]), places).draw("Mia", OPENED)
    for wanted, who in rerolls:
        left = [number for number in record.order if number not in record.excluded]
        excluded = {left[who % len(left)]: "out"} if left and who else {}
        with suppress(TellUser):  # nobody is left to draw
            record = record.draw("Mia", OPENED, places=wanted, excluded=excluded)
    assert read_record(record.to_json()) == record
    assert again(record.to_json()) == list(record.winners)
    assert not failed(record)
    assert len(set(record.drawn)) == len(record.drawn)


@given(st.permutations(range(1, 13)))
def test_the_order_of_the_input_does_not_matter(numbers: list[int]) -> None:
    listed = EntryList.of(7, "Autumn of tea", CLOSED, [(number, 100 + number) for number in numbers])
    assert listed.hash == entries().hash
    assert order(SECRET, numbers) == order(SECRET, range(1, 13))


def test_every_entry_wins_equally_often() -> None:
    """Chi-square over 20,000 seeds and 10 entries: 27.88 is exceeded once in a thousand; the seeds are fixed."""
    count, size = 20_000, 10
    for place in (0, 4, 9):
        seen = Counter(
            order(hashlib.sha256(b"%d" % n).digest(), range(1, size + 1))[place] for n in range(count)
        )
        expected = count / size
        assert sum((seen[n] - expected) ** 2 / expected for n in range(1, size + 1)) < 27.88


def test_ties_are_broken_by_the_same_tickets() -> None:
    record = opened()
    [lots] = record.lots([(9, 4, 1)], "Mia", OPENED).all(Lots)
    assert list(lots.groups[0]) == [number for number in record.order if number in {9, 4, 1}]
    with pytest.raises(TellUser, match="twice"):
        record.lots([(4, 4)], "Mia", OPENED)
    with pytest.raises(TellUser, match="frozen list"):
        record.lots([(4, 99)], "Mia", OPENED)


# Rounds


def test_rounds_and_their_times() -> None:
    genesis = datetime.fromtimestamp(QUICKNET.genesis, UTC)
    assert time_of(QUICKNET, 1) == genesis
    assert time_of(QUICKNET, 1000) == datetime(2023, 8, 23, 15, 59, 24, tzinfo=UTC)
    assert round_at(QUICKNET, genesis - timedelta(days=1)) == 1
    assert round_at(QUICKNET, genesis) == 1
    assert round_at(QUICKNET, genesis + timedelta(microseconds=1)) == 2
    assert round_at(QUICKNET, genesis + timedelta(seconds=3)) == 2
    assert DrandRound.after(QUICKNET, genesis, timedelta(0)).round == 2  # never one that may be known already


@given(st.integers(1, 2**31).map(lambda s: OPENED + timedelta(seconds=s / 7)), st.integers(1, 86_400))
def test_the_round_named_is_the_first_one_not_before_the_moment(moment: datetime, period: int) -> None:
    chain = replace(QUICKNET, period=period)
    number = round_at(chain, moment)
    assert time_of(chain, number) >= moment
    assert time_of(chain, number - 1) < moment


# Words


def test_it_is_explained_without_a_name_of_anybody_who_took_part() -> None:
    for record in (frozen(), drawn(), by_two_people()):
        titles = [each.title for each in explain(record)]
        assert titles[0] == "What was fixed when entries closed"
        assert record.frozen_hash in explain(record)[-1].text
    assert "drawn again twice" not in explain(opened())[2].text
    assert "Nothing has been drawn" in explain(opened())[2].text
    assert "2 times" in explain(drawn())[2].text
    assert "number 1,000 of a random beacon" in explain(drawn())[1].text
    assert "Mia and Noah" in explain(by_two_people())[1].text
    assert RANDOMNESS not in explain(drawn())[1].text


def test_the_readme_holds_a_program_that_finds_the_winners(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    readme = Path(draw.__file__).with_name("README.md").read_text(encoding="utf-8")
    program = readme.split("```python\n")[1].split("```")[0]
    (tmp_path / "draw.json").write_text(drawn().to_json(), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    exec(compile(program, "README.md", "exec"), {})
    assert json.loads(capsys.readouterr().out) == list(drawn().order[:10])

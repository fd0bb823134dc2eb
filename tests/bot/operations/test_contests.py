"""``goodword contest`` as anybody runs it: a process of its own, without settings, database or network."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from bot.contests.draw import promise_of
from bot.kernel.errors import TellUser
from bot.operations.contests import promise_for, verify_and_show
from tests.bot.contests.draws import HOSTILE, WORDS, by_two_people, drawn, entries, frozen, opened
from tests.support.child import environment, run


def written(folder: Path, text: str) -> Path:
    file = folder / "draw.json"
    file.write_text(text, encoding="utf-8")
    return file


async def test_a_true_record_verifies_and_shows_its_winners(tmp_path: Path) -> None:
    record = drawn()
    file = written(tmp_path, record.to_json())
    finished = await run(
        sys.executable, "-m", "bot", "contest", "verify", str(file), cwd=tmp_path, env=environment()
    )
    assert finished.code == 0, finished.said
    assert f"Winners, by entry number: {', '.join(map(str, record.winners))}" in finished.out
    assert record.frozen_hash in finished.out
    assert record.head in finished.out
    assert "Compare this hash with the one posted" in finished.out  # the channel is told one, not two
    assert "FAILS" not in finished.out


def test_as_json_it_says_the_same_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = drawn()
    assert verify_and_show(written(tmp_path, record.to_json()), as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["ok"] is True
    assert told["winners"] == list(record.winners)
    assert told["head"] == record.head
    assert {check["outcome"] for check in told["checks"]} == {"ok", "caution"}


def test_a_false_record_names_what_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record = drawn()
    loser = record.order[-1]
    text = record.to_json().replace(f'"number":{record.drawn[0]},"ticket"', f'"number":{loser},"ticket"')
    assert not verify_and_show(written(tmp_path, text), as_json=False)
    shown = capsys.readouterr().out
    assert "FAILS The first draw gives the same winners again" in shown
    assert "don't trust this draw" in shown


@pytest.mark.parametrize("as_json", [True, False])
def test_an_unreadable_file_fails_with_a_remedy(
    as_json: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not verify_and_show(written(tmp_path, "<html>"), as_json=as_json)
    shown = capsys.readouterr()
    assert "isn't JSON" in (shown.out if as_json else shown.err)
    assert "Download the record again" in (shown.out if as_json else shown.err)


def test_a_draw_to_come_and_one_by_two_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_and_show(written(tmp_path, frozen().to_json()), as_json=False)
    assert "Everything holds so far." in capsys.readouterr().out
    assert verify_and_show(written(tmp_path, by_two_people().to_json()), as_json=False)
    assert "note  The randomness comes from people" in capsys.readouterr().out


def test_what_others_wrote_cannot_steer_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain = opened(entries(3, "tea")).draw("Mia", frozen().frozen.frozen_at, reason="x").plain()
    plain["frozen"]["entry_list"]["name"] = f"\x1b[31m{HOSTILE}\x07"
    plain["steps"][1]["reason"] = "\x1b[2J\u202eevil"
    verify_and_show(written(tmp_path, json.dumps(plain)), as_json=False)
    shown = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)


def test_a_promise_is_the_hash_of_name_and_words() -> None:
    assert promise_for(" Mia ", WORDS["Mia"]) == promise_of("Mia", WORDS["Mia"])
    with pytest.raises(TellUser, match="can be guessed"):
        promise_for("Mia", "short")

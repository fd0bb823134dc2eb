"""What participants read, in every language: nothing is missing, nothing is left over, and values fit."""

from __future__ import annotations

import ast as python
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import ast
from fluent.syntax.visitor import Visitor

from bot.contests.scoring.refusals import Why as ScoringWhy
from bot.contests.words import Why
from bot.faces import texts
from bot.faces.texts import DEFAULT, LANGUAGES, SUBJECTS, Markup, language_of, resource_of, say
from bot.intake.entering.words import Why as EnteringWhy
from bot.people.identity.words import Why as LinkWhy
from tests.architecture.sources import modules


class _Variables(Visitor):
    def __init__(self) -> None:
        self.found: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.found.add(node.id.name)


def _messages(language: str, subject: str) -> dict[str, set[str]]:
    """Each text's variables."""
    found = {}
    for entry in resource_of(language, subject).body:
        if isinstance(entry, ast.Message):
            visitor = _Variables()
            visitor.visit(entry)
            assert entry.id.name not in found, f"{language}/{subject}: {entry.id.name} stands twice"
            found[entry.id.name] = visitor.found
    return found


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != DEFAULT])
def test_a_language_says_the_same_with_the_same_values(language: str, subject: str) -> None:
    assert _messages(language, subject) == _messages(DEFAULT, subject)


def test_every_refusal_has_its_text() -> None:
    wanted = {f"refused-{each.value}" for each in (*Why, *ScoringWhy, *EnteringWhy, *LinkWhy)}
    assert wanted == set(_messages(DEFAULT, "refusals"))


def _said() -> Iterator[tuple[Path, str, set[str]]]:
    """Every text that the code says by a literal key, with the names of the values it gives."""
    for path, tree in modules("bot/faces", "cogs").items():
        for node in python.walk(tree):
            if not isinstance(node, python.Call) or any(each.arg is None for each in node.keywords):
                continue
            name = node.func.attr if isinstance(node.func, python.Attribute) else getattr(node.func, "id", "")
            first = node.args[0] if node.args else None
            if name in {"say", "tell", "refuse"} and isinstance(first, python.Constant):
                yield path, str(first.value), {str(each.arg) for each in node.keywords}


def test_texts_get_the_values_they_need() -> None:
    known = {key: names for subject in SUBJECTS for key, names in _messages(DEFAULT, subject).items()}
    said = [each for each in _said() if "discord" in each[0].name or "discord" in str(each[0].parent)]
    assert len(said) > 60
    wrong = [
        f"{path}: {key} needs {sorted(known.get(key, {'to be written'}))}, gets {sorted(given)}"
        for path, key, given in said
        if known.get(key) is None or not known[key] <= given
    ]
    assert not wrong


def test_commands_fit_into_what_discord_shows() -> None:
    for language in LANGUAGES:
        for key in _messages(language, "commands"):
            assert 1 <= len(say(language, key)) <= (32 if key.startswith("menu-") else 100), (language, key)


@pytest.mark.parametrize(
    ("locale", "language"),
    [("sv-SE", "sv"), ("de", "de"), ("en-GB", "en"), ("fr", "en"), ("", "en"), (None, "en")],
)
def test_a_locale_is_answered_in_its_language_or_in_english(locale: str | None, language: str) -> None:
    assert language_of(locale) == language


def test_values_of_people_are_escaped_and_ours_are_not() -> None:
    values = {"name": "*x*", "kind": Markup("*y*"), "opens": Markup("<t:1>")}
    said = say("en", "list-announced", values, escape=lambda text: text.replace("*", "\\*"))
    assert said == "**\\*x\\*** opens <t:1>. *y*"


def test_plurals_follow_the_language() -> None:
    assert [say("sv", "count-votes", {"count": each}) for each in (0, 1, 2)] == [
        "0 röster",
        "1 röst",
        "2 röster",
    ]
    assert say("de", "count-points", {"count": 1234}) == "1.234 Punkte"


def test_a_missing_value_is_a_fault_and_no_silent_gap() -> None:
    with pytest.raises(ValueError, match="enter-accepted"):
        say("en", "enter-accepted", {"number": "1"})
    with pytest.raises(KeyError):
        say("en", "no-such-text")
    assert not texts.has("no-such-text")

"""What participants read, in their own language: Project Fluent, one file a language and subject.

A text that a language lacks is said in English; one that English lacks is a fault of ours. Plain strings among the
values come from people: each is passed through the caller's ``escape``. What is markup of ours is ``Markup``.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any

from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import ast

DEFAULT = "en"
LANGUAGES = (DEFAULT, "sv", "de")
SUBJECTS = (
    "common",
    "commands",
    "contest",
    "manage",
    "settling",
    "refusals",
    "consent",
    "receipt",
    "gallery",
    "links",
    "permit",
    "digest",
    "digest-community",
    "digest-slack",
    "insights",
    "picks",
    "ambassador",
    "ambassador-refusals",
    "curation",
    "leaderboard",
)


class Markup(str):
    """A value that goes into a text as it stands."""

    __slots__ = ()


def language_of(locale: str | None) -> str:
    """The language we speak to somebody of that locale (``sv-SE``): theirs, or English."""
    language = (locale or "").replace("_", "-").split("-")[0].casefold()
    return language if language in LANGUAGES else DEFAULT


def say(
    language: str,
    key: str,
    values: dict[str, Any] | None = None,
    *,
    escape: Callable[[str], str] | None = None,
) -> str:
    """The text of that key. Raises KeyError for one that nobody wrote."""
    for each in dict.fromkeys((language, DEFAULT)):
        bundle = bundle_of(each)
        if not bundle.has_message(key):
            continue
        pattern = bundle.get_message(key).value
        if pattern is None:
            continue
        said, problems = bundle.format_pattern(pattern, _fit(values or {}, escape))
        if problems:
            raise ValueError(f"the text {key!r} ({each}) can't be said: {problems[0]}")
        return str(said)
    raise KeyError(key)


def has(key: str) -> bool:
    """Whether somebody wrote a text of that key."""
    return bundle_of(DEFAULT).has_message(key)


@cache
def bundle_of(language: str) -> FluentBundle:
    """The texts of one language, read once."""
    # Isolation marks around every value would end up in addresses and numbers: names get them where they matter.
    bundle = FluentBundle([language], use_isolating=False)
    for subject in SUBJECTS:
        bundle.add_resource(resource_of(language, subject))
    return bundle


def resource_of(language: str, subject: str) -> ast.Resource:
    """One file, parsed. Raises ValueError that names a text Fluent can't read."""
    source = resources.files(__name__).joinpath(language, f"{subject}.ftl").read_text(encoding="utf-8")
    found: ast.Resource = FluentResource(source)
    for entry in found.body:
        if isinstance(entry, ast.Junk):
            raise ValueError(
                f"{language}/{subject}.ftl holds what Fluent can't read: {(entry.content or '')[:80]!r}"
            )
    return found


def _fit(values: dict[str, Any], escape: Callable[[str], str] | None) -> dict[str, Any]:
    if escape is None:
        return values
    return {
        name: escape(value) if isinstance(value, str) and not isinstance(value, Markup) else value
        for name, value in values.items()
    }

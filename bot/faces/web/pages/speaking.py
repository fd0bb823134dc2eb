"""The language of a page, and its texts."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from starlette.requests import Request

from bot.faces.texts import DEFAULT, LANGUAGES, language_of, say

NAMES = {"en": "English", "sv": "Svenska", "de": "Deutsch"}


def spoken(request: Request, own: str = "") -> str:
    """The language to speak: the one chosen on the page, else that of the message (``own``), else the best of what
    the browser asks for, else English."""
    chosen = request.query_params.get("lang", "")
    for each in (chosen, own):
        if each in LANGUAGES:
            return each
    return _accepted(request.headers.get("accept-language", "")[:200])


def _accepted(header: str) -> str:
    wanted: list[tuple[float, str]] = []
    for part in header.split(","):
        name, _, quality = part.strip().partition(";q=")
        code = name.partition("-")[0].casefold()
        if code in LANGUAGES:
            wanted.append((-_number(quality), code))
    return min(wanted, default=(0.0, DEFAULT))[1]


def _number(text: str) -> float:
    try:
        return float(text or 1)
    except ValueError:
        return 0.0


class Texts:
    """The texts of one language. What was said once is kept, so that a page costs no more for speaking a language:
    don't give it what a person wrote."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._plain: dict[str, str] = {}
        self._filled = lru_cache(maxsize=1024)(self._fill)

    def __call__(self, key: str, **values: Any) -> str:
        if values:
            return self._filled(key, tuple(values.items()))
        if key not in self._plain:
            self._plain[key] = say(self._language, key)
        return self._plain[key]

    def _fill(self, key: str, values: tuple[tuple[str, Any], ...]) -> str:
        return say(self._language, key, dict(values))


@cache
def texts_of(language: str) -> Texts:
    """The texts of one of ``LANGUAGES``."""
    return Texts(language_of(language))

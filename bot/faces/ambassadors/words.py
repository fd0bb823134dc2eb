"""Why a piece is offered, in the words of one language. Pure; names come from people, and only the caller's
``escape`` makes them fit for its markup."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from babel import Locale
from babel.numbers import format_decimal

from bot.ambassadors.picking.reasons import Reason, Why
from bot.faces.texts import say
from bot.kernel.text import clean_line

NAME_LIMIT = 60
_COUNTED = frozenset({Why.LIKED, Why.SMALL})


def why_words(reasons: Sequence[Reason], language: str, *, escape: Callable[[str], str] | None = None) -> str:
    """All reasons in one line: "Matches your interest #tea · new since yesterday"."""
    said = " · ".join(reason_words(one, language, escape=escape) for one in reasons)
    return said[:1].upper() + said[1:]


def reason_words(reason: Reason, language: str, *, escape: Callable[[str], str] | None = None) -> str:
    """One reason, as a part of a line: "matches your interest #tea"."""
    named = reason.text
    if reason.why is Why.FOREIGN:
        named = Locale.parse(language).languages.get(named) or named
    values = {
        "name": clean_line(named, NAME_LIMIT),
        "count": reason.number,
        "said": str(format_decimal(reason.number, locale=language)) if reason.why in _COUNTED else "",
    }
    return say(language, f"pick-why-{reason.why.value}", values, escape=escape)

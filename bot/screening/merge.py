"""Running the checks over a piece and merging their verdicts, in this one place."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.screening.base import UNDETERMINED, Check, Flag, Piece, Severity, Verdict
from bot.screening.sentiment import Sentiment, judge

MAX_TEXT = 20_000
"""Characters of a text that are checked; the longest post of the networks we know is far below."""
MAX_TITLE = 1_000
MAX_FLAGS = 20
"""Flags kept of one check for one piece; a text of a thousand insults needs no thousand flags."""

LANGUAGE_FACT = "language"

_log = logging.getLogger(__name__)
_failures_logged: set[tuple[str, str]] = set()


@dataclass(frozen=True, slots=True)
class Screening:
    """All verdicts on one piece. ``flags`` are worst first; ``worst`` is None when nothing was raised.

    ``language`` is the decided one, ``und`` when there is none. ``sentiment``: None where it isn't judged. ``checks``
    maps each check that ran to its version, also the ones that failed.
    """

    flags: tuple[Flag, ...] = ()
    worst: Severity | None = None
    facts: Mapping[str, str] = field(default_factory=dict, hash=False)
    language: str = UNDETERMINED
    sentiment: Sentiment | None = None
    checks: Mapping[str, int] = field(default_factory=dict, hash=False)


def screen(piece: Piece, checks: Sequence[Check]) -> Screening:
    """Run the checks in their order and merge what they say.

    A language that an earlier check tells is what later ones see as the piece's. A check that fails becomes
    a flag, so that nobody takes silence for a clean bill.
    """
    piece, flags = _capped(piece)
    facts: dict[str, str] = {}
    for check in checks:
        verdict = _run(check, piece)
        flags.extend(_worst_of(verdict, facts))
        facts.update(verdict.facts)
        decided = verdict.facts.get(LANGUAGE_FACT)
        if decided not in (None, UNDETERMINED, piece.language):
            piece = replace(piece, language=decided)
    flags.sort(key=_worst_first)
    language = facts.get(LANGUAGE_FACT) or piece.language or UNDETERMINED
    return Screening(
        flags=tuple(flags),
        worst=flags[0].severity if flags else None,
        facts=facts,
        language=language,
        sentiment=judge(piece.text, piece.title, language, piece.rating, piece.rating_scale),
        checks={check.key: check.version for check in checks},
    )


def screen_many(pieces: Iterable[Piece], checks: Sequence[Check]) -> list[Screening]:
    """``screen`` over a batch, in order. One bad piece never stops the others."""
    return [screen(piece, checks) for piece in pieces]


def _worst_first(flag: Flag) -> tuple[int, str, str, int]:
    return -flag.severity, flag.check, flag.where, flag.start or 0


def _capped(piece: Piece) -> tuple[Piece, list[Flag]]:
    """The piece cut to what is checked, and a flag for each part that was cut."""
    flags: list[Flag] = []
    if len(piece.text) > MAX_TEXT:
        flags.append(_cut("text", len(piece.text), MAX_TEXT))
        piece = replace(piece, text=piece.text[:MAX_TEXT])
    if piece.title and len(piece.title) > MAX_TITLE:
        flags.append(_cut("title", len(piece.title), MAX_TITLE))
        piece = replace(piece, title=piece.title[:MAX_TITLE])
    return piece, flags


def _cut(where: str, length: int, limit: int) -> Flag:
    reason = f"Only the first {limit:,} characters of the {where} were checked; it has {length:,}."
    return Flag(
        "screening", "text_cut", Severity.notice, reason, where, limit, length, None, {"length": length}
    )


def _worst_of(verdict: Verdict, facts: dict[str, str]) -> Sequence[Flag]:
    if len(verdict.flags) <= MAX_FLAGS:
        return verdict.flags
    facts[f"{verdict.check}_flags_left_out"] = str(len(verdict.flags) - MAX_FLAGS)
    return sorted(verdict.flags, key=_worst_first)[:MAX_FLAGS]


def _run(check: Check, piece: Piece) -> Verdict:
    try:
        return check.run(piece)
    except Exception as error:  # noqa: BLE001 - one broken check must not hide what the others see
        _log_once(check.key, error)
        reason = f"The check “{check.key}” could not look at this item. Read it with care: the log says why."
        flag = Flag(check.key, "check_failed", Severity.notice, reason, data={"error": type(error).__name__})
        return Verdict(check.key, (flag,))


def _log_once(key: str, error: Exception) -> None:
    """Name check, error and place, once a process: not the message, which may hold what a customer wrote."""
    if (key, type(error).__name__) in _failures_logged:
        return
    _failures_logged.add((key, type(error).__name__))
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "unknown place"
    _log.error("screening check %s failed: %s at %s", key, type(error).__name__, place)

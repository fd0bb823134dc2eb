"""What came of wanting something done about a permission."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rights.rules import AskRefusal, AskStep
from bot.rights.tables import Ask


@dataclass(frozen=True, slots=True)
class AskDone:
    """The step was kept; ``ask`` is how the ask stands now."""

    item_id: int
    step: AskStep
    ask: Ask


@dataclass(frozen=True, slots=True)
class AskRefused:
    """The step was not done, and why. ``ask`` is how it stands, if there is one."""

    item_id: int
    refusal: AskRefusal
    ask: Ask | None = None


@dataclass(frozen=True, slots=True)
class AskRepeated:
    """Nothing changed: the request was done before, or exactly this draft is kept."""

    item_id: int
    ask: Ask


AskOutcome = AskDone | AskRefused | AskRepeated

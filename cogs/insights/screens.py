"""Which view a window was last asked for, so that one that comes late doesn't stand over a newer one."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

REMEMBERED = 1000  # windows


@dataclass(frozen=True, slots=True)
class Turn:
    """One time that somebody asked for something in a window."""

    view_id: str
    number: int


class Screens:
    """The windows of this process. One that is asked in two processes at once shows whichever came last; pictures
    don't rely on this but on Slack's own hash."""

    def __init__(self) -> None:
        self._asked: OrderedDict[str, int] = OrderedDict()

    def begin(self, view_id: str) -> Turn:
        """Somebody asked for something else."""
        number = self._asked.pop(view_id, 0) + 1
        self._asked[view_id] = number
        while len(self._asked) > REMEMBERED:
            self._asked.popitem(last=False)
        return Turn(view_id, number)

    def present(self, view_id: str) -> Turn:
        """What it was asked for last."""
        return Turn(view_id, self._asked.get(view_id, 0))

    def latest(self, turn: Turn) -> bool:
        """Whether nothing else was asked for since."""
        return self._asked.get(turn.view_id, turn.number) == turn.number

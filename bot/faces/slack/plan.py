"""What to post next in a channel: cards while there are few, a summary or lists when there are many. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.faces.slack.queries import Waiting

LIST_SIZE = 16  # items a list message; Slack takes 50 blocks a message, an item takes up to 3
LISTS_AHEAD = 10  # list messages planned at one look, that is how many may precede something more urgent
FETCH = 5000  # items that join a summary at once
AT_ONCE = timedelta(minutes=1)  # what comes within this time comes at once


@dataclass(frozen=True, slots=True)
class Crowding:
    """When a channel is crowded, and what then. As in the settings' [review]."""

    burst: int = 15
    top: int = 5
    overflow: Literal["summary", "lists"] = "summary"

    @property
    def counted(self) -> tuple[str, ...]:
        """The kinds of messages whose open items count."""
        return ("card",) if self.overflow == "summary" else ("card", "list")

    @property
    def look(self) -> int:
        """How many waiting items to look at; always more than ``burst``."""
        return FETCH if self.overflow == "summary" else LIST_SIZE * LISTS_AHEAD + self.burst


@dataclass(frozen=True, slots=True)
class Post:
    """The next message: a card, a list, a summary, or items that join the open summary (``join``)."""

    kind: Literal["card", "list", "summary", "join"]
    item_ids: tuple[int, ...]


def next_post(
    waiting: Sequence[Waiting],
    total: int,
    standing: Sequence[int],
    crowding: Crowding,
    *,
    summary_open: bool,
) -> Post | None:
    """What to post next, or None. ``waiting`` are the first of ``total`` items without a message, most urgent
    first; ``standing`` are the priorities of the items that were posted within ``AT_ONCE`` and still wait for a
    decision.

    Crowded means: with these, more than ``burst`` came at once. Then only the ``top`` most urgent get a card of
    their own, those among the standing counted in, and the others share a message. What stands but is less urgent
    takes no card from what comes after it. Older cards don't count: what comes one by one gets a card each, however
    many nobody has decided yet.
    """
    if not waiting:
        return None
    if total + len(standing) <= crowding.burst:
        return Post("card", (waiting[0].item_id,))
    if crowding.overflow == "lists":
        return Post("list", tuple(one.item_id for one in waiting[:LIST_SIZE]))
    shared = tuple(one.item_id for one in waiting[_own_cards(waiting, standing, crowding.top) :])
    if shared:
        return Post("join" if summary_open else "summary", shared)
    return Post("card", (waiting[0].item_id,))


def _own_cards(waiting: Sequence[Waiting], standing: Sequence[int], top: int) -> int:
    """How many of those that wait, the most urgent, are among the ``top`` of all that came at once."""
    for before, one in enumerate(waiting[:top]):
        if before + sum(priority >= one.priority for priority in standing) >= top:
            return before
    return min(top, len(waiting))


def lists_ahead(waiting: Sequence[Waiting]) -> list[Post]:
    """The list messages after the next one, as far as one look is good for."""
    ids = [one.item_id for one in waiting[: LIST_SIZE * LISTS_AHEAD]]
    return [Post("list", tuple(ids[at : at + LIST_SIZE])) for at in range(LIST_SIZE, len(ids), LIST_SIZE)]

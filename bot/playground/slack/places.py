"""Where an element stands: in a message (perhaps an ephemeral one) or in a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.slack.model import Channel, View
from bot.playground.slack.state import Message

Json = dict[str, Any]


@dataclass(frozen=True)
class OnMessage:
    """A message in a channel. ``earlier``: the blocks that stood there before its last changes."""

    channel: Channel
    message: Message
    earlier: Sequence[list[Json]] = ()

    @property
    def blocks(self) -> list[Json]:
        """The message's blocks."""
        return list(self.message.get("blocks") or [])

    def key(self, user: str) -> tuple[str, ...]:
        """Under which the person's entries are kept."""
        return (user, self.channel.id, self.message["ts"])


@dataclass(frozen=True)
class OnView:
    """A modal or home tab."""

    view: View
    earlier: Sequence[list[Json]] = ()

    @property
    def blocks(self) -> list[Json]:
        """The view's blocks."""
        return list(self.view.body["blocks"])

    def key(self, user: str) -> tuple[str, ...]:
        """Under which the person's entries are kept."""
        return (user, self.view.id)


Place = OnMessage | OnView

"""What the permission window shows, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from bot.content.tables import Item
from bot.faces import words
from bot.faces.item_view import AskView
from bot.faces.permissions import HALF_YEAR, YEAR, days_words
from bot.people.tables import Creator
from bot.rights.rules import AskAction, AskStatus, AskStep
from bot.rights.scope import Channel, Scope
from bot.rights.where import Place, platform_name, reply_place


class Mode(StrEnum):
    """What the window is for just now. The value travels in its metadata."""

    ASK = "ask"  # a message to send
    RENEW = "renew"  # one to go on, while a licence runs
    REMIND = "remind"  # the one reminder, sent by hand
    HEARD = "heard"  # what the creator said, or a look at how it stands


WRITES = frozenset({Mode.ASK, Mode.RENEW, Mode.REMIND})
"""The modes in which there is a message to send."""


class Outcome(StrEnum):
    """What a person records. The value travels in the form."""

    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    REOPEN = "reopen"


RECORDED = {
    Outcome.GRANTED: "Granted: they said yes",
    Outcome.DECLINED: "Declined: they said no",
    Outcome.WITHDRAWN: "They took it back",
    Outcome.REOPEN: "Start over",
}
_DURATIONS = (HALF_YEAR, YEAR, 2 * YEAR, 3 * YEAR, 5 * YEAR, 0)  # days; 0: until it is taken back


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to send, and what it asks for. ``suggested`` marks the text that it was drawn with, before anybody
    typed (see ``shown.mark``); ``turn`` counts the other wordings that this person was shown before; ``kept``: the
    text is the person's own, about to be replaced; ``named``: the uses for which it was given a line that
    names them; ``most``: how many characters it may have, None where nothing
    limits it."""

    text: str
    language: str = "en"
    template: str = ""
    turn: int = 0
    suggested: str = ""
    kept: bool = False
    named: str = ""
    ways: Sequence[Channel] = (Channel.HAND,)
    way: Channel = Channel.HAND
    most: int | None = None
    scope: Scope = field(default_factory=Scope)


@dataclass(frozen=True, slots=True)
class AskWindow:
    """A permission as one person sees it. ``outcomes``: what they may record, about the renewal where ``renewing``;
    ``sent``: the message as it went out; ``notice``: what to say before all else."""

    item_id: int
    about: str
    status: AskStatus
    mode: Mode = Mode.HEARD
    permission: AskView | None = None
    letter: Letter | None = None
    languages: Sequence[str] = ()
    place: Place | None = None
    reachable: bool = True  # by a handle, so that they can reply where they wrote
    platform: str = ""
    sent: str = ""
    outcomes: Sequence[Outcome] = ()
    renewing: bool = False
    may_write: bool = False  # what may be sent now: a first message
    may_renew: bool = False
    may_remind: bool = False
    unsent: bool = False  # it did not go out: ``sent`` is the message with its link, to be copied
    asked_for: Scope = field(default_factory=Scope)
    steps: Sequence[AskStep] = ()
    revision: int = 0
    notice: str = ""


def mode_of(wanted: Mode, *, may_write: bool, may_renew: bool, may_remind: bool) -> Mode:
    """What the window is for: as the person wants it, where that is open to them now."""
    possible = {Mode.ASK: may_write, Mode.RENEW: may_renew, Mode.REMIND: may_remind, Mode.HEARD: True}
    return wanted if possible[wanted] else Mode.HEARD


def outcomes_of(status: AskStatus, open_now: frozenset[AskAction]) -> list[Outcome]:
    """What a person may record, in the order in which it usually happens. A moderator, who can't take down what was
    granted, still records that its creator did."""
    granted = status is AskStatus.GRANTED
    offered = {
        Outcome.GRANTED: AskAction.GRANTED in open_now,
        Outcome.DECLINED: AskAction.DECLINED in open_now and not granted,
        Outcome.WITHDRAWN: granted and bool({AskAction.WITHDRAWN, AskAction.DECLINED} & open_now),
        Outcome.REOPEN: AskAction.REOPEN in open_now,
    }
    return [one for one in Outcome if offered[one]]


def durations(days: int) -> list[tuple[int, str]]:
    """How long may be asked for, in days, with the one that is set already."""
    known = _DURATIONS if days in _DURATIONS else (days, *_DURATIONS)
    return [(one, days_words(one) if one else "Until they take it back") for one in known]


def way_word(way: Channel, platform: str) -> str:
    """What the choice of a way says."""
    return {
        Channel.REPLY: f"Reply on {platform_name(platform)}: Goodword sends it",
        Channel.MESSAGE: f"Direct message on {platform_name(platform)}: Goodword sends it",
        Channel.MAIL: "Mail: Goodword sends it",
        Channel.LINK: "By a private link that I hand over",
        Channel.HAND: "I copy the message and send it myself",
    }[way]


def about(item: Item, creator: Creator | None) -> str:
    """One line that says which item it is."""
    who = (creator.name or creator.handle) if creator else None
    return (
        f"{words.kind_word(item.kind)} on {words.platform_word(item.platform)} by {who or 'somebody unnamed'}"
    )


def where(item: Item, creator: Creator | None) -> Place | None:
    """Where to send it."""
    return reply_place(item, creator)

"""Everything a card shows about an item, as plain values; each face draws it in its own way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.people.rules import Role
from bot.review.rules import Action, State, Status, open_actions


@dataclass(frozen=True, slots=True)
class ClearedView:
    """For what a creator's pieces need no asking, and from when until when (None: until somebody ends it)."""

    kind: str  # paid | pre-cleared
    uses: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CreatorView:
    """Who made it, as far as the platform says."""

    id: int = 0
    name: str | None = None
    handle: str | None = None
    url: str | None = None
    followers: int | None = None
    blocked: bool = False
    cleared: tuple[ClearedView, ...] = ()

    @property
    def label(self) -> str:
        """The best name there is."""
        return self.name or self.handle or "somebody unnamed"


@dataclass(frozen=True, slots=True)
class MediaView:
    """One picture, video or sound. ``file`` is our cached preview, in the media folder."""

    id: int
    kind: str  # image | video | audio
    url: str
    alt: str | None = None
    state: str = "pending"  # pending | cached | failed | gone
    problem: str | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class FlagView:
    """What a check raised. ``severity`` as in ``bot.screening.base.Severity``; 1 is a fact, not a worry."""

    severity: int
    reason: str
    excerpt: str | None = None


@dataclass(frozen=True, slots=True)
class NoteView:
    """The newest note of a person of the team."""

    text: str
    by_name: str


@dataclass(frozen=True, slots=True)
class AskView:
    """Where the permission request stands. ``uses`` are what was asked for, or once it is granted what is covered;
    ``answer`` are the creator's last words."""

    status: str
    by: str | None = None
    by_name: str | None = None
    at: datetime | None = None
    note: str | None = None
    channel: str = "hand"  # rights.scope.Channel
    delivery: str = ""  # "" | wanted | sending | sent | unknown | failed
    remind_at: datetime | None = None
    ends_at: datetime | None = None  # when it expires unanswered
    answer: str | None = None
    uses: tuple[str, ...] = ()
    territory: str = ""
    days: int = 0  # how long it was asked for; 0: until it is taken back
    until: datetime | None = (
        None  # of the licence, or of what is asked for; None: as many days as were asked for
    )
    credit: str = ""
    renewal: AskView | None = None  # asked beside a licence that runs
    taken_down: datetime | None = None  # since when a takedown notice stands

    @property
    def told(self) -> bool:
        """Whether a card says how it stands."""
        return self.begun or self.taken_down is not None

    @property
    def begun(self) -> bool:
        """Whether anybody did anything about it yet."""
        return self.status not in ("none", "")


@dataclass(frozen=True, slots=True)
class EntryMark:
    """A contest that the item is entered in, and the number it has there."""

    contest: str
    number: int


@dataclass(frozen=True, slots=True)
class ItemView:
    """An item with all that surrounds it. ``display_revision`` counts whatever changes what is shown."""

    item_id: int
    kind: str
    platform: str
    text: str
    found_at: datetime
    queued_at: datetime
    title: str | None = None
    language: str | None = None
    url: str | None = None
    rating: float | None = None
    rating_scale: float | None = None
    metrics: Mapping[str, int] = field(default_factory=dict)
    why: tuple[tuple[str, str], ...] = ()  # (how, what): ("hashtag", "yesbrand")
    notes: tuple[str, ...] = ()
    version: int = 1
    life: str = "live"
    ended_at: datetime | None = None
    published_at: datetime | None = None
    media_hidden: bool = False
    media_hidden_by: str | None = None
    creator: CreatorView | None = None
    media: tuple[MediaView, ...] = ()
    flags: tuple[FlagView, ...] = ()  # worst first
    ask: AskView | None = None
    note: NoteView | None = None
    campaigns: tuple[str, ...] = ()
    entries: tuple[EntryMark, ...] = ()  # in contests, without those that were withdrawn
    sightings: tuple[tuple[str, str | None], ...] = ()  # (platform, url)
    status: Status = Status.QUEUED
    revision: int = 0
    display_revision: int = 0
    decided_by: str | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    escalated_to: str | None = None

    @property
    def waiting(self) -> bool:
        """Whether somebody still has to decide."""
        return self.status in (Status.QUEUED, Status.ESCALATED) and self.gone is False

    @property
    def gone(self) -> bool:
        """Whether it no longer exists where it was found: then nothing of it may be shown."""
        return self.life != "live"

    @property
    def worries(self) -> tuple[FlagView, ...]:
        """The flags that are more than a fact."""
        return tuple(flag for flag in self.flags if flag.severity > 1)

    def state(self) -> State:
        """As the rules want it."""
        return State(
            status=self.status,
            revision=self.revision,
            decided_by=self.decided_by,
            decided_by_name=self.decided_by_name,
            decided_at=self.decided_at,
            reason=self.reason,
            escalated_to=self.escalated_to,
        )

    def actions(self, role: Role = Role.MANAGER, person_id: str | None = None) -> frozenset[Action]:
        """What is open to somebody; a card everybody sees draws what is open to a manager, and a click by
        somebody with less is answered with whom to ask."""
        return open_actions(self.state(), role, self.life, person_id)

"""What a digest is: a document of plain values, kept as it was sent. Every face renders this and nothing else, so
that the same document gives the same digest again.

A ``Number`` says which figure it is (``bot.insights.figures``), of which slice and period, so whatever shows it can
open the rows that it counts. People and pieces stand in it by number and by name; where a piece or its creator is
gone, ``Piece.gone`` is set and its words are taken out (``bot.digests.leaving``).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

FORMAT = 1
LATE = timedelta(days=7)
"""After its period ended, a digest says for so long what is to be done now."""
Change = Literal["up", "down", "level", "unknown"]
Edition = Literal["team", "community"]


class Part(BaseModel):
    """A piece of the document."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Span(Part):
    """A period: ``start`` is inside, ``end`` is not."""

    cadence: str  # bot.insights.periods.Cadence
    name: str  # 2026-W47
    start: datetime
    end: datetime
    zone: str


class Number(Part):
    """One figure of one slice: "" is everything, else "source:blogs", "platform:bluesky", "campaign:3", "tag:tea",
    "creator:12", "person:U1", "origin:paid". ``change`` against ``before`` is "up" or "down" only where it is larger
    than its noise, "level" where it is not, "unknown" where there is nothing to compare with."""

    figure: str  # the key in bot.insights.figures
    slice: str = ""
    value: float | None  # None: not known
    before: float | None = None  # of the period before
    change: Change = "unknown"
    low: float | None = None  # 95 % interval, for shares
    high: float | None = None
    sample: int | None = None  # of how many, for shares and times
    small: bool = False  # the sample is too small to say much
    estimate: bool = False
    currency: str = ""  # of an amount that isn't in the document's


class Bar(Part):
    """One period in a chart."""

    name: str
    start: datetime
    found: int
    approved: int
    granted: int
    positive: int = 0
    neutral: int = 0
    negative: int = 0


class Record(Part):
    """The best of its kind for a while: "best week since September". ``since`` None: the best ever counted."""

    figure: str
    periods: int  # how many periods were beaten
    since: datetime | None = None


class Piece(Part):
    """One piece of content, as the digest names it."""

    item_id: int
    title: str = ""  # its title or the beginning of its words; untrusted
    creator: str = ""  # the credit; untrusted
    creator_id: int | None = None
    platform: str = ""
    kind: str = ""
    url: str | None = None
    number: Number | None = None  # what it is named for: what it gained
    sentiment: str | None = None
    permitted: bool = False  # approved and licensed for the website then
    gone: bool = False


class CreatorLine(Part):
    """One creator and what they brought."""

    creator_id: int
    name: str = ""  # untrusted
    platform: str = ""
    pieces: Number
    gained: Number | None = None
    first_time: bool = False
    permitted: bool = False  # a piece of theirs is approved and licensed
    gone: bool = False


class Sharer(Part):
    """An ambassador who stands on the boards, and the points they got."""

    ambassador_id: int
    name: str = ""  # untrusted
    number: Number
    gone: bool = False


class Line(Part):
    """A hashtag, campaign, source, origin or person with its figures."""

    slice: str
    name: str
    numbers: list[Number]
    silent: bool = False  # a source that gives less than is usual for it
    silent_days: int = 0


class Times(Part):
    """How long something took, in seconds."""

    figure: str
    median: Number
    p90: Number


class ContestLine(Part):
    contest_id: int
    title: str
    phase: str
    entries: Number
    votes: Number
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    leaders: list[str] = Field(default_factory=list)  # credit of the first three, where standings are public
    leader_ids: list[int] = Field(default_factory=list)  # their accounts, in the same order


class Attention(Part):
    """Something that a person should do: ``what`` is a key of the templates, ``count`` how many."""

    what: str
    count: int
    name: str = ""
    figure: str = ""
    slice: str = ""


class Document(Part):
    """A digest. ``missing`` are keys of the templates: what could not be made, and is said."""

    format: int = FORMAT
    edition: Edition = "team"
    language: str = "en"
    brand: str = ""
    period: Span
    compared: Span
    made_at: datetime
    about: str = ""  # slice the whole digest is about: "" or "campaign:3"
    about_name: str = ""
    funnel: list[Number]  # found, approved, asked, granted, published
    records: list[Record] = Field(default_factory=list)
    trend: list[Bar] = Field(default_factory=list)  # the oldest first, this period last
    pieces: list[Piece] = Field(default_factory=list)
    creators: list[CreatorLine] = Field(default_factory=list)
    rising: list[CreatorLine] = Field(default_factory=list)
    people: list[Number] = Field(default_factory=list)  # creators, first_timers, returning
    tags: list[Line] = Field(default_factory=list)
    campaigns: list[Line] = Field(default_factory=list)
    sentiment: list[Number] = Field(default_factory=list)  # shares: positive, neutral, negative
    praise: list[Piece] = Field(default_factory=list)
    complaints: list[Piece] = Field(default_factory=list)
    sources: list[Line] = Field(default_factory=list)
    times: list[Times] = Field(default_factory=list)  # decided_in, answered_in
    load: list[Line] = Field(default_factory=list)
    rates: list[Number] = Field(
        default_factory=list
    )  # approval_rate, permission_rate, approval_rate by sentiment
    engagement: list[Number] = Field(
        default_factory=list
    )  # gained, gained_likes, ..., engagement_rate, reach
    origins: list[Line] = Field(default_factory=list)
    value: list[Number] = Field(default_factory=list)  # cost_per_approved, media_value: only with prices
    currency: str = ""
    contests: list[ContestLine] = Field(default_factory=list)
    next_contest: ContestLine | None = None
    sharing: list[Number] = Field(
        default_factory=list
    )  # sharers, shared, visitors, conversions; worth and cost
    sharers: list[Sharer] = Field(default_factory=list)
    shared_pieces: list[Piece] = Field(default_factory=list)
    attention: list[Attention] = Field(default_factory=list)
    missing: list[str] = Field(default_factory=list)

    @property
    def quiet(self) -> bool:
        """Whether nothing at all was found."""
        return not any(one.value for one in self.funnel)

    @property
    def looks_back(self) -> bool:
        """Whether its period was over for so long when it was made that nothing can be done about it any more."""
        return self.period.end < self.made_at - LATE

    def item_ids(self) -> set[int]:
        """The pieces it names."""
        return {one.item_id for one in self._named_pieces()}

    def account_ids(self) -> set[int]:
        """The accounts whose names stand among contests' leaders."""
        lines = [*self.contests, *([self.next_contest] if self.next_contest else [])]
        return {account for one in lines for account in one.leader_ids}

    def creator_ids(self) -> set[int]:
        """The creators it names."""
        named = {one.creator_id for one in (*self.creators, *self.rising)}
        return named | {one.creator_id for one in self._named_pieces() if one.creator_id is not None}

    def ambassador_ids(self) -> set[int]:
        """The ambassadors it names."""
        return {one.ambassador_id for one in self.sharers}

    def _named_pieces(self) -> list[Piece]:
        return [*self.pieces, *self.praise, *self.complaints, *self.shared_pieces]

"""What a manager decides about a contest: when it runs, what counts, what there is to win.

Kept as JSON with the contest, read from and written to nothing else. Times are UTC and whole seconds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Self
from zoneinfo import ZoneInfo

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from bot.contests.refusals import Refused
from bot.contests.rules import Draw, Kind, Ties
from bot.kernel.text import clean_line, strip_controls
from bot.kernel.zones import zone_names

REQUIRED_WORDS = ("contest", "sweepstakes")
"""One of these must stand in the rules and in what entrants post: the FTC's Endorsement Guides want it to be clear
that a post was made to enter (https://www.ftc.gov/business-guidance/resources/ftcs-endorsement-guides)."""
WORD_MISSING = "the rules must contain the word “contest” or “sweepstakes”: write it in"

LONGEST = timedelta(days=732)
_KEY = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_ACCOUNT = re.compile(r"(slack|discord):[A-Za-z0-9]{1,40}\Z")


def _line(text: str) -> str:
    return clean_line(text, 200)


def _words(text: str) -> str:
    return strip_controls(text).strip()


def _zone(name: str) -> str:
    if name not in zone_names():
        raise ValueError(f"“{name[:60]}” is not a time zone; write one such as Europe/Stockholm")
    return name


def _whole(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a time needs its zone")
    return moment.astimezone(UTC).replace(microsecond=0)


def _key(key: str) -> str:
    if not _KEY.match(key):
        raise ValueError("a key is lower-case letters, digits and dashes")
    return key


def _account(name: str) -> str:
    if not _ACCOUNT.match(name):
        raise ValueError(f"“{name[:60]}” names nobody; write slack:U... or discord:123...")
    return name


Line = Annotated[str, AfterValidator(_line)]
Words = Annotated[str, AfterValidator(_words)]
Moment = Annotated[datetime, AfterValidator(_whole)]
Key = Annotated[str, AfterValidator(_key)]
AccountName = Annotated[str, AfterValidator(_account)]


class Part(BaseModel):
    """A part of a definition: unknown keys are errors, values are checked, nothing changes later."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Criterion(Part):
    """Something judges mark, from 0 to ``best``; the total is weighted by ``weight``."""

    key: Key
    name: Annotated[Line, Field(min_length=1, max_length=60)]
    best: Annotated[int, Field(ge=1, le=20)] = 10
    weight: Annotated[int, Field(ge=1, le=100)] = 1


class Task(Part):
    """A task of a season, worth ``points`` up to ``times`` times for each person."""

    key: Key
    title: Annotated[Line, Field(min_length=1, max_length=80)]
    points: Annotated[int, Field(ge=1, le=100_000)]
    times: Annotated[int, Field(ge=1, le=1000)] = 1


class Prize(Part):
    """Something to win, by so many winners."""

    name: Annotated[Line, Field(min_length=1, max_length=100)]
    winners: Annotated[int, Field(ge=1, le=100)] = 1


class Weights(Part):
    """What each part counts in a mix, in percent; together 100."""

    votes: Annotated[int, Field(ge=0, le=100)] = 40
    jury: Annotated[int, Field(ge=0, le=100)] = 40
    engagement: Annotated[int, Field(ge=0, le=100)] = 20

    @model_validator(mode="after")
    def _hundred(self) -> Self:
        if self.votes + self.jury + self.engagement != 100:
            total = self.votes + self.jury + self.engagement
            raise ValueError(f"the weights add up to {total}, not to 100")
        return self


class EngagementPoints(Part):
    """What one like (and so on) counts."""

    likes: Annotated[int, Field(ge=0, le=1000)] = 1
    comments: Annotated[int, Field(ge=0, le=1000)] = 2
    shares: Annotated[int, Field(ge=0, le=1000)] = 3
    saves: Annotated[int, Field(ge=0, le=1000)] = 2
    views: Annotated[int, Field(ge=0, le=1000)] = 0


class DrawPerson(Part):
    """One of the two people whose words a draw without a beacon mixes. The name is published."""

    account: AccountName
    name: Annotated[Line, Field(min_length=1, max_length=80)]


class Definition(Part):
    """All that managers decide about a contest."""

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    kind: Kind
    brief: Annotated[Words, Field(max_length=2000)] = ""
    rules_text: Annotated[Words, Field(max_length=8000)]
    hashtag: Annotated[Line, Field(max_length=80)] = ""  # posts that carry it are offered to be entered
    time_zone: Annotated[str, AfterValidator(_zone)] = "UTC"  # in which times are shown and typed
    opens_at: Moment
    entries_close_at: Moment
    closes_at: Moment  # the end of votes and marks; for those without, the same as entries_close_at
    review_grace_hours: Annotated[int, Field(ge=0, le=168)] = 24  # see bot.contests.freezing
    votes_per_member: Annotated[int, Field(ge=0, le=1000)] = 0  # 0: one on each entry; else a budget in all
    votes_per_entry: Annotated[int, Field(ge=1, le=100)] = 1  # of the budget, at most on one entry
    entries_per_member: Annotated[int, Field(ge=1, le=1000)] = 1
    min_account_days: Annotated[int, Field(ge=0, le=3650)] = 0  # of voters and entrants
    min_member_days: Annotated[int, Field(ge=0, le=3650)] = 0
    leavers_may_win: bool = False
    one_prize_each: bool = True
    eligibility: Annotated[Words, Field(max_length=500)] = ""  # "18 or older, resident in Sweden"
    judges: tuple[AccountName, ...] = ()
    criteria: Annotated[tuple[Criterion, ...], Field(max_length=4)] = ()
    weights: Weights = Weights()
    engagement_points: EngagementPoints = EngagementPoints()
    tasks: Annotated[tuple[Task, ...], Field(max_length=25)] = ()
    prizes: Annotated[tuple[Prize, ...], Field(max_length=10)] = ()
    claim_days: Annotated[int, Field(ge=1, le=365)] = 7
    ties: Ties = Ties.EARLIEST
    draw: Draw = Draw.BEACON
    draw_people: Annotated[tuple[DrawPerson, ...], Field(max_length=2)] = ()
    channel: Annotated[Line, Field(max_length=100)] = ""  # in Discord, by name or id; empty: the settings'
    winner_role: Annotated[Line, Field(max_length=100)] = ""  # in Discord, by name or id

    @property
    def counts_votes(self) -> bool:
        return self.kind is Kind.VOTES or (self.kind is Kind.MIX and self.weights.votes > 0)

    @property
    def counts_marks(self) -> bool:
        return self.kind is Kind.JURY or (self.kind is Kind.MIX and self.weights.jury > 0)

    @property
    def counts_engagement(self) -> bool:
        return self.kind is Kind.ENGAGEMENT or (self.kind is Kind.MIX and self.weights.engagement > 0)

    @property
    def draws(self) -> bool:
        """Whether chance decides: the winners, or who stands first among those with the same score."""
        return self.kind is Kind.LOT or self.ties is Ties.LOT

    @property
    def winners(self) -> int:
        """How many prizes there are in all."""
        return sum(prize.winners for prize in self.prizes)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        _check_times(self)
        _check_words(self)
        _check_kind(self)
        return self


def _check_times(definition: Definition) -> None:
    # The same second is enough: a contest is open to the end of the second in which it closes.
    if definition.entries_close_at < definition.opens_at:
        raise ValueError("entries_close_at: entries must close after the contest opens: choose a later time")
    if definition.closes_at < definition.entries_close_at:
        raise ValueError("closes_at: voting can't close before entries do: choose a later time")
    if definition.closes_at - definition.opens_at > LONGEST:
        raise ValueError("closes_at: a contest runs for two years at most: choose an earlier time")


def says_what_it_is(rules_text: str) -> bool:
    """Whether rules hold one of the words that must stand in them."""
    said = rules_text.casefold()
    return any(word in said for word in REQUIRED_WORDS)


def _check_words(definition: Definition) -> None:
    if not says_what_it_is(definition.rules_text):
        raise ValueError(f"rules_text: {WORD_MISSING}")


def _check_kind(definition: Definition) -> None:
    if definition.counts_marks and not definition.judges:
        raise ValueError("judges: a jury needs judges: name at least one")
    if definition.counts_marks and not definition.criteria:
        raise ValueError(
            "criteria: a jury needs something to judge by: write one criterion a line, such as “Taste 10”"
        )
    if definition.kind is Kind.POINTS and not definition.tasks:
        raise ValueError("tasks: a season needs at least one task: write one, such as “latte 50 Latte art”")
    _check_draw(definition)
    for name, keys in (
        ("criteria", [one.key for one in definition.criteria]),
        ("tasks", [one.key for one in definition.tasks]),
    ):
        if len(set(keys)) != len(keys):
            raise ValueError(f"{name}: two have the same key: give one of them another")
    if definition.votes_per_member and definition.votes_per_entry > definition.votes_per_member:
        raise ValueError("votes_per_entry: more votes on one entry than a member has: write a smaller number")
    if not definition.votes_per_member and definition.votes_per_entry > 1:
        raise ValueError(
            "votes_per_entry: several votes on one entry need a budget of votes: set one, or write 1 here"
        )


def _check_draw(definition: Definition) -> None:
    if definition.kind is Kind.POINTS and definition.ties is Ties.LOT:
        raise ValueError("ties: a season ranks people, not entries: choose the earliest, or a shared place")
    if definition.kind is Kind.LOT and definition.ties is Ties.SHARED:
        raise ValueError("ties: a lot has none: choose the earliest")
    people = {one.account for one in definition.draw_people}
    if definition.draws and definition.draw is Draw.TWO_PEOPLE and len(people) < 2:
        raise ValueError("draw_people: a draw without a beacon needs two people: choose two")


def read_definition(data: dict[str, Any]) -> Definition:
    """From JSON. Raises Refused (key ``definition``) that says for each field what is wrong: ``values["fields"]``."""
    try:
        return Definition.model_validate(data)
    except ValidationError as error:
        fields = _problems(error)
        said = "; ".join(f"{name}: {words}" if name else words for name, words in fields.items())
        raise Refused(
            "definition",
            {"fields": fields},
            f"This contest can't be kept: {said}.",
            "Correct what is named and save again.",
        ) from None


def _problems(error: ValidationError) -> dict[str, str]:
    found: dict[str, str] = {}
    for problem in error.errors(include_input=False, include_url=False):
        words = _plain(problem)
        field = ".".join(str(step) for step in problem["loc"])
        if not field and ": " in words:
            field, _, words = words.partition(": ")
        found.setdefault(field, words)
    return found


_SAID: Mapping[str, str] = {
    "missing": "this is missing: write it",
    "too_short": "write something that can be read",
    "greater_than_equal": "write a whole number, at least {ge:,}",
    "less_than_equal": "write a whole number, at most {le:,}",
    "enum": "choose one of these: {expected}",
    "extra_forbidden": "nothing is known by this name: leave it out",
}
_SAID_OF: Mapping[str, str] = {
    "int": "write a whole number",
    "bool": "say yes or no",
    "datetime": "write a day and a time with its zone, such as 2026-11-28T18:00:00+01:00",
    "string": "write text",
    "tuple": "write a list",
    "model": "write it with its parts",
}
"""By how the kind of a problem begins."""


def _plain(problem: ErrorDetails) -> str:
    """What to write instead, in plain words; what we refuse ourselves is in such words already."""
    kind, given = problem["type"], problem.get("ctx") or {}
    if kind == "value_error":
        return problem["msg"].removeprefix("Value error, ")
    bounds = _bounds(problem["loc"]) if kind in ("greater_than_equal", "less_than_equal") else None
    if bounds is not None:
        return f"write a whole number from {bounds[0]:,} to {bounds[1]:,}"
    if kind == "too_long":
        several = given.get("field_type") == "Tuple"
        return (
            "there are too many: at most {max_length} fit"
            if several
            else "write at most {max_length:,} characters"
        ).format(**given)
    if kind in _SAID:
        return _SAID[kind].format(**given)
    return _SAID_OF.get(kind.split("_")[0], "this can't be read: write it anew")


def _bounds(place: tuple[int | str, ...]) -> tuple[int, int] | None:
    """The least and the most that a number of the definition may be."""
    found = Definition.model_fields.get(str(place[0])) if len(place) == 1 else None
    limits = found.metadata if found is not None else []
    least = next((one.ge for one in limits if isinstance(one, Ge)), None)
    most = next((one.le for one in limits if isinstance(one, Le)), None)
    return (least, most) if isinstance(least, int) and isinstance(most, int) else None


def local_time(day: date, clock: time, zone: str) -> tuple[datetime, str]:
    """The moment of a local time, and a note where the clock change makes it doubtful (empty otherwise).

    A time that the change to summer time leaves out becomes the same moment on the changed clock (02:30 → 03:30);
    of a time that comes twice the first is meant.
    """
    local = datetime.combine(day, clock.replace(second=0, microsecond=0), tzinfo=ZoneInfo(_zone(zone)))
    moment = local.astimezone(UTC)
    back = moment.astimezone(ZoneInfo(zone))
    if back.replace(tzinfo=None) != local.replace(tzinfo=None):
        shown = back.strftime("%H:%M")
        return moment, f"There is no {clock:%H:%M} on that day (the clocks go forward): {shown} is meant."
    if local.replace(fold=1).utcoffset() != local.utcoffset():
        return moment, f"{clock:%H:%M} comes twice on that day (the clocks go back): the first is meant."
    return moment, ""

"""What a person entered in the permission window, or what is wrong with it: by the field's name, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import Any

from bot.kernel.text import clean_line
from bot.rights.scope import Channel, Scope, uses_of
from cogs.ask.view import Outcome

NO_USE = "Choose at least one use: the message asks for nothing else."
NAMED = (
    ":warning: The message didn't name all that you ask for, so a yes to it would mean less. It has a line for that "
    "now: look at it and send it. If you say it in other words, they stay as they are."
)
NO_TEXT = "Write what you send, so that it can be shown."
PAST = "That day is over. Choose a later one, or leave it empty."
TERRITORY_LIMIT, CREDIT_LIMIT = 200, 200


@dataclass(frozen=True, slots=True)
class AskForm:
    """A message to send and what it asks for."""

    text: str
    way: Channel
    scope: Scope
    note: str | None = None


@dataclass(frozen=True, slots=True)
class HeardForm:
    """What a person records. ``words``: the creator's own; ``credit``: how to name them."""

    outcome: Outcome
    uses: frozenset[str] = frozenset()
    words: str | None = None
    note: str | None = None
    never: bool = False
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, by field; nothing was done."""

    errors: Mapping[str, str] = field(default_factory=dict)


def read_ask(fields: Mapping[str, Any], now: datetime, terms_version: str = "") -> AskForm | Wrong:
    """The form of a first message or of a renewal."""
    errors: dict[str, str] = {}
    text = str(fields.get("text") or "").strip()
    if not text:
        errors["text"] = NO_TEXT
    uses = uses_of(str(one) for one in fields.get("uses") or ())
    if not uses:
        errors["uses"] = NO_USE
    latest = read_day(fields.get("until"))
    if latest is not None and latest <= now:
        errors["until"] = PAST
    if errors:
        return Wrong(errors)
    scope = Scope(
        uses,
        clean_line(str(fields.get("territory") or ""), TERRITORY_LIMIT),
        read_days(fields.get("duration"), latest, now),
        clean_line(str(fields.get("credit") or ""), CREDIT_LIMIT),
        terms_version,
        latest,
    )
    return AskForm(text, read_way(fields.get("way")), scope, fields.get("note"))


def read_day(given: Any) -> datetime | None:
    """The end of a day, UTC: what ends on that day includes it. None where none was chosen."""
    if not given:
        return None
    return datetime.combine(date.fromisoformat(str(given)), time(23, 59, 59), UTC)


def read_days(given: Any, latest: datetime | None, now: datetime) -> int:
    """For how long: a day of the person's own counts before the list."""
    if latest is not None:
        return max(1, (latest - now).days + 1)  # the day itself ends it, whenever it begins
    return int(given) if str(given or "").isdigit() else Scope().duration_days


def read_way(given: Any) -> Channel:
    """By hand where nothing else could be chosen."""
    known = {way.value: way for way in Channel}
    return known.get(str(given or ""), Channel.HAND)


def too_long(over: int, most: int, platform: str) -> str:
    """What to do about a message that is longer than the platform takes."""
    characters = "character" if over == 1 else "characters"
    return (
        f"{over} {characters} too long: {platform} takes {most}. Shorten it, press Another wording, "
        "or send it in another way."
    )


def read_heard(fields: Mapping[str, Any]) -> HeardForm | Wrong:
    """The form of an answer."""
    known = {one.value: one for one in Outcome}
    outcome = known.get(str(fields.get("outcome") or ""))
    if outcome is None:
        return Wrong({"outcome": "Choose what happened."})
    uses = frozenset(use.value for use in uses_of(str(one) for one in fields.get("allowed") or ()))
    if outcome is Outcome.GRANTED and not uses:
        return Wrong({"allowed": "Tick what they allow, or record that they declined."})
    credit = clean_line(str(fields.get("credit") or ""), CREDIT_LIMIT)
    never = bool(fields.get("never"))
    return HeardForm(outcome, uses, fields.get("words"), fields.get("note"), never, credit)

"""A contest as the fields of a form, and back: what was typed becomes a definition, or says field by field what is
wrong. Pure; the same for every face that has forms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.contests.definition import WORD_MISSING, Definition, local_time, read_definition, says_what_it_is
from bot.contests.refusals import Refused
from bot.contests.rules import Draw, Kind, Ties
from bot.kernel.text import clean_line
from cogs.contest import lines

_DISCORD = re.compile(r"(?:discord[:]|<@!?)?([0-9]{1,20})>?\Z")
Values = Mapping[str, Any]
"""By field: text, or a list of chosen values."""

OPENS_AT_ONCE = "Its opening has passed: it opens as soon as it is announced."
PIECE = 3000  # characters that one field of a form takes
RULES = ("rules", "rules_2", "rules_3")
TIMES = {"opens": "opens_at", "entries": "entries_close_at", "closes": "closes_at"}
USED_BY: Mapping[str, frozenset[Kind]] = {
    "closes_day": frozenset({Kind.VOTES, Kind.JURY, Kind.MIX, Kind.ENGAGEMENT}),
    "closes_clock": frozenset({Kind.VOTES, Kind.JURY, Kind.MIX, Kind.ENGAGEMENT}),
    "budget": frozenset({Kind.VOTES, Kind.MIX}),
    "per_entry": frozenset({Kind.VOTES, Kind.MIX}),
    "judges": frozenset({Kind.JURY, Kind.MIX}),
    "judges_discord": frozenset({Kind.JURY, Kind.MIX}),
    "criteria": frozenset({Kind.JURY, Kind.MIX}),
    "weights": frozenset({Kind.MIX}),
    "engagement": frozenset({Kind.ENGAGEMENT, Kind.MIX}),
    "tasks": frozenset({Kind.POINTS}),
}
"""Fields that only some kinds of contest have a use for."""

_FIELD_OF = {
    "opens_at": "opens_day", "entries_close_at": "entries_day", "closes_at": "closes_day", "time_zone": "zone",
    "rules_text": "rules", "votes_per_member": "budget", "votes_per_entry": "per_entry",
    "entries_per_member": "entries_each", "min_account_days": "account_days", "min_member_days": "member_days",
    "review_grace_hours": "grace", "engagement_points": "engagement", "winner_role": "role",
}  # fmt: skip


@dataclass(slots=True)
class FormProblem(Exception):
    """The form can't become a contest. ``errors``: by field, what is wrong."""

    errors: dict[str, str]


@dataclass(frozen=True, slots=True)
class Filled:
    """A definition, and what people should know about how it was read (clock changes)."""

    definition: Definition
    notes: tuple[str, ...] = field(default=())


_FIELDS = Definition.model_fields
UNTOUCHED: Mapping[str, Any] = {
    "budget": _FIELDS["votes_per_member"].default,
    "per_entry": _FIELDS["votes_per_entry"].default,
    "weights": lines.write_weights(_FIELDS["weights"].default),
    "engagement": lines.write_engagement(_FIELDS["engagement_points"].default),
}
"""What stands in a new form in fields that only some kinds have."""


def touched(values: Values, name: str) -> bool:
    """Whether somebody wrote something of their own in a field."""
    return bool(values.get(name)) and str(values[name]) != str(UNTOUCHED.get(name, ""))


def used(name: str, kind: Kind) -> bool:
    """Whether a contest of this kind has a use for a field."""
    return kind in USED_BY.get(name, frozenset(Kind))


def kind_in(values: Values) -> Kind:
    chosen = values.get("kind")
    return Kind(chosen) if chosen in set(Kind) else Kind.VOTES


def blank(now: datetime, zone: str, brand: str) -> dict[str, Any]:
    """A new contest: opens tomorrow morning, two weeks for entries and a week for votes."""
    today = now.astimezone(ZoneInfo(zone)).date()
    made: dict[str, Any] = {
        "name": "",
        "kind": Kind.VOTES.value,
        "brief": "",
        "hashtag": "",
        "zone": zone,
        **dict.fromkeys(("opens_clock",), "09:00"),
        **dict.fromkeys(("entries_clock", "closes_clock"), "18:00"),
        "opens_day": (today + timedelta(days=1)).isoformat(),
        "entries_day": (today + timedelta(days=15)).isoformat(),
        "closes_day": (today + timedelta(days=22)).isoformat(),
        "rules": draft_rules(brand),
    }
    fields = Definition.model_fields
    made |= {
        **UNTOUCHED,
        "judges": [],
        "judges_discord": "",
        "criteria": "",
        "tasks": "",
        "prizes": "",
        "eligibility": "",
        "entries_each": fields["entries_per_member"].default,
        "account_days": fields["min_account_days"].default,
        "member_days": fields["min_member_days"].default,
        "grace": fields["review_grace_hours"].default,
        "claim_days": fields["claim_days"].default,
        "winners": ["one_prize_each"],
        "ties": Ties.EARLIEST.value,
        "draw": Draw.BEACON.value,
        "draw_people": [],
        "channel": "",
        "role": "",
    }
    return made


def draft_rules(brand: str) -> str:
    """Rules to start from; a brand's lawyers know better. They contain the word that the FTC wants to see."""
    return (
        f"{brand} runs this contest. Taking part is free and needs no purchase.\n"
        "Enter with content of your own that you may show; you keep your rights in it. Say in your post that you "
        "made it to enter a contest.\n"
        "People look at every entry before it counts. Entries that insult, endanger or copy others don't count, and "
        "whoever entered is told why.\n"
        "Votes that are bought, exchanged or cast with several accounts may be voided.\n"
        "Winners are named in public with credit for what they made, and told privately how to claim their prize. A "
        "prize that isn't claimed in time goes to the next in order.\n"
        f"{brand} keeps your name and your entry to run the contest and to show that it was fair. Ask a manager to "
        "be taken out.\n"
        "No platform on which entries are posted sponsors, endorses or runs this contest."
    )


def values_of(definition: Definition) -> dict[str, Any]:
    """The form of a contest as it is."""
    made: dict[str, Any] = {
        "name": definition.name,
        "kind": definition.kind.value,
        "brief": definition.brief,
        "hashtag": definition.hashtag,
        "zone": definition.time_zone,
        "budget": definition.votes_per_member,
        "per_entry": definition.votes_per_entry,
        "judges": _ids(definition.judges, "slack"),
        "judges_discord": ", ".join(_ids(definition.judges, "discord")),
        "criteria": lines.write_criteria(definition.criteria),
        "weights": lines.write_weights(definition.weights),
        "engagement": lines.write_engagement(definition.engagement_points),
        "tasks": lines.write_tasks(definition.tasks),
        "prizes": lines.write_prizes(definition.prizes),
        "eligibility": definition.eligibility,
        "entries_each": definition.entries_per_member,
        "account_days": definition.min_account_days,
        "member_days": definition.min_member_days,
        "grace": definition.review_grace_hours,
        "claim_days": definition.claim_days,
        "winners": [name for name in ("leavers_may_win", "one_prize_each") if getattr(definition, name)],
        "ties": definition.ties.value,
        "draw": definition.draw.value,
        "draw_people": _ids((one.account for one in definition.draw_people), "slack"),
        "channel": definition.channel,
        "role": definition.winner_role,
    }
    for name, attribute in TIMES.items():
        local = getattr(definition, attribute).astimezone(definition.zone)
        made |= {f"{name}_day": local.date().isoformat(), f"{name}_clock": f"{local:%H:%M}"}
    made |= dict(zip(RULES, pieces(definition.rules_text), strict=False))
    return made


def pieces(text: str) -> list[str]:
    """A long text in as many pieces as fields, each at most ``PIECE`` long, cut at line breaks where there are any;
    joined with line breaks they are the text again, as far as it matters to a reader."""
    found: list[str] = []
    rest = text
    while len(rest) > PIECE:
        at = max(rest.rfind("\n", 0, PIECE), rest.rfind(" ", 0, PIECE) if "\n" not in rest[:PIECE] else -1)
        at = at if at > 0 else PIECE
        found.append(rest[:at])
        rest = rest[at:].lstrip("\n ")
    return [*found, rest]


def read(
    values: Values, names: Mapping[str, str], known: Definition | None = None, *, now: datetime | None = None
) -> Filled:
    """A definition from a form. ``names``: what people are called, by Slack id, for the two who make a draw;
    ``known``: the contest as it was, for what the form doesn't show. Raises FormProblem."""
    errors: dict[str, str] = {}
    data: dict[str, Any] = {
        "name": _text(values, "name"),
        "kind": kind_in(values),
        "brief": _text(values, "brief"),
        "hashtag": _text(values, "hashtag"),
        "time_zone": _text(values, "zone"),
        "rules_text": "\n".join(filter(None, (_text(values, name) for name in RULES))),
        "eligibility": _text(values, "eligibility"),
        "channel": _text(values, "channel"),
        "winner_role": _text(values, "role"),
        "ties": _text(values, "ties") or Ties.EARLIEST,
        "draw": _text(values, "draw") or Draw.BEACON,
        **{name: name in (values.get("winners") or []) for name in ("leavers_may_win", "one_prize_each")},
    }
    if not clean_line(data["name"], 80):
        errors["name"] = "Give it a name that can be read."
    if not says_what_it_is(data["rules_text"]):
        errors["rules"] = _sentence(WORD_MISSING)
    notes = _times(values, data, errors, known, now)
    _numbers(values, data, errors)
    _typed(values, data, errors, known)
    _people(values, data, errors, names, known)
    if errors:
        raise FormProblem(errors)
    try:
        return Filled(read_definition(data), tuple(notes))
    except Refused as refused:
        raise FormProblem(field_errors(refused)) from None


def field_errors(refused: Refused) -> dict[str, str]:
    """What a refused definition says, by field of the form."""
    fields: Mapping[str, str] = refused.values.get("fields") or {}
    errors: dict[str, str] = {}
    for path, words in fields.items():
        name = path.split(".")[0]
        errors.setdefault(_FIELD_OF.get(name, name), _sentence(words))
    return errors or {"name": f"{refused.message} {refused.remedy}".strip()}


def placed(errors: Mapping[str, str], shown: Collection[str]) -> dict[str, str]:
    """The errors at fields that the form shows; what belongs to none stands at the name."""
    made: dict[str, str] = {}
    for name, words in errors.items():
        at = name if name in shown else "name"
        made[at] = f"{made[at]} {words}" if at in made else words
    return made


def _times(
    values: Values,
    data: dict[str, Any],
    errors: dict[str, str],
    known: Definition | None,
    now: datetime | None,
) -> list[str]:
    notes = []
    for name, attribute in TIMES.items():
        if not used(f"{name}_day", kind_in(values)):
            continue
        try:
            day = date.fromisoformat(_text(values, f"{name}_day"))
            clock = time.fromisoformat(_text(values, f"{name}_clock"))
        except ValueError:
            errors[f"{name}_day"] = "Choose a day and a time."
            continue
        try:
            data[attribute], note = local_time(day, clock, data["time_zone"])
        except (ValueError, OverflowError) as error:
            errors["zone" if isinstance(error, ValueError) else f"{name}_day"] = _sentence(str(error))
            continue
        notes += [f"{day:%d %B %Y}: {note}"] if note else []
        changed = known is None or getattr(known, attribute) != data[attribute]
        if name == "opens" and now is not None and changed and data[attribute] <= now:
            notes.append(OPENS_AT_ONCE)
        if name != "opens" and now is not None and changed and data[attribute] <= now:
            errors[f"{name}_day"] = "That has passed. Choose a later moment."
    _in_order(data, errors)
    if "closes_at" not in data and "entries_close_at" in data:
        data["closes_at"] = data["entries_close_at"]
    if "opens" in {one.split("_")[0] for one in errors}:
        data.setdefault("opens_at", datetime(2000, 1, 1, tzinfo=UTC))
    return notes


def _in_order(data: Mapping[str, Any], errors: dict[str, str]) -> None:
    """What closes before it opens is said here, beside whatever else is wrong."""
    opens, entries, closes = (data.get(attribute) for attribute in TIMES.values())
    if opens is not None and entries is not None and entries <= opens:
        errors.setdefault("entries_day", "Entries must close after the contest opens: choose a later time.")
    if entries is not None and closes is not None and closes < entries:
        errors.setdefault("closes_day", "Voting can't close before entries do: choose a later time.")


_NUMBERS = {
    "budget": "votes_per_member", "per_entry": "votes_per_entry", "entries_each": "entries_per_member",
    "account_days": "min_account_days", "member_days": "min_member_days", "grace": "review_grace_hours",
    "claim_days": "claim_days",
}  # fmt: skip


def _numbers(values: Values, data: dict[str, Any], errors: dict[str, str]) -> None:
    for name, attribute in _NUMBERS.items():
        typed = str(values.get(name) if values.get(name) is not None else "").strip()
        if not used(name, kind_in(values)) or not typed:
            continue  # the definition's own default
        if not (typed.isascii() and typed.isdigit()) or len(typed) > 9:
            errors[name] = "Write a whole number."
            continue
        data[attribute] = int(typed)


def _typed(values: Values, data: dict[str, Any], errors: dict[str, str], known: Definition | None) -> None:
    readers = {
        "prizes": ("prizes", lines.read_prizes),
        "criteria": ("criteria", lambda text: lines.read_criteria(text, known.criteria if known else ())),
        "tasks": ("tasks", lines.read_tasks),
        "weights": ("weights", lines.read_weights),
        "engagement": ("engagement_points", lines.read_engagement),
    }
    for name, (attribute, reader) in readers.items():
        if not used(name, kind_in(values)):
            continue
        try:
            data[attribute] = reader(_text(values, name))
        except lines.Unreadable as error:
            errors[name] = str(error)


def _people(
    values: Values,
    data: dict[str, Any],
    errors: dict[str, str],
    names: Mapping[str, str],
    known: Definition | None,
) -> None:
    if used("judges", data["kind"]):
        elsewhere = [
            _DISCORD.match(one) or one for one in _text(values, "judges_discord").replace(",", " ").split()
        ]
        wrong = [clean_line(one, 40) for one in elsewhere if isinstance(one, str)]
        if wrong:
            errors["judges_discord"] = (
                f"“{wrong[0]}” is no Discord id. Write the number that “Copy User ID” gives: "
                "80351110224678912, say."
            )
        data["judges"] = [
            *(f"slack:{one}" for one in values.get("judges") or []),
            *(f"discord:{one[1]}" for one in elsewhere if not isinstance(one, str)),
        ]
    chosen = [
        {"account": f"slack:{one}", "name": names.get(one, one)} for one in values.get("draw_people") or []
    ]
    chosen += [
        {"account": f"discord:{one}", "name": name} for one, name in values.get("draw_people_discord") or []
    ]
    others = (
        [one.model_dump() for one in known.draw_people if not one.account.startswith("slack:")]
        if known
        else []
    )
    data["draw_people"] = [*others, *chosen][:2]


def _ids(accounts: Any, platform: str) -> list[str]:
    return [one.split(":", 1)[1] for one in accounts if one.startswith(f"{platform}:")]


def _text(values: Values, name: str) -> str:
    found = values.get(name)
    return found.strip() if isinstance(found, str) else ""


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:] + ("" if words.endswith((".", "!", "?")) else ".")

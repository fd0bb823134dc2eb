"""The windows in which something is decided about a creator, and what was entered in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from bot.faces.actions import encode
from bot.faces.permissions import CLEARANCES, EXPLAINED
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.faces.slack.inputs import boxes
from bot.faces.slack.inputs import day as day_input
from bot.kernel.text import casefold_text, clean_line
from bot.rights.contacts import REASON_LIMIT
from bot.rights.creators.service import Agreed
from bot.rights.scope import Use
from cogs.creators.blocks import AREA, back, pack
from cogs.creators.holding import Holding
from cogs.creators.view import CreatorPage

YEARS = 20
"""How far from today a clearance may begin or end."""


def never(shown: CreatorPage, *, deep: bool) -> b.Block:
    """Why nobody asks them any more."""
    text = (
        f"Nobody asks *{b.isolate(shown.label)}* any more, about any piece, and no reminder goes out. What "
        "they granted stays granted."
    )
    why = b.text_input("why", limit=REASON_LIMIT, placeholder="Only your team reads this")
    return _form(
        "Never contact", "never", shown, [b.section(text), b.field("Why", why, "why")], "Never contact", deep
    )


def lift(shown: CreatorPage, *, deep: bool) -> b.Block:
    """Why they may be asked again."""
    strict = shown.listing is not None and shown.listing.strict
    text = f"*{b.isolate(shown.label)}* may be asked again."
    if strict:
        text += (
            " It was *their own wish* not to be written to. Lift it only when they told you otherwise, and write "
            "where and when they did: it is kept."
        )
    why = b.text_input("why", limit=REASON_LIMIT, multiline=strict)
    return _form(
        "Allow asking again", "lift", shown, [b.section(text), b.field("Why", why, "why")], "Allow", deep
    )


def clear(shown: CreatorPage, first: date, *, deep: bool) -> b.Block:
    """What was agreed."""
    kinds = [
        b.option("Paid: they are paid for their pieces", "paid"),
        b.option("Cleared beforehand: they said yes to all of it", "pre-cleared"),
    ]
    made: list[b.Block] = [
        b.section(
            f"Pieces of *{b.isolate(shown.label)}* need no asking for these uses, from the first day to the last. A "
            "no to a single piece still counts."
        ),
        b.field("Kind", b.radio("kind", kinds, initial="paid"), "kind"),
        b.field("Uses", boxes("uses", [b.option(EXPLAINED[use], use.value) for use in Use]), "uses"),
        b.field("First day", day_input("from", first.isoformat()), "from"),
        b.field(
            "Last day", day_input("until"), "until", optional=True, hint="Empty: until somebody ends it."
        ),
    ]
    if len(shown.accounts) > 1:
        options = [b.option(one.label, str(one.id)) for one in shown.accounts[:10]]
        every = [str(one.id) for one in shown.accounts[:10]]
        made.append(b.field("Accounts", boxes("accounts", options, every), "accounts"))
    made += [
        b.field("Credit line", b.text_input("credit", limit=200), "credit", optional=True, hint="How to name them."),
        b.field("Note", b.text_input("note", multiline=True, limit=1000), "note", optional=True,
                hint="Such as where the contract lies."),
    ]  # fmt: skip
    return _form("Add clearance", "clear", shown, made, "Add", deep)


def erase(shown: CreatorPage, holding: Holding, *, deep: bool) -> b.Block:
    """What goes, what stays, and their handle to be typed."""
    made = [b.section(f":warning: *{b.isolate(shown.label)}* is erased for good. Nobody can bring it back.")]
    goes = [f"• {one.count} × {b.escape(one.about)}" for one in holding.goes] or [
        "• nothing is held beside their name"
    ]
    intro = "*What goes* (numbers of rows; “you” is the creator, in the words of the privacy notice)"
    made += [b.section(text) for text in _paragraphs([intro, *goes])]
    more = [
        "• their words in cards, lists and threads of Slack and Discord, cached pictures and evidence files"
    ]
    if holding.live:
        more.append(
            f"• {holding.live} permissions that run are ended first; what they allowed leaves the gallery and feeds"
        )
    made.append(b.section("\n".join(more)))
    stays = [f"• {b.escape(what)}: {b.escape(why)}" for what, why in holding.stays]
    made += [b.section(text) for text in _paragraphs(["*What stays*", *stays, *_always()])]
    if holding.exports:
        named = ", ".join(
            f"{b.isolate(one.by_name or one.by)} ({when(one.at)})" for one in holding.exports[-5:]
        )
        made.append(
            b.section(f":file_folder: Exports were handed to {named}: those files are deleted by hand.")
        )
    label = f"Type “{clean_line(shown.handle, 100)}” to say that you mean them"
    made.append(b.field(label, b.text_input("typed", limit=300), "typed"))
    return _form("Erase a creator", "erase", shown, made, "Erase for good", deep)


def _always() -> list[str]:
    return [
        "• decisions of your team, and counts",
        "• hashes of their accounts and pieces, by which they are neither taken in nor asked again",
    ]


def _form(
    title: str, verb: str, shown: CreatorPage, made: Sequence[b.Block], submit: str, deep: bool
) -> b.Block:
    return b.modal(
        title,
        [*made, back(shown.id)],
        callback_id=encode(AREA, verb, shown.id, shown.revision),
        submit=submit,
        metadata=pack(deep=deep),
    )


def _paragraphs(lines: Sequence[str]) -> list[str]:
    made: list[str] = []
    for line in lines:
        if made and len(made[-1]) + len(line) < 2800:
            made[-1] += f"\n{line}"
        else:
            made.append(line)
    return made


# ---- what was entered ----


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong, by the field that it stands in."""

    errors: Mapping[str, str]


def today(now: datetime, zone: str) -> date:
    """The day where somebody is."""
    return now.astimezone(ZoneInfo(zone)).date()


def is_typed(typed: str, handle: str) -> bool:
    """Whether somebody typed that handle: case, "@" and spaces around it don't count."""
    return casefold_text(typed).removeprefix("@") == casefold_text(handle).removeprefix("@") != ""


def read_clearance(fields: Mapping[str, Any], now: datetime, zone: str) -> Agreed | Wrong:
    """Whole days in the person's time zone, the last one included."""
    here = ZoneInfo(zone)
    first, last = _date(fields.get("from")), _date(fields.get("until"))
    errors = _wrong_days(first, last, fields, today(now, zone))
    uses = frozenset(use for use in Use if use.value in (fields.get("uses") or []))
    if not uses:
        errors["uses"] = "Choose at least one use."
    kind = str(fields.get("kind") or "")
    if kind not in CLEARANCES:
        errors["kind"] = "Choose whether they are paid, or cleared beforehand."
    if errors or first is None:
        return Wrong(errors)
    known: Literal["paid", "pre-cleared"] = "paid" if kind == "paid" else "pre-cleared"
    return Agreed(
        kind=known,
        uses=uses,
        starts_at=_midnight(first, here),
        ends_at=None if last is None else _midnight(last + timedelta(days=1), here),
        credit=str(fields.get("credit") or ""),
        note=str(fields.get("note") or ""),
    )


def _wrong_days(
    first: date | None, last: date | None, fields: Mapping[str, Any], today: date
) -> dict[str, str]:
    errors = {}
    if first is None:
        errors["from"] = "Choose the first day."
    elif abs(first.year - today.year) > YEARS:
        errors["from"] = f"That is more than {YEARS} years from now. Choose a nearer day."
    if last is None:
        if fields.get("until"):
            errors["until"] = "Choose a day, or leave it empty."
    elif first is not None and last < first:
        errors["until"] = f"It ends before it begins. Choose {first.isoformat()} or a later day."
    elif last < today:
        errors["until"] = "That day is over. Choose today or a later day, or leave it empty."
    elif last.year - today.year > YEARS:
        errors["until"] = f"That is more than {YEARS} years from now. Leave it empty for no end."
    return errors


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        return None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(), zone)

"""The small windows above the one of curation: a name, pieces, a moment, numbers, words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.curation.rules import LARGEST_LIMIT, LONGEST_DAYS, NAME_LIMIT, Limit
from bot.curation.service import TARGET_LIMIT
from bot.curation.tables import Collection
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.kernel.text import clean_line
from cogs.curation.slack_view import AREA
from cogs.curation.telling import NAME, Teller

View = dict[str, Any]
MOST_AT_ONCE = 20
LEADS = "leads_to"
"""The field of an address."""
MOST_SORTED = 100
"""Options of a menu in Slack."""


def form(tell: Teller, title: str, made: Sequence[b.Block], callback: str, metadata: str) -> View:
    """A window with a button that keeps what it says."""
    return b.modal(
        tell.plain(title),
        made,
        callback_id=callback,
        submit=tell.plain("save"),
        close=tell.plain("cancel"),
        metadata=metadata,
    )


def collection(tell: Teller, callback: str, metadata: str, initial: str = "", leads: str = "") -> View:
    """What a collection is called, and where shared links of its pieces lead."""
    text = b.text_input(
        "name", initial=initial or None, placeholder=tell.plain("name-hint"), limit=NAME_LIMIT
    )
    title = "rename-title" if initial else "new-title"
    made = [b.field(tell.plain("name"), text, "name"), leads_field(tell, "leads-of", leads)]
    return form(tell, title, made, callback, metadata)


def leads_field(tell: Teller, called: str, initial: str) -> b.Block:
    """An address that shared links lead to, or none."""
    address = b.text_input(
        LEADS, initial=initial or None, placeholder="https://shop.example/tea", limit=TARGET_LIMIT
    )
    return b.field(
        tell.plain(f"{called}-field"), address, LEADS, optional=True, hint=tell.plain(f"{called}-hint")
    )


def members(tell: Teller, slug: str, metadata: str) -> View:
    """Pieces to put into a collection."""
    menu = {
        "type": "multi_external_select",
        "action_id": encode(AREA, "find"),
        "placeholder": b.plain(tell.plain("choose"), 150),
        "min_query_length": 0,
        "max_selected_items": MOST_AT_ONCE,
    }
    made = [b.field(tell.plain("pieces-field"), menu, "pieces", hint=tell.plain("pieces-hint"))]
    return form(tell, "add-title", made, encode(AREA, "added", extra=(slug,)), metadata)


def moment(
    tell: Teller, verb: str, item_id: int, metadata: str, initial: datetime | None, *, optional: bool
) -> View:
    """Until when a piece comes first, or waits."""
    picker: b.Block = {"type": "datetimepicker", "action_id": "until"}
    if initial is not None:
        picker["initial_date_time"] = int(initial.timestamp())
    field = b.field(
        tell.plain(f"{verb}-until"), picker, "until", optional=optional, hint=tell.plain(f"{verb}-hint")
    )
    return form(tell, f"{verb}-title", [field], encode(AREA, f"{verb}_save", item_id), metadata)


def limit(tell: Teller, callback: str, metadata: str, initial: Limit | None, *, least: int = 1) -> View:
    """How many shares within how many days."""
    shares = inputs.number(
        "shares", least=least, most=LARGEST_LIMIT, initial=initial.shares if initial else None
    )
    days = inputs.number("days", least=1, most=LONGEST_DAYS, initial=initial.days if initial else 7)
    hint = tell.plain("shares-hint") if least == 0 else None
    made = [
        b.field(tell.plain("shares-field"), shares, "shares", hint=hint),
        b.field(tell.plain("days-field"), days, "days"),
    ]
    return form(tell, "limit-title", made, callback, metadata)


def sorting(
    tell: Teller, item_id: int, metadata: str, rows: Sequence[Collection], chosen: Sequence[int]
) -> View:
    """The collections that a piece is in."""
    options = [b.option(clean_line(row.name, NAME), str(row.id)) for row in rows[:MOST_SORTED]]
    menu: b.Block = {
        "type": "multi_static_select",
        "action_id": "collections",
        "placeholder": b.plain(tell.plain("choose-collections"), 150),
        "options": options,
    }
    initial = [one for one in options if int(one["value"]) in chosen]
    if initial:
        menu["initial_options"] = initial
    made = [b.field(tell.plain("do-collections"), menu, "collections", optional=True)]
    return form(tell, "sort-title", made, encode(AREA, "sorted", item_id), metadata)

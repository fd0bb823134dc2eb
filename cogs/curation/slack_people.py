"""People in the window of how the programme goes: who shared, who faded, and what a manager may do for them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ambassadors.activity.queries import Activity
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.texts import Markup
from bot.kernel.text import clean_line
from cogs.curation.overview import Goes
from cogs.curation.slack_view import AREA, Notice
from cogs.curation.telling import NAME, Teller

LISTED = 10


def told(tell: Teller, notice: Notice) -> list[b.Block]:
    """What was just done, and how it is taken back where it was celebrating somebody."""
    sign = ":warning:" if notice.problem else ":white_check_mark:"
    button = None
    if notice.badge is not None:
        button = b.button(tell.plain("undo"), encode(AREA, "uncelebrate", notice.badge))
    return [b.section(f"{sign} {b.escape(clean_line(notice.text, 400))}", button)]


def active(tell: Teller, goes: Goes, *, channel: str) -> list[b.Block]:
    """Who shared, each with a button that celebrates them where they stand on the boards."""
    people = goes.active[:LISTED]
    if not people:
        return []
    made = [b.section(f"*{tell.say('active')}*")]
    for one in people:
        said, button = _person(tell, one), None
        badge = goes.celebrated.get(one.ambassador_id)
        if badge is not None:
            said = f"{said} · {tell.say('celebrated')}"
            called = f"{tell.plain('lift')}: {clean_line(one.name, 30)}"
            button = b.button(tell.plain("lift"), encode(AREA, "uncelebrate", badge), label=called)
        elif channel and one.ambassador_id in goes.celebrable:
            text = tell.plain("celebrate")
            called = f"{text} {clean_line(one.name, 30)}"
            button = b.button(text, encode(AREA, "celebrate", one.ambassador_id), label=called)
        made.append(b.section(said, button))
    made += _more(tell, max(goes.sharing, len(goes.active)))
    if not channel:
        made.append(b.context(tell.say("celebrate-nowhere")))
    elif any(one.ambassador_id not in goes.celebrable for one in people):
        made.append(b.context(tell.say("celebrate-boards")))
    return made


def faded(tell: Teller, goes: Goes) -> list[b.Block]:
    """Who shared nothing for a while, each with a button that has them asked kindly."""
    people = goes.faded[:LISTED]
    if not people:
        return []
    made = [b.section(f"*{tell.say('faded')}*"), b.context(tell.say("remind-about"))]
    for one in people:
        said, button = _idle(tell, one), None
        at = goes.reminded.get(one.ambassador_id)
        if at is not None:
            said = f"{said} · {tell.say('reminded', day=Markup(b.day(at)))}"
        else:
            text = tell.plain("remind")
            called = f"{text} {clean_line(one.name, 30)}"
            button = b.button(text, encode(AREA, "remind", one.ambassador_id), label=called)
        made.append(b.section(said, button))
    return [*made, *_more(tell, max(goes.pulse.faded, len(goes.faded)))]


def _more(tell: Teller, total: int) -> Sequence[b.Block]:
    return [b.context(tell.say("more", count=total - LISTED))] if total > LISTED else []


def _name(one: Activity) -> str:
    return b.isolate(clean_line(one.name, NAME) or "…")


def _person(tell: Teller, one: Activity) -> str:
    return f"{_name(one)}: {tell.say('did', shares=one.shares, visitors=one.visitors)}"


def _idle(tell: Teller, one: Activity) -> str:
    if one.shared_at is None:
        return f"{_name(one)}: {tell.say('never-shared', joined=Markup(b.day(one.joined_at)))}"
    return f"{_name(one)}: {tell.say('last-shared', day=Markup(b.day(one.shared_at)))}"

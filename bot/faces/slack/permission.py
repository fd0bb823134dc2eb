"""How a permission stands, as a line of mrkdwn: on cards, and above the permission window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from bot.faces.item_view import AskView, ClearedView, CreatorView
from bot.faces.permissions import CLEARANCES, days_words, uses_words, way_words
from bot.faces.slack import blocks as b
from bot.kernel.text import clean_line

NOTE_SHOWN = 150
ANSWER_SHOWN = 200
_SIGNS = {
    "draft": ":pencil2:",
    "asked": ":outbox_tray:",
    "reminded": ":outbox_tray:",
    "answered": ":speech_balloon:",
    "granted": ":white_check_mark:",
    "declined": ":x:",
    "expired": ":hourglass:",
    "withdrawn": ":no_entry_sign:",
    "superseded": ":arrows_counterclockwise:",
}
_WORDS = {"draft": "drafted"}
_OUT = ("asked", "reminded")
_DELIVERY = {
    "wanted": "on its way",
    "sending": "on its way",
    "failed": ":warning: it could not be sent",
    "unknown": ":warning: nobody knows whether it went out",
}


def permission_line(ask: AskView) -> str:
    """How the request stands: who, when, by which way, what happens next, what was said and what it covers. Nothing
    in it depends on the time at which it is drawn."""
    if ask.taken_down is not None:
        down = f":no_entry: *Taken down* · {b.moment(ask.taken_down)} · shown nowhere of ours"
        return f"{down}\n{permission_line(replace(ask, taken_down=None))}" if ask.begun else down
    line = f"{_SIGNS.get(ask.status, ':speech_balloon:')} Permission {b.escape(_WORDS.get(ask.status, ask.status))}"
    if ask.by_name:
        line += f" by {b.isolate(clean_line(ask.by_name, 60))}"
    parts = [line, *([b.moment(ask.at)] if ask.at else []), *_more(ask)]
    if ask.note:
        parts.append(b.isolate(clean_line(ask.note, NOTE_SHOWN)))
    if ask.renewal is not None:
        parts.append(f"\n{renewal_line(ask.renewal)}")
    return " · ".join(parts).replace(" · \n", "\n")


def cleared_line(creator: CreatorView) -> str:
    """That nobody need ask this creator: why, for what, from when until when."""
    return "\n".join(f":handshake: {_cleared(one)}" for one in creator.cleared[:3])


def _cleared(one: ClearedView) -> str:
    kind = CLEARANCES.get(one.kind, one.kind)
    ends = f" until {last_day(one.ends_at)}" if one.ends_at is not None else ""
    return f"{b.escape(kind)}: {uses_words(one.uses)} · from {day(one.starts_at)}{ends}"


def last_day(ends: datetime) -> str:
    """The last day before an end, in the reader's time zone."""
    return day(ends - timedelta(seconds=1))


def day(moment: datetime) -> str:
    return f"<!date^{int(moment.timestamp())}^{{date_short}}|{moment.strftime('%d %b %Y')}>"


def renewal_line(ask: AskView) -> str:
    """The request to go on, beside a licence that runs."""
    return permission_line(ask).replace("Permission ", "Renewal ", 1)


def _more(ask: AskView) -> Iterator[str]:
    if ask.status in _OUT:
        yield from _on_its_way(ask)
    if ask.status in ("answered", "declined", "withdrawn", "granted") and ask.answer:
        yield f"“{b.isolate(clean_line(ask.answer, ANSWER_SHOWN))}”"
    if ask.status == "answered":
        yield "a person has to decide"
    if ask.status == "granted":
        yield from covers(ask)


def _on_its_way(ask: AskView) -> Iterator[str]:
    if way := way_words(ask.channel):
        yield way
    if said := _DELIVERY.get(ask.delivery):
        yield said
    yield from comes_next(ask)


def comes_next(ask: AskView) -> Iterator[str]:
    """What happens by itself while nobody answers."""
    if ask.status == "asked" and ask.remind_at is not None:
        yield f"reminder on {b.day(ask.remind_at)}"
    if ask.ends_at is not None:
        yield f"expires on {b.day(ask.ends_at)}"


def covers(ask: AskView) -> Iterator[str]:
    """What a permission allows, or a request asks for."""
    if ask.uses:
        yield f"for {b.escape(uses_words(ask.uses) or ', '.join(ask.uses))}"
    yield b.isolate(clean_line(ask.territory, 80)) if ask.territory.strip() else "worldwide"
    if ask.until is not None:
        yield f"until {b.day(ask.until)}"
    else:
        yield f"for {days_words(ask.days)}" if ask.days else "until they take it back"
    if credit := clean_line(ask.credit, 120):
        yield f"credit {b.isolate(credit)}"

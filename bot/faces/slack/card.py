"""An item as a Slack message: whole while it waits, one paragraph once it is decided.

Nothing here depends on the time of drawing, so an unchanged item gives an unchanged message and needs no edit.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import orjson

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.item_view import AskView, CreatorView, FlagView, ItemView, MediaView, NoteView
from bot.faces.slack import blocks as b
from bot.faces.slack.permission import cleared_line, permission_line
from bot.kernel.hosts import is_private_host
from bot.kernel.text import clean_line, truncate
from bot.review.rules import Action, Status

TEXT_SHOWN = 500  # characters of an item's text on its card; the rest opens on demand
FLAGS_SHOWN = 3
NOTE_SHOWN = 150
UNKNOWN_CREATOR = "*The platform does not say who wrote this*"
_NONCE = "#"
_SIGNS = {4: ":no_entry:", 3: ":warning:", 2: ":small_orange_diamond:", 1: ":information_source:"}
_STATUS_SIGNS = {
    Status.APPROVED: ":white_check_mark:",
    Status.REJECTED: ":x:",
    Status.ESCALATED: ":raising_hand:",
    Status.CLOSED: ":wastebasket:",
}

UNASKED = ("none", "", "draft")  # what a decided card says nothing of

_NO_PREVIEW = {  # what the reason says, and what a moderator needs to know of it
    "address guard": "its address is not allowed",
    "(404)": "it is gone",
    "(410)": "it is gone",
    "could not be fetched": "it could not be fetched",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message ready to be sent. ``text`` is what notifications and screen readers say."""

    text: str
    blocks: list[b.Block]
    digest: str = field(default="")

    def payload(self) -> dict[str, Any]:
        """The arguments of chat.postMessage and chat.update beside the place."""
        return {"text": self.text, "blocks": self.blocks, "unfurl_links": False, "unfurl_media": False}


def draw(text: str, made: list[b.Block]) -> Drawn:
    """Fit the message to send and to compare: the digest leaves out what only makes block ids fresh."""
    stable = [
        {**one, "block_id": str(one["block_id"]).split(_NONCE)[0]} if "block_id" in one else one
        for one in made
    ]
    raw = orjson.dumps([text, stable], option=orjson.OPT_SORT_KEYS)
    return Drawn(b.cut(text, 2000), made, hashlib.sha256(raw).hexdigest()[:32])


def card(item: ItemView, files: Mapping[int, str] | None = None, nonce: str = "") -> Drawn:
    """The item's message in its channel. ``files`` maps media to pictures uploaded to Slack; ``nonce`` makes
    the menus forget what was chosen in them."""
    if item.gone:
        return draw(*_gone(item))
    if item.waiting:
        made = [*content(item, files or {}), buttons(item, nonce)]
        if item.status is Status.ESCALATED:
            made.insert(0, b.section(escalation(item)))
        return draw(summary_line(item), made)
    return draw(_decided_text(item), [b.section(_decided_text(item)), *_after(item)])


def content(
    item: ItemView, files: Mapping[int, str], *, whole: bool = False, pictures: int = 1
) -> list[b.Block]:
    """What was found: who, where, text, picture, flags, why. ``whole`` shows all of the text."""
    if item.gone:
        return _gone(item)[1]
    made = [b.section(_heading(item))]
    if item.title:
        made.append(b.section(f"*{b.isolate(clean_line(item.title, 300))}*"))
    made += _text(item, whole=whole)
    made += _media(item, files, pictures)
    if flags := _flags(item, all_of_them=whole):
        made.append(b.section(flags))
    if item.note:
        made.append(b.section(_note(item.note)))
    if item.ask and item.ask.told:
        made.append(b.context(permission_line(item.ask)))
    if item.creator and item.creator.cleared:
        made.append(b.context(cleared_line(item.creator)))
    made.append(b.context(_origin(item), _standing(item)))
    return made


def summary_line(item: ItemView) -> str:
    """One line for notifications and lists."""
    who = f" by {b.isolate(clean_line(item.creator.label, 60))}" if item.creator else ""
    said = clean_line(item.text or item.title or "", 150)
    return f"{b.escape(_kind_line(item))}{who}{f': {b.isolate(said)}' if said else ', without its text'}"


def when(moment: datetime) -> str:
    """A time in the reader's own time zone."""
    return b.moment(moment)


def decision_line(item: ItemView) -> str:
    """Who decided what and when."""
    status = words.STATUSES[item.status]
    line = f"{_STATUS_SIGNS.get(item.status, '')} *{status}*"
    if item.decided_by:
        line += f" by {b.person(item.decided_by, item.decided_by_name)}"
    if item.decided_at:
        line += f" · {when(item.decided_at)}"
    if item.reason and item.status in (Status.REJECTED, Status.CLOSED):
        line += f" · {b.isolate(clean_line(item.reason, 200))}"
    return line


def _heading(item: ItemView) -> str:
    second = [b.link(item.url, _kind_line(item)) if item.url else b.escape(_kind_line(item))]
    if item.rating is not None:
        second.append(words.rating_words(item.rating, item.rating_scale))
    if metrics := words.metric_words(dict(item.metrics)):
        second.append(b.escape(metrics))
    nobody = "*Nobody has said yet who made this*" if words.by_hand(item.why) else UNKNOWN_CREATOR
    return f"{_creator(item.creator) if item.creator else nobody}\n{' · '.join(second)}"


def _kind_line(item: ItemView) -> str:
    kind = words.kind_word(item.kind)
    if item.platform == item.kind:  # a podcast, a blog: the place says nothing more
        return kind
    return f"{kind} on {words.platform_word(item.platform)}"


def _creator(creator: CreatorView) -> str:
    line = f"*{b.link(creator.url, clean_line(creator.label, 80))}*"
    if creator.handle and creator.handle != creator.label:
        line += f" {b.isolate('@' + clean_line(creator.handle, 80).lstrip('@'))}"
    if creator.followers is not None:
        line += f" · {words.number(creator.followers)} followers"
    return line


def _text(item: ItemView, *, whole: bool) -> list[b.Block]:
    if not item.text:
        return []
    if whole:
        return [b.written(piece) for piece in b.chunks(item.text[:60_000])]
    return [b.written(truncate(item.text, TEXT_SHOWN))]


def _media(item: ItemView, files: Mapping[int, str], pictures: int) -> list[b.Block]:
    if not item.media:
        return []
    if item.media_hidden:
        by = f" by {b.isolate(item.media_hidden_by)}" if item.media_hidden_by else ""
        return [b.context(f":see_no_evil: Media hidden{by}. The menu shows it again.")]
    shown = [media for media in item.media if media.id in files][:pictures]
    made = [b.image(_alt(item, media), slack_file=files[media.id]) for media in shown]
    line = _media_line(item, shown)
    return [*made, b.context(line)] if line else made


def _alt(item: ItemView, media: MediaView) -> str:
    described = clean_line(media.alt or "", 1500)
    return described or f"{media.kind.capitalize()} without a description, from {_kind_line(item).lower()}"


def _media_line(item: ItemView, shown: list[MediaView]) -> str:
    """What a person can't see here: more pictures, videos, previews that failed."""
    parts: list[str] = []
    hidden = len(item.media) - len(shown)
    if shown and hidden:
        parts.append(f"and {hidden} more")
    first = item.media[0]
    if shown and shown[0].kind != "image":
        parts.append(f"preview of {b.link(shown[0].url, f'a {shown[0].kind}')}")
    if not shown:
        failed = first.state in ("failed", "gone")
        url = None if failed and _leads_nowhere(first.url) else first.url
        parts.append(b.link(url, f"{len(item.media)} {first.kind}{'s' if hidden > 1 else ''}"))
        if failed:
            parts.append(f"no preview: {b.escape(_why_no_preview(first))}")
        elif first.state == "pending" and first.kind != "audio":
            parts.append("preview follows")
    return f":frame_with_picture: {' · '.join(parts)}" if parts else ""


def _leads_nowhere(url: str) -> bool:
    """An address of a private network: of no use to the team, and not to be clicked by anybody."""
    try:
        return is_private_host(urlsplit(url).hostname or "")
    except ValueError:
        return True


def _why_no_preview(media: MediaView) -> str:
    """The reason in a few words; addresses and hosts are for the log."""
    problem = clean_line(media.problem or "", 1000)
    for sign, told in _NO_PREVIEW.items():
        if sign in problem:
            return told
    return "it could not be fetched" if re.search(r"(?i)[a-z]://", problem) else truncate(problem, 100)


def _flags(item: ItemView, *, all_of_them: bool) -> str:
    flags = item.worries
    shown = flags if all_of_them else flags[:FLAGS_SHOWN]
    lines = [flag_line(flag) for flag in shown[:15]]
    if len(flags) > len(lines):
        lines.append(f"and {len(flags) - len(lines)} more")
    return "\n".join(lines)


def flag_line(flag: FlagView) -> str:
    """Sign, severity as a word, and the reason."""
    sign = _SIGNS.get(flag.severity, "")
    return (
        f"{sign} *{words.SEVERITIES.get(flag.severity, 'Notice')}* {b.isolate(clean_line(flag.reason, 180))}"
    )


def _origin(item: ItemView) -> str:
    """Why it was found, when it was made, in which language."""
    parts = [f"Item {item.item_id}"]
    why = [(how, clean_line(what, 60)) for how, what in item.why[:3] if how != "contest" or not item.entries]
    came, found = words.origin_words(why)
    if found:
        parts.append(f"{came[:1].lower()}{came[1:]} {b.isolate(found)}")
    if item.published_at:
        parts.append(f"posted {when(item.published_at)}")
    else:
        parts.append(f"found {when(item.found_at)}")
    if language := words.language_word(item.language):
        parts.append(b.escape(language))
    if item.version > 1:
        parts.append(f"edited {item.version - 1}×" if item.version > 2 else "edited once")
    elsewhere = [one for one in item.sightings if one[1] != item.url][:3]
    if elsewhere:
        parts.append(f"also on {', '.join(b.link(url, words.platform_word(at)) for at, url in elsewhere)}")
    return " · ".join(parts)


def _standing(item: ItemView) -> str:
    """Facts, campaigns and what was mended while reading it."""
    facts = [b.isolate(clean_line(flag.reason, 120)) for flag in item.flags if flag.severity <= 1][:2]
    parts = [
        f":trophy: number {one.number} in {b.isolate(clean_line(one.contest, 60))}"
        for one in item.entries[:3]
    ]
    parts += [f"campaign {b.isolate(clean_line(name, 60))}" for name in item.campaigns[:3]]
    parts += [b.isolate(clean_line(note, 120)) for note in item.notes[:2]]
    return " · ".join([*parts, *facts])


def buttons(
    item: ItemView, nonce: str, open_now: frozenset[Action] | None = None, *, in_modal: bool = False
) -> b.Block:
    """The row of buttons and the menu. ``open_now`` leaves out what this person may not do; without it the row
    is the one that everybody sees."""
    open_now = item.actions() if open_now is None else open_now
    row: list[b.Block] = []
    if Action.APPROVE in open_now:
        row.append(_button("Approve", item, "review", "approve", style="primary"))
    if Action.REJECT in open_now:
        row.append(_button("Reject…", item, "review", "reject", style="danger"))
    if Action.ASKED in open_now:
        row.append(_button(ask_word(item), item, "ask", "open"))
    if item.status is not Status.QUEUED and Action.UNDO in open_now:
        row.append(_button("Undo", item, "review", "undo"))
    if len(item.text) > TEXT_SHOWN and not in_modal:
        row.append(_button("Show all", item, "review", "details"))
    row.append(b.select(_id(item, "review", "menu"), "More…", menu(item, open_now)))
    return b.actions(row, b.fresh(f"card:{item.item_id}", nonce))


def menu(item: ItemView, open_now: frozenset[Action]) -> list[b.Block]:
    """The options that are open now. Each option's value is the action it stands for."""
    offered = [
        (Action.ESCALATE, "Escalate to a person…", "escalate"),
        (Action.NOTE, "Add note…", "note"),
        (Action.CAMPAIGN, "Add to campaign…", "campaign"),
    ]
    options = [
        b.option(text, _id(item, "review", verb)) for action, text, verb in offered if action in open_now
    ]
    if item.media and not item.gone and Action.HIDE_MEDIA in open_now:
        text, verb = ("Show media", "show_media") if item.media_hidden else ("Hide media", "hide_media")
        options.append(b.option(text, _id(item, "review", verb)))
    options.append(b.option("History", _id(item, "review", "history")))
    if item.creator and not item.gone:
        options.append(b.option("About this creator", _id(item, "creators", "about")))
    if item.ask is not None and item.ask.told:
        options.append(b.option("Rights: the record…", _id(item, "rights", "open")))
    if item.status is Status.APPROVED and not item.gone:
        options.append(b.option("For ambassadors…", _id(item, "curation", "item")))
    if item.creator and Action.BLOCK_CREATOR in open_now:
        text, verb = ("Unblock creator", "unblock") if item.creator.blocked else ("Block creator…", "block")
        options.append(b.option(text, _id(item, "review", verb)))
    return options


def ask_word(item: ItemView) -> str:
    """What the button of the permission window says: there is nothing to ask once somebody has."""
    return "Permission…" if item.ask and item.ask.begun else "Ask permission…"


def _note(note: NoteView) -> str:
    by = b.isolate(clean_line(note.by_name, 60))
    return f":memo: Note by {by}: {b.isolate(clean_line(note.text, NOTE_SHOWN))}"


def escalation(item: ItemView) -> str:
    """Who handed it on, to whom, and what they wanted known."""
    to = f" to {b.mention(item.escalated_to)}" if item.escalated_to else ""
    return f"{decision_line(item)}{to}" + (
        f"\n>{b.isolate(clean_line(item.reason, 300))}" if item.reason else ""
    )


def _decided_text(item: ItemView) -> str:
    what = b.link(item.url, _kind_line(item)) if item.url else b.escape(_kind_line(item))
    who = f" by {b.isolate(clean_line(item.creator.label, 60))}" if item.creator else ""
    said = clean_line(item.title or item.text, 80)
    snippet = f": {b.isolate(said)}" if said else ""
    extra = f"\n{permission_line(item.ask)}" if item.ask and _says(item.ask) else ""
    cleared = f"\n{cleared_line(item.creator)}" if item.creator and item.creator.cleared else ""
    return f"{decision_line(item)}\n{what}{who}{snippet} · item {item.item_id}{extra}{cleared}"


def _says(ask: AskView) -> bool:
    return ask.status not in UNASKED or ask.taken_down is not None


def _after(item: ItemView) -> list[b.Block]:
    open_now = item.actions()
    row: list[b.Block] = []
    if Action.UNDO in open_now:
        row.append(_button("Undo", item, "review", "undo"))
    if Action.ASKED in open_now and item.status is Status.APPROVED:
        row.append(_button(ask_word(item), item, "ask", "open"))
    if item.status is Status.CLOSED and item.creator and item.creator.blocked:
        row.append(_button("Unblock creator", item, "review", "unblock"))
    row.append(_button("Details", item, "review", "details"))
    return [b.actions(row)]


def _gone(item: ItemView) -> tuple[str, list[b.Block]]:
    """Deleted or withdrawn: nothing of it may be shown any more, not even who made it."""
    how = words.LIVES.get(item.life, words.LIVES["deleted"])
    at = f" · {when(item.ended_at)}" if item.ended_at else ""
    text = f":wastebasket: *{b.escape(_kind_line(item))}* was {how}{at}. Nothing of it is shown any more."
    if item.status in (Status.APPROVED, Status.REJECTED):
        by = b.person(item.decided_by or "", item.decided_by_name)
        text += f"\nIt had been {words.STATUSES[item.status].lower()} by {by}."
    row = [_button("History", item, "review", "history")]
    return text, [b.section(text), b.actions(row)]


def _id(item: ItemView, area: str, verb: str) -> str:
    return encode(area, verb, item.item_id, item.revision)


def _button(text: str, item: ItemView, area: str, verb: str, style: str | None = None) -> b.Block:
    label = None
    if item.creator and not item.gone:
        label = clean_line(f"{text.rstrip('…')}: {_kind_line(item)} by {item.creator.label}", 75)
    return b.button(text, _id(item, area, verb), style=style, label=label)

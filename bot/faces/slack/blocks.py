"""Builders for Slack's blocks: plain dictionaries, escaped and cut to Slack's limits in one place.

Limits are those of https://docs.slack.dev/reference/block-kit. Everything a stranger wrote goes through
``escape`` before it becomes mrkdwn; plain_text needs none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.kernel.text import truncate

Block = dict[str, Any]
SECTION = 3000
OPTION = 75
MODAL_TITLE = 24
# Invisible, and keeps right-to-left text from reordering what stands around it (Unicode isolates).
ISOLATE_START, ISOLATE_END = "\u2068", "\u2069"
_DIRECTION_MARKS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")
# Slack reads *bold*, _italic_, ~strike~, `code`, a leading > and :emoji: in mrkdwn and has no escape for them.
# Signs that would format become ones that look the same; within a word they format nothing and stay.
_FORMAT = re.compile(r"(?<!\w)[*_~`]|[*_~`](?!\w)")
_LOOKALIKES = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"})
_LEADING = re.compile(r"^(?=&gt;)|(?<=:)(?=[a-z0-9_+-]+:)", re.MULTILINE)
WORD_JOINER = "\u2060"


def escape(text: str) -> str:
    """Text as mrkdwn that shows what was written: no mention, link, formatting or emoji takes effect."""
    cleaned = _DIRECTION_MARKS.sub("", text)
    safe = cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    unformatted = _FORMAT.sub(lambda sign: sign.group().translate(_LOOKALIKES), safe)
    return _LEADING.sub(WORD_JOINER, unformatted)


def isolate(text: str) -> str:
    """Escaped text whose direction stays its own, for names and texts amid our sentences."""
    return f"{ISOLATE_START}{escape(text)}{ISOLATE_END}"


def cut(escaped: str, limit: int = SECTION) -> str:
    """Escaped text cut without splitting an ``&amp;``."""
    if len(escaped) <= limit:
        return escaped
    return re.sub(r"&[a-z]{0,3}$", "", escaped[: limit - 1]) + "…"


def safe_url(url: str | None) -> str | None:
    """The address if it is one a card may link to: http or https, fit to stand in ``<url|label>``."""
    if not url or len(url) > 2000:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc or re.search(r"[\s<>|\x00-\x1f]", url):
        return None
    return url


def link(url: str | None, label: str) -> str:
    """A link in mrkdwn, or the label alone where the address is not fit to be one."""
    address = safe_url(url)
    if address is None:
        return escape(label)
    return f"<{address.replace('&', '&amp;')}|{escape(label).replace('|', '¦')}>"


def mention(user_id: str) -> str:
    """A team member by id, shown by name. In a card this notifies nobody who isn't told otherwise."""
    return f"<@{user_id}>" if re.fullmatch(r"[UW][A-Z0-9]{2,20}", user_id) else escape(user_id)


def person(user_id: str, name: str | None = None) -> str:
    """Who did something: the name that was recorded, so that re-drawing a card mentions nobody anew."""
    return f"*{isolate(name)}*" if name else mention(user_id)


def moment(at: datetime, shown: str = "{date_short_pretty} {time}") -> str:
    """A time in the reader's own time zone."""
    return f"<!date^{int(at.timestamp())}^{shown}|{at.strftime('%d %b %Y %H:%M UTC')}>"


def day(at: datetime) -> str:
    """The day of it, in the reader's own time zone."""
    return moment(at, "{date_short}")


def fresh(block_id: str, nonce: str) -> str:
    """A block id that Slack takes for a new block, so that what was chosen or typed in it is forgotten."""
    return f"{block_id}#{nonce}"


def plain(text: str, limit: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": truncate(text, limit) or " ", "emoji": True}


def mrkdwn(text: str, limit: int = SECTION) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": cut(text, limit) or " ", "verbatim": True}


def written(text: str, block_id: str | None = None) -> Block:
    """A paragraph somebody outside wrote, shown letter by letter: plain text knows no markup or mention."""
    shown = {"type": "plain_text", "text": truncate(_DIRECTION_MARKS.sub("", text), SECTION) or " "}
    return _block("section", block_id, text={**shown, "emoji": False})


def section(text: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph of mrkdwn that is already escaped."""
    return _block("section", block_id, text=mrkdwn(text), accessory=accessory)


def context(*texts: str) -> Block:
    """Small print; at most ten parts."""
    return {"type": "context", "elements": [mrkdwn(text, 2000) for text in texts[:10] if text]}


def header(text: str) -> Block:
    return {"type": "header", "text": plain(text, 150)}


def divider() -> Block:
    return {"type": "divider"}


def actions(elements: Sequence[Block], block_id: str | None = None) -> Block:
    """A row of buttons and menus; at most 25."""
    return _block("actions", block_id, elements=list(elements))


def image(alt: str, *, slack_file: str | None = None, url: str | None = None) -> Block:
    """A picture: a file of ours in Slack, or an address."""
    source = {"slack_file": {"id": slack_file}} if slack_file else {"image_url": url}
    return {"type": "image", "alt_text": truncate(alt, 2000) or "Picture", **source}


def button(
    text: str,
    action_id: str,
    *,
    value: str | None = None,
    style: str | None = None,
    url: str | None = None,
    confirm: Block | None = None,
    label: str | None = None,
) -> Block:
    """A button; ``label`` is what a screen reader says in place of the text."""
    made: Block = {"type": "button", "text": plain(text, 75), "action_id": action_id}
    optional = {"value": value, "style": style, "url": safe_url(url), "confirm": confirm}
    made.update({key: given for key, given in optional.items() if given is not None})
    if label:
        made["accessibility_label"] = truncate(label, 75)
    return made


def confirm(title: str, text: str, yes: str, *, danger: bool = False, no: str = "Cancel") -> Block:
    asked: Block = {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }
    return {**asked, "style": "danger"} if danger else asked


def option(text: str, value: str) -> Block:
    return {"text": plain(text, OPTION), "value": value}


def select(
    action_id: str, placeholder: str, options: Sequence[Block], *, initial: str | None = None
) -> Block:
    """A menu of at most 100 options."""
    made: Block = {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, 150),
        "options": list(options)[:100],
    }
    chosen = next((one for one in made["options"] if one["value"] == initial), None)
    return {**made, "initial_option": chosen} if chosen else made


def radio(action_id: str, options: Sequence[Block], *, initial: str | None = None) -> Block:
    """At most ten options of which one is chosen."""
    made: Block = {"type": "radio_buttons", "action_id": action_id, "options": list(options)[:10]}
    chosen = next((one for one in made["options"] if one["value"] == initial), None)
    return {**made, "initial_option": chosen} if chosen else made


def people_select(action_id: str, placeholder: str, people: Mapping[str, str]) -> Block:
    """A menu of these people, by id with their names; of the whole workspace where it isn't known who they are."""
    if people:
        return select(action_id, placeholder, [option(name, user_id) for user_id, name in people.items()])
    return {"type": "users_select", "action_id": action_id, "placeholder": plain(placeholder, 150)}


def text_input(
    action_id: str,
    *,
    multiline: bool = False,
    initial: str | None = None,
    placeholder: str | None = None,
    limit: int = SECTION,
) -> Block:
    made: Block = {
        "type": "plain_text_input",
        "action_id": action_id,
        "multiline": multiline,
        "max_length": limit,
    }
    if initial:
        made["initial_value"] = truncate(initial, limit)
    return {**made, "placeholder": plain(placeholder, 150)} if placeholder else made


def field(
    label: str, element: Block, block_id: str, *, optional: bool = False, hint: str | None = None
) -> Block:
    """An input of a modal with its label."""
    made = _block("input", block_id, label=plain(label, 2000), element=element, optional=optional)
    return {**made, "hint": plain(hint, 2000)} if hint else made


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str | None = None,
    close: str = "Cancel",
    metadata: str = "",
    notify_on_close: bool = False,
) -> dict[str, Any]:
    """A modal; at most 100 blocks."""
    view: dict[str, Any] = {
        "type": "modal",
        "title": plain(title, MODAL_TITLE),
        "close": plain(close, MODAL_TITLE),
        "callback_id": callback_id,
        "private_metadata": metadata,
        "notify_on_close": notify_on_close,
        "blocks": list(blocks)[:100],
    }
    return {**view, "submit": plain(submit, MODAL_TITLE)} if submit else view


def chunks(text: str, limit: int = SECTION) -> list[str]:
    """Text in pieces that each fit a section, cut at line breaks or spaces where there are any."""
    pieces: list[str] = []
    rest = text
    while rest:
        piece = rest[:limit]
        if len(rest) > limit:
            at = max(piece.rfind("\n"), piece.rfind(" "))
            piece = piece[: at + 1] if at > limit // 2 else piece
        pieces.append(piece)
        rest = rest[len(piece) :]
    return pieces


def _block(kind: str, block_id: str | None, **values: Any) -> Block:
    made: Block = {"type": kind}
    if block_id:
        made["block_id"] = block_id
    made.update({key: value for key, value in values.items() if value is not None})
    return made


def search_text(blocks: Sequence[Mapping[str, Any]]) -> str:
    """Every text in the blocks, one a line; for notifications and for tests."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, Mapping):
            if value.get("type") in ("mrkdwn", "plain_text") and isinstance(value.get("text"), str):
                found.append(value["text"])
            else:
                for part in value.values():
                    walk(part)
        elif isinstance(value, Sequence) and not isinstance(value, str):
            for part in value:
                walk(part)

    walk(list(blocks))
    return "\n".join(found)

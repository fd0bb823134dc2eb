"""Rich text: sections, lists, quotes and preformatted text, and what stands in them."""

from __future__ import annotations

from typing import Any

from bot.playground.slack.validate.shapes import (
    Check,
    Problems,
    anything,
    boolean,
    listing,
    number,
    one_of,
    shape,
    text,
    typed,
)

MARKS: dict[str, Check] = dict.fromkeys(
    ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
)
LOOK = shape(MARKS)
NAME = text(255, 1)


def _piece(fields: dict[str, Check], required: tuple[str, ...]) -> Check:
    return shape({"type": anything, "style": LOOK, **fields}, required)


PIECES: dict[str, Check] = {
    "text": _piece({"text": text(12_000, 1)}, ("text",)),
    "link": _piece({"url": text(3000, 1), "text": text(3000), "unsafe": boolean}, ("url",)),
    "user": _piece({"user_id": NAME}, ("user_id",)),
    "usergroup": _piece({"usergroup_id": NAME}, ("usergroup_id",)),
    "channel": _piece({"channel_id": NAME}, ("channel_id",)),
    "team": _piece({"team_id": NAME}, ("team_id",)),
    "emoji": _piece({"name": NAME, "unicode": text(255), "url": text(3000)}, ("name",)),
    "broadcast": _piece({"range": one_of("here", "channel", "everyone")}, ("range",)),
    "color": _piece({"value": text(20, 1)}, ("value",)),
    "date": _piece(
        {"timestamp": number(0), "format": text(255, 1), "url": text(3000), "fallback": text(255)},
        ("timestamp", "format"),
    ),
}
INSIDE = listing(typed(PIECES, "rich text element"))
BORDER = number(0, 1)

SECTION = shape({"type": anything, "elements": INSIDE}, ("elements",))
PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_quote": shape({"type": anything, "elements": INSIDE, "border": BORDER}, ("elements",)),
    "rich_text_preformatted": shape(
        {"type": anything, "elements": INSIDE, "border": BORDER, "language": text(50)}, ("elements",)
    ),
    "rich_text_list": shape(
        {
            "type": anything,
            "elements": listing(typed({"rich_text_section": SECTION}, "list item")),
            "style": one_of("bullet", "ordered"),
            "indent": number(0, 8),
            "offset": number(0),
            "border": BORDER,
        },
        ("elements", "style"),
    ),
}
RICH_TEXT = shape(
    {"type": anything, "block_id": text(255, 1), "elements": listing(typed(PARTS, "rich text element"))},
    ("elements",),
)


def rich_text(value: Any, at: str, problems: Problems) -> None:
    """A whole ``rich_text`` block."""
    typed({"rich_text": RICH_TEXT}, "block type")(value, at, problems)

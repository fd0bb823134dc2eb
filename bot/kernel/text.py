"""Small helpers for untrusted text that every room needs."""

from __future__ import annotations

import re
import unicodedata

# C0/C1 controls except tab and newline, lone surrogates: they break databases and terminals.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Zero-width characters and direction overrides: invisible, and able to reorder what stands around them.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]"
)
_LOOKED_AT = 8
"""How much of a long text is gone through for one line of it, in lines."""


def strip_controls(text: str) -> str:
    """The text without control characters and lone surrogates; line breaks become ``\\n``."""
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def strip_invisible(text: str) -> str:
    """The text without zero-width characters and direction overrides."""
    return _INVISIBLE.sub("", text)


def clean_line(text: str, limit: int = 200) -> str:
    """One visible line of at most ``limit`` characters: for names, titles and log lines."""
    if len(text) <= limit and text.isascii() and text.isprintable() and text == " ".join(text.split()):
        return text  # most names and titles
    looked_at = limit * _LOOKED_AT
    line = " ".join(strip_invisible(strip_controls(text[:looked_at])).split())
    if len(text) <= looked_at or len(line) > limit:
        return truncate(line, limit)
    return f"{line[: limit - 1].rstrip()}…"  # what else there is was not gone through


def truncate(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last of them an ellipsis where something was cut."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def casefold_text(text: str) -> str:
    """For comparing: compatibility form, case folded, without invisibles, white space collapsed."""
    return " ".join(strip_invisible(unicodedata.normalize("NFKC", text)).casefold().split())

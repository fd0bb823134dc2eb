"""What is to be added, as far as it is known before the person completes it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

NOTE_LIMIT = 300
URL_LIMIT = 2000
_LINK = re.compile(r"<(https?://[^<>|\s]+)(?:\|[^<>]*)?>|(https?://[^\s<>|]+)")
_QUOTE = re.compile(r"^(?:>|&gt;)(.*)$", re.MULTILINE)
_MARKED = re.compile(r"<(?:[@#!][^<>|]*\|?([^<>]*)|([^<>|]+)(?:\|([^<>]*))?)>")


@dataclass(frozen=True, slots=True)
class Draft:
    """An address and what goes with it; travels in the window's metadata. ``text`` only fills the field."""

    url: str
    note: str = ""
    channel: str | None = None
    text: str = ""

    def pack(self) -> str:
        return orjson.dumps({"url": self.url, "note": self.note, "channel": self.channel}).decode()

    @classmethod
    def unpack(cls, metadata: str) -> Draft | None:
        """From the window; None where it can't be read."""
        try:
            found = orjson.loads(metadata or "{}")
            return cls(str(found["url"]), str(found["note"]), found["channel"])
        except (orjson.JSONDecodeError, KeyError, TypeError):
            return None


def from_words(typed: str, channel: str | None) -> Draft:
    """ "URL a note" from the command."""
    url, _, note = typed.strip().partition(" ")
    return Draft(url, note.strip()[:NOTE_LIMIT], channel)


def from_message(message: Mapping[str, Any], author: str, channel: str | None) -> Draft | None:
    """The first link of a message, and what it quotes; None where it has no link.

    What a colleague writes beside the link is theirs and not the creator's: only quoted lines may be the post's.
    """
    text = str(message.get("text") or "")
    links = [match[1] or match[2] for match in _LINK.finditer(text)]
    if not links:
        links = [
            url
            for one in message.get("attachments") or []
            if (url := one.get("original_url") or one.get("from_url"))
        ]
    if not links:
        return None
    quoted = "\n".join(line for match in _QUOTE.finditer(text) if (line := readable(match[1]).strip()))
    return Draft(unescape(str(links[0])), f"seen by {author}"[:NOTE_LIMIT], channel, quoted)


def readable(text: str) -> str:
    """Slack's markup as plain words: mentions and links by their names."""
    return unescape(_MARKED.sub(lambda match: match[1] or match[3] or match[2] or "", text))


def unescape(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

"""What a permission window remembers of itself: it travels in its metadata, and nothing is stored before somebody
saves it. So it works after a restart."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import orjson

from bot.faces.slack.context import Origin
from cogs.ask.view import AskWindow, Mode


@dataclass(frozen=True, slots=True)
class Shown:
    """Which wording the window shows and what it is for. ``suggested`` marks the text it was drawn with."""

    language: str = "en"
    template: str = ""
    turn: int = 0
    suggested: str = ""
    mode: str = Mode.ASK.value
    way: str = ""
    kept: bool = False  # the person was told that their text is about to be replaced
    named: str = ""  # the uses for which the person was shown a line that names them

    @property
    def wording(self) -> tuple[str, str]:
        """The language and the template, as they are kept with what was sent."""
        return self.language, self.template

    def is_own(self, text: str) -> bool:
        """Whether the person changed the text."""
        return bool(text.strip()) and mark(text) != self.suggested


def mark(text: str) -> str:
    """What tells a text from others."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def pack(window: AskWindow, origin: Origin) -> str:
    """Where it began, and what it shows."""
    shown = Shown(mode=window.mode.value)
    if window.letter is not None:
        letter = window.letter
        shown = Shown(
            letter.language,
            letter.template,
            letter.turn,
            letter.suggested,
            window.mode.value,
            letter.way.value,
            letter.kept,
            letter.named,
        )
    return orjson.dumps({**orjson.loads(origin.pack()), "wording": asdict(shown)}).decode()


def unpack(metadata: str) -> Shown:
    """Of a window that was drawn by an older version: English, no template, and what that version was for."""
    found: Any = orjson.loads(metadata or "{}")
    kept: Any = found.get("wording") if isinstance(found, Mapping) else None
    given = kept if isinstance(kept, Mapping) else {}
    return Shown(
        str(given.get("language") or "en"),
        str(given.get("template") or ""),
        int(given.get("turn") or 0),
        str(given.get("suggested") or ""),
        str(given.get("mode") or Mode.ASK.value),
        str(given.get("way") or ""),
        bool(given.get("kept")),
        str(given.get("named") or ""),
    )

"""What a letter says, written once and given as text and as HTML: no picture, no address that isn't shown, and
colours of the reader's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Template

from bot.faces.templating import environment


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph; ``small`` for what stands below all else."""

    words: str
    small: bool = False

    @property
    def kind(self) -> str:
        return "small" if self.small else "words"

    def text(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Facts:
    """A list."""

    lines: Sequence[str]
    kind = "facts"

    def text(self) -> str:
        return "\n".join(f"- {one}" for one in self.lines)


@dataclass(frozen=True, slots=True)
class Link:
    """An address of ours, shown as it is so that everybody sees where it leads."""

    words: str
    url: str
    kind = "link"

    def text(self) -> str:
        return f"{self.words}\n{self.url}"


Part = Words | Facts | Link


def as_text(parts: Sequence[Part]) -> str:
    """For readers of plain text."""
    return "\n\n".join(one.text() for one in parts) + "\n"


def as_html(parts: Sequence[Part], subject: str, language: str) -> str:
    """The same for everybody else. What stands in it is escaped."""
    return _template().render(parts=parts, subject=subject, language=language)


@cache
def _template() -> Template:
    return environment(Path(__file__).parent / "templates").get_template("letter.html")

"""Who makes a digest: what builds the document, and what draws its charts. The composition root says who."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.digests.document import Document, Edition
from bot.digests.faces import Picture
from bot.insights.periods import Period


class Build(Protocol):
    """``bot.digests.building.build``."""

    def __call__(
        self, services: Any, period: Period, *, edition: Edition, language: str, about: str
    ) -> Awaitable[Document]: ...


class Draw(Protocol):
    """``bot.digests.charts.pictures``: the charts, and keys for ``Document.missing``. It never raises."""

    def __call__(self, document: Document) -> Awaitable[tuple[Sequence[Picture], Sequence[str]]]: ...


@dataclass(frozen=True, slots=True)
class Maker:
    """The two, as an outlet."""

    build: Build
    draw: Draw

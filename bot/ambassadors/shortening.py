"""What the programme needs of tracked links; ``bot.links`` has it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.links.service import NewLink

__all__ = ["Clicked", "Clicks", "MadeLink", "NewLink", "Shortener"]


class MadeLink(Protocol):
    """A link as it was made. ``code`` is random."""

    @property
    def id(self) -> int | None: ...
    @property
    def code(self) -> str: ...


class Shortener(Protocol):
    """Makes tracked links, and ends those of somebody."""

    async def make(self, session: AsyncSession, new: NewLink, now: datetime) -> MadeLink: ...
    async def renew(self, session: AsyncSession, link_id: int, new: NewLink) -> bool:
        """Let a link lead and say what ``new`` does. False where it leads nowhere any more."""
        ...

    async def end_of_owner(self, session: AsyncSession, owner: int, why: str, now: datetime) -> int:
        """Let somebody's links lead nowhere any more: how many did."""
        ...

    async def release_owner(self, session: AsyncSession, owner: int, now: datetime) -> None:
        """Let somebody's links be nobody's. Their totals stay."""
        ...

    def address(self, code: str) -> str:
        """What is shared: "https://go.brand.example/s/abc"."""
        ...


class Clicked(Protocol):
    """What a link got so far. ``visitors`` are unique ones, day by day."""

    @property
    def visitors(self) -> int: ...
    @property
    def first_click_at(self) -> datetime | None: ...
    @property
    def last_click_at(self) -> datetime | None: ...


class Clicks(Protocol):
    """Tells which links were clicked."""

    async def totals(self, session: AsyncSession, link_ids: Collection[int]) -> Mapping[int, Clicked]: ...
    async def changed_since(
        self, session: AsyncSession, since: datetime, limit: int
    ) -> tuple[list[int], datetime | None]:
        """Links clicked since then, in the order of their latest click, of those at one moment all; and the moment at
        which the next look begins."""
        ...

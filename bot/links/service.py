"""Making and ending tracked links. Flushes, never commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import NeverWorks
from bot.kernel.targets import checked_target
from bot.kernel.text import clean_line
from bot.links import queries
from bot.links.rules import ALPHABET, CODE_LENGTH
from bot.links.tables import Link
from bot.settings import Settings

WORDS = 500
"""Characters of a credit or a disclosure."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link to make. ``owner`` is an ambassador's id, None: of nobody. ``target`` is where it leads; None: to the
    page of the piece here. ``campaign`` "" is that of the settings."""

    item_id: int
    network: str
    owner: int | None
    target: str | None
    disclosure: str
    credit: str
    language: str
    campaign: str = ""


class Links:
    """``base`` is where short links begin: "https://go.brand.example"."""

    def __init__(self, base: str) -> None:
        self._base = base.rstrip("/")

    async def make(self, session: AsyncSession, new: NewLink, now: datetime) -> Link:
        """A new link with a code that nobody can guess. Raises NeverWorks for a target to which no link may lead."""
        said = _said(new)
        link = Link(
            code=await self._new_code(session),
            item_id=new.item_id,
            owner=new.owner,
            network=clean_line(new.network, 40),
            made_at=now,
            **said,
        )
        session.add(link)
        await session.flush()
        return link

    async def renew(self, session: AsyncSession, link_id: int, new: NewLink) -> bool:
        """The link is shared again: from now on it leads where ``new`` says, and its page says what ``new`` says.
        Its code, its piece, whose it is and what was counted stay. False where it ended or never was: a new one has
        to be made. Raises NeverWorks for a target to which no link may lead."""
        said = _said(new)
        link = await queries.get(session, link_id)
        if link is None or link.ended_at is not None:
            return False
        if any(getattr(link, name) != value for name, value in said.items()):
            await queries.change(session, link_id, said)
            await session.refresh(link)
        return True

    async def end_of_owner(self, session: AsyncSession, owner: int, why: str, now: datetime) -> int:
        """Somebody left the programme or the company: none of their links leads anywhere any more. ``why`` is a word
        for the record. Gives how many ran; twice ends nothing more."""
        return await queries.end(session, owner, clean_line(why, 40), now)

    async def release_owner(self, session: AsyncSession, owner: int, now: datetime) -> None:
        """Forget whose links these were. They end, for a link whose disclosure is gone may lead nowhere; what was
        counted stays. Twice does nothing more."""
        await queries.end(session, owner, "released", now)
        await queries.release(session, owner)

    def address(self, code: str) -> str:
        """Where people find a link: "https://go.brand.example/s/abc"."""
        return f"{self._base}/s/{code}"

    async def _new_code(self, session: AsyncSession) -> str:
        while True:
            code = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))
            if not await queries.codes_taken(session, [code]):
                return code


def _said(new: NewLink) -> dict[str, Any]:
    """What may change each time that a link is shared."""
    try:
        target = checked_target(new.target) if new.target is not None else None
    except ValueError as error:
        raise NeverWorks(
            f"No link can lead to that address: it {error}.", remedy="Use a web address, or none."
        ) from None
    return {
        "target": target,
        "disclosure": clean_line(new.disclosure, WORDS),
        "credit": clean_line(new.credit, WORDS),
        "language": new.language,
        "campaign": clean_line(new.campaign, 60),
    }


def links_of(settings: Settings) -> Links:
    """Short links begin at their own domain, else where the web face is reached, else at this machine (a trial)."""
    web = settings.web
    return Links(settings.links.address or web.address or f"http://{web.host}:{web.port}")

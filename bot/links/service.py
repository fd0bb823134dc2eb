"""Making and ending tracked links. Flushes, never commits."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import NeverWorks
from bot.kernel.text import clean_line
from bot.links import queries
from bot.links.rules import ALPHABET, CODE_LENGTH, checked_target
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
        try:
            target = checked_target(new.target) if new.target is not None else None
        except ValueError as error:
            raise NeverWorks(
                f"No link can lead to that address: it {error}.", remedy="Use a web address, or none."
            ) from None
        link = Link(
            code=await self._new_code(session),
            item_id=new.item_id,
            owner=new.owner,
            network=clean_line(new.network, 40),
            target=target,
            disclosure=clean_line(new.disclosure, WORDS),
            credit=clean_line(new.credit, WORDS),
            language=new.language,
            campaign=clean_line(new.campaign, 60),
            made_at=now,
        )
        session.add(link)
        await session.flush()
        return link

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


def links_of(settings: Settings) -> Links:
    """Short links begin at their own domain, else where the web face is reached, else at this machine (a trial)."""
    web = settings.web
    return Links(settings.links.address or web.address or f"http://{web.host}:{web.port}")

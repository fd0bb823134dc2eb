"""Content that a person of the team saw and wants judged: an address, and what they know of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_by_url
from bot.intake.line import Intake
from bot.kernel.errors import TellUser
from bot.people.rules import Person
from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Kind, Why
from bot.sources.canonical import canonical_url

SOURCE = "slack"

# Which network a host is of, where its name says so.
_PLATFORMS = {
    "instagram.com": ("instagram", Kind.PHOTO),
    "facebook.com": ("facebook", Kind.POST),
    "threads.net": ("threads", Kind.POST),
    "threads.com": ("threads", Kind.POST),
    "tiktok.com": ("tiktok", Kind.VIDEO),
    "youtube.com": ("youtube", Kind.VIDEO),
    "youtu.be": ("youtube", Kind.VIDEO),
    "x.com": ("x", Kind.POST),
    "twitter.com": ("x", Kind.POST),
    "bsky.app": ("bluesky", Kind.POST),
    "reddit.com": ("reddit", Kind.POST),
    "linkedin.com": ("linkedin", Kind.POST),
    "pinterest.com": ("pinterest", Kind.PHOTO),
    "news.ycombinator.com": ("hackernews", Kind.COMMENT),
    "trustpilot.com": ("trustpilot", Kind.REVIEW),
}


@dataclass(frozen=True, slots=True)
class Added:
    """The item of that address; ``known`` says that it was there before."""

    item_id: int
    known: bool


async def add_url(
    session: AsyncSession,
    intake: Intake,
    url: str,
    actor: Person,
    now: datetime,
    *,
    text: str | None = None,
    title: str | None = None,
    creator: FoundCreator | None = None,
    media: tuple[FoundMedia, ...] = (),
) -> Added:
    """Take in what stands at an address. Raises TellUser where it is none.

    Nothing is fetched: what a person doesn't say stays empty until a source finds the same address and fills
    it in. Adding an address twice gives the same item.
    """
    canonical, problem = canonical_url(_bare(url))
    if canonical is None:
        raise TellUser(
            f"That can't be added: {problem or 'there is no address'}.",
            remedy="Send the full address of the post, starting with https://",
        )
    standing = await find_by_url(session, canonical)
    if standing is not None:
        return Added(standing, known=True)
    platform, kind = _platform(canonical)
    found = FoundItem(
        external_id=canonical,
        kind=kind,
        platform=platform,
        text=text or "",
        url=canonical,
        title=title,
        creator=creator,
        media=media,
        why=(Why("person", actor.name),),
        notes=() if text else (f"added by {actor.name} without its text",),
    )
    taken = await intake.take(session, SOURCE, [found], now)
    [item_id] = (*taken.new, *taken.merged)
    return Added(item_id, known=not taken.new)


def _bare(url: str) -> str:
    """Slack wraps addresses as <https://...|label>."""
    url = url.strip()
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1].partition("|")[0]
    return url if "://" in url or not url else f"https://{url}"


def _platform(url: str) -> tuple[str, Kind]:
    host = urlsplit(url).hostname or ""
    while "." in host:
        if host in _PLATFORMS:
            return _PLATFORMS[host]
        host = host.partition(".")[2]
    return "web", Kind.POST

"""Content that a person of the team saw and wants judged: an address, and what they know of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_by_url
from bot.intake.line import Intake
from bot.kernel.errors import TellUser
from bot.kernel.hosts import is_private_host
from bot.people.rules import Person
from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Kind, Why
from bot.sources.canonical import Canonical, canonical_url

SOURCE = "slack"

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:(?!\d)", re.IGNORECASE)  # "mailto:", and not "shop.example:8080"

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
    platform: str | None = None,
    kind: Kind | None = None,
    language: str | None = None,
    note: str | None = None,
) -> Added:
    """Take in what stands at an address. Raises TellUser where it is none that can be added.

    Platform and kind are those of the address's host unless the person says otherwise.
    Nothing is fetched: what a person doesn't say stays empty until a source finds the same address and fills
    it in. Adding an address twice gives the same item.
    """
    canonical = address(url)
    standing = await find_by_url(session, canonical)
    if standing is not None:
        return Added(standing, known=True)
    likely_platform, likely_kind = guess(canonical)
    found = FoundItem(
        external_id=canonical,
        kind=kind or likely_kind,
        platform=platform or likely_platform,
        text=text or "",
        url=canonical,
        title=title,
        language=language,
        creator=creator,
        media=media,
        why=(Why("person", actor.name),),
        notes=(
            *((f"{actor.name}: {note}",) if note else ()),
            *(() if text else ("what it says was not copied; the link leads to it",)),
        ),
    )
    taken = await intake.take(session, SOURCE, [found], now)
    if taken.erased:
        raise TellUser(
            "That can't be added: whoever made it asked to be erased here.",
            remedy="If they want to be back, an operator lifts it: goodword erase --lift HANDLE@NETWORK",
        )
    [item_id] = (*taken.new, *taken.merged)
    return Added(item_id, known=not taken.new)


def address(url: str) -> str:
    """The canonical address. Raises TellUser for what is none, or leads to a machine of our own."""
    canonical, problem = typed_url(url)
    if canonical is None:
        raise TellUser(
            f"That can't be added: {problem or 'there is no address'}.",
            remedy="Send the full address of the post, starting with https://",
        )
    if is_private_host(urlsplit(canonical).hostname or ""):
        raise TellUser(
            "That can't be added: the address leads to a private network, where nobody outside can see it.",
            remedy="Send the public address of the post.",
        )
    return canonical


def typed_url(url: str) -> Canonical:
    """The canonical form of an address as people type it or Slack wraps it, or None and why."""
    bare = _bare(url)
    full = bare if not bare or _SCHEME.match(bare) else f"https://{bare}"
    canonical, problem = canonical_url(full)
    if canonical and bare != full and not re.search(r"[.:]", urlsplit(canonical).netloc):
        return None, f"the address was not a web address: '{bare[:80]}'"  # a word: "not", "-1"
    return canonical, problem


def _bare(url: str) -> str:
    """Slack wraps addresses as <https://...|label>."""
    url = url.strip()
    if url.startswith("<") and url.endswith(">"):
        url = url[1:-1].partition("|")[0]
    return url


def guess(url: str) -> tuple[str, Kind]:
    """Which platform an address is of, and what is usually posted there."""
    host = urlsplit(url).hostname or ""
    while "." in host:
        if host in _PLATFORMS:
            return _PLATFORMS[host]
        host = host.partition(".")[2]
    return "web", Kind.POST

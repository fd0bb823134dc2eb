"""What is entered, as plain values, and what they tell about whose it is. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from bot.contests.refusals import Refused
from bot.contests.tables import ContestEntry
from bot.intake.add import address
from bot.intake.entering.files import File
from bot.intake.entering.queries import Maker, Piece
from bot.intake.entering.words import Why, refused
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line, strip_controls, truncate
from bot.people.accounts import CHATS, KnownAccount
from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Kind
from bot.sources.words import hashtags_in

SOURCE = "contest"
"""Where entered items were seen, beside the sources of the settings."""
UNSURE = "whether this is their own isn't known: that account isn't linked"
NOT_COPIED = "what it says was not copied; the link leads to it"
A_DAY = (
    "this video can be watched for about a day: its address in Discord ends then, and videos aren't copied"
)
TITLE = 80
_DISCORD = frozenset({"discord.com", "ptb.discord.com", "canary.discord.com", "discordapp.com"})


@dataclass(frozen=True, slots=True)
class Entering:
    """Somebody enters something. The same ``request_id`` enters once."""

    contest_id: int
    account: KnownAccount
    now: datetime
    via: str  # discord | slack
    task: str | None = None  # of a season of challenges
    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as its chat gives it. ``text`` with mentions by name; its markup stays text for us."""

    id: str
    author_id: str  # the chat's own id of who wrote it
    url: str  # leads to the message
    text: str
    files: tuple[File, ...] = ()
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """An entry and its item. ``known``: it was an item before. ``sure``: it is known to be the entrant's own."""

    entry: ContestEntry
    item_id: int
    known: bool
    sure: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece that somebody could enter."""

    item_id: int
    title: str
    platform: str
    url: str | None
    at: datetime


def entered_address(url: str) -> str:
    if len(url.split()) > 1:
        raise refused(Why.ONE_LINK)
    try:
        canonical = address(url)
    except TellUser as problem:
        said = problem.message.removeprefix("That can't be added: ")
        raise refused(Why.LINK, problem=said, remedy=problem.remedy) from None
    parts = urlsplit(canonical)
    if parts.hostname in _DISCORD and parts.path.startswith("/channels/"):
        raise refused(Why.MESSAGE_LINK)
    return canonical


def not_theirs(maker: Maker | None, mine: Collection[int], platform: str) -> Refused:
    label = clean_line(maker.label, 60) if maker else "somebody who isn't named"
    why = Why.SOMEBODY_ELSES if maker is not None and is_other(maker) else Why.NOT_LINKED
    return refused(why, creator=label, platform=platform)


def is_other(maker: Maker) -> bool:
    """Whether who made it is known to be a person, or an account, of their own. Asked when it isn't the entrant."""
    return maker.platform in CHATS or maker.identity_id is not None


def carries(piece: Piece, hashtag: str) -> bool:
    wanted = hashtag.strip().lstrip("#").casefold()
    if not wanted:
        return True
    tags = (*piece.tags, *hashtags_in(piece.text), *hashtags_in(piece.title or ""))
    return any(tag.lstrip("#").casefold() == wanted for tag in tags)


def piece_of(message: ChatMessage, account: KnownAccount, media: tuple[FoundMedia, ...]) -> FoundItem:
    text = strip_controls(message.text).strip()
    return FoundItem(
        external_id=message_id(account.platform, message.id),
        kind=kind_of(media),
        platform=account.platform,
        text=text,
        url=message.url,
        creator=creator_of(account),
        media=media,
        tags=hashtags_in(text),
        published_at=message.posted_at,
    )


def message_id(platform: str, message_id: str) -> str:
    return f"{platform}-message:{message_id}"


def creator_of(account: KnownAccount) -> FoundCreator:
    return FoundCreator(account.external_id, account.handle, account.name)


def kind_of(media: Sequence[FoundMedia]) -> Kind:
    if not media:
        return Kind.POST
    return Kind.VIDEO if media[0].kind == "video" else Kind.PHOTO


def entered_by(account: KnownAccount) -> str:
    return f"entered by {clean_line(account.name, 60)} ({account.platform})"


def title_of(title: str | None, text: str) -> str:
    return truncate(clean_line(title or text, TITLE), TITLE) or "(no words)"


def is_below(url: str, page: str) -> bool:
    """Whether an address stands below a page of the same host: https://social.example/@anna/1 below .../@anna."""
    one, other = urlsplit(url), urlsplit(page)
    base = other.path.rstrip("/")
    same_host = (one.hostname or "").removeprefix("www.") == (other.hostname or "").removeprefix("www.")
    return bool(base) and same_host and one.path.casefold().startswith(f"{base.casefold()}/")

"""Taking part with content: it goes the way of everything that is found, and is entered in the same unit of work.

What is entered becomes an item (or is one already), is screened and queued for people like any other, and its entry
follows what they decide. Nothing is fetched: pictures and previews are, later, by the media cache.

Whose it is: a file and a message are made by whoever enters them. Of a post elsewhere the creator must not be known
as somebody else; where nobody knows, the entry is taken and its card says so, for the reviewers to judge. A post
that was found can only be picked by the account that posted it (see ``bot.people.accounts`` for how to link one).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_by_url
from bot.content.service import Contents
from bot.contests.book import definition_of
from bot.contests.queries import get
from bot.contests.service import Contests
from bot.contests.tables import Contest, ContestEntry
from bot.contests.words import Why as ContestWhy
from bot.contests.words import refused as contest_refused
from bot.intake.add import guess
from bot.intake.entering import queries
from bot.intake.entering.files import File, media_of
from bot.intake.entering.pieces import (
    A_DAY,
    NOT_COPIED,
    SOURCE,
    UNSURE,
    Candidate,
    ChatMessage,
    Entered,
    Entering,
    carries,
    creator_of,
    entered_address,
    entered_by,
    is_below,
    is_other,
    kind_of,
    message_id,
    not_theirs,
    piece_of,
    title_of,
)
from bot.intake.entering.words import Why, refused
from bot.intake.line import Intake
from bot.kernel.errors import TellUser
from bot.kernel.text import strip_controls, strip_invisible
from bot.people.accounts import KnownAccount
from bot.people.identity.service import Identities
from bot.review.service import Reviews
from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Removed
from bot.sources.base import Why as Reason
from bot.sources.words import hashtags_in


class ContestEntries:
    """How content comes into a contest. It flushes; whoever opened the unit of work commits.

    Every refusal is a ``contests.refusals.Refused``; nothing was written then that the caller would commit, as long
    as they let it pass through the unit of work.
    """

    def __init__(
        self,
        intake: Intake,
        contents: Contents,
        reviews: Reviews,
        identities: Identities,
        contests: Contests,
        picture_bytes: int,
    ) -> None:
        """``picture_bytes``: the most that the media cache fetches of one picture."""
        self._intake = intake
        self._contents = contents
        self._reviews = reviews
        self._identities = identities
        self._contests = contests
        self._picture_bytes = picture_bytes

    async def enter_link(
        self, session: AsyncSession, entering: Entering, url: str, text: str | None = None
    ) -> Entered:
        """Enter a post by its address, as people type it. ``text``: what the post says, if they say it."""
        canonical = entered_address(url)
        contest = await self._contest(session, entering)
        item_id = await find_by_url(session, canonical)
        if item_id is not None:
            return await self._known(session, entering, contest, item_id)
        creator, platform = await self._poster(session, entering.account, canonical)
        likely, kind = guess(canonical)
        said = strip_controls(text or "").strip()
        notes = (*(() if creator else (UNSURE,)), *(() if said else (NOT_COPIED,)))
        found = FoundItem(
            external_id=canonical,
            kind=kind,
            platform=platform or likely,
            text=said,
            url=canonical,
            creator=creator,
            tags=hashtags_in(said),
            notes=notes,
        )
        return await self._new(session, entering, contest, found, sure=creator is not None)

    async def enter_upload(
        self, session: AsyncSession, entering: Entering, file: File, text: str | None = None
    ) -> Entered:
        """Enter a file that was sent with the command, and what was said about it."""
        media = media_of(file, self._picture_bytes)
        contest = await self._contest(session, entering)
        said = strip_controls(text or "").strip()
        found = FoundItem(
            external_id=f"{entering.account.platform}-file:{file.id}",
            kind=kind_of((media,)),
            platform=entering.account.platform,
            text=said,
            creator=creator_of(entering.account),
            media=(media,),
            tags=hashtags_in(said),
            notes=(A_DAY,) if media.kind == "video" else (),
            published_at=entering.now,
        )
        return await self._new(session, entering, contest, found, sure=True)

    async def enter_message(self, session: AsyncSession, entering: Entering, message: ChatMessage) -> Entered:
        """Enter a message that the entrant wrote in the chat they are in."""
        if message.author_id != entering.account.external_id:
            raise refused(Why.NOT_YOUR_MESSAGE)
        media = tuple(media_of(file, self._picture_bytes) for file in message.files)
        found = piece_of(message, entering.account, media)
        if not media and not strip_invisible(found.text).strip():
            raise refused(Why.NOTHING)
        contest = await self._contest(session, entering)
        return await self._new(session, entering, contest, found, sure=True)

    async def enter_found(self, session: AsyncSession, entering: Entering, item_id: int) -> Entered:
        """Enter a piece that a source found, by whoever made it."""
        contest = await self._contest(session, entering)
        piece = await queries.piece(session, item_id)
        if piece is None or piece.life != "live":
            raise refused(Why.GONE)
        maker = await queries.maker_of(session, item_id)
        mine = await self._mine(session, entering.account)
        if maker is None or maker.account_id not in mine:
            raise not_theirs(maker, mine, piece.platform)
        hashtag = definition_of(contest).hashtag
        if not carries(piece, hashtag):
            raise refused(Why.NO_HASHTAG, hashtag=f"#{hashtag.lstrip('#')}")
        return await self._known(session, entering, contest, item_id)

    async def candidates(
        self, session: AsyncSession, contest_id: int, account_ids: Collection[int], limit: int = 25
    ) -> list[Candidate]:
        """What these accounts posted with the contest's hashtag that was found and isn't entered, newest first.

        All they posted, where the contest names no hashtag.
        """
        contest = await get(session, contest_id)
        creators = await queries.creators_of(session, account_ids)
        if contest is None or not creators:
            return []
        hashtag = definition_of(contest).hashtag
        pieces = await queries.enterable(session, contest_id, [one.id or 0 for one in creators], SOURCE)
        return [
            Candidate(
                one.id, title_of(one.title, one.text), one.platform, one.url, one.published_at or one.found_at
            )
            for one in pieces
            if carries(one, hashtag)
        ][:limit]

    async def message_changed(
        self, session: AsyncSession, account: KnownAccount, message: ChatMessage, now: datetime
    ) -> bool:
        """A message was edited in its chat. False when it isn't entered anywhere, or says the same.

        It becomes a new version of its item, screened anew; if it was approved already it goes back to review, and
        its entry waits (see ``Contests.edited``). Files that may not be entered are left out and named on its card.
        """
        external_id = message_id(account.platform, message.id)
        if not await queries.sighted(session, SOURCE, [external_id]):
            return False
        media, notes = self._readable(message.files)
        found = replace(piece_of(message, account, media), notes=notes)
        taken = await self._intake.take(session, SOURCE, [found], now)
        return bool(taken.edited)

    async def messages_gone(
        self, session: AsyncSession, platform: str, message_ids: Sequence[str], now: datetime
    ) -> Sequence[int]:
        """Messages were deleted in their chat: their items end everywhere and their entries are withdrawn.

        Gives the items that this ended; messages that nobody entered don't matter.
        """
        ids = [message_id(platform, one) for one in message_ids]
        known = await queries.sighted(session, SOURCE, ids)
        if not known:
            return ()
        gone = [Removed(one, "deleted") for one in ids if one in known]
        return (await self._intake.take(session, SOURCE, gone, now)).ended

    # ---- what the ways have in common ----

    async def _contest(self, session: AsyncSession, entering: Entering) -> Contest:
        contest = await get(session, entering.contest_id)
        if contest is None:
            raise contest_refused(ContestWhy.UNKNOWN_CONTEST)
        return contest

    async def _mine(self, session: AsyncSession, account: KnownAccount) -> set[int]:
        return {one.id for one in await self._identities.accounts_of(session, account.id)}

    async def _new(
        self, session: AsyncSession, entering: Entering, contest: Contest, found: FoundItem, *, sure: bool
    ) -> Entered:
        """Take it in; what is known under this id or as the same piece is that item."""
        notes = (entered_by(entering.account), *found.notes)
        found = replace(found, why=(Reason("contest", contest.name),), notes=notes)
        before = await queries.sighted(session, SOURCE, [found.external_id])
        taken = await self._intake.take(session, SOURCE, [found], entering.now)
        if taken.blocked:
            raise refused(Why.BLOCKED)
        seen = await queries.sighted(session, SOURCE, [found.external_id])
        [item_id] = (*taken.new, *taken.merged, *seen.values())[:1]
        if item_id not in taken.new and item_id not in before.values():
            return await self._known(session, entering, contest, item_id)
        entry = await self._enter(session, entering, item_id)
        return Entered(entry, item_id, known=not taken.new, sure=sure)

    async def _known(
        self, session: AsyncSession, entering: Entering, contest: Contest, item_id: int
    ) -> Entered:
        """Enter an item that was there before. Raises Refused where it is known to be somebody else's."""
        piece = await queries.piece(session, item_id)
        if piece is None or piece.life != "live":
            raise refused(Why.GONE)
        maker = await queries.maker_of(session, item_id)
        mine = await self._mine(session, entering.account)
        sure = maker is not None and maker.account_id in mine
        if maker is not None and not sure and is_other(maker):
            raise not_theirs(maker, mine, piece.platform)
        note = entered_by(entering.account) + ("" if sure else f"; {UNSURE}")
        reason = Reason("contest", contest.name)
        # The review before the contest, as a decision takes them: so nobody waits in a circle.
        if await self._contents.add_reason(
            session, item_id, reason, note, entering.account.key, entering.via, entering.now
        ):
            await self._reviews.touch(session, [item_id], entering.now)
        entry = await self._enter(session, entering, item_id)
        return Entered(entry, item_id, known=True, sure=sure)

    async def _enter(self, session: AsyncSession, entering: Entering, item_id: int) -> ContestEntry:
        return await self._contests.enter(
            session,
            entering.contest_id,
            entering.account,
            item_id,
            entering.now,
            entering.via,
            entering.task,
            entering.request_id,
        )

    async def _poster(
        self, session: AsyncSession, account: KnownAccount, url: str
    ) -> tuple[FoundCreator | None, str | None]:
        """Which of somebody's linked accounts posts under this address, and its platform; None where it doesn't
        tell. An address below an account's own page is that account's; so is nothing else."""
        mine = [one.id for one in await self._identities.accounts_of(session, account.id)]
        for creator in await queries.creators_of(session, mine):
            if creator.url and is_below(url, creator.url):
                found = FoundCreator(creator.external_id, creator.handle, creator.name, creator.url)
                return found, creator.platform
        return None, None

    def _readable(self, files: Sequence[File]) -> tuple[tuple[FoundMedia, ...], tuple[str, ...]]:
        media, notes = [], []
        for file in files:
            try:
                media.append(media_of(file, self._picture_bytes))
            except TellUser as problem:
                notes.append(f"left out: {problem.message}")
        return tuple(media), tuple(notes)

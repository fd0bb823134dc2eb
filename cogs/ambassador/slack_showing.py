"""Keeps somebody's messages as the rows say: a message a pick, and a welcome before the first."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import offers
from bot.ambassadors import queries as people
from bot.ambassadors.membership import wanted_of
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.refusals import Why
from bot.ambassadors.rules import OfferState, Status, at_work, may_arrive
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.sharing import Sayable
from bot.ambassadors.shortening import Clicked
from bot.ambassadors.tables import Ambassador, Offer, Share
from bot.ambassadors.turns import withheld
from bot.ambassadors.wishes import SHOW
from bot.curation.programme import Programme
from bot.faces.ambassadors.refusals import refusal_words
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.faces.slack import blocks as b
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import give_up, keep, redraw, remove
from bot.faces.slack.painter import Painter
from bot.faces.slack.profiles import Profiles
from bot.faces.slack.queries import message_with_key
from bot.faces.slack.tables import SlackMessage
from bot.faces.texts import LANGUAGES
from bot.faces.web.sharing import issued, tokens_of
from bot.kernel.errors import NeverWorks, Refused
from bot.kernel.log import get_logger
from bot.people.accounts import KnownAccount
from bot.rights.licensed import licensed_among
from bot.rights.scope import Use
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries, slack_board, slack_telling
from cogs.ambassador.acting import PLATFORM, networks_of
from cogs.ambassador.slack_cards import Shown, card, left
from cogs.ambassador.slack_named import Drawer, unname
from cogs.ambassador.words import Words

DRAWERS: Mapping[str, Drawer] = {
    queries.CELEBRATION: slack_telling.drawn,
    queries.BOARD: slack_board.drawn,
}
"""How posts are drawn that name people."""
DIRECT = "D"
"""How Slack's ids of direct messages begin."""
MOST = 40
"""Picks of one person whose messages are kept current: the latest."""
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Room:
    """Where somebody's picks stand, and what is said there in which words."""

    row: Ambassador
    programme: Programme
    words: Words
    channel: str
    in_channel: bool


async def show(services: Services, ambassador_id: int) -> None:
    """See ``jobs.show``. Whose person left are closed by other work, which knows their language (``close``). Raises
    TryLater, FixCredentials, or NeverWorks once all others are drawn."""
    async with reading(services.database) as session:
        row = await people.get(session, ambassador_id)
        programme = await services.outlet(Ambassadors).programme(session)
        account = await _account(services, session, row)
        latest = await people.offers(session, ambassador_id, list(OfferState), MOST)
        other = await changed(services, session, ambassador_id, {one.item_id for one in latest})
        found = [await people.offer(session, ambassador_id, one) for one in other]
        ended = [one for one in found if one is not None]
    if row is None or row.status == Status.LEFT:
        return
    if not row.on_board or row.status == Status.ENDED:
        await unname(services, ambassador_id, DRAWERS)
    if account is None or row.status == Status.ENDED:
        await _close(services, ambassador_id, account)
        return
    room = await _room(services, row, programme, account)
    await _welcome(services, room)
    waits, refused = False, list[NeverWorks]()
    for offer in sorted([*latest, *ended], key=lambda one: (one.at, one.id or 0)):
        try:
            waits |= await _show(services, room, offer) is False
        except NeverWorks as error:  # the others are drawn all the same
            log.warning("pick_not_shown", ambassador=row.id, item=offer.item_id, problem=str(error))
            refused.append(error)
    if waits:
        await _later(services, row)
    if refused:
        raise refused[0]


async def changed(
    services: Services, session: AsyncSession, ambassador_id: int, known: Collection[int]
) -> list[int]:
    """Earlier pieces that can be shared from messages although nothing allows it any more, or the other way round,
    and those whose buttons need new addresses."""
    now = services.clock()
    shown = [one for one in await queries.pieces_shown_to(session, ambassador_id) if one not in known]
    held = [one for one in await queries.pieces_held(session, ambassador_id) if one not in known]
    allowed = await licensed_among(session, [*shown, *held], Use.EMPLOYEES, now)
    programme = await services.outlet(Ambassadors).programme(session)
    kept_back = (
        await withheld(session, services.outlet(Picker), programme, now) if shown or held else frozenset()
    )
    aging = {item for _, item in await queries.aging(session, now, ambassador_id)}
    other = [one for one in shown if one not in allowed or one in kept_back or one in aging]
    other += [one for one in held if one not in allowed or one not in kept_back]
    return other


async def _later(services: Services, row: Ambassador) -> None:
    """Look again when their working hours begin. Asking twice for the same opening is asking once."""
    now = services.clock()
    begins = at_work(wanted_of(row), now)
    async with unit_of_work(services.database) as session:
        await services.work.enqueue(
            session,
            SHOW,
            row.id or 0,
            key=f"later:{row.id}:{begins:%Y%m%d%H%M}",
            partition=f"ambassador:{row.id}",
            delay=max(0.0, (begins - now).total_seconds()),
        )


async def _account(services: Services, session: AsyncSession, row: Ambassador | None) -> KnownAccount | None:
    if row is None or row.account_id is None:
        return None
    found = (await services.identities.known(session, [row.account_id])).get(row.account_id)
    return found if found is not None and found.platform == PLATFORM else None


async def _room(services: Services, row: Ambassador, programme: Programme, account: KnownAccount) -> Room:
    profiles, face = services.outlet(Profiles), services.outlet(SlackFace)
    words = Words((await profiles.of(account.external_id)).language)
    wanted = services.settings.ambassadors.channel
    if row.place == "channel" and wanted:
        try:
            return Room(row, programme, words, await face.channels.id_of(wanted), in_channel=True)
        except NeverWorks:
            pass  # there is no such channel any more: they are written to directly
    return Room(row, programme, words, await profiles.room(account.external_id), in_channel=False)


async def _welcome(services: Services, room: Room) -> None:
    row, words = room.row, room.words
    key = f"welcome:{row.id}:{int(row.joined_at.timestamp())}"
    said = words.md("welcome", company=room.programme.company)
    made = [b.section(said), b.context(words.md("welcome-more"))]
    async with reading(services.database) as session:
        written = await message_with_key(session, key) is not None
    begins = written or may_arrive(wanted_of(row), row.joined_at, services.clock())
    if not room.in_channel and begins:
        await keep(services.outlet(SlackFace), key, room.channel, said, made)


async def _show(services: Services, room: Room, offer: Offer) -> bool | None:
    """False where it waits for their working hours."""
    key = queries.key_of(room.row.id or 0, offer.item_id)
    async with reading(services.database) as session:
        message = await message_with_key(session, key)
    if (
        message is not None and message.ts
    ):  # it stays where it is, also when they want the next ones elsewhere
        room = replace(room, in_channel=not message.channel.startswith(DIRECT))
    shown = await load(services, room, offer)
    over = shown.over or shown.item is None
    chosen = offers.from_channel(offer)
    if message is None and (chosen or room.in_channel):
        if not shown.shares:  # they looked, and shared nothing; or it stands in the channel for everybody
            return None if chosen or over or shown.why_not else await _in_channel(services, room, offer)
        account = await _direct(services, room)
        room, shown = replace(room, channel=account, in_channel=False), replace(shown, in_channel=False)
    written = message is not None and message.ts is not None
    again = message is not None and not over and _is_older(message, offer)
    comes = not written or again
    if comes and not over and not may_arrive(wanted_of(room.row), offer.at, services.clock()):
        return False
    if message is not None and again:
        await remove(services.outlet(SlackFace), message)
    face = services.outlet(SlackFace)
    if not over:
        await keep(face, key, room.channel, *card(shown), kind=queries.PICK, item_ids=[offer.item_id])
    elif message is not None:  # nobody is written to about a piece that they never saw, or see no more
        await redraw(face, message, *card(shown))
    async with unit_of_work(services.database) as session:
        kind = queries.OVER if over else queries.HELD if shown.why_not else queries.PICK
        await queries.set_kind(session, key, kind)
        if over and (offer.draft or offer.state in (OfferState.SHOWN, OfferState.SAVED)):
            await offers.end(session, room.row.id or 0, offer.item_id, services.clock())
    return True


async def _in_channel(services: Services, room: Room, offer: Offer) -> bool | None:
    """A piece that somebody is to see in the channel stands there once, for everybody. False as in ``_show``."""
    async with reading(services.database) as session:
        if await message_with_key(session, queries.key_of(queries.EVERYBODY, offer.item_id)) is not None:
            return None
    if not may_arrive(wanted_of(room.row), offer.at, services.clock()):
        return False
    async with unit_of_work(services.database) as session:
        await services.work.enqueue_soon(
            session, SHOW, queries.EVERYBODY, offer.item_id, partition=f"ambassador:{queries.EVERYBODY}"
        )
    return None


def _is_older(message: SlackMessage, offer: Offer) -> bool:
    """Whether the piece was offered once more since it was posted: it comes again, below all else."""
    return message.ts is not None and message.posted_at is not None and message.posted_at < offer.at


async def _direct(services: Services, room: Room) -> str:
    """Their direct messages, also where they want picks in the channel."""
    async with reading(services.database) as session:
        account = await _account(services, session, room.row)
    if account is None:
        return room.channel
    return await services.outlet(Profiles).room(account.external_id)


async def load(services: Services, room: Room, offer: Offer) -> Shown:
    ambassadors, now, row = services.outlet(Ambassadors), services.clock(), room.row
    sayable: Sayable | None = None
    why_not, over = "", offer.state == OfferState.GONE
    async with reading(services.database) as session:
        views: Mapping[int, ItemView] = await load_item_views(session, [offer.item_id])
        shares: Sequence[Share] = await people.shares_of_pieces(session, row.id or 0, [offer.item_id])
        links = [one.link_id for one in shares]
        totals: Mapping[int, Clicked] = await ambassadors.clicks.totals(session, links)
        try:
            sayable = await ambassadors.sharing.offered(session, row, offer.item_id, room.programme, now)
        except Refused as error:
            why_not = refusal_words(error, room.words.language)
            over = over or error.key == Why.NOT_LICENSED
    item = views.get(offer.item_id)
    item = None if item is None or item.gone else item
    shown_pictures = item is not None and not over and offer.state != OfferState.SKIPPED
    files = (
        await services.outlet(Painter).files(item, upload=True) if item is not None and shown_pictures else {}
    )
    networks, nowhere = list[str](), None
    try:
        networks = networks_of(row, room.programme)
    except Refused as error:
        nowhere = Why(error.key)
    return Shown(
        words=room.words,
        row=row,
        offer=offer,
        item=item,
        networks=networks,
        nowhere=nowhere,
        sayable=sayable,
        why_not=why_not,
        over=over,
        shares=shares,
        totals=totals,
        files=files,
        tokens=tokens_of(services),
        issued=issued(offer.at, now),
        in_channel=room.in_channel,
    )


async def _close(services: Services, ambassador_id: int, account: KnownAccount | None) -> None:
    language: str = services.settings.digest.language
    if account is not None:
        language = (await services.outlet(Profiles).of(account.external_id)).language
    await close(services, ambassador_id, Words(language))


async def leave(services: Services, ambassador_id: int, language: str) -> None:
    """See ``jobs.close``. Raises TryLater, FixCredentials or NeverWorks."""
    known = language if language in LANGUAGES else services.settings.digest.language
    await close(services, ambassador_id, Words(known))
    await unname(services, ambassador_id, DRAWERS)


async def close(services: Services, ambassador_id: int, words: Words) -> None:
    """Somebody takes no part any more: their picks leave their direct messages. What can't be deleted, or stands
    where others see it, says so, and offers and shows nothing. Raises TryLater or FixCredentials."""
    async with reading(services.database) as session:
        messages = await queries.messages_of(session, ambassador_id)
    face, (text, made) = services.outlet(SlackFace), left(words)
    for message in messages:
        if message.lost is not None:
            continue
        try:
            if message.channel.startswith(DIRECT) and await remove(face, message):
                continue
            stands = await redraw(face, message, text, made)
        except NeverWorks as error:
            await give_up(face, message, error)
            continue
        if stands:
            async with unit_of_work(services.database) as session:
                await queries.set_kind(session, message.key, queries.CLOSED)

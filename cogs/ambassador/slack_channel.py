"""Pieces in the channel where ambassadors meet: each stands there once, however many people are to see it, belongs to
nobody, and is shared by whoever takes part (``slack_here``). What somebody did with it stands in their direct
messages."""

from __future__ import annotations

from bot.ambassadors import queries as people
from bot.ambassadors.rules import OfferState
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Ambassador, Offer
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import keep, redraw
from bot.faces.slack.queries import message_with_key
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries
from cogs.ambassador.slack_cards import card
from cogs.ambassador.slack_showing import Room, changed, load
from cogs.ambassador.words import Words

MOST = 40
"""Pieces in the channel that are kept current: the latest."""
log = get_logger(__name__)


async def show(services: Services, new_item: int) -> None:
    """Make the channel show what may be shared, and ``new_item`` (0: none) if it doesn't stand there yet. Raises
    TryLater, FixCredentials, or NeverWorks once all others are drawn."""
    wanted = services.settings.ambassadors.channel
    async with reading(services.database) as session:
        programme = await services.outlet(Ambassadors).programme(session)
        standing = await queries.pieces_in_channel(session, MOST)
        standing += await changed(services, session, queries.EVERYBODY, set(standing))
    language: str = services.settings.digest.language
    everybody = Ambassador(
        id=queries.EVERYBODY,
        languages=[language],
        networks=list(programme.networks),
        joined_at=services.clock(),
    )
    try:
        channel = await services.outlet(SlackFace).channels.id_of(wanted) if wanted else ""
    except NeverWorks as error:
        log.warning("no_channel_for_picks", problem=str(error))
        channel = ""  # what stands somewhere is changed there
    room = Room(everybody, programme, Words(language), channel, in_channel=True)
    refused = list[NeverWorks]()
    for item_id in sorted({*standing, *([new_item] if new_item and channel else [])}):
        try:
            await _show(services, room, item_id)
        except NeverWorks as error:  # the others are drawn all the same
            log.warning("piece_not_shown", item=item_id, problem=str(error))
            refused.append(error)
    if refused:
        raise refused[0]


async def _show(services: Services, room: Room, item_id: int) -> None:
    now = services.clock()
    offer = Offer(
        ambassador_id=queries.EVERYBODY, item_id=item_id, state=OfferState.SHOWN.value, at=now, changed_at=now
    )
    shown = await load(services, room, offer)
    key, over = queries.key_of(queries.EVERYBODY, item_id), shown.over or shown.item is None
    async with reading(services.database) as session:
        message = await message_with_key(session, key)
    if message is None and (over or shown.why_not):
        return  # it ended before anybody saw it
    (text, made), face = card(shown), services.outlet(SlackFace)
    if message is not None and (over or (shown.why_not and not message.ts)):
        await redraw(face, message, text, made)  # what never came through, or was deleted, isn't posted now
    else:
        await keep(face, key, room.channel, text, made, kind=queries.PICK, item_ids=[item_id])
    async with unit_of_work(services.database) as session:
        kind = queries.OVER if over else queries.HELD if shown.why_not else queries.PICK
        await queries.set_kind(session, key, kind)
        if over:
            await people.end_offers(session, item_id, now)
            await people.drop_drafts(session, item_id)

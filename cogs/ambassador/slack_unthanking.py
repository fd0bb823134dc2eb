"""Taking back what somebody alone was told: a creator's thanks that a manager took back."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.ambassadors import queries as people
from bot.ambassadors.badges import queries as badges
from bot.ambassadors.badges.rules import Kind
from bot.faces.slack import blocks as b
from bot.faces.slack.errors import NETWORK, as_ours
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import IN_FLIGHT, redraw, remove
from bot.faces.slack.once import find
from bot.faces.slack.profiles import Profiles
from bot.faces.slack.queries import drop_message, note_posted
from bot.faces.slack.tables import SlackMessage
from bot.kernel.errors import TryLater
from bot.people.accounts import KnownAccount
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries
from cogs.ambassador.acting import PLATFORM
from cogs.ambassador.words import Words


def thanks_key(ambassador_id: int, item_id: int) -> str:
    """The key of the message that thanks somebody for sharing a piece."""
    return f"thanks:{ambassador_id}:{item_id}"


async def unthank(services: Services, ambassador_id: int, item_id: int) -> None:
    """See ``jobs.unthank``. Raises TryLater, FixCredentials or NeverWorks."""
    face = services.outlet(SlackFace)
    async with reading(services.database) as session:
        again = await badges.with_key(session, ambassador_id, f"{Kind.THANKS.value}:{item_id}")
        message = await queries.message(session, thanks_key(ambassador_id, item_id))
        row = await people.get(session, ambassador_id)
        number = row.account_id if row is not None else None
        account = (await services.identities.known(session, [number or 0])).get(number or 0)
    if again is not None or message is None:
        return
    if message.ts is None:
        message = await _found(services, message, account)
    if message is None or await remove(face, message):
        return
    # The workspace lets nobody delete: it says nothing of the creator any more.
    language = (await services.outlet(Profiles).of(account.external_id)).language if account else ""
    said = Words(language).md("unthanked")
    await redraw(face, message, said, [b.section(said)])


async def _found(
    services: Services, message: SlackMessage, account: KnownAccount | None
) -> SlackMessage | None:
    """The message whose post was begun, where it stands; None, and forgotten, where it doesn't."""
    face = services.outlet(SlackFace)
    now = services.clock()
    begun = message.attempted_at or now
    if now - begun < IN_FLIGHT:
        raise TryLater("Thanks that are to be taken back are just being posted.", retry_after=30)
    room, ts = "", None
    if account is not None and account.platform == PLATFORM:
        room = await services.outlet(Profiles).room(account.external_id)
        try:
            ts = await find(face.client, room, message.key, begun)
        except (SlackApiError, *NETWORK) as error:
            raise as_ours(error, "looking for thanks") from error
    async with unit_of_work(services.database) as session:
        if ts is None:
            await drop_message(session, message.id or 0)
            return None
        await note_posted(session, message.key, room, ts, now)
        return await queries.message(session, message.key)

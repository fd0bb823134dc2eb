"""Requests that go to creators by mail, to the address that is known of them."""

from __future__ import annotations

from typing import Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items, sightings_of
from bot.faces.mail.mailer import Mailer
from bot.intake.reaching.senders import ReachContext
from bot.kernel.errors import TellUser
from bot.kernel.letter import SEND, Letter, mail_address
from bot.kernel.text import clean_line
from bot.people.identity import queries as identities
from bot.people.queries import get_creators
from bot.people.tables import Creator
from bot.rights.asking import Outgoing
from bot.rights.scope import Channel
from bot.services import Services
from bot.sources.base import Room
from bot.sources.mail.mapping import message_id_of
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

RETURNED = "rights.mailed"
"""The job that is told what became of a request's mail."""

_SUBJECTS = {
    "en": "A question from {brand} about what you shared",
    "sv": "En fråga från {brand} om det du delade",
    "de": "Eine Frage von {brand} zu dem, was du geteilt hast",
}


class MailContext(ReachContext, Protocol):
    """What sending needs of the running services."""

    @property
    def work(self) -> Enqueuer: ...


class MailSender:
    """Hands requests to the job that sends mail, which waits for the server as long as it takes."""

    platform = "mail"
    channels = frozenset({Channel.MAIL})

    def __init__(self, context: MailContext) -> None:
        self._context = context

    async def reaches(self, session: AsyncSession, item_id: int) -> bool:
        """See ``Foresees``."""
        item = (await get_items(session, [item_id])).get(item_id)
        creators = await get_creators(session, [item.creator_id] if item and item.creator_id else [])
        return any([await address_of(session, creator) for creator in creators.values()])

    async def room(self, session: AsyncSession, item_id: int) -> Room | None:
        """See ``Foresees``."""
        return None

    async def send(self, message: Outgoing) -> str:
        """See ``Sender``. The same letter is kept once, however often it is handed over; its id follows from it."""
        letter = await self._letter(message)
        reference = self._context.outlet(Mailer).compose(letter).message_id
        async with unit_of_work(self._context.database) as session:
            await self._context.work.enqueue(session, SEND, letter.as_argument(), key=letter.key)
        return reference

    async def find(self, message: Outgoing) -> str | None:
        """See ``Sender``. Handing a letter over twice keeps it once, so nothing has to be looked for."""
        return ""

    async def _letter(self, message: Outgoing) -> Letter:
        settings = self._context.settings
        async with reading(self._context.database) as session:
            creators = await get_creators(session, [message.creator_id] if message.creator_id else [])
            creator = creators.get(message.creator_id or 0)
            to = await address_of(session, creator) if creator is not None else None
            item = (await get_items(session, [message.item_id])).get(message.item_id)
            seen = (await sightings_of(session, [message.item_id])).get(message.item_id, [])
        if to is None or creator is None:
            raise TellUser("No mail address of its creator is known.", remedy="Ask in another way.")
        mailed = [one.external_id for one in seen if one.platform == "mail"]
        about = item.title if item is not None and item.platform == "mail" else None
        subject = _SUBJECTS.get(message.language.partition("-")[0], _SUBJECTS["en"])
        return Letter(
            key=message.key,
            to=to,
            to_name=clean_line(creator.name or "", 100) if "…" not in (creator.name or "") else "",
            subject=f"Re: {about}" if about else subject.format(brand=clean_line(settings.brand.name, 80)),
            text=message.text,
            language=message.language,
            at=message.at,
            automatic=message.reminder,
            answers_to=message_id_of(mailed[0]) if mailed else "",
            then=RETURNED,
        )


async def address_of(session: AsyncSession, creator: Creator) -> str | None:
    """The address at which a creator is known: they wrote from it, their page gives it, or the account is linked
    with it."""
    given = [creator.external_id] if creator.platform == "mail" else []
    if (creator.url or "").lower().startswith("mailto:"):
        given.append((creator.url or "")[len("mailto:") :])
    account = await identities.find(session, creator.platform, creator.external_id)
    if account is not None and account.identity_id is not None:
        linked = await identities.of_identity(session, account.identity_id)
        given += [one.external_id for one in linked if one.platform == "mail"]
    for one in given:
        try:
            return mail_address(one)
        except TellUser:
            continue
    return None


async def mailed(services: Services, key: str, outcome: str, detail: str) -> None:
    """A request's mail was sent, or never will be, which its permission then says. Running twice says it once."""
    found = key.split("-")  # goodword-ASK-STEP
    if outcome != "refused" or len(found) != 3 or not found[1].isdigit():
        return
    async with unit_of_work(services.database) as session:
        await services.asks.returned(session, int(found[1]), key, detail, services.clock())


def mail_senders(context: MailContext) -> list[MailSender]:
    """One, where a server is set that sends mail."""
    return [MailSender(context)] if context.outlet(Mailer).enabled else []


JOBS = (Job(RETURNED, mailed),)

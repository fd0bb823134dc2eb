"""Digests to addresses: a letter is handed to the job that sends mail, which waits for the server."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.faces import Delivered, Outgoing, PlaceGone
from bot.digests.faces import Picture as Chart
from bot.faces.mail.asks import MailContext
from bot.faces.mail.digests import letters
from bot.faces.mail.mailer import Mailer
from bot.kernel.errors import TellUser
from bot.kernel.letter import SEND, address_mark
from bot.storage.unit_of_work import unit_of_work


class MailDigests:
    """See ``Face``. A digest's letter to an address is kept once, however often it is handed over."""

    key = "mail"

    def __init__(self, context: MailContext) -> None:
        self._context = context

    async def find(self, digest: Outgoing) -> Delivered | None:
        """See ``Face``. Handing a letter over twice keeps it once, so nothing has to be looked for."""
        return None

    async def deliver(self, digest: Outgoing, pictures: Sequence[Chart]) -> Delivered:
        """See ``Face``."""
        document = digest.document
        try:
            (letter,) = letters(document, pictures, [digest.place], digest.key, document.made_at)
        except TellUser as error:
            raise PlaceGone(error.message, remedy=error.remedy) from None
        reference = self._context.outlet(Mailer).compose(letter).message_id
        async with unit_of_work(self._context.database) as session:
            key = f"{letter.key}:{address_mark(letter.to)}"
            await self._context.work.enqueue(session, SEND, letter.as_argument(), key=key)
        return Delivered(reference, "sent" if letter.enclosures else "none")

    async def redraw(self, digest: Outgoing, pictures: Sequence[Chart]) -> Delivered:
        """See ``Face``: a mail that went out stays as it is."""
        return Delivered(digest.reference or "", "none")

"""Digests to addresses: each is one mail, handed to the server at once."""

from __future__ import annotations

from collections.abc import Sequence

from bot.digests.faces import Delivered, DigestFaces, Outgoing, PlaceGone
from bot.digests.faces import Picture as Chart
from bot.faces.mail.digests import letters
from bot.faces.mail.mailer import Mailer
from bot.kernel.errors import NeverWorks, TellUser
from bot.kernel.letter import Letter, masked
from bot.services import Services

_CHECK = "Check that address in [digest] mail, or take it out there; where it is right, ask whoever runs its server."


class MailDigests:
    """See ``Face``.

    Nobody can look into a mailbox: a mail whose answer was lost, or whose process died before it noted the answer, is
    sent once more. It is the same mail then, by its Message-ID, which follows from the digest's key and the address,
    and by its Date and its words; mail programs show it once, or twice where they don't look at that.
    """

    key = "mail"

    def __init__(self, mailer: Mailer) -> None:
        self._mailer = mailer

    async def find(self, digest: Outgoing) -> Delivered | None:
        """See ``Face``. What left can't be looked for."""
        return None

    async def deliver(self, digest: Outgoing, pictures: Sequence[Chart]) -> Delivered:
        """See ``Face``. ``reference`` is the Message-ID."""
        letter = _letter(digest, pictures)
        mail = self._mailer.compose(letter)
        try:
            await self._mailer.send(mail)
        except NeverWorks as error:
            said = f"{masked(letter.to)} gets no mail from us. {error.message}"
            raise NeverWorks(said, remedy=error.remedy or _CHECK) from None
        return Delivered(mail.message_id, "sent" if letter.enclosures else "none")

    async def redraw(self, digest: Outgoing, pictures: Sequence[Chart]) -> Delivered:
        """See ``Face``: a mail that went out stays as it is."""
        return Delivered(digest.reference or "", "none")


def _letter(digest: Outgoing, pictures: Sequence[Chart]) -> Letter:
    document = digest.document
    try:
        (letter,) = letters(document, pictures, [digest.place], digest.key, document.made_at)
    except TellUser as error:
        raise PlaceGone(error.message, remedy=f"{error.remedy} Change it in [digest] mail.") from None
    return letter


def plug_digests(services: Services) -> None:
    """Where a server is set that sends mail, digests can go to addresses."""
    mailer = services.outlet(Mailer)
    if mailer.enabled:
        services.outlet(DigestFaces).plug(MailDigests(mailer))

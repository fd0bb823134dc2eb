"""What ``goodword check`` finds out about sending mail; nothing is sent."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.faces.mail.mailer import Mailer
from bot.kernel.errors import GoodwordError
from bot.settings import Settings
from bot.sources.base import Finding


async def inspect_mail(settings: Settings) -> AsyncIterator[Finding]:
    """One row: whether the server lets us in and lets us send as the sender."""
    mailer = Mailer(settings)
    wanted = len(settings.digest.mail)
    if not mailer.enabled and wanted:
        told = f"not used, and digests are to go to {wanted} address{'es' if wanted > 1 else ''}"
        yield Finding(
            "Mail", False, told, "Set [mail] host and sender, or take the addresses out of [digest]."
        )
        return
    if not mailer.enabled:
        yield Finding("Mail", True, "not used; [mail] host switches it on")
        return
    try:
        address = await mailer.try_out()
    except GoodwordError as error:
        yield Finding("Mail", False, error.message, error.remedy)
    else:
        yield Finding("Mail", True, f"{mailer.where} lets us send as {address}")

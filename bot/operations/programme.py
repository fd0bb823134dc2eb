"""What ``goodword check`` says of the ambassador programme: whether there is anything to share, and whom its privacy
statement names."""

from __future__ import annotations

from bot.ambassadors.activity.service import shareable
from bot.faces.web.links.page import contact_of
from bot.kernel.clock import utc_now
from bot.operations.reading import opened
from bot.rights.kit import asks_leave_out_employees
from bot.settings import Settings
from bot.sources.base import Finding

WHAT = "Ambassadors"


def contact_row(settings: Settings) -> list[Finding]:
    """Whom the privacy statement of tracked links names. Nobody is no fault, and yet somebody has to be asked."""
    if not (settings.web.enabled and settings.links.enabled):
        return []
    if contact := contact_of(settings):
        return [Finding("Privacy", True, f"the statement names {contact}")]
    remedy = (
        "Set contact under [links], or under [brand], to a mail address: people ask there about their data."
    )
    return [Finding("Privacy", True, "the statement names nobody whom people can ask", remedy)]


async def programme_row(settings: Settings) -> list[Finding]:
    """How many pieces ambassadors may share. The database must be up to date. Raises GoodwordError."""
    if not settings.ambassadors.enabled:
        return []
    async with opened(settings) as session:
        count = await shareable(session, utc_now())
    if count:
        pieces = "1 piece" if count == 1 else f"{count} pieces"
        return [Finding(WHAT, True, f"{pieces} can be shared now")]
    return [Finding(WHAT, True, "nothing can be shared now", _remedy(settings))]


def _remedy(settings: Settings) -> str:
    asks = "Ask creators from the cards of their pieces"
    if asks_leave_out_employees(settings.rights):
        asks = 'Add "employees" to uses under [rights], so that asks cover sharing by employees'
    return f"{asks}; or clear creators whose contract covers it with /goodword creator; and approve their pieces."

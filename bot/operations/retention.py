"""``goodword retention``: what is over its period, source by source, and removing it now."""

from __future__ import annotations

from bot.intake.privacy.retained.over import Due, due, remove_due
from bot.operations.opening import open_services
from bot.operations.showing import show_json, show_table
from bot.settings import Settings


async def retention(settings: Settings, *, dry_run: bool, as_json: bool) -> int:
    """Show what is over, and remove it but for a dry run. Gives how many pieces that are."""
    async with open_services(settings) as services:
        found = await due(services.database, settings, services.clock())
        removed = {} if dry_run else await remove_due(services)
    if as_json:
        show_json([_told(one) for one in found])
    else:
        shown = [
            (
                one.source,
                one.platform,
                one.period.days,
                one.period.why,
                one.count,
                one.oldest or "",
                _day(one),
            )
            for one in found
        ]
        columns = ("Source", "Platform", "Days", "Because", "Over", "Oldest item", "Last seen")
        show_table(columns, shown)
    return sum(removed.values()) if not dry_run else sum(one.count for one in found)


def _day(one: Due) -> str:
    return one.seen_at.date().isoformat() if one.seen_at is not None else ""


def _told(one: Due) -> dict[str, object]:
    return {
        "source": one.source,
        "platform": one.platform,
        "days": one.period.days,
        "because": one.period.why,
        "over": one.count,
        "oldest_item": one.oldest,
        "last_seen": one.seen_at.isoformat() if one.seen_at is not None else None,
    }

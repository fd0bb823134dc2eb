"""The time zone that somebody has set in Slack, and choosing one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError

from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.errors import NETWORK
from bot.kernel.zones import zone_names

UNKNOWN = "UTC"
_OFTEN = (
    "Europe/Stockholm", "Europe/Berlin", "Europe/London", "Europe/Paris", "Europe/Helsinki", "Europe/Madrid",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Sao_Paulo",
    "Asia/Tokyo", "Asia/Kolkata", "Asia/Singapore", "Australia/Sydney", "UTC",
)  # fmt: skip
_ZONES = sorted(
    name for name in zone_names() if "/" in name and not name.startswith(("Etc/", "posix/", "right/"))
)
SUGGESTIONS = 20


async def own_zone(ctx: SlackContext) -> str:
    """As "Europe/Stockholm"; UTC where Slack doesn't say."""
    try:
        answer = await ctx.client.users_info(user=ctx.person.id)
    except (SlackApiError, *NETWORK):
        return UNKNOWN
    zone = str((answer.get("user") or {}).get("tz") or UNKNOWN)
    return zone if zone in zone_names() else UNKNOWN


def zone_options(typed: str, own: str, now: datetime) -> list[b.Block]:
    """Zones for what was typed, the person's own first, each with its clock now."""
    wanted = typed.strip().casefold().replace(" ", "_")
    every: Sequence[str] = (own, *_OFTEN) if not wanted else (own, *_OFTEN, *_ZONES)
    found = [name for name in dict.fromkeys(every) if wanted in name.casefold()][:SUGGESTIONS]
    return [b.option(f"{name} ({now.astimezone(ZoneInfo(name)):%H:%M} now)", name) for name in found]

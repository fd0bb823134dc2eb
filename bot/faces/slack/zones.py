"""The time zone that somebody has set in Slack."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.faces.slack.context import SlackContext
from bot.faces.slack.errors import NETWORK
from bot.kernel.zones import zone_names

UNKNOWN = "UTC"


async def own_zone(ctx: SlackContext) -> str:
    """As "Europe/Stockholm"; UTC where Slack doesn't say."""
    try:
        answer = await ctx.client.users_info(user=ctx.person.id)
    except (SlackApiError, *NETWORK):
        return UNKNOWN
    zone = str((answer.get("user") or {}).get("tz") or UNKNOWN)
    return zone if zone in zone_names() else UNKNOWN

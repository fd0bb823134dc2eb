"""The time zone that somebody has set in Slack."""

from __future__ import annotations

from zoneinfo import available_timezones

from slack_sdk.errors import SlackApiError

from bot.faces.slack.context import SlackContext
from bot.faces.slack.errors import NETWORK

UNKNOWN = "UTC"


async def own_zone(ctx: SlackContext) -> str:
    """As "Europe/Stockholm"; UTC where Slack doesn't say."""
    try:
        answer = await ctx.client.users_info(user=ctx.person.id)
    except (SlackApiError, *NETWORK):
        return UNKNOWN
    zone = str((answer.get("user") or {}).get("tz") or UNKNOWN)
    return zone if zone in available_timezones() else UNKNOWN

"""What ``goodword check`` finds out about the workspace: tokens, scopes, channels, who may decide."""

from __future__ import annotations

from collections.abc import AsyncIterator

import aiohttp
from pydantic import SecretStr
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.channels import Channels
from bot.faces.slack.connection import SlackConnection, make_client
from bot.faces.slack.errors import NETWORK, as_ours
from bot.faces.slack.staff import Staff, role_list
from bot.kernel.errors import GoodwordError
from bot.settings import SLACK_SECRETS, Settings
from bot.sources.base import Finding

SCOPES = (
    "chat:write",
    "commands",
    "channels:read",
    "channels:history",
    "im:write",
    "users:read",
    "usergroups:read",
    "files:write",
)
"""Bot scopes without which something does not work; ``config/slack-manifest.yaml`` asks for them and a few more."""


async def inspect_slack(settings: Settings) -> AsyncIterator[Finding]:
    """One finding after the other; stops where the next ones could not be known."""
    if missing := _missing_tokens(settings):
        for finding in missing:
            yield finding
        return
    try:
        client = make_client(settings.slack)
        connection = SlackConnection(settings.slack, client, _Nobody())
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=15)) as session:
            client.session = session
            await connection.identify()
            yield Finding("Slack bot token", True, f"signed in to {connection.team}")
            yield _scopes(connection.scopes)
            yield await _app_token(settings.slack.api_url, settings.slack.app_token, session)
            for name in dict.fromkeys(
                filter(None, (settings.review.channel, settings.review.notices_channel))
            ):
                yield await _channel(Channels(client), name)
            for finding in await Staff(client, role_list(settings.roles)).findings():
                yield finding
    except GoodwordError as error:
        yield Finding("Slack", False, error.message, error.remedy)


class _Nobody:
    """Answers no payload: checking never connects."""

    async def handle(self, kind: str, payload: object) -> dict[str, object]:
        return {}


def _scopes(granted: frozenset[str]) -> Finding:
    missing = [scope for scope in SCOPES if scope not in granted]
    if missing:
        remedy = "Update the app from config/slack-manifest.yaml and install it to the workspace again."
        return Finding("Slack scopes", False, f"missing: {', '.join(missing)}", remedy)
    return Finding("Slack scopes", True, f"{len(granted)} granted")


def _missing_tokens(settings: Settings) -> list[Finding]:
    """Both at once: whoever sets one can set the other too."""
    tokens = (("bot", settings.slack.bot_token, "xoxb-"), ("app", settings.slack.app_token, "xapp-"))
    return [
        Finding(
            f"Slack {which} token",
            False,
            "there is none",
            f"Set {SLACK_SECRETS[f'{which}_token']} (it begins with {begin}).",
        )
        for which, token, begin in tokens
        if token is None
    ]


async def _app_token(api_url: str, token: SecretStr | None, session: aiohttp.ClientSession) -> Finding:
    client = AsyncWebClient(base_url=api_url, session=session)
    try:
        await client.apps_connections_open(app_token=token.get_secret_value() if token else "")
    except (SlackApiError, *NETWORK) as error:
        ours = as_ours(error, "opening a Socket Mode connection")
        remedy = ours.remedy or "Make an app-level token with the scope connections:write."
        return Finding("Slack app token", False, ours.message, remedy)
    return Finding("Slack app token", True, "Socket Mode can be opened")


async def _channel(channels: Channels, name: str) -> Finding:
    what = f"Slack channel {name}"
    try:
        await channels.id_of(name)
    except GoodwordError as error:
        return Finding(what, False, error.message, error.remedy)
    return Finding(what, True, "found")

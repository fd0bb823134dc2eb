"""An unmodified Bolt app connected to the local Slack over a real WebSocket."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.slack import LocalSlack


def web_client(slack: LocalSlack, token: str | None = None) -> AsyncWebClient:
    """Slack's own client, pointed at the local Slack."""
    return AsyncWebClient(token=token or slack.bot_token, base_url=slack.api_url)


async def refused(client: AsyncWebClient, method: str, **args: Any) -> dict[str, Any]:
    """The body of a call that Slack refuses."""
    with pytest.raises(SlackApiError) as error:
        await client.api_call(method, json=args)
    body = error.value.response.data
    assert isinstance(body, dict)
    return body


@contextlib.asynccontextmanager
async def connected_app(
    slack: LocalSlack, listeners: Callable[[AsyncApp], Any], *, ping_interval: float = 1.0
) -> AsyncIterator[AsyncApp]:
    """A Bolt app with these listeners, connected; disconnected again at the end."""
    app = AsyncApp(token=slack.bot_token, client=web_client(slack))
    listeners(app)
    handler = AsyncSocketModeHandler(app, slack.app_token, ping_interval=ping_interval)
    await handler.connect_async()  # type: ignore[no-untyped-call]
    try:
        await slack.wait_connected()
        yield app
    finally:
        await _disconnect(handler)


async def _disconnect(handler: AsyncSocketModeHandler) -> None:
    """Close the client and wait for the tasks it leaves behind when it is only told to close."""
    client = handler.client
    assert isinstance(client, SocketModeClient)
    left = [client.current_session_monitor, client.message_receiver, client.message_processor]
    await handler.close_async()  # type: ignore[no-untyped-call]
    tasks = [each for each in left if each is not None]
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

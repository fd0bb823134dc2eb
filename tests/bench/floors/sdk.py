"""Slack's own parts doing the least: the SDK that only acknowledges, and Bolt with one listener and no write.

Floors of ``click``. Both speak Socket Mode over aiohttp as the product does. Bolt runs with
``process_before_response``, its fast way: by default it looks for the answer every 10 ms.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient


@contextlib.asynccontextmanager
async def sdk_ack_only(api_url: str) -> AsyncIterator[None]:
    """A Socket Mode client that acknowledges every frame and looks at none."""
    client = SocketModeClient(
        app_token="xapp-bench", web_client=AsyncWebClient(token="xoxb-bench", base_url=api_url)
    )

    async def acknowledge(receiver: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        await receiver.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))

    client.socket_mode_request_listeners.append(acknowledge)
    async with _connected(client):
        yield


@contextlib.asynccontextmanager
async def bolt_without_a_write(api_url: str) -> AsyncIterator[None]:
    """A Bolt app whose only listener acknowledges."""
    app = AsyncApp(
        token="xoxb-bench",
        client=AsyncWebClient(token="xoxb-bench", base_url=api_url),
        process_before_response=True,
        request_verification_enabled=False,
    )

    async def acknowledge(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()

    app.action(re.compile(".*"))(acknowledge)
    handler = AsyncSocketModeHandler(app, "xapp-bench")
    async with _connected(handler.client):
        yield


@contextlib.asynccontextmanager
async def _connected(client: SocketModeClient) -> AsyncIterator[None]:
    client.wss_uri = await client.issue_new_wss_url()
    await client.connect()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
        await client.close()  # type: ignore[no-untyped-call]
        for task in tasks:
            if task is not None:
                task.cancel()
        await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

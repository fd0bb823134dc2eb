"""A local Discord for tests, and a discord.py bot beside it. Import the fixtures in a ``conftest.py``."""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Iterator
from typing import TypeVar

import discord
import pytest_asyncio
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.playground.discord import LocalDiscord
from tests.support.discord_openapi import REAL_DATA, Checker, checker

ClientT = TypeVar("ClientT", bound=discord.Client)


@contextlib.contextmanager
def pointed_at(local: LocalDiscord) -> Iterator[None]:
    """Have discord.py, which keeps its addresses in two classes, talk to this Discord; set back at the end."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = local.api_url, yarl.URL(local.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


@contextlib.asynccontextmanager
async def running(local: LocalDiscord, client: ClientT) -> AsyncIterator[ClientT]:
    """The client logged in and ready; closed at the end, which leaves no task behind."""
    with pointed_at(local):
        async with client:
            task = asyncio.create_task(client.start(local.bot_token), name="discord-client")
            ready = asyncio.create_task(client_ready(client))
            try:
                await asyncio.wait({task, ready}, timeout=20, return_when=asyncio.FIRST_COMPLETED)
                if task.done():
                    await task
                assert client.is_ready(), "the bot was not ready within 20 s"
                yield client
            finally:
                ready.cancel()
                await client.close()
                await asyncio.gather(task, ready, return_exceptions=True)


async def client_ready(client: discord.Client) -> None:
    """Return once the client is ready; before ``start`` has begun, asking is too early."""
    while not client.is_ready():  # noqa: ASYNC110 (discord.py makes its event only inside login)
        await asyncio.sleep(0.01)


@contextlib.contextmanager
def openapi_checked() -> Iterator[Checker | None]:
    """A checker of everything that goes over the wire, or None without the document; complaints fail the test."""
    found = checker() if os.environ.get(REAL_DATA) else None
    yield found
    if found is not None:
        assert not found.complaints, "\n".join(found.complaints)


@pytest_asyncio.fixture
async def discord_local() -> AsyncIterator[LocalDiscord]:
    """A local Discord without rate limits, whose traffic is held against Discord's document where that is there."""
    with openapi_checked() as found:
        async with LocalDiscord(limits="off", observer=found) as local:
            yield local

"""The gateway frame by frame: what a client without any library sends and gets."""

from __future__ import annotations

import asyncio
import contextlib
import json
import zlib
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.playground.discord import LocalDiscord, intents
from bot.playground.slack import PlaygroundClock

Json = dict[str, Any]
ALL = intents.KNOWN


class Wire:
    """One connection."""

    def __init__(self, local: LocalDiscord, socket: aiohttp.ClientWebSocketResponse, *, packed: bool) -> None:
        self.local = local
        self.socket = socket
        self._stream = zlib.decompressobj() if packed else None

    async def get(self) -> Json:
        """The next frame."""
        message = await self.socket.receive(timeout=5)
        assert message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY), (
            message,
            self.socket.close_code,
        )
        text = self._stream.decompress(message.data) if self._stream else message.data
        return dict(json.loads(text))

    async def until(self, event: str) -> Json:
        """The next event of that name."""
        while (frame := await self.get())["t"] != event:
            pass
        return frame

    async def put(self, op: int, data: Any = None) -> None:
        await self.socket.send_str(json.dumps({"op": op, "d": data}))

    async def identify(self, wanted: int = ALL, **more: Any) -> Json:
        """Identify; the data of READY."""
        assert (await self.get())["op"] == 10
        await self.put(2, {"token": self.local.bot_token, "intents": wanted, "properties": {}, **more})
        return dict((await self.get())["d"])

    async def closed(self) -> int | None:
        """The code it is closed with."""
        while not self.socket.closed:
            message = await self.socket.receive(timeout=5)
            if message.type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED):
                break
        return self.socket.close_code


@contextlib.asynccontextmanager
async def wire(local: LocalDiscord, *, compress: str = "") -> AsyncIterator[Wire]:
    query = {"v": "10", "encoding": "json", **({"compress": compress} if compress else {})}
    async with (
        aiohttp.ClientSession() as session,
        session.ws_connect(local.gateway_url, params=query) as socket,
    ):
        yield Wire(local, socket, packed=bool(compress))


@pytest.mark.parametrize("compress", ["", "zlib-stream"])
async def test_identify_and_events(discord_local: LocalDiscord, compress: str) -> None:
    async with wire(discord_local, compress=compress) as connection:
        ready = await connection.identify()
        assert ready["guilds"] == [{"id": str(discord_local.guild_id), "unavailable": True}]
        assert ready["resume_gateway_url"] == discord_local.gateway_url
        guild = await connection.until("GUILD_CREATE")
        assert guild["s"] == 2
        assert [each["name"] for each in guild["d"]["channels"]] == ["contests", "general", "announcements"]
        await connection.put(1, guild["s"])
        assert (await connection.get())["op"] == 11
        await discord_local.post("noor", channel="general", text="x")
        assert (await connection.until("MESSAGE_CREATE"))["s"] == 3


@pytest.mark.parametrize(
    ("op", "data", "code"),
    [
        (2, {"token": "wrong", "intents": 0}, 4004),
        (2, {"token": "{token}", "intents": -1}, 4013),
        (2, {"token": "{token}"}, 4013),
        (2, {"token": "{token}", "intents": 1, "shard": [2, 2]}, 4010),
        (2, "text", 4002),
        (8, {}, 4003),
        (99, {}, 4001),
        (6, {"token": "wrong"}, 4004),
    ],
)
async def test_close_codes(discord_local: LocalDiscord, op: int, data: Any, code: int) -> None:
    if isinstance(data, dict) and data.get("token") == "{token}":
        data = {**data, "token": discord_local.bot_token}
    async with wire(discord_local) as connection:
        await connection.get()
        await connection.put(op, data)
        assert await connection.closed() == code


async def test_garbage_and_a_second_identify(discord_local: LocalDiscord) -> None:
    async with wire(discord_local) as connection:
        await connection.socket.send_str("{")
        assert await connection.closed() == 4002
    async with wire(discord_local) as connection:
        await connection.identify()
        await connection.put(2, {"token": discord_local.bot_token, "intents": 0})
        assert await connection.closed() == 4005


async def test_intents_that_were_not_granted() -> None:
    async with LocalDiscord(privileged=False) as local:
        async with wire(local) as connection:
            await connection.get()
            await connection.put(2, {"token": local.bot_token, "intents": intents.GUILD_MEMBERS})
            assert await connection.closed() == 4014
        async with wire(local) as connection:
            assert (await connection.identify(intents.GUILDS))["session_id"]


async def test_resume_replays_what_was_missed_in_order(discord_local: LocalDiscord) -> None:
    async with wire(discord_local) as connection:
        session = (await connection.identify())["session_id"]
        seen = (await connection.until("GUILD_CREATE"))["s"]
    await discord_local.wait_for(lambda: not discord_local.gateway.connected)
    for text in ("one", "two"):
        await discord_local.post("noor", channel="general", text=text)
    token = discord_local.bot_token
    async with wire(discord_local) as connection:
        await connection.get()
        await connection.put(6, {"token": token, "session_id": session, "seq": seen})
        frames = [await connection.get() for _ in range(3)]
        assert [each["t"] for each in frames] == ["MESSAGE_CREATE", "MESSAGE_CREATE", "RESUMED"]
        assert [each["s"] for each in frames] == [seen + 1, seen + 2, seen + 3]
        assert [each["d"].get("content") for each in frames[:2]] == ["one", "two"]
    async with wire(discord_local) as connection:
        await connection.get()
        await connection.put(6, {"token": token, "session_id": session, "seq": 10_000})
        assert await connection.closed() == 4007
    async with wire(discord_local) as connection:
        await connection.get()
        await connection.put(6, {"token": token, "session_id": "unknown", "seq": 1})
        assert (await connection.get()) == {"op": 9, "d": False, "s": None, "t": None}


async def test_a_session_that_missed_too_much_starts_anew(discord_local: LocalDiscord) -> None:
    async with wire(discord_local) as connection:
        session = (await connection.identify(intents.GUILD_MESSAGES))["session_id"]
    await discord_local.wait_for(lambda: not discord_local.gateway.connected)
    for number in range(1001):
        await discord_local.post("noor", channel="general", text=str(number))
    async with wire(discord_local) as connection:
        await connection.get()
        await connection.put(6, {"token": discord_local.bot_token, "session_id": session, "seq": 1})
        assert (await connection.get())["op"] == 9


async def test_asking_for_members(discord_local: LocalDiscord) -> None:
    guild, noor = str(discord_local.guild_id), discord_local.person("noor").id
    async with wire(discord_local) as connection:
        await connection.identify()
        await connection.put(8, {"guild_id": guild, "query": "", "limit": 0, "nonce": "n1"})
        everybody = (await connection.until("GUILD_MEMBERS_CHUNK"))["d"]
        assert (len(everybody["members"]), everybody["nonce"], everybody["chunk_count"]) == (11, "n1", 1)
        await connection.put(8, {"guild_id": guild, "user_ids": [noor, "1"], "limit": 0})
        some = (await connection.until("GUILD_MEMBERS_CHUNK"))["d"]
        assert [each["user"]["username"] for each in some["members"]] == ["noor"]
        assert some["not_found"] == ["1"]
        await connection.put(8, {"guild_id": guild, "query": "len", "limit": 5})
        found = (await connection.until("GUILD_MEMBERS_CHUNK"))["d"]
        assert [each["user"]["username"] for each in found["members"]] == ["lena"]


async def test_events_only_for_intents_that_were_named(discord_local: LocalDiscord) -> None:
    async with wire(discord_local) as connection:
        await connection.identify(intents.GUILDS)
        await connection.until("GUILD_CREATE")
        await discord_local.post("noor", channel="general", text="x")
        await discord_local.join("greta")
        await discord_local.hands.delete_role("Contest winner")
        assert (await connection.get())["t"] == "GUILD_ROLE_DELETE"


async def test_nothing_is_told_of_channels_the_bot_cannot_see(discord_local: LocalDiscord) -> None:
    async with wire(discord_local) as connection:
        await connection.identify()
        await discord_local.hands.set_permissions(deny=["view_channel"], channel="general")
        await discord_local.post("noor", channel="general", text="hidden")
        await discord_local.post("noor", channel="contests", text="seen")
        assert (await connection.until("MESSAGE_CREATE"))["d"]["content"] == "seen"


async def test_a_guild_belongs_to_one_shard(discord_local: LocalDiscord) -> None:
    home = (discord_local.guild_id >> 22) % 2
    async with wire(discord_local) as mine, wire(discord_local) as other:
        assert len((await mine.identify(shard=[home, 2]))["guilds"]) == 1
        assert (await other.identify(shard=[1 - home, 2]))["guilds"] == []
        await mine.until("GUILD_CREATE")
        await discord_local.post("noor", channel="general", text="x")
        assert (await mine.get())["t"] == "MESSAGE_CREATE"
        await other.put(1)
        assert (await other.get())["op"] == 11  # and nothing before it


async def test_too_much_said_in_a_minute() -> None:
    async with LocalDiscord(clock=PlaygroundClock(scale=0)) as local, wire(local) as connection:
        await connection.identify()
        for _ in range(120):
            await connection.put(1)
        assert await connection.closed() == 4008


async def test_reconnect_and_invalid_session(discord_local: LocalDiscord) -> None:
    async with wire(discord_local) as connection:
        await connection.identify(0)
        await discord_local.gateway.strike("reconnect")
        assert (await connection.get())["op"] == 7
        await discord_local.gateway.strike("invalid_session")
        frame = await connection.get()
        assert (frame["op"], frame["d"]) == (9, False)
        await discord_local.gateway.strike("disconnect")
        assert await connection.closed() == 4000
    await asyncio.wait_for(discord_local.wait_for(lambda: not discord_local.gateway.connected), 5)

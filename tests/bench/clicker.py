"""Somebody who clicks, in a process of their own: a Socket Mode server that sends clicks and waits for the acks.

``python -m tests.bench.clicker`` prints its port. It knows just enough of the Web API to be connected to.
``/click?n=600&at_once=50&first=1&verb=approve`` clicks, one button an item from ``first`` on, and answers with the
times from frame to acknowledgement in milliseconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.support.child import child

_ABOUT: dict[str, Any] = {
    "ok": True,
    "user_id": "U0BOT00001",
    "bot_id": "B0BOT00001",
    "team_id": "T0BENCH001",
    "team": "Bench",
    "usergroups": [],
    "user": {"id": "U0MIA00001", "name": "mia", "real_name": "Mia Lindqvist"},
    "channel": "C0BENCH001",
    "ts": "1800000000.000001",
}


class Clicker:
    """The server's state: one connection, and who waits for which acknowledgement."""

    def __init__(self) -> None:
        self._socket: web.WebSocketResponse | None = None
        self._waiting: dict[str, asyncio.Future[float]] = {}
        self._number = 0

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_get("/link", self._link)
        app.router.add_post("/response", self._response)
        app.router.add_get("/click", self._click)
        return app

    async def _api(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "apps.connections.open":
            return web.json_response({"ok": True, "url": f"ws://{request.host}/link"})
        return web.json_response(_ABOUT)

    async def _response(self, _request: web.Request) -> web.Response:
        return web.Response(text="ok")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._socket = socket
        await socket.send_json({"type": "hello", "num_connections": 1})
        async for message in socket:
            if message.type == aiohttp.WSMsgType.TEXT and message.data.startswith("{"):
                future = self._waiting.pop(json.loads(message.data).get("envelope_id"), None)
                if future is not None:
                    future.set_result(time.perf_counter())
        return socket

    async def _click(self, request: web.Request) -> web.Response:
        query = request.query
        room = asyncio.Semaphore(int(query["at_once"]))
        base = f"http://{request.host}"
        numbers = range(int(query["first"]), int(query["first"]) + int(query["n"]))

        async def one(item: int) -> float:
            async with room:
                return await self._send(_payload(base, query["verb"], item, self._next()))

        waits = sorted(await asyncio.gather(*(one(item) for item in numbers)))
        return web.json_response({"p50": waits[len(waits) // 2], "p99": waits[int(len(waits) * 0.99)]})

    def _next(self) -> int:
        self._number += 1
        return self._number

    async def _send(self, payload: dict[str, Any]) -> float:
        assert self._socket is not None, "nobody is connected"
        envelope = secrets.token_hex(16)
        frame = json.dumps(
            {
                "envelope_id": envelope,
                "type": "interactive",
                "accepts_response_payload": True,
                "payload": payload,
            }
        )
        answered: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self._waiting[envelope] = answered
        began = time.perf_counter()
        await self._socket.send_str(frame)
        return (await asyncio.wait_for(answered, 30) - began) * 1000


def _payload(base: str, verb: str, item: int, number: int) -> dict[str, Any]:
    """A press of a button on a list message, as Slack sends it."""
    buttons = [
        {
            "type": "button",
            "action_id": f"g1:review:{each}:{item}:1",
            "text": {"type": "plain_text", "text": each},
        }
        for each in ("approve", "reject", "details")
    ]
    text = {
        "type": "section",
        "text": {"type": "mrkdwn", "text": "*Post on Mastodon* by Anna: " + "words " * 40},
    }
    return {
        "type": "block_actions",
        "team": {"id": "T0BENCH001", "domain": "bench"},
        "user": {"id": "U0MIA00001", "username": "mia", "name": "mia", "team_id": "T0BENCH001"},
        "api_app_id": "A0BENCH001",
        "token": "bench",
        "enterprise": None,
        "is_enterprise_install": False,
        "container": {
            "type": "message",
            "message_ts": "1800000000.000001",
            "channel_id": "C0BENCH001",
            "is_ephemeral": False,
        },
        "trigger_id": f"{number}.1.abc",
        "channel": {"id": "C0BENCH001", "name": "content-review"},
        "state": {"values": {}},
        "response_url": f"{base}/response",
        "message": {
            "type": "message",
            "ts": "1800000000.000001",
            "blocks": [text, {"type": "actions", "elements": buttons}],
        },
        "actions": [
            {
                "type": "button",
                "action_id": f"g1:{verb.replace('.', ':')}:{item}:1",
                "block_id": "b1",
                "text": {"type": "plain_text", "text": "Approve"},
                "action_ts": f"1800000001.{number:06d}",
            }
        ],
    }


async def serve() -> None:
    """Serve until the process is ended."""
    runner = web.AppRunner(Clicker().application(), access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    sys.stdout.write(f"port {runner.addresses[0][1]}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


@dataclass(frozen=True, slots=True)
class Driver:
    """A running clicker."""

    port: int

    @property
    def api_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    async def click(self, count: int, at_once: int, verb: str, first: int = 1) -> dict[str, float]:
        """Click so many buttons; ``p50`` and ``p99`` of the acknowledgement in milliseconds."""
        query = f"n={count}&at_once={at_once}&verb={verb}&first={first}"
        address = f"http://127.0.0.1:{self.port}/click?{query}"
        async with aiohttp.ClientSession() as session, session.get(address) as answer:
            assert answer.status == 200, await answer.text()
            waits: dict[str, float] = await answer.json()
            return waits


@contextlib.asynccontextmanager
async def clicker(folder: Path, name: str) -> AsyncIterator[Driver]:
    """A clicker in a child process, gone when the block ends."""
    async with child(sys.executable, "-m", "tests.bench.clicker", cwd=folder, name=name) as running:
        said = await running.says("port ")
        yield Driver(int(said.split("port ")[1].split()[0]))


if __name__ == "__main__":
    asyncio.run(serve())

"""Socket Mode: connections by single-use ticket, payloads to exactly one of them, redelivery of events.

Sources: docs.slack.dev "Using Socket Mode" (at most 10 connections, ``disconnect`` frames), "Events API" (three more
attempts: almost at once, after a minute, after five).
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.responses import PlainTextResponse
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.playground.slack.faults import Faults
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]
MOST_CONNECTIONS = 10
#: How long a connection told to refresh stays open, in real seconds.
REFRESH_GRACE = 10.0


@dataclass(eq=False)
class Connection:
    """One open WebSocket. ``draining`` after it was told to refresh: it gets nothing new."""

    socket: WebSocket
    draining: bool = False
    pending: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Delivery:
    """What became of a payload: acknowledged or not, after how many milliseconds, with which answer."""

    acked: bool
    ms: int
    response: Any = None
    error: str = ""


class SocketMode:
    """The app's connections and what is sent over them."""

    def __init__(self, world: SlackWorld, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self._connections: list[Connection] = []
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._tasks: set[asyncio.Task[Any]] = set()
        self.refused = 0  # connection attempts without a valid ticket

    @property
    def connected(self) -> int:
        """How many connections the app has."""
        return len(self._connections)

    # connections

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one connection from ticket to close."""
        valid = self._world.permits.redeem_ticket(socket.query_params.get("ticket", ""))
        if self._faults.for_ticket() or not valid:
            self.refused += 1
            await socket.send_denial_response(PlainTextResponse("invalid ticket", 400))
            return
        await socket.accept()
        if self.connected >= MOST_CONNECTIONS:
            await socket.send_text(_frame({"type": "disconnect", "reason": "too_many_websockets", **_DEBUG}))
            await socket.close()
            return
        connection = Connection(socket)
        self._connections.append(connection)
        self._tell()
        try:
            await socket.send_text(_frame(self._hello()))
            while socket.application_state is WebSocketState.CONNECTED:
                self._acknowledge(await socket.receive_text())
        except WebSocketDisconnect:
            pass  # the app went away, which is its right
        finally:
            self._forget(connection)

    def _hello(self) -> Json:
        info = {"host": "playground", "build_number": 1, "approximate_connection_time": 18060}
        return {
            "type": "hello",
            "num_connections": self.connected,
            "connection_info": {"app_id": self._world.app_id},
            "debug_info": info,
        }

    def _acknowledge(self, text: str) -> None:
        try:
            frame = orjson.loads(text)
        except orjson.JSONDecodeError:
            return  # Slack ignores what it can't read
        if isinstance(frame, dict):
            future = self._acks.get(str(frame.get("envelope_id")))
            if future is not None and not future.done():
                future.set_result(frame.get("payload"))

    def _forget(self, connection: Connection) -> None:
        if connection in self._connections:
            self._connections.remove(connection)
            self._tell()
        for envelope in connection.pending:
            future = self._acks.get(envelope)
            if future is not None and not future.done():
                future.set_exception(ConnectionError("the connection closed before the ack"))

    def _tell(self) -> None:
        self._world.feed.publish(
            "connection", {"connected": self.connected > 0, "connections": self.connected}
        )

    async def refresh(self, reason: str = "refresh_requested") -> None:
        """Ask every connection to come anew; ``warning`` announces it about ten seconds ahead."""
        for connection in list(self._connections):
            connection.draining = reason != "warning"
            await self._send(connection, _frame({"type": "disconnect", "reason": reason, **_DEBUG}))
            if connection.draining:
                self._spawn(self._close_later(connection))

    async def _close_later(self, connection: Connection) -> None:
        await asyncio.sleep(REFRESH_GRACE)
        await self._close(connection)

    async def drop_all(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self._connections):
            await self._close(connection)

    async def _close(self, connection: Connection) -> None:
        if connection.socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(RuntimeError, WebSocketDisconnect):  # the other side was faster
                await connection.socket.close()
        self._forget(connection)

    async def aclose(self) -> None:
        """Stop redelivering and close every connection."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.drop_all()

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # payloads

    async def deliver(self, kind: str, payload: Json, *, name: str, answers: bool = False) -> Delivery:
        """Send an interactive payload or a slash command; wait for the ack, at most ``ack_seconds``.

        ``kind`` is the envelope's type, ``name`` what faults call it (``block_actions`` ...), ``answers``
        whether the ack may carry a payload.
        """
        fault = self._faults.for_event(name)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        envelope = _envelope(kind, payload, answers)
        delivery = await self._attempt(envelope, lost=fault is not None and fault.kind == "drop")
        if fault is not None and fault.kind == "duplicate":
            self._spawn(self._attempt(envelope))
        return delivery

    async def publish(self, event: Json) -> Delivery:
        """Send an event; returns the first attempt's outcome while redelivery goes on behind it."""
        name = str(event["type"])
        body = self._event_body(event)
        first: asyncio.Future[Delivery] = asyncio.get_running_loop().create_future()
        self._spawn(self._deliver_event(name, body, first))
        return await first

    async def _deliver_event(self, name: str, body: Json, first: asyncio.Future[Delivery]) -> None:
        fault = self._faults.for_event(name)
        if fault is not None and fault.kind == "slow":
            await asyncio.sleep(fault.seconds)
        reason = ""
        for attempt, delay in enumerate((0.0, *self._world.redelivery_delays)):
            if attempt:
                await _sleep(self._world.clock, delay)
                fault = self._faults.for_event(name)
            extra = {"retry_attempt": attempt, "retry_reason": reason}
            envelope = _envelope("events_api", body, False, extra)
            delivery = await self._attempt(envelope, lost=fault is not None and fault.kind == "drop")
            if not first.done():
                first.set_result(delivery)
            if fault is not None and fault.kind == "duplicate":
                await self._attempt(
                    _envelope("events_api", body, False, {**extra, "retry_attempt": attempt + 1})
                )
            if delivery.acked:
                return
            reason = "timeout" if delivery.error == "operation_timeout" else "connection_failed"

    def _event_body(self, event: Json) -> Json:
        world = self._world
        authorization = {
            "enterprise_id": None,
            "team_id": world.team_id,
            "user_id": world.bot_user_id,
            "is_bot": True,
            "is_enterprise_install": False,
        }
        return {
            "token": world.verification_token,
            "team_id": world.team_id,
            "api_app_id": world.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": world.new_id("Ev"),
            "event_time": world.now,
            "authorizations": [authorization],
            "is_ext_shared_channel": False,
            "event_context": secrets.token_urlsafe(16),
        }

    async def _attempt(self, envelope: Json, *, lost: bool = False) -> Delivery:
        began = time.monotonic()
        key = str(envelope["envelope_id"])
        future: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._acks[key] = future
        try:
            connection = None if lost else await self._send_to_one(key, _frame(envelope))
            if connection is None and not lost:
                return Delivery(False, 0, error="dispatch_failed")
            response = await asyncio.wait_for(future, self._world.ack_seconds)
        except TimeoutError:
            return Delivery(False, _ms(began), error="operation_timeout")
        except ConnectionError:
            return Delivery(False, _ms(began), error="dispatch_failed")
        finally:
            self._acks.pop(key, None)
            for each in self._connections:
                each.pending.discard(key)
        return Delivery(True, _ms(began), response)

    async def _send_to_one(self, key: str, frame: str) -> Connection | None:
        """Give the frame to one connection, in no pattern; to another where it turns out closed."""
        open_ones = [each for each in self._connections if not each.draining] or list(self._connections)
        while open_ones:
            connection = secrets.choice(open_ones)
            connection.pending.add(key)
            if await self._send(connection, frame):
                return connection
            connection.pending.discard(key)
            open_ones.remove(connection)
        return None

    async def _send(self, connection: Connection, frame: str) -> bool:
        try:
            await connection.socket.send_text(frame)
        except (WebSocketDisconnect, RuntimeError):  # RuntimeError: Starlette's word for "already closed"
            self._forget(connection)
            return False
        return True


_DEBUG: Json = {"debug_info": {"host": "playground"}}


def _envelope(kind: str, payload: Json, answers: bool, extra: Json | None = None) -> Json:
    return {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "accepts_response_payload": answers,
        "payload": payload,
        **(extra or {}),
    }


def _frame(body: Json) -> str:
    return orjson.dumps(body).decode()


def _ms(began: float) -> int:
    return round((time.monotonic() - began) * 1000)


async def _sleep(clock: Callable[[], float], seconds: float) -> None:
    sleep: Callable[[float], Awaitable[None]] = getattr(clock, "sleep", asyncio.sleep)
    await sleep(seconds)

"""The gateway: sessions that outlive their connections, heartbeats, events in order, replay on resume.

Source: docs.discord.com "Gateway", "Gateway Events", "Opcodes and Status Codes" (close codes).
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from bot.playground.discord import frames, intents, shapes
from bot.playground.discord.faults import Faults
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]
DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE, RESUME, RECONNECT = 0, 1, 2, 3, 4, 6, 7
MEMBERS, INVALID_SESSION, HELLO, ACK = 8, 9, 10, 11
INTERVAL_MS = 41_250
REPLAYED = 1000
"""Events a session keeps for a connection that comes back."""
MOST_WAITING = 10
"""Sessions kept while their connections are away."""
SENDS_PER_MINUTE = 120
CHUNK = 1000
CLOSE_SECONDS = 5.0


class Closing(Exception):
    """The connection is to be closed with this code."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(eq=False)
class Connection:
    """One open WebSocket; frames leave it in the order they were queued."""

    socket: WebSocket
    packer: frames.Packer | None
    queue: asyncio.Queue[bytes | Closing] = field(default_factory=asyncio.Queue)
    session: Session | None = None
    received: deque[float] = field(default_factory=deque)

    def put(self, op: int, data: Any = None, seq: int | None = None, event: str | None = None) -> None:
        """Queue a frame."""
        self.queue.put_nowait(frames.text(op, data, seq, event))

    async def write(self) -> None:
        """Send what is queued, until cancelled or the other side is gone."""
        with contextlib.suppress(WebSocketDisconnect, RuntimeError):  # RuntimeError: "already closed"
            while True:
                frame = await self.queue.get()
                if isinstance(frame, Closing):
                    await self.socket.close(frame.code, frame.reason)
                    return
                if self.packer is None:
                    await self.socket.send_text(frame.decode())
                else:
                    await self.socket.send_bytes(self.packer.pack(frame))

    async def close(self, code: int, reason: str = "") -> None:
        """Close with a code."""
        if self.socket.application_state is WebSocketState.CONNECTED:
            with contextlib.suppress(WebSocketDisconnect, RuntimeError):
                await self.socket.close(code, reason)


@dataclass(eq=False)
class Session:
    """What an app identified as; it goes on while the connection is away."""

    id: str
    intents: int
    shard: tuple[int, int]
    connection: Connection | None = None
    seq: int = 0
    sent: deque[tuple[int, str, Json]] = field(default_factory=lambda: deque(maxlen=REPLAYED))

    def dispatch(self, name: str, data: Json) -> None:
        """Count an event, keep it for a resume, and send it where there is a connection."""
        self.seq += 1
        self.sent.append((self.seq, name, data))
        if self.connection is not None:
            self.connection.put(DISPATCH, data, self.seq, name)


class Gateway:
    """The app's connections and sessions."""

    def __init__(self, world: DiscordWorld, faults: Faults) -> None:
        self._world = world
        self._faults = faults
        self._connections: set[Connection] = set()
        self._sessions: dict[str, Session] = {}
        self.identified = 0
        self.resumed = 0
        world.listen(self._hear)

    @property
    def connected(self) -> int:
        """How many sessions have a connection."""
        return sum(each.connection is not None for each in self._sessions.values())

    # events

    def _hear(self, name: str, data: Json, channel: str | None) -> None:
        if self._faults.swallows(name):
            return
        for session in self._sessions.values():
            mine = self._home(session)
            told = intents.for_session(self._world, session.intents, name, data, channel) if mine else None
            if told is not None:
                session.dispatch(name, told)

    def _home(self, session: Session) -> bool:
        """Whether the guild belongs to this session's shard; direct messages go to the first."""
        number, count = session.shard
        return (int(self._world.guild_id) >> 22) % count == number

    # connections

    async def endpoint(self, socket: WebSocket) -> None:
        """Serve one connection from hello to close."""
        try:
            packer = frames.packer(socket.query_params.get("compress"))
        except ValueError:
            packer = None  # as Discord does with a compression it doesn't know: plain text
        await socket.accept()
        connection = Connection(socket, packer)
        self._connections.add(connection)
        connection.put(HELLO, {"heartbeat_interval": INTERVAL_MS, "_trace": ["playground"]})
        writing = asyncio.create_task(connection.write(), name="discord-gateway")
        try:
            await self._read(connection)
        except Closing as closing:
            connection.queue.put_nowait(closing)
            await asyncio.wait({writing}, timeout=CLOSE_SECONDS)
        except WebSocketDisconnect:
            pass  # the app went away; its session waits
        finally:
            writing.cancel()
            self._forget(connection)

    async def _read(self, connection: Connection) -> None:
        while connection.socket.application_state is WebSocketState.CONNECTED:
            try:
                message = await asyncio.wait_for(connection.socket.receive(), INTERVAL_MS / 1000 * 1.5)
            except TimeoutError:
                raise Closing(4009, "Session timed out.") from None
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            self._count(connection)
            self._take(connection, message.get("text") or message.get("bytes") or b"")

    def _count(self, connection: Connection) -> None:
        if self._world.limits == "off":
            return
        now = self._world.steady()
        connection.received.append(now)
        while connection.received[0] < now - 60:
            connection.received.popleft()
        if len(connection.received) > SENDS_PER_MINUTE:
            raise Closing(4008, "You are being rate limited.")

    def _take(self, connection: Connection, raw: str | bytes) -> None:
        try:
            frame = orjson.loads(raw)
            op, data = frame["op"], frame.get("d")
        except (ValueError, TypeError, KeyError, AttributeError):
            raise Closing(4002, "Error while decoding payload.") from None
        handlers: dict[int, Callable[[Connection, Any], None]] = {
            HEARTBEAT: self._heartbeat,
            IDENTIFY: self._identify,
            RESUME: self._resume,
            PRESENCE: self._ignore,
            VOICE: self._ignore,
            MEMBERS: self._members,
        }
        handler = handlers.get(op)
        if handler is None:
            raise Closing(4001, "Unknown opcode.")
        if connection.session is None and op not in (HEARTBEAT, IDENTIFY, RESUME):
            raise Closing(4003, "Not authenticated.")
        handler(connection, data)

    def _ignore(self, connection: Connection, data: Any) -> None:
        """Presence and voice change nothing that this place shows."""

    def _heartbeat(self, connection: Connection, data: Any) -> None:
        connection.put(ACK)

    # identify and resume

    def _identify(self, connection: Connection, data: Any) -> None:
        if connection.session is not None:
            raise Closing(4005, "Already authenticated.")
        if not isinstance(data, dict):
            raise Closing(4002, "Error while decoding payload.")
        self._authorise(data.get("token"))
        wanted, shard = data.get("intents"), _shard(data.get("shard", [0, 1]))
        if isinstance(wanted, bool) or not isinstance(wanted, int) or not 0 <= wanted <= intents.KNOWN:
            raise Closing(4013, "Invalid intent(s).")
        if wanted & intents.PRIVILEGED and not self._world.privileged:
            raise Closing(4014, "Disallowed intent(s).")
        session = Session(secrets.token_hex(16), wanted, shard)
        waiting = [each.id for each in self._sessions.values() if each.connection is None]
        for each in waiting[: len(waiting) - MOST_WAITING + 1]:
            del self._sessions[each]
        self._sessions[session.id] = session
        self._attach(session, connection)
        self.identified += 1
        session.dispatch("READY", self._ready(session))
        if self._home(session) and wanted & intents.GUILDS:
            session.dispatch("GUILD_CREATE", shapes.guild_create(self._world))
        self._tell()

    def _ready(self, session: Session) -> Json:
        guilds = [{"id": self._world.guild_id, "unavailable": True}] if self._home(session) else []
        return {
            "v": 10,
            "user": {**shapes.user(self._world.bot), "verified": True, "mfa_enabled": True, "email": None},
            "guilds": guilds,
            "private_channels": [],
            "session_id": session.id,
            "resume_gateway_url": self._world.address.replace("http", "ws", 1) + "/discord/gateway",
            "shard": list(session.shard),
            "application": {"id": self._world.application_id, "flags": shapes.APP_FLAGS},
        }

    def _resume(self, connection: Connection, data: Any) -> None:
        if connection.session is not None:
            raise Closing(4005, "Already authenticated.")
        if not isinstance(data, dict):
            raise Closing(4002, "Error while decoding payload.")
        self._authorise(data.get("token"))
        session, seen = self._sessions.get(str(data.get("session_id"))), data.get("seq")
        if session is None or not isinstance(seen, int):
            connection.put(INVALID_SESSION, False)
            return
        if seen > session.seq:
            raise Closing(4007, "Invalid seq.")
        oldest = session.sent[0][0] if session.sent else session.seq + 1
        if seen + 1 < oldest:
            connection.put(INVALID_SESSION, False)
            return
        if session.connection is not None:
            session.connection.session = None
        self._attach(session, connection)
        for number, name, event in list(session.sent):
            if number > seen:
                connection.put(DISPATCH, event, number, name)
        self.resumed += 1
        session.dispatch("RESUMED", {"_trace": ["playground"]})
        self._tell()

    def _authorise(self, token: Any) -> None:
        known = self._world.bot_token.encode()
        if not isinstance(token, str) or not secrets.compare_digest(token.encode(), known):
            raise Closing(4004, "Authentication failed.")

    def _attach(self, session: Session, connection: Connection) -> None:
        session.connection, connection.session = connection, session

    def _forget(self, connection: Connection) -> None:
        self._connections.discard(connection)
        session = connection.session
        if session is not None and session.connection is connection:
            session.connection = None
            self._tell()

    def _tell(self) -> None:
        count = self.connected
        self._world.feed.publish("connection", {"connected": count > 0, "connections": count})

    # members

    def _members(self, connection: Connection, data: Any) -> None:
        session = connection.session
        if session is None or not isinstance(data, dict) or str(data.get("guild_id")) != self._world.guild_id:
            return
        found, missing = self._asked_members(session, data)
        chunks = [found[at : at + CHUNK] for at in range(0, len(found), CHUNK)] or [[]]
        for number, chunk in enumerate(chunks):
            answer: Json = {
                "guild_id": self._world.guild_id,
                "members": [shapes.member(each) for each in chunk],
                "chunk_index": number,
                "chunk_count": len(chunks),
            }
            if missing:
                answer["not_found"] = missing
            if data.get("presences"):
                answer["presences"] = []
            if data.get("nonce") is not None:
                answer["nonce"] = data["nonce"]
            session.dispatch("GUILD_MEMBERS_CHUNK", answer)

    def _asked_members(self, session: Session, data: Json) -> tuple[list[Any], list[str]]:
        everybody = self._world.members()
        if data.get("user_ids"):
            given = data["user_ids"]
            wanted = [str(each) for each in (given if isinstance(given, list) else [given])][:100]
            inside = {each.id: each for each in everybody}
            return [inside[each] for each in wanted if each in inside], [
                each for each in wanted if each not in inside
            ]
        query, most = str(data.get("query") or "").casefold(), int(data.get("limit") or 0)
        if not query and not session.intents & intents.GUILD_MEMBERS:
            return [], []
        found = [
            each
            for each in everybody
            if any(name.casefold().startswith(query) for name in (each.name, each.display, each.nick or ""))
        ]
        return (found[: min(most, 100)] if query or most else found), []

    # what goes wrong

    async def drop_all(self, code: int = 4000) -> None:
        """Close every connection; its app may resume."""
        for connection in list(self._connections):
            await connection.close(code, "")

    def ask_to_reconnect(self) -> None:
        """Opcode 7: connect anew and resume."""
        for connection in self._connections:
            connection.put(RECONNECT)

    def invalidate(self, *, resumable: bool = False) -> None:
        """Opcode 9 to every connection; without ``resumable`` the sessions are gone."""
        if not resumable:
            self._sessions.clear()
        for connection in self._connections:
            connection.put(INVALID_SESSION, resumable)

    def forget_sessions(self) -> None:
        """Lose every session, so that a resume is refused."""
        self._sessions.clear()

    async def strike(self, kind: str) -> None:
        """A fault of the connections, by its name."""
        if kind == "disconnect":
            await self.drop_all()
        elif kind == "reconnect":
            self.ask_to_reconnect()
        elif kind == "forget":
            self.forget_sessions()
            await self.drop_all()
        else:
            self.invalidate()

    async def aclose(self) -> None:
        """Close every connection."""
        await self.drop_all(1001)


def _shard(value: Any) -> tuple[int, int]:
    right = isinstance(value, list) and len(value) == 2 and all(type(each) is int for each in value)
    if not right or not 0 <= value[0] < value[1]:
        raise Closing(4010, "Invalid shard.")
    return value[0], value[1]

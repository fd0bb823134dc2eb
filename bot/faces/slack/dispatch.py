"""From an incoming payload to its handler and back to the acknowledgement. Nothing escapes it unanswered.

Slack waits 3 seconds for an acknowledgement and does not redeliver a click, so the acknowledgement goes out
when the handler says that what must not be lost is committed; whatever the handler does after that runs on.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.actions import ActionId, Unknown, decode
from bot.faces.slack.blocks import escape
from bot.faces.slack.context import SlackContext, entered
from bot.faces.slack.replies import Replies
from bot.faces.slack.router import Handler, SlackRouter
from bot.faces.slack.staff import Staff
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.people.rules import Person, Role
from bot.services import Services

REMEMBERED = 2000  # payloads kept to recognise a second delivery
Answer = Mapping[str, Any]
Unreadable = Callable[[SlackContext, Unknown | ActionId], Awaitable[None]]

NOBODY = Person("", "", Role.NONE)

log = get_logger(__name__)


class NotKept(Exception):
    """The handler failed before it acknowledged: Slack must show the person that nothing was recorded."""


class Dispatcher:
    """One per connection. ``on_unreadable`` answers a button that this version can't read or no longer has."""

    def __init__(
        self,
        router: SlackRouter,
        services: Services,
        client: AsyncWebClient,
        staff: Staff,
        replies: Replies,
        on_unreadable: Unreadable,
    ) -> None:
        self._router = router
        self._services = services
        self._client = client
        self._staff = staff
        self._replies = replies
        self._on_unreadable = on_unreadable
        self._seen: OrderedDict[str, asyncio.Future[Answer]] = OrderedDict()
        self._running: set[asyncio.Task[None]] = set()

    async def handle(self, kind: str, payload: Mapping[str, Any]) -> Answer:
        """Run the payload's handler until it acknowledges; gives what to acknowledge with.

        A payload that came before is answered as it was the first time and not handled again. Raises NotKept.
        """
        request_id = request_id_of(kind, payload)
        if request_id in self._seen:
            return await asyncio.shield(self._seen[request_id])
        ctx = self._context(kind, payload, request_id)
        self._remember(request_id, ctx.acknowledged)
        task = asyncio.create_task(self._run(ctx), name=f"slack-{kind}")
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await ctx.acknowledged

    async def drain(self, seconds: float = 10.0) -> None:
        """Let running handlers finish, then end them."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    async def _run(self, ctx: SlackContext) -> None:
        try:
            user = _user(ctx.payload)
            if user:
                ctx.person = await self._staff.person(user, _handle(ctx.payload))
            await self._handler(ctx)(ctx)
            await ctx.ack()
        except GoodwordError as error:
            await self._refused(ctx, error)
        except Exception as error:  # noqa: BLE001 - the edge: a fault becomes an answer with an incident number
            await self._failed(ctx, error)
        finally:
            if not ctx.acknowledged.done():  # cancelled while stopping
                ctx.acknowledged.cancel()

    def _handler(self, ctx: SlackContext) -> Handler:
        first, second = _route(ctx)
        found = self._router.find(ctx.kind, first, second)
        if found is None and ctx.kind == "command":  # help also answers words that nobody knows
            found = self._router.find("command", "help")
        if found is not None:
            return found
        if ctx.kind in ("action", "view"):
            raw = _raw_action(ctx.kind, ctx.payload)
            unreadable = ctx.action if ctx.action is not None else decode(raw)
            return lambda context: self._on_unreadable(context, unreadable)
        return _unhandled

    def _context(self, kind: str, payload: Mapping[str, Any], request_id: str) -> SlackContext:
        decoded = (
            decode(_raw_action(kind, payload))
            if kind in ("action", "view", "view_closed", "options")
            else None
        )
        value = entered(payload["actions"][0]) if kind == "action" else None
        channel, ts = _place(payload)
        return SlackContext(
            kind=kind,
            payload=payload,
            person=NOBODY,
            client=self._client,
            services=self._services,
            replies=self._replies,
            request_id=request_id,
            action=decoded if isinstance(decoded, ActionId) else None,
            channel=channel,
            message_ts=ts,
            text=_words(payload)[1] if kind == "command" else "",
            value=value if isinstance(value, str) else None,
        )

    def _remember(self, request_id: str, acknowledged: asyncio.Future[Answer]) -> None:
        self._seen[request_id] = acknowledged
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

        def forget_failure(future: asyncio.Future[Answer]) -> None:
            if future.cancelled() or future.exception() is not None:
                self._seen.pop(request_id, None)

        acknowledged.add_done_callback(forget_failure)

    async def _refused(self, ctx: SlackContext, error: GoodwordError) -> None:
        """Something we have words for: say them. The person was answered, so it counts as acknowledged."""
        log.info("slack_handler_refused", kind=ctx.kind, problem=str(error))
        await ctx.ack()
        if ctx.person is not NOBODY:
            await ctx.tell_privately(escape(str(error)))  # it may quote what a person typed

    async def _failed(self, ctx: SlackContext, error: Exception) -> None:
        incident = secrets.token_hex(4).upper()
        log.error("slack_handler_failed", incident=incident, kind=ctx.kind, route=_route(ctx), exc_info=error)
        kept = ctx.acknowledged.done()
        if not kept and ctx.kind in ("action", "view"):
            ctx.acknowledged.set_exception(NotKept(incident))
        await ctx.ack()
        if ctx.person is not NOBODY:
            done = "What you did was recorded, but" if kept else "Nothing was recorded:"
            await ctx.tell_privately(
                f"{done} something went wrong on our side. Please try again; if it stays, tell the operator "
                f"incident {incident}."
            )


def request_id_of(kind: str, payload: Mapping[str, Any]) -> str:
    """The same for each delivery of one act of a person, different for any two acts."""
    user = _user(payload)
    if kind == "action":
        action = payload["actions"][0]
        place = payload.get("container") or {}
        where = place.get("message_ts") or place.get("view_id") or ""
        return f"a:{user}:{action.get('action_ts', '')}:{where}:{action.get('action_id', '')}"[:250]
    if kind == "event":
        return f"e:{payload.get('event_id') or secrets.token_hex(8)}"
    if kind in ("options", "view_closed"):
        return f"{kind}:{secrets.token_hex(8)}"
    return f"{kind}:{user}:{payload.get('trigger_id') or secrets.token_hex(8)}"[:250]


def _route(ctx: SlackContext) -> tuple[str, str]:
    if ctx.kind == "command":
        return _words(ctx.payload)[0], ""
    if ctx.kind == "shortcut":
        return str(ctx.payload.get("callback_id", "")), ""
    if ctx.kind == "event":
        return str((ctx.payload.get("event") or {}).get("type", "")), ""
    return (ctx.action.area, ctx.action.verb) if ctx.action else ("", "")


def _raw_action(kind: str, payload: Mapping[str, Any]) -> str:
    """The encoded action of a payload; a menu whose chosen value is an action stands for that action."""
    if kind == "action":
        action = payload["actions"][0]
        value = entered(action)
        if isinstance(value, str) and isinstance(decode(value), ActionId):
            return value
        return str(action.get("action_id", ""))
    if kind == "options":
        return str(payload.get("action_id", ""))
    return str((payload.get("view") or {}).get("callback_id", ""))


def _words(payload: Mapping[str, Any]) -> tuple[str, str]:
    """A command's first word, in lower case, and the rest."""
    word, _, rest = str(payload.get("text") or "").strip().partition(" ")
    return word.casefold(), rest.strip()


def _user(payload: Mapping[str, Any]) -> str:
    user = payload.get("user")
    if isinstance(user, Mapping):
        return str(user.get("id", ""))
    event = payload.get("event")
    found = payload.get("user_id") or (event.get("user") if isinstance(event, Mapping) else None)
    return found if isinstance(found, str) else ""


def _handle(payload: Mapping[str, Any]) -> str:
    user = payload.get("user")
    if isinstance(user, Mapping):
        return str(user.get("username") or user.get("name") or "")
    return str(payload.get("user_name") or "")


def _place(payload: Mapping[str, Any]) -> tuple[str | None, str | None]:
    container = payload.get("container") or {}
    channel = payload.get("channel")
    if isinstance(channel, Mapping):
        channel = channel.get("id")
    event = payload.get("event")
    found = channel or payload.get("channel_id") or container.get("channel_id")
    if not found and isinstance(event, Mapping):
        found = event.get("channel")
    message = payload.get("message")
    ts = container.get("message_ts") or (message.get("ts") if isinstance(message, Mapping) else None)
    return (str(found) if isinstance(found, str) else None), (str(ts) if ts else None)


async def _unhandled(ctx: SlackContext) -> None:
    """Nothing registered: a command gets help, anything else is acknowledged and let go."""
    await ctx.ack()
    if ctx.kind == "command":
        word = _words(ctx.payload)[0][:40]
        command = str(ctx.payload.get("command", "/goodword"))
        said = f"There is no command “{escape(word)}”." if word else "Tell me what to do."
        await ctx.tell_privately(f"{said} `{command} help` lists what there is.")

"""The wire to Slack: one Web API client, one Bolt app over Socket Mode, and a watchdog that keeps it up.

Facts about the SDK that this file exists for: a proxy named in the environment is used even for loopback; a
Socket Mode address is good once, and after one failure the client would retry the same one for ever; Bolt
asks auth.test during the first click unless it is told who the bot is; nothing is retried on 429 by default.
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from typing import Any, Protocol

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.proxies import proxy_for
from bot.faces.slack.dispatch import NotKept
from bot.faces.slack.errors import NETWORK, as_ours
from bot.kernel.errors import FixSettings
from bot.kernel.log import get_logger
from bot.settings import Slack as SlackSettings

PATIENCE = 15.0  # seconds without a connection before the watchdog asks for a fresh one
CONNECT_WITHIN = 30.0
_ANY = re.compile(".*", re.DOTALL)

log = get_logger(__name__)


class Handles(Protocol):
    """What answers payloads: ``Dispatcher.handle``."""

    async def handle(self, kind: str, payload: Mapping[str, Any]) -> Mapping[str, Any]: ...


class _Known(AsyncAuthorize):
    """Tells Bolt who the bot is, as learnt once at the start."""

    def __init__(self) -> None:
        self.result: AuthorizeResult | None = None

    async def __call__(self, **_: Any) -> AuthorizeResult | None:
        return self.result


def make_client(settings: SlackSettings) -> AsyncWebClient:
    """A client for the bot token; give it a ``session`` before heavy use. Raises FixSettings without a token."""
    if settings.bot_token is None:
        raise FixSettings(
            "There is no Slack bot token.", remedy="Set GOODWORD_SLACK_BOT_TOKEN (it begins with xoxb-)."
        )
    return _client(settings, settings.bot_token.get_secret_value())


def _client(settings: SlackSettings, token: str | None) -> AsyncWebClient:
    base = settings.api_url if settings.api_url.endswith("/") else f"{settings.api_url}/"
    proxy = proxy_for(base)
    # Not the SDK's default retry on a lost connection: the call may have been done, and a post would double.
    retries: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    client = AsyncWebClient(token=token, base_url=base, timeout=30, proxy=proxy, retry_handlers=retries)
    client.proxy = proxy  # the constructor prefers HTTPS_PROXY to None
    return client


class SlackConnection:
    """Bolt over Socket Mode. ``start`` returns once connected; ``stop`` leaves no task behind."""

    def __init__(
        self, settings: SlackSettings, client: AsyncWebClient, handles: Handles, *, patience: float = PATIENCE
    ) -> None:
        if settings.app_token is None:
            raise FixSettings(
                "There is no Slack app token.", remedy="Set GOODWORD_SLACK_APP_TOKEN (it begins with xapp-)."
            )
        self._app_token = settings.app_token.get_secret_value()
        self._settings = settings
        self._client = client
        self._handles = handles
        self._patience = patience
        self._known = _Known()
        self._handler: AsyncSocketModeHandler | None = None
        self._watchdog: asyncio.Task[None] | None = None
        self._lost_since: float | None = None
        self.bot_user_id = ""
        self.team = ""
        self.scopes: frozenset[str] = frozenset()
        self.app = self._bolt()

    async def identify(self) -> None:
        """Ask Slack who we are and what we may. Raises FixCredentials or TryLater."""
        try:
            answer = await self._client.auth_test()
        except (SlackApiError, *NETWORK) as error:
            raise as_ours(error, "signing in") from error
        self.bot_user_id, self.team = str(answer["user_id"]), str(answer.get("team", ""))
        headers = {key.lower(): value for key, value in dict(answer.headers).items()}
        self.scopes = frozenset(
            scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",") if scope
        )
        self._known.result = AuthorizeResult(
            enterprise_id=answer.get("enterprise_id"),
            team_id=answer.get("team_id"),
            bot_user_id=self.bot_user_id,
            bot_id=answer.get("bot_id"),
            bot_token=self._client.token,
        )

    async def start(self) -> None:
        """Sign in and connect. Raises FixCredentials or TryLater."""
        await self.identify()
        # Bolt's own client only carries the app token's calls; ours is the one that handlers use.
        socket_client = _client(self._settings, None)
        handler = AsyncSocketModeHandler(self.app, self._app_token, web_client=socket_client, logger=_quiet())
        handler.client.proxy = socket_client.proxy
        self._handler = handler
        try:
            handler.client.wss_uri = await handler.client.issue_new_wss_url()
            await asyncio.wait_for(handler.client.connect(), CONNECT_WITHIN)  # type: ignore[no-untyped-call]
        except (SlackApiError, *NETWORK) as error:
            await self.stop()
            raise as_ours(error, "connecting (Socket Mode)") from error
        self._watchdog = asyncio.create_task(self._watch(), name="slack-watchdog")
        log.info("slack_connected", team=self.team)

    async def connected(self) -> bool:
        """Whether the socket is up now."""
        return self._handler is not None and await self._handler.client.is_connected()

    async def stop(self) -> None:
        """Close the socket. Handlers already running are the dispatcher's to drain."""
        if self._watchdog is not None:
            self._watchdog.cancel()
            await asyncio.gather(self._watchdog, return_exceptions=True)
            self._watchdog = None
        if self._handler is not None:
            client, self._handler = self._handler.client, None
            tasks = [client.message_processor, client.current_session_monitor, client.message_receiver]
            await client.close()  # type: ignore[no-untyped-call]
            await asyncio.gather(*(task for task in tasks if task is not None), return_exceptions=True)

    def _bolt(self) -> AsyncApp:
        """One listener for each kind of payload: each further one would cost every event."""
        app = AsyncApp(
            client=_client(self._settings, None),
            authorize=self._known,  # type: ignore[arg-type]  # Bolt takes either
            process_before_response=True,
            request_verification_enabled=False,  # Socket Mode is authenticated by its address
            ssl_check_enabled=False,
            url_verification_enabled=False,
            attaching_function_token_enabled=False,
        )
        app.action(_ANY)(self._listener("action"))
        app.view(_ANY)(self._listener("view"))
        app.view_closed(_ANY)(self._listener("view_closed"))
        app.options(_ANY)(self._listener("options"))
        app.shortcut(_ANY)(self._listener("shortcut"))
        app.command(_ANY)(self._listener("command"))
        app.event(_ANY)(self._listener("event"))
        return app

    def _listener(self, kind: str) -> Any:
        async def listen(ack: AsyncAck, body: dict[str, Any]) -> BoltResponse | None:
            try:
                answer = await self._handles.handle(kind, body)
            except NotKept:
                # Unacknowledged on purpose: Slack then tells the person that it didn't work.
                return BoltResponse(status=500, body="")
            await ack(**answer)
            return None

        return listen

    async def _watch(self) -> None:
        """A Socket Mode address is good once, and the SDK would retry a spent one for ever: get a fresh one."""
        step = min(1.0, self._patience / 4)
        while True:
            await asyncio.sleep(step)
            if await self.connected():
                self._lost_since = None
                continue
            now = time.monotonic()
            self._lost_since = self._lost_since if self._lost_since is not None else now
            if now - self._lost_since >= self._patience:
                self._lost_since = now
                await self._reconnect()

    async def _reconnect(self) -> None:
        if self._handler is None:
            return
        log.warning("slack_reconnecting", after_seconds=self._patience)
        client = self._handler.client
        try:
            client.wss_uri = await client.issue_new_wss_url()  # a connect loop under way picks it up
            await asyncio.wait_for(client.connect_to_new_endpoint(force=True), self._patience)
        except (SlackApiError, *NETWORK) as error:
            log.warning("slack_reconnect_failed", problem=str(as_ours(error, "reconnecting")))


def _quiet() -> logging.Logger:
    """The SDK logs each lost connection with a traceback; the watchdog's own line is enough."""
    logger = logging.getLogger("bot.faces.slack.socket")
    logger.setLevel(logging.CRITICAL)
    return logger

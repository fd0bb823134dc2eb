"""The ways to answer a person: beside the click, by response_url, by direct message, in a modal."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.faces.slack.errors import MESSAGE_LOST, NETWORK, as_ours, name_of
from bot.kernel.log import get_logger

if TYPE_CHECKING:
    from bot.faces.slack.context import Blocks, SlackContext, View

TOO_LATE = "That took too long for Slack to open a window. Please click once more."
_TRIGGER_GONE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
_VIEW_GONE = frozenset({"not_found", "view_not_found", "hash_conflict"})
_USES = 5  # of a response_url

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Window:
    """An open modal, and what stands for its content."""

    view_id: str
    hash: str


class Replies:
    """Answers over one client. Answers that no longer reach anybody are logged, never raised: what the person
    asked for is already kept when we answer."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client
        self._uses: OrderedDict[str, int] = OrderedDict()

    async def respond(
        self, url: str | None, text: str, blocks: Blocks | None = None, *, replace: bool = False
    ) -> bool:
        """Answer through a response_url, visible to the person alone unless it replaces a message."""
        if url is None or not self._may_use(url):
            return False
        body: dict[str, Any] = {"text": text, "replace_original": replace}
        if not replace:
            body["response_type"] = "ephemeral"
        if blocks is not None:
            body |= {"blocks": list(blocks), "unfurl_links": False, "unfurl_media": False}
        hook = AsyncWebhookClient(
            url, session=self._client.session, proxy=self._client.proxy, ssl=self._client.ssl
        )
        hook.proxy = self._client.proxy  # its constructor prefers HTTPS_PROXY, even for loopback
        try:
            answer = await hook.send_dict(body)
        except NETWORK as error:
            log.warning("slack_respond_failed", error=type(error).__name__)
            return False
        if answer.status_code != 200:
            log.info("slack_respond_refused", status=answer.status_code, answer=answer.body[:100])
        return answer.status_code == 200

    async def tell_privately(self, ctx: SlackContext, text: str, blocks: Blocks | None = None) -> None:
        """Beside the click if there is a message, else as an ephemeral message, else by direct message."""
        url, channel = ctx.response_url or ctx.origin.response_url, ctx.channel or ctx.origin.channel
        if url and await self.respond(url, text, blocks):
            return
        if channel and await self._try(
            "chat.postEphemeral", channel=channel, user=ctx.person.id, text=text, **_shown(blocks)
        ):
            return
        await self._try("chat.postMessage", channel=ctx.person.id, text=text, **_shown(blocks))

    async def direct(self, user_id: str, text: str, blocks: Blocks | None = None) -> tuple[str, str]:
        """A direct message; gives its channel and timestamp. Raises TryLater, FixCredentials or NeverWorks."""
        try:
            answer = await self._client.api_call(
                "chat.postMessage", json={"channel": user_id, "text": text, **_shown(blocks)}
            )
        except (SlackApiError, *NETWORK) as error:
            raise as_ours(error, "writing to a person directly") from error
        return str(answer["channel"]), str(answer["ts"])

    async def change(self, channel: str, ts: str, text: str, blocks: Blocks) -> None:
        """Change a message of ours; one that is gone is no fault. Raises TryLater, FixCredentials or NeverWorks."""
        try:
            await self._client.api_call(
                "chat.update", json={"channel": channel, "ts": ts, "text": text, "blocks": list(blocks)}
            )
        except (SlackApiError, *NETWORK) as error:
            if isinstance(error, SlackApiError) and name_of(error) in MESSAGE_LOST:
                return
            raise as_ours(error, "changing a message") from error

    async def open_modal(self, ctx: SlackContext, view: View) -> str | None:
        """views.open, or views.push where the click came from a modal."""
        opened = await self.open_window(ctx, view)
        return None if opened is None else opened.view_id

    async def open_window(self, ctx: SlackContext, view: View) -> Window | None:
        """The same, with what is needed to change the window later only if nobody else did."""
        method = "views.push" if ctx.view and ctx.view.get("type") == "modal" else "views.open"
        try:
            answer = await self._client.api_call(
                method, json={"trigger_id": ctx.trigger_id, "view": dict(view)}
            )
        except SlackApiError as error:
            if name_of(error) == "exchanged_trigger_id":
                return None  # a payload that Slack delivered twice: its window is open already
            if name_of(error) in _TRIGGER_GONE:
                await self.tell_privately(ctx, TOO_LATE)
                return None
            raise as_ours(error, "opening a window") from error
        return Window(str(answer["view"]["id"]), str(answer["view"]["hash"]))

    async def update_modal(
        self, ctx: SlackContext, view: View, view_id: str | None = None, *, if_unchanged: bool = False
    ) -> None:
        """views.update; a window that was closed meanwhile (or, if asked, redrawn) is no fault."""
        shown = ctx.view or {}
        only_if = str(shown.get("hash") or "") if if_unchanged else ""
        await self.redraw(view_id or str(shown.get("id") or ""), view, only_if)

    async def redraw(self, view_id: str, view: View, hash_: str = "") -> str | None:
        """views.update; the hash of what the window shows then. None where it was closed, or shows something else
        than ``hash_`` stands for. Raises TryLater, FixCredentials or NeverWorks."""
        arguments = {"view_id": view_id, "view": dict(view), **({"hash": hash_} if hash_ else {})}
        return await self._show("views.update", arguments, "changing a window")

    async def publish_home(self, user_id: str, view: Mapping[str, Any], hash_: str = "") -> str | None:
        """views.publish; the hash of what App Home shows then. None where it shows something else than ``hash_``
        stands for. Raises TryLater, FixCredentials or NeverWorks."""
        arguments = {"user_id": user_id, "view": dict(view), **({"hash": hash_} if hash_ else {})}
        return await self._show("views.publish", arguments, "drawing App Home")

    async def _show(self, method: str, arguments: Mapping[str, Any], doing: str) -> str | None:
        try:
            answer = await self._client.api_call(method, json=dict(arguments))
        except (SlackApiError, *NETWORK) as error:
            if isinstance(error, SlackApiError) and name_of(error) in _VIEW_GONE:
                return None
            raise as_ours(error, doing) from error
        return str(answer["view"]["hash"])

    def _may_use(self, url: str) -> bool:
        used = self._uses.pop(url, 0)
        self._uses[url] = used + 1
        while len(self._uses) > 1000:
            self._uses.popitem(last=False)
        return used < _USES

    async def _try(self, method: str, **arguments: Any) -> bool:
        try:
            await self._client.api_call(method, json=arguments)
        except SlackApiError as error:
            log.info("slack_answer_refused", method=method, error=name_of(error))
            return False
        except NETWORK as error:
            log.warning("slack_answer_failed", method=method, error=type(error).__name__)
            return False
        return True


def _shown(blocks: Blocks | None) -> dict[str, Any]:
    quiet = {"unfurl_links": False, "unfurl_media": False}
    return quiet if blocks is None else {**quiet, "blocks": list(blocks)}

"""What a handler is given: who did what, and the few ways to answer."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import orjson
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.actions import ActionId
from bot.people.rules import Person
from bot.services import Services

if TYPE_CHECKING:
    from bot.faces.slack.replies import Replies

Blocks = Sequence[Mapping[str, Any]]
View = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a person started: the message or the modal that is redrawn when they are done. Travels in the
    ``private_metadata`` of the modals in between."""

    channel: str | None = None
    ts: str | None = None
    response_url: str | None = None
    view_id: str | None = None
    view: str = ""  # the callback id of that modal
    extra: str = ""  # the feature's own

    def pack(self) -> str:
        return orjson.dumps(asdict(self)).decode()

    @classmethod
    def unpack(cls, metadata: str) -> Origin:
        """From a modal's metadata; an empty origin where it is not one."""
        try:
            found = orjson.loads(metadata or "{}")
        except orjson.JSONDecodeError:
            return cls()
        if not isinstance(found, dict):
            return cls()
        return cls(**{key: value for key, value in found.items() if key in cls.__slots__})


@dataclass(slots=True)
class SlackContext:
    """One incoming payload. A handler that never calls ``ack`` is acknowledged when it returns; call ``ack`` as
    soon as what must not be lost is committed: Slack waits 3 seconds and doesn't redeliver a click."""

    kind: str  # action | view | view_closed | options | command | shortcut | event
    payload: Mapping[str, Any]
    person: Person
    client: AsyncWebClient
    services: Services
    replies: Replies
    request_id: str  # the same for a redelivered payload
    action: ActionId | None = None
    channel: str | None = None
    message_ts: str | None = None
    text: str = ""  # what follows a command's word
    value: str | None = None  # a button's value, or what was chosen in a menu
    acknowledged: asyncio.Future[Mapping[str, Any]] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    @property
    def now(self) -> datetime:
        return self.services.clock()

    @property
    def item_id(self) -> int:
        """The item the button is about. Raises ValueError for one that is about none."""
        if self.action is None or self.action.item_id is None:
            raise ValueError("this action carries no item")
        return self.action.item_id

    @property
    def trigger_id(self) -> str | None:
        """Good once, for about 3 seconds."""
        trigger = self.payload.get("trigger_id")
        return str(trigger) if trigger else None

    @property
    def response_url(self) -> str | None:
        """Good for 5 answers within 30 minutes."""
        url = self.payload.get("response_url")
        return str(url) if url else None

    @property
    def view(self) -> View | None:
        """The modal or App Home this came from."""
        view = self.payload.get("view")
        return view if isinstance(view, Mapping) else None

    @property
    def origin(self) -> Origin:
        """Where this began: for a submitted modal what its metadata says, else the message or modal clicked."""
        if self.kind in ("view", "view_closed"):
            return Origin.unpack(self.metadata)
        view = self.view or {}
        if view.get("type") == "modal":
            return Origin(
                view_id=str(view.get("id")), view=str(view.get("callback_id", "")), extra=self.metadata
            )
        return Origin(self.channel, self.message_ts, self.response_url)

    @property
    def metadata(self) -> str:
        """The view's ``private_metadata``."""
        return str((self.view or {}).get("private_metadata") or "")

    def field(self, block: str) -> Any:
        """What was entered in the view's input block of that id: text, a chosen value, a list of them, or
        None. The part of the id after the last ``#`` (see ``blocks.fresh``) is ignored."""
        state = (self.view or {}).get("state") or {}
        for block_id, elements in (state.get("values") or {}).items():
            if block_id.rsplit("#", 1)[0] == block:
                return entered(next(iter(elements.values()), {}))
        return None

    @property
    def fields(self) -> dict[str, Any]:
        """Everything that was entered, by block id (see ``field``)."""
        state = (self.view or {}).get("state") or {}
        return {
            block_id.rsplit("#", 1)[0]: entered(next(iter(elements.values()), {}))
            for block_id, elements in (state.get("values") or {}).items()
        }

    async def ack(self, **answer: Any) -> None:
        """Tell Slack that it arrived. For a view: ``response_action="errors", errors={block: text}``,
        ``"update"`` or ``"push"`` with ``view=``, ``"clear"``; for options: ``options=[...]``."""
        if not self.acknowledged.done():
            self.acknowledged.set_result(answer)

    async def tell_privately(self, text: str, blocks: Blocks | None = None) -> None:
        """Say something only this person sees: beside the click where possible, else by direct message."""
        await self.replies.tell_privately(self, text, blocks)

    async def respond(self, text: str, blocks: Blocks | None = None, *, replace: bool = False) -> bool:
        """Answer through the payload's response_url; ``replace`` redraws the message that was clicked.
        False when Slack no longer takes it (used up or too old)."""
        return await self.replies.respond(self.response_url, text, blocks, replace=replace)

    async def open_modal(self, view: View) -> str | None:
        """Open a modal, or stack it on the one this came from. Its view id; None when Slack refused because
        the click is older than its trigger's 3 seconds (the person is told to click again)."""
        return await self.replies.open_modal(self, view)

    async def update_modal(
        self, view: View, view_id: str | None = None, *, if_unchanged: bool = False
    ) -> None:
        """Redraw the modal this came from, or the one named; ``if_unchanged`` only where it still shows what the
        person clicked."""
        await self.replies.update_modal(self, view, view_id, if_unchanged=if_unchanged)


def entered(element: Mapping[str, Any]) -> Any:
    """What a person entered or chose in an element: text, a value, a list of values, or None."""
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        return (element["selected_option"] or {}).get("value")
    return next((element[key] for key in _ENTERED if key in element), None)


_ENTERED = (
    "value", "selected_user", "selected_users", "selected_conversation", "selected_channel", "selected_date",
    "selected_time", "selected_date_time",
)  # fmt: skip

"""The Slack face put together: built from the services, started and stopped by ``bot.app``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import aiohttp

from bot.faces.actions import ActionId, Unknown
from bot.faces.queries import load_item_views
from bot.faces.slack import queries
from bot.faces.slack.channels import Channels
from bot.faces.slack.charts import Charts
from bot.faces.slack.connection import PATIENCE, SlackConnection, make_client
from bot.faces.slack.context import SlackContext
from bot.faces.slack.delivery import Delivery
from bot.faces.slack.dispatch import Dispatcher
from bot.faces.slack.erased import SlackPlace
from bot.faces.slack.files import Files
from bot.faces.slack.limits import Pace
from bot.faces.slack.notices import Notices
from bot.faces.slack.painter import Painter
from bot.faces.slack.plan import Crowding
from bot.faces.slack.replies import Replies
from bot.faces.slack.router import SlackRouter, load_cogs
from bot.faces.slack.staff import Staff, role_list
from bot.intake.privacy.places import ErasurePlaces
from bot.review.service import DELIVER
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work

OLD_BUTTON = (
    "This button is from an older version of me, so I did nothing. Here is the item as it stands now."
)
OLD_BUTTON_LOST = (
    "This button is from an older version of me, so I did nothing. /goodword triage shows what waits."
)

Register = Callable[[SlackRouter, Services], None]


class SlackFace:
    """Everything that speaks to one Slack workspace. Parts that durable work and cogs need are provided to the
    services: ``services.outlet(Delivery)``, ``Staff``, ``Notices``, ``Painter``, ``Replies``, ``Channels``,
    ``Charts``, ``SlackRouter`` and ``SlackFace`` itself."""

    def __init__(
        self,
        services: Services,
        *,
        pace: Pace | None = None,
        register: Register = load_cogs,
        patience: float = PATIENCE,
    ) -> None:
        settings = services.settings
        self.services = services
        self.client = make_client(settings.slack)
        self.staff = Staff(self.client, role_list(settings.roles))
        self.replies = Replies(self.client)
        self.channels = Channels(self.client)
        self.notices = Notices(
            self.client, self.staff, settings.review.notices_channel or settings.review.channel
        )
        files = Files(self.client, services.database, settings.media_dir, services.clock)
        self.painter = Painter(services.database, files, own_cards=services.settings.review.top > 0)
        review = settings.review
        self.delivery = Delivery(
            self.client,
            services.database,
            services.work,
            self.painter,
            self.channels,
            self.notices,
            Crowding(review.burst, review.top, review.overflow),
            services.clock,
            pace,
        )
        self.charts = Charts(self.client, services.database, services.work)
        self.router = SlackRouter()
        self.router.event("app_home_opened", self._home)
        self.dispatcher = Dispatcher(
            self.router, services, self.client, self.staff, self.replies, self._unreadable
        )
        self.connection = SlackConnection(settings.slack, self.client, self.dispatcher, patience=patience)
        for part in (
            self.staff, self.replies, self.channels, self.notices, self.painter, self.delivery, self.charts,
            self.router, self,
        ):  # fmt: skip
            services.provide(part)
        services.outlet(ErasurePlaces).add(SlackPlace(self.client, services.database, self.painter))
        register(self.router, services)

    async def start(self) -> None:
        """Sign in, connect, and ask for a look at what changed while we were away. Raises FixCredentials or
        TryLater."""
        await self.open()
        try:
            await self.connect()
        except BaseException:  # cancelled too: what was opened is closed, and the error goes on
            await self.close()
            raise

    async def connect(self) -> None:
        """Receive, once sending works (``open``). Raises FixCredentials or TryLater."""
        await self.connection.start()
        channel = self.services.settings.review.channel
        async with unit_of_work(self.services.database) as session:
            await self.services.work.enqueue_soon(session, DELIVER, channel, partition=channel)

    async def open(self) -> None:
        """What sending alone needs: one HTTP session and the roles. Done once."""
        if self.client.session is not None:
            return
        self.client.session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        await self.staff.refresh()

    async def stop(self) -> None:
        """Take nothing more, let running handlers finish, close."""
        await self.disconnect()
        await self.close()

    async def disconnect(self) -> None:
        """Take nothing more and let running handlers finish; sending still works. Harmless when not connected."""
        await self.connection.stop()
        await self.dispatcher.drain()

    async def close(self) -> None:
        await self.staff.stop()
        if self.client.session is not None:
            await self.client.session.close()
            self.client.session = None

    async def status(self) -> dict[str, Any]:
        """For health checks."""
        return {"connected": await self.connection.connected(), "team": self.connection.team}

    async def _home(self, ctx: SlackContext) -> None:
        handler = self.router.home_handler
        if handler is not None and (ctx.payload.get("event") or {}).get("tab", "home") == "home":
            await ctx.ack()
            await handler(ctx)

    async def _unreadable(self, ctx: SlackContext, _raw: Unknown | ActionId) -> None:
        """A button that this version can't read or no longer has: say so, and show the item as it is."""
        await ctx.ack()
        drawn = None
        if ctx.channel and ctx.message_ts:
            async with reading(self.services.database) as session:
                message = await queries.message_at(session, ctx.channel, ctx.message_ts)
                ids, _ = (
                    await queries.contents_of(session, message.id) if message and message.id else ([], {})
                )
                views = await load_item_views(session, ids[:1] if len(ids) == 1 else [])
            if views:
                drawn = await self.painter.card(next(iter(views.values())))
        if drawn is None:
            await ctx.tell_privately(OLD_BUTTON_LOST)
            return
        await ctx.tell_privately(OLD_BUTTON)
        await ctx.tell_privately(drawn.text, drawn.blocks)

"""Composition root: the only file that knows every part, and in which order they start and stop.

Start: settings, database (migrated), durable work, faces. Stop: the other way round, so that nothing is asked of
a part that is gone. Whatever a stop cuts short is taken up again at the next start.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger

from bot.ambassadors.jobs import EVERY as AMBASSADOR_WORK
from bot.ambassadors.jobs import keep_public_boards
from bot.ambassadors.service import Ambassadors
from bot.content.jobs import EXPIRE
from bot.contests import wishes
from bot.digests.jobs import EVERY as DIGEST_WORK
from bot.digests.keeping import keep as keep_schedules
from bot.faces.cog import find_cogs
from bot.faces.slack.face import SlackFace
from bot.faces.web.application import WebServer, application
from bot.faces.web.consent import consent_routes
from bot.faces.web.draws import draw_routes, published
from bot.faces.web.gallery import GallerySurface, gallery_of
from bot.faces.web.links import LinkSurface, link_routes
from bot.faces.web.sharing import sharing_routes
from bot.faces.web.webhooks import webhook_routes
from bot.insights.jobs import EVERY as INSIGHT_WORK
from bot.intake.listening import Listeners
from bot.intake.poll import POLL
from bot.intake.privacy.jobs import RETAIN_EVERY
from bot.intake.privacy.wishes import RETAIN
from bot.intake.reaching.watching import EVERY as WATCH_EVERY
from bot.intake.reaching.watching import WATCH
from bot.intake.reaching.ways import Pace
from bot.intake.recheck import EVERY as RECHECK_EVERY
from bot.intake.recheck import FIRST, RECHECK, can_recheck
from bot.intake.tidying import TIDY
from bot.kernel.clock import Clock, utc_now
from bot.kernel.log import get_logger
from bot.kernel.stopping import stop_signal
from bot.links.clicks.counter import ClickCounter
from bot.links.jobs import EVERY as LINK_WORK
from bot.review.jobs import CHECK
from bot.rights.jobs import SCHEDULES as RIGHTS_WORK
from bot.rights.surfaces import Surfaces
from bot.services import Services
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.sources.registry import poll_interval, source_kind, validate_settings
from bot.storage.database import Database, ask
from bot.storage.migrate import upgrade
from bot.storage.unit_of_work import unit_of_work
from bot.wiring import all_jobs, build_services
from bot.work import Work
from cogs.ambassador.surface import PickSurface

MEDIA_EXPIRY_MINUTES = 10
INVARIANTS_MINUTES = 60
CONTEST_WORK = {
    wishes.SWEEP: 60,
    wishes.MEASURE: 15 * 60,
    wishes.WATCH: 10 * 60,
    wishes.CHECK: 60 * 60,
    wishes.CHECK_EVENTS: 60 * 60,
}
"""What is done about contests again and again, in seconds."""

if TYPE_CHECKING:
    from bot.faces.discord.face import DiscordFace

log = get_logger(__name__)


class Application:
    """One running bot. ``start`` and ``stop`` may each be called once.

    ``poll_every`` replaces every source's interval, for servers of our own (the demo's, a test's); the sources'
    own minimums protect other people's servers.
    """

    def __init__(
        self, settings: Settings, *, poll_every: timedelta | None = None, clock: Clock = utc_now
    ) -> None:
        self.settings = settings
        self._poll_every = poll_every
        self.database = Database(settings.database_url, synchronous=settings.database.synchronous)
        self._context = _Late()
        self.work = Work(self.database, all_jobs(), self._context, clock=clock)
        self.services = build_services(settings, self.database, self.work)
        self._context.services = self.services
        self.slack = SlackFace(self.services)
        self.discord = _discord_face(self.services)
        self.web = self._web_face()
        if poll_every is not None:
            self.services.outlet(Pace).first = poll_every
        self._schedule()
        self._stack = AsyncExitStack()

    def _web_face(self) -> WebServer:
        """The pages and their server. Gallery and links among them are surfaces, which removals ask, as picks are."""
        services, web = self.services, self.settings.web
        gallery = gallery_of(services)
        routes = [
            *link_routes(
                services
            ),  # first: a redirect costs so little that looking past other addresses shows
            *webhook_routes(services),
            *draw_routes(published(self.database)),
            *consent_routes(services),
            *(gallery.routes() if gallery is not None else ()),
            *sharing_routes(services),
        ]
        pages = application(self._readiness, routes)
        if gallery is not None:
            services.outlet(Surfaces).add(GallerySurface(gallery, pages, web.address))
        if web.enabled and self.settings.links.enabled:
            address = self.settings.links.address or web.address
            services.outlet(Surfaces).add(LinkSurface(services, pages, address))
        services.outlet(Surfaces).add(PickSurface(services))
        return WebServer(pages, web.host, web.port)

    def _schedule(self) -> None:
        for name, section in self.settings.sources.items():
            if section.enabled:
                own = validate_settings(section.kind, section.own(), name)
                every = self._poll_every or poll_interval(source_kind(section.kind).spec, own, name)
                seconds = every.total_seconds()
                self.work.schedule(f"poll:{name}", _every(seconds), POLL, name, "", seconds)
                if can_recheck(section.kind):
                    self._schedule_looks(name)
        self.work.schedule(EXPIRE, _every(MEDIA_EXPIRY_MINUTES * 60), EXPIRE)
        self.work.schedule(TIDY, _every(24 * 3600), TIDY)
        self.work.schedule(RETAIN, _every(RETAIN_EVERY), RETAIN)
        self.work.schedule(CHECK.name, _every(INVARIANTS_MINUTES * 60), CHECK.name)
        watch_every = self._poll_every.total_seconds() if self._poll_every else WATCH_EVERY
        self.work.schedule(WATCH, _every(watch_every), WATCH)
        for name, seconds in {
            **CONTEST_WORK,
            **RIGHTS_WORK,
            **DIGEST_WORK,
            **INSIGHT_WORK,
            **LINK_WORK,
            **AMBASSADOR_WORK,
        }.items():
            self.work.schedule(name, _every(seconds), name)
        for cog, _ in find_cogs():
            for name, seconds in cog.schedules:
                self.work.schedule(name, _every(seconds), name)

    def _schedule_looks(self, name: str) -> None:
        every, first = self._poll_every or RECHECK_EVERY, self._poll_every or FIRST
        self.work.schedule(
            f"recheck:{name}", _every(every.total_seconds()), RECHECK, name, first.total_seconds()
        )

    async def start(self) -> None:
        """Start every part. What was started is stopped again when a later part can't start."""
        async with AsyncExitStack() as stack:
            stack.push_async_callback(self.database.close)
            applied = await asyncio.to_thread(upgrade, self.database)
            if applied:
                log.info("database_migrated", revisions=applied)
            await self._keep_settings()
            stack.push_async_callback(self.services.outlet(PoliteClient).aclose)
            # Sending must work before durable work runs; receiving comes after, when its effects can be kept.
            await self.slack.open()
            stack.push_async_callback(self.slack.close)
            if self.discord is not None:
                await self.discord.open()
                stack.push_async_callback(self.discord.close)
            await self.work.start()
            stack.push_async_callback(self.work.stop)
            listeners = Listeners(self.services)
            stack.push_async_callback(listeners.stop)
            listeners.start()
            stack.push_async_callback(self.services.desk.stop)
            stack.push_async_callback(self.slack.disconnect)
            await self.slack.connect()
            if self.discord is not None:
                stack.push_async_callback(self.discord.disconnect)
                await self.discord.connect()
            if self.settings.web.enabled:
                stack.push_async_callback(self.services.outlet(ClickCounter).stop)
                await self.web.start()
                stack.push_async_callback(self.web.stop)
            self._stack = stack.pop_all()
        # What stands from the start stays. Looking through it again takes a tenth of a second, in which no click
        # is acknowledged.
        gc.freeze()
        log.info("started", sources=len(self.settings.sources), channel=self.settings.review.channel)

    async def _keep_settings(self) -> None:
        """The settings' campaigns are offered from the first item on; their digests have schedules; boards that
        people outside read name nobody who didn't agree to that."""
        await self.work.prepare()
        membership = self.services.outlet(Ambassadors).membership
        wanted = [(each.name, each.hashtag) for each in self.settings.campaigns]
        async with unit_of_work(self.database) as session:
            await self.services.contents.keep_campaigns(session, wanted, self.services.clock())
            await keep_schedules(session, self.settings, self.services.clock())
            await keep_public_boards(session, self.work, membership, self.services.clock())

    async def stop(self) -> None:
        """Stop every part that was started, the last one first."""
        await self._stack.aclose()
        log.info("stopped")

    async def _readiness(self) -> Mapping[str, tuple[bool, str]]:
        slack = await self.slack.status()
        return {
            "slack": (bool(slack["connected"]), "connected" if slack["connected"] else "not connected"),
            "database": await self._database_state(),
            **self._discord_state(),
        }

    def _discord_state(self) -> Mapping[str, tuple[bool, str]]:
        """Nothing where the process runs without Discord."""
        if self.discord is None:
            return {}
        status = self.discord.status()
        if not status["listens"]:
            return {"discord": (True, "another replica listens")}
        return {"discord": (status["connected"], "connected" if status["connected"] else "not connected")}

    async def _database_state(self) -> tuple[bool, str]:
        try:
            async with asyncio.timeout(2):
                await ask(self.database)
        except (sa.exc.SQLAlchemyError, OSError, TimeoutError) as error:
            return False, f"no answer ({type(error).__name__})"
        return True, "answers"


class _Late:
    """Stands for the services until they are built: durable work and services need each other."""

    services: Services

    def __getattr__(self, name: str) -> object:
        return getattr(self.services, name)


def _discord_face(services: Services) -> DiscordFace | None:
    """The face, where there is a bot token. Without one the process doesn't load the library."""
    if not services.settings.discord.enabled:
        return None
    from bot.faces.discord.face import DiscordFace

    return DiscordFace(services)


def _every(seconds: float) -> IntervalTrigger:
    return IntervalTrigger(seconds=max(1, int(seconds)), timezone="UTC")


@asynccontextmanager
async def running(
    settings: Settings, *, poll_every: timedelta | None = None, clock: Clock = utc_now
) -> AsyncIterator[Application]:
    """A started bot, stopped on leaving."""
    app = Application(settings, poll_every=poll_every, clock=clock)
    await app.start()
    try:
        yield app
    finally:
        await app.stop()


async def run_bot(settings: Settings) -> None:
    """``goodword run``: until SIGINT or SIGTERM."""
    with stop_signal() as stop:
        async with running(settings):
            await stop.wait()

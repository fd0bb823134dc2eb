"""Composition root: the only file that knows every part, and in which order they start and stop.

Start: settings, database (migrated), durable work, faces. Stop: the other way round, so that nothing is asked of
a part that is gone. Whatever a stop cuts short is taken up again at the next start.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from apscheduler.triggers.interval import IntervalTrigger
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.jobs import EXPIRE
from bot.content.jobs import JOBS as MEDIA_JOBS
from bot.content.service import Contents
from bot.contests import wishes
from bot.contests.draw import QUICKNET, Chain
from bot.contests.freezing import Chance
from bot.contests.jobs import JOBS as CONTEST_JOBS
from bot.contests.membership import Membership
from bot.contests.scoring.service import Scoring
from bot.contests.service import Contests
from bot.digests.faces import DigestFaces
from bot.digests.jobs import EVERY as DIGEST_WORK
from bot.digests.jobs import JOBS as DIGEST_JOBS
from bot.digests.keeping import keep as keep_schedules
from bot.digests.service import Digests
from bot.faces.cog import find_cogs
from bot.faces.discord.erased.kept import KeptPlace
from bot.faces.effects import decision_effects
from bot.faces.mail.asks import JOBS as MAILED_JOBS
from bot.faces.mail.asks import mail_senders
from bot.faces.mail.digest_face import plug_digests
from bot.faces.mail.jobs import JOBS as MAIL_JOBS
from bot.faces.mail.mailer import Mailer
from bot.faces.mail.receipts import ReceiptMail
from bot.faces.slack.face import SlackFace
from bot.faces.steps import Saying
from bot.faces.web.application import WebServer, application
from bot.faces.web.consent import consent_routes
from bot.faces.web.draws import draw_routes, published
from bot.faces.web.gallery import GallerySurface, gallery_of
from bot.faces.web.webhooks import webhook_routes
from bot.insights.jobs import EVERY as INSIGHT_WORK
from bot.insights.jobs import JOBS as INSIGHT_JOBS
from bot.intake.entering.service import ContestEntries
from bot.intake.line import Intake
from bot.intake.listening import Listeners
from bot.intake.poll import JOBS as POLL_JOBS
from bot.intake.poll import POLL
from bot.intake.privacy.digests import DigestPlace
from bot.intake.privacy.jobs import JOBS as PRIVACY_JOBS
from bot.intake.privacy.jobs import RETAIN_EVERY
from bot.intake.privacy.places import ErasurePlaces
from bot.intake.privacy.wishes import RETAIN
from bot.intake.reaching.arriving import Arrivals
from bot.intake.reaching.senders import reply_senders
from bot.intake.reaching.watching import EVERY as WATCH_EVERY
from bot.intake.reaching.watching import JOBS as WATCH_JOBS
from bot.intake.reaching.watching import WATCH, Beginning
from bot.intake.reaching.ways import Pace, Watchers, replying
from bot.intake.recheck import EVERY as RECHECK_EVERY
from bot.intake.recheck import FIRST, RECHECK, can_recheck
from bot.intake.recheck import JOBS as RECHECK_JOBS
from bot.intake.tidying import JOBS as TIDY_JOBS
from bot.intake.tidying import TIDY
from bot.kernel.clock import Clock, utc_now
from bot.kernel.log import get_logger
from bot.kernel.stopping import stop_signal
from bot.people.identity.service import Identities
from bot.people.identity.wishes import TOLD
from bot.review.desk import Desk
from bot.review.jobs import CHECK
from bot.review.jobs import JOBS as REVIEW_JOBS
from bot.review.service import Reviews
from bot.rights.drafts import Voice, load_wordings
from bot.rights.jobs import JOBS as RIGHTS_JOBS
from bot.rights.jobs import SCHEDULES as RIGHTS_WORK
from bot.rights.kit import kit_of
from bot.rights.receipts import Receipts
from bot.rights.service import Asks
from bot.rights.surfaces import Sender, Senders, Surfaces
from bot.screening.registry import load_checks
from bot.services import Services
from bot.settings import Settings
from bot.sources.http import HttpPolicy, PoliteClient, user_agent
from bot.sources.registry import poll_interval, source_kind, validate_settings
from bot.storage.database import Database, ask
from bot.storage.migrate import upgrade
from bot.storage.unit_of_work import unit_of_work
from bot.work import Enqueuer, Job, Work

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


def all_jobs() -> list[Job]:
    """Every kind of durable work there is: the areas' and the cogs'."""
    areas = [
        *MEDIA_JOBS,
        *POLL_JOBS,
        *TIDY_JOBS,
        *RECHECK_JOBS,
        *REVIEW_JOBS,
        *CONTEST_JOBS,
        *DIGEST_JOBS,
        *INSIGHT_JOBS,
        *RIGHTS_JOBS,
        *WATCH_JOBS,
        *MAIL_JOBS,
        *MAILED_JOBS,
        *PRIVACY_JOBS,
    ]
    return [*areas, *(job for cog, _ in find_cogs() for job in cog.jobs)]


def http_policy(settings: Settings) -> HttpPolicy:
    """What requests to outside addresses may do."""
    http = settings.http
    return HttpPolicy(allowed=_endpoints(http.allowed), pictures=_endpoints(http.pictures), pause=http.pause)


def _endpoints(addresses: Sequence[str]) -> frozenset[tuple[str, int]]:
    pairs = (address.rpartition(":") for address in addresses)
    return frozenset((host, int(port)) for host, _, port in pairs)


def build_services(settings: Settings, database: Database, work: Enqueuer) -> Services:
    """The areas' services, wired; nothing is started."""
    brand = settings.brand
    contents = Contents()
    campaigns = [(each.name, each.hashtag) for each in settings.campaigns]
    reviews = Reviews(work, settings.review.channel, effects=decision_effects(contents, work))
    identities, scoring = Identities(), Scoring(work)
    identities.tell(scoring.identity_changed)
    identities.tell_people(partial(tell_somebody, work))
    origins = {name: section.origin for name, section in settings.sources.items()}
    intake = Intake(contents, load_checks(settings.screening), reviews, work, campaigns, identities, origins)
    contests = Contests(work, identities, scoring, reviews, chance(settings))
    intake.tell(contests.edited)
    asks = Asks(
        reviews,
        work,
        Voice(brand.name, brand.handle, brand.hashtag),
        load_wordings(settings.templates_dir),
        kit_of(settings),
    )
    reviews.tell(asks.item_changed)
    pace, watchers = Pace(), Watchers()
    asks.tell(Beginning(settings, pace, watchers))
    asks.tell(Saying(work))
    intake.hear(Arrivals(asks, work, replying(settings)))
    picture_bytes = int(settings.media.max_megabytes * 1_000_000)
    services = Services(
        settings=settings,
        database=database,
        work=work,
        contents=contents,
        reviews=reviews,
        desk=Desk(database, reviews, clock=work.clock),
        asks=asks,
        intake=intake,
        identities=identities,
        contests=contests,
        entering=ContestEntries(intake, contents, reviews, identities, contests, picture_bytes),
        digests=Digests(work),
        clock=work.clock,
    )
    for outlet in (Membership(), Surfaces(), Senders(), pace, watchers, ErasurePlaces(), DigestFaces()):
        services.provide(outlet)
    services.outlet(ErasurePlaces).add(KeptPlace(database))
    services.outlet(ErasurePlaces).add(DigestPlace(database, work))
    services.provide(Mailer(settings))
    plug_digests(services)
    receipts = ReceiptMail(settings, Receipts(asks.kit, settings), asks.links, work)
    asks.tell(receipts.happened)
    services.provide(receipts)
    services.provide(PoliteClient(http_policy(settings), agent=user_agent(brand.website, brand.contact)))
    senders: list[Sender] = [*reply_senders(services), *mail_senders(services)]
    for sender in senders:
        services.outlet(Senders).add(sender)
    return services


async def tell_somebody(
    work: Enqueuer, session: AsyncSession, account_id: int, what: str, values: dict[str, Any], key: str
) -> None:
    """Have somebody told privately that their account was linked or unlinked."""
    await work.enqueue(session, TOLD, account_id, what, values, key, key=key)


def chance(settings: Settings) -> Chance:
    """Where draws take their public chance from."""
    own = settings.contests.chain
    chain = QUICKNET if own is None else Chain(**own.model_dump())
    return Chance(chain, timedelta(seconds=settings.contests.draw_margin_seconds))


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
        """The pages and their server; the gallery among them is a surface, which removals ask."""
        services, web = self.services, self.settings.web
        gallery = gallery_of(services)
        routes = [
            *webhook_routes(services),
            *draw_routes(published(self.database)),
            *consent_routes(services),
            *(gallery.routes() if gallery is not None else ()),
        ]
        pages = application(self._readiness, routes)
        if gallery is not None:
            services.outlet(Surfaces).add(GallerySurface(gallery, pages, web.address))
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
        for name, seconds in {**CONTEST_WORK, **RIGHTS_WORK, **DIGEST_WORK, **INSIGHT_WORK}.items():
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
                await self.web.start()
                stack.push_async_callback(self.web.stop)
            self._stack = stack.pop_all()
        # What stands from the start stays. Looking through it again takes a tenth of a second, in which no click
        # is acknowledged.
        gc.freeze()
        log.info("started", sources=len(self.settings.sources), channel=self.settings.review.channel)

    async def _keep_settings(self) -> None:
        """The settings' campaigns are offered from the first item on; their digests have schedules."""
        wanted = [(each.name, each.hashtag) for each in self.settings.campaigns]
        async with unit_of_work(self.database) as session:
            await self.services.contents.keep_campaigns(session, wanted, self.services.clock())
            await keep_schedules(session, self.settings, self.services.clock())

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

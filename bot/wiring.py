"""How services and outlets are put together. Every part is known here and in ``bot.app`` alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.clicks import LinkClicks
from bot.ambassadors.jobs import JOBS as AMBASSADOR_JOBS
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.suggesting import Taker
from bot.content.jobs import JOBS as MEDIA_JOBS
from bot.content.service import Contents
from bot.contests.draw import QUICKNET, Chain
from bot.contests.freezing import Chance
from bot.contests.jobs import JOBS as CONTEST_JOBS
from bot.contests.membership import Membership
from bot.contests.scoring.service import Scoring
from bot.contests.service import Contests
from bot.digests.building import build
from bot.digests.charts import KeptCharts, pictures
from bot.digests.faces import DigestFaces
from bot.digests.jobs import JOBS as DIGEST_JOBS
from bot.digests.making import Maker
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
from bot.faces.steps import Saying
from bot.insights.jobs import JOBS as INSIGHT_JOBS
from bot.intake.add import Added, add_url
from bot.intake.entering.service import ContestEntries
from bot.intake.line import Intake
from bot.intake.poll import JOBS as POLL_JOBS
from bot.intake.privacy.digests import DigestPlace
from bot.intake.privacy.jobs import JOBS as PRIVACY_JOBS
from bot.intake.privacy.places import ErasurePlaces
from bot.intake.reaching.arriving import Arrivals
from bot.intake.reaching.senders import reply_senders
from bot.intake.reaching.watching import JOBS as WATCH_JOBS
from bot.intake.reaching.watching import Beginning
from bot.intake.reaching.ways import Pace, Watchers, replying
from bot.intake.recheck import JOBS as RECHECK_JOBS
from bot.intake.tidying import JOBS as TIDY_JOBS
from bot.links.clicks.counter import ClickCounter
from bot.links.clicks.writing import Limits
from bot.links.jobs import JOBS as LINK_JOBS
from bot.links.service import links_of
from bot.people.identity.service import Identities
from bot.people.identity.wishes import TOLD
from bot.people.rules import Person
from bot.review.desk import Desk
from bot.review.jobs import JOBS as REVIEW_JOBS
from bot.review.service import Reviews
from bot.rights.drafts import Voice, load_wordings
from bot.rights.jobs import JOBS as RIGHTS_JOBS
from bot.rights.kit import kit_of
from bot.rights.receipts import Receipts
from bot.rights.service import Asks
from bot.rights.surfaces import Sender, Senders, Surfaces
from bot.screening.registry import load_checks
from bot.services import Services
from bot.settings import Settings
from bot.sources.http import HttpPolicy, PoliteClient, user_agent
from bot.storage.database import Database
from bot.work import Enqueuer, Job


def all_jobs() -> list[Job]:
    """Every kind of durable work there is: the areas' and the cogs'."""
    areas = [
        *AMBASSADOR_JOBS,
        *MEDIA_JOBS,
        *POLL_JOBS,
        *TIDY_JOBS,
        *RECHECK_JOBS,
        *REVIEW_JOBS,
        *CONTEST_JOBS,
        *DIGEST_JOBS,
        *INSIGHT_JOBS,
        *LINK_JOBS,
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
        links=links_of(settings),
        clock=work.clock,
    )
    for outlet in (Membership(), Surfaces(), Senders(), pace, watchers, ErasurePlaces(), DigestFaces()):
        services.provide(outlet)
    services.outlet(ErasurePlaces).add(KeptPlace(database))
    services.outlet(ErasurePlaces).add(DigestPlace(database, work))
    services.provide(Maker(build, pictures))
    services.provide(KeptCharts())
    services.provide(Mailer(settings))
    provide_sharing(services)
    plug_digests(services)
    receipts = ReceiptMail(settings, Receipts(asks.kit, settings), asks.links, work)
    asks.tell(receipts.happened)
    services.provide(receipts)
    services.provide(PoliteClient(http_policy(settings), agent=user_agent(brand.website, brand.contact)))
    senders: list[Sender] = [*reply_senders(services), *mail_senders(services)]
    for sender in senders:
        services.outlet(Senders).add(sender)
    return services


def provide_sharing(services: Services) -> None:
    """The ambassadors' programme, its picker, and what counts the clicks of its links."""
    settings, take = services.settings, taker(services.intake)
    services.provide(Ambassadors(settings, services.links, LinkClicks(), take))
    services.provide(Picker())
    most = Limits(settings.links.clicks_per_visitor, settings.links.visitors_per_address)
    services.provide(ClickCounter(services.database, most, clock=services.clock))


def taker(intake: Intake) -> Taker:
    """How what ambassadors suggest is taken in: as if somebody of the team had added it."""

    async def take(
        session: AsyncSession, url: str, actor: Person, now: datetime, *, note: str | None = None
    ) -> Added:
        return await add_url(session, intake, url, actor, now, note=note)

    return take


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

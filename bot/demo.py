"""``goodword demo``: the bot of production against a local Slack, Discord and Mastodon, on loopback only.

Nothing inside the bot is simulated: only addresses differ.
"""

from __future__ import annotations

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import click
from pydantic import SecretStr
from starlette.routing import BaseRoute

from bot.app import running
from bot.contests.definition import Definition
from bot.contests.queries import contests, entries_page
from bot.contests.rules import ContestAction, EntryStatus
from bot.faces.web.application import WebServer
from bot.kernel.errors import FixSettings
from bot.kernel.log import configure_logging
from bot.kernel.stopping import stop_signal
from bot.operations.examples import config_folder
from bot.people.rules import Person, Role
from bot.playground.beacon import DemoBeacon
from bot.playground.discord import LocalDiscord
from bot.playground.mailbox import LocalMail
from bot.playground.samples.cleared import clear_creators, load_cleared
from bot.playground.samples.contest import Members, load_contest
from bot.playground.samples.creators import Creators, load_answers
from bot.playground.samples.kept import Kept, keep, likely_free, recall, still_here
from bot.playground.samples.server import SampleWeb
from bot.playground.samples.shop import SampleShop
from bot.playground.samples.till import PATH as SHOP
from bot.playground.samples.timeline import Brand as SampleBrand
from bot.playground.samples.timeline import load_timeline
from bot.playground.slack.clock import PlaygroundClock
from bot.playground.slack.server import LocalSlack
from bot.review.rules import Action
from bot.review.service import Decision
from bot.services import Services
from bot.settings import (
    Brand,
    CampaignSection,
    DatabaseSection,
    Discord,
    Http,
    Mail,
    Review,
    Roles,
    Settings,
    Slack,
    SourceSection,
    Web,
)
from bot.settings.ambassadors import AmbassadorsSection
from bot.settings.ambassadors import Prices as ProgrammePrices
from bot.settings.contests import Chain, ContestsSection
from bot.settings.digest import DigestSection, Prices
from bot.settings.links import LinksSection
from bot.storage.unit_of_work import reading, unit_of_work

POLL_EVERY = timedelta(seconds=3)
ACCEPTED = 2
"""Entries of the sample contest that a moderator accepts by themselves."""
MIA = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
NOAH = Person("U0NOAH0001", "Noah Berg", Role.MODERATOR)
BEAT = 5.0
"""Seconds between notes that a kept demo runs."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where its page is, and its parts."""

    url: str
    slack: LocalSlack
    discord: LocalDiscord
    mail: LocalMail
    settings: Settings
    services: Services


def demo_settings(
    data: Path,
    slack: LocalSlack,
    discord: LocalDiscord,
    mail: LocalMail,
    beacon: DemoBeacon,
    samples: str,
    kept: Kept,
    brand: SampleBrand,
) -> Settings:
    """What an operator of the sample brand would have written."""
    page = slack.base_url.removeprefix("http://")
    host = samples.removeprefix("http://")
    return Settings(
        data_dir=data,
        brand=_brand(brand),
        database=DatabaseSection(),
        slack=Slack(
            bot_token=SecretStr(slack.bot_token), app_token=SecretStr(slack.app_token), api_url=slack.api_url
        ),
        discord=Discord(
            bot_token=SecretStr(discord.bot_token),
            guild=str(discord.guild_id),
            channel="contests",
            manager_roles=("Contest managers",),
            winner_role="Contest winner",
            api_url=discord.api_url,
            gateway_url=discord.gateway_url,
        ),
        contests=ContestsSection(
            beacons=(f"{slack.base_url}/beacon",),
            chain=Chain(**beacon.chain_facts()),
            draw_margin_seconds=6,
        ),
        mail=_mail(mail, brand),
        # Wide enough for the sample pieces and the first entries: a visitor looks for theirs.
        review=Review(channel="#content-review", notices_channel="#brand-alerts", burst=30),
        roles=Roles(managers=("@content-managers",), moderators=("@content-moderators",)),
        web=Web(port=kept.web_port, address=f"http://127.0.0.1:{kept.web_port}"),
        campaigns=(CampaignSection(name="Autumn of tea", hashtag="#autumnoftea"),),
        sources={
            "tea-blogs": _source("feed", url=f"{samples}/blog/feed.xml"),
            # With mentions, an answer to the brand is noticed at the next poll.
            "mastodon": _source(
                "mastodon", servers=[samples], hashtags=[brand.tag], mentions=True, token=kept.token
            ),
            "shop": _source("webhook", secrets=[kept.secret], platform="shop", item_kind="review"),
        },
        ambassadors=_ambassadors(samples),
        links=LinksSection(key=SecretStr(kept.orders)),
        digest=DigestSection(
            discord="general",
            mail=(f"team@{brand.handle.removeprefix('@')}.example",),
            prices=Prices(currency="EUR", per_month=400, per_1000_views=8, per_engagement=0.25),
        ),
        http=Http(allowed=(host, page), pictures=(host, page), pause=0),
    )


def _brand(brand: SampleBrand) -> Brand:
    contact = f"privacy@{brand.handle.removeprefix('@')}.example"
    return Brand(name=brand.name, hashtag=brand.hashtag, handle=brand.handle, contact=contact)


def _ambassadors(samples: str) -> AmbassadorsSection:
    """Shared links lead to the sample brand's shop."""
    return AmbassadorsSection(
        open=True,
        channel="#ambassadors",
        time_zone="Europe/Stockholm",
        leads_to=f"{samples}{SHOP}",
        prices=ProgrammePrices(currency="EUR", per_month=150),
    )


def _mail(mail: LocalMail, brand: SampleBrand) -> Mail:
    sender = f"stories@{brand.handle.removeprefix('@')}.example"
    return Mail(host="127.0.0.1", port=mail.port, security="none", sender=sender)


def _source(kind: str, **own: object) -> SourceSection:
    return SourceSection.model_validate({"kind": kind, **own})


@asynccontextmanager
async def demonstration(
    *,
    port: int,
    data: Path,
    speed: float = 1.0,
    burst: int = 0,
    lasting: bool = True,
    say: Callable[[str], None] = lambda _: None,
) -> AsyncIterator[Demo]:
    """Start the sample web, the local Slack and the bot; stop all of it on leaving.

    With ``lasting`` a later start in the same folder goes on where this one was. Raises FixSettings when a port
    is taken or what was kept can't be read.
    """
    sample = config_folder() / "sample"
    timeline = load_timeline(sample)
    kept = recall(data, speed=speed, burst=burst) if lasting else Kept(speed=speed, burst=burst)
    clock = PlaygroundClock(ahead=kept.ahead)
    async with AsyncExitStack() as stack:
        samples = SampleWeb(
            timeline,
            speed=speed,
            burst=kept.burst,
            started=kept.started,
            token=kept.token,
            journal=data / "network" / "journal.jsonl" if lasting else None,
            clock=clock,
            leaps=kept.leaps,
        )
        kept.samples_port = await stack.enter_async_context(_serving(samples, kept.samples_port, data))
        address = f"http://127.0.0.1:{kept.samples_port}"
        samples.network.open(address)
        stack.callback(samples.network.close)
        say("the sample brand's corner of the web is up")
        beacon = DemoBeacon(clock=clock)
        discord = LocalDiscord(journal=data / "discord" / "journal.jsonl" if lasting else None, clock=clock)
        mail = LocalMail(journal=data / "mail" / "journal.jsonl" if lasting else None, clock=clock)
        await stack.enter_async_context(mail)
        routes = [*discord.routes(), *beacon.routes("/beacon"), *samples.network.control(), *mail.control()]
        slack = await stack.enter_async_context(
            _slack(port, kept, data / "slack" if lasting else None, routes, clock)
        )
        await stack.enter_async_context(discord.mounted(slack.base_url))
        say("the local Slack, the local Discord and the local Mastodon are up")
        kept.web_port = kept.web_port if _is_free(kept.web_port) and kept.web_port else likely_free()
        samples.network.world.links["gallery"] = f"http://127.0.0.1:{kept.web_port}/gallery"
        clock.jumped.append(partial(_jumped, samples, clock, kept, data if lasting else None))
        if lasting:
            keep(data, kept)
            _run(stack, _beat(data), "demo-beat")
        settings = demo_settings(data, slack, discord, mail, beacon, address, kept, timeline.brand)
        app = await stack.enter_async_context(
            running(settings, poll_every=POLL_EVERY, clock=lambda: datetime.fromtimestamp(clock(), UTC))
        )
        await _play_contest(stack, app.services, discord)
        _run(stack, clear_creators(app.services, load_cleared(sample), MIA, NOAH), "sample-cleared")
        _play_sample(stack, samples, sample, settings.web.address, kept)
        yield Demo(slack.base_url, slack, discord, mail, settings, app.services)


def _play_sample(stack: AsyncExitStack, samples: SampleWeb, sample: Path, address: str, kept: Kept) -> None:
    """The shop sends its reviews and reports its orders, and some creators answer by themselves."""
    samples.till.open(address, kept.orders)
    _run(stack, SampleShop(samples, f"{address}/webhooks/shop", kept.secret).run(), "sample-shop")
    creators = Creators(samples.network.world, load_answers(sample), speed=kept.speed)
    _run(stack, creators.run(), "sample-creators")


def _jumped(samples: SampleWeb, clock: PlaygroundClock, kept: Kept, data: Path | None) -> None:
    """The clock went forward: the sample web follows, and a demo that is kept remembers it."""
    samples.leap(clock.ahead)
    kept.leaps = samples.leaps
    if data is not None:
        keep(data, kept)


async def _play_contest(stack: AsyncExitStack, services: Services, discord: LocalDiscord) -> None:
    """On a first start a contest begins, and members take part in it. A moderator accepts the first entries; the
    others wait for the visitor."""
    sample = load_contest(config_folder() / "sample", services.clock())
    async with reading(services.database) as session:
        if await contests(session, limit=1):
            return
    async with unit_of_work(services.database) as session:
        definition = Definition.model_validate(sample.definition)
        contest = await services.contests.create(session, definition, MIA, services.clock(), "demo")
        await services.contests.act(
            session, contest.id or 0, ContestAction.OPEN, MIA, services.clock(), "demo"
        )
    _run(stack, Members(discord, sample).run(), "sample-members")
    _run(stack, _accept(services, contest.id or 0), "sample-moderator")


async def _accept(services: Services, contest_id: int) -> None:
    accepted: set[int] = set()
    while len(accepted) < ACCEPTED:
        await asyncio.sleep(1)
        async with reading(services.database) as session:
            waiting = await entries_page(session, contest_id, [EntryStatus.WAITING])
        for entry in waiting[: ACCEPTED - len(accepted)]:
            await services.desk.decide(Decision(entry.item_id, Action.APPROVE, NOAH, None, via="demo"))
            accepted.add(entry.item_id)


async def run_demo(*, port: int, data: Path | None, speed: float, burst: int) -> None:
    """Until Ctrl-C. Without ``data`` everything is kept in a temporary folder and removed at the end."""
    configure_logging("WARNING")
    with stop_signal() as stop, tempfile.TemporaryDirectory(prefix="goodword-demo-") as temporary:
        folder = data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)

        def say(words: str) -> None:
            click.secho(f"  {words}", dim=True)

        click.echo(
            "Starting Goodword with a local Slack, Discord and Mastodon and a sample brand, on this machine only ..."
        )
        async with demonstration(
            port=port, data=folder, speed=speed, burst=burst, lasting=data is not None, say=say
        ) as demo:
            click.echo()
            click.secho(f"  Open {demo.url}", bold=True)
            click.echo(
                "  You are Mia, a content manager. Content arrives in #content-review; contests run in Discord; "
                "creators answer in Creators; what is sent by mail arrives in Mail."
            )
            kept = f"Kept in {folder}." if data else "Nothing is kept; use --data DIR to go on later."
            click.echo(f"  {kept} Ctrl-C stops it.")
            await stop.wait()
            click.echo("\nStopping ...")


@asynccontextmanager
async def _serving(samples: SampleWeb, port: int, data: Path) -> AsyncIterator[int]:
    """The sample web on its port of earlier runs, or on any at first."""
    server = WebServer(samples.application(), "127.0.0.1", port)
    try:
        await server.start()
    except FixSettings:
        raise FixSettings(
            f"The demo kept in {data} needs port {port} for its sample web, and something else uses it.",
            remedy="Stop what uses the port (this demo, running already?), or use another folder with --data.",
        ) from None
    try:
        yield server.port
    finally:
        await server.stop()


@asynccontextmanager
async def _slack(
    port: int, kept: Kept, folder: Path | None, routes: Sequence[BaseRoute], clock: PlaygroundClock
) -> AsyncIterator[LocalSlack]:
    """The local Slack. With any port (0) it takes the one of the last run if that is free: old links lead there."""
    journal = folder / "journal.jsonl" if folder else None
    slack = LocalSlack(
        port=port or (kept.page_port if _is_free(kept.page_port) else 0),
        journal=journal,
        extra_routes=routes,
        clock=clock,
    )
    async with slack:
        kept.page_port = int(slack.base_url.rpartition(":")[2])
        yield slack


async def _beat(data: Path) -> None:
    while True:
        still_here(data)
        await asyncio.sleep(BEAT)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def _run(stack: AsyncExitStack, work: Coroutine[object, object, None], name: str) -> None:
    """Until the stack is left."""
    stack.push_async_callback(_end, asyncio.create_task(work, name=name))


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

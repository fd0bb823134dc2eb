"""``goodword demo``: the bot of production against a local Slack and a sample brand, on loopback only.

Nothing inside the bot is simulated: only the address of Slack and of the sources differ.
"""

from __future__ import annotations

import asyncio
import base64
import secrets
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import click
from pydantic import SecretStr

from bot.app import running, stop_signal
from bot.faces.web.application import WebServer
from bot.kernel.errors import FixSettings
from bot.kernel.log import configure_logging
from bot.operations.examples import config_folder
from bot.playground.samples.server import SampleWeb
from bot.playground.samples.shop import SampleShop
from bot.playground.samples.timeline import Brand as SampleBrand
from bot.playground.samples.timeline import load_timeline
from bot.playground.slack.server import LocalSlack
from bot.settings import (
    Brand,
    CampaignSection,
    DatabaseSection,
    Http,
    Review,
    Roles,
    Settings,
    Slack,
    SourceSection,
    Web,
)

POLL_EVERY = timedelta(seconds=3)


@dataclass(frozen=True, slots=True)
class Demo:
    """A running demo: where its page is, and its parts."""

    url: str
    slack: LocalSlack
    settings: Settings


def demo_settings(
    data: Path, slack: LocalSlack, samples: str, web_port: int, secret: str, brand: SampleBrand
) -> Settings:
    """What an operator of the sample brand would have written."""
    return Settings(
        data_dir=data,
        brand=Brand(name=brand.name, hashtag=brand.hashtag, handle=brand.handle),
        database=DatabaseSection(),
        slack=Slack(
            bot_token=SecretStr(slack.bot_token), app_token=SecretStr(slack.app_token), api_url=slack.api_url
        ),
        review=Review(channel="#content-review", notices_channel="#brand-alerts"),
        roles=Roles(managers=("@content-managers",), moderators=("@content-moderators",)),
        web=Web(port=web_port),
        campaigns=(CampaignSection(name="Autumn of tea", hashtag="#autumnoftea"),),
        sources={
            "tea-blogs": _source("feed", url=f"{samples}/blog/feed.xml"),
            "mastodon": _source("mastodon", servers=[samples], hashtags=[brand.tag]),
            "shop": _source("webhook", secrets=[secret], platform="shop", item_kind="review"),
        },
        http=Http(allowed=(samples.removeprefix("http://"),), pause=0),
    )


def _source(kind: str, **own: object) -> SourceSection:
    return SourceSection.model_validate({"kind": kind, **own})


@asynccontextmanager
async def demonstration(
    *, port: int, data: Path, speed: float = 1.0, burst: int = 0, say: Callable[[str], None] = lambda _: None
) -> AsyncIterator[Demo]:
    """Start the sample web, the local Slack and the bot; stop all of it on leaving.

    Raises FixSettings when the port is taken.
    """
    timeline = load_timeline(config_folder() / "sample")
    async with AsyncExitStack() as stack:
        samples = SampleWeb(timeline, speed=speed, burst=burst)
        sample_server = WebServer(samples.application(), "127.0.0.1", 0)
        await sample_server.start()
        stack.push_async_callback(sample_server.stop)
        say("the sample brand's corner of the web is up")
        slack = await stack.enter_async_context(_slack(port))
        say("the local Slack is up")
        secret = "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()
        web_port = _free_port()
        address = f"http://127.0.0.1:{sample_server.port}"
        settings = demo_settings(data, slack, address, web_port, secret, timeline.brand)
        await stack.enter_async_context(running(settings, poll_every=POLL_EVERY))
        shop = SampleShop(samples, f"http://127.0.0.1:{web_port}/webhooks/shop", secret)
        shopping = asyncio.create_task(shop.run(), name="sample-shop")
        stack.push_async_callback(_end, shopping)
        yield Demo(slack.base_url, slack, settings)


async def run_demo(*, port: int, data: Path | None, speed: float, burst: int) -> None:
    """Until Ctrl-C. Without ``data`` everything is kept in a temporary folder and removed at the end."""
    configure_logging("WARNING")
    with stop_signal() as stop, tempfile.TemporaryDirectory(prefix="goodword-demo-") as temporary:
        folder = data or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)

        def say(words: str) -> None:
            click.secho(f"  {words}", dim=True)

        click.echo("Starting Goodword with a local Slack and a sample brand, on this machine only ...")
        async with demonstration(port=port, data=folder, speed=speed, burst=burst, say=say) as demo:
            click.echo()
            click.secho(f"  Open {demo.url}", bold=True)
            click.echo("  You are Mia, a content manager. Content arrives in #content-review.")
            kept = f"Kept in {folder}." if data else "Nothing is kept; use --data DIR to go on later."
            click.echo(f"  {kept} Ctrl-C stops it.")
            await stop.wait()
            click.echo("\nStopping ...")


@asynccontextmanager
async def _slack(port: int) -> AsyncIterator[LocalSlack]:
    slack = LocalSlack(port=port)
    try:
        await slack.__aenter__()
    except OSError as error:
        raise FixSettings(
            f"The page can't be served on port {port}: {error.strerror}.",
            remedy="Choose another: goodword demo --port 8090 (make demo ARGS='--port 8090').",
        ) from None
    try:
        yield slack
    finally:
        await slack.__aexit__(None, None, None)


def _free_port() -> int:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)

"""A slash command with a reply: what the product adds to discord.py."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from bot.faces.discord.context import DiscordContext
from bot.faces.discord.face import DiscordFace
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.services import Services
from bot.settings import Discord, Settings
from tests.bench import product
from tests.bench.floors.discord_raw import raw_reply
from tests.bench.harness import Goal, MeasureMany, Question, Result, Sample, compare_many, cpu_time
from tests.bench.product import Folder
from tests.bench.scale import Scale
from tests.bench.slasher import Slasher, slasher

CASE = "slash"
COMMAND = "contest list"
READING = "contest standings"
_WARM = 30


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Both sides stay connected throughout, each to a Discord of its own."""
    with product.working_folder() as folder:
        async with slasher(folder.path, "one") as one, slasher(folder.path, "other") as other:
            for result in await replied(rounds, scale, folder, one, other):
                yield result


async def _list(ctx: DiscordContext) -> None:
    """A reply in the member's language, with everything around it that every command has."""
    await ctx.say("list-nothing", channel=Markup("#contests"))


async def _standings(ctx: DiscordContext) -> None:
    from cogs.contest.discord_face import list_contests

    await list_contests(ctx)


def _register(router: DiscordRouter, _services: Services) -> None:
    router.command(COMMAND, _list)
    router.command(READING, _standings)


@contextlib.contextmanager
def _pointed_at(driver: Slasher) -> Iterator[None]:
    """discord.py keeps its addresses in two classes: set them for whose turn it is."""
    before = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = driver.api_url, yarl.URL(driver.gateway_url)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = before


@contextlib.asynccontextmanager
async def _product(folder: Folder, driver: Slasher) -> AsyncIterator[None]:
    settings = Settings(
        data_dir=folder.path,
        discord=Discord(
            bot_token=SecretStr(driver.bot_token), api_url=driver.api_url, gateway_url=driver.gateway_url
        ),
    )
    async with product.opened(folder.fresh()) as database, product.services(settings, database) as built:
        face = DiscordFace(built, register=_register)
        await face.start()
        try:
            await asyncio.wait_for(face.caught_up.wait(), 20)
            yield
        finally:
            await face.stop()


def _typing(driver: Slasher, count: int, command: str) -> MeasureMany:
    """Type a command so many times; CPU of this process a command, and the waits."""

    async def measure() -> Sample:
        with _pointed_at(driver), cpu_time() as so_far:
            waits = await driver.slash(count, command)
            return {"cpu": so_far() / count * 1e6, **waits}

    return measure


async def replied(rounds: int, scale: Scale, folder: Folder, one: Slasher, other: Slasher) -> list[Result]:
    """From command to reply, one at a time."""
    question = Question("slash command with a reply, CPU", "cpu", Goal(at_most=1.4), "CPU µs a command")
    plan = scale.plan(rounds)
    async with contextlib.AsyncExitStack() as stack:
        with _pointed_at(one):
            await stack.enter_async_context(raw_reply(one))
        with _pointed_at(other):
            await stack.enter_async_context(_product(folder, other))
        for driver in (one, other):
            await _typing(driver, _WARM, COMMAND)()
        results = await compare_many(
            CASE,
            [question],
            _typing(one, scale.clicks, COMMAND),
            _typing(other, scale.clicks, COMMAND),
            plan=plan,
            floor_is="discord.py's command tree with one callback that replies (floors/discord_raw.py)",
        )
        read = await _typing(other, scale.clicks, READING)()
        for result in results:
            result.notes["list_of_contests_read_cpu"] = read["cpu"]
        return results

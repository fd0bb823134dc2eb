"""The sources command in Slack."""

from __future__ import annotations

from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.router import Handler, SlackRouter
from bot.intake.poll import POLL, poll_at_once
from bot.intake.queries import set_paused
from bot.intake.standing import standings
from bot.kernel.errors import TellUser
from bot.kernel.log import get_logger
from bot.people.rules import Right, may
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.sources.blocks import listing

TITLE = "Sources"

log = get_logger(__name__)


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("sources", show)
    router.action("sources", "poll", poll_now)
    router.action("sources", "pause", _pausing(paused=True))
    router.action("sources", "resume", _pausing(paused=False))
    for verb in ("next", "previous"):
        router.action("sources", verb, turn)


async def show(ctx: SlackContext) -> None:
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await ctx.tell_privately(TITLE, await _list(ctx, 0))


async def turn(ctx: SlackContext) -> None:
    if await allowed(ctx, Right.VIEW):
        await ctx.ack()
        await ctx.respond(TITLE, await _list(ctx, _offset(ctx)), replace=True)


async def poll_now(ctx: SlackContext) -> None:
    """Ask for one reading now; a pause after failures ends with it."""
    if not await allowed(ctx, Right.SOURCES):
        return
    services, name = ctx.services, _name(ctx)
    async with unit_of_work(services.database) as session:
        await poll_at_once(session, name)
        await services.work.enqueue(session, POLL, name, ctx.now.isoformat(), key=ctx.request_id)
    await ctx.ack()
    log.info("source_poll_asked", source=name, by=ctx.person.id)
    await _redraw(ctx, f"Reading {name} now. What it finds comes as cards.")


def _pausing(*, paused: bool) -> Handler:
    async def handler(ctx: SlackContext) -> None:
        if not await allowed(ctx, Right.SOURCES):
            return
        services, name = ctx.services, _name(ctx)
        async with unit_of_work(services.database) as session:
            await set_paused(session, name, services.settings.sources[name].kind, paused)
        await ctx.ack()
        log.info("source_paused" if paused else "source_resumed", source=name, by=ctx.person.id)
        await _redraw(ctx, f"{name} is paused." if paused else f"{name} is read again at its next time.")

    return handler


def _name(ctx: SlackContext) -> str:
    """The source of the button. Raises TellUser for one that the settings no longer have."""
    name = ctx.value or ""
    if name not in ctx.services.settings.sources:
        raise TellUser(
            f"The settings no longer have a source “{name[:60]}”.", remedy="Ask for the list again."
        )
    return name


def _offset(ctx: SlackContext) -> int:
    extra = ctx.action.extra if ctx.action is not None else ()
    return int(extra[0]) if extra and extra[0].isdigit() else 0


async def _redraw(ctx: SlackContext, notice: str) -> None:
    if not await ctx.respond(TITLE, await _list(ctx, _offset(ctx), notice), replace=True):
        await ctx.tell_privately(notice)


async def _list(ctx: SlackContext, offset: int, notice: str = "") -> list[b.Block]:
    services = ctx.services
    async with reading(services.database) as session:
        found = await standings(session, services.settings, ctx.now)
    offset = offset if offset < len(found) else 0
    manages = may(ctx.person.role, Right.SOURCES)
    return listing(found, ctx.now, offset=offset, manages=manages, notice=notice)

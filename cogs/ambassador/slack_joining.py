"""``/goodword ambassador``: joining, changing what one wants, pausing, leaving."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.interests.service import choices
from bot.ambassadors.membership import wanted_of
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import Preferences, Status
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.texts import PAID_TAGS
from bot.ambassadors.wishes import OPENED, ask_to_close, ask_to_show
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.profiles import Profiles
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.zones import zone_options
from bot.kernel.errors import GoodwordError, TellUser
from bot.kernel.text import clean_line
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador.acting import AREA, PLATFORM, PUBLIC, mine, row_of, worded, words_of
from cogs.ambassador.jobs import WELCOME
from cogs.ambassador.slack_form import entered, first_wishes, form, typed
from cogs.ambassador.slack_showing import leave as take_out

GATHER = 10.0
"""Seconds."""


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.command("ambassador", worded(by_command))
    router.action(AREA, "settings", worded(settings))
    router.action(AREA, "whole", worded(whole))
    router.action(AREA, "pause", worded(pause))
    router.action(AREA, "resume", worded(resume))
    router.action(AREA, "leave", worded(leave))
    router.view(AREA, "save", worded(save))
    router.options(AREA, "interests", suggest_interests)
    router.options(AREA, "zone", suggest_zones)


async def by_command(ctx: SlackContext) -> None:
    """The first word says what to do; none opens the window for whoever isn't one yet. Raises TellUser."""
    match ctx.text.strip().casefold():
        case "" | "join" | "settings":
            await settings(ctx)
        case "pause":
            await pause(ctx)
        case "resume" | "continue":
            await resume(ctx)
        case "leave":
            await ask_to_leave(ctx)
        case other:
            words = await words_of(ctx)
            raise TellUser(words.plain("unknown-word", word=clean_line(other, 30)))


async def settings(ctx: SlackContext) -> None:
    """Open the window, as it was filled in last."""
    profile = await ctx.services.outlet(Profiles).of(ctx.person.id)
    words, public = await words_of(ctx), ctx.services.settings.ambassadors.open
    async with unit_of_work(ctx.services.database) as session:
        programme = await ctx.services.outlet(Ambassadors).programme(session)
        row = await row_of(session, ctx.person.id)
        member = row is not None and row.status in (Status.ACTIVE, Status.PAUSED)
        wanted = (
            wanted_of(row) if row is not None and member else first_wishes(profile, programme, public=public)
        )
    if not programme.enabled:
        raise refused(Why.OFF)
    if not programme.networks:
        raise refused(Why.NOWHERE)
    channel = ctx.services.settings.ambassadors.channel
    await ctx.ack()
    origin = ctx.origin if ctx.kind == "action" else Origin(ctx.channel)
    metadata = replace(origin, extra=PUBLIC if public else "").pack()
    await ctx.open_modal(
        form(words, wanted, programme, channel, public=public, member=member, metadata=metadata)
    )


async def whole(ctx: SlackContext) -> None:
    """Ask whoever joins for all the rest too, in the same window: what was typed stays."""
    profile = await ctx.services.outlet(Profiles).of(ctx.person.id)
    words, public = await words_of(ctx), _said_public(ctx)
    async with reading(ctx.services.database) as session:
        programme = await ctx.services.outlet(Ambassadors).programme(session)
    wanted = typed(ctx.fields, first_wishes(profile, programme, public=public))
    channel, metadata = ctx.services.settings.ambassadors.channel, ctx.metadata
    await ctx.ack()
    await ctx.update_modal(
        form(words, wanted, programme, channel, public=public, member=False, metadata=metadata, whole=True)
    )


async def save(ctx: SlackContext) -> None:
    """Keep what the window says: join, or change what one wants."""
    words, services = await words_of(ctx), ctx.services
    public = _said_public(ctx)
    profile = await services.outlet(Profiles).of(ctx.person.id)
    ambassadors = services.outlet(Ambassadors)
    async with unit_of_work(services.database) as session:
        programme = await ambassadors.programme(session)
        row = await row_of(session, ctx.person.id)
        member = row is not None and row.status in (Status.ACTIVE, Status.PAUSED)
        before = (
            wanted_of(row) if row is not None and member else first_wishes(profile, programme, public=public)
        )
        wanted, errors = entered(ctx.fields, before, words, public=public)
        if wanted is not None and row is not None and member:
            await ambassadors.membership.change(session, row.id or 0, wanted, ctx.now)
            await ask_to_show(session, services.work, row.id or 0)
        elif wanted is not None:
            account = await services.identities.account(
                session, PLATFORM, ctx.person.id, ctx.now, name=ctx.person.name
            )
            joined = await ambassadors.membership.join(session, account, wanted, programme, ctx.now)
            key = f"welcome:{joined.id}:{int(ctx.now.timestamp())}"
            await services.work.enqueue(session, WELCOME, joined.id, key=key)
            row = joined
        if wanted is not None and row is not None:
            await _ask_where_unsaid(ctx, session, row, wanted)
    if errors:
        await ctx.ack(response_action="errors", errors=errors)
        return
    await ctx.ack()
    place = "channel" if wanted is not None and wanted.place == "channel" else "dm"
    said = words.md("saved") if member else words.md(f"joined-{place}", company=programme.company)
    await ctx.tell_privately(said)


def _said_public(ctx: SlackContext) -> bool:
    """Whether the window that is answered said that people outside read the boards."""
    return Origin.unpack(ctx.metadata).extra == PUBLIC


async def _ask_where_unsaid(
    ctx: SlackContext, session: AsyncSession, row: Ambassador, wanted: Preferences
) -> None:
    """They want to stand on the boards, and the boards were opened after their window: they stay off until they say
    that they want that too."""
    if wanted.on_board and not wanted.public and ctx.services.settings.ambassadors.open:
        work, moment = ctx.services.work, int(ctx.now.timestamp())
        await work.enqueue_soon(session, OPENED, row.id or 0, moment)


async def pause(ctx: SlackContext) -> None:
    """No picks until they go on."""
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
        await ctx.services.outlet(Ambassadors).membership.pause(session, me.id, ctx.now)
    await ctx.ack()
    buttons = b.actions([b.button(words.plain("resume"), encode(AREA, "resume"), style="primary")])
    await ctx.tell_privately(words.md("paused"), [b.section(words.md("paused")), buttons])


async def resume(ctx: SlackContext) -> None:
    """Picks come again."""
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
        await ctx.services.outlet(Ambassadors).membership.go_on(session, me.id, ctx.now)
    await ctx.ack()
    await ctx.tell_privately(words.md("resumed"))


async def ask_to_leave(ctx: SlackContext) -> None:
    """What goes and what stays, with a button that means it."""
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        await mine(ctx, session)
    await ctx.ack()
    sure = b.confirm(
        words.plain("leave-title"),
        words.plain("leave-sure"),
        words.plain("leave"),
        danger=True,
        no=words.plain("cancel"),
    )
    buttons = [
        b.button(words.plain("leave"), encode(AREA, "leave"), style="danger", confirm=sure),
        b.button(words.plain("pause-instead"), encode(AREA, "pause")),
    ]
    made = [b.section(words.md("leave-what")), b.actions(buttons)]
    await ctx.tell_privately(words.plain("leave-title"), made)


async def leave(ctx: SlackContext) -> None:
    """They take no part any more. Pressed twice it is done once."""
    words, services = await words_of(ctx), ctx.services
    async with unit_of_work(services.database) as session:
        me = await mine(ctx, session)
        await services.outlet(Ambassadors).membership.leave(session, me.id, ctx.now)
        # Done at once below; the work only does what a death or Slack's absence leaves undone.
        await ask_to_close(session, services.work, me.id, words.language, window=GATHER)
    await ctx.ack()
    await ctx.respond(words.md("left"), [b.section(words.md("left"))], replace=True)
    with suppress(GoodwordError):
        await take_out(services, me.id, words.language)


async def suggest_interests(ctx: SlackContext) -> None:
    """Tags, campaigns and collections for what was typed."""
    words, typed = await words_of(ctx), str(ctx.payload.get("value") or "")[:80]
    async with reading(ctx.services.database) as session:
        programme = await ctx.services.outlet(Ambassadors).programme(session)
        found = await choices(session, typed, ctx.now, programme.common_tags | PAID_TAGS)
    options = []
    for one in found:
        made = b.option(clean_line(one.name, 75), one.key)
        if one.kind != "tag":
            made["description"] = b.plain(words.plain(f"interest-{one.kind}"), 75)
        options.append(made)
    await ctx.ack(options=options)


async def suggest_zones(ctx: SlackContext) -> None:
    """Zones for what was typed."""
    profile = await ctx.services.outlet(Profiles).of(ctx.person.id)
    await ctx.ack(options=zone_options(str(ctx.payload.get("value") or ""), profile.zone, ctx.now))

"""``/goodword digest``: one for the channel now, one for oneself, the last one, and when they come."""

from __future__ import annotations

from typing import Any

from bot.digests.book import document_of
from bot.digests.making import Maker
from bot.digests.tables import Digest, DigestSchedule
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.errors import ANY
from bot.faces.slack.face import SlackFace
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.uploads import upload
from bot.faces.texts import say
from bot.insights.periods import parse
from bot.kernel.errors import GoodwordError, TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Right, may
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.digest import slack_schedules
from cogs.digest.jobs import PREVIEWED, forget_later
from cogs.digest.slack_blocks import AREA, PICTURES, short
from cogs.digest.slack_delivery import Shown
from cogs.digest.wanted import read

USAGE = "digest now, digest preview month, digest last, digest schedule"


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.command("digest", by_command)
    router.action(AREA, "now", now)


async def by_command(ctx: SlackContext) -> None:
    """The first word says what to do. Raises TellUser for another one."""
    verb, _, rest = ctx.text.strip().partition(" ")
    match verb.casefold():
        case "now":
            await now(ctx, rest)
        case "preview":
            await preview(ctx, rest)
        case "" | "last":
            await last(ctx, rest)
        case "schedule":
            await slack_schedules.show(ctx)
        case other:
            raise TellUser(
                f"There is no “digest {clean_line(other, 30)}”.", remedy=f"Write /goodword {USAGE}."
            )


async def now(ctx: SlackContext, typed: str | None = None) -> None:
    """Have one sent to this channel. A command that comes twice sends one; so does a double click."""
    if not await allowed(ctx, Right.DECIDE):
        return
    services, typed = ctx.services, typed if typed is not None else ctx.value or ""
    place = ctx.channel
    if not place:
        raise TellUser("I don't know which channel that was.", remedy="Write /goodword digest now in it.")
    setting = await setting_of(ctx)
    async with unit_of_work(services.database) as session:
        meant = await read(session, typed[:300], ctx.now, setting["zone"])
        await services.digests.send_now(
            session,
            "slack",
            place,
            meant.period,
            ctx.person.id,
            request=_request(ctx),
            now=ctx.now,
            language=setting["language"],
            about=meant.about,
        )
    await ctx.ack()
    await ctx.tell_privately(
        say(setting["language"], "ds-coming", {"period": b.isolate(clean_line(meant.period.name, 80))})
    )


def _request(ctx: SlackContext) -> str:
    """The same for each press of a preview's button, by whoever: two clicks are two acts to Slack."""
    if ctx.kind == "action" and ctx.message_ts:
        return f"digest.now:{ctx.channel}:{ctx.message_ts}"
    return ctx.request_id


async def preview(ctx: SlackContext, typed: str) -> None:
    """What it would say now, for this person alone."""
    if not await allowed(ctx, Right.VIEW):
        return
    services, setting = ctx.services, await setting_of(ctx)
    language = setting["language"]
    async with reading(services.database) as session:
        meant = await read(session, typed[:300], ctx.now, setting["zone"])
    await ctx.ack()
    maker = services.outlet(Maker)
    document = await maker.build(services, meant.period, edition="team", language=language, about=meant.about)
    every, lacking = await maker.draw(document)
    charts = every[:PICTURES]
    files = await upload(ctx.client, charts)
    await forget_later(services, files, PREVIEWED)
    lacking = [*lacking, *(["chart"] if charts and not files else [])]
    document = document.model_copy(update={"missing": list(dict.fromkeys([*document.missing, *lacking]))})
    shown = [(file, chart.alt) for file, chart in zip(files, charts, strict=False)]
    below = [b.context(say(language, "ds-preview"))]
    if may(ctx.person.role, Right.DECIDE):
        below.append(
            b.actions([b.button(say(language, "ds-send-here"), encode(AREA, "now"), value=typed[:300])])
        )
    await ctx.tell_privately(
        say(language, "ds-preview"), [*short(document, digest_id=None, pictures=shown), *below]
    )


async def last(ctx: SlackContext, typed: str = "") -> None:
    """The latest one of this channel, with where it stands; the latest anywhere where this channel had none. Of a
    period that is named, the one that was sent. Raises TellUser where none was."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    language = (await setting_of(ctx))["language"]
    digest = await _of_period(ctx, typed) if typed.strip() else await _latest(ctx)
    document = None if digest is None else document_of(digest)
    if digest is None or document is None:
        await ctx.tell_privately(say(language, "ds-none"))
        return
    address = await _address(ctx, digest)
    sent = b.moment(digest.sent_at or digest.made_at)
    period = b.escape(clean_line(digest.name, 80))
    line = say(language, "ds-last", {"period": f"<{address}|{period}>" if address else period, "sent": sent})
    await ctx.tell_privately(line, [b.section(line), *short(document, digest_id=digest.id)])


async def _of_period(ctx: SlackContext, typed: str) -> Digest:
    name = parse(typed, ctx.now, (await setting_of(ctx))["zone"]).name
    async with reading(ctx.services.database) as session:
        digest = await ctx.services.digests.by_name(session, name, face="slack")
    if digest is None:
        raise TellUser(f"No digest of {name} was sent.", remedy=f"Write /goodword digest preview {name}.")
    return digest


async def _latest(ctx: SlackContext) -> Digest | None:
    digests, names = ctx.services.digests, await names_of(ctx)
    async with reading(ctx.services.database) as session:
        found = [await digests.latest(session, one, face="slack") for one in names]
        here = [one for one in found if one is not None]
        if here:
            return max(here, key=lambda one: one.id or 0)
        return await digests.latest(session, face="slack")


async def names_of(ctx: SlackContext) -> list[str]:
    """What this channel is called by schedules and by people: its id, and its name where settings use that."""
    async with reading(ctx.services.database) as session:
        rows = await ctx.services.digests.schedules(session)
    return list(dict.fromkeys([ctx.channel or "", *[one.place for one in rows if await _is_here(ctx, one)]]))


async def _is_here(ctx: SlackContext, row: DigestSchedule) -> bool:
    if row.face != "slack" or not ctx.channel:
        return False
    channels = ctx.services.outlet(SlackFace).channels
    try:
        return await channels.id_of(row.place or ctx.services.settings.review.channel) == ctx.channel
    except GoodwordError:
        return False  # a channel that isn't there is not this one


async def setting_of(ctx: SlackContext) -> dict[str, Any]:
    """Zone and language of this channel's own digest; the settings' where it has none."""
    section = ctx.services.settings.digest
    async with reading(ctx.services.database) as session:
        rows = await ctx.services.digests.schedules(session)
    for row in rows:
        if await _is_here(ctx, row):
            return {"zone": row.zone, "language": row.language}
    return {"zone": section.time_zone, "language": section.language}


async def _address(ctx: SlackContext, digest: Digest) -> str | None:
    shown = Shown.unpack(digest.reference)
    if shown is None:
        return None
    try:
        answer = await ctx.client.chat_getPermalink(channel=shown.channel, message_ts=shown.ts)
    except ANY:
        return None  # a link is a convenience: what it said stands below
    return b.safe_url(str(answer["permalink"]))

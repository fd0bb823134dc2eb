"""Taking a change back, from the window that says it was made or from the list of changes."""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.service import Ambassadors
from bot.faces.slack.context import SlackContext
from bot.kernel.errors import TellUser
from bot.storage.unit_of_work import unit_of_work
from cogs.curation.slack_acts import curation, done, of_managers
from cogs.curation.slack_pages import teller
from cogs.curation.steps import COLLECTION, COLLECTIONS, Step, Where, unpack


@of_managers
async def undo(ctx: SlackContext) -> None:
    """All steps commit together, or none where one was overtaken."""
    steps = unpack(ctx.value or "")
    if not steps:
        raise TellUser(teller(ctx).plain("undo-unreadable"))
    where = Where.unpack(ctx.metadata)
    async with unit_of_work(ctx.services.database) as session:
        for step in steps:
            slug = await _undo(ctx, session, step)
            if slug and where.section == COLLECTION and where.key == step.slug:
                where = Where(COLLECTION, slug)
            if step.verb == "close" and where.section == COLLECTION:
                where = Where(COLLECTIONS)
    await done(ctx, where, teller(ctx).plain("did-undo"))


async def _undo(ctx: SlackContext, session: AsyncSession, step: Step) -> str:
    """The slug of the collection afterwards; "" where it was none's."""
    service, person, now = curation(ctx), ctx.person, ctx.now
    if step.change is not None:
        thanking = ctx.services.outlet(Ambassadors).thanking
        await thanking.undo(session, ctx.services.work, step.change, person, now)
        return ""
    match step.verb:
        case "name":
            return (await service.rename(session, step.slug, step.name, person, now)).slug
        case "close":
            return (await service.close(session, step.slug, person, now)).slug
        case "open":
            return (await service.reopen(session, step.slug, person, now)).slug
        case "put":
            await service.put_in(session, step.slug, step.ids, person, now)
        case "take":
            await service.take_out(session, step.slug, step.ids, person, now)
    return step.slug

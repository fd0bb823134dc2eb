"""App Home in Slack."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.digests.building.reading import figures_of, glance
from bot.digests.building.within import course_of
from bot.faces.queries import load_item_views
from bot.faces.slack.charts import Charts, Shown
from bot.faces.slack.context import SlackContext
from bot.faces.slack.errors import NETWORK
from bot.faces.slack.profiles import Profiles
from bot.faces.slack.router import SlackRouter
from bot.faces.texts import DEFAULT
from bot.insights.periods import last_days
from bot.intake.standing import troubled
from bot.people.rules import Right, may
from bot.review.claims.queries import claims_of
from bot.review.queries import counts, today, waiting_for
from bot.services import Services
from bot.storage.unit_of_work import reading
from bot.work.queries import failures
from cogs.home import ambassador, blocks
from cogs.home.view import FAILED_FOR, HomeView, midnight


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.home(draw)
    router.action("home", "refresh", refresh)


async def draw(ctx: SlackContext) -> None:
    """For the person in the context: everything at once, the chart when it is there."""
    view = await _load(ctx)

    async def publish(shown: Shown, hash_: str) -> str | None:
        return await ctx.replies.publish_home(ctx.person.id, blocks.home(view, shown), hash_)

    if view.course is None:
        await publish(Shown(), "")
    else:
        await ctx.services.outlet(Charts).present(view.course, ("course",), publish)


async def refresh(ctx: SlackContext) -> None:
    await ctx.ack()
    await draw(ctx)


async def _load(ctx: SlackContext) -> HomeView:
    services, me, now = ctx.services, ctx.person, ctx.now
    since = midnight(now, await _offset(ctx))
    language = (await services.outlet(Profiles).of(me.id)).language
    period = last_days(7, now, services.settings.digest.time_zone)
    async with reading(services.database) as session:
        week, course = None, None
        if may(me.role, Right.VIEW):
            figures = await figures_of(session, period, only="")
            week = glance(figures)
            course = await course_of(session, figures, period, language=DEFAULT) if week else None
        escalated = await waiting_for(session, me.id)
        views = await load_item_views(session, escalated)
        failed = await failures(session, 5) if may(me.role, Right.SETTINGS) else []
        return HomeView(
            now=now,
            may_decide=may(me.role, Right.DECIDE),
            ambassador=await ambassador.load(services, session, me.id, language, now),
            counts=await counts(session, now),
            mine=await today(session, since, me.id),
            team=await today(session, since),
            escalated=[views[item_id] for item_id in escalated if item_id in views],
            held=len(await claims_of(session, me.id, now)),
            sources=await troubled(session, services.settings, now),
            week=week,
            course=course,
            failed=[row for row in failed if now - row.at < FAILED_FOR],
        )


async def _offset(ctx: SlackContext) -> int:
    """The person's offset from UTC in seconds; none where Slack doesn't say."""
    try:
        answer = await ctx.client.users_info(user=ctx.person.id)
    except (SlackApiError, *NETWORK):
        return 0  # "today" begins at midnight UTC then
    offset = (answer.get("user") or {}).get("tz_offset")
    return offset if isinstance(offset, int) and abs(offset) < 86_400 else 0

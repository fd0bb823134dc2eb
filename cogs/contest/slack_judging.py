"""Judges in Slack: what they haven't marked yet comes one after the other; what they have can be changed until the
contest closes. Whoever the contest names may do so, whatever their role."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.book import definition_of
from bot.contests.refusals import Refused
from bot.contests.scoring.marks import marks_by
from bot.contests.scoring.parts.queries import ToJudge
from bot.contests.tables import Contest
from bot.contests.words import Why, refused
from bot.faces.actions import ActionId, decode
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.painter import Painter
from bot.faces.slack.router import SlackRouter
from bot.kernel.log import get_logger
from bot.kernel.text import clean_line
from bot.people.accounts import KnownAccount
from bot.people.rules import Right
from bot.storage.unit_of_work import unit_of_work
from cogs.contest import slack_marks as marks
from cogs.contest.queries import entries_by_id
from cogs.contest.slack_answers import callback
from cogs.contest.slack_blocks import View
from cogs.contest.slack_marks import Desk
from cogs.contest.slack_view import load_judging
from cogs.contest.view import EntryView, entry_views

SUGGESTED = 20
UPLOADING = 1.0
"""Seconds that a picture may take on its way to Slack before the entry is shown without it: Slack waits 3 in all."""
ONE_ENTRY = frozenset({"vote-not-accepted", "mark-own-entry", "unknown-entry"})
"""Refusals that concern one entry: the others can still be marked."""

log = get_logger(__name__)


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.action("contest", "judge", judge)
    router.action("contest", "judge_find", go_to)
    router.options("contest", "judge_find", suggest)
    router.view("contest", "marks", keep)


async def instead(ctx: SlackContext) -> None:
    """``/goodword contest`` for somebody who may not look at contests: if they judge one, that; else whom to ask."""
    judging = await load_judging(ctx.services, ctx.person, ctx.now)
    wanted = clean_line(ctx.text, 100).casefold()
    named = [one for one in judging if wanted in (one.slug.casefold(), one.name.casefold())]
    judging = named or judging
    if not judging:
        await allowed(ctx, Right.VIEW)
        return
    await ctx.ack()
    if len(judging) == 1:
        await _open(ctx, judging[0].contest, None)
    else:
        await ctx.open_modal(marks.where(judging))


async def judge(ctx: SlackContext) -> None:
    """The button: what isn't marked yet, or the entry that it names."""
    await ctx.ack()
    extra = ctx.action.extra if ctx.action else ()
    await _open(ctx, ctx.item_id, _number(extra[0]) if extra else None)


async def go_to(ctx: SlackContext) -> None:
    """An entry was chosen by its number."""
    await ctx.ack()
    await _open(ctx, ctx.item_id, _number(ctx.value or ""))


async def suggest(ctx: SlackContext) -> None:
    """Entries whose number begins with what was typed; those that aren't marked yet first."""
    typed = str(ctx.payload.get("value") or "").strip().lstrip("#")
    options = []
    try:
        async with unit_of_work(ctx.services.database) as session:
            _, _, entries = await _entries(ctx, session, ctx.item_id)
            like = [one for one in entries if str(one.number).startswith(typed)]
            like = sorted(like, key=lambda one: (str(one.number) != typed, one.whole, one.number))[:SUGGESTED]
            views = await _views(session, [one.entry_id for one in like])
            options = [marks.option(one, views.get(one.entry_id)) for one in like]
    except Refused as refusal:
        log.info("contest_judge_refused", contest=ctx.item_id, why=refusal.key)
    await ctx.ack(options=options)


async def keep(ctx: SlackContext) -> None:
    """Marks were sent: kept before they are acknowledged; then the next entry."""
    found = callback(ctx)
    contest_id = found.item_id or 0
    entry_id, number = (_number(part) for part in (*found.extra, "", "")[:2])
    given = {
        name.removeprefix(marks.MARK): int(value)
        for name, value in ctx.fields.items()
        if name.startswith(marks.MARK) and value is not None
    }
    try:
        async with unit_of_work(ctx.services.database) as session:
            account = await _account(ctx, session)
            await ctx.services.contests.scoring.mark(session, entry_id, account, given, ctx.now)
        notice = f"Number {number} is marked."
    except Refused as refusal:
        if refusal.key not in ONE_ENTRY:
            await ctx.ack(response_action="update", view=marks.refused(refusal))
            return
        notice = f"Number {number} wasn't marked. {refusal.message}"
    view, desk = await _draw(ctx, contest_id, None, number, notice)
    await ctx.ack(response_action="update", view=view)
    await _prepare(ctx, desk)


# ---- what is shown ----


async def _open(ctx: SlackContext, contest_id: int, entry_id: int | None) -> None:
    view, desk = await _draw(ctx, contest_id, entry_id)
    shown = decode(str((ctx.view or {}).get("callback_id") or ""))
    if isinstance(shown, ActionId) and shown.verb == "marks":
        await ctx.update_modal(view)
    else:
        await ctx.open_modal(view)
    await _prepare(ctx, desk)


async def _draw(
    ctx: SlackContext, contest_id: int, entry_id: int | None, after: int = 0, notice: str = ""
) -> tuple[View, Desk | None]:
    """The window, and what it shows; None where nothing can be marked."""
    try:
        desk = await _desk(ctx, contest_id, entry_id, after)
    except Refused as refusal:
        return marks.refused(refusal), None
    if entry_id is not None and (desk.at is None or desk.at.entry_id != entry_id):
        notice = notice or "That entry can't be marked (any more)."
    return marks.window(desk, await _files(ctx, desk.entry), notice), desk


async def _desk(ctx: SlackContext, contest_id: int, entry_id: int | None, after: int) -> Desk:
    """The judge's entries and the one wanted, else the next that isn't marked. Raises Refused."""
    async with unit_of_work(ctx.services.database) as session:
        contest, account, entries = await _entries(ctx, session, contest_id)
        definition = definition_of(contest)
        empty = Desk(contest_id, contest.name, contest.closes_at, definition.criteria, entries)
        at = next((one for one in entries if one.entry_id == entry_id), None) or empty.next_open(after)
        if at is None:
            return empty
        given = await marks_by(session, contest, at.entry_id, account)
        entry = (await _views(session, [at.entry_id])).get(at.entry_id)
    return Desk(contest_id, contest.name, contest.closes_at, definition.criteria, entries, at, entry, given)


async def _entries(
    ctx: SlackContext, session: AsyncSession, contest_id: int
) -> tuple[Contest, KnownAccount, Sequence[ToJudge]]:
    contest = await queries.get(session, contest_id)
    if contest is None:
        raise refused(Why.UNKNOWN_CONTEST)
    account = await _account(ctx, session)
    return contest, account, await ctx.services.contests.scoring.to_judge(session, contest, account, ctx.now)


async def _account(ctx: SlackContext, session: AsyncSession) -> KnownAccount:
    return await ctx.services.identities.account(
        session, "slack", ctx.person.id, ctx.now, name=ctx.person.name
    )


async def _views(session: AsyncSession, ids: list[int]) -> dict[int, EntryView]:
    rows = await entries_by_id(session, ids)
    return {one.id: one for one in await entry_views(session, rows)}


async def _files(ctx: SlackContext, entry: EntryView | None) -> dict[int, str]:
    """Its picture in Slack, which mostly came there with its card; else it is brought there, if that is quick."""
    if entry is None or entry.item is None:
        return {}
    painter = ctx.services.outlet(Painter)
    try:
        async with asyncio.timeout(UPLOADING):
            return await painter.files(entry.item, upload=True)
    except TimeoutError:
        log.info("contest_picture_not_in_time", entry=entry.id)
        return await painter.files(entry.item)


async def _prepare(ctx: SlackContext, desk: Desk | None) -> None:
    """While somebody looks at this entry, bring the picture of the next to Slack."""
    coming = desk.next_open(desk.at.number) if desk is not None and desk.at is not None else None
    if desk is None or coming is None or coming == desk.at:
        return
    async with unit_of_work(ctx.services.database) as session:
        entry = (await _views(session, [coming.entry_id])).get(coming.entry_id)
    if entry is not None and entry.item is not None:
        await ctx.services.outlet(Painter).files(entry.item, upload=True)


def _number(text: str) -> int:
    """0, which is nothing's number, for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0

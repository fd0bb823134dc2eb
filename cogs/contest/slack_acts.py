"""What a manager does with a contest: buttons that act at once, and forms that ask first.

Every act carries the click's own id, so a payload that Slack delivers twice acts once. A click that comes too late (a
second click, a window from yesterday) changes nothing: the window says how it stands by now, and is drawn again.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from bot.contests.definition import DrawPerson, local_time
from bot.contests.jobs import who_left
from bot.contests.overview import queries as overview
from bot.contests.refusals import Refused
from bot.contests.rules import ContestAction
from bot.faces.actions import ActionId
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.kernel.errors import TellUser
from bot.kernel.log import get_logger
from bot.people.rules import Right
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest import slack_export, slack_modals, slack_settling, slack_writing
from cogs.contest.slack_answers import NOT_NOW, Page, WrongField, at_field, back, callback, draw, why_not
from cogs.contest.slack_blocks import View
from cogs.contest.slack_view import OF_TWO, ContestView, Where, load, load_flag, load_winners

Handler = Callable[[SlackContext, Page], Awaitable[None]]
A = ContestAction

ASKING = 1.5
"""Seconds in which platforms are asked who is still a member, before a form is answered."""
log = get_logger(__name__)
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")
DONE: Mapping[ContestAction, str] = {
    A.ANNOUNCE: "Announced. Participants see it now.",
    A.OPEN: "It is open: entries are taken.",
    A.CLOSE_ENTRIES: "Entries are closed.",
    A.CLOSE: "It is closed.",
    A.FREEZE: "The entry list is frozen; its hash is published.",
    A.DECIDE: "Asked for. The winners appear here when they are known.",
    A.AWARD: "Awarded: winners are told and announced.",
    A.FINISH: "It is finished.",
    A.EXTEND: "Extended.",
    A.CANCEL: "It is cancelled.",
    A.REDRAW: "It goes to the next in order.",
    A.TWO_PEOPLE: "The list is frozen anew. Now each of the two commits to words.",
    A.PROMISE: "Your commitment is kept. Reveal the same words when both have committed.",
    A.REVEAL: "Your words are published. When both have revealed, it draws by itself.",
}


def register(router: SlackRouter, page: Page) -> None:
    """Hang the handlers on the router."""

    def drawing(handler: Handler) -> Callable[[SlackContext], Awaitable[None]]:
        async def run(ctx: SlackContext) -> None:
            if _of_two(ctx) or await allowed(ctx, Right.CONTEST):
                await handler(ctx, page)

        return run

    router.action("contest", "do", drawing(do))
    router.action("contest", "ask", drawing(ask))
    router.action("contest", "reinstate", drawing(slack_settling.reinstate))
    router.action("contest", "export", drawing(slack_export.export))
    router.action("contest", "file", drawing(slack_export.record_file))
    router.action("contest", "people", slack_writing.nothing)
    router.options("contest", "people", slack_settling.suggest_people)
    for action in (A.EXTEND, A.CANCEL, A.REDRAW, A.TWO_PEOPLE, A.PROMISE, A.REVEAL):
        router.view("contest", action.value, drawing(submit))
    router.view("contest", "disqualify", drawing(slack_settling.disqualify))
    router.view("contest", "settle", drawing(slack_settling.settle))
    router.view("contest", "points", drawing(slack_settling.give_points))


def _of_two(ctx: SlackContext) -> bool:
    """Whether it is what the two people of a draw do: the contest knows who they are and refuses everybody else."""
    found = ctx.action
    if found is None:
        return False
    return found.verb in OF_TWO or (
        found.verb == "ask" and found.extra[:1] in {(one.value,) for one in OF_TWO}
    )


# ---- at once ----


async def do(ctx: SlackContext, page: Page) -> None:
    """A button that acts; Slack has asked whether they are sure. Committed before it is acknowledged."""
    action = _action(ctx.action)
    if action is None:
        raise TellUser("I don't know that button any more.", remedy="Look at the contest again.")
    where = Where("winners" if action is A.AWARD else "contest", ctx.item_id)
    try:
        await act(ctx, ctx.item_id, action, {})
        notice = DONE.get(action, "")
    except Refused as refused:
        notice = await why_not(ctx, ctx.item_id, refused)
    await ctx.ack()
    await draw(ctx, await page(ctx, where, notice))


async def act(ctx: SlackContext, contest_id: int, action: ContestAction, data: Mapping[str, Any]) -> None:
    """Do it, once for each click. Raises Refused."""
    async with unit_of_work(ctx.services.database) as session:
        await ctx.services.contests.act(
            session, contest_id, action, ctx.person, ctx.now, "slack", ctx.request_id, data
        )


def _action(found: ActionId | None) -> ContestAction | None:
    name = found.extra[0] if found is not None and found.extra else ""
    return ContestAction(name) if name in set(ContestAction) else None


# ---- with a form ----


async def ask(ctx: SlackContext, page: Page) -> None:
    """Open the form, if that is still open to be done; else say how it stands."""
    what, target, *more = (*(ctx.action.extra if ctx.action else ()), "", "")
    contest = await load(ctx.services, ctx.item_id, ctx.person)
    await ctx.ack()
    if contest is None:
        await ctx.update_modal(await page(ctx, Where("contest", ctx.item_id), ""))
        return
    if what in set(ContestAction) and ContestAction(what) not in contest.actions:
        refused = Refused(NOT_NOW, {}, "That can't be done now.")
        notice = await why_not(ctx, contest.id, refused)
        await ctx.update_modal(await page(ctx, Where("contest", contest.id), notice))
        return
    if what == A.EDIT:
        await slack_writing.edit(ctx, contest.id)
        return
    view = await _form(ctx, contest, what, int(target) if target.isdigit() else 0, more[0] if more else "")
    if view is None:
        notice = "That isn't there any more."
        await ctx.update_modal(await page(ctx, Where("contest", contest.id), notice))
    else:
        await ctx.open_modal(view)


async def _form(ctx: SlackContext, contest: ContestView, what: str, target: int, outcome: str) -> View | None:
    services, origin = ctx.services, ctx.origin
    plain = {
        A.EXTEND: slack_modals.extend, A.CANCEL: slack_modals.cancel, A.TWO_PEOPLE: slack_modals.two_people,
        A.PROMISE: slack_modals.promise, A.REVEAL: slack_modals.reveal, "points": slack_modals.points,
    }  # fmt: skip
    if what in plain:
        return plain[what](contest, origin)
    if what == "disqualify":
        async with reading(services.database) as session:
            entry = (await overview.entries_of_ids(session, [target])).get(target)
        return slack_modals.disqualify(contest, entry, origin) if entry else None
    if what == "settle" and outcome in slack_settling.OUTCOMES:
        flag = await load_flag(services, target)
        return slack_modals.settle(contest, flag, outcome, origin) if flag and flag.waiting else None
    if what == A.REDRAW:
        every_award = await load_winners(services, contest)
        award = next((one for one in every_award if one.award.id == target), None)
        return slack_modals.redraw(contest, award, origin) if award else None
    return None


async def submit(ctx: SlackContext, page: Page) -> None:
    """A form of an action was sent: do it, or say at the field what is wrong."""
    found = callback(ctx)
    action = ContestAction(found.verb)
    contest_id = found.item_id or 0
    try:
        data, note = await _data(ctx, contest_id, action, found)
        await act(ctx, contest_id, action, data)
    except WrongField as wrong:
        await ctx.ack(response_action="errors", errors=wrong.errors)
        return
    except Refused as refused:
        if refused.key == NOT_NOW:
            await back(ctx, page, contest_id, await why_not(ctx, contest_id, refused))
        else:
            await at_field(ctx, refused)
        return
    except TellUser as error:
        await at_field(ctx, error)
        return
    await back(ctx, page, contest_id, f"{DONE[action]} {note}".strip())


async def _data(
    ctx: SlackContext, contest_id: int, action: ContestAction, found: ActionId
) -> tuple[dict[str, Any], str]:
    """What the form says, as the action wants it, and a note for the person."""
    reason = str(ctx.field("reason") or "")
    match action:
        case A.EXTEND:
            closes_at, note = await _closing(ctx, contest_id)
            return {"closes_at": closes_at.isoformat()}, note
        case A.REDRAW:
            return {
                "award": int(found.extra[0]),
                "reason": reason,
                "left": await _left(ctx, contest_id),
            }, ""
        case A.TWO_PEOPLE:
            chosen = [str(one) for one in ctx.field("people") or ()]
            if len(set(chosen)) != 2:
                raise WrongField(people="Choose two people.")
            staff = ctx.services.outlet(Staff)
            people = [DrawPerson(account=f"slack:{one}", name=await staff.name(one)) for one in chosen]
            return {"people": people, "reason": reason}, ""
        case A.PROMISE | A.REVEAL:
            words = str(ctx.field("words") or "")
            if action is A.PROMISE and _FINGERPRINT.fullmatch(words.strip()):
                return {"promise": words.strip()}, ""
            return {"words": words}, ""
        case _:
            return {"reason": reason}, ""


async def _left(ctx: SlackContext, contest_id: int) -> list[int]:
    """Who of those next in order has left. Slack waits 3 seconds; whoever can't be asked in time counts as a member,
    as they do where their platform is away."""
    try:
        async with asyncio.timeout(ASKING):
            return await who_left(ctx.services, contest_id)
    except TimeoutError:
        log.warning("membership_not_in_time", contest=contest_id)
        return []


async def _closing(ctx: SlackContext, contest_id: int) -> tuple[datetime, str]:
    contest = await load(ctx.services, contest_id, ctx.person)
    try:
        day = date.fromisoformat(str(ctx.field("day") or ""))
        clock = time.fromisoformat(str(ctx.field("clock") or ""))
    except ValueError:
        raise WrongField(day="Choose a day and a time.") from None
    if contest is None:
        raise TellUser("That contest isn't there any more.", remedy="Look at the list.")
    return local_time(day, clock, contest.definition.time_zone)

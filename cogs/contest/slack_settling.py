"""What a manager settles within a contest: entries that don't count, odd votes, points given by hand."""

from __future__ import annotations

from bot.contests.overview import queries as overview
from bot.contests.refusals import Refused
from bot.faces.actions import ActionId
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Right, may
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest import slack_words as words
from cogs.contest.slack_answers import Page, at_field, back, callback
from cogs.contest.slack_view import Where

OUTCOMES = {"dismiss": "dismissed", "void": "voided", "disqualify": "disqualified"}


async def disqualify(ctx: SlackContext, page: Page) -> None:
    """The entry stops counting, and its entrant is told why."""
    found = callback(ctx)
    services = ctx.services
    try:
        async with unit_of_work(services.database) as session:
            entry = await services.contests.disqualify(
                session, _number(found, 0), _reason(ctx), ctx.person, ctx.now, "slack"
            )
    except TellUser as error:
        await at_field(ctx, error)
        return
    said = f"Number {entry.number} is disqualified; its entrant is told why."
    await back(ctx, page, found.item_id or 0, said, "entries")


async def reinstate(ctx: SlackContext, page: Page) -> None:
    """It stands where review has it again."""
    entry_id = _number(ctx.action, 0)
    try:
        async with unit_of_work(ctx.services.database) as session:
            entry = await ctx.services.contests.reinstate(session, entry_id, ctx.person, ctx.now, "slack")
        notice = f"Number {entry.number} is reinstated: {entry.status}."
        if entry.reason:
            notice += f" {entry.reason}"
    except Refused as refused:
        notice = f"{refused.message} {refused.remedy}".strip()
    await ctx.ack()
    where = Where.unpack(ctx.metadata)
    where = where if where.contest == ctx.item_id else Where("entries", ctx.item_id)
    await ctx.update_modal(await page(ctx, where, notice))


async def settle(ctx: SlackContext, page: Page) -> None:
    """What came of a flag: everything of it commits together."""
    found = callback(ctx)
    flag_id, outcome, reason = _number(found, 0), (*found.extra, "", "")[1], _reason(ctx)
    try:
        notice = await _settle(ctx, found.item_id or 0, flag_id, outcome, reason)
    except TellUser as error:
        await at_field(ctx, error)
        return
    await back(ctx, page, found.item_id or 0, notice, "flags")


async def _settle(ctx: SlackContext, contest_id: int, flag_id: int, outcome: str, reason: str) -> str:
    if outcome not in OUTCOMES:
        raise TellUser("That window was from an older version of me.", remedy="Open it again.")
    services, person, now = ctx.services, ctx.person, ctx.now
    scoring = services.contests.scoring
    async with unit_of_work(services.database) as session:
        flag = await scoring.settle(session, flag_id, f"{OUTCOMES[outcome]}: {reason}", person, now, "slack")
        if outcome == "void":
            votes = [int(one) for one in flag.evidence.get("ids") or ()]
            lost = await scoring.void_votes(session, contest_id, votes, reason, person, now, "slack")
            count = words.count(sum(lost.values()), "vote counts", "votes count")
            return f"{count} no more; the standings follow."
        if outcome == "disqualify":
            entry_id = flag.entry_id or 0
            entry = await services.contests.disqualify(session, entry_id, reason, person, now, "slack")
            return f"Number {entry.number} is disqualified; its entrant is told why."
    return "The flag is dismissed; no vote was changed."


async def give_points(ctx: SlackContext, page: Page) -> None:
    """Points for somebody in a season, or fewer."""
    found = callback(ctx)
    account, count = str(ctx.field("person") or ""), str(ctx.field("points") or "")
    if not account.isdigit() or not count.removeprefix("-").isdigit():
        wrong = (
            {"person": "Choose a person."} if not account.isdigit() else {"points": "Write a whole number."}
        )
        await ctx.ack(response_action="errors", errors=wrong)
        return
    services = ctx.services
    try:
        async with unit_of_work(services.database) as session:
            total = await services.contests.scoring.give_points(
                session,
                found.item_id or 0,
                int(account),
                int(count),
                _reason(ctx),
                ctx.person,
                ctx.now,
                "slack",
                ctx.request_id,
            )
            person = (await services.identities.known(session, [int(account)])).get(int(account))
    except TellUser as error:
        await at_field(ctx, error)
        return
    name = clean_line(person.name, 60) if person else "They"
    await back(ctx, page, found.item_id or 0, f"{name} has {words.count(total, 'point')} now.", "standings")


async def suggest_people(ctx: SlackContext) -> None:
    """Whom points may go to, while a name is typed."""
    options: list[b.Block] = []
    if may(ctx.person.role, Right.CONTEST) and ctx.action is not None and ctx.action.item_id is not None:
        typed = clean_line(str(ctx.payload.get("value") or ""), 80)
        async with reading(ctx.services.database) as session:
            found = await overview.people_named(session, ctx.action.item_id, typed)
        options = [
            b.option(f"{clean_line(name, 50) or 'somebody unnamed'} ({platform})", str(account))
            for account, name, platform in found
        ]
    await ctx.ack(options=options)


def _number(found: ActionId | None, at: int) -> int:
    """A number that travels in the identity of a button or a form."""
    extra = found.extra if found is not None else ()
    if at >= len(extra) or not extra[at].isdigit():
        raise TellUser("I don't know that button any more.", remedy="Look at the contest again.")
    return int(extra[at])


def _reason(ctx: SlackContext) -> str:
    return str(ctx.field("reason") or "")

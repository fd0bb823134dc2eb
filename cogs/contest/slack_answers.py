"""What every act on a contest has in common: back to the window below, and a refusal where the person looks."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.contests.refusals import Refused
from bot.contests.rules import Phase
from bot.faces import words as said
from bot.faces.actions import ActionId, decode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin, SlackContext
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import View
from cogs.contest.slack_view import Where, last_change, load

Page = Callable[[SlackContext, Where, str], Awaitable[View]]
"""Draws a page of the window, with a notice."""
DOUBLE_CLICK = 5.0  # seconds
NOT_NOW = "contest-not-now"
_DID = {
    Phase.ANNOUNCED: "announced it", Phase.OPEN: "opened it", Phase.VOTING: "closed entries",
    Phase.CLOSED: "closed it", Phase.DECIDED: "decided it", Phase.AWARDED: "awarded it",
    Phase.FINISHED: "finished it", Phase.CANCELLED: "cancelled it",
}  # fmt: skip


async def why_not(ctx: SlackContext, contest_id: int, refused: Refused) -> str:
    """How it stands by now, and who brought it there. Plain text; empty after somebody's own second click."""
    if refused.key != NOT_NOW:
        return f"{refused.message} {refused.remedy}".strip()
    contest = await load(ctx.services, contest_id, ctx.person)
    change = await last_change(ctx.services, contest_id, contest.phase) if contest else None
    if contest is None or change is None:
        return refused.message
    if change.by == ctx.person.id and (ctx.now - change.at).total_seconds() < DOUBLE_CLICK:
        return ""
    who = "You" if change.by == ctx.person.id else clean_line(change.by_name, 60)
    phase = words.PHASES[contest.phase]
    did = f"{who} {_DID.get(contest.phase, 'changed it')} {said.ago(change.at, ctx.now)}."
    return f"Nothing was done: by now it is {phase[:1].lower()}{phase[1:]}. {did}"


class WrongField(Exception):
    """Something in the form can't be used; ``errors`` by field."""

    def __init__(self, **errors: str) -> None:
        super().__init__(str(errors))
        self.errors = errors


async def at_field(ctx: SlackContext, error: TellUser) -> None:
    """Say it at the form's first field that fits; the form stays as it was typed."""
    fields = ctx.fields
    at = next((name for name in ("words", "reason", "day", "points", "people") if name in fields), "")
    if not at:
        raise error
    if error.args and at == "reason" and getattr(error, "key", "") == "contest-later":
        at = "day"
    await ctx.ack(response_action="errors", errors={at: f"{error.message} {error.remedy}".strip()})


async def back(ctx: SlackContext, page: Page, contest_id: int, notice: str, to: str = "") -> None:
    """Close the form and draw the window below it again, with what came of it."""
    origin = Origin.unpack(ctx.metadata)
    where = Where.unpack(origin.extra) if origin.extra else Where("contest", contest_id)
    if where.contest != contest_id:
        where = Where("contest", contest_id)
    where = where.to(to) if to else where
    await ctx.ack()
    if origin.view_id:
        await ctx.update_modal(await page(ctx, where, notice), origin.view_id)
    elif notice:
        await ctx.tell_privately(b.escape(notice))


async def draw(ctx: SlackContext, view: View) -> None:
    """Show a page in the window that was clicked, or in one of its own."""
    if (ctx.view or {}).get("type") == "modal":
        await ctx.update_modal(view)
    else:
        await ctx.open_modal(view)


def callback(ctx: SlackContext) -> ActionId:
    """The form's own identity. Raises TellUser for one that can't be read."""
    found = decode(str((ctx.view or {}).get("callback_id") or ""))
    if not isinstance(found, ActionId):
        raise TellUser("That window was from an older version of me.", remedy="Open it again.")
    return found

"""The settings command in Slack."""

from __future__ import annotations

from collections.abc import Sequence

from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.faces.slack.staff import Staff
from bot.kernel.text import clean_line
from bot.people.rules import Right, may
from bot.screening.registry import ENABLED, specs
from bot.services import Services
from cogs.settings.view import CHANGE, own_role, sections

LINES = 20  # of a section; more are counted
NAMED = 6  # of a role; more are counted


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.command("settings", show)


async def show(ctx: SlackContext) -> None:
    """Everything to managers; to others their own role and whom to ask."""
    await ctx.ack()
    staff = ctx.services.outlet(Staff)
    mine = own_role(ctx.person.role)
    if not may(ctx.person.role, Right.SETTINGS):
        whom = await staff.who_may(Right.SETTINGS)
        more = f" For more, ask {whom}." if whom else ""
        await ctx.tell_privately(f"{mine}{more}", [b.section(b.escape(f"{mine}{more}"))])
        return
    await ctx.tell_privately("Settings", await _blocks(ctx, staff, mine))


async def _blocks(ctx: SlackContext, staff: Staff, mine: str) -> list[b.Block]:
    settings = ctx.services.settings
    roles = [
        (f"{role.name.capitalize()}s", await _named(staff, entries))
        for role, entries in staff.roles.by_role()
    ]
    checks = [spec.key for spec in specs() if settings.screening.get(spec.key, {}).get(ENABLED, True)]
    made = [b.header("Settings"), b.section(b.escape(mine))]
    for part in sections(settings, roles, checks):
        shown = [f"• {b.isolate(clean_line(line, 200))}" for line in part.lines[:LINES]]
        if len(part.lines) > LINES:
            shown.append(f"and {len(part.lines) - LINES} more")
        made.append(b.section("\n".join([f"*{b.escape(part.title)}*", *shown])))
    return [*made, b.context(b.escape(CHANGE))]


async def _named(staff: Staff, entries: Sequence[str]) -> str:
    labels = await staff.labels(entries[:NAMED])
    shown = [label or entry for label, entry in zip(labels, entries, strict=False)]
    if len(entries) > NAMED:
        shown.append(f"{len(entries) - NAMED} more")
    return f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown) or "nobody"

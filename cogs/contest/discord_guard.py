"""Who runs contests in Discord, and which contest a manager means."""

from __future__ import annotations

import functools
from collections.abc import Callable, Coroutine
from typing import Any, Concatenate, ParamSpec

from bot.contests import queries
from bot.contests.rules import Phase
from bot.contests.tables import Contest
from bot.faces.discord.context import DiscordContext
from bot.kernel.text import casefold_text, clean_line
from bot.people.rules import Right, may
from bot.storage.unit_of_work import reading

AREA = "manage"
GROUP = "contest-manage"
P = ParamSpec("P")
Handler = Callable[Concatenate[DiscordContext, P], Coroutine[Any, Any, None]]


def managed(handler: Handler[P]) -> Handler[P]:
    """For managers alone. Others are told whom to ask."""

    @functools.wraps(handler)
    async def run(ctx: DiscordContext, /, *args: P.args, **options: P.kwargs) -> None:
        if not may(ctx.person.role, Right.CONTEST):
            roles = ctx.services.settings.discord.manager_roles
            raise ctx.refuse("manage-not-allowed", roles=", ".join(roles) or "Manage Server")
        await handler(ctx, *args, **options)

    return run


async def which(ctx: DiscordContext, wanted: str, *, anybody: bool = False) -> Contest:
    """The contest of that name, drafts too. Raises Said. ``anybody``: those who aren't managers see no drafts."""
    typed = clean_line(wanted, 100)
    said = typed.casefold()
    async with reading(ctx.services.database) as session:
        found = [*await queries.named(session, typed), *await queries.contests(session)]
    found.sort(key=lambda each: each.slug.casefold() != said)  # a slug names one, a name perhaps several
    if anybody and not ctx.manages:
        found = [each for each in found if each.phase != Phase.DRAFT]
    for each in found:
        if said in (each.slug.casefold(), each.name.casefold()):
            return each
    raise ctx.refuse("no-such-contest", name=wanted)


async def complete_any(ctx: DiscordContext, typed: str) -> list[tuple[str, str]]:
    """All contests, drafts too; nothing for those who don't run them."""
    if not ctx.manages:
        return []
    said = casefold_text(typed)
    async with reading(ctx.services.database) as session:
        found = await queries.contests(session)
    return [(each.name, each.slug) for each in found if said in casefold_text(each.name)]

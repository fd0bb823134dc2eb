"""Which contest somebody means."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bot.faces.discord.context import DiscordContext
from bot.faces.discord.markup import plain
from bot.faces.texts import Markup
from bot.kernel.text import casefold_text
from bot.storage.unit_of_work import reading
from cogs.contest.view import ContestView, load, named, visible

Suits = Callable[[ContestView], bool]


async def choose(ctx: DiscordContext, wanted: str, suits: Suits | None = None) -> ContestView:
    """The contest that was named; where none was, the only one that suits. Raises Said that names them."""
    async with reading(ctx.services.database) as session:
        found = await visible(session, ctx.now)
    if wanted:
        contest = named(found, wanted)
        if contest is None:
            raise ctx.refuse("no-such-contest", name=wanted)
        return contest
    suiting = [each for each in found if suits is None or suits(each)] or found
    if len(suiting) == 1:
        return suiting[0]
    if not suiting:
        raise ctx.refuse("no-contest-runs")
    names = ", ".join(plain(each.name, 40) for each in suiting[:10])
    raise ctx.refuse("which-contest", names=Markup(names))


async def contest_of(ctx: DiscordContext, contest_id: int) -> ContestView:
    """The contest that a button is about."""
    async with reading(ctx.services.database) as session:
        found = await load(session, contest_id)
    if found is None:
        raise ctx.refuse("old-button")
    return found


async def complete_contest(ctx: DiscordContext, typed: str) -> Sequence[tuple[str, str]]:
    """Contests whose name holds what was typed."""
    async with reading(ctx.services.database) as session:
        found = await visible(session, ctx.now)
    said = casefold_text(typed)
    return [(each.name, each.slug) for each in found if said in casefold_text(each.name)]


def running(contest: ContestView) -> bool:
    return contest.running

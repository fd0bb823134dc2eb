"""``/leaderboard``: where ambassadors stand, in the reader's language. Only programmes that are open have it."""

from __future__ import annotations

import discord

from bot.ambassadors.boards.service import Own, Row
from bot.ambassadors.rules import Measure
from bot.curation.programme import programme
from bot.faces.discord.acts import Act, button, custom_id, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.markup import plain
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.leaderboard.view import MEASURES, SPANS, Standing, load

AREA = "leaderboard"
COLOUR = 0x4C6EF5
NAME = 60


def register(router: DiscordRouter, services: Services) -> None:
    """A programme of the team's own is nothing that a community is told of: it has no command here."""
    section = services.settings.ambassadors
    if section.enabled and section.open:
        choices = {"span": SPANS, "by": tuple(MEASURES)}
        router.command("leaderboard", leaderboard, choices=choices)
        router.component(AREA, "page", turn)


async def leaderboard(ctx: DiscordContext, span: str = "", by: str = "") -> None:
    """This week by points, unless another board was chosen."""
    await ctx.answer(await _answer(ctx, span, by, 1))


async def turn(ctx: DiscordContext) -> None:
    """Another page in its place. The board travels in the button."""
    span, by = (*ctx.extra, "", "")[:2]
    await ctx.update(await _answer(ctx, span, by, max(1, ctx.subject)))


async def _answer(ctx: DiscordContext, span: str, by: str, page: int) -> Answer:
    services = ctx.services
    async with reading(services.database) as session:
        held = await programme(session, services.settings)
        accounts = await services.identities.accounts_of(session, ctx.account.id)
        ids = [one.id for one in accounts]
        found = await load(session, span, by, page, ids, held.zone, ctx.now)
    return drawn(ctx, found)


def drawn(ctx: DiscordContext, found: Standing) -> Answer:
    """The board as a message for one member."""
    board = found.board
    title = ctx.tell("board-title", span=ctx.tell(f"choice-{found.span}"), by=ctx.tell(f"choice-{found.by}"))
    rows = "\n".join(_line(ctx, one, board.measure, found.mine) for one in board.rows)
    embed = discord.Embed(title=title, description=rows or ctx.tell("board-nobody"), colour=COLOUR)
    embed.add_field(name=ctx.tell("board-yours"), value=_own(ctx, found.own, board.measure), inline=False)
    notes = [ctx.tell("board-no-points-x")]
    if board.pages > 1:
        notes.append(ctx.tell("page-of", page=board.page, pages=board.pages))
    embed.set_footer(text=" · ".join(notes))
    return Answer(embeds=(embed,), view=view_of(*_pager(ctx, found)))


def _line(ctx: DiscordContext, row: Row, measure: Measure, mine: int | None) -> str:
    score = Markup(ctx.tell(f"board-{measure.value}", count=row.score))
    key = "board-row-yours" if row.ambassador_id == mine else "board-row"
    return ctx.tell(key, rank=row.rank, name=plain(row.name, NAME) or Markup("…"), score=score)


def _own(ctx: DiscordContext, own: Own | None, measure: Measure) -> str:
    if own is None:
        return ctx.tell("board-not-linked")
    score = Markup(ctx.tell(f"board-{measure.value}", count=own.score))
    if own.rank is None:
        return ctx.tell("board-off" if own.score else "board-none", score=score)
    return ctx.tell("board-place", rank=own.rank, total=own.total, score=score)


def _pager(ctx: DiscordContext, found: Standing) -> list[Act]:
    board = found.board
    if board.pages < 2:
        return []

    def to(text: str, page: int, *, off: bool) -> Act:
        return button(ctx.tell(text), custom_id(AREA, "page", page, found.span, found.by), disabled=off)

    return [
        to("previous", max(1, board.page - 1), off=board.page <= 1),
        to("next", board.page + 1, off=board.page >= board.pages),
    ]

"""What a figure is made of: its rows in a window, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests.book import document_of
from bot.digests.document import Document, Number
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.figure_rows import row_block
from bot.faces.slack.router import SlackRouter
from bot.insights.figures import FIGURES, Unit
from bot.insights.rows import Row, count, opened, rows
from bot.kernel.errors import TellUser
from bot.people.rules import Right, may
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.digest.slack_blocks import AREA, labels, numbers, sections
from cogs.digest.slack_words import Words

PAGE = 10
OFFERED = 100
"""Options that Slack takes."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A figure of a digest that was sent, by its place in it; ``part`` is the figure whose rows are shown."""

    digest_id: int
    at: int
    document: Document
    number: Number
    part: str

    @property
    def title(self) -> str:
        return labels(self.document)[self.at]


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.options(AREA, "open", suggest)
    router.action(AREA, "open", choose)
    for verb in ("rows", "previous", "next"):
        router.action(AREA, verb, turn)


async def document(services: Services, digest_id: int) -> Document:
    """What a digest says by now. Raises TellUser for one that isn't kept."""
    async with reading(services.database) as session:
        digest = await services.digests.get(session, digest_id)
    found = None if digest is None else document_of(digest)
    if found is None:
        raise TellUser(
            "That digest is from a time of which nothing is kept.",
            remedy="Look at a new one with /goodword digest preview.",
        )
    return found


async def suggest(ctx: SlackContext) -> None:
    """Figures for what was typed, by section; the first ones where nothing was. None for whoever may not see them:
    Slack leaves no room here to say why."""
    groups: list[b.Block] = []
    known = ctx.action is not None and ctx.action.item_id is not None
    if known and may(ctx.person.role, Right.VIEW):
        groups = groups_of(await document(ctx.services, ctx.item_id), str(ctx.payload.get("value") or ""))
    await ctx.ack(**({"option_groups": groups} if groups else {"options": []}))


def groups_of(document: Document, typed: str) -> list[b.Block]:
    """The menu's groups: figures whose name, or whose section's, holds what was typed."""
    words, wanted = Words.of(document), typed.casefold().strip()
    every, room = iter(enumerate(labels(document))), OFFERED
    groups: list[b.Block] = []
    for key, figures in sections(document):
        title = words.tell(key)
        whole = wanted in title.casefold()
        options = [
            b.option(label, str(at))
            for at, label in islice(every, len(figures))
            if whole or wanted in label.casefold()
        ][:room]
        room -= len(options)
        if options:
            groups.append({"label": b.plain(title, b.OPTION), "options": options})
    return groups


async def choose(ctx: SlackContext) -> None:
    """Open the chosen figure in a window of its own."""
    if not await allowed(ctx, Right.VIEW):
        return
    figure = await opened_at(ctx.services, ctx.item_id, ctx.value or "")
    view = await window(ctx.services, figure, 1)
    await ctx.ack()
    await ctx.open_modal(view)


async def turn(ctx: SlackContext) -> None:
    """Another page, or the rows of another part, in the same window."""
    if not await allowed(ctx, Right.VIEW):
        return
    await ctx.ack()
    at, part, number = (*(ctx.action.extra if ctx.action else ()), "", "", "")[:3]
    figure = await opened_at(ctx.services, ctx.item_id, at, part)
    view = await window(ctx.services, figure, int(number) if number.isdigit() else 1)
    await ctx.update_modal(view)


async def opened_at(services: Services, digest_id: int, at: str, part: str = "") -> Opened:
    """The figure in that place of a digest. Raises TellUser where there is none."""
    found = await document(services, digest_id)
    known = numbers(found)
    if not at.isdigit() or int(at) >= len(known):
        raise TellUser("That digest has no such figure.", remedy="Choose one from its menu.")
    number = known[int(at)]
    parts = parts_of(number.figure)
    return Opened(digest_id, int(at), found, number, part if part in parts else parts[0])


def parts_of(figure: str) -> tuple[str, ...]:
    """The figures that can be opened for one: what a share counts, and among what."""
    known = FIGURES.get(figure)
    if known is not None and known.unit in (Unit.SHARE, Unit.MONEY) and known.parts:
        return known.parts
    return (opened(figure),)


async def page_of(session: AsyncSession, figure: Opened, page: int) -> tuple[list[Row], int, int]:
    """Rows, how many there are in all, and which page it is."""
    span, slice = figure.document.period, figure.number.slice
    total = await count(session, figure.part, slice, span.start, span.end)
    page = min(max(1, page), max(1, -(-total // PAGE)))
    skip = (page - 1) * PAGE
    found = await rows(session, figure.part, slice, span.start, span.end, skip=skip, limit=PAGE)
    return found, total, page


async def window(services: Services, figure: Opened, page: int) -> dict[str, Any]:
    """The window with a page of rows."""
    async with reading(services.database) as session:
        found, total, page = await page_of(session, figure, page)
    words, span = Words.of(figure.document), figure.document.period
    made = [b.section(f"*{b.escape(figure.title)}*"), b.context(_shown(words, total, page, span.name))]
    parts = parts_of(figure.number.figure)
    if len(parts) > 1:
        made.append(b.actions([_parts(figure, parts, words)]))
    made += [row_block(one, figure.part, words.common) for one in found]
    if not found:
        made.append(b.section(words.tell("ds-no-rows")))
    buttons = []
    if page > 1:
        buttons.append(_turn(words.tell("ds-previous"), "previous", figure, page - 1))
    if page * PAGE < total:
        buttons.append(_turn(words.tell("ds-next-page"), "next", figure, page + 1))
    if total:
        extra = (str(figure.at), figure.part)
        buttons.append(
            b.button(words.tell("ds-export"), encode(AREA, "export_rows", figure.digest_id, extra=extra))
        )
    if buttons:
        made.append(b.actions(buttons))
    title, close = words.tell("ds-figure"), words.tell("ds-close")
    return b.modal(title, made, callback_id=encode(AREA, "figure", figure.digest_id), close=close)


def _shown(words: Words, total: int, page: int, period: str) -> str:
    first = min((page - 1) * PAGE + 1, total)
    last = min(page * PAGE, total)
    shown = {"first": words.count(first), "last": words.count(last), "total": words.count(total)}
    return words.tell("ds-rows", count=total, period=words.name(period), **shown)


def _parts(figure: Opened, parts: Sequence[str], words: Words) -> b.Block:
    options = [b.option(words.figure(one), _address("rows", figure, 1, one)) for one in dict.fromkeys(parts)]
    chosen = _address("rows", figure, 1, figure.part)
    return b.select(encode(AREA, "part", figure.digest_id), words.tell("ds-parts"), options, initial=chosen)


def _address(verb: str, figure: Opened, page: int, part: str = "") -> str:
    extra = (str(figure.at), part or figure.part, str(page))
    return encode(AREA, verb, figure.digest_id, extra=extra)


def _turn(text: str, verb: str, figure: Opened, page: int) -> b.Block:
    return b.button(text, _address(verb, figure, page))

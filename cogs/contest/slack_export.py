"""A contest as files, sent to the manager who asked for them."""

from __future__ import annotations

import asyncio

from bot.contests import queries
from bot.contests.overview.export import as_csv, as_json, every_entry
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.handing import OurFile, hand
from bot.kernel.errors import GoodwordError
from bot.kernel.text import clean_line
from bot.storage.unit_of_work import reading
from cogs.contest.slack_answers import Page
from cogs.contest.slack_view import Where

SENT = "Sent: look at our direct messages."


async def export(ctx: SlackContext, page: Page) -> None:
    """Entries as a table, and everything as JSON."""
    await ctx.ack()
    async with reading(ctx.services.database) as session:
        contest = await queries.get(session, ctx.item_id)
        if contest is None:
            files = []
        else:
            entries = await every_entry(session, ctx.item_id)
            table = await asyncio.to_thread(as_csv, entries)
            everything = await as_json(session, contest, entries, ctx.now)
            files = [
                OurFile(f"{contest.slug}-entries.csv", "Entries", table),
                OurFile(f"{contest.slug}.json", "Everything that is known of the contest", everything),
            ]
    about = "It holds names and what people entered: keep it as you keep other personal data."
    await _send(ctx, page, "contest", files, contest.name if contest else "", about)


async def record_file(ctx: SlackContext, page: Page) -> None:
    """The published record of the draw, as ``goodword contest verify`` reads it."""
    await ctx.ack()
    async with reading(ctx.services.database) as session:
        contest = await queries.get(session, ctx.item_id)
    files = []
    if contest is not None and contest.record is not None:
        record = await asyncio.to_thread(_record_text, contest.record)
        files = [OurFile(f"{contest.slug}-draw.json", "Record of the draw", record)]
    about = "It holds no names. Anybody can check it: `goodword contest verify FILE`."
    await _send(ctx, page, "record", files, contest.name if contest else "", about)


def _record_text(plain: dict[str, object]) -> bytes:
    from bot.contests.draw import read_plain

    return read_plain(plain).to_json().encode()


async def _send(ctx: SlackContext, page: Page, name: str, files: list[OurFile], of: str, about: str) -> None:
    notice = SENT
    if not files:
        notice = "There is nothing to send yet."
    else:
        try:
            await hand(ctx.client, ctx.person.id, files, f"*{b.isolate(clean_line(of, 80))}*. {about}")
        except GoodwordError as error:
            notice = f"The files could not be sent. {error}"
    await ctx.update_modal(await page(ctx, Where(name, ctx.item_id), notice))

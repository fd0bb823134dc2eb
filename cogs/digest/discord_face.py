"""``/digest last``: a member reads the community's latest edition again, in their own language."""

from __future__ import annotations

import discord

from bot.digests.book import document_of
from bot.digests.charts import KeptCharts
from bot.digests.faces import Outgoing
from bot.digests.rules import State
from bot.digests.sending import outgoing
from bot.digests.tables import Digest
from bot.faces.discord.context import DiscordContext
from bot.faces.discord.digest_face import CHART, DiscordDigests, as_answer, channel_of, shows_chart
from bot.faces.discord.router import DiscordRouter
from bot.services import Services
from bot.storage.unit_of_work import reading

LOOKED_AT = 50
"""Latest digests among which one is looked for that the member may read."""


def register(router: DiscordRouter, _services: Services) -> None:
    router.command("digest last", last)


async def last(ctx: DiscordContext) -> None:
    """This channel's latest edition; where it has none, the latest of a channel that the member sees."""
    found = await _latest(ctx)
    if found is None:
        await ctx.say("community-none")
        return
    chart = None
    if shows_chart(found.document):
        key = (found.digest_id, found.revision, ctx.language)
        chart = await ctx.services.outlet(KeptCharts).chart(key, CHART, found.document)
    await ctx.answer(as_answer(found, [chart] if chart is not None else []))


async def _latest(ctx: DiscordContext) -> Outgoing | None:
    async with reading(ctx.services.database) as session:
        rows = await ctx.services.digests.listed(
            session, face=DiscordDigests.key, states=[State.SENT], limit=LOOKED_AT
        )
    readable = [row for row in rows if row.edition == "community" and _sees(ctx, row)]
    here = [row for row in readable if channel_of(row.reference) == ctx.interaction.channel_id]
    row = next(iter([*here, *readable]), None)
    document = document_of(row) if row is not None else None
    if row is None or document is None:
        return None
    return outgoing(row, document.model_copy(update={"language": ctx.language}))


def _sees(ctx: DiscordContext, row: Digest) -> bool:
    """Whether its message stands where the member may read. A week that posted nothing has none."""
    guild, channel_id = ctx.interaction.guild, channel_of(row.reference)
    channel = guild.get_channel(channel_id) if guild is not None and channel_id is not None else None
    member = ctx.interaction.user
    if channel is None or not isinstance(member, discord.Member):
        return False
    return channel.permissions_for(member).read_messages

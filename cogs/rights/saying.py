"""Says a step below the item's card, and takes the buttons off answers that it decides."""

from __future__ import annotations

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import get_items
from bot.faces.slack.face import SlackFace
from bot.faces.slack.threads import say, settle
from bot.people.queries import get_creators
from bot.rights import queries
from bot.rights.rules import AskAction, AskStatus, leads_somewhere
from bot.rights.tables import Ask, AskEvent
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.rights import posts
from cogs.rights.posts import Said


def post_key(ask_id: int, revision: int) -> str:
    """What names the post about a step."""
    return f"said:{ask_id}:{revision}"


async def say_step(services: Services, ask_id: int, revision: int) -> None:
    """Post it, unless it stands or there is nothing to say. Raises TryLater, FixCredentials or NeverWorks."""
    face = services.outlet(SlackFace)
    async with reading(services.database) as session:
        said = await load_said(session, ask_id, revision)
        answers = await answers_before(session, ask_id, revision)
    if said is None:
        return
    if leads_somewhere(said.step.action):
        for earlier in answers:
            await settle_answer(face, earlier)
    made = posts.post(said)
    if made is not None:
        await say(face, post_key(ask_id, revision), said.item_id, made.text, made.blocks)


async def settle_answer(face: SlackFace, said: Said, line: str = "") -> None:
    """Take the buttons off the post about an answer."""
    made = posts.settled(said, line)
    if made is not None:
        await settle(face, post_key(said.ask_id, said.step.revision), made.text, made.blocks)


async def load_said(session: AsyncSession, ask_id: int, revision: int) -> Said | None:
    """A step of an ask with what is around it, as it is now; None where there is none, or its item was erased."""
    ask = await queries.get_ask(session, ask_id)
    rows = [row for row in await queries.events_of_ask(session, ask_id) if row.revision == revision]
    if ask is None or not rows:
        return None
    return await _around(session, ask, rows[0])


async def answers_before(session: AsyncSession, ask_id: int, revision: int) -> list[Said]:
    """The answers that waited for a decision before that step."""
    ask = await queries.get_ask(session, ask_id)
    if ask is None:
        return []
    rows = [
        row
        for row in await queries.events_of_ask(session, ask_id)
        if row.revision < revision and row.action == AskAction.ANSWERED.value
    ]
    return [replace(await _around(session, ask, row), open=False) for row in rows]


async def _around(session: AsyncSession, ask: Ask, row: AskEvent) -> Said:
    item = (await get_items(session, [ask.item_id])).get(ask.item_id)
    creator_id = item.creator_id if item is not None else ask.creator_id
    creator = (await get_creators(session, [creator_id] if creator_id else [])).get(creator_id or 0)
    named = (creator.name or creator.handle) if creator is not None else None
    return Said(
        ask_id=ask.id or 0,
        item_id=ask.item_id,
        step=queries.step_of(row),
        creator=named or "The creator",
        credit=row.credit or "",
        until=ask.licence_until,
        channel=ask.channel,
        renewal=ask.renewal or (ask.supersedes_id is not None and await _renews(session, ask)),
        open=ask.status == AskStatus.ANSWERED.value and ask.standing_revision == row.revision,
    )


async def _renews(session: AsyncSession, ask: Ask) -> bool:
    """Whether what an ask came after was a licence."""
    old = await queries.get_ask(session, ask.supersedes_id or 0)
    return old is not None and old.licence_from is not None

"""A kind word to somebody who shared nothing for a while, when a manager asked for it; and taking a celebration
back."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries as people
from bot.ambassadors.activity import queries as activity
from bot.ambassadors.membership import wanted_of
from bot.ambassadors.rules import Status, at_work, works_at
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.wishes import ask_to_remind
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import keep, remove
from bot.faces.slack.profiles import Profiles
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries, slack_telling
from cogs.ambassador.acting import AREA, PLATFORM
from cogs.ambassador.slack_named import take_out
from cogs.ambassador.words import Words


async def remind(services: Services, ambassador_id: int, moment: int) -> None:
    """See ``jobs.remind``. Raises TryLater, FixCredentials or NeverWorks."""
    now, asked = services.clock(), datetime.fromtimestamp(moment, UTC)
    async with unit_of_work(services.database) as session:
        row = await people.get(session, ambassador_id)
        if row is None or not await _still_wanted(session, row, asked):
            return
        if not works_at(wanted_of(row), now):  # it is late: they are at home again
            comes = at_work(wanted_of(row), now)
            await ask_to_remind(session, services.work, ambassador_id, asked, comes, now)
            return
        known = await services.identities.known(session, [row.account_id or 0])
        account = known.get(row.account_id or 0)
    if account is None or account.platform != PLATFORM:
        return
    profiles = services.outlet(Profiles)
    words = Words((await profiles.of(account.external_id)).language)
    said = words.md("remind")
    buttons = [
        b.button(words.plain("more"), encode(AREA, "more", extra=(str(ambassador_id),)), style="primary"),
        b.button(words.plain("remind-settings"), encode(AREA, "settings")),
        b.button(words.plain("pause"), encode(AREA, "pause")),
    ]
    room = await profiles.room(account.external_id)
    key = f"reminder:{ambassador_id}:{moment}"
    await keep(services.outlet(SlackFace), key, room, said, [b.section(said), b.actions(buttons)])


async def _still_wanted(session: AsyncSession, row: Ambassador, asked: datetime) -> bool:
    """Nobody paused, left or shared something since."""
    if row.status != Status.ACTIVE or row.reminded_at is None or row.account_id is None:
        return False
    return not any(
        one.shared_at is not None and one.shared_at >= asked
        for one in await activity.shared_by(session, row.id or 0, 1)
    )


async def unsay(services: Services, badge_id: int) -> None:
    """See ``jobs.unsay``. Raises TryLater, FixCredentials or NeverWorks."""
    async with reading(services.database) as session:
        post = await queries.celebration(session, badge_id)
    if post is None:
        return
    if not await remove(
        services.outlet(SlackFace), post
    ):  # a colleague is celebrated then, and nobody by name
        await take_out(services, post, frozenset(queries.people_in(post.key)), slack_telling.drawn)

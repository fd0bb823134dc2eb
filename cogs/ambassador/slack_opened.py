"""Telling people that the boards are read outside the company now, and asking whether they want to stand there."""

from __future__ import annotations

from bot.ambassadors import queries as people
from bot.ambassadors.rules import Status
from bot.faces.slack import blocks as b
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import keep
from bot.faces.slack.profiles import Profiles
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.ambassador.acting import PLATFORM
from cogs.ambassador.slack_me import board_button
from cogs.ambassador.words import Words


async def tell(services: Services, ambassador_id: int, moment: int) -> None:
    """See ``jobs.opened``. Raises TryLater, FixCredentials or NeverWorks."""
    async with reading(services.database) as session:
        row = await people.get(session, ambassador_id)
        if row is None or row.account_id is None or row.on_board or row.status == Status.ENDED:
            return
        account = (await services.identities.known(session, [row.account_id])).get(row.account_id)
    if account is None or account.platform != PLATFORM:
        return
    profiles = services.outlet(Profiles)
    words = Words((await profiles.of(account.external_id)).language)
    said = words.md("boards-opened")
    made = [b.section(said), b.actions([board_button(words, on_board=False, public=True)])]
    room = await profiles.room(account.external_id)
    await keep(services.outlet(SlackFace), f"opened:{ambassador_id}:{moment}", room, said, made)

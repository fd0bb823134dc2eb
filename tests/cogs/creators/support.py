"""A creator's window in the local Slack: opened, pressed, read."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from sqlmodel import col, select

from bot.faces.slack.blocks import search_text
from bot.faces.slack.staff import Staff
from bot.people.rules import Role
from bot.people.tables import Creator
from bot.rights import contacts
from bot.rights.tables import Clearance, CreatorEvent
from bot.sources.base import FoundCreator
from bot.storage.unit_of_work import reading
from tests.bot.content.pieces import rows
from tests.support.slack_bot import CHANNEL, SlackBot, found

ANNA = FoundCreator("a1", "@anna@social.example", "Anna Svensson", followers=1234)
HOSTILE = "<!channel> *Eve* & <script>alert(1)</script> :tada: \u202eevil"


async def take(
    bot: SlackBot, creator: FoundCreator = ANNA, platform: str = "mastodon", **changes: Any
) -> int:
    """A piece of theirs; gives the creator's number."""
    item = replace(found("tea at dawn"), creator=creator, platform=platform, **changes)
    [item_id] = await bot.take(item)
    async with reading(bot.services.database) as session:
        from bot.content.queries import get_items

        return (await get_items(session, [item_id]))[item_id].creator_id or 0


async def type_it(bot: SlackBot, user: str, text: str) -> str:
    """Send the command, and give what the person was told."""
    before = len(bot.slack.ephemerals(user))
    answer = await bot.slack.command(
        user, channel=CHANNEL, command="/goodword", text=f"creator {text}".strip()
    )
    assert answer["acked"], answer
    answers = await bot.slack.wait_for(lambda: bot.slack.ephemerals(user)[before:], what="an answer")
    return f"{answers[0].get('text', '')}\n{search_text(answers[0].get('blocks') or [])}"


async def open_page(bot: SlackBot, user: str, text: str = "@anna") -> str:
    answer = await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"creator {text}")
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: bot.slack.modal(user), what="the window")
    return bot.modal_text(user)


async def press(bot: SlackBot, user: str, verb: str, until: str) -> str:
    """Press a button of the window, and give what it says once it says that."""
    await bot.click_modal(user, f"creators:{verb}")
    await bot.slack.wait_for(lambda: until in shown(bot, user), what=f"{until!r} in {shown(bot, user)}")
    return shown(bot, user)


def shown(bot: SlackBot, user: str) -> str:
    view = bot.modal(user)
    return (
        f"{view['title']['text']}\n{bot.modal_text(user)}\n{json.dumps(view['blocks'], ensure_ascii=False)}"
    )


async def creator(bot: SlackBot, number: int) -> Creator:
    async with reading(bot.services.database) as session:
        return (await session.exec(select(Creator).where(Creator.id == number))).one()


async def listed(bot: SlackBot, number: int) -> bool:
    async with reading(bot.services.database) as session:
        return await contacts.must_not_contact(session, await creator(bot, number))


async def events(bot: SlackBot) -> list[CreatorEvent]:
    async with reading(bot.services.database) as session:
        return list(await session.exec(select(CreatorEvent).order_by(col(CreatorEvent.id))))


async def clearances(bot: SlackBot) -> list[Clearance]:
    async with reading(bot.services.database) as session:
        return list(await session.exec(select(Clearance).order_by(col(Clearance.id))))


async def asked_for(bot: SlackBot, job: str) -> int:
    found = await rows(bot.services.database, f"select count(*) from workflow_status where name = '{job}'")
    return int(found[0][0])


def no_rights(bot: SlackBot, user: str) -> None:
    """Take somebody's role away while their window stands."""
    staff = bot.services.outlet(Staff)
    person = bot.slack.world.person_named(user).id
    others = tuple(one for one in staff.people(Role.MANAGER) if one != person)
    staff.roles = replace(staff.roles, managers=others, moderators=(), viewers=(person,))

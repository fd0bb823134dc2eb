"""Who somebody in Discord is: their account with us, and whether they run contests."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord

from bot.kernel.text import clean_line
from bot.people.rules import Person, Role
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work

if TYPE_CHECKING:
    from bot.people.accounts import KnownAccount

PLATFORM = "discord"
REMEMBERED = 5000
Facts = tuple[str, str, str | None, datetime | None]
AnyUser = discord.Member | discord.User


class Members:
    """Keeps the accounts of those who act. What is known already costs no statement."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._seen: OrderedDict[int, tuple[Facts, KnownAccount]] = OrderedDict()

    async def known(self, user: AnyUser, locale: str | None = None) -> KnownAccount:
        """The account of somebody who acts now, with what Discord says of them. ``locale`` None: as it was."""
        joined_at = user.joined_at if isinstance(user, discord.Member) else None
        facts = (clean_line(user.display_name), user.name, locale, joined_at)
        found = self._seen.get(user.id)
        if found is not None and found[0] == facts:
            return found[1]
        async with unit_of_work(self._services.database) as session:
            account = await self._services.identities.account(
                session,
                PLATFORM,
                str(user.id),
                name=facts[0],
                handle=user.name,
                locale=locale,
                made_at=user.created_at,
                joined_at=joined_at,
                now=self._services.clock(),
            )
        self._seen[user.id] = (facts, account)
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return account

    def forget(self, user_id: int) -> None:
        """Somebody was linked, left or came back: look again when they act."""
        self._seen.pop(user_id, None)


def person_of(interaction: discord.Interaction[Any], manager_roles: Sequence[str]) -> Person:
    """Who acts, and whether they are a manager: by role, or where no roles are named by the right Manage Server."""
    user = interaction.user
    role = Role.MANAGER if _manages(interaction, manager_roles) else Role.NONE
    return Person(f"{PLATFORM}:{user.id}", clean_line(user.display_name) or user.name, role)


def _manages(interaction: discord.Interaction[Any], manager_roles: Sequence[str]) -> bool:
    user = interaction.user
    if not isinstance(user, discord.Member):
        return False
    if not manager_roles:
        return interaction.permissions.manage_guild
    wanted = {each.removeprefix("@").casefold() for each in manager_roles}
    return any(role.name.casefold() in wanted or str(role.id) in wanted for role in user.roles)

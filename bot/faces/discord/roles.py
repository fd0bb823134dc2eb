"""Gives members a role and takes it away. The app's own role must stand above it, with the right Manage Roles."""

from __future__ import annotations

import discord

from bot.faces.discord.errors import ANY, MISSING_PERMISSIONS, UNKNOWN_MEMBER, UNKNOWN_USER, code_of
from bot.faces.discord.places import Places
from bot.faces.discord.worries import Worries
from bot.kernel.errors import NeverWorks

GONE = (UNKNOWN_MEMBER, UNKNOWN_USER)


class Roles:
    """Each call may be made twice: the second changes nothing."""

    def __init__(self, places: Places, worries: Worries) -> None:
        self._places = places
        self._worries = worries

    async def find(self, name: str) -> discord.Role | None:
        """The role, or None where there is none; then managers were told."""
        role = await self._places.role(name)
        if role is None:
            await self._worries.note(
                f"role:{name}",
                f"There is no role “{name}” in Discord, so winners don't get it.",
                "Make it, or name another one in discord.winner_role or in the contest.",
            )
        return role

    async def give(self, user_id: int, role: discord.Role, reason: str) -> bool:
        """Whether they have it now. False for who has left, and where the app may not (managers were told).

        Raises TryLater when Discord is busy.
        """
        return await self._change(user_id, role, reason, give=True)

    async def take(self, user_id: int, role: discord.Role, reason: str) -> bool:
        """Whether they don't have it now."""
        return await self._change(user_id, role, reason, give=False)

    async def _change(self, user_id: int, role: discord.Role, reason: str, *, give: bool) -> bool:
        try:
            member = await role.guild.fetch_member(user_id)
            change = member.add_roles if give else member.remove_roles
            await change(discord.Object(role.id), reason=reason)
        except ANY as error:
            if code_of(error) in GONE:
                return not give
            raised = await self._trouble(error, role)
            if isinstance(raised, NeverWorks):
                return False
            raise raised from error
        return True

    async def _trouble(self, error: Exception, role: discord.Role) -> Exception:
        if code_of(error) == MISSING_PERMISSIONS:
            ours = NeverWorks(
                f"The app may not give the role @{role.name} in Discord.",
                remedy="In the server's role settings, give the app's role Manage Roles and drag it above "
                f"@{role.name}.",
            )
            await self._worries.note(f"role:{role.id}", ours.message, ours.remedy)
            return ours
        return await self._worries.refused(
            error, f"role:{role.id}", "giving a role", f"The role @{role.name}"
        )

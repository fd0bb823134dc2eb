"""Who of the team has which role, from lists in the settings that name people and chat user groups.

An entry is a person's chat id (``U0MIA00001``), a user group's id (``S0TEAM0001``) or a user group's handle
(``group:content-managers``). A person named more than once has the highest of those roles.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.people.rules import Right, Role, lowest_role

GROUP = "group:"


@dataclass(frozen=True, slots=True)
class RoleList:
    """The settings' lists. ``everyone`` is the role of whoever is in the chat and in none of them."""

    managers: tuple[str, ...] = ()
    moderators: tuple[str, ...] = ()
    viewers: tuple[str, ...] = ()
    everyone: Role = Role.VIEWER

    def by_role(self) -> tuple[tuple[Role, tuple[str, ...]], ...]:
        """The lists, the most trusted first."""
        return (
            (Role.MANAGER, self.managers),
            (Role.MODERATOR, self.moderators),
            (Role.VIEWER, self.viewers),
        )


def resolve(role_list: RoleList, user_id: str, groups_of_user: frozenset[str]) -> Role:
    """The role of a person who is in these user groups (each by id, by handle, or both)."""
    groups = {_group_key(group) for group in groups_of_user}
    for role, entries in role_list.by_role():
        if any(_group_key(entry) in groups if is_group(entry) else entry == user_id for entry in entries):
            return max(role, role_list.everyone)
    return role_list.everyone


def groups_named(role_list: RoleList) -> frozenset[str]:
    """The user groups (ids, and handles as ``group:handle``) whose members have to be looked up."""
    return frozenset(entry for _, entries in role_list.by_role() for entry in entries if is_group(entry))


def who_may(role_list: RoleList, right: Right) -> list[str]:
    """Entries to name in "ask one of ...", those whose very task it is first; empty if everybody may."""
    lowest = lowest_role(right)
    if role_list.everyone >= lowest:
        return []
    lists = [entries for role, entries in reversed(role_list.by_role()) if role >= lowest]
    return list(dict.fromkeys(entry for entries in lists for entry in entries))


def is_group(entry: str) -> bool:
    """Whether an entry names a user group, not a person. Slack's group ids begin with S, people's with U or W."""
    return entry.startswith((GROUP, "@")) or (entry.startswith("S") and entry.isalnum() and entry.isupper())


def _group_key(entry: str) -> str:
    """Handles compare without their prefix and without case; so do ids, which no handle resembles."""
    return entry.removeprefix(GROUP).removeprefix("@").casefold()

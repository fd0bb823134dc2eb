"""Who of the workspace has which role: lists in the settings, user groups looked up in Slack and kept a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.faces.slack.errors import NETWORK, as_ours
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.kernel.text import clean_line
from bot.people.rules import Person, Right, Role
from bot.people.staff import GROUP, RoleList, groups_named, is_group, resolve, who_may
from bot.settings import Roles
from bot.sources.base import Finding

GROUPS_FOR = 300.0  # seconds that user groups are believed
NAMES_FOR = 86_400.0  # seconds that a person's name is believed
NAME_WAIT = 1.0  # seconds a click may wait for a name; then the handle does

_MENU = 100  # options that a menu takes
_NAMED = 6  # people and groups that a refusal names at most

log = get_logger(__name__)


def role_list(roles: Roles) -> RoleList:
    """The settings' section as the rules want it."""
    return RoleList(roles.managers, roles.moderators, roles.viewers, Role[roles.everyone.upper()])


class Staff:
    """Roles and names, answered from memory; Slack is asked in the background once they are known."""

    def __init__(
        self, client: AsyncWebClient, roles: RoleList, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.roles = roles
        self._client = client
        self._clock = clock
        self._groups: dict[str, frozenset[str]] = {}  # user id -> ids and handles of their groups
        self._group_names: dict[str, str] = {}  # id or handle -> handle
        self._names: dict[str, tuple[str, float]] = {}
        self._loaded_at: float | None = None
        self._refreshing: asyncio.Task[None] | None = None
        self.problem: GoodwordError | None = None

    async def person(self, user_id: str, handle: str = "") -> Person:
        """Who this is. Waits for Slack only the first time somebody is seen."""
        await self._have_groups()
        name = await self.name(user_id, handle)
        return Person(user_id, name, resolve(self.roles, user_id, self._groups.get(user_id, frozenset())))

    async def name(self, user_id: str, handle: str = "") -> str:
        """Display name; the handle or the id where Slack does not say in time."""
        known = self._names.get(user_id)
        if known and self._clock() - known[1] < NAMES_FOR:
            return known[0]
        try:
            name = await asyncio.wait_for(self._fetch_name(user_id), NAME_WAIT)
        except (SlackApiError, *NETWORK) as error:
            log.info("slack_name_unknown", user=user_id, error=type(error).__name__)
            return clean_line(handle, 80) or user_id
        self._names[user_id] = (name, self._clock())
        return name

    async def whom_to_ask(self, entries: Sequence[str]) -> str:
        """ "Mia Lindqvist or @content-managers", as text that pings nobody. Whose name can't be learned in time is
        left out: an id helps nobody, and a mention is drawn as a name in some places only."""
        labels = [label for label in await self.labels(entries[:_NAMED]) if label is not None]
        if len(labels) < 2:
            return "".join(labels)
        return f"{', '.join(labels[:-1])} or {labels[-1]}"

    async def who_may(self, right: Right) -> str:
        """Whom to ask for something that needs this right."""
        return await self.whom_to_ask(who_may(self.roles, right))

    async def labels(self, entries: Sequence[str]) -> list[str | None]:
        """What people call each of these entries of the settings; None where that isn't known."""
        return list(await asyncio.gather(*(self._label(entry) for entry in entries)))

    def people(self, least: Role) -> list[str]:
        """Ids of everybody known to have at least that role, for notices."""
        named = {entry for _, entries in self.roles.by_role() for entry in entries if entry[:1] in "UW"}
        known = named | set(self._groups)
        return sorted(
            one for one in known if resolve(self.roles, one, self._groups.get(one, frozenset())) >= least
        )

    async def deciders(self, but: str) -> dict[str, str]:
        """Who may decide beside one person: ids with names, by name. Empty where anybody may, where nobody is known
        to, and where there are more than a menu takes."""
        ids = [one for one in self.people(Role.MODERATOR) if one != but]
        if self.roles.everyone >= Role.MODERATOR or len(ids) > _MENU:
            return {}
        names = await asyncio.gather(*(self.name(one) for one in ids))
        named = zip(ids, names, strict=True)
        return dict(sorted(((one, name) for one, name in named if name != one), key=lambda pair: pair[1]))

    async def refresh(self) -> None:
        """Ask Slack for user groups now. Problems are kept in ``problem`` for ``goodword check``."""
        self._loaded_at = self._clock()
        if not groups_named(self.roles):
            self.problem = None
            return
        try:
            answer = await self._client.usergroups_list(include_users=True)
        except (SlackApiError, *NETWORK) as error:
            self.problem = as_ours(error, "reading user groups (usergroups:read)")
            log.warning("slack_user_groups_unread", problem=str(self.problem))
            return
        self.problem = None
        self._take_groups(answer.get("usergroups") or [])

    async def findings(self) -> list[Finding]:
        """Rows of ``goodword check``: are the groups readable, do they exist, is anybody allowed to decide."""
        await self.refresh()
        if self.problem is not None:
            return [Finding("Slack user groups", False, self.problem.message, self.problem.remedy)]
        missing = sorted(entry for entry in groups_named(self.roles) if _bare(entry) not in self._group_names)
        rows = [
            Finding("Slack user groups", False, f"there is no user group {entry}", "Correct [roles].")
            for entry in missing
        ]
        if not self.people(Role.MODERATOR) and self.roles.everyone < Role.MODERATOR:
            remedy = "Name moderators or managers in [roles]."
            rows.append(Finding("Roles", False, "nobody may decide", remedy))
        return rows or [Finding("Roles", True, f"{len(self.people(Role.MODERATOR))} people may decide")]

    async def stop(self) -> None:
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    async def _have_groups(self) -> None:
        if self._loaded_at is None:
            await self.refresh()
        elif self._clock() - self._loaded_at > GROUPS_FOR and (
            self._refreshing is None or self._refreshing.done()
        ):
            self._refreshing = asyncio.create_task(self.refresh(), name="slack-user-groups")

    def _take_groups(self, groups: Sequence[Mapping[str, Any]]) -> None:
        members: dict[str, set[str]] = {}
        self._group_names.clear()
        for group in groups:
            if group.get("date_delete"):
                continue
            keys = {str(group["id"]), str(group.get("handle", ""))}
            self._group_names.update(
                {key.casefold(): str(group.get("handle") or group["id"]) for key in keys}
            )
            for user in group.get("users") or []:
                members.setdefault(str(user), set()).update(keys)
        self._groups = {user: frozenset(keys) for user, keys in members.items()}

    async def _fetch_name(self, user_id: str) -> str:
        answer = await self._client.users_info(user=user_id)
        user: Mapping[str, Any] = answer["user"]
        profile: Mapping[str, Any] = user.get("profile") or {}
        # The real name first: it says in a history who decided, when handles have changed.
        names = (
            profile.get("real_name"),
            user.get("real_name"),
            profile.get("display_name"),
            user.get("name"),
        )
        for name in names:
            if name and (cleaned := clean_line(str(name), 80)):
                return cleaned
        return user_id

    async def _label(self, entry: str) -> str | None:
        if handle := self._group_names.get(_bare(entry)):
            return f"@{handle}"
        if is_group(entry):
            return f"@{_bare(entry)}" if entry.startswith(("@", GROUP)) else None
        name = await self.name(entry)
        return name if name != entry else None


def _bare(entry: str) -> str:
    return entry.removeprefix("group:").removeprefix("@").casefold()

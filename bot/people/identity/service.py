"""Who is one person: accounts linked by a code or by an administrator, and unlinked on request.

It flushes; whoever opened the unit of work commits.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.accounts import LETTERS, KnownAccount, codes_in, hash_code, spell_code
from bot.people.identity import queries
from bot.people.rules import Person
from bot.people.tables import IdentityEvent, LinkCode

CODE_HOURS = 48
Follower = Callable[[AsyncSession, Collection[int], datetime], Awaitable[object]]
_NEW = "Ask for a new one with /contest link in Discord or /goodword link in Slack."


class Identities:
    """Accounts and the people they belong to."""

    def __init__(self) -> None:
        self._follower: Follower | None = None

    def tell(self, follower: Follower) -> None:
        """Who is told, in the same unit of work, which accounts were or are one person's after a change."""
        self._follower = follower

    async def account(
        self,
        session: AsyncSession,
        platform: str,
        external_id: str,
        now: datetime,
        *,
        name: str | None = None,
        handle: str | None = None,
        locale: str | None = None,
        made_at: datetime | None = None,
        joined_at: datetime | None = None,
    ) -> KnownAccount:
        """The account, made known or brought up to date with what is given. Writes only what changed."""
        facts = {
            "name": clean_line(name, 100) if name else None,
            "handle": clean_line(handle, 100) if handle else None,
            "locale": locale,
            "made_at": made_at,
            "joined_at": joined_at,
        }
        given = {key: value for key, value in facts.items() if value is not None}
        known = await queries.find(session, platform, external_id)
        if known is None:
            seen = {"first_seen_at": now, "updated_at": now}
            values = {"platform": platform, "external_id": external_id, **facts, **seen}
            await queries.insert(session, values)
        elif changed := _changes(known, given):
            await queries.update(session, known.id, {**changed, "updated_at": now})
        else:
            return known
        found = await queries.find(session, platform, external_id)
        if found is None:
            raise RuntimeError("an account that was written can't be read")
        return found

    async def known(self, session: AsyncSession, ids: Collection[int]) -> dict[int, KnownAccount]:
        """Accounts by id; unknown ids are left out."""
        return await queries.by_ids(session, ids)

    async def same_person(self, session: AsyncSession, one: int, other: int) -> bool:
        """Whether two accounts belong to one person, as far as is known."""
        if one == other:
            return True
        found = await queries.by_ids(session, [one, other])
        mine = found[one].identity_id if one in found else None
        return mine is not None and other in found and found[other].identity_id == mine

    async def accounts_of(self, session: AsyncSession, account_id: int) -> list[KnownAccount]:
        """The account and those linked with it, itself first."""
        found = (await queries.by_ids(session, [account_id])).get(account_id)
        if found is None:
            return []
        if found.identity_id is None:
            return [found]
        others = await queries.of_identity(session, found.identity_id)
        return [found, *(one for one in others if one.id != account_id)]

    async def new_code(
        self, session: AsyncSession, account_id: int, now: datetime, hours: int = CODE_HOURS
    ) -> str:
        """A code to be said from another account of the same person. Only its hash is kept; an earlier one ends."""
        code = spell_code(secrets.token_bytes(LETTERS))
        expires = now + timedelta(hours=hours)
        row = LinkCode(code_hash=hash_code(code), account_id=account_id, made_at=now, expires_at=expires)
        await queries.add_code(session, row)
        return code

    async def redeem(
        self, session: AsyncSession, code: str, account_id: int, actor: str, via: str, now: datetime
    ) -> KnownAccount:
        """Link the account with the one a code was made for, and give that one.

        Raises TellUser when the code can't be read, is unknown, was used, has expired or is the account's own.
        """
        spelled = codes_in(code)
        if len(spelled) != 1:
            raise TellUser(f"“{clean_line(code, 30)}” is no code.", remedy="A code looks like GW-7F3K-9QXM.")
        found = await queries.use_code(session, hash_code(spelled[0]), now)
        if found is None:
            raise await self._why_not(session, spelled[0])
        if found == account_id:
            raise TellUser("That is this account's own code.", remedy="Say it from your other account.")
        await self._join(session, found, account_id, "code", actor, via, now)
        return (await queries.by_ids(session, [found]))[found]

    async def link(
        self, session: AsyncSession, one: int, other: int, actor: Person, via: str, now: datetime
    ) -> None:
        """An administrator says that two accounts are one person's. The caller checks the right."""
        if one == other:
            raise TellUser("That is one account.", remedy="Name two.")
        await self._join(session, one, other, "administrator", actor.id, via, now)

    async def unlink(
        self, session: AsyncSession, account_id: int, actor: str, via: str, now: datetime
    ) -> bool:
        """Take an account out of the person it was linked to. False when it was linked to nobody."""
        account = (await queries.hold(session, [account_id])).get(account_id)
        if account is None or account.identity_id is None:
            return False
        together = [one.id for one in await queries.of_identity(session, account.identity_id)]
        await queries.update(session, account_id, {"identity_id": None, "updated_at": now})
        await queries.note(
            session, _event(account_id, account.identity_id, "unlinked", "request", actor, via, now)
        )
        await self._told(session, together, now)
        return True

    async def left(self, session: AsyncSession, account_id: int, now: datetime) -> None:
        """The platform says that they aren't a member any more."""
        await queries.update(session, account_id, {"left_at": now, "updated_at": now})

    async def is_back(self, session: AsyncSession, account_id: int, now: datetime) -> None:
        """They are a member (again)."""
        await queries.update(session, account_id, {"left_at": None, "updated_at": now})

    async def _join(
        self, session: AsyncSession, one: int, other: int, how: str, actor: str, via: str, now: datetime
    ) -> None:
        held = await queries.hold(session, [one, other])
        if one not in held or other not in held:
            raise TellUser("There is no such account.", remedy="It has to have said something here before.")
        first, second = held[one].identity_id, held[other].identity_id
        if first is not None and first == second:
            return
        identity = first or second or await queries.new_identity(session, now)
        moved = [account for account in (one, other) if held[account].identity_id is None]
        for account in moved:
            await queries.update(session, account, {"identity_id": identity, "updated_at": now})
        if first is not None and second is not None:
            moved += await queries.join(session, second, first)
        for account in moved:
            await queries.note(session, _event(account, identity, "linked", how, actor, via, now))
        await self._told(session, [one.id for one in await queries.of_identity(session, identity)], now)

    async def _told(self, session: AsyncSession, accounts: Collection[int], now: datetime) -> None:
        if self._follower is not None:
            await self._follower(session, accounts, now)

    async def _why_not(self, session: AsyncSession, code: str) -> TellUser:
        state = await queries.code_state(session, hash_code(code))
        if state is None:
            return TellUser(f"Nobody was given the code {code}.", remedy=f"Check its letters. {_NEW}")
        if state[0] is not None:
            return TellUser("That code was used already.", remedy=_NEW)
        return TellUser("That code has expired.", remedy=_NEW)


def _changes(known: KnownAccount, given: dict[str, Any]) -> dict[str, Any]:
    changed = {key: value for key, value in given.items() if getattr(known, key) != value}
    if known.left_at is not None and "joined_at" in given:
        changed["left_at"] = None
    return changed


def _event(
    account: int, identity: int, event: str, how: str, actor: str, via: str, now: datetime
) -> IdentityEvent:
    return IdentityEvent(
        account_id=account, identity_id=identity, event=event, how=how, actor=actor, via=via, at=now
    )

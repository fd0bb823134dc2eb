"""Who is one person: accounts linked by a code or by an administrator, and unlinked on request.

One change at a time on PostgreSQL, as on SQLite: two people who are made one while a third is joined to one of them
end up as one person, not as two. Linking never loses an event: each account keeps its own.

It flushes; whoever opened the unit of work commits. Everybody concerned who isn't the one who acts is told.
"""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.text import clean_line
from bot.people.accounts import LETTERS, KnownAccount, codes_in, hash_code, spell_code, twins
from bot.people.identity import queries
from bot.people.identity.tries import Tries
from bot.people.identity.words import Why, refused
from bot.people.rules import Person
from bot.people.tables import IdentityEvent, LinkCode

CODE_HOURS = 48
KEPT = timedelta(days=30)
"""For how long it can be told of an old code that it was used or has expired."""
Follower = Callable[[AsyncSession, Collection[int], datetime], Awaitable[object]]
Messenger = Callable[[AsyncSession, int, str, dict[str, Any], str], Awaitable[object]]
"""Session, account id, what happened ("linked", "unlinked"), the values of its text, key: tell somebody privately."""


class Identities:
    """Accounts and the people they belong to."""

    def __init__(self) -> None:
        self._follower: Follower | None = None
        self._messenger: Messenger | None = None
        self._tries = Tries()

    def tell(self, follower: Follower) -> None:
        """Who is told, in the same unit of work, which accounts were or are one person's after a change."""
        self._follower = follower

    def tell_people(self, messenger: Messenger) -> None:
        """By whom people are told that an account was linked with theirs, or unlinked."""
        self._messenger = messenger

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

        Raises Refused when the code can't be read, is unknown, was used, has expired, is the account's own or would
        make one person of two accounts in the same chat, and after ten unknown ones within an hour. A refused code
        stays as it was.
        """
        spelled = codes_in(code)
        if len(spelled) != 1:
            raise refused(Why.NO_CODE, code=clean_line(code, 30))
        if (wait := self._tries.wait(account_id, now)) is not None:
            raise refused(Why.TOO_MANY, minutes=-int(-wait.total_seconds() // 60))
        hashed = hash_code(spelled[0])
        made = await queries.code(session, hashed)
        if made is None:
            self._tries.wrong(account_id, now)
            raise refused(Why.UNKNOWN, code=spelled[0])
        if made.used_at is not None:
            raise refused(Why.USED)
        if made.expires_at <= now:
            raise refused(Why.EXPIRED)
        if made.account_id == account_id:
            raise refused(Why.OWN)
        await queries.serialise(session)
        await self._refuse_twins(session, made.account_id, account_id)
        if not await queries.use_code(session, hashed, now):  # somebody else was sooner
            raise refused(Why.USED)
        await self._join(session, made.account_id, account_id, "code", actor, via, now)
        return (await queries.by_ids(session, [made.account_id]))[made.account_id]

    async def _refuse_twins(self, session: AsyncSession, one: int, other: int) -> None:
        together = [*await self.accounts_of(session, one), *await self.accounts_of(session, other)]
        chat = twins({known.id: known for known in together}.values())
        if chat is not None:
            raise refused(Why.TWINS, chat=chat.capitalize())

    async def open_codes(self, session: AsyncSession, codes: Collection[str], now: datetime) -> list[str]:
        """Which of these codes could be redeemed now: one statement for all of them."""
        by_hash = {hash_code(code): code for code in codes}
        return [by_hash[one] for one in await queries.open_codes(session, by_hash, now)]

    async def link(
        self, session: AsyncSession, one: int, other: int, actor: Person, via: str, now: datetime
    ) -> None:
        """An administrator says that two accounts are one person's. The caller checks the right."""
        if one == other:
            raise refused(Why.ONE_ACCOUNT)
        await self._join(session, one, other, "administrator", actor.id, via, now)

    async def forget_codes(self, session: AsyncSession, now: datetime) -> int:
        """Drop codes that ended a month ago; how many there were."""
        return await queries.drop_codes(session, now - KEPT)

    async def named(
        self, session: AsyncSession, platform: str, handle: str, now: datetime
    ) -> list[KnownAccount]:
        """The accounts of that handle on a platform, as far as they were ever seen: those who acted here, and those
        who posted something that was found. "@" and case don't count; of a federated handle the server may be left
        out. More than one where several have it."""
        wanted = handle.strip().lstrip("@").casefold()
        found = {one.id: one for one in await queries.by_handle(session, platform, wanted)}
        for creator in await queries.creators_named(session, platform, wanted):
            known = await self.account(
                session, platform, creator.external_id, now, name=creator.name, handle=creator.handle
            )
            found[known.id] = known
        return list(found.values())

    async def unlink(
        self, session: AsyncSession, account_id: int, actor: str, via: str, now: datetime
    ) -> bool:
        """Take an account out of the person it was linked to. False when it was linked to nobody."""
        await queries.serialise(session)
        account = (await queries.hold(session, [account_id])).get(account_id)
        if account is None or account.identity_id is None:
            return False
        together = [one.id for one in await queries.of_identity(session, account.identity_id)]
        await queries.update(session, account_id, {"identity_id": None, "updated_at": now})
        await queries.note(
            session, _event(account_id, account.identity_id, "unlinked", "request", actor, via, now)
        )
        await self._told(session, together, now)
        await self._message(session, "unlinked", account, account, actor, now)
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
        await queries.serialise(session)
        held = await queries.hold(session, [one, other])
        if one not in held or other not in held:
            raise refused(Why.NO_ACCOUNT)
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
        together = await queries.of_identity(session, identity)
        await self._told(session, [known.id for known in together], now)
        await self._message(session, "linked", held[one], held[other], actor, now)
        await self._message(session, "linked", held[other], held[one], actor, now)

    async def _told(self, session: AsyncSession, accounts: Collection[int], now: datetime) -> None:
        if self._follower is not None:
            await self._follower(session, accounts, now)

    async def _message(
        self,
        session: AsyncSession,
        what: str,
        account: KnownAccount,
        about: KnownAccount,
        actor: str,
        now: datetime,
    ) -> None:
        """Tell an account, unless it acted itself and so has its answer."""
        if self._messenger is None or actor in (account.key, account.external_id):
            return
        values = {"account": f"{about.name} ({about.platform})"}
        key = f"{what}:{account.id}:{about.id}:{now.isoformat()}"
        await self._messenger(session, account.id, what, values, key)


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

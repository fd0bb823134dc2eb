"""Whom not to ask: those who don't want to be, and those whose pieces are cleared already."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.kernel.text import casefold_text, clean_line, strip_controls, truncate
from bot.people.rules import Person
from bot.people.tables import Creator
from bot.rights import queries
from bot.rights.scope import Use, mask, names
from bot.rights.tables import Clearance, CreatorEvent, DoNotContact

NOTE_LIMIT = 1000
REASON_LIMIT = 300
OWN_WISH = "asked us not to"
"""Why somebody is on the list who said so themselves."""
ERASED = "erased"
"""Why somebody is on the list who was erased."""
STRICT = frozenset({OWN_WISH, ERASED})


def account_hashes(creator: Creator) -> list[str]:
    """What stands for a creator on the list: a hash for each name the platform knows them by."""
    handles = [creator.external_id, (creator.handle or "").removeprefix("@")]
    return [_hash(creator.platform, one) for one in handles if one]


def _hash(platform: str, account: str) -> str:
    return hashlib.sha256(f"{casefold_text(platform)}\n{casefold_text(account)}".encode()).hexdigest()


def is_account(by: str, creator: Creator | None) -> bool:
    """Whether an account, by id or handle, is the creator's on that platform."""
    if creator is None:
        return False
    wanted = casefold_text(by).removeprefix("@")
    own = [creator.external_id, creator.handle or ""]
    return any(wanted and wanted == casefold_text(one).removeprefix("@") for one in own)


async def never_contact(
    session: AsyncSession, creator: Creator, reason: str, by: str, now: datetime, *, quiet: bool = False
) -> None:
    """Never ask this creator again. Saying it twice changes nothing, but that a creator's own wish comes before what
    the team wrote: theirs is harder to lift. ``quiet``: the caller keeps the event."""
    reason, changed = clean_line(reason, REASON_LIMIT), 0
    for each in account_hashes(creator):
        row = DoNotContact(platform=creator.platform, account_hash=each, reason=reason, by=by, at=now)
        changed += await queries.list_account(session, row)
        if is_strict(reason):
            changed += await queries.reword_entry(session, row, STRICT)
    if changed and not quiet:
        event = CreatorEvent(creator_id=creator.id or 0, event="never", reason=reason, by=by, at=now)
        await queries.save(session, event)


def is_strict(reason: str) -> bool:
    """Whether being on the list for this reason is the creator's own wish, which the team alone doesn't undo."""
    return reason in STRICT


async def take_off(session: AsyncSession, creator: Creator) -> bool:
    """Take somebody off the list, under every name of theirs. False when they were not on it. Whoever asks has
    checked the right (``rights.creators``) and keeps who did it and why."""
    return await queries.unlist(session, creator.platform, account_hashes(creator)) > 0


async def entry_of(session: AsyncSession, creator: Creator) -> DoNotContact | None:
    """Since when and why somebody is on the list: their own wish before words of the team."""
    found = await queries.entries_of(session, creator.platform, account_hashes(creator))
    return min(found, key=lambda row: (not is_strict(row.reason), row.at), default=None)


async def must_not_contact(session: AsyncSession, creator: Creator) -> bool:
    """Whether somebody is on the list under any name of theirs."""
    found = await queries.on_do_not_contact(session, creator.platform, account_hashes(creator))
    return found is not None


async def clear(
    session: AsyncSession,
    creator_id: int,
    kind: Literal["paid", "pre-cleared"],
    uses: Iterable[Use],
    starts_at: datetime,
    ends_at: datetime | None,
    actor: Person,
    now: datetime,
    *,
    credit: str = "",
    note: str = "",
) -> Clearance:
    """Say that a creator's pieces need no asking for these uses and this time. The caller checks the right
    (``Right.OVERRULE``). Raises TellUser."""
    chosen = frozenset(uses)
    wanted = names(chosen)
    if not wanted:
        raise TellUser("A clearance needs at least one use.", remedy="Choose what it is for.")
    if ends_at is not None and ends_at <= starts_at:
        raise TellUser("The clearance ends before it begins.", remedy="Choose a later end.")
    row = Clearance(
        creator_id=creator_id,
        kind=kind,
        uses=wanted,
        mask=mask(chosen),
        credit=clean_line(credit, 200),
        starts_at=starts_at,
        ends_at=ends_at,
        note=truncate(strip_controls(note).strip(), NOTE_LIMIT),
        by=actor.id,
        at=now,
    )
    await queries.save(session, row)
    return row


async def end_clearance(session: AsyncSession, row: Clearance, actor: Person, now: datetime) -> None:
    """End a clearance now. What it allowed is allowed no longer from this second on; the next sweep has it removed
    everywhere and looked for, as it does where a clearance runs out."""
    row.ends_at, row.ended_by = now, actor.id
    await queries.save(session, row)

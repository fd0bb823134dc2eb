"""Who is meant: a creator by number, handle or piece, and everything that is known to be the same person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import find_by_url, get_items
from bot.intake.privacy import queries
from bot.intake.privacy.rules import SHORTEST_SURE, Called, account_marks, all_names, sure_names
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.queries import get_creators
from bot.people.tables import Account, Creator
from bot.rights import queries as rights
from bot.storage.personal import SOMEBODY

HOW = (
    "Give the creator's number, @handle, network:handle (mastodon:anna@social.example), name, item:NUMBER, or a"
    " piece's address."
)


@dataclass(frozen=True, slots=True)
class Subject:
    """One person: creators on networks, and accounts that act with us."""

    creators: Sequence[Creator]
    accounts: Sequence[Account]

    @property
    def creator_ids(self) -> list[int]:
        return [one.id for one in self.creators if one.id is not None]

    @property
    def account_ids(self) -> list[int]:
        return [one.id for one in self.accounts if one.id is not None]

    @property
    def everywhere(self) -> list[Creator | Account]:
        return [*self.creators, *self.accounts]

    @property
    def platforms(self) -> list[str]:
        return sorted({one.platform for one in self.everywhere})

    @property
    def keys(self) -> list[str]:
        """As who acted is named: "discord:123"."""
        return sorted({f"{one.platform}:{one.external_id}" for one in self.everywhere})

    def called(self) -> list[Called]:
        """What they are known by."""
        found = [
            Called(one.platform, one.external_id, one.handle, one.name, one.url, one.avatar_url)
            for one in self.creators
        ]
        return found + [Called(one.platform, one.external_id, one.handle, one.name) for one in self.accounts]


def was_erased(creator: Creator) -> bool:
    """Whether the row stands for nobody any more."""
    return creator.external_id == f"{SOMEBODY}:{creator.id}"


async def person_of(session: AsyncSession, creator: Creator) -> Subject:
    """The whole person behind a creator: accounts of that id, those linked with them, and the creators they are."""
    creators = {creator.id: creator}
    accounts: dict[int | None, Account] = {}
    while True:
        size = len(creators) + len(accounts)
        known = {(one.platform, one.external_id) for one in creators.values()}
        known |= {(one.platform, one.external_id) for one in accounts.values()}
        for account in await queries.same_accounts(session, known):
            accounts[account.id] = account
        linked = {one.identity_id for one in accounts.values() if one.identity_id is not None}
        for account in await queries.accounts_of(session, linked) if linked else ():
            accounts[account.id] = account
        known |= {(one.platform, one.external_id) for one in accounts.values()}
        for other in await queries.same_creators(session, known):
            creators[other.id] = other
        if len(creators) + len(accounts) == size:
            return Subject(list(creators.values()), list(accounts.values()))


async def names_of(session: AsyncSession, subject: Subject) -> dict[str, list[str]]:
    """By what they are looked for: account keys, what surely names them, whatever may, and credit lines.

    A credit line may be anybody's word: it is looked for only in notices to the team, which quote it, and in work
    that is over.
    """
    credits, addresses = set[str](), set[str]()
    for creator in subject.creator_ids:
        for ask in await rights.asks_of_creator(session, creator):
            addresses |= {ask.receipt_to or ""}
            credits |= {ask.credit, str(ask.pending.get("credit") or "")}
            credits |= {one.credit or "" for one in await rights.events_of_ask(session, ask.id or 0)}
    given = {one for one in credits if len(one) >= SHORTEST_SURE}
    known = subject.called()
    return {
        "keys": subject.keys,
        "sure": sorted({*sure_names(known), *addresses} - {""}),
        "likely": sorted({*all_names(known), *addresses, *given} - {""}),
        "credits": sorted(given),
    }


async def find_creator(session: AsyncSession, given: str) -> Creator:
    """Whom somebody means: a creator's number, "@handle", "platform:handle", "handle@platform", a name, "item:7", or
    an address of a piece. Raises TellUser, naming the candidates where they are several people."""
    wanted = given.strip()
    if wanted.startswith(("https://", "http://")):
        return await _maker(session, await find_by_url(session, wanted), given)
    if wanted.startswith("item:"):
        return await _maker(session, _number(wanted.removeprefix("item:")), given)
    if _number(wanted) is not None:
        found = await get_creators(session, [_number(wanted) or 0])
        return await _only(session, list(found.values()), given)
    if not wanted.removeprefix("@"):
        raise TellUser(f"“{clean_line(given, 80)}” names no creator.", remedy=HOW)
    candidates = {one.id: one for one in await queries.creators_called(session, wanted)}
    platforms = _with_platform(wanted)
    for platform, name in platforms:
        for one in await queries.creators_named(session, platform, [name]):
            candidates[one.id] = one
    if not candidates:
        await _erased_before(session, platforms, given)
    return await _only(session, list(candidates.values()), given)


def _with_platform(wanted: str) -> list[tuple[str, str]]:
    """As (platform, name), where it is written so: "mastodon:anna", "anna@mastodon"."""
    before, colon, after = wanted.partition(":")
    name, at, platform = wanted.rpartition("@")
    pairs = [(before, after)] if colon else []
    pairs += [(platform, name)] if at else []
    return [(where.strip(), who.strip()) for where, who in pairs if where.strip() and who.strip()]


async def _erased_before(session: AsyncSession, platforms: Sequence[tuple[str, str]], given: str) -> None:
    """Raises TellUser where that account was erased before: its hash is known."""
    marks = {mark for where, who in platforms for mark in account_marks(where.casefold(), who, who)}
    for erasure_id in await queries.erasures_marked(session, marks) if marks else ():
        row = await queries.get(session, erasure_id)
        if row is not None:
            raise TellUser(
                f"“{clean_line(given, 80)}” was erased before, as creator {row.creator_id}.",
                remedy=f"See what was done: goodword erase {row.creator_id}",
            )


async def _maker(session: AsyncSession, item_id: int | None, given: str) -> Creator:
    item = (await get_items(session, [item_id])).get(item_id) if item_id is not None else None
    if item is None:
        raise TellUser(f"There is no piece “{clean_line(given, 200)}”.", remedy=HOW)
    if item.creator_id is None:
        raise TellUser(
            f"Nobody is known to have made item {item.id}.",
            remedy="Its source hides who made it. Reject the item, and it is removed with its retention period.",
        )
    return await _only(session, list((await get_creators(session, [item.creator_id])).values()), given)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None


async def _only(session: AsyncSession, found: Sequence[Creator], given: str) -> Creator:
    if not found:
        raise TellUser(f"There is no creator “{clean_line(given, 80)}”.", remedy=HOW)
    same = {one.id for one in (await person_of(session, found[0])).creators} if len(found) > 1 else set()
    if any(one.id not in same for one in found[1:]):
        listed = "; ".join(_listed(one) for one in found)
        raise TellUser(
            f"“{clean_line(given, 80)}” may be any of these creators: {listed}.", remedy="Give the number."
        )
    return found[0]


def _listed(creator: Creator) -> str:
    called = clean_line(creator.handle or creator.external_id, 60)
    name = f", {clean_line(creator.name, 60)}" if creator.name else ""
    return f"{creator.id} ({clean_line(creator.platform, 30)}:{called}{name})"

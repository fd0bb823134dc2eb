"""Who is one person: codes, links by administrators, unlinking, and two at the same moment."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.people.accounts import KnownAccount, hash_code
from bot.people.identity.service import Identities
from bot.people.identity.tries import MOST
from bot.people.queries import upsert_creators
from bot.people.rules import Person, Role
from bot.people.tables import IdentityEvent, LinkCode
from bot.sources.base import FoundCreator
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.plans import watching

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ADMIN = Person("U0MIA00001", "Mia", Role.MANAGER)


class People:
    """Identities over a database, and short ways to use them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.identities = Identities()
        self.identities.tell(self._follow)
        self.identities.tell_people(self._message)
        self.followed: list[set[int]] = []
        self.messages: list[tuple[int, str, str]] = []

    async def _follow(self, _session: AsyncSession, accounts: Collection[int], _now: datetime) -> None:
        self.followed.append(set(accounts))

    async def _message(
        self, _session: AsyncSession, account: int, what: str, values: dict[str, Any], _key: str
    ) -> None:
        self.messages.append((account, what, values["account"]))

    @asynccontextmanager
    async def change(self) -> AsyncIterator[AsyncSession]:
        async with unit_of_work(self.database) as session:
            yield session

    async def account(
        self, platform: str, external_id: str, now: datetime = NOW, **facts: Any
    ) -> KnownAccount:
        async with self.change() as session:
            return await self.identities.account(session, platform, external_id, now, **facts)

    async def code(self, account: KnownAccount, now: datetime = NOW) -> str:
        async with self.change() as session:
            return await self.identities.new_code(session, account.id, now)

    async def redeem(self, code: str, account: KnownAccount, now: datetime = NOW) -> KnownAccount:
        async with self.change() as session:
            return await self.identities.redeem(session, code, account.id, account.key, account.platform, now)

    async def link(self, one: KnownAccount, other: KnownAccount) -> None:
        async with self.change() as session:
            await self.identities.link(session, one.id, other.id, ADMIN, "slack", NOW)

    async def unlink(self, account: KnownAccount, actor: str | None = None) -> bool:
        async with self.change() as session:
            return await self.identities.unlink(session, account.id, actor or account.key, "discord", NOW)

    async def together(self, account: KnownAccount) -> set[int]:
        async with reading(self.database) as session:
            return {one.id for one in await self.identities.accounts_of(session, account.id)}

    async def events(self) -> list[tuple[int, str, str, str]]:
        async with reading(self.database) as session:
            rows = await session.exec(select(IdentityEvent).order_by(IdentityEvent.id))  # type: ignore[arg-type]  # a column
            return [(row.account_id, row.event, row.how, row.actor) for row in rows]


@pytest_asyncio.fixture
async def people(database: Database) -> People:
    return People(database)


async def test_an_account_is_kept_once_and_written_only_when_it_changed(people: People) -> None:
    first = await people.account(
        "discord", "1", name="Anna\n\u202e", handle="anna", locale="sv-SE", joined_at=NOW
    )
    assert (first.name, first.handle, first.locale, first.key) == ("Anna", "anna", "sv-SE", "discord:1")
    assert await people.account("discord", "1", NOW + HOUR) == first
    renamed = await people.account("discord", "1", NOW + HOUR, name="Anna B")
    assert (renamed.id, renamed.name, renamed.handle) == (first.id, "Anna B", "anna")
    assert (await people.account("mastodon", "1", handle="anna@social.example")).name == "anna@social.example"
    assert (await people.account("mastodon", "2")).name == "2"


async def test_who_left_and_comes_back_is_a_member_again(people: People) -> None:
    anna = await people.account("discord", "1", joined_at=NOW)
    async with people.change() as session:
        await people.identities.left(session, anna.id, NOW)
    assert (await people.account("discord", "1")).left_at == NOW
    assert (await people.account("discord", "1", joined_at=NOW + HOUR)).left_at is None


async def test_a_code_links_two_accounts_and_only_its_hash_is_kept(people: People) -> None:
    anna, elsewhere = await people.account("discord", "1", name="Anna"), await people.account("mastodon", "9")
    code = await people.code(anna)
    async with reading(people.database) as session:
        [kept] = (await session.exec(select(LinkCode))).all()
    assert kept.code_hash == hash_code(code)
    assert code not in str(kept.model_dump())
    owner = await people.redeem(f"  {code.lower().replace('-', ' ')} ", elsewhere)
    assert (owner.id, owner.name) == (anna.id, "Anna")
    assert await people.together(anna) == await people.together(elsewhere) == {anna.id, elsewhere.id}
    assert await people.events() == [
        (anna.id, "linked", "code", elsewhere.key),
        (elsewhere.id, "linked", "code", elsewhere.key),
    ]
    assert people.followed == [{anna.id, elsewhere.id}]
    assert people.messages == [(anna.id, "linked", "9 (mastodon)")]  # the other has its answer


async def test_a_code_works_once(people: People) -> None:
    anna, one, two = [await people.account(*key) for key in (("discord", "1"), ("mastodon", "2"), ("x", "3"))]
    code = await people.code(anna)
    await people.redeem(code, one)
    with pytest.raises(TellUser, match="was used already"):
        await people.redeem(code, two)
    assert await people.together(two) == {two.id}


async def test_a_code_ends_after_two_days_or_with_the_next_one(people: People) -> None:
    anna, other = await people.account("discord", "1"), await people.account("mastodon", "2")
    first = await people.code(anna)
    second = await people.code(anna, NOW + HOUR)
    with pytest.raises(TellUser, match=r"has expired.*/contest link.*/goodword link"):
        await people.redeem(first, other, NOW + HOUR)
    with pytest.raises(TellUser, match="has expired"):
        await people.redeem(second, other, NOW + 49 * HOUR)
    await people.redeem(second, other, NOW + 49 * HOUR - timedelta(seconds=1))
    assert len(await people.together(anna)) == 2


async def test_ones_own_code_is_refused_and_stays_good(people: People) -> None:
    anna, other = await people.account("discord", "1"), await people.account("mastodon", "2")
    code = await people.code(anna)
    with pytest.raises(TellUser, match="own code"):
        await people.redeem(code, anna)
    assert (await people.redeem(code, other)).id == anna.id


@pytest.mark.parametrize(
    "said", ["", "hello", "GW-0000-1111", "GW-2222-3333 GW-2222-4444", "'; drop table--"]
)
async def test_what_is_no_code_is_refused_with_an_example(people: People, said: str) -> None:
    anna = await people.account("discord", "1")
    with pytest.raises(TellUser, match="GW-7F3K-9QXM"):
        await people.redeem(said, anna)


async def test_guessing_ends_after_ten_wrong_codes_an_hour(people: People) -> None:
    anna, guesser = await people.account("discord", "1"), await people.account("slack", "U2")
    code = await people.code(anna)
    for number in range(MOST):
        with pytest.raises(TellUser, match="Nobody was given the code"):
            await people.redeem(f"GW-2222-{number + 2222}".replace("0", "A").replace("1", "B"), guesser)
    with pytest.raises(TellUser, match=r"Too many codes that don't exist\. Try again in 60 minutes"):
        await people.redeem(code, guesser)
    assert (await people.redeem(code, guesser, NOW + HOUR)).id == anna.id


async def test_a_code_never_makes_one_person_of_two_accounts_in_a_chat(people: People) -> None:
    """Who reads somebody's code in a post could act as them in the chat otherwise, if in a roundabout way."""
    anna, thief = await people.account("discord", "1"), await people.account("discord", "2")
    blog = await people.account("mastodon", "3")
    code = await people.code(anna)
    with pytest.raises(TellUser, match="two accounts in Discord"):
        await people.redeem(code, thief)
    await people.redeem(await people.code(thief), blog)
    with pytest.raises(TellUser, match="Ask an administrator"):
        await people.redeem(code, blog)
    assert await people.together(anna) == {anna.id}
    await people.link(anna, thief)
    assert await people.together(anna) == {anna.id, thief.id, blog.id}


async def test_two_people_who_turn_out_to_be_one_keep_their_events(people: People) -> None:
    one, two, three, four = [
        await people.account(*key)
        for key in (("discord", "1"), ("slack", "U2"), ("mastodon", "3"), ("x", "4"))
    ]
    await people.link(one, three)
    await people.link(two, four)
    before = await people.events()
    await people.redeem(await people.code(one), two)
    everybody = {one.id, two.id, three.id, four.id}
    assert await people.together(four) == everybody
    assert (await people.events())[: len(before)] == before
    assert {event[0] for event in (await people.events())[len(before) :]} == {two.id, four.id}
    assert people.followed[-1] == everybody
    await people.link(three, four)  # they are already
    assert len(await people.events()) == len(before) + 2


async def test_unlinking_takes_one_account_out_and_tells_who_was_together(people: People) -> None:
    one, two, three = [
        await people.account(*key) for key in (("discord", "1"), ("slack", "U2"), ("mastodon", "3"))
    ]
    await people.link(one, two)
    await people.link(two, three)
    people.messages.clear()
    assert await people.unlink(two)
    assert await people.together(two) == {two.id}
    assert await people.together(one) == {one.id, three.id}
    assert people.followed[-1] == {one.id, two.id, three.id}
    assert (await people.events())[-1] == (two.id, "unlinked", "request", two.key)
    assert people.messages == []
    assert not await people.unlink(two)
    assert await people.unlink(three, ADMIN.id)
    assert people.messages == [(three.id, "unlinked", "3 (mastodon)")]


async def test_an_administrators_link_is_told_to_both(people: People) -> None:
    one, two = (
        await people.account("discord", "1", name="Anna"),
        await people.account("slack", "U2", name="A. B."),
    )
    await people.link(one, two)
    assert people.messages == [(one.id, "linked", "A. B. (slack)"), (two.id, "linked", "Anna (discord)")]
    with pytest.raises(TellUser, match="one account"):
        await people.link(one, one)


async def test_accounts_are_named_by_handle_of_those_who_act_and_those_who_post(people: People) -> None:
    member = await people.account("discord", "1", handle="Mia.B")
    async with people.change() as session:
        creators = [
            FoundCreator("7", "@mia@social.example", "Mia"),
            FoundCreator("8", "@mia@other.example", "Another Mia"),
            FoundCreator("9", "@mi_a@social.example", "Not Mia"),
        ]
        await upsert_creators(session, "mastodon", creators, NOW)

    async def named(platform: str, handle: str) -> list[str]:
        async with people.change() as session:
            found = await people.identities.named(session, platform, handle, NOW)
        return [one.external_id for one in found]

    assert await named("discord", "@mia.b") == [member.external_id]
    assert sorted(await named("mastodon", "@Mia")) == ["7", "8"]
    assert await named("mastodon", "mia@other.example") == ["8"]
    assert await named("mastodon", "nobody") == await named("mastodon", "") == await named("x", "mia") == []


async def _at_once(*acts: Callable[[], Awaitable[Any]]) -> Sequence[Any]:
    return await asyncio.gather(*(act() for act in acts), return_exceptions=True)


async def test_of_many_who_say_a_code_at_once_one_is_linked(people: People) -> None:
    anna = await people.account("discord", "1")
    others = [await people.account("mastodon", str(number)) for number in range(6)]
    code = await people.code(anna)
    done = await _at_once(*(lambda one=one: people.redeem(code, one) for one in others))
    assert sum(isinstance(each, KnownAccount) for each in done) == 1
    assert all("used already" in str(each) for each in done if not isinstance(each, KnownAccount))
    assert len(await people.together(anna)) == 2


async def test_a_chain_of_links_at_once_ends_as_one_person(people: People) -> None:
    """Joining two people while a third is joined to one of them must not tear them apart."""
    accounts = [await people.account("mastodon", str(number)) for number in range(12)]
    for one, other in zip(accounts[::2], accounts[1::2], strict=True):
        await people.link(one, other)
    pairs = list(zip(accounts[1:-1:2], accounts[2::2], strict=True))
    done = await _at_once(*(lambda pair=pair: people.link(*pair) for pair in pairs))
    assert done == [None] * len(pairs)
    assert await people.together(accounts[0]) == {one.id for one in accounts}


async def test_an_account_made_known_by_two_at_once_is_one(people: People) -> None:
    done = await _at_once(*(lambda: people.account("discord", "1", name="Anna") for _ in range(5)))
    assert len({one.id for one in done}) == 1


async def test_old_codes_are_forgotten_after_a_month(people: People) -> None:
    anna, other = await people.account("discord", "1"), await people.account("mastodon", "2")
    code = await people.code(anna)
    async with people.change() as session:
        assert await people.identities.forget_codes(session, NOW + timedelta(days=31)) == 0
        assert await people.identities.forget_codes(session, NOW + timedelta(days=33)) == 1
    with pytest.raises(TellUser, match="Nobody was given"):
        await people.redeem(code, other)


async def test_codes_and_accounts_are_found_by_an_index(sqlite_database: Database) -> None:
    identities = Identities()
    with watching(sqlite_database) as asked:
        async with reading(sqlite_database) as session:
            await identities.open_codes(session, ["GW-2222-3333"], NOW)
            await identities.accounts_of(session, 1)
    for table in ("link_code", "account"):
        for plan in asked.plans(table):
            assert not any(step.startswith("SCAN") for step in plan), plan

"""What managers curate, and what holds because of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.curation import queries
from bot.curation.programme import NEVER_REWARDED, Disclosure
from bot.curation.refusals import Why
from bot.curation.rules import Limit, Mark, Marked, slug_of, standing
from bot.curation.service import Curation
from bot.kernel.errors import Refused
from bot.settings import Settings
from bot.settings.ambassadors import AmbassadorsSection
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, Room, open_room

LATER = NOW + timedelta(days=2)


@pytest_asyncio.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[Room]:
    async with open_room(database) as opened:
        yield opened


def curation(**more: object) -> Curation:
    return Curation(Settings(ambassadors=AmbassadorsSection.model_validate(more)))


async def refusal(work: object, why: Why) -> None:
    with pytest.raises(Refused) as error:
        await work  # type: ignore[misc]  # a coroutine of any kind
    assert error.value.key == why
    assert "{" not in str(error.value).replace("{company}", "")


async def test_collections_live(room: Room) -> None:
    [one, two, three] = await room.items(3)
    managed = curation()
    async with unit_of_work(room.database) as session:
        made = await managed.make(session, " Summer\u202e  2026! ", MIA, NOW)
        assert (made.slug, made.name) == ("summer-2026", "Summer 2026!")
        await refusal(managed.make(session, "summer 2026", MIA, NOW), Why.NAME_TAKEN)
        await refusal(managed.make(session, "!!!", MIA, NOW), Why.NO_NAME)
        await refusal(managed.make(session, "Winter", NOAH, NOW), Why.NOT_ALLOWED)
        assert await managed.put_in(session, "summer-2026", [one, two, one], MIA, NOW) == 2
        assert await managed.put_in(session, "summer-2026", [two, three], MIA, NOW) == 1
        await refusal(managed.put_in(session, "summer-2026", [99_999], MIA, NOW), Why.UNKNOWN_ITEM)
        await refusal(managed.put_in(session, "nowhere", [one], MIA, NOW), Why.UNKNOWN_COLLECTION)
        assert await managed.take_out(session, "summer-2026", [three, 99_999], MIA, NOW) == 1
        await managed.make(session, "Winter", MIA, NOW)
        await refusal(managed.rename(session, "winter", "SUMMER 2026", MIA, NOW), Why.NAME_TAKEN)
        assert (await managed.rename(session, "winter", "Frost & Söt", MIA, NOW)).slug == "frost-sot"
    async with reading(room.database) as session:
        listed = [(row.slug, pieces) for row, pieces in await queries.collections(session)]
        assert listed == [("frost-sot", 0), ("summer-2026", 2)]
        assert sorted(await queries.members(session, made.id or 0)) == [one, two]
        assert await queries.collections_of(session, [one, three]) == {one: ["summer-2026"]}
    async with unit_of_work(room.database) as session:
        await managed.close(session, "summer-2026", MIA, NOW)
        await refusal(managed.put_in(session, "summer-2026", [three], MIA, NOW), Why.CLOSED)
        assert [row.slug for row, _ in await queries.collections(session)] == ["frost-sot"]
        assert await queries.collections_of(session, [one]) == {}
        assert (await managed.reopen(session, "summer-2026", MIA, NOW)).closed_at is None


async def test_what_is_decided_about_a_piece_stands_until_it_ends(room: Room) -> None:
    [one, two, three, four] = await room.items(4)
    managed = curation()
    async with unit_of_work(room.database) as session:
        await managed.pin(session, one, LATER, MIA, NOW)
        await managed.pin(session, one, None, MIA, NOW)
        await managed.hold(session, two, LATER, MIA, NOW)
        await managed.hide(session, three, MIA, NOW)
        await managed.limit(session, four, Limit(3, 7), MIA, NOW)
        await refusal(managed.hold(session, one, NOW, MIA, NOW), Why.PAST)
        await refusal(managed.hide(session, 99_999, MIA, NOW), Why.UNKNOWN_ITEM)
        await refusal(managed.limit(session, one, Limit(0, 7), MIA, NOW), Why.RANGE)
        await refusal(managed.pin(session, one, None, NOAH, NOW), Why.NOT_ALLOWED)
    async with reading(room.database) as session:
        now = await queries.standing_now(session, NOW)
        later = await queries.standing_now(session, LATER, [one, two, four])
        marks = await queries.live_marks(session, [one])
    assert [set(some) for some in (now.pinned, now.held, now.hidden)] == [{one}, {two}, {three}]
    assert now.limit_of == {four: Limit(3, 7)}
    assert now.barred == {two, three}
    assert later.pinned == {one}
    assert not later.barred
    assert [(mark.kind, mark.by, mark.by_name, mark.until) for mark in marks] == [
        (Mark.PIN, MIA.id, MIA.name, None)
    ], "the earlier pin has ended"
    async with unit_of_work(room.database) as session:
        assert await managed.lift(session, one, Mark.PIN, MIA, NOW)
        assert not await managed.lift(session, one, Mark.PIN, MIA, NOW)
        assert await _kept(session) == 5, "what ended is kept"


async def _kept(session: AsyncSession) -> int:
    rows = await (await session.connection()).exec_driver_sql("SELECT count(*) FROM curation_mark")
    return int(rows.scalar_one())


def test_what_is_over_counts_no_more() -> None:
    mark = Marked(1, Mark.HOLD, LATER)
    assert standing([mark], NOW).held == {1}
    assert standing([mark], LATER).held == frozenset()


async def test_the_programme_is_the_settings_with_what_managers_set_instead(room: Room) -> None:
    managed = curation(
        networks=["x", "bluesky"], picks_a_week=5, blocked_words=["cheap"], without_points=["mail"]
    )
    async with reading(room.database) as session:
        plain = await managed.programme(session)
    assert (plain.networks, plain.picks_a_week, plain.changed) == (("x", "bluesky"), 5, ())
    assert not plain.rewards("mail")
    assert not plain.rewards("x")
    assert plain.rewards("bluesky")
    async with unit_of_work(room.database) as session:
        await managed.set_networks(session, ["bluesky", "linkedin"], MIA, NOW)
        await managed.set_blocked_words(session, [" best\n ever ", "best ever", "cheap"], MIA, NOW)
        await managed.set_budget(session, 3, MIA, NOW)
        await managed.set_piece_limit(session, Limit(4, 30), MIA, NOW)
        await managed.set_disclosure(session, "en", "Ad: {company} pays me.", "#ad", MIA, NOW, country="us")
    async with reading(room.database) as session:
        changed = await managed.programme(session)
    assert changed.networks == ("bluesky",), "what the settings don't allow nobody switches on"
    assert changed.blocked_words == ("best ever", "cheap")
    assert (changed.picks_a_week, changed.piece_limit) == (3, Limit(4, 30))
    found = changed.disclosure("en", "x", "US")
    assert found is not None
    assert found.line == "Ad: Your brand pays me. #ad"
    assert changed.disclosure("en", "x", "SE") is None
    assert {(one.key, one.by_name, one.at) for one in changed.changed} == {
        (key, "Mia", NOW)
        for key in ("networks", "blocked_words", "picks_a_week", "piece_limit", "disclosure:en::US")
    }
    async with unit_of_work(room.database) as session:
        await managed.set_piece_limit(session, None, MIA, NOW)
        assert await managed.give_back(session, "networks", MIA, NOW)
        assert not await managed.give_back(session, "networks", MIA, NOW)
    async with reading(room.database) as session:
        given = await managed.programme(session)
    assert given.networks == ("x", "bluesky")
    assert given.piece_limit is None


async def test_what_managers_may_not_set(room: Room) -> None:
    managed = curation()
    async with unit_of_work(room.database) as session:
        await refusal(managed.set_networks(session, ["myspace"], MIA, NOW), Why.UNKNOWN_NETWORK)
        await refusal(managed.set_networks(session, [], MIA, NOW), Why.NO_NETWORK)
        await refusal(managed.set_networks(session, ["x"], NOAH, NOW), Why.NOT_ALLOWED)
        await refusal(managed.set_blocked_words(session, ["..."], MIA, NOW), Why.WORD_LENGTH)
        await refusal(managed.set_blocked_words(session, ["x" * 61], MIA, NOW), Why.WORD_LENGTH)
        await refusal(managed.set_budget(session, 0, MIA, NOW), Why.RANGE)
        says = "I work at {company}."
        for text, tag, why in (
            ("", "", Why.DISCLOSURE),
            ("\u200b\u202e", "", Why.DISCLOSURE),
            ("x" * 91, "", Why.DISCLOSURE),
            ("...", "", Why.DISCLOSURE_COMPANY),
            ("Nice tea", "", Why.DISCLOSURE_COMPANY),
            ("Nice tea", "#employee", Why.DISCLOSURE_COMPANY),
            ("I work at yourself brand", "", Why.DISCLOSURE_COMPANY),
            (says, "no tag", Why.DISCLOSURE_TAG),
        ):
            await refusal(managed.set_disclosure(session, "en", text, tag, MIA, NOW), why)
        for country in ("USA", "U:"):
            wrong = managed.set_disclosure(session, "en", says, "", MIA, NOW, country=country)
            await refusal(wrong, Why.DISCLOSURE_COUNTRY)
        await refusal(managed.set_disclosure(session, "e:", says, "", MIA, NOW), Why.DISCLOSURE_LANGUAGE)
        network = managed.set_disclosure(session, "en", says, "", MIA, NOW, network="a:b")
        await refusal(network, Why.UNKNOWN_NETWORK)
        await managed.set_disclosure(session, "en", "Your  BRAND pays me", "", MIA, NOW)


async def test_a_disclosure_that_names_nobody_any_more_gives_way_to_the_packaged_one(room: Room) -> None:
    async with unit_of_work(room.database) as session:
        await curation(company="Tea & Co").set_disclosure(session, "en", "I work at Tea & Co", "", MIA, NOW)
    async with reading(room.database) as session:
        before = await curation(company="Tea & Co").programme(session)
        after = await curation(company="Fjord Coffee").programme(session)
    assert before.disclosure("en", "x", "SE") == Disclosure("I work at Tea & Co")
    assert after.disclosure("en", "x", "SE") is None


def test_x_is_never_rewarded() -> None:
    assert "x" in NEVER_REWARDED


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Sommar 2026!", "sommar-2026"), ("  ", ""), ("漢字", ""), ("a" * 99, "a" * 40), ("Ö-ö", "o-o")],
)
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug

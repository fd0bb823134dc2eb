"""What left is taken out of what was sent, and the message says it no more."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import select

from bot.ambassadors.tables import Ambassador
from bot.content.tables import Item
from bot.digests import wishes
from bot.digests.book import document_of
from bot.digests.leaving import unnamed, without
from bot.digests.queries import Leaving
from bot.digests.tables import Digest
from bot.intake.privacy.digests import DigestPlace
from bot.intake.privacy.places import Traces
from bot.people.tables import Creator
from bot.rights.tables import Takedown
from bot.storage.database import Database
from bot.storage.personal import Named
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Work
from tests.bot.digests.outside import Recording
from tests.bot.digests.test_sending import SUNDAY, at_work, idle, keep, states
from tests.bot.work.support import Hands, ask
from tests.support.documents import sample_document
from tests.support.waiting import eventually

MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def plant(database: Database) -> None:
    """The pieces and creators that the sample document names."""
    async with unit_of_work(database) as session:
        for number in (1, 2, 3):
            session.add(
                Creator(
                    id=number,
                    platform="mastodon",
                    external_id=str(number),
                    first_seen_at=SUNDAY,
                    updated_at=SUNDAY,
                )
            )
        for number, creator in ((11, 1), (12, 2), (13, 3)):
            session.add(
                Item(
                    id=number,
                    kind="post",
                    platform="mastodon",
                    creator_id=creator,
                    text="words",
                    found_at=SUNDAY,
                    updated_at=SUNDAY,
                )
            )


async def only(database: Database) -> Digest:
    async with reading(database) as session:
        return (await session.exec(select(Digest))).one()


def test_words_go_and_figures_stay() -> None:
    whole = sample_document()
    left = without(whole, Leaving({11}, {2}, {1}))
    said = left.model_dump_json()
    assert "mornings are mine" not in said
    assert "Bo <@U1>" not in said
    assert "Lea Moreau" not in said
    assert [one.gone for one in left.pieces] == [True, False]
    assert [one.gone for one in left.shared_pieces] == [True]
    assert [(one.name, one.gone) for one in left.sharers] == [("", True), ("Ole *B* & co", False)]
    assert left.sharing == whole.sharing
    assert (left.funnel, left.trend, left.tags) == (whole.funnel, whole.trend, whole.tags)


@asynccontextmanager
async def sent(database: Database, folder: Path) -> AsyncIterator[tuple[Recording, Work]]:
    """A digest that went out, and the work that looks after it."""
    face, clock = Recording(folder / "place"), Hands(SUNDAY)
    await plant(database)
    await keep(database, SUNDAY)
    clock.now = MONDAY
    async with at_work(database, face, clock) as (_, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: states("sent")(database))
        yield face, work


async def test_a_deleted_piece_and_an_erased_creator_leave_the_message(
    database: Database, tmp_path: Path
) -> None:
    async with sent(database, tmp_path) as (face, work):
        await ask(work, wishes.LEAVING)
        await eventually(lambda: idle(work))
        assert (await only(database)).revision == 1
        async with unit_of_work(database) as session:
            (item,) = await session.exec(select(Item).where(Item.id == 11))
            (creator,) = await session.exec(select(Creator).where(Creator.id == 2))
            item.life, creator.external_id = "deleted", "erased:2"
            session.add_all([item, creator])
        await ask(work, wishes.LEAVING)
        await eventually(lambda: len(face.lines("redrawn")) == 1)
        await ask(work, wishes.LEAVING)
        await eventually(lambda: idle(work))
    row = await only(database)
    document = document_of(row)
    assert document is not None
    assert (row.revision, row.shown_revision) == (2, 2)
    assert [one.gone for one in document.pieces] == [True, False]
    assert document.rising[0].gone
    assert face.lines("redrawn") == [["digest:1", "|Unboxing <b>the</b> Kettle", "2"]]


async def test_a_piece_that_is_taken_down_leaves_the_teams_message_too(
    database: Database, tmp_path: Path
) -> None:
    async with sent(database, tmp_path) as (face, work):
        async with unit_of_work(database) as session:
            session.add(Takedown(item_id=11, ask_id=1, revision=1, at=MONDAY))
        await ask(work, wishes.LEAVING)
        await eventually(lambda: len(face.lines("redrawn")) == 1)
    document = document_of(await only(database))
    assert document is not None
    assert [one.gone for one in document.pieces] == [True, False]


async def test_an_ambassador_who_leaves_the_boards_leaves_the_message(
    database: Database, tmp_path: Path
) -> None:
    face, clock = Recording(tmp_path / "place"), Hands(SUNDAY)
    await plant(database)
    async with unit_of_work(database) as session:
        for number in (1, 2):
            session.add(Ambassador(id=number, account_id=number, name="Lea", joined_at=SUNDAY))
    await keep(database, SUNDAY)
    clock.now = MONDAY
    async with at_work(database, face, clock) as (_, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: states("sent")(database))
        async with unit_of_work(database) as session:
            off = await session.get_one(Ambassador, 1)
            off.on_board = False
            session.add(off)
        await ask(work, wishes.LEAVING)
        await eventually(lambda: len(face.lines("redrawn")) == 1)
        await ask(work, wishes.LEAVING)
        await eventually(lambda: idle(work))
    document = document_of(await only(database))
    assert document is not None
    assert [(one.name, one.gone) for one in document.sharers] == [("", True), ("Ole *B* & co", False)]
    assert len(face.lines("redrawn")) == 1


async def test_the_communitys_edition_names_nobody_without_permission(
    database: Database, tmp_path: Path
) -> None:
    face, clock = Recording(tmp_path / "place", key="discord"), Hands(SUNDAY)
    await plant(database)
    await keep(database, SUNDAY, slack=False, discord="stories")
    clock.now = MONDAY
    async with at_work(database, face, clock) as (_, work):
        await ask(work, wishes.DUE)
        await eventually(lambda: states("sent")(database))
        await ask(work, wishes.LEAVING)
        await eventually(lambda: len(face.lines("redrawn")) == 1)
    document = document_of(await only(database))
    assert document is not None
    assert document.edition == "community"
    assert all(one.gone for one in document.pieces)
    assert all(one.gone for one in (*document.creators, *document.rising))


async def test_an_erasure_reaches_names_that_stand_in_words(database: Database, tmp_path: Path) -> None:
    """A contest's leaders are names without numbers."""
    async with sent(database, tmp_path) as (face, work):
        place = DigestPlace(database, work)
        traces = Traces([11], [], Named(names=frozenset({"Jonas Weber", "Anna Öberg"})))
        first = await place.clear(traces)
        assert (first.gone, first.left) == (1, ())
        await eventually(lambda: len(face.lines("redrawn")) == 1)
        await eventually(lambda: idle(work))
        assert await place.clear(traces) == type(first)(0, 0, ())
    said = str((await only(database)).document)
    assert "Jonas Weber" not in said
    assert "Anna" not in said
    assert "Ayşe Demir" in said


def test_whoever_goes_by_a_word_of_ours_is_erased_too() -> None:
    """Handles are anybody's choice: what a document is built of isn't taken for them."""
    whole = sample_document()
    names = frozenset({whole.edition, whole.language, whole.period.cadence, "found", "up", "kettleandfern"})
    left = unnamed(whole, Named(names=names))
    assert (left.edition, left.period.cadence, left.funnel) == (
        whole.edition,
        whole.period.cadence,
        whole.funnel,
    )
    assert left.tags != whole.tags
    assert "kettleandfern" not in str([(one.slice, one.name, one.numbers) for one in left.tags])

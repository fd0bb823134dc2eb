"""Boards that people outside the company read name nobody who didn't agree to that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.ambassadors.ledger.service import Award, award
from bot.ambassadors.membership import Membership
from bot.ambassadors.rules import Kind, Preferences
from bot.curation.programme import programme
from bot.settings.ambassadors import AmbassadorsSection
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.ambassadors.support import PLAIN, Codes, Programmed, programmed
from tests.bot.intake.privacy.life import Life, living
from tests.support.waiting import eventually

OPEN = AmbassadorsSection(open=True)


async def change(stage: Programmed, membership: Membership, who: int, wanted: Preferences) -> None:
    async with unit_of_work(stage.database) as session:
        await membership.change(session, who, wanted, stage.now)


async def hidden(stage: Programmed, membership: Membership) -> list[int]:
    async with unit_of_work(stage.database) as session:
        return await membership.hide_who_was_not_asked(session)


async def test_a_programme_that_opens_names_those_alone_who_agreed(
    database: Database, tmp_path: Path
) -> None:
    async with programmed(database, tmp_path) as stage:
        asked, unasked, shy = await stage.join("Ada"), await stage.join("Bo"), await stage.join("Cy")
        items = await stage.pieces(1)
        for who in (asked, unasked, shy):
            await stage.shared(who, items[0])
        closed, opened = stage.programme_of.membership, Membership(stage.codes, public_boards=True)
        await change(stage, closed, asked, replace(PLAIN, public=True))
        await change(stage, closed, shy, replace(PLAIN, on_board=False, public=True))
        assert not (await stage.row(shy)).public, "who stays off agrees to nothing"
        assert await hidden(stage, closed) == [], "colleagues read on"
        assert await hidden(stage, opened) == [unasked]
        assert await hidden(stage, opened) == []
        assert [row.name for row in (await stage.board()).rows] == ["Ada"]
        assert (await stage.own(unasked)).score > 0, "what they have counts on"
        await change(stage, opened, unasked, PLAIN)
        assert [row.name for row in (await stage.board()).rows] == ["Ada"], "an old form says nothing of it"
        await change(stage, opened, unasked, replace(PLAIN, public=True))
        assert {row.name for row in (await stage.board()).rows} == {"Ada", "Bo"}
        await change(stage, opened, asked, replace(PLAIN, on_board=False))
        assert [row.name for row in (await stage.board()).rows] == ["Bo"]
        assert await stage.differences() == []


async def test_an_open_programme_takes_nobody_for_public_who_only_joins(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with programmed(sqlite_database, tmp_path, OPEN) as stage:
        quiet, loud = await stage.join("Ada"), await stage.join("Bo", public=True)
        rows = [await stage.row(quiet), await stage.row(loud)]
        assert [(row.on_board, row.public) for row in rows] == [(False, False), (True, True)]


async def _join_while_only_colleagues_read(life: Life) -> None:
    services = life.app.services
    async with unit_of_work(life.app.database) as session:
        lea = await services.identities.account(session, "slack", "U0LEA00001", life.now, name="Lea Moreau")
        membership = Membership(Codes())
        holds = await programme(session, services.settings)
        row = await membership.join(session, lea, PLAIN, holds, life.now)
        await award(session, Award(Kind.SHARE, "share:1", row.id or 0, 10), holds.zone, life.now)


async def test_who_joined_before_is_off_the_boards_at_the_start_and_is_asked(
    database_url: str, tmp_path: Path
) -> None:
    said = "The leaderboard is open to people outside the company now"
    async with living(database_url, tmp_path / "data") as life:
        await _join_while_only_colleagues_read(life)
    async with living(database_url, tmp_path / "data", ambassadors=OPEN) as life:
        assert await on_boards(life) == (0, 0)
        await eventually(lambda: said in _directly(life), what="they are asked")
    async with living(database_url, tmp_path / "data", ambassadors=OPEN) as again:
        assert await on_boards(again) == (0, 0)
        assert said not in _directly(again), "once"


async def on_boards(life: Life) -> tuple[int, int]:
    """How many stand there by their row, and how many scores do."""
    people = await life.rows("SELECT on_board FROM ambassador")
    scores = await life.rows("SELECT on_board FROM ambassador_score")
    assert people
    assert scores
    return sum(bool(row[0]) for row in people), sum(bool(row[0]) for row in scores)


def _directly(life: Life) -> str:
    world = life.slack.world
    rooms = [one.id for one in world.channels.values() if one.kind == "im"]
    return str([world.messages.get(room, {}) for room in rooms])

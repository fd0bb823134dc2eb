"""Ambassadors in a digest: figures that open, those who stand in front, what was shared most."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest_asyncio
import sqlalchemy as sa

from bot.ambassadors.service import Ambassadors
from bot.ambassadors.worth import MONTH_DAYS
from bot.digests.building import build
from bot.digests.document import Document, Number
from bot.faces.digests.words import Words
from bot.insights.periods import parse
from bot.insights.rows import rows, value
from bot.links.service import Links
from bot.links.tables import LinkConversion, LinkDay
from bot.settings.ambassadors import AmbassadorsSection, Prices
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import FRIDAY, PLAIN, Programmed, programmed

WEEK = parse("2026-W47", FRIDAY, "UTC")
MONTH = parse("2026-11", FRIDAY, "UTC")


class Stage(Programmed):
    """The programme with the tracked links that it has in life."""

    def use_links(self) -> None:
        self.programme_of = Ambassadors(self.settings, Links("https://go.example"), self.codes, self.take)

    async def join(self, name: str = "Noah", **more: Any) -> int:
        """Whoever joins agrees that people outside read the boards they stand on."""
        return await super().join(name, **{"public": True, **more})

    async def followed(self, share: int, visitors: int, conversions: int = 0) -> None:
        link = (await self.share_row(share)).link_id
        async with unit_of_work(self.database) as session:
            day = LinkDay(link_id=link, day=self.now.date(), clicks=visitors + 2, visitors=visitors)
            session.add(day.model_copy(update={"first_at": self.now, "clicked_at": self.now}))
            for number in range(conversions):
                session.add(
                    LinkConversion(
                        key=f"{link}:{number}", link_id=link, clicked_at=self.now, at=self.now, how="call"
                    )
                )

    async def digest(self, period: Any = WEEK, **more: Any) -> Document:
        return await build(self, period, **more)


@pytest_asyncio.fixture
async def stage(database: Database, tmp_path: Path) -> AsyncIterator[Stage]:
    """Once on each database."""
    async with programmed(database, tmp_path) as opened:
        made = Stage(opened.desk, AmbassadorsSection(open=True))
        made.use_links()
        yield made


async def of_rows(stage: Stage, number: Number, period: Any = WEEK) -> int:
    async with reading(stage.database) as session:
        return await value(session, number.figure, number.slice, period.start, period.end)


async def a_week(stage: Stage) -> tuple[int, int, list[int]]:
    """Lea shares twice (once on X), Ole once and stays off the boards, Bo shared the week before."""
    stage.now = FRIDAY - timedelta(days=7)
    lea, ole, bo = await stage.join("Lea"), await stage.join("Ole", on_board=False), await stage.join("Bo")
    items = await stage.pieces(3)
    await stage.shared(bo, items[0])
    stage.now = FRIDAY
    first = await stage.shared(lea, items[1])
    await stage.followed(first, 7, 2)
    await stage.shared(lea, items[1], "x")
    await stage.followed(await stage.shared(ole, items[2]), 3)
    return lea, ole, items


async def test_figures_stand_beside_the_week_before_and_open_what_they_count(stage: Stage) -> None:
    await a_week(stage)
    document = await stage.digest()
    assert [(one.figure, one.value, one.before) for one in document.sharing] == [
        ("sharers", 2, 1),
        ("shared", 3, 1),
        ("visitors", 10, 0),
        ("conversions", 2, 0),
    ]
    for one in [*document.sharing, *(each.number for each in document.sharers)]:
        assert await of_rows(stage, one) == one.value
    async with reading(stage.database) as session:
        visited = await rows(session, "visitors", "", WEEK.start, WEEK.end)
        people = await rows(session, "sharers", "", WEEK.start, WEEK.end)
        on_x = await value(session, "shared", "network:x", WEEK.start, WEEK.end)
    assert [one.value for one in visited] == [7, 3]
    assert {(one.title, one.value) for one in people} == {("Lea", 2), ("", 1)}
    assert on_x == 1


async def test_who_stays_off_the_boards_is_not_named_and_x_gives_nothing(stage: Stage) -> None:
    lea, _, items = await a_week(stage)
    document = await stage.digest()
    assert [(one.ambassador_id, one.name) for one in document.sharers] == [(lea, "Lea")]
    points = stage.settings.ambassadors.points
    assert document.sharers[0].number.value == points.share + points.first
    assert "Ole" not in document.model_dump_json()
    shared = [(one.item_id, one.number.value if one.number else None) for one in document.shared_pieces]
    assert shared == [(items[1], 2), (items[2], 1)]


async def test_a_month_is_counted_among_those_who_shared_in_it(stage: Stage) -> None:
    lea, _, _ = await a_week(stage)
    document = await stage.digest(MONTH)
    assert [one.name for one in document.sharers][:2] == ["Bo", "Lea"]
    for one in document.sharers:
        assert await of_rows(stage, one.number, MONTH) == one.number.value
    await stage.leave(lea)
    assert [one.name for one in (await stage.digest(MONTH)).sharers] == ["Bo"]
    assert [(one.figure, one.value) for one in (await stage.digest(MONTH)).sharing][:2] == [
        ("sharers", 2),
        ("shared", 4),
    ]


async def test_the_community_is_told_of_open_programmes_alone(stage: Stage) -> None:
    await a_week(stage)
    async with unit_of_work(stage.database) as session:
        cy = await stage.programme_of.membership.join(
            session,
            await stage.identities.account(session, "slack", "U99", stage.now, name="Cy"),
            PLAIN,
            await stage.programme_of.programme(session),
            stage.now,
        )
    await stage.shared(cy.id or 0, (await stage.pieces(1))[0])
    document = await stage.digest(edition="community")
    assert [one.name for one in document.sharers] == ["Lea"], "Cy didn't agree to be read outside"
    assert not document.shared_pieces  # they are licensed for employees, not for the website
    closed = Stage(stage.desk, AmbassadorsSection())
    closed.now = FRIDAY
    document = await closed.digest(edition="community")
    assert (document.sharing, document.sharers, document.shared_pieces) == ([], [], [])


async def test_before_anybody_took_part_nothing_is_said(stage: Stage) -> None:
    assert (await stage.digest()).sharing == []
    await stage.join("Lea")
    assert (await stage.digest()).sharing == []


async def test_an_equal_recount_of_days_and_moments(stage: Stage) -> None:
    """Consecutive periods share nothing and leave nothing out, whatever their zone."""
    await a_week(stage)
    whole = parse("2026-11", datetime(2026, 11, 20, tzinfo=UTC), "Pacific/Kiritimati")
    middle = FRIDAY - timedelta(days=3, hours=5)
    async with reading(stage.database) as session:
        for figure in ("shared", "visitors", "conversions", "points"):
            parts = [
                await value(session, figure, "", start, end)
                for start, end in ((whole.start, middle), (middle, whole.end))
            ]
            assert sum(parts) == await value(session, figure, "", whole.start, whole.end)
        days = table_of(LinkDay)
        total = (await (await session.connection()).execute(sa.select(sa.func.sum(days.c.visitors)))).scalar()
        assert await value(session, "visitors", "", whole.start, whole.end) == total


async def test_worth_and_cost_stand_where_they_are_known(database: Database, tmp_path: Path) -> None:
    async with programmed(database, tmp_path) as opened:
        prices = Prices(currency="EUR", per_month=MONTH_DAYS * 10, per_conversion=5)
        stage = Stage(opened.desk, AmbassadorsSection(open=True, prices=prices))
        stage.use_links()
        await a_week(stage)
        link = (await stage.share_row(1)).link_id
        async with unit_of_work(stage.database) as session:
            for key, currency in (("sek", "SEK"), ("eur", "EUR")):
                row = LinkConversion(
                    key=key,
                    link_id=link,
                    clicked_at=stage.now,
                    at=stage.now,
                    how="call",
                    value_micros=20_000_000,
                    currency=currency,
                )
                session.add(row)
        stage.now = WEEK.end + timedelta(hours=9)
        document = await stage.digest()
        money = [
            (one.figure, one.value and round(one.value, 2), one.currency, one.estimate)
            for one in document.sharing[4:]
        ]
        assert money == [
            (
                "conversion_value",
                30,
                "EUR",
                True,
            ),  # twice five as the settings say, and twenty as the shop said
            ("conversion_value", 20, "SEK", False),
            ("cost_per_visitor", 7, "EUR", False),  # seven days at ten euros, ten visitors
            ("cost_per_conversion", 17.5, "EUR", False),
        ]
        said = [Words("en", "UTC").told(one) for one in document.sharing[4:]]
        assert said[:2] == ["Worth of conversions: €30.00", "Worth of conversions: SEK20.00"]
        community = await stage.digest(edition="community")
        assert not [one for one in community.sharing if one.currency]

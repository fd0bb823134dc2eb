"""``goodword ambassadors``: boards and what sharing brought, as managers see them in chat. Only reads."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from bot.ambassadors.boards.service import LARGEST, Row, board
from bot.ambassadors.rules import ALL_TIME, Measure, periods_of
from bot.curation.programme import programme
from bot.kernel.clock import utc_now
from bot.kernel.text import clean_line
from bot.operations.reading import opened
from bot.operations.showing import show_json, show_table
from bot.operations.writing import write_out
from bot.settings import Settings
from cogs.curation import overview
from cogs.curation.overview import Goes, networks_of

BOARD = ("rank", "name")
UNITS = {Measure.POINTS: "points", Measure.CLICKS: "unique clicks", Measure.SHARES: "shares"}


async def show_board(settings: Settings, period: str, by: str, *, as_json: bool) -> None:
    """Who stands on a board, best first."""
    measure, rows = Measure(by), await _board(settings, period, Measure(by))
    if as_json:
        show_json({"rank": one.rank, "name": one.name, by: one.score} for one in rows)
    elif not rows:
        click.echo("Nobody stands on this board yet.")
    else:
        show_table(("Rank", "Name", UNITS[measure].capitalize()), ((r.rank, r.name, r.score) for r in rows))


async def show_programme(settings: Settings, days: int, *, as_json: bool) -> None:
    """How it goes in the last so many days: numbers of all together, by network and by piece."""
    goes = await _goes(settings, days)
    if as_json:
        show_json([_facts(goes)])
        return
    show_table(("What", "Number"), _figures(goes), title=f"Ambassadors, the last {days} days")
    if networks := networks_of(goes):
        show_table(("Network", "Shares", "Unique clicks"), (_network(goes, one) for one in networks))
    if goes.pieces:
        show_table(("Piece", "What", "Shares", "Unique clicks"), _pieces(goes))


async def export_table(
    settings: Settings, what: str, days: int, period: str, by: str, output: Path | None
) -> str:
    """Write a table as CSV to a file, or to standard output; gives where to. Cells are never formulas. Raises
    TellUser where the file can't be written."""
    if what == "board":
        rows = await _board(settings, period, Measure(by))
        written = overview.table(
            (*BOARD, UNITS[Measure(by)]), ((one.rank, one.name, one.score) for one in rows)
        )
    else:
        made = {"people": overview.people_table, "networks": overview.networks_table}
        written = made.get(what, overview.pieces_table)(await _goes(settings, days))
    return await write_out(written, output)


async def _board(settings: Settings, period: str, measure: Measure) -> list[Row]:
    async with opened(settings) as session:
        held = await programme(session, settings)
        periods = periods_of(utc_now(), held.zone)
        name = {"week": periods.week, "season": periods.season}.get(period, ALL_TIME)
        first = await board(session, name, measure, 1, LARGEST)
        rows = list(first.rows)
        for page in range(2, first.pages + 1):
            rows += (await board(session, name, measure, page, LARGEST)).rows
    return rows


async def _goes(settings: Settings, days: int) -> Goes:
    async with opened(settings) as session:
        held = await programme(session, settings)
        window = settings.links.window_days
        return await overview.load(session, held, days, utc_now(), everybody=True, window_days=window)


def _figures(goes: Goes) -> list[tuple[str, int]]:
    beat = goes.pulse
    return [
        ("Pieces that can be shared now", goes.shareable),
        ("People who take part", beat.active),
        ("of them faded", beat.faded),
        ("People who paused", beat.paused),
        ("Shares", goes.shares),
        ("Unique clicks", goes.visitors),
        ("Conversions", goes.converted.number),
        ("Clicks left out: too many of one visitor or address", goes.ignored),
        ("Visits of programs, left out", goes.machines),
    ]


def _network(goes: Goes, name: str) -> tuple[str, int, int]:
    found = goes.by_network.get(name)
    return name, goes.networks.get(name, 0), found.visitors if found else 0


def _pieces(goes: Goes) -> Iterable[tuple[int, str, int, int]]:
    for number, shares in goes.pieces:
        item, found = goes.items.get(number), goes.by_piece.get(number)
        title = "" if item is None or item.gone else clean_line(item.title or item.text, 60)
        yield number, title, shares, found.visitors if found else 0


def _facts(goes: Goes) -> dict[str, Any]:
    return {
        "days": goes.days,
        "shareable": goes.shareable,
        "active": goes.pulse.active,
        "paused": goes.pulse.paused,
        "faded": goes.pulse.faded,
        "shares": goes.shares,
        "unique_clicks": goes.visitors,
        "conversions": goes.converted.number,
        "left_out": goes.ignored,
        "programs": goes.machines,
        "networks": {one: _network(goes, one)[1:] for one in networks_of(goes)},
        "pieces": [
            {"item": item, "shares": shares, "unique_clicks": clicks}
            for item, _, shares, clicks in _pieces(goes)
        ],
    }

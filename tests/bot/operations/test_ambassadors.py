"""``goodword ambassadors``: boards and what sharing brought, from a terminal."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bot.ambassadors.ledger.service import Award, award
from bot.ambassadors.rules import Kind
from bot.ambassadors.tables import Ambassador, Share
from bot.cli import goodword
from bot.kernel.clock import utc_now
from bot.kernel.errors import TellUser
from bot.links.tables import Link, LinkDay
from bot.operations.ambassadors import export_table, show_board, show_programme
from bot.settings import DatabaseSection, Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work

HOSTILE = "=cmd|'/c calc'!A1 \x1b[31m"


@pytest.fixture
def settings(database_url: str) -> Settings:
    return Settings(database=DatabaseSection(url=SecretStr(database_url)))


async def shared(database: Database, settings: Settings) -> None:
    now = utc_now()
    yesterday = now - timedelta(days=1)
    share: dict[str, Any] = {
        "item_id": 5,
        "link_id": 7,
        "code": "seven",
        "language": "en",
        "opened_at": yesterday,
    }
    async with unit_of_work(database) as session:
        for row in (
            Ambassador(id=1, account_id=901, name=HOSTILE, joined_at=now - timedelta(days=90)),
            Link(id=7, code="seven", item_id=5, owner=1, network="linkedin", made_at=now),
            Share(ambassador_id=1, network="linkedin", shared_at=yesterday, how="said", visitors=4, **share),
            LinkDay(link_id=7, day=now.date(), clicks=6, visitors=4, ignored=3, first_at=now, clicked_at=now),
        ):
            session.add(row)
            await session.flush()
        given = Award(Kind.SHARE, "share:1", 1, 10, network="linkedin")
        await award(session, given, settings.ambassadors.time_zone, now)


async def test_nothing_is_said_of_nothing(
    database: Database, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    await show_board(settings, "week", "points", as_json=False)
    assert "Nobody stands on this board yet." in capsys.readouterr().out
    await show_programme(settings, 28, as_json=False)
    assert "Pieces that can be shared now" in capsys.readouterr().out


async def test_boards_and_what_sharing_brought(
    database: Database, settings: Settings, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    await shared(database, settings)
    await show_board(settings, "all", "points", as_json=True)
    row = json.loads(capsys.readouterr().out)
    assert (row["rank"], row["points"]) == (1, 10)
    await show_board(settings, "week", "points", as_json=False)
    said = capsys.readouterr().out
    assert "Points" in said
    assert "\x1b[31m" not in said
    await show_programme(settings, 28, as_json=True)
    said = capsys.readouterr().out
    assert "cmd" not in said, "it names nobody"
    facts = json.loads(said)
    assert (facts["shares"], facts["unique_clicks"], facts["left_out"]) == (1, 4, 3)
    assert facts["networks"] == {"linkedin": [1, 4]}
    assert facts["pieces"] == [{"item": 5, "shares": 1, "unique_clicks": 4}]
    await show_programme(settings, 28, as_json=False)
    assert "linkedin" in capsys.readouterr().out
    for what, head in (
        ("board", "rank,name,points"),
        ("people", "name,status,joined,shares,unique clicks,last share,faded"),
        ("networks", "network,shares,clicks,unique clicks"),
        ("pieces", "item,title,creator,shares,clicks,unique clicks"),
    ):
        file = tmp_path / f"{what}.csv"
        assert await export_table(settings, what, 28, "week", "points", file) == str(file)
        lines = file.read_text(encoding="utf-8-sig").splitlines()
        assert lines[0] == head
        assert not any(cell.startswith("=") for line in lines for cell in line.split(","))
    with pytest.raises(TellUser):
        await export_table(settings, "people", 28, "week", "points", tmp_path)


def test_the_commands_are_found() -> None:
    for words in (["--help"], ["ambassadors", "--help"], ["ambassadors", "export", "--help"]):
        assert CliRunner().invoke(goodword, words).exit_code == 0
    said = CliRunner().invoke(goodword, ["--help"]).output
    assert "ambassadors" in said
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    group = goodword.commands["ambassadors"]
    assert all(f"ambassadors {name}" in readme for name in group.commands)  # type: ignore[attr-defined]  # a group

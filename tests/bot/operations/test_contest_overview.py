"""``goodword contest list``, ``show`` and ``export``: what the database has, as text and as files."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.contests.draw import read_record, verify
from bot.contests.rules import ContestAction
from bot.kernel.errors import FixSettings, TellUser
from bot.operations.contest_overview import export_contest, list_contests, show_contest
from bot.settings import DatabaseSection, Settings
from bot.storage.database import Database
from tests.bot.contests.life.stage import ENTRIES_CLOSE, MIA, Stage
from tests.support.child import environment, goodword

HOSTILE = '=HYPERLINK("http://evil.example")\x1b[31m'


def settings_for(url: str) -> Settings:
    return Settings(database=DatabaseSection(url=SecretStr(url)))


async def lot(stage: Stage) -> None:
    """Three entries, one disqualified, frozen."""
    await stage.open(kind="lot", closes_at=ENTRIES_CLOSE.isoformat())
    first, *_ = await stage.entries(3)
    async with stage.change() as session:
        await stage.contests.disqualify(session, first.id or 0, HOSTILE, MIA, stage.now, "slack")
    await stage.at(ENTRIES_CLOSE + timedelta(seconds=1))


async def test_contests_are_listed_and_shown(
    database: Database, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    stage, settings = Stage(database), settings_for(database_url)
    await list_contests(settings, as_json=False)
    assert "no contests yet" in capsys.readouterr().out
    await lot(stage)
    await stage.draw()
    await list_contests(settings, as_json=True)
    [told] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (told["name"], told["phase"], told["entries"], told["accepted"]) == (
        "autumn-of-tea",
        "decided",
        3,
        2,
    )
    await show_contest(settings, "Autumn-of-Tea")
    shown = capsys.readouterr().out
    assert (await stage.record()).frozen_hash in shown
    assert "A tea box" in shown
    assert "entry.disqualified" in shown
    assert "\x1b[31m" not in shown
    with pytest.raises(TellUser, match="no contest “winter”") as unknown:
        await show_contest(settings, "winter")
    assert "autumn-of-tea" in unknown.value.remedy


async def test_everything_is_exported_and_the_secret_only_once_it_is_revealed(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    stage, settings = Stage(database), settings_for(database_url)
    await lot(stage)
    secret = (await stage.contest()).secret
    assert secret is not None
    file = tmp_path / "contest.json"
    await export_contest(settings, "autumn-of-tea", "json", file)
    assert secret not in file.read_text(encoding="utf-8")
    await stage.draw()
    await export_contest(settings, str(stage.id), "json", file)
    told = json.loads(file.read_bytes())
    assert [one["status"] for one in told["entries"]] == ["disqualified", "accepted", "accepted"]
    assert [one["action"] for one in told["events"]][-2:] == ["freeze", "decide"]
    assert [one["revision"] for one in told["events"]] == list(range(1, len(told["events"]) + 1))
    assert {one["place"] for one in told["prizes"]} == {1, 2}
    exported = read_record(json.dumps(told["record"]).encode())
    assert exported == await stage.record()
    assert exported.opening is not None
    assert exported.opening.secret == secret
    assert len(verify(exported).winners) == 2


async def test_a_season_is_exported_with_its_people(sqlite_database: Database, tmp_path: Path) -> None:
    stage = Stage(sqlite_database)
    await stage.open(kind="points", tasks=[{"key": "photo", "title": "A photo", "points": 10}])
    anna = await stage.member(name="Anna")
    await stage.enter(anna, task="photo", accepted=True)
    file = tmp_path / "season.json"
    await export_contest(settings_for(f"sqlite:///{sqlite_database.path}"), "autumn-of-tea", "json", file)
    [person] = json.loads(file.read_bytes())["standings"]
    assert (person["name"], person["points"]) == ("Anna", 10)


async def test_a_spreadsheet_holds_every_entry_and_no_formula(
    sqlite_database: Database, tmp_path: Path
) -> None:
    stage = Stage(sqlite_database)
    await lot(stage)
    config = tmp_path / "goodword.toml"
    config.write_text("", encoding="utf-8")
    env = environment(GOODWORD_DATABASE_URL=f"sqlite:///{sqlite_database.path}")
    named = ("--config", str(config), "contest", "export")
    done = await goodword(*named, "autumn-of-tea", "--format", "csv", cwd=tmp_path, env=env)
    assert done.code == 0, done.said
    rows = list(csv.DictReader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    assert rows[0]["reason"].startswith("'=HYPERLINK")
    unknown = await goodword(*named, "winter", cwd=tmp_path, env=env)
    assert unknown.code == 64
    assert "There is no contest “winter”" in unknown.err


async def test_what_cannot_be_written_or_read_says_what_to_do(
    sqlite_database: Database, tmp_path: Path
) -> None:
    stage = Stage(sqlite_database)
    await stage.create()
    await stage.act(ContestAction.OPEN)
    settings = settings_for(f"sqlite:///{sqlite_database.path}")
    with pytest.raises(TellUser, match="can't be written"):
        await export_contest(settings, "autumn-of-tea", "json", tmp_path / "no" / "such.json")
    with pytest.raises(FixSettings) as old:
        await list_contests(settings_for(f"sqlite:///{tmp_path / 'new.db'}"), as_json=False)
    assert "goodword migrate" in old.value.remedy

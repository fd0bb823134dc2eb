"""``goodword erase`` and ``goodword export-creator``, by the command line itself."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from click.testing import CliRunner, Result
from sqlalchemy.orm import Session

from bot.cli import goodword
from bot.content.tables import Media
from bot.rights.keys import load_signer
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.rights.support import YES, open_desk
from tests.support.databases import SqliteTemplate

MARK = "zqannazq"
PICTURE = "ab" * 16 + ".jpg"


class Installation:
    """A settings file, a data folder and a database, as an operator has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "goodword.toml"
        self.data = folder / "data"
        self.config.write_text(
            f'data_dir = "{self.data}"\n[brand]\nname = "Fjord Coffee"\n', encoding="utf-8"
        )

    def run(self, *words: str, answer: str = "") -> Result:
        return CliRunner().invoke(goodword, ["--config", str(self.config), *words], input=answer)

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        engine = sa.create_engine(f"sqlite:///{self.data / 'goodword.db'}")
        with engine.begin() as connection:
            found = [tuple(row) for row in connection.execute(sa.text(statement))]
        engine.dispose()
        return found

    def says(self, mark: str) -> list[str]:
        """Files of the data folder that say it, in any case."""
        return [
            one.name
            for one in self.data.rglob("*")
            if one.is_file() and mark.encode() in one.read_bytes().lower()
        ]


@pytest_asyncio.fixture
async def installation(tmp_path: Path, sqlite_template: SqliteTemplate) -> Installation:
    """Anna was asked and said yes; Bert and another Anna are there too."""
    made = Installation(tmp_path)
    made.data.mkdir()
    database = Database(sqlite_template.copy_to(made.data / "goodword.db"))
    async with open_desk(database, made.data) as desk:
        desk.signs_with(load_signer(made.data))
        anna = await desk.room.creator(external_id=f"{MARK}-1", handle=MARK, name="Anna Zqannazq")
        bert = await desk.room.creator(external_id="bert-1", handle="bert", name="Bert Berg")
        await desk.room.creator(external_id="bert-2", handle="bert", name="Bert Berg", platform="bluesky")
        [item] = await desk.room.queued(
            1, creator_id=anna, title=f"The {MARK} teapot", url=f"https://a.example/{MARK}"
        )
        await desk.room.queued(1, creator_id=bert)
        desk.kit.previews.write(PICTURE, b"a picture")
        async with unit_of_work(database) as session:
            session.add(
                Media(
                    item_id=item, kind="image", url=f"https://p.example/{MARK}", state="cached", file=PICTURE
                )
            )
        ask = await desk.asked(item, text=f"Dear {MARK}")
        await desk.answer(ask, f"{YES} says {MARK}")
    await database.close()
    return made


async def test_somebody_is_erased_while_nothing_runs(installation: Installation) -> None:
    receipt = installation.folder / "receipt.json"
    assert installation.says(MARK)
    words = ["erase", f"@{MARK.upper()}", "--receipt", str(receipt)]
    refused = await asyncio.to_thread(installation.run, *words, answer="n\n")
    assert (refused.exit_code, "Nothing was erased" in refused.output) == (1, True), refused.output
    assert MARK in refused.output
    assert "Your pieces as they were found." in refused.output
    assert not installation.rows("SELECT * FROM erasure")

    done = await asyncio.to_thread(installation.run, *words, answer="y\n")
    assert done.exit_code == 0, done.output
    assert installation.says(MARK) == []
    assert not (installation.data / "media" / PICTURE).exists()
    made = json.loads(receipt.read_text())
    assert MARK not in receipt.read_text().lower()
    assert (made["state"], made["creator"]) == ("done", 1)
    assert made["erased"]["item"] == 1
    assert made["erased"]["permissions"] == 1
    assert made["asked_for_by"]
    assert all(one["why"] for one in made["kept"])
    assert installation.rows("SELECT text FROM item ORDER BY id")[1] != ("",), "Bert's stays"
    verified = await asyncio.to_thread(installation.run, "rights", "verify")
    assert verified.exit_code == 0, verified.output
    assert installation.rows("SELECT status FROM ask") == [("withdrawn",)]

    again = await asyncio.to_thread(installation.run, "erase", "1", "--json")
    assert (again.exit_code, json.loads(again.output)["erased"]) == (0, made["erased"])
    before = await asyncio.to_thread(installation.run, "erase", f"mastodon:{MARK}", "--yes")
    assert before.exit_code == 64
    assert "was erased before, as creator 1" in before.output


@pytest.mark.parametrize("command", ["erase", "export-creator"])
async def test_who_is_meant_must_be_clear(installation: Installation, command: str) -> None:
    more = ["--yes"] if command == "erase" else [str(installation.folder / "out.json")]
    several = await asyncio.to_thread(installation.run, command, "Bert Berg", *more)
    assert several.exit_code == 64
    assert "2 (" in several.output
    assert "3 (bluesky:bert" in several.output
    for nobody in ("Nobody", "@", "999", "item:999", "https://a.example/1"):
        told = await asyncio.to_thread(installation.run, command, nobody, *more)
        assert told.exit_code == 64, nobody
        assert "What to do:" in told.output
    assert not installation.rows("SELECT * FROM erasure")
    assert not (installation.folder / "out.json").exists()


async def test_everything_is_handed_out(installation: Installation) -> None:
    file = installation.folder / "anna.json"
    told = await asyncio.to_thread(installation.run, "export-creator", "Anna Zqannazq", str(file))
    assert told.exit_code == 0, told.output
    made = json.loads(file.read_text())
    tables = {one["table"]: one for one in made["tables"]}
    assert {"creator", "item", "media", "ask", "ask_event", "snapshot", "review"} <= tables.keys()
    [item] = tables["item"]["rows"]
    assert (item["title"], item["url"]) == (f"The {MARK} teapot", f"https://a.example/{MARK}")
    assert tables["item"]["columns"]["text"] == "What it says."
    assert any(MARK in (row["text"] or "") for row in tables["ask_event"]["rows"])
    assert base64.b64decode(made["files"][f"media/{PICTURE}"]) == b"a picture"
    assert sum(name.startswith("evidence/") for name in made["files"]) == 1
    assert "bert" not in file.read_text().lower()
    assert file.stat().st_mode & 0o077 == 0, "for nobody else on this machine"


def aged(installation: Installation, item: int, days: int) -> None:
    engine = sa.create_engine(f"sqlite:///{installation.data / 'goodword.db'}")
    with engine.begin() as connection:
        when = (datetime.now(UTC) - timedelta(days=days)).isoformat(sep=" ")
        connection.execute(
            sa.text("UPDATE sighting SET last_seen_at = :at WHERE item_id = :item"),
            {"at": when, "item": item},
        )
    engine.dispose()


async def test_what_is_over_goes_and_licences_stay(installation: Installation) -> None:
    aged(installation, 1, 900)  # Anna's, licensed
    aged(installation, 2, 200)  # Bert's, which nobody was asked about
    shown = await asyncio.to_thread(installation.run, "retention", "--dry-run", "--json")
    assert shown.exit_code == 0, shown.output
    [row] = [json.loads(line) for line in shown.output.splitlines()]
    assert (row["source"], row["days"], row["over"], row["oldest_item"]) == ("fediverse", 180, 1, 2)
    assert installation.rows("SELECT count(*) FROM item WHERE life = 'erased'") == [(0,)], "a dry run"
    told = await asyncio.to_thread(installation.run, "retention", "--dry-run")
    assert "1 pieces are over; nothing was removed." in told.output

    done = await asyncio.to_thread(installation.run, "retention")
    assert "1 pieces were removed." in done.output
    assert installation.rows("SELECT id, life, text FROM item ORDER BY id") == [
        (1, "live", "Text 0"),
        (2, "erased", ""),
    ]
    assert installation.rows("SELECT item_id FROM sighting") == [(1,)]
    assert installation.rows("SELECT count(*) FROM erased_mark") == [(1,)], "it is not taken in again"
    assert (await asyncio.to_thread(installation.run, "rights", "verify")).exit_code == 0
    again = await asyncio.to_thread(installation.run, "retention")
    assert "0 pieces were removed." in again.output


async def test_settings_shorten_a_period(installation: Installation) -> None:
    aged(installation, 2, 40)
    text = installation.config.read_text()
    for more, days, over in (
        ("", 180, 0),
        ("[retention]\nkeep_days = 30\n", 30, 1),
        ("[retention]\nkeep_days = 3000\n", 180, 0),
    ):
        installation.config.write_text(text + more)
        shown = await asyncio.to_thread(installation.run, "retention", "--dry-run", "--json")
        row = json.loads(shown.output)
        assert (row["days"], row["over"]) == (days, over), more


class Died(Exception):
    """Stands for a kill: what was not committed is gone."""


def run_dying(installation: Installation, commit: int) -> bool:
    """Erase, and die just before that commit, counted from 1; whether there were so many."""
    seen = 0

    def count(_session: object) -> None:
        nonlocal seen
        seen += 1
        if seen == commit:
            raise Died

    sa.event.listen(Session, "before_commit", count)
    try:
        result = installation.run("erase", MARK, "--yes", "--json")
    finally:
        sa.event.remove(Session, "before_commit", count)
    assert result.exit_code == 0 or isinstance(result.exception, Died), result.output
    return seen >= commit


async def test_whatever_dies_between_two_steps_is_taken_up(installation: Installation) -> None:
    commit = 0
    died = True
    while died:
        commit += 1
        folder = installation.folder / f"died-{commit}"
        folder.mkdir()
        one = Installation(folder)
        shutil.copytree(installation.data, one.data)
        died = await asyncio.to_thread(run_dying, one, commit)
        if not died:
            break
        began = one.rows("SELECT stage FROM erasure")
        done = await asyncio.to_thread(one.run, "erase", "1", "--yes", "--json")
        assert done.exit_code == 0, f"commit {commit}: {done.output}"
        made = json.loads(done.stdout)
        assert (made["state"], made["erased"]["item"]) == ("done", 1), f"commit {commit}, {began}"
        assert (made["erased"]["permissions"], made["erased"]["files"]) == (1, 2), f"commit {commit}"
        assert one.rows("SELECT stage FROM erasure") == [("done",)]
        assert one.says(MARK) == [], f"commit {commit}, {began}"
        assert not (one.data / "media" / PICTURE).exists()
        assert one.rows("SELECT status FROM ask") == [("withdrawn",)]
        verified = await asyncio.to_thread(one.run, "rights", "verify")
        assert verified.exit_code == 0, verified.output
    assert commit > 8, "every step commits by itself"

"""``goodword rights``: the record shown, taken out and checked, by the command line itself."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest
import pytest_asyncio
import sqlalchemy as sa
from click.testing import CliRunner, Result

from bot.cli import goodword
from bot.rights.keys import load_signer
from bot.rights.scope import Use
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.rights.support import YES, Desk, open_desk
from tests.support.databases import SqliteTemplate

HEX = "0123456789abcdef"


class Installation:
    """A settings file, a data folder and a database, as an operator has them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = folder / "goodword.toml"
        self.data = folder / "data"
        self.config.write_text(
            f'data_dir = "{self.data}"\n[brand]\nname = "Fjord Coffee"\n', encoding="utf-8"
        )

    def run(self, *words: str) -> Result:
        return CliRunner().invoke(goodword, ["--config", str(self.config), "rights", *words])

    def execute(self, *statements: str) -> None:
        engine = sa.create_engine(f"sqlite:///{self.data / 'goodword.db'}")
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))
        engine.dispose()


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    return Installation(tmp_path)


@pytest_asyncio.fixture
async def item(installation: Installation, sqlite_template: SqliteTemplate) -> int:
    """An item that was asked about, granted and withdrawn. The key is the installation's own."""
    installation.data.mkdir()
    database = Database(sqlite_template.copy_to(installation.data / "goodword.db"))
    async with open_desk(database, installation.data) as desk:
        desk.signs_with(load_signer(installation.data))
        number = await _lived(desk)
    await database.close()
    return number


async def _lived(desk: Desk) -> int:
    creator = await desk.room.creator(external_id="a1", handle="anna", name="Anna")
    [item] = await desk.room.queued(1, creator_id=creator, url="https://a.example/1")
    ask = await desk.asked(item, frozenset({Use.WEBSITE}))
    await desk.answer(ask, YES, by="anna")
    await desk.withdraw(ask, text="I changed my mind")
    return item


def test_show(installation: Installation, item: int) -> None:
    shown = installation.run("show", f"#{item}")
    assert shown.exit_code == 0, shown.output
    for words in (YES, "withdrawn", "I changed my mind", "Public key: ", "You made this piece", "Text 0"):
        assert words in " ".join(shown.output.split())
    record = json.loads(installation.run("show", str(item), "--json").output)
    assert record["schema_version"] == "goodword-consent-record-1"
    assert record["pii_controllers"][0]["party_name"] == "Fjord Coffee"
    assert [one["action"] for one in record["events"]] == ["sent", "granted", "withdrawn"]
    assert record["consents"][0]["purposes"] == ["website"]


def test_export_and_verify(installation: Installation, item: int, tmp_path: Path) -> None:
    by_itself = "The record is broken: it is not what was signed by this installation's key."
    for what, count, said in (
        (str(item), 3, by_itself),
        ("all", 3, "Event 3 is broken: its text is not what was written"),
    ):
        file = tmp_path / f"{what}.jsonl"
        assert installation.run("export", what, str(file)).exit_code == 0
        found = installation.run("verify", str(file), "--json")
        told = json.loads(found.output)
        assert (found.exit_code, told["ok"], told["events"]) == (0, True, count)
        other = installation.run("verify", str(file), "--key", "ab" * 32)
        assert other.exit_code == 1
        file.write_bytes(file.read_bytes().replace(b"changed my mind", b"agree to it all"))
        broken = installation.run("verify", str(file))
        assert (broken.exit_code, said in broken.output) == (1, True), broken.output
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_file_is_verified_where_nothing_is_installed(
    installation: Installation, item: int, tmp_path: Path
) -> None:
    file = tmp_path / "all.jsonl"
    installation.run("export", "all", str(file))
    (tmp_path / "elsewhere").mkdir()
    elsewhere = Installation(tmp_path / "elsewhere")
    found = elsewhere.run("verify", str(file))
    assert (found.exit_code, "compare it with one you got another way" in found.output) == (0, True)
    assert not elsewhere.data.exists(), "looking makes no key"


def test_verify_names_the_first_broken_event(installation: Installation, item: int) -> None:
    well = installation.run("verify")
    assert (well.exit_code, "Everything holds: 3 events" in well.output) == (0, True)
    installation.execute("UPDATE ask_event SET text = 'Yes, for ever' WHERE sequence = 2")
    broken = installation.run("verify", "--json")
    told = json.loads(broken.output)
    assert (broken.exit_code, told["first_broken"]) == (1, 2)


def test_what_was_verified_once_can_not_be_cut_off(installation: Installation, item: int) -> None:
    assert installation.run("verify").exit_code == 0
    installation.execute(
        "DELETE FROM ask_event WHERE sequence > 2",
        "UPDATE rights_chain SET sequence = 2, hash = (SELECT hash FROM ask_event WHERE sequence = 2)",
    )
    broken = installation.run("verify")
    assert (broken.exit_code, "Event 3 is broken" in broken.output) == (1, True)


def test_bad_input_is_answered(installation: Installation, item: int, tmp_path: Path) -> None:
    for words, said in [
        (["show", "12; DROP TABLE ask"], "is no item"),
        (["show", "999999"], "Nobody has asked about item 999999"),
        (["export", "999999", str(tmp_path / "x")], "Nobody has asked"),
        (["export", str(item), str(tmp_path / "none" / "x")], "can't be written"),
        (["verify", str(installation.config)], "no record of permissions"),
        (["verify", "--key", "short", str(_empty_export(tmp_path))], "no public key"),
    ]:
        found = installation.run(*words)
        assert (found.exit_code, said in found.output) == (64, True), found.output
        assert "Traceback" not in found.output
    assert not (tmp_path / "x").exists()


def _empty_export(folder: Path) -> Path:
    file = folder / "empty.jsonl"
    file.write_text('{"format": "goodword-rights-1", "public_key": "%s"}\n' % (HEX * 4), encoding="utf-8")
    return file


async def test_the_running_database_is_not_touched(installation: Installation, item: int) -> None:
    """Showing and verifying only read: somebody may hold the database meanwhile."""
    database = Database(f"sqlite:///{installation.data / 'goodword.db'}")
    async with unit_of_work(database) as session:
        await (await session.connection()).execute(sa.text("UPDATE rights_chain SET hash = hash"))
        found = await asyncio.to_thread(installation.run, "verify")
    await database.close()
    assert found.exit_code == 0, found.output

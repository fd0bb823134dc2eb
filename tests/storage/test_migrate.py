"""Migrations on both databases: complete, repeatable, and safe when replicas start together."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.kernel.errors import FixSettings, TryLater
from bot.storage.catalogue import all_tables, table_modules
from bot.storage.database import Database
from bot.storage.migrate import drift, pending, upgrade


@pytest.fixture
def empty(empty_database_url: str) -> Iterator[Database]:
    database = Database(empty_database_url)
    yield database
    database.sync_engine.dispose()


def run(database: Database, statement: str) -> None:
    with database.sync_engine.begin() as connection:
        connection.execute(sa.text(statement))


def test_an_empty_database_is_brought_to_the_present(empty: Database) -> None:
    missing = pending(empty)
    assert missing[0] == "0001"
    assert upgrade(empty) == missing
    assert pending(empty) == []
    assert drift(empty) == []
    tables = set(sa.inspect(empty.sync_engine).get_table_names())
    assert tables == {*all_tables().tables, "schema_version"}


def test_a_second_upgrade_changes_nothing(empty: Database) -> None:
    upgrade(empty)
    assert upgrade(empty) == []


def test_replicas_starting_together_migrate_once(empty: Database) -> None:
    replicas = [Database(empty.url.render_as_string(hide_password=False)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        applied = list(pool.map(upgrade, replicas))
    for replica in replicas:
        replica.sync_engine.dispose()
    assert sorted(map(bool, applied)) == [False, False, True]
    assert drift(empty) == []


def test_drift_names_a_missing_column(empty: Database) -> None:
    upgrade(empty)
    run(empty, "ALTER TABLE failed_work DROP COLUMN remedy")
    assert any("remedy" in difference for difference in drift(empty))


def test_drift_on_postgresql_names_a_table_nobody_declares(postgres_url: str) -> None:
    database = Database(postgres_url)
    run(database, "CREATE TABLE forgotten (id integer)")
    found = drift(database)
    database.sync_engine.dispose()
    assert found == ["remove_table: table forgotten"]


def test_a_database_of_a_newer_version_is_refused(empty: Database) -> None:
    upgrade(empty)
    run(empty, "UPDATE schema_version SET version_num = '9999'")
    with pytest.raises(FixSettings, match=r"'9999'.*newer Goodword"):
        upgrade(empty)


def test_a_failed_upgrade_leaves_nothing_behind(empty: Database) -> None:
    run(empty, "CREATE TABLE review_event (id integer)")  # in the way of ours, late in the alphabet
    with pytest.raises(sa.exc.DBAPIError):
        upgrade(empty)
    assert sa.inspect(empty.sync_engine).get_table_names() == ["review_event"]


def test_the_catalogue_finds_every_room_with_tables() -> None:
    declared = {table.name for table in all_tables().tables.values()}
    rooms = table_modules()
    assert len(rooms) >= 7
    for path in rooms:
        names = [
            line.split('"')[1]
            for line in path.read_text(encoding="utf-8").splitlines()
            if "__tablename__ =" in line
        ]
        assert names, f"{path} declares no table"
        assert declared.issuperset(names)


def test_a_database_that_cannot_be_reached_is_a_sentence_with_a_remedy() -> None:
    database = Database("postgresql://somebody:hidden-word@127.0.0.1:1/nothing")
    try:
        with pytest.raises(TryLater) as caught:
            upgrade(database)
    finally:
        database.sync_engine.dispose()
    assert "can't be reached" in caught.value.message
    assert "GOODWORD_DATABASE_URL" in caught.value.remedy
    assert "hidden-word" not in str(caught.value)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(FixSettings, match="data folder"):
        Database(f"sqlite:///{tmp_path}/file/data/goodword.db")

"""Bring a database to the schema of this version, and say what is missing.

While nothing is released, the first revision follows the tables: after changing a ``tables.py`` run
``python -m bot.storage.migrate --rewrite-initial && make format``. After a release, add one instead:
``python -m bot.storage.migrate --new "what changes and why" && make format``, and read what was written.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from bot.kernel.errors import FixSettings
from bot.storage.catalogue import all_tables
from bot.storage.database import Database, reach
from bot.storage.migration_options import VERSION_TABLE, options

MIGRATIONS = Path(__file__).parent / "migrations"
INITIAL = "0001"
# The advisory lock of migrations on PostgreSQL: any number that nobody else on this database takes.
_LOCK = 0x6777_724363


def upgrade(database: Database) -> list[str]:
    """Apply the revisions this database lacks, all or none, and give their names, oldest first.

    Blocks: call it before the loop runs or from a thread. Safe when several replicas start at once: one
    migrates, the others wait for it and find nothing to do.
    """
    reach(database)
    with _exclusive(database) as connection:
        missing = _missing(connection)
        if missing:
            command.upgrade(_config(connection), "head")
        return missing


def pending(database: Database) -> list[str]:
    """Names of the revisions this database lacks, oldest first. Changes nothing."""
    reach(database)
    with database.sync_engine.connect() as connection:
        return _missing(connection)


def drift(database: Database) -> list[str]:
    """Every difference between the tables of this version and those in the database, in words."""
    reach(database)
    with database.sync_engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=options(beside_others=database.is_sqlite))
        return [_in_words(difference) for difference in compare_metadata(context, all_tables())]


@contextmanager
def _exclusive(database: Database) -> Iterator[sa.Connection]:
    """One transaction that no other migration runs beside. DDL is transactional on both databases."""
    with database.sync_engine.connect() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE")  # the driver would not begin before DDL
        else:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        yield connection
        connection.commit()


def _missing(connection: sa.Connection) -> list[str]:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    current = context.get_current_revision()
    script = ScriptDirectory.from_config(_config(connection))
    names = [revision.revision for revision in script.walk_revisions()]
    if current is not None and current not in names:
        raise FixSettings(
            f"The database has schema {current!r}, which this version of Goodword does not know.",
            remedy="It was upgraded by a newer Goodword: run that one, or restore the backup taken before.",
        )
    newer = names if current is None else names[: names.index(current)]
    return list(reversed(newer))


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    # ConfigParser reads "%" as a reference; a folder name may hold one.
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


def _in_words(difference: Any) -> str:
    """A difference as alembic gives it is a tuple of an operation and its objects, or a list of such."""
    if isinstance(difference, list):
        return "; ".join(_in_words(part) for part in difference)
    operation, *objects = difference
    return f"{operation}: {', '.join(_name(item) for item in objects if item is not None)}"


def _name(item: Any) -> str:
    if isinstance(item, sa.Column):
        return f"column {item.name}"
    if isinstance(item, sa.Index | sa.Table):
        return f"{type(item).__name__.lower()} {item.name}"
    return str(item)


def _write_revision(message: str, *, revision: str) -> None:
    """Compare the tables with an empty, fully upgraded database and write what differs."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/compare.db")
        upgrade(database)
        with database.sync_engine.connect() as connection:
            command.revision(_config(connection), message=message, autogenerate=True, rev_id=revision)
        database.sync_engine.dispose()
    for path in (MIGRATIONS / "versions").glob(f"{revision}_*.py"):
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for line in lines if not line.lstrip().startswith("# ###"))  # alembic's own markers
        path.write_text("".join(kept), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a migration from the tables.")
    action = parser.add_mutually_exclusive_group(required=True)
    action.add_argument("--rewrite-initial", action="store_true", help="only before the first release")
    action.add_argument("--new", metavar="MESSAGE")
    arguments = parser.parse_args()
    existing = sorted((MIGRATIONS / "versions").glob("[0-9]*.py"))
    if arguments.new:
        _write_revision(arguments.new, revision=f"{len(existing) + 1:04}")
        return
    if len(existing) > 1:
        parser.error("there are later revisions: add one with --new")
    for path in existing:
        path.unlink()
    _write_revision("Initial schema", revision=INITIAL)


if __name__ == "__main__":
    main()

"""Every table of every room, found by file name, so that a new room edits no existing file."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import SQLModel

PACKAGE = Path(__file__).parents[1]


def table_modules() -> list[Path]:
    """The playground keeps nothing in the database; its ``tables`` are Slack's table blocks."""
    found = sorted(PACKAGE.rglob("tables.py"))
    return [path for path in found if path.relative_to(PACKAGE).parts[0] != "playground"]


def all_tables() -> sa.MetaData:
    """Import each ``tables.py`` under the package and give the metadata they fill."""
    for path in table_modules():
        relative = path.relative_to(PACKAGE.parent).with_suffix("")
        import_module(".".join(relative.parts))
    return SQLModel.metadata

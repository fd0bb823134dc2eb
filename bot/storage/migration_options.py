"""How our tables are compared with a database and written into a revision."""

from __future__ import annotations

from typing import Any, Literal

import sqlalchemy as sa
from alembic.autogenerate.api import AutogenContext

from bot.storage.catalogue import all_tables
from bot.storage.types import UtcDateTime

VERSION_TABLE = "schema_version"


def options(*, beside_others: bool = False) -> dict[str, Any]:
    """The keywords of ``MigrationContext.configure`` that every command of ours shares.

    ``beside_others`` leaves out tables we don't declare: on SQLite the durable-work engine keeps its own
    beside ours. On PostgreSQL those stand in their own schema, so there a table that no model declares any
    more is seen.
    """
    return {
        "target_metadata": all_tables(),
        "version_table": VERSION_TABLE,
        "compare_type": True,
        "render_as_batch": True,  # SQLite can't alter most things in place
        "render_item": _render,
        "include_object": _is_declared if beside_others else None,
    }


def _is_declared(_item: Any, _name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    return not (kind == "table" and reflected and compare_to is None)


def _render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Our column types by our names; everything else as alembic writes it."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "types.UtcDateTime()"
    if isinstance(item, sa.JSON):
        return "types.json_column()"
    if isinstance(item, sa.BigInteger) and "sqlite" in item._variant_mapping:
        return "types.id_column()"
    if type(item).__name__ == "AutoString":  # SQLModel's word for a string without a length
        return "sa.String()"
    return False

"""Rest cheaply. The engine's poll of an empty queue costs some milliseconds of CPU, several times a second
for each queue; asking first whether anything waits costs a fiftieth of that.

Both hooks are internal to the pinned engine. Where one is missing its own way is kept, only dearer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from dbos import DBOS

from bot.storage.database import Database
from bot.work.queries import anything_waits


def rest_cheaply(engine: DBOS, database: Database) -> None:
    """After the engine is launched. Its queues are declared by us and don't change while it runs."""
    system: Any = engine._sys_db
    if hasattr(system, "dequeue_scopes"):
        system.dequeue_scopes = _only_with_work(system.dequeue_scopes, database)
    if hasattr(system, "get_queue"):
        system.get_queue = _remembered(system.get_queue)


def _only_with_work(scopes: Callable[[str], list[Any]], database: Database) -> Callable[[str], list[Any]]:
    reader = database.sync_engine
    if not database.is_sqlite:  # which begins no transaction for a read
        reader = reader.execution_options(isolation_level="AUTOCOMMIT")
    statement = anything_waits(on_postgresql=not database.is_sqlite)

    def with_work(queue: str) -> list[Any]:
        with reader.connect() as connection:
            waits = connection.execute(statement, {"queue": queue}).first() is not None
        return scopes(queue) if waits else []

    return with_work


def _remembered(get_queue: Callable[..., Any]) -> Callable[..., Any]:
    known: dict[str, Any] = {}

    def remembered(name: str, **options: Any) -> Any:
        if options:
            return get_queue(name, **options)
        if name not in known:
            known[name] = get_queue(name)
        return known[name]

    return remembered

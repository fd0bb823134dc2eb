"""Which replica listens to Discord. Each would get every click, so one of them does; all of them may send.

On PostgreSQL it is whoever holds an advisory lock, with a session of its own: the database lets go of it when the
process dies. On SQLite there is one process.
"""

from __future__ import annotations

import psycopg

from bot.kernel.log import get_logger
from bot.storage.database import Database

LOOK_AGAIN = 5.0
"""Seconds after which a replica that waits tries again, and one that listens makes sure that it still may."""
_LOCK = (0x6777, 0x6463)  # "gw", "dc"

log = get_logger(__name__)


class Turn:
    """Needs a direct connection: a pooler that shares sessions between clients would share the lock too."""

    def __init__(self, database: Database) -> None:
        self._alone = database.path is not None
        self._url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self._session: psycopg.AsyncConnection | None = None
        self.mine = False

    async def take(self) -> bool:
        """Whether it is ours now, or still."""
        if self._alone:
            self.mine = True
            return True
        try:
            if self._session is None:
                self._session = await psycopg.AsyncConnection.connect(
                    self._url,
                    autocommit=True,
                    application_name="goodword discord",
                    options="-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
                )
            statement = b"SELECT true" if self.mine else b"SELECT pg_try_advisory_lock(%s, %s)"
            found = await self._session.execute(statement, None if self.mine else _LOCK)
            row = await found.fetchone()
            self.mine = bool(row and row[0])
        except psycopg.OperationalError as error:
            log.warning("discord_turn_lost", problem=type(error).__name__)
            await self.release()
        return self.mine

    async def release(self) -> None:
        """Let another replica listen."""
        self.mine = False
        if self._session is not None:
            session, self._session = self._session, None
            await session.close()

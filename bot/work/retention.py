"""Finished work is kept for a while, because its ids keep a repeated request from running again."""

from __future__ import annotations

from datetime import datetime, timedelta

from dbos import DBOS

from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.queries import forget_wake_ups

# Longer than any platform redelivers and any click is retried.
KEEP_DAYS = 30
_BATCH = 500
_FINISHED = ["SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]

log = get_logger(__name__)


async def forget_finished(database: Database, now: datetime, keep_days: int) -> int:
    """Delete work that finished more than ``keep_days`` ago; how many. Small batches keep others going."""
    before = now - timedelta(days=keep_days)
    deleted = 0
    while True:
        found = await DBOS.list_workflows_async(
            status=_FINISHED,
            completed_before=before.isoformat(),
            limit=_BATCH,
            load_input=False,
            load_output=False,
        )
        if not found:
            break
        await DBOS.delete_workflows_async([workflow.workflow_id for workflow in found])
        deleted += len(found)
    async with unit_of_work(database) as session:
        await forget_wake_ups(session, before)
    log.info("work.tidied", deleted=deleted)
    return deleted

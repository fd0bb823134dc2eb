"""The durable work of contests that people see. The parts that speak to a chat are looked up when a job runs, so
declaring these jobs loads no chat SDK."""

from __future__ import annotations

from typing import Any

from bot.contests.wishes import DM, SHOW
from bot.kernel.log import get_logger
from bot.services import Services
from bot.work import Job
from cogs.contest.slack_jobs import SLACK_JOBS, ask_to_show


async def show(services: Services, contest_id: int) -> None:
    """Something that people see of a contest has changed: have each chat brought up to date. Run twice, the second
    run finds nothing to change."""
    await ask_to_show(services, contest_id)


async def message(services: Services, account_id: int, text: str, values: dict[str, Any], key: str) -> None:
    """Tell a participant privately, once for each key."""
    log.info("contest_message_unsent", account=account_id, text=text)


log = get_logger(__name__)

JOBS = (Job(SHOW, show), Job(DM, message), *SLACK_JOBS)

"""The durable work of contests that people see. The parts that speak to a chat are looked up when a job runs, so
declaring these jobs loads no chat SDK."""

from __future__ import annotations

from typing import Any

from bot.contests.wishes import DM, SHOW
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job
from cogs.contest.slack_jobs import SLACK_JOBS, ask_to_show

SHOW_DISCORD = "contests.show_discord"
"""Make the contest's channel in Discord show what the rows say."""
FRESHEN = "contests.freshen"
"""Ask for the standings messages that are due to be made true, or replaced, again."""


LOOK = "contests.look_discord"
"""See whether Discord messages that were entered still stand."""
FORGET = "contests.forget_discord"
"""Forget messages and forms that somebody began with in Discord and never came back to."""


def partition_of(contest_id: int) -> str:
    """One at a time for each contest, over all processes."""
    return f"contest:{contest_id}"


async def show(services: Services, contest_id: int) -> None:
    """Something that people see of a contest has changed: have each chat brought up to date. Run twice, the second
    run finds nothing to change."""
    await ask_to_show(services, contest_id)
    if not services.settings.discord.enabled:
        return
    async with unit_of_work(services.database) as session:
        await services.work.enqueue_soon(
            session, SHOW_DISCORD, contest_id, partition=partition_of(contest_id)
        )


async def show_discord(services: Services, contest_id: int) -> None:
    """Run twice, it finds nothing left to do."""
    from cogs.contest.discord_show import show_contest

    await show_contest(services, contest_id)


async def freshen(services: Services) -> None:
    """Run twice, the wishes are the same."""
    if services.settings.discord.enabled:
        from cogs.contest.discord_show import freshen_all

        await freshen_all(services)


async def look(services: Services) -> None:
    """Whether messages that were entered still stand. Run twice, the second run finds the same."""
    if services.settings.discord.enabled:
        from cogs.contest.discord_looking import look_at_messages

        await look_at_messages(services)


async def forget(services: Services) -> None:
    """What nobody came back to within a day, also where Discord isn't used any more. Run twice, it finds nothing."""
    from bot.faces.discord.queries import forget_kept

    async with unit_of_work(services.database) as session:
        await forget_kept(session, services.clock())


async def message(services: Services, account_id: int, text: str, values: dict[str, Any], key: str) -> None:
    """Tell a participant privately, once for each key."""
    if services.settings.discord.enabled:
        from cogs.contest.discord_direct import send

        await send(services, account_id, text, values, key)


JOBS = (
    Job(SHOW, show),
    Job(SHOW_DISCORD, show_discord, queue="deliver"),
    Job(FRESHEN, freshen),
    Job(LOOK, look),
    Job(FORGET, forget, queue="timers"),
    Job(DM, message),
    *SLACK_JOBS,
)

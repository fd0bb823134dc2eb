"""The durable work of identities. The part that speaks to Slack is looked up when it runs."""

from __future__ import annotations

from typing import Any

from bot.contests.wishes import DM
from bot.people.identity.wishes import TOLD
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Job


async def told(services: Services, account_id: int, what: str, values: dict[str, Any], key: str) -> None:
    """Tell somebody privately that an account was linked with theirs, or that theirs was unlinked.

    Accounts elsewhere than in Slack or Discord can't be written to. Run twice, it is told twice in Slack, once in
    Discord.
    """
    async with reading(services.database) as session:
        account = (await services.identities.known(session, [account_id])).get(account_id)
    if account is None:
        return
    if account.platform == "slack":
        from cogs.identity.slack_face import tell_directly

        await tell_directly(services, account, what, values)
    elif account.platform == "discord":
        async with unit_of_work(services.database) as session:
            await services.work.enqueue(session, DM, account_id, what, values, key, key=key)


JOBS = (Job(TOLD, told),)

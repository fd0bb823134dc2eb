"""Whoever's account was deactivated takes no part any more: Slack says so, and what it didn't say is looked for."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from bot.ambassadors import queries
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.wishes import ask_to_show
from bot.faces.slack.context import SlackContext
from bot.faces.slack.errors import NETWORK, as_ours
from bot.faces.slack.profiles import Profiles
from bot.faces.slack.router import SlackRouter
from bot.kernel.log import get_logger
from bot.people.identity.queries import find
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador.acting import PLATFORM

log = get_logger(__name__)


def register(router: SlackRouter) -> None:
    """Hang the handler on the router."""
    router.event("user_change", changed)


async def changed(ctx: SlackContext) -> None:
    """Slack's event ``user_change``: only a deactivation matters."""
    user = (ctx.payload.get("event") or {}).get("user")
    if isinstance(user, dict) and user.get("deleted") is True:
        await end(ctx.services, str(user.get("id") or ""))
    await ctx.ack()


async def end(services: Services, user_id: str) -> bool:
    """False where nobody took part by that account, or not any more."""
    ambassadors = services.outlet(Ambassadors)
    async with unit_of_work(services.database) as session:
        account = await find(session, PLATFORM, user_id)
        if account is None or not await ambassadors.ended(session, account.id, services.clock()):
            return False
        row = await queries.of_account(session, account.id)
        if row is not None:
            await ask_to_show(session, services.work, row.id or 0)
    log.info("ambassador_ended", account=account.id)
    return True


async def present(services: Services) -> None:
    """See ``jobs.present``. Raises TryLater where Slack can't be reached."""
    async with reading(services.database) as session:
        everybody = await queries.taking_part(session)
        accounts = await services.identities.known(session, [account for _, account in everybody])
    profiles = services.outlet(Profiles)
    for account in accounts.values():
        if account.platform != PLATFORM:
            continue
        try:
            profile = await profiles.ask(account.external_id)
        except (SlackApiError, *NETWORK) as error:
            raise as_ours(error, "looking who is still in the workspace") from error
        if profile.deleted:
            await end(services, account.external_id)

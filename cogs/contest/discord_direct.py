"""Private messages to participants: that an entry takes part or doesn't, that they won and how to claim it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.faces import texts
from bot.faces.discord.acts import view_of
from bot.faces.discord.context import Answer
from bot.faces.discord.directs import Directs
from bot.faces.discord.markup import plain
from bot.faces.discord.members import PLATFORM
from bot.faces.texts import Markup, language_of
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.contest.discord_draw import Tongue
from cogs.contest.discord_mine import claim_buttons

OFFERED = "award-offered"
REASON = 500


async def send(services: Services, account_id: int, text: str, values: dict[str, Any], key: str) -> None:
    """Once for each key. Somebody's linked account in Discord is told where the account itself is elsewhere."""
    async with reading(services.database) as session:
        accounts = await services.identities.accounts_of(session, account_id)
    account = next((each for each in accounts if each.platform == PLATFORM), None)
    if account is None or not texts.has(f"dm-{text}"):
        return
    say = Tongue(language_of(account.locale))
    answer = Answer(say(f"dm-{text}", **_fit(values)))
    if text == OFFERED:
        answer.view = view_of(*claim_buttons(say, int(values["award"]), str(values["prize"])))
    await services.outlet(Directs).send(int(account.external_id), account.id, key, answer)


def _fit(values: dict[str, Any]) -> dict[str, Any]:
    """Values as they travelled through the queue, as texts want them."""
    made = dict(values)
    if "claim_by" in made:
        made["claim_by"] = datetime.fromtimestamp(int(made["claim_by"]), UTC)
    if "number" in made:
        made["number"] = str(made["number"])
    if "reason" in made:
        made["reason"] = Markup(plain(str(made["reason"]), REASON))
    return made

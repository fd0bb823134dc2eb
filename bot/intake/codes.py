"""Codes that people post to show that an account is theirs.

Whoever wrote the piece in which an open code stands is linked with the account that the code was given to (what can
go wrong with that, and what is done about it: ``bot.people.accounts``). Only a creator whom the platform itself gives
an id counts: a name in a feed is anybody's. A code that is refused changes nothing; a batch never fails because of
what stands in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.content.queries import keep_events
from bot.content.service import EditedItem, NewItem
from bot.kernel.errors import TellUser
from bot.kernel.log import get_logger
from bot.people.accounts import codes_in
from bot.people.identity.service import Identities
from bot.people.queries import creator_key
from bot.sources.base import FoundItem

MOST = 3
"""Codes of one piece that are looked at."""

log = get_logger(__name__)


async def redeem_codes(
    session: AsyncSession,
    identities: Identities,
    source: str,
    items: Sequence[NewItem | EditedItem],
    now: datetime,
) -> int:
    """Redeem the open codes in these pieces; how many accounts that linked. Nothing is asked of the database where
    no piece looks as if it held a code, and one thing where none of them is open."""
    said = {one.item_id: (one.found, codes) for one in items if (codes := _codes(one.found))}
    if not said:
        return 0
    every = [code for _, codes in said.values() for code in codes]
    valid = set(await identities.open_codes(session, every, now))
    linked = 0
    for item_id, (found, codes) in said.items():
        for code in codes:
            if code in valid and await _redeem(session, identities, source, item_id, found, code, now):
                valid.discard(code)
                linked += 1
    return linked


def _codes(found: FoundItem) -> list[str]:
    codes = codes_in(found.text)
    if not codes and found.title:
        codes = codes_in(found.title)
    if not codes or found.creator is None or not found.creator.external_id.strip():
        return []
    return codes[:MOST]


async def _redeem(
    session: AsyncSession,
    identities: Identities,
    source: str,
    item_id: int,
    found: FoundItem,
    code: str,
    now: datetime,
) -> bool:
    creator = found.creator
    key = creator_key(found.platform, creator) if creator else None
    if creator is None or key is None:
        return False
    actor = f"source:{source}"
    account = await identities.account(
        session, *key, now, name=creator.name or creator.handle, handle=creator.handle
    )
    try:
        owner = await identities.redeem(session, code, account.id, actor, "source", now)
    except TellUser as problem:
        log.info("posted_code_refused", item=item_id, problem=problem.message)
        return False
    data: dict[str, Any] = {"account": account.key, "with": owner.key}
    event = {"item_id": item_id, "event": "account_linked", "actor": actor, "via": "source"}
    await keep_events(session, [{**event, "data": data, "at": now}])
    return True

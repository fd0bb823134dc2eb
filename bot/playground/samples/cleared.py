"""Creators of the sample brand who let colleagues share what they post: noted and approved as a manager and a
moderator would do it, with nothing put into the database beside that."""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Sequence
from pathlib import Path

from bot.people.queries import Likeness, creators_called
from bot.people.rules import Person
from bot.review.queries import waiting_by_creator
from bot.review.rules import Action
from bot.review.service import Decision
from bot.rights import contacts
from bot.rights.queries import clearances_of
from bot.rights.scope import Use
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work

LOOK_EVERY = 1.0
USES = frozenset({Use.EMPLOYEES, Use.SOCIAL, Use.WEBSITE})


def load_cleared(folder: Path) -> tuple[str, ...]:
    """Read ``ambassadors.toml`` from the folder. Raises KeyError on a malformed file."""
    raw = tomllib.loads((folder / "ambassadors.toml").read_text(encoding="utf-8"))
    return tuple(raw["handles"])


async def clear_creators(
    services: Services, handles: Sequence[str], manager: Person, moderator: Person
) -> None:
    """Until each of them was found. What was done before a restart is not done again."""
    missing = set(handles)
    while missing:
        for handle in sorted(missing):
            if await _clear(services, handle, manager, moderator):
                missing.discard(handle)
        await asyncio.sleep(LOOK_EVERY)


async def _clear(services: Services, handle: str, manager: Person, moderator: Person) -> bool:
    now = services.clock()
    async with unit_of_work(services.database) as session:
        found = [
            one
            for likeness, one in await creators_called(session, handle, "mastodon")
            if likeness is not Likeness.PART
        ]
        creator = found[0].id if found else None
        if creator is None:
            return False
        waiting = await waiting_by_creator(session, creator)
        if not await clearances_of(session, creator, now):
            await contacts.clear(session, creator, "pre-cleared", USES, now, None, manager, now)
    for item_id in waiting:
        await services.desk.decide(Decision(item_id, Action.APPROVE, moderator, None, via="demo"))
    return True

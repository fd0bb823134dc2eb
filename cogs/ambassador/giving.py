"""Giving picks when they are due, and noticing what may not be shared any more."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta
from hashlib import sha256

from bot.ambassadors import queries as people
from bot.ambassadors.membership import wanted_of
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.rules import Status, next_due
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.turns import offer, withheld
from bot.ambassadors.wishes import ask_to_show
from bot.curation.programme import Programme
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.rights.licensed import licensed_among, touched_since
from bot.rights.scope import Use
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries

FIRST = 3
AT_ONCE = 1000
"""People in one run; the others wait for the next."""
LOOKED_UP = 500
LOOKED = "looked"
SAID = "said"
LOOKS_BACK = timedelta(hours=1)
"""A message may come to stand that long after it was asked whether its piece may be shared."""
log = get_logger(__name__)


async def turns(services: Services) -> None:
    """See ``jobs.turns``. One person's trouble keeps nobody else waiting: they have their turn at the next run."""
    now = services.clock()
    async with reading(services.database) as session:
        due = await people.due(session, now, AT_ONCE)
    for ambassador_id in due:
        try:
            await _turn(services, ambassador_id)
        except GoodwordError as error:
            log.warning("picks_not_given", ambassador=ambassador_id, problem=str(error))


async def _turn(services: Services, ambassador_id: int) -> None:
    ambassadors, now = services.outlet(Ambassadors), services.clock()
    await _read_ahead(services)
    async with unit_of_work(services.database) as session:
        programme = await ambassadors.programme(session)
        count = await ambassadors.membership.take_turn(session, ambassador_id, programme, now)
        row = await people.get(session, ambassador_id)
        if count and row is not None:
            await offer(session, services.outlet(Picker), row, programme, count, now)
        await ask_to_show(
            session, services.work, ambassador_id
        )  # also of what came too late for the last hours


async def welcome(services: Services, ambassador_id: int) -> None:
    """See ``jobs.welcome``. Whoever comes back has picks already, and gets the ones that are due."""
    await more(services, ambassador_id, FIRST, only_first=True)


async def more(services: Services, ambassador_id: int, count: int, *, only_first: bool = False) -> int:
    """Further picks at once, as far as the week's number of those that are asked for allows: how many."""
    ambassadors, now = services.outlet(Ambassadors), services.clock()
    await _read_ahead(services)
    async with unit_of_work(services.database) as session:
        programme = await ambassadors.programme(session)
        row = await people.held(session, ambassador_id)
        if row is None or row.status not in (Status.ACTIVE, Status.PAUSED):
            return 0
        if only_first and await people.offered_items(session, ambassador_id):
            await ask_to_show(session, services.work, ambassador_id)
            return 0
        left = await ambassadors.membership.picks_left(session, ambassador_id, programme, now, asked=True)
        picker = services.outlet(Picker)
        picked = await offer(session, picker, row, programme, min(count, left), now, asked=True)
        if only_first and picked and row.next_at is not None:
            row.next_at = next_due(wanted_of(row), now)  # these are the ones that were due
            await people.save(session, row)
        await ask_to_show(session, services.work, ambassador_id)
    return len(picked)


async def _read_ahead(services: Services) -> None:
    async with reading(services.database) as session:
        await services.outlet(Picker).read_ahead(session, services.clock())


async def look(services: Services, *, at_all: bool = False) -> None:
    """See ``jobs.look`` and ``jobs.look_again``. What managers keep back and let go is looked at each time, and
    whether what stands in all messages was changed, such as blocked words."""
    now, ambassadors = services.clock(), services.outlet(Ambassadors)
    async with reading(services.database) as session:
        last = await people.progress(session, LOOKED)
        if at_all or last is None:
            shown = await queries.pieces_shown(session)
        else:
            shown = sorted(await touched_since(session, last - LOOKS_BACK, now))
        held = await queries.pieces_held(session)
        programme = await ambassadors.programme(session)
        kept_back = await withheld(session, services.outlet(Picker), programme, now)
    await _draw_ended(services, shown, queries.PICK)
    await _draw_ended(services, held, queries.HELD)
    let_go = [one for one in held if one not in kept_back]
    for kind, pieces in ((queries.PICK, sorted(kept_back)), (queries.HELD, let_go)):
        for start in range(0, len(pieces), LOOKED_UP):
            await _draw(services, pieces[start : start + LOOKED_UP], kind)
    async with unit_of_work(services.database) as session:
        words = _said_everywhere(programme)
        if last is None or await people.progress(session, words) != last:
            for ambassador_id in await queries.who_has_picks(session):
                await ask_to_show(session, services.work, ambassador_id)
        await people.set_progress(session, words, now)
        if at_all:
            for ambassador_id in sorted({one for one, _ in await queries.aging(session, now)}):
                await ask_to_show(session, services.work, ambassador_id)
        await people.set_progress(session, LOOKED, now)


def _said_everywhere(programme: Programme) -> str:
    """What all messages with picks depend on, as a name under which the last look at it is noted: suggestions leave
    out blocked words, and disclosures and networks stand in each."""
    parts = (
        programme.company,
        programme.networks,
        programme.blocked_words,
        sorted((key, one.line) for key, one in programme.disclosures.items()),
    )
    return f"{SAID}:{sha256(repr(parts).encode('utf-8', 'surrogatepass')).hexdigest()[:32]}"


async def _draw_ended(services: Services, pieces: Sequence[int], kind: str) -> None:
    for start in range(0, len(pieces), LOOKED_UP):
        part = pieces[start : start + LOOKED_UP]
        async with reading(services.database) as session:
            allowed = await licensed_among(session, part, Use.EMPLOYEES, services.clock())
        await _draw(services, [one for one in part if one not in allowed], kind)


async def _draw(services: Services, pieces: Collection[int], kind: str) -> None:
    async with unit_of_work(services.database) as session:
        for ambassador_id in await queries.offered_to(session, pieces, kind) if pieces else []:
            await ask_to_show(session, services.work, ambassador_id)

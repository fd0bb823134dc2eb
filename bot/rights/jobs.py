"""Durable work of permissions: what time does, messages that go out once, removals and their check."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol, TypeVar

from bot.content.queries import get_items
from bot.kernel.clock import Clock
from bot.kernel.errors import GoodwordError, NeverWorks, TryLater
from bot.kernel.log import get_logger
from bot.rights import queries, wishes
from bot.rights.asking import Outgoing
from bot.rights.invariants import check
from bot.rights.licensed import may_publish
from bot.rights.links.queries import note_checked
from bot.rights.service import Asks
from bot.rights.surfaces import InDoubt, Remembers, Sender, Senders, Surface, Surfaces
from bot.rights.verifying import verify_stored
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer, Job

PATIENCE = timedelta(days=2)
"""How long a message is tried where the platform is away. Whoever is asked later has long forgotten the piece."""

NAMED = 5
"""Problems spelled out in a message; the number says how many there are."""

T = TypeVar("T")
log = get_logger(__name__)


class Context(Protocol):
    """What these jobs need of the running services."""

    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def asks(self) -> Asks: ...
    def outlet(self, kind: type[T]) -> T: ...


async def sweep(context: Context) -> None:
    """Ask for whatever is due. Running twice asks twice for what is done once."""
    async with unit_of_work(context.database) as session:
        for ask_id in await queries.due(session, context.clock()):
            await context.work.enqueue_soon(session, wishes.ADVANCE, ask_id)
        await context.asks.sweep_clearances(session, context.clock())


async def advance(context: Context, ask_id: int) -> None:
    """What is due of one ask. Running twice finds nothing due the second time."""
    async with unit_of_work(context.database) as session:
        await context.asks.advance(session, ask_id, context.clock())


async def clearance_ended(context: Context, clearance_id: int) -> None:
    """What a clearance alone allowed is removed. Running twice finds its end acted upon."""
    async with unit_of_work(context.database) as session:
        await context.asks.clearance_ended(session, clearance_id, context.clock())


async def send(context: Context, ask_id: int, revision: int) -> None:
    """Send the message of a step where the platform lets us.

    Running twice sends once: that it is about to go out is committed first, and a run that finds that looks for the
    message instead of sending it. Where nobody can say whether it went out, the team is told.
    """
    async with reading(context.database) as session:
        ask = await queries.get_ask(session, ask_id)
        items = await get_items(session, [ask.item_id] if ask is not None else [])
    if ask is None or ask.delivery not in ("wanted", "sending"):
        return
    begun = ask.delivery == "sending"
    async with unit_of_work(context.database) as session:
        message = await context.asks.delivering(session, ask_id, revision, context.clock())
    if message is None:
        return
    platform = items[ask.item_id].platform if ask.item_id in items else ""
    sender = context.outlet(Senders).of(platform, message.channel)
    if sender is None:
        await _undelivered(context, message, revision, "Nothing is set up to send there.")
        return
    reference = await _find(context, sender, message, revision) if begun else ""
    if reference is None:
        return
    if not reference:
        reference = await _send(context, sender, message, revision)
    if reference:
        async with unit_of_work(context.database) as session:
            await context.asks.delivered(session, ask_id, revision, reference, context.clock())


async def _find(context: Context, sender: Sender, message: Outgoing, revision: int) -> str | None:
    """The platform's id of the message, where an earlier run sent it; empty where none did. None where nobody can
    say, which the team is told."""
    try:
        reference = await sender.find(message)
    except TryLater as error:
        if context.clock() - message.at < PATIENCE:
            raise
        await _undelivered(context, message, revision, error.message, error.remedy, unknown=True)
        return None
    except GoodwordError as error:
        await _undelivered(context, message, revision, error.message, error.remedy, unknown=True)
        return None
    if reference is None:
        await _undelivered(context, message, revision, "The process stopped while it went out.", unknown=True)
    return reference


async def _send(context: Context, sender: Sender, message: Outgoing, revision: int) -> str:
    """The platform's id of the message; empty where it was refused, which the team is told."""
    try:
        return await sender.send(message)
    except TryLater as error:
        doubt = isinstance(error, InDoubt)
        if context.clock() - message.at >= PATIENCE:
            await _undelivered(context, message, revision, error.message, error.remedy, unknown=doubt)
            return ""
        if not doubt:
            async with unit_of_work(context.database) as session:
                await context.asks.not_yet(session, message.ask_id)
        raise
    except GoodwordError as error:
        await _undelivered(context, message, revision, error.message, error.remedy)
        return ""


async def _undelivered(
    context: Context, message: Outgoing, revision: int, why: str, remedy: str = "", *, unknown: bool = False
) -> None:
    async with unit_of_work(context.database) as session:
        await context.asks.not_delivered(
            session, message.ask_id, revision, why, context.clock(), unknown=unknown, remedy=remedy
        )


async def removed(context: Context, item_id: int) -> None:
    """Take an item off every surface that may not show it any more, look whether it is gone, and say so.

    Running twice removes what is gone already and tells nobody twice. Raises TryLater while a surface still shows
    it, after telling the team.
    """
    gone, problems, stays = [], [], False
    for surface in context.outlet(Surfaces):
        if isinstance(surface, Remembers) and not await surface.ever_showed(item_id):
            continue
        async with reading(context.database) as session:
            if await may_publish(session, item_id, surface.use, context.clock()) is not None:
                stays = True
                continue
        problem = await _take_off(surface, item_id)
        problems += [f"{surface.name}: {problem}"] if problem else []
        gone += [] if problem else [surface.name]
    if stays and not gone and not problems:
        return  # somebody decided anew, and everything may go on
    async with unit_of_work(context.database) as session:
        if problems:
            await context.asks.not_removed(session, item_id, problems)
        else:
            await context.asks.removed(session, item_id, gone, context.clock())
    if problems:
        raise TryLater(f"Item {item_id} still stands somewhere: {'; '.join(problems)}.", retry_after=20)


async def _take_off(surface: Surface, item_id: int) -> str:
    """What went wrong, in words; empty when it is gone."""
    try:
        await surface.remove(item_id)
        return "it is still there" if await surface.shows(item_id) else ""
    except GoodwordError as error:
        log.warning("removal_failed", surface=surface.name, item=item_id, problem=error.message)
        return error.message


async def verify(context: Context) -> None:
    """Check the whole chain, and every ask against its events, and keep when that was and what was found. Running
    twice tells the same twice.

    Raises NeverWorks that names the first broken link or the first asks, so that it stands with the work that failed.
    """
    async with reading(context.database) as session:
        found = await verify_stored(session, context.asks.kit.signer().public)
        problems = await check(session)
    async with unit_of_work(context.database) as session:
        await note_checked(session, context.clock(), found.last, found.broken, found.problem)
    if found.problem:
        raise NeverWorks(
            f"The record of permissions is broken at event {found.broken}: {found.problem}.",
            remedy="Compare with a backup and with earlier exports: somebody changed the database.",
        )
    if problems:
        raise NeverWorks(
            f"{len(problems)} permissions are not what their events say: {'; '.join(problems[:NAMED])}.",
            remedy="Their events are the truth: was a row changed by hand? Please report it.",
        )


JOBS = (
    Job(wishes.SWEEP, sweep, queue="timers"),
    Job(wishes.ADVANCE, advance),
    Job(wishes.CLEARANCE_ENDED, clearance_ended),
    Job(wishes.SEND, send),
    Job(wishes.REMOVED, removed),
    Job(wishes.VERIFY, verify, attempts=1),
)
SCHEDULES = {wishes.SWEEP: 20, wishes.VERIFY: 24 * 3600}
"""What is done again and again, in seconds."""

"""Durable work about digests: looking what is due, sending, drawing anew, taking out what may not stand any more."""

from __future__ import annotations

from bot.digests import leaving, queries, wishes
from bot.digests.sending import Context, Sending
from bot.digests.turns import is_due, take
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Job

EVERY = {wishes.DUE: 30, wishes.LEAVING: 60}
"""Seconds between two looks."""


async def due(context: Context) -> None:
    """Make what schedules say is due, each in a unit of work of its own. Running twice, here or in another replica,
    finds nothing due the second time."""
    if context.settings.digest.enabled:
        now = context.clock()
        async with reading(context.database) as session:
            found = [row.id or 0 for row in await queries.schedules(session) if is_due(row, now)]
        for schedule_id in found:
            async with unit_of_work(context.database) as session:
                await take(session, context.work, schedule_id, now)
    await Sending(context).give_up()


async def send(context: Context, digest_id: int) -> None:
    """Send a digest. Running twice sends once: a second run looks for the message of the first before it sends."""
    await Sending(context).send(digest_id)


async def redraw(context: Context, digest_id: int) -> None:
    """Draw a digest's message anew. Running twice draws the same twice at most."""
    await Sending(context).redraw(digest_id)


async def pictures(context: Context, digest_id: int, attempt: int) -> None:
    """Add the pictures that could not be uploaded. Running twice finds them there the second time."""
    await Sending(context).add_pictures(digest_id, attempt)


async def leave(context: Context) -> None:
    """Take out of documents what they may not name any more. Running twice takes it out once."""
    await leaving.sweep(context)


JOBS = (
    Job(wishes.DUE, due),
    Job(wishes.SEND, send),
    Job(wishes.REDRAW, redraw),
    Job(wishes.PICTURES, pictures),
    Job(wishes.LEAVING, leave),
)

"""The durable work of ambassadors in Slack. The parts that speak to Slack are looked up when a job runs."""

from __future__ import annotations

from bot.ambassadors.wishes import CLOSE, OPENED, REMIND, SHOW, UNSAY, UNTHANK
from bot.services import Services
from bot.work import Job
from cogs.ambassador.queries import EVERYBODY

TURNS = "ambassadors.turns"
"""Gives picks to everybody for whom they are due."""
WELCOME = "ambassadors.welcome"
"""The first picks of somebody who joined. Its argument is the ambassador."""
LOOK = "ambassadors.look"
"""Finds messages whose piece may not be shared any more, among those of which something happened."""
LOOK_AGAIN = "ambassadors.look_again"
"""The same among all messages."""
TELL = "ambassadors.tell"
"""Tells of badges and of what became of suggestions."""
PRESENT = "ambassadors.present"
"""Looks whether everybody who takes part is still in the workspace."""
SCHEDULES = ((TURNS, 60), (LOOK, 60), (LOOK_AGAIN, 24 * 3600), (TELL, 60), (PRESENT, 24 * 3600))


async def show(services: Services, ambassador_id: int, new_item: int = 0) -> None:
    """Make their messages show what the rows say; of ``queries.EVERYBODY`` those in the channel, to which a piece may
    be new. Twice, the second run finds nothing to change."""
    from cogs.ambassador import slack_channel, slack_showing

    if ambassador_id == EVERYBODY:
        await slack_channel.show(services, new_item)
    else:
        await slack_showing.show(services, ambassador_id)


async def close(services: Services, ambassador_id: int, language: str) -> None:
    """Take words and names of somebody who left out of their messages and of posts that name them. Twice, the second
    run finds nothing left."""
    from cogs.ambassador.slack_showing import leave as run

    await run(services, ambassador_id, language)


async def turns(services: Services) -> None:
    """Picks for whom they are due, never outside their hours. Whoever gets them first sets the next turn in the same
    transaction, so two runs give them once."""
    from cogs.ambassador.giving import turns as run

    await run(services)


async def welcome(services: Services, ambassador_id: int) -> None:
    """The first picks. Running twice gives them once."""
    from cogs.ambassador.giving import welcome as run

    await run(services, ambassador_id)


async def look(services: Services) -> None:
    """Ask for messages to be drawn anew whose piece may not be shared any more, as far as something happened since
    the last look. Running twice asks twice."""
    from cogs.ambassador.giving import look as run

    await run(services)


async def look_again(services: Services) -> None:
    """The same of all messages, once a day. Running twice asks twice."""
    from cogs.ambassador.giving import look as run

    await run(services, at_all=True)


async def tell(services: Services) -> None:
    """Tell of badges and decisions, each at most once: a death at that very moment leaves one untold."""
    from cogs.ambassador.slack_telling import tell as run

    await run(services)


async def opened(services: Services, ambassador_id: int, moment: int) -> None:
    """Tell somebody that they were taken off the boards then, since people outside read them, and ask. Twice tells it
    once, and nobody who agreed meanwhile."""
    from cogs.ambassador.slack_opened import tell as run

    await run(services, ambassador_id, moment)


async def remind(services: Services, ambassador_id: int, moment: int) -> None:
    """Ask somebody who faded whether they still like to share, in their working hours and unless they paused. Twice
    says it once."""
    from cogs.ambassador.slack_reminding import remind as run

    await run(services, ambassador_id, moment)


async def unsay(services: Services, badge_id: int) -> None:
    """Take back the post of a celebration. Twice, the second run finds nothing left."""
    from cogs.ambassador.slack_reminding import unsay as run

    await run(services, badge_id)


async def unthank(services: Services, ambassador_id: int, item_id: int) -> None:
    """Take back the message that thanks somebody, unless they are thanked again. Twice, the second run finds nothing
    left."""
    from cogs.ambassador.slack_unthanking import unthank as run

    await run(services, ambassador_id, item_id)


async def present(services: Services) -> None:
    """End whoever's account was deactivated without our hearing of it. Running twice ends nobody twice."""
    from cogs.ambassador.slack_ending import present as run

    await run(services)


JOBS = (
    Job(SHOW, show, queue="deliver"),
    Job(CLOSE, close, queue="deliver"),
    Job(TURNS, turns),
    Job(WELCOME, welcome),
    Job(LOOK, look),
    Job(LOOK_AGAIN, look_again),
    Job(TELL, tell),
    Job(OPENED, opened),
    Job(REMIND, remind),
    Job(UNSAY, unsay),
    Job(UNTHANK, unthank),
    Job(PRESENT, present),
)

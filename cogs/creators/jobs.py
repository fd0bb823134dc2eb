"""The durable work of creators. The part that speaks to Slack is looked up when it runs."""

from __future__ import annotations

from bot.intake.privacy import queries
from bot.intake.privacy.rules import Stage
from bot.kernel.errors import TryLater
from bot.services import Services
from bot.storage.unit_of_work import reading
from bot.work import Job

TELL_ERASED = "creators.tell_erased"
"""Arguments: creator id, chat id of who asked for the erasure. They are told when it is done, with what was done."""
LOOK_AGAIN = 5.0  # seconds


async def tell_erased(services: Services, creator_id: int, user_id: str) -> None:
    """Hand the receipt to who asked. Run twice, it is told twice. Raises TryLater until the erasure is done."""
    async with reading(services.database) as session:
        running = await queries.running(session, creator_id)
        row = running or await queries.last(session, creator_id)
    if row is None or row.stage != Stage.DONE:
        raise TryLater(f"The erasure of creator {creator_id} is not done.", retry_after=LOOK_AGAIN)
    from bot.faces.slack.face import SlackFace
    from cogs.creators.receipt import receipt

    text, blocks = receipt(row)
    await services.outlet(SlackFace).replies.direct(user_id, text, blocks)


JOBS = (Job(TELL_ERASED, tell_erased),)

"""The durable work of insights. The part that speaks to Slack is looked up when it runs."""

from __future__ import annotations

from collections.abc import Sequence

from bot.faces.charts import FORGET
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.services import Services
from bot.work import Job

log = get_logger(__name__)


async def forget_charts(services: Services, files: Sequence[str]) -> None:
    """Delete pictures in Slack; one that Slack keeps for good costs the others nothing. Running twice finds them
    gone. Raises TryLater while Slack is away."""
    from bot.faces.slack.face import SlackFace
    from bot.faces.slack.files import delete

    for file in files:
        try:
            await delete(services.outlet(SlackFace).client, file)
        except NeverWorks as error:
            log.warning("chart_not_deleted", file=file, reason=str(error))


JOBS = (Job(FORGET, forget_charts),)

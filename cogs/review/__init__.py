"""The cards of the review channel and everything their buttons do."""

from bot.faces.cog import Cog
from cogs.review.jobs import JOBS

COG = Cog(
    key="review",
    title="Review cards",
    jobs=JOBS,
    personal_data=(
        "Which Slack message shows which item, and uploaded previews; both are deleted with the item. Who of the "
        "team decided what is kept with the item's history."
    ),
)

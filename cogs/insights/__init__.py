"""The figures of the digest for any period, source, campaign or hashtag, whenever somebody wonders."""

from __future__ import annotations

from bot.faces.cog import Cog, Command
from cogs.insights.jobs import JOBS

COG = Cog(
    key="insights",
    title="Insights",
    commands=(
        Command(
            "insights",
            "insights [30d|week|month|quarter|2026-W47] [source NAME|campaign NAME|#tag]",
            "The figures of any time beside the time before, with charts, for everything or for one source, campaign "
            "or hashtag; each opens the pieces it counts, and all of it comes as CSV.",
            examples=("insights", "insights quarter", "insights 90d source blogs", "insights month #tea"),
        ),
    ),
    jobs=JOBS,
    personal_data="None of its own: it counts what bot/insights counts. Its charts are files in Slack for a day.",
)

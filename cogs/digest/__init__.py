"""The digest: what a period brought, in the channel that wants to read it."""

from __future__ import annotations

from bot.faces.cog import Cog, Command
from cogs.digest.jobs import JOBS

COG = Cog(
    key="digest",
    title="Digest",
    commands=(
        Command(
            "digest",
            "digest now|preview|last|schedule [month|quarter|2026-W47|campaign NAME|contest NAME]",
            "What a week, a month, a campaign or a contest brought: for this channel or for you alone, and when it "
            "comes by itself.",
            examples=("digest preview", "digest now month", "digest now campaign Autumn", "digest schedule"),
        ),
    ),
    jobs=JOBS,
    personal_data="None of its own: digests and their schedules are kept by bot/digests.",
)

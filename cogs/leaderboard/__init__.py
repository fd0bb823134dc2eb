"""Where ambassadors stand, for the community of an open programme."""

from __future__ import annotations

from bot.faces.cog import Cog

COG = Cog(
    key="leaderboard",
    title="Leaderboard",
    personal_data="None of its own: boards are kept by bot/ambassadors, and show those who want to stand on them.",
)

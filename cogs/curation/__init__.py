"""What managers decide for ambassadors: collections, what comes first, what waits, what nobody gets; and how the
programme goes."""

from __future__ import annotations

from bot.faces.cog import Cog, Command
from bot.people.rules import Right

COG = Cog(
    key="curation",
    title="Curation",
    commands=(
        Command(
            "curate",
            "curate [NUMBER|collections|pieces|programme|changes]",
            "What ambassadors get: collections, pieces that come first, wait or stay hidden, where shared links "
            "lead, and what holds for all of them. Moderators look, managers change.",
            right=Right.DECIDE,
            examples=("curate", "curate 123", "curate programme"),
        ),
        Command(
            "programme",
            "programme [DAYS]",
            "How the ambassador programme goes: who shares and who faded, what that brought by network and by piece, "
            "what it cost, and where clicks came from.",
            right=Right.SETTINGS,
            examples=("programme", "programme 90"),
        ),
    ),
    personal_data="None of its own: what was decided is kept by bot/curation.",
)

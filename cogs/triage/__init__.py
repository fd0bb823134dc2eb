"""Triage: one item after the other in a window, one click each. The way to clear hundreds."""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right

COG = Cog(
    key="triage",
    title="Triage",
    commands=(
        Command(
            word="triage",
            usage="triage [flagged] [source:NAME] [lang:CODE]",
            help="Decide on one item after the other; nobody else gets the same one.",
            right=Right.DECIDE,
            examples=("triage", "triage flagged", "triage lang:sv"),
        ),
    ),
    personal_data="Who has claimed which item, for some minutes.",
)

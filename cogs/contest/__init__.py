"""Contests, as people see and run them.

Managers run contests from Slack with ``/goodword contest``: write, preview, announce, open, extend, look at entries
and odd votes, close, draw, award, export.
"""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right
from cogs.contest.jobs import JOBS

COG = Cog(
    key="contest",
    title="Contests",
    commands=(
        Command(
            word="contest",
            usage="contest [new | NAME]",
            help="See contests and run them: write, open, review entries, close, draw, award, export.",
            right=Right.VIEW,
            examples=("contest", "contest new", "contest autumn-of-tea"),
        ),
    ),
    jobs=JOBS,
    personal_data="Names of entrants and winners in the messages about a contest, and which messages those are.",
)

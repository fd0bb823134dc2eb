"""Contests, as people see and run them.

In Discord participants list contests, read their rules, enter (a link, a file, a message, a found post), vote under
each entry or page by page, look at the standings and at what is theirs, check the draw, and link their other
accounts. The contest's channel shows the phases, a card for each accepted entry, standings that follow the score,
and the winners. Managers run contests from Discord with ``/contest-manage`` and from Slack with
``/goodword contest``; there judges mark entries, whatever their role.
"""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right
from cogs.contest.jobs import FORGET, FRESHEN, JOBS, LOOK

COG = Cog(
    key="contest",
    title="Contests",
    commands=(
        Command(
            word="contest",
            usage="contest [new | NAME]",
            help="See contests; run them: write, preview, open, extend, close, draw, award, export; judges mark.",
            right=Right.VIEW,  # to look; whatever changes something needs the right of contests
            examples=("contest", "contest new", "contest autumn-of-tea"),
        ),
    ),
    jobs=JOBS,
    schedules=((FRESHEN, 60), (LOOK, 60), (FORGET, 3600)),
    personal_data=(
        "Names of entrants and winners in the messages about a contest, and which messages those are; for a day, "
        "what somebody began with in Discord and didn't finish."
    ),
)

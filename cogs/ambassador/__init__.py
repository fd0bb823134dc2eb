"""Colleagues share what customers say: ``/goodword ambassador``, ``picks``, ``me``, ``suggest`` and ``leaderboard``.

Anybody in the workspace may join. A window asks what interests them, where they share, and when picks may come; the
first three come at once. A pick is a message of its own, kept current by durable work: the piece with its creator,
why it was chosen, a text to begin with, and a button for each network. A button leads to a page of ours that makes
the tracked link and goes on to the network's composer (``bot.faces.web.sharing``); where nobody outside can reach
our pages, or in a channel, a window does the same. That something was shared is seen by the first click on its link,
or said with one tap.

Everything is in each person's own language, as far as we speak it. Buttons carry whose pick it is: others are told
politely that it isn't theirs.
"""

from bot.faces.cog import Cog, Command
from cogs.ambassador.jobs import JOBS, SCHEDULES

COG = Cog(
    key="ambassador",
    title="Ambassadors",
    commands=(
        Command(
            word="ambassador",
            usage="ambassador [join|settings|pause|resume|leave]",
            help="Share what customers say on your own networks: join, say what you want and when, pause, leave.",
            examples=("ambassador join", "ambassador settings", "ambassador leave"),
            group="ambassador",
        ),
        Command(
            word="picks",
            usage="picks [saved]",
            help="More pieces to share, at once; or the ones that you saved for later.",
            examples=("picks", "picks saved"),
            group="ambassador",
        ),
        Command(
            word="me",
            usage="me",
            help="What you shared, and what came of it: clicks, points, badges, your place.",
            examples=("me",),
            group="ambassador",
        ),
        Command(
            word="suggest",
            usage="suggest URL [WHY]",
            help="Propose something that you saw about the brand.",
            examples=("suggest https://social.example/@anna/1 she loves the new lamp",),
            group="ambassador",
        ),
        Command(
            word="leaderboard",
            usage="leaderboard [week|season|all] [points|clicks|shares]",
            help="Which ambassadors lead, and where you stand.",
            examples=("leaderboard", "leaderboard all clicks"),
            group="ambassador",
        ),
    ),
    jobs=JOBS,
    schedules=SCHEDULES,
    personal_data=(
        "None of its own: who takes part, what they were shown, shared and got is kept by bot/ambassadors. Their "
        "picks are messages in Slack; they lose their words when somebody leaves, and celebrations and boards in "
        "channels their name."
    ),
)

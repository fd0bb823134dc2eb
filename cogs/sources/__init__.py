"""``/goodword sources``: how each source fares.

The person sees, privately, one paragraph for each configured source: its kind, whether it is well, silent, lost
(since when, why, and what to do) or paused, when it was last read, when its last item came, how many came in a day
and in a week, and when it is read next. Managers get buttons: *Poll now*, and *Pause* or *Resume*; the list is
redrawn in place. Ten sources a page.
"""

from bot.faces.cog import Cog, Command

COG = Cog(
    key="sources",
    title="Sources",
    commands=(
        Command(
            word="sources",
            usage="sources",
            help="How each source fares: last read, last item, what is wrong and what to do.",
            examples=("sources",),
        ),
    ),
    personal_data="none",
)

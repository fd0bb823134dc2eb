"""``/goodword settings``: what is configured, in words.

Managers see, privately, the brand, where cards and notices go and when a burst becomes a summary, who has which
role, which sources and checks there are, how long pictures are kept, and that all of it is changed in the settings
file by the operator. Secrets are never shown, not even in part. Others see their own role, what it allows and whom
to ask.
"""

from bot.faces.cog import Cog, Command

COG = Cog(
    key="settings",
    title="Settings",
    commands=(
        Command(
            word="settings",
            usage="settings",
            help="What is configured, and your own role.",
            examples=("settings",),
        ),
    ),
    personal_data="none of its own; it shows the names of the team that stand in the settings.",
)

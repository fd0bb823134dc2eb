"""``/goodword`` and ``/goodword help``: what there is, for this person.

The bare command and ``help`` list the commands the person may use, each with what it does and how to type it;
``help search`` shows one of them with examples. A word that is no command is answered with the nearest one.
"""

from bot.faces.cog import Cog, Command

COG = Cog(
    key="help",
    title="Help",
    commands=(
        Command(
            word="help",
            usage="help [COMMAND]",
            help="What you can do here, or one command with examples.",
            examples=("help", "help search"),
        ),
    ),
    personal_data="none",
)

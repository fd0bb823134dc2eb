"""Adding content that somebody of the team saw.

From a message: its menu has *Add to Goodword*. From anywhere: ``/goodword add URL [note]``. If the address is known
already, the person is told its number, how it stands, and where its card is. Else a window shows the address and
what could be guessed from it (platform, kind) and asks for what they saw: text, creator, language. *Add* puts it
into the queue like anything a source found, and its card appears; the person is told its number. An address that
isn't one, or leads into a private network, is refused in words. Nothing is fetched from the address.
"""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right

COG = Cog(
    key="add",
    title="Add content",
    commands=(
        Command(
            word="add",
            usage="add URL [NOTE]",
            help="Put content that you saw into review.",
            right=Right.ADD,
            examples=(
                "add https://social.example/@anna/1",
                "add https://social.example/@anna/1 a lovely one",
            ),
        ),
    ),
    personal_data="What the person writes about the content and its creator, and that they added it.",
)

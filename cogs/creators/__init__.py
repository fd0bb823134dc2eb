"""``/goodword creator``: one creator as a whole, and what can be decided about them.

A person types a name, ``@handle``, ``platform:handle``, a creator's number (``#12``), ``item:NUMBER`` or the address
of a piece; or chooses *About this creator* in a card's menu. A window opens: their accounts, whether they are blocked
or on the list of those who are never asked (since when, why, by whom), how often they were asked lately and how often
they may be, what needs no asking, how their permissions stand, their newest pieces, and what was decided about them.
Several of one name are listed to choose from.

Moderators put somebody on the list and take them off it again; a creator's own wish is lifted by a manager alone, who
writes why. Managers add clearances and end them, get everything that is held about the person as a file, and erase
them: a second window says what goes and what stays, and takes the typed handle.

All of it is one window that changes in place. Each button carries the number of the last thing that was decided about
the creator; where something was decided since, nothing is done and the window shows it.
"""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right
from cogs.creators.jobs import JOBS

COG = Cog(
    key="creators",
    title="Creators",
    commands=(
        Command(
            word="creator",
            usage="creator NAME|@HANDLE|PLATFORM:HANDLE",
            help=(
                "Everything about one creator: permissions, pieces, whether they may be asked; clear, export or "
                "erase them."
            ),
            right=Right.VIEW,
            examples=("creator Anna Svensson", "creator @anna", "creator mastodon:@anna@social.example"),
        ),
    ),
    jobs=JOBS,
    personal_data=(
        "What was decided about a creator as a whole, by whom, when and why: never to ask them, clearances, exports. "
        "The reasons are erased with the creator. A file with everything that is held goes to the manager who asked "
        "for it, in their direct messages, where they delete it."
    ),
)

"""One person, whatever their accounts: in Slack, in Discord, and where they post.

``/goodword link`` gives a code, privately. Said from another account of the same person (in Discord with
``/contest link CODE``, or in a post that intake finds) it links the two; ``/goodword link CODE`` says one that
another account was given. Linked accounts count as one in contests: one person's votes, one person's entries.
``/goodword unlink`` shows what is linked and takes any of it apart again. Anybody in the workspace may do this for
themselves. For others a manager does it: ``/goodword link`` or ``unlink``, then ``HANDLE on PLATFORM``.

Whoever is linked or unlinked by another is told privately, where they can be reached: in Slack or in Discord. What
can go wrong with codes, and what is done about it: ``bot.people.accounts``.
"""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right
from cogs.identity.jobs import JOBS

COG = Cog(
    key="identity",
    title="Linked accounts",
    commands=(
        Command(
            word="link",
            usage="link [CODE | HANDLE on PLATFORM]",
            help="Link your accounts in Discord and elsewhere with this one; managers also link others' accounts.",
            right=Right.VIEW,
            examples=("link", "link GW-7F3K-9QXM", "link @anna@social.example on mastodon"),
        ),
        Command(
            word="unlink",
            usage="unlink [HANDLE on PLATFORM]",
            help="See which accounts are linked with yours, and take them apart; managers also others'.",
            right=Right.VIEW,
            examples=("unlink", "unlink @anna@social.example on mastodon"),
        ),
    ),
    jobs=JOBS,
    personal_data=(
        "Accounts: platform, its id of the person, handle, name, language, when the account was made, when it joined "
        "and left. Which accounts are one person's, and every link and unlinking: who, how, when. Codes as hashes, "
        "with the account they were given to, for a month after they ended. Erased with the person's accounts; what "
        "they entered and won stays under the account's number."
    ),
)

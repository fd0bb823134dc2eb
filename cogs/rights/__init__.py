"""Permissions in the open: what happened is said below the card, what waits is listed, and the record can be had.

Every step that people care about (asked, answered, granted, withdrawn, gone from the gallery) is a post in the thread
of the item's card, once, whatever dies in between; an answer that a person has to read stands there with the buttons
that decide about it. ``/goodword rights 123`` shows the record as legal wants it, and sends the signed file to the
person who asks for it; without a number it lists what needs a person. ``/goodword takedown 123`` records that
somebody demands that an item goes: it leaves every surface at once, whatever its creator allowed.
"""

from bot.faces.cog import Cog, Command
from bot.people.rules import Right
from cogs.rights.jobs import JOBS

COG = Cog(
    key="rights",
    title="Rights",
    commands=(
        Command(
            word="rights",
            usage="rights [NUMBER]",
            help="The record of an item's permission, for whoever wants it proved; alone, what needs a person.",
            examples=("rights", "rights 123"),
        ),
        Command(
            word="takedown",
            usage="takedown NUMBER",
            help="Somebody demands that an item goes: take it off everything of ours at once.",
            right=Right.OVERRULE,
            examples=("takedown 123",),
        ),
    ),
    jobs=JOBS,
    personal_data=(
        "The creator's own words, quoted in the card's thread; deleted there when the creator is erased. A takedown "
        "notice's words are kept with the permission's record."
    ),
)

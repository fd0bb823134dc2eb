"""``/goodword search``: items by their words and by what is known about them.

The person types words, filters, or both: ``/goodword search lamp is:approved from:@anna since:7d``. They alone see
the first five that fit, newest first, each with its number, how it stands, the beginning of its text, a link to
the original and *Open*, which shows the whole item with its buttons. *Next* and *Previous* turn the page in place.
Nothing found, or nothing asked, is answered with examples; a filter that doesn't exist with those that do.
"""

from bot.faces.cog import Cog, Command

COG = Cog(
    key="search",
    title="Search",
    commands=(
        Command(
            word="search",
            usage="search WORDS [from:@HANDLE] [is:STATUS] [on:PLATFORM] [flag:CHECK] [since:7d]",
            help="Find items by their words, their creators and what is known about them.",
            examples=("search lamp", "search is:approved from:@anna", "search flag:insults since:7d"),
        ),
    ),
    personal_data="none of its own; what somebody searched for is not kept.",
)

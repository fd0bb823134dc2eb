"""``/goodword history``: everything that happened to one item.

The person types ``/goodword history 123`` or the address of a post. A window opens with how the item stands,
where it was seen, and line by line who did what, when, why and from where, what each edit changed among it. A
number or address that is not known is answered in words, beside the command.
"""

from bot.faces.cog import Cog, Command

COG = Cog(
    key="history",
    title="History",
    commands=(
        Command(
            word="history",
            usage="history NUMBER|URL",
            help="Everything that happened to an item (its card says the number): who, when, what and why.",
            examples=("history 123", "history https://social.example/@anna/1"),
        ),
    ),
    personal_data="none of its own; it shows what review, permissions and content keep.",
)

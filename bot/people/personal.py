"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.people.tables import Account, Creator, Identity, IdentityEvent, LinkCode
from bot.storage.personal import CODE, DIGEST, NAMELESS, SOMEBODY, TEAM, Actor, Gone, Held, Ours, Stays, Whose

HELD = (
    Held(
        Creator,
        "You, as the platform shows you to everybody.",
        {
            "platform": Stays("The network.", "it says where counts belong, and nothing of who it was"),
            "external_id": Gone("The network's own id of your account.", NAMELESS),
            "handle": Gone("Your handle."),
            "name": Gone("Your name as shown there."),
            "url": Gone("The address of your page."),
            "avatar_url": Gone("The address of your picture."),
            "followers": Gone("How many follow you, as the network said."),
            "identity": Gone(
                "Your handle or name in a plain spelling, to recognise you on other networks.", ""
            ),
            "blocked_by": TEAM,
            "blocked_reason": Gone("Why nothing more is taken from you, in words of the team."),
        },
        Whose.CREATOR,
        "id",
    ),
    Held(
        Account,
        "Your accounts that took part in something here, or were linked with one that did.",
        {
            "platform": Gone("The network or chat.", SOMEBODY),
            "external_id": Gone("Its own id of your account.", NAMELESS),
            "handle": Gone("Your handle there."),
            "name": Gone("Your name as shown there."),
            "locale": Gone("Your language, as the chat said."),
            "made_at": Gone("When the chat made your account."),
            "joined_at": Gone("When you joined the server."),
            "identity_id": Gone("A number that your linked accounts share."),
        },
        Whose.ACCOUNT,
        "id",
    ),
    Held(Identity, "That some accounts are one person's; it holds nothing itself.", {}),
    Held(
        IdentityEvent,
        "That your account was linked with another of yours, or unlinked.",
        {
            "event": CODE,
            "how": CODE,
            "actor": Actor("Who linked them."),
            "via": CODE,
            "data": Ours("nothing so far"),
        },
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(
        LinkCode,
        "Codes that you asked for, to link another account; kept as hashes.",
        {"code_hash": DIGEST},
        Whose.ACCOUNT,
        "account_id",
        row_goes=True,
    ),
)

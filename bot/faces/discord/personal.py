"""What these tables hold about people, see ``bot.storage.personal``. The messages themselves are redrawn or deleted
in Discord."""

from __future__ import annotations

from bot.contests.tables import ContestAward
from bot.faces.discord.tables import DiscordCommands, DiscordKept, DiscordMessage, DiscordRoleGiven
from bot.storage.personal import CODE, DIGEST, Elsewhere, Gone, Held, Ours, Through, Whose

HELD = (
    Held(
        DiscordMessage,
        "Private messages to you in Discord.",
        {
            "key": Ours("a word of ours and numbers: what the message shows"),
            "kind": CODE,
            "drawn": DIGEST,
            "lost": Ours("why it can't be shown"),
        },
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(DiscordCommands, "What servers were told of our commands.", {"digest": DIGEST}),
    Held(
        DiscordKept,
        "What somebody began with and did not finish, for a day.",
        {
            "given": Elsewhere(
                "What they gave.", "found by what the person is called: bot.faces.discord.erased"
            )
        },
    ),
    Held(
        DiscordRoleGiven,
        "Roles that you got with prizes.",
        {"user_id": Gone("Your id in Discord.")},
        Whose.ACCOUNT,
        Through("award_id", ContestAward, "account_id"),
        row_goes=True,
    ),
)

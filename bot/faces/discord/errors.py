"""Discord's error codes, sorted by what to do next (https://docs.discord.com/developers/topics/opcodes-and-status-codes)."""

from __future__ import annotations

import aiohttp
import discord

from bot.kernel.errors import FixCredentials, GoodwordError, NeverWorks, TryLater

NETWORK = (aiohttp.ClientError, TimeoutError, OSError)
ANY = (discord.DiscordException, *NETWORK)
"""Whatever a call to Discord may raise."""

UNKNOWN_CHANNEL, UNKNOWN_GUILD, UNKNOWN_MEMBER = 10003, 10004, 10007
UNKNOWN_MESSAGE, UNKNOWN_ROLE, UNKNOWN_USER, UNKNOWN_WEBHOOK = 10008, 10011, 10013, 10015
UNKNOWN_INTERACTION, TOKEN_EXPIRED, ANSWERED_ALREADY = 10062, 50027, 40060
OLD_EDITS, MISSING_ACCESS, MISSING_PERMISSIONS, DMS_CLOSED = 30046, 50001, 50013, 50007
INVALID_FORM, NO_DM_YET = 50035, 20026

EXPIRED = frozenset({UNKNOWN_INTERACTION, TOKEN_EXPIRED, UNKNOWN_WEBHOOK})
"""The interaction can't be answered any more: 3 seconds without an acknowledgement, or 15 minutes after it."""
CHANNEL_CLOSED: dict[int, tuple[str, str]] = {
    UNKNOWN_CHANNEL: (
        "does not exist any more",
        "Set discord.channel, or the contest's channel, to one that does.",
    ),
    MISSING_ACCESS: (
        "can't be seen by the app",
        "Give the app's role View Channel and Send Messages in that channel's permissions.",
    ),
    MISSING_PERMISSIONS: (
        "doesn't let the app do that",
        "Give the app's role Send Messages, Embed Links, Attach Files and Read Message History there.",
    ),
}
"""The channel takes nothing from us: words and remedy."""


def code_of(error: Exception) -> int:
    """Discord's own number for what went wrong, 0 where there is none."""
    return error.code if isinstance(error, discord.HTTPException) else 0


def is_expired(error: Exception) -> bool:
    """Whether an interaction can't be answered any more. Without an acknowledged token Discord says 401 or 404."""
    return code_of(error) in EXPIRED or (isinstance(error, discord.HTTPException) and error.status == 401)


def is_definite(error: Exception) -> bool:
    """Whether Discord refused the call, so that it surely was not done."""
    return isinstance(error, discord.HTTPException) and 400 <= error.status < 500


def as_ours(error: Exception, doing: str) -> GoodwordError:
    """What went wrong, by what to do next. ``doing`` completes "Discord failed while ..."."""
    if isinstance(error, GoodwordError):
        return error
    if isinstance(error, discord.LoginFailure) or (
        isinstance(error, discord.HTTPException) and error.status == 401
    ):
        return FixCredentials(
            f"Discord refuses the token while {doing}.",
            remedy="Put a fresh bot token into GOODWORD_DISCORD_BOT_TOKEN (Developer Portal, Bot, Reset Token).",
        )
    if isinstance(error, discord.PrivilegedIntentsRequired):
        return FixCredentials(
            f"Discord refuses the intents while {doing}.", remedy="Report it: none is needed."
        )
    if isinstance(error, discord.RateLimited):
        return TryLater(f"Discord asks for time while {doing}.", retry_after=error.retry_after)
    if isinstance(error, discord.HTTPException):
        return _answer(error, doing)
    return TryLater(f"Discord could not be reached while {doing}: {type(error).__name__}.")


def _answer(error: discord.HTTPException, doing: str) -> GoodwordError:
    if error.status >= 500 or error.status == 429:
        return TryLater(f"Discord is busy ({error.status}) while {doing}.")
    if error.code in CHANNEL_CLOSED:
        what, remedy = CHANNEL_CLOSED[error.code]
        return NeverWorks(f"Discord refused while {doing}: the place {what}.", remedy=remedy)
    if error.code == OLD_EDITS:
        return TryLater(
            f"Discord takes no more edits of old messages for now, while {doing}.", retry_after=60.0
        )
    return NeverWorks(f"Discord refused while {doing}: {error.code or error.status}.")

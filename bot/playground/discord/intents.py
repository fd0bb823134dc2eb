"""What a connection is told: by the intents it named, by what the bot sees, and without contents it may not read.

Source: docs.discord.com "Gateway Intents" and "Message Content Intent".
"""

from __future__ import annotations

from typing import Any

from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]
GUILDS, GUILD_MEMBERS, GUILD_PRESENCES = 1 << 0, 1 << 1, 1 << 8
GUILD_MESSAGES, GUILD_REACTIONS = 1 << 9, 1 << 10
DIRECT_MESSAGES, DIRECT_REACTIONS, MESSAGE_CONTENT = 1 << 12, 1 << 13, 1 << 15
PRIVILEGED = GUILD_MEMBERS | GUILD_PRESENCES | MESSAGE_CONTENT
KNOWN = (1 << 26) - 1

_NEEDED = {
    "GUILD_CREATE": GUILDS,
    "GUILD_UPDATE": GUILDS,
    "GUILD_ROLE_CREATE": GUILDS,
    "GUILD_ROLE_UPDATE": GUILDS,
    "GUILD_ROLE_DELETE": GUILDS,
    "CHANNEL_CREATE": GUILDS,
    "CHANNEL_UPDATE": GUILDS,
    "CHANNEL_DELETE": GUILDS,
    "THREAD_CREATE": GUILDS,
    "THREAD_UPDATE": GUILDS,
    "THREAD_DELETE": GUILDS,
    "GUILD_MEMBER_ADD": GUILD_MEMBERS,
    "GUILD_MEMBER_UPDATE": GUILD_MEMBERS,
    "GUILD_MEMBER_REMOVE": GUILD_MEMBERS,
}
_BY_PLACE = {
    "MESSAGE_CREATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_UPDATE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_DELETE": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_DELETE_BULK": (GUILD_MESSAGES, DIRECT_MESSAGES),
    "MESSAGE_REACTION_ADD": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "MESSAGE_REACTION_REMOVE": (GUILD_REACTIONS, DIRECT_REACTIONS),
    "CHANNEL_PINS_UPDATE": (GUILDS, DIRECT_MESSAGES),
}
_CONTENT = frozenset({"MESSAGE_CREATE", "MESSAGE_UPDATE"})


def for_session(world: DiscordWorld, intents: int, name: str, data: Json, channel: str | None) -> Json | None:
    """The event's data as a connection with these intents gets it; None where it isn't told."""
    if name in _BY_PLACE:
        where = world.channels.get(channel or "")
        direct = where is not None and where.is_direct
        if not intents & _BY_PLACE[name][direct]:
            return None
        if where is not None and not world.sees(world.bot, where):
            return None
    elif name in _NEEDED and not intents & _NEEDED[name]:
        own = name == "GUILD_MEMBER_UPDATE" and data["user"]["id"] == world.application_id
        if not own:  # an app is told of changes to itself in any case
            return None
    if name in _CONTENT and not intents & MESSAGE_CONTENT and not _may_read(world, data):
        return {**data, "content": "", "embeds": [], "attachments": [], "components": []}
    return data


def _may_read(world: DiscordWorld, message: Json) -> bool:
    """Its own messages, direct ones, and those that mention it are readable without the intent."""
    named = any(each["id"] == world.application_id for each in message.get("mentions", ()))
    return "guild_id" not in message or message["author"]["id"] == world.application_id or named

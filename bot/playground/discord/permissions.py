"""What a member may do: the bits Discord uses, and how roles and a channel's overwrites add up.

Source: docs.discord.com "Permissions", "Permission Hierarchy" and "Permission Overwrites".
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntFlag

from bot.playground.discord.model import Channel, Person, Role


class Permission(IntFlag):
    """The bits this place looks at; others are carried along as numbers."""

    KICK_MEMBERS = 1 << 1
    ADMINISTRATOR = 1 << 3
    MANAGE_CHANNELS = 1 << 4
    MANAGE_GUILD = 1 << 5
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    ATTACH_FILES = 1 << 15
    READ_MESSAGE_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_EXTERNAL_EMOJIS = 1 << 18
    MANAGE_NICKNAMES = 1 << 27
    MANAGE_ROLES = 1 << 28
    USE_APPLICATION_COMMANDS = 1 << 31
    CREATE_PUBLIC_THREADS = 1 << 35
    SEND_MESSAGES_IN_THREADS = 1 << 38
    PIN_MESSAGES = 1 << 51


EVERYTHING = (1 << 52) - 1
MEMBER = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.READ_MESSAGE_HISTORY
    | Permission.USE_EXTERNAL_EMOJIS
    | Permission.USE_APPLICATION_COMMANDS
    | Permission.CREATE_PUBLIC_THREADS
    | Permission.SEND_MESSAGES_IN_THREADS
)
#: What the invitation of a contest bot asks for.
BOT = (
    Permission.VIEW_CHANNEL
    | Permission.SEND_MESSAGES
    | Permission.EMBED_LINKS
    | Permission.ATTACH_FILES
    | Permission.ADD_REACTIONS
    | Permission.READ_MESSAGE_HISTORY
    | Permission.MANAGE_ROLES
    | Permission.SEND_MESSAGES_IN_THREADS
)


def named(names: Iterable[str]) -> int:
    """The bits of these names, as ``send_messages``. Raises KeyError with a name there isn't."""
    bits = 0
    for name in names:
        bits |= Permission[name.upper()]
    return bits


def names_of(bits: int) -> list[str]:
    """The names of the bits this place knows."""
    return [each.name.lower() for each in Permission if each.name and bits & each]


def in_guild(person: Person, roles: dict[str, Role], guild: str, owner: str) -> int:
    """What the member's roles allow throughout the guild."""
    if person.id == owner:
        return EVERYTHING
    bits = roles[guild].permissions if guild in roles else 0
    for role in person.roles:
        bits |= roles[role].permissions if role in roles else 0
    return EVERYTHING if bits & Permission.ADMINISTRATOR else bits


def in_channel(bits: int, person: Person, channel: Channel, guild: str) -> int:
    """What is left or added in the channel: first for everyone, then for roles, then for the member."""
    if bits == EVERYTHING:
        return bits
    overwrites = {str(each["id"]): each for each in channel.overwrites}
    layers = [[guild], person.roles, [person.id]]
    for layer in layers:
        found = [overwrites[each] for each in layer if each in overwrites]
        allow = deny = 0
        for each in found:
            allow |= int(each["allow"])
            deny |= int(each["deny"])
        bits = (bits & ~deny) | allow
    return bits if bits & Permission.VIEW_CHANNEL else 0

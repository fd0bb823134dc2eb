"""Whom a message names, and whom of those it notifies: ``allowed_mentions``, rights, silent messages."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.discord import shapes
from bot.playground.discord.model import Channel, Message, Person, Ping
from bot.playground.discord.parts import TEXT, walk
from bot.playground.discord.permissions import Permission
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]
_USER = re.compile(r"<@!?(\d+)>")
_ROLE = re.compile(r"<@&(\d+)>")
_EVERYBODY = re.compile(r"@(everyone|here)\b")
SUPPRESS_PINGS = 1 << 12


def settle(
    world: DiscordWorld,
    channel: Channel,
    message: Message,
    allowed: Any,
    author: Person,
    reply_to: Message | None,
) -> None:
    """Fill in ``mentions``, ``mention_roles`` and ``mention_everyone``: those it notifies."""
    body = message.body
    words = "\n".join(
        [
            body["content"],
            *(each.get("content", "") for each in walk(body["components"]) if each["type"] == TEXT),
        ]
    )
    rule = allowed if isinstance(allowed, dict) else {"parse": ["users", "roles", "everyone"]}
    users = [each for each in _named(_USER, words) if each in world.people and _allows(rule, "users", each)]
    if reply_to is not None and rule.get("replied_user", allowed is None) and reply_to.author not in users:
        users.append(reply_to.author)
    rights = world.rights(author, channel)
    all_roles = bool(rights & Permission.MENTION_EVERYONE)
    roles = [
        each
        for each in _named(_ROLE, words)
        if each in world.roles
        and _allows(rule, "roles", each)
        and (world.roles[each].mentionable or all_roles)
        and not channel.is_direct
    ]
    everybody = bool(_EVERYBODY.search(words)) and "everyone" in rule.get("parse", ()) and all_roles
    body["mentions"] = [shapes.user(world.people[each]) for each in users]
    body["mention_roles"] = roles
    body["mention_everyone"] = everybody and not channel.is_direct


def _named(pattern: re.Pattern[str], words: str) -> list[str]:
    return list(dict.fromkeys(pattern.findall(words)))


def _allows(rule: Json, kind: str, identity: str) -> bool:
    listed = [str(each) for each in rule.get(kind) or ()]
    return kind in rule.get("parse", ()) or identity in listed


def ping(world: DiscordWorld, message: Message) -> None:
    """Write down whom a new message notifies; a silent one notifies nobody."""
    body = message.body
    if int(body["flags"]) & SUPPRESS_PINGS:
        return
    users = tuple(each["id"] for each in body["mentions"] if each["id"] != message.author)
    found = Ping(message.id, message.channel, users, tuple(body["mention_roles"]), body["mention_everyone"])
    if found.users or found.roles or found.everyone:
        world.pings.append(found)

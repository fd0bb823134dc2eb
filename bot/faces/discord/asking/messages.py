"""A request as a private message: its words, its buttons, and how it is known again. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

import discord

from bot.faces.actions import ActionId, decode
from bot.faces.discord.acts import Style, button, custom_id, link_button, view_of
from bot.faces.discord.markup import tell
from bot.faces.discord.members import PLATFORM
from bot.faces.texts import language_of
from bot.rights.asking import Outgoing

AREA = "permit"
_ADDRESS = re.compile(r"https?://\S+")


def reference_of(channel_id: int, message_id: int) -> str:
    """The name of a message of ours, or of an answer."""
    return f"{prefix_of(channel_id)}{message_id}"


def prefix_of(channel_id: int) -> str:
    """What the names of all messages of a conversation begin with."""
    return f"{PLATFORM}:{channel_id}:"


def read(reference: str) -> tuple[int, int]:
    """Conversation and message of a name that ``reference_of`` made. Raises ValueError."""
    _, channel_id, message_id = reference.split(":")
    return int(channel_id), int(message_id)


def nonce_of(message: Outgoing) -> str:
    """The same for each try of a message; Discord answers a repeated one with the first. It takes 25 characters."""
    return hashlib.sha256(message.key.encode()).hexdigest()[:24]


def step_of(message: Outgoing) -> int:
    """Which of an ask's messages it is: the request or its reminder."""
    return int(message.key.rpartition("-")[2])


def buttons(message: Outgoing, private_page: str) -> discord.ui.View:
    """Yes, no, and the private page where the message leads to it. The identities outlive a restart."""
    language = language_of(message.language)
    ask, step = message.ask_id, step_of(message)
    found = [
        button(tell(language, "permit-yes"), custom_id(AREA, "yes", ask, revision=step), style=Style.success),
        button(tell(language, "permit-no"), custom_id(AREA, "no", ask, revision=step)),
    ]
    page = next((one for one in _ADDRESS.findall(message.text) if one.startswith(private_page)), "")
    more = [link_button(tell(language, "permit-look"), page)] if private_page and page else []
    return view_of(*found, *more)


def asked_in(message: discord.Message) -> ActionId | None:
    """Which request a message of ours is; None where it is none."""
    for identity in _identities(message):
        action = decode(identity)
        if isinstance(action, ActionId) and (action.area, action.verb) == (AREA, "yes"):
            return action
    return None


def _identities(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        children: Any = getattr(row, "children", ())
        yield from (each.custom_id for each in children if getattr(each, "custom_id", None))


def words_of(message: discord.Message, ours: int, mention: str) -> str:
    """What somebody wrote. A mention of the app is one of the brand, whose account it is; of what has no words, what
    it has is said."""
    text = re.sub(rf"<@!?{ours}>", lambda _: mention, message.content)
    if text.strip():
        return text
    things = [*(one.filename for one in message.attachments), *(one.name for one in message.stickers)]
    return "\n".join(f"[{one}]" for one in things[:10])

"""What people do without the app: join, leave, write, delete; and what an owner does to the guild and to the bot."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from typing import Any

from bot.playground.discord import messages, permissions, places, sample, shapes
from bot.playground.discord.errors import DiscordError
from bot.playground.discord.model import TEXT, Channel, Message, Person, Role, Upload
from bot.playground.discord.options import upload_from
from bot.playground.discord.permissions import Permission
from bot.playground.discord.snowflakes import snowflake
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.errors import ActError

Json = dict[str, Any]
Finder = Callable[[str], tuple[Person, Channel]]
DAY = 86_400.0
_HANDLE = re.compile(r"[a-z0-9_.]{2,32}")
_numbers = itertools.count(100)


class Hands:
    """Changes that happen to an app. Every method answers as the control surface does."""

    def __init__(self, world: DiscordWorld, find: Callable[[str, str], tuple[Person, Channel]]) -> None:
        self._world = world
        self._find = find

    # members

    async def join(
        self, user: str, *, display: str = "", locale: str = "en-US", account_days: float = 365.0
    ) -> Json:
        """Join the guild: somebody who left, or a new account of that handle, made so many days ago."""
        known = self._known(user)
        if known is not None and known.inside:
            raise ActError("already_inside", f"{known.name} is a member already.")
        person = known or self._new_account(user, display, locale, account_days)
        places.join(self._world, person)
        return {"ok": True, "person": places.shown_person(self._world, person)}

    def _known(self, user: str) -> Person | None:
        try:
            return self._world.person_named(user)
        except ActError:
            return None

    def _new_account(self, handle: str, display: str, locale: str, days: float) -> Person:
        if not _HANDLE.fullmatch(handle):
            raise ActError("invalid_handle", "A handle is 2 to 32 of a to z, digits, _ and a full stop.")
        if days < 0:
            raise ActError("invalid_account_days", "account_days is a number from 0.")
        identity = snowflake(self._world.clock() - days * DAY, next(_numbers))
        while str(identity) in self._world.people:
            identity += 1
        return Person(str(identity), handle, display or handle, locale=locale)

    async def leave(self, user: str) -> Json:
        """Leave the guild."""
        person = self._world.person_named(user)
        if not person.inside:
            raise ActError("not_a_member", f"{person.name} has left already.")
        places.leave(self._world, person)
        return {"ok": True, "person": places.shown_person(self._world, person)}

    async def close_dms(self, user: str, *, open: bool = False) -> Json:
        """Take no more direct messages from the bot; with ``open`` take them again."""
        person = self._world.person_named(user)
        person.dms_open = open
        self._world.changed("person", person.id)
        self._world.feed.publish("member", {"person": places.shown_person(self._world, person)})
        return {"ok": True, "person": places.shown_person(self._world, person)}

    async def give_role(self, user: str, *, role: str) -> Json:
        """The owner gives a role."""
        return self._role(user, role, True)

    async def take_role(self, user: str, *, role: str) -> Json:
        """The owner takes a role away."""
        return self._role(user, role, False)

    def _role(self, user: str, role: str, wanted: bool) -> Json:
        person, found = self._world.person_named(user), self._world.role_named(role)
        rest = [each for each in person.roles if each != found.id]
        person.roles = [*rest, found.id] if wanted else rest
        places.tell_member(self._world, person)
        return {"ok": True, "person": places.shown_person(self._world, person)}

    # messages

    async def post(
        self, user: str, *, channel: str, text: str = "", reply_to: str = "", files: list[Json] | None = None
    ) -> Json:
        """Write a message, with files where given."""
        person, place = self._find(user, channel)
        if not self._world.rights(person, place) & Permission.SEND_MESSAGES:
            raise ActError("may_not_write", f"{person.name} may not write in #{place.name}.")
        uploads: dict[int, Upload] = {
            at: upload_from("files", each, self._world.upload_bytes) for at, each in enumerate(files or [])
        }
        target = self._world.messages.get(place.id, {}).get(reply_to) if reply_to else None
        if reply_to and target is None:
            raise ActError("message_not_found", f"There is no message {reply_to!r} there.", status=404)
        words = self._marked_up(text)
        made = messages.compose(self._world, place, person, {"content": words}, uploads, reply_to=target)
        messages.store(self._world, made)
        return {"ok": True, "message": messages.shown(made)}

    def _marked_up(self, text: str) -> str:
        """What the client makes of typed names: ``@handle`` and ``#channel`` become mentions."""
        for person in self._world.people.values():
            text = re.sub(rf"(?<![\w<])@{re.escape(person.name)}(?![\w.])", f"<@{person.id}>", text)
        for channel in self._world.channels.values():
            if channel.name:
                text = re.sub(rf"(?<![\w<])#{re.escape(channel.name)}(?![\w-])", f"<#{channel.id}>", text)
        return text

    async def edit_message(self, user: str, *, channel: str, message: str, text: str) -> Json:
        """Change a message of one's own."""
        person, place = self._find(user, channel)
        found = self._own(person, place, message)
        messages.revise(self._world, found, {"content": self._marked_up(text)}, {})
        return {"ok": True, "message": messages.shown(found)}

    async def delete_message(self, user: str, *, channel: str, message: str) -> Json:
        """Delete a message: one's own, or with the right to manage messages anybody's; private ones are dismissed."""
        world = self._world
        person, place = self._find(user, channel)
        private = world.ephemerals.get(message)
        if private is not None and private.for_user == person.id:
            messages.remove(world, private)
            return {"ok": True}
        manages = world.rights(person, place) & Permission.MANAGE_MESSAGES and not place.is_direct
        every = world.messages.get(place.id, {})
        found = every.get(message) if manages else self._own(person, place, message)
        if found is None:
            raise ActError("message_not_found", f"There is no message {message!r} there.", status=404)
        messages.remove(world, found)
        return {"ok": True}

    def _own(self, person: Person, place: Channel, message: str) -> Message:
        found = self._world.messages.get(place.id, {}).get(message)
        if found is None:
            raise ActError("message_not_found", f"There is no message {message!r} there.", status=404)
        if found.author != person.id:
            raise ActError("not_yours", f"This message is not {person.name}'s.")
        return found

    async def react(self, user: str, *, channel: str, message: str, emoji: str) -> Json:
        """React to a message, or take that reaction away again."""
        person, place = self._find(user, channel)
        found = self._world.messages.get(place.id, {}).get(message)
        if found is None:
            raise ActError("message_not_found", f"There is no message {message!r} there.", status=404)
        added = messages.toggle_reaction(self._world, place, found, person.id, emoji)
        return {"ok": True, "added": added, "message": messages.shown(found)}

    # the guild

    async def create_channel(self, name: str, *, topic: str = "") -> Json:
        """A new text channel."""
        channel = Channel(self._world.new_id(), name, TEXT, topic, position=len(self._world.channels))
        self._world.channels[channel.id] = channel
        self._world.changed("channel", channel.id)
        self._world.emit("CHANNEL_CREATE", shapes.channel(self._world, channel), channel.id)
        self._world.feed.publish("channel", {"channel": places.shown(channel)})
        return {"ok": True, "channel": places.shown(channel)}

    async def delete_channel(self, channel: str) -> Json:
        """Delete a channel with everything in it."""
        found = self._world.channel_named(channel)
        if found.is_direct:
            raise ActError("direct_channel", "A direct conversation can't be deleted.")
        places.delete_channel(self._world, found)
        return {"ok": True}

    async def create_role(self, name: str, *, position: float = 1) -> Json:
        """A new role at a height; those at that height and above move up."""
        for each in self._world.roles.values():
            each.position += each.position >= position
        role = Role(self._world.new_id(), name, position=int(position))
        self._world.roles[role.id] = role
        places.tell_role(self._world, role, new=True)
        return {"ok": True, "role": places.shown_role(role)}

    async def move_role(self, role: str, *, position: float) -> Json:
        """Put a role higher or lower, as above the bot's own."""
        found = self._world.role_named(role)
        found.position = int(position)
        places.tell_role(self._world, found)
        return {"ok": True, "role": places.shown_role(found)}

    async def delete_role(self, role: str) -> Json:
        """Delete a role."""
        found = self._world.role_named(role)
        if found.id == self._world.guild_id or found.managed:
            raise ActError("role_stays", f"{found.name} can't be deleted.")
        places.delete_role(self._world, found)
        return {"ok": True}

    async def set_permissions(
        self, *, allow: list[str] | None = None, deny: list[str] | None = None, channel: str = ""
    ) -> Json:
        """Give the bot's role rights or take them, in the guild or in one channel. Names as ``send_messages``."""
        try:
            more, less = permissions.named(allow or []), permissions.named(deny or [])
        except KeyError as error:
            known = ", ".join(each.name.lower() for each in Permission if each.name)
            told = f"There is no permission {error.args[0].lower()!r}; there is: {known}."
            raise ActError("unknown_permission", told) from None
        role = self._world.roles[sample.BOT_ROLE]
        if channel:
            place = self._world.channel_named(channel)
            place.overwrites = [each for each in place.overwrites if each["id"] != role.id]
            place.overwrites.append({"id": role.id, "type": 0, "allow": str(more), "deny": str(less)})
            places.tell_channel(self._world, place)
            bits = self._world.rights(self._world.bot, place)
        else:
            role.permissions = (role.permissions | more) & ~less
            places.tell_role(self._world, role)
            bits = self._world.rights(self._world.bot)
        return {"ok": True, "permissions": permissions.names_of(bits)}


def told(error: DiscordError) -> ActError:
    """Discord's refusal of what a person sent, in the control surface's form."""
    return ActError(f"discord_{error.code}", f"Discord refuses this: {error.message}.", status=400)

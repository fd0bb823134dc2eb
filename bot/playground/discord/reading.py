"""What the page and scripts see of the guild."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import answering, messages, offers, places
from bot.playground.discord.model import Channel, Person
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]


def messages_for(world: DiscordWorld, channel: Channel, person: Person | None) -> list[Json]:
    """A channel's messages, earliest first, with what only this person is shown."""
    found = list(world.messages.get(channel.id, {}).values())
    if person is not None:
        private = world.ephemerals.values()
        found += [each for each in private if each.channel == channel.id and each.for_user == person.id]
    return [messages.shown(each) for each in sorted(found, key=lambda each: int(each.id))]


def state(world: DiscordWorld, person: Person | None, connections: int) -> Json:
    """All a page needs to draw itself once. With a person, their conversations, forms and offered commands alone."""
    everybody = sorted(world.people.values(), key=lambda each: (each.is_bot, each.joined_at))
    seen = [each for each in world.channels.values() if _shows(world, each, person)]
    forms = [each for each in world.modals.values() if person is None or each.user == person.id]
    return {
        "user": person.id if person else None,
        "guild": {"id": world.guild_id, "name": world.guild_name, "owner_id": world.owner_id},
        "people": [places.shown_person(world, each) for each in everybody],
        "roles": [
            places.shown_role(each) for each in sorted(world.roles.values(), key=lambda one: -one.position)
        ],
        "channels": [
            {**places.shown(each), "last_message_id": next(reversed(world.messages.get(each.id, {})), None)}
            for each in seen
        ],
        "commands": list(world.commands.values()),
        "modals": [answering.shown_modal(each) for each in forms],
        "bot": {"id": world.application_id, "connected": connections > 0, "connections": connections},
        "last_event_id": world.feed.last_id,
    }


def _shows(world: DiscordWorld, channel: Channel, person: Person | None) -> bool:
    return person is None or world.sees(person, channel)


def commands(world: DiscordWorld, person: Person, channel: Channel) -> list[Json]:
    """What the person is offered there, with names and descriptions in their language."""
    return [localized(each, person.locale) for each in offers.offered(world, person, channel)]


def localized(entry: Json, locale: str) -> Json:
    """A command, option or choice with ``shown_name`` and ``shown_description`` in that language."""
    made = {**offers.without_translations(entry), "shown_name": offers.local(entry, locale)}
    if "description" in entry:
        made["shown_description"] = offers.local(entry, locale, "description")
    for key in ("options", "choices"):
        if key in entry:
            made[key] = [localized(each, locale) for each in entry[key]]
    return made

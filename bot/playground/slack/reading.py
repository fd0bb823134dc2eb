"""What the page and scripts see of the workspace, as one person sees it."""

from __future__ import annotations

from typing import Any

from bot.playground.slack import messages
from bot.playground.slack.errors import ActError
from bot.playground.slack.methods.conversations import top_level
from bot.playground.slack.model import Channel
from bot.playground.slack.state import Message, SlackWorld
from bot.playground.slack.views import shown_view

Json = dict[str, Any]


def messages_for(world: SlackWorld, channel: Channel, user: str | None, thread_ts: str = "") -> list[Message]:
    """A channel's messages, or a thread's, earliest first, with what only this person is shown."""
    every = world.messages.get(channel.id, {})
    if thread_ts:
        if thread_ts not in every:
            raise ActError("thread_not_found", f"#{channel.name} has no message {thread_ts}.", status=404)
        inside = [thread_ts, *world.threads.get((channel.id, thread_ts), [])]
        found = [every[ts] for ts in inside if ts in every]
    else:
        found = [each for each in every.values() if top_level(each)]
    private = [
        each
        for each in world.ephemerals.values()
        if each["for_user"] == user
        and each["channel"] == channel.id
        and each.get("thread_ts", "") == thread_ts
    ]
    return [
        messages.shown(world, each) for each in sorted(found + private, key=lambda each: float(each["ts"]))
    ]


def mark_read(world: SlackWorld, user: str, channel: Channel) -> None:
    """Remember that the person has seen the channel up to its last message."""
    last = last_ts(world, channel)
    if last and world.read_up_to.get((user, channel.id)) != last:
        world.read_up_to[user, channel.id] = last
        world.changed("read", user, channel.id)


def last_ts(world: SlackWorld, channel: Channel) -> str | None:
    """The channel's latest message."""
    every = world.messages.get(channel.id)
    return next(reversed(every)) if every else None


def unread(world: SlackWorld, user: str, channel: Channel) -> int:
    """How many messages came since the person looked."""
    seen = float(world.read_up_to.get((user, channel.id), 0))
    count = 0
    for message in reversed(world.messages.get(channel.id, {}).values()):
        if float(message["ts"]) <= seen:
            break
        count += top_level(message) and message["user"] != user
    return count


def views_of(world: SlackWorld, user: str) -> Json:
    """The person's modals, bottom first, and their home tab."""
    home = world.homes.get(user)
    return {
        "modals": [shown_view(world, each) for each in world.stack(user)],
        "home": shown_view(world, home) if home else None,
    }


def people(world: SlackWorld) -> list[Json]:
    """Everybody, the app included."""
    return [
        {
            "id": each.id,
            "name": each.name,
            "real_name": each.real_name,
            "role": each.role,
            "is_bot": each.is_bot,
        }
        for each in world.people.values()
    ]


def shortcuts(world: SlackWorld) -> list[Json]:
    """What the app's manifest offers beside messages and everywhere."""
    return [
        {"callback_id": each.callback_id, "name": each.name, "type": each.type} for each in world.shortcuts
    ]


def state(world: SlackWorld, user: str | None, connections: int) -> Json:
    """All the page needs to draw itself once."""
    members = [each for each in world.people.values() if not each.is_bot]
    me = user or (members[0].id if members else None)
    if me:
        world.direct_message(me)
    seen = [each for each in world.channels.values() if each.im_user in (None, me)]
    return {
        "user": me,
        "team": {"id": world.team_id, "name": world.team_name},
        "people": people(world),
        "channels": [_channel(world, each, me) for each in seen],
        "usergroups": [
            {"id": each.id, "handle": each.handle, "name": each.name} for each in world.groups.values()
        ],
        "bot": {"id": world.bot_user_id, "connected": connections > 0, "connections": connections},
        "shortcuts": shortcuts(world),
        "commands": [{"command": each} for each in world.commands],
        "last_event_id": world.feed.last_id,
    }


def _channel(world: SlackWorld, channel: Channel, user: str | None) -> Json:
    return {
        "id": channel.id,
        "name": channel.name,
        "topic": channel.topic,
        "is_im": channel.is_im,
        "im_user": channel.im_user,
        "is_archived": channel.is_archived,
        "is_private": channel.is_private,
        "last_ts": last_ts(world, channel),
        "unread": unread(world, user, channel) if user else 0,
    }

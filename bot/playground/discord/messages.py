"""Messages: made from what an app or a person sends, changed, deleted, and told to everybody who may know."""

from __future__ import annotations

import copy
from typing import Any

from bot.playground.discord import cdn, mentions, parts, shapes
from bot.playground.discord.model import Channel, Message, Person, Upload
from bot.playground.discord.snowflakes import iso
from bot.playground.discord.state import DiscordWorld
from bot.playground.discord.validate import check_body, check_message, check_size

Json = dict[str, Any]
EPHEMERAL, LOADING, COMPONENTS_V2, SUPPRESS_EMBEDS, SUPPRESS_PINGS = 1 << 6, 1 << 7, 1 << 15, 1 << 2, 1 << 12
SETTABLE = EPHEMERAL | COMPONENTS_V2 | SUPPRESS_EMBEDS | SUPPRESS_PINGS


def compose(
    world: DiscordWorld,
    channel: Channel,
    author: Person,
    body: Json,
    files: dict[int, Upload],
    *,
    extra: Json | None = None,
    for_user: str | None = None,
    reply_to: Message | None = None,
) -> Message:
    """A new message, not yet stored. Refuses what Discord refuses."""
    check_body(body)
    _check_sizes(world, files)
    flags = int(body.get("flags") or 0) & SETTABLE
    if for_user is not None:
        flags |= EPHEMERAL
    draft: Json = {
        "content": (body.get("content") or "").strip(),  # as Discord does
        "embeds": body.get("embeds") or [],
        "components": body.get("components") or [],
        "flags": flags,
    }
    check_message(body, draft, _names(world, body, files))
    attachments = _attach(world, channel, body, files, [], ephemeral=for_user is not None)
    identity = world.new_id()
    full: Json = {
        "id": identity,
        "type": 0,
        "channel_id": channel.id,
        "author": shapes.user(author),
        "timestamp": iso(world.clock()),
        "edited_timestamp": None,
        "tts": bool(body.get("tts", False)),
        "pinned": False,
        "attachments": attachments,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        **parts.finished(draft, attachments),
        **(extra or {}),
    }
    if body.get("nonce") is not None:
        full["nonce"] = body["nonce"]
    if reply_to is not None:
        full |= _reference(world, channel, reply_to)
    message = Message(full, for_user)
    mentions.settle(world, channel, message, body.get("allowed_mentions"), author, reply_to)
    return message


def _names(world: DiscordWorld, body: Json, files: dict[int, Upload]) -> list[str]:
    """What the uploads will be called."""
    said = {str(each.get("id")): each.get("filename") for each in body.get("attachments") or ()}
    return [cdn.safe_name(said.get(str(at)) or each.filename) for at, each in sorted(files.items())]


def _check_sizes(world: DiscordWorld, files: dict[int, Upload]) -> None:
    sizes = [len(each.data) for each in files.values()]
    check_size(sum(sizes), max(sizes, default=0), world.upload_bytes)


def _reference(world: DiscordWorld, channel: Channel, target: Message) -> Json:
    where: Json = {"type": 0, "message_id": target.id, "channel_id": target.channel}
    if not channel.is_direct:
        where["guild_id"] = world.guild_id
    plain = {key: value for key, value in target.body.items() if key != "referenced_message"}
    return {"type": 19, "message_reference": where, "referenced_message": plain}


def _attach(
    world: DiscordWorld,
    channel: Channel,
    body: Json,
    files: dict[int, Upload],
    before: list[Json],
    *,
    ephemeral: bool,
) -> list[Json]:
    """Attachments after this request: those that stay, then the new ones in their order."""
    listed = body.get("attachments")
    about = {str(each.get("id")): each for each in listed or () if isinstance(each, dict)}
    stay = before if listed is None else [each for each in before if each["id"] in about]
    for each in stay:
        if "description" in about.get(each["id"], {}):
            each["description"] = about[each["id"]]["description"]
    made = []
    for number, upload in sorted(files.items()):
        said = about.get(str(number), {})
        named = Upload(said.get("filename") or upload.filename, upload.content_type, upload.data)
        made.append(
            cdn.store(world, channel.id, named, description=said.get("description"), ephemeral=ephemeral)
        )
    return [*stay, *made]


def store(world: DiscordWorld, message: Message) -> Message:
    """Put a message where it belongs and tell of it."""
    if message.for_user is not None:
        world.ephemerals[message.id] = message
        while len(world.ephemerals) > 2000:
            del world.ephemerals[next(iter(world.ephemerals))]
    else:
        world.messages.setdefault(message.channel, {})[message.id] = message
        world.changed("message", message.channel, message.id)
        world.emit("MESSAGE_CREATE", with_place(world, message), message.channel)
    mentions.ping(world, message)
    _show(world, "message", message)
    return message


def revise(world: DiscordWorld, message: Message, body: Json, files: dict[int, Upload]) -> Message:
    """Change a message by what the body names; the rest stays. Refuses what Discord refuses."""
    check_body(body)
    _check_sizes(world, files)
    old = message.body
    flags = int(old["flags"]) & ~LOADING
    if body.get("flags") is not None:
        asked = int(body["flags"]) & (SUPPRESS_EMBEDS | COMPONENTS_V2)
        flags = (flags & ~(SUPPRESS_EMBEDS | COMPONENTS_V2)) | asked
    draft: Json = {
        "content": (body["content"] or "").strip() if "content" in body else old["content"],
        "embeds": (body["embeds"] or []) if "embeds" in body else old["embeds"],
        "components": (body["components"] or []) if "components" in body else old["components"],
        "flags": flags,
    }
    kept = old["attachments"]
    if body.get("attachments") is not None:
        listed = {str(each.get("id")) for each in body["attachments"] if isinstance(each, dict)}
        kept = [each for each in kept if each["id"] in listed]
    names = [*(each["filename"] for each in kept), *_names(world, body, files)]
    check_message(body, draft, names, was_version_2=bool(int(old["flags"]) & COMPONENTS_V2))
    channel = world.channels[message.channel]
    attachments = _attach(
        world, channel, body, files, copy.deepcopy(old["attachments"]), ephemeral=message.for_user is not None
    )
    _drop_files(world, {each["id"] for each in old["attachments"]} - {each["id"] for each in attachments})
    new = {**old, **parts.finished(draft, attachments), "attachments": attachments}
    # A first edit of "is thinking ..." is the answer itself and shows no "(edited)".
    if not int(old["flags"]) & LOADING:
        new["edited_timestamp"] = iso(world.clock())
    message.body = new
    author = world.people.get(message.author, world.bot)
    mentions.settle(world, channel, message, body.get("allowed_mentions"), author, None)
    tell_changed(world, message)
    return message


def tell_changed(world: DiscordWorld, message: Message) -> None:
    """Keep a changed message and tell of it."""
    if message.for_user is None:
        world.changed("message", message.channel, message.id)
        world.emit("MESSAGE_UPDATE", with_place(world, message), message.channel)
    _show(world, "message_changed", message)


def remove(world: DiscordWorld, message: Message) -> None:
    """Delete a message."""
    if message.for_user is not None:
        world.ephemerals.pop(message.id, None)
    else:
        world.messages.get(message.channel, {}).pop(message.id, None)
        if world.pins.get(message.channel, {}).pop(message.id, None):
            world.changed("pins", message.channel)
        _drop_files(world, {each["id"] for each in message.body["attachments"]})
        world.changed("message", message.channel, message.id)
        gone: Json = {"id": message.id, "channel_id": message.channel}
        world.emit("MESSAGE_DELETE", {**gone, **_guild(world, message.channel)}, message.channel)
    world.feed.publish(
        "message_deleted", {"channel": message.channel, "id": message.id}, user=message.for_user
    )


def _drop_files(world: DiscordWorld, files: set[str]) -> None:
    for each in files:
        if world.files.pop(each, None) is not None:
            world.changed("file", each)


def with_place(world: DiscordWorld, message: Message) -> Json:
    """The message as the gateway tells it: with its guild and what its author is there."""
    where = _guild(world, message.channel)
    author = world.people.get(message.author)
    if where and author is not None and author.inside:
        where["member"] = shapes.member(author, with_user=False)
    return {**message.body, **where}


def shown(message: Message) -> Json:
    """The message for the page and for scripts: ``for_user`` says who alone sees it."""
    return {**message.body, **({"for_user": message.for_user} if message.for_user else {})}


def shown_to_app(message: Message) -> Json:
    """The message as an interaction carries it."""
    return dict(message.body)


def _guild(world: DiscordWorld, channel: str) -> Json:
    where = world.channels.get(channel)
    return {} if where is not None and where.is_direct else {"guild_id": world.guild_id}


def _show(world: DiscordWorld, kind: str, message: Message) -> None:
    where = world.channels.get(message.channel)
    only = message.for_user or (where.recipient if where is not None and where.is_direct else None)
    world.feed.publish(kind, {"channel": message.channel, "message": shown(message)}, user=only)


# reactions


def toggle_reaction(world: DiscordWorld, channel: Channel, message: Message, user: str, emoji: str) -> bool:
    """Add a person's reaction or take it away; whether it was added."""
    who = message.reacted.setdefault(emoji, [])
    added = user not in who
    if added:
        who.append(user)
    else:
        who.remove(user)
    _count_reactions(message, world.application_id)
    where = _guild(world, channel.id)
    body: Json = {
        **where,
        "user_id": user,
        "channel_id": channel.id,
        "message_id": message.id,
        "emoji": {"id": None, "name": emoji},
        "burst": False,
        "type": 0,
    }
    if added:
        body["message_author_id"] = message.author
        if where and user in world.people:
            body["member"] = shapes.member(world.people[user])
    world.emit("MESSAGE_REACTION_ADD" if added else "MESSAGE_REACTION_REMOVE", body, channel.id)
    world.changed("message", channel.id, message.id)
    _show(world, "message_changed", message)
    return added


def _count_reactions(message: Message, me: str) -> None:
    message.reacted = {name: who for name, who in message.reacted.items() if who}
    counted = [
        {
            "emoji": {"id": None, "name": name},
            "count": len(who),
            "count_details": {"burst": 0, "normal": len(who)},
            "burst_colors": [],
            "me": me in who,
            "me_burst": False,
        }
        for name, who in message.reacted.items()
    ]
    rest = {key: value for key, value in message.body.items() if key != "reactions"}
    message.body = {**rest, "reactions": counted} if counted else rest

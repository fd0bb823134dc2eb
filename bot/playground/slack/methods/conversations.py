"""conversations.*: channels, their history, threads and members."""

from __future__ import annotations

from bot.playground.slack import messages
from bot.playground.slack.errors import SlackError
from bot.playground.slack.model import Channel
from bot.playground.slack.paging import page
from bot.playground.slack.registry import Json, Methods, Request, require
from bot.playground.slack.state import Message, SlackWorld

methods = Methods()
READ = ("channels:read", "groups:read", "im:read", "mpim:read")
HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
KINDS = frozenset({"public_channel", "private_channel", "im", "mpim"})


def described(world: SlackWorld, channel: Channel) -> Json:
    """A channel as the API shows it."""
    shown: Json = {
        "id": channel.id,
        "created": channel.created,
        "is_archived": channel.is_archived,
        "is_im": channel.is_im,
        "is_mpim": False,
        "is_private": channel.is_private or channel.is_im,
        "is_channel": not channel.is_im and not channel.is_private,
        "is_group": channel.is_private and not channel.is_im,
        "context_team_id": world.team_id,
        "updated": channel.created * 1000,
    }
    if channel.is_im:
        return {**shown, "user": channel.im_user, "is_user_deleted": False, "priority": 0}
    words = {"value": channel.topic, "creator": "", "last_set": 0}
    return {
        **shown,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_general": channel.name == "general",
        "is_member": channel.bot_is_member,
        "topic": words,
        "purpose": words,
        "previous_names": [],
        "num_members": len(world.members(channel)),
    }


def _kind(channel: Channel) -> str:
    return "im" if channel.is_im else "private_channel" if channel.is_private else "public_channel"


def _listed(request: Request) -> list[Channel]:
    kinds = set(request.text("types", "public_channel").replace(" ", "").split(","))
    if not kinds <= KINDS:
        raise SlackError("invalid_types")
    archived_too = not request.flag("exclude_archived")
    every = request.world.channels.values()
    return [each for each in every if _kind(each) in kinds and (archived_too or not each.is_archived)]


@methods.add("conversations.list", tier=2, scopes=READ)
def list_(request: Request) -> Json:
    """Channels, a page at a time."""
    found, metadata = page(request, _listed(request), default=100, most=1000)
    return {"channels": [described(request.world, each) for each in found], "response_metadata": metadata}


@methods.add("users.conversations", tier=3, scopes=READ)
def users_conversations(request: Request) -> Json:
    """Channels a person (without ``user``: the app) is in."""
    world = request.world
    user = request.text("user", world.bot_user_id)
    if user not in world.people:
        raise SlackError("user_not_found")
    inside = [each for each in _listed(request) if user in world.members(each)]
    found, metadata = page(request, inside, default=100, most=1000)
    return {"channels": [described(world, each) for each in found], "response_metadata": metadata}


@methods.add("conversations.info", tier=3, scopes=READ, required=("channel",))
def info(request: Request) -> Json:
    """One channel."""
    shown = described(request.world, request.world.channel(request.text("channel")))
    if not request.flag("include_num_members"):
        shown.pop("num_members", None)
    return {"channel": shown}


@methods.add("conversations.members", tier=4, scopes=READ, required=("channel",))
def members(request: Request) -> Json:
    """Who is in a channel."""
    everybody = request.world.members(request.world.channel(request.text("channel")))
    found, metadata = page(request, everybody, default=100, most=1000)
    return {"members": found, "response_metadata": metadata}


@methods.add("conversations.join", tier=3, scopes=("channels:join",), required=("channel",))
def join(request: Request) -> Json:
    """Let the app into a public channel."""
    channel = request.world.channel(request.text("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    if channel.is_private or channel.is_im:
        raise SlackError("method_not_supported_for_channel_type")
    already = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    extra = already if channel.bot_is_member else {}
    channel.bot_is_member = True
    request.world.changed("channel", channel.id)
    return {"channel": described(request.world, channel), **extra}


@methods.add("conversations.open", tier=3, scopes=("im:write",))
def open_(request: Request) -> Json:
    """The DM with one person."""
    world = request.world
    if request.text("channel"):
        channel = world.channel(request.text("channel"))
        if not channel.is_im:
            raise SlackError("method_not_supported_for_channel_type")
    else:
        users = [each for each in request.text("users").replace(" ", "").split(",") if each]
        if not users:
            raise SlackError("users_list_not_supplied")
        if any(each not in world.people or each == world.bot_user_id for each in users):
            raise SlackError("user_not_found")
        if len(users) > 1:
            raise SlackError("method_not_supported_for_channel_type")
        already = "D" + users[0][1:] in world.channels
        channel = world.direct_message(users[0])
        if already:
            return {"no_op": True, "already_open": True, "channel": _opened(world, channel, request)}
    return {"channel": _opened(world, channel, request)}


def _opened(world: SlackWorld, channel: Channel, request: Request) -> Json:
    return described(world, channel) if request.flag("return_im") else {"id": channel.id}


@methods.add("conversations.history", tier=3, scopes=HISTORY, required=("channel",))
def history(request: Request) -> Json:
    """A channel's messages, latest first; replies stay in their threads."""
    world = request.world
    channel = _readable(request)
    found = [each for each in _in_range(request, channel) if top_level(each)]
    found.reverse()
    shown, metadata = page(request, found, default=100, most=999)
    more = bool(metadata["next_cursor"])
    answer: Json = {"messages": _presented(world, request, shown), "has_more": more, "pin_count": 0}
    return {**answer, "response_metadata": metadata} if more else answer


@methods.add("conversations.replies", tier=3, scopes=HISTORY, required=("channel", "ts"))
def replies(request: Request) -> Json:
    """A thread: its parent, then the replies, earliest first."""
    world = request.world
    channel = _readable(request)
    wanted = messages.find(world, channel.id, request.text("ts"))
    if wanted is None:
        raise SlackError("thread_not_found")
    parent_ts = str(wanted.get("thread_ts", wanted["ts"]))
    inside = {parent_ts, *world.threads.get((channel.id, parent_ts), [])}
    found = [each for each in _in_range(request, channel) if each["ts"] in inside]
    shown, metadata = page(request, found, default=1000, most=1000)
    more = bool(metadata["next_cursor"])
    answer: Json = {"messages": _presented(world, request, shown), "has_more": more}
    return {**answer, "response_metadata": metadata} if more else answer


def _readable(request: Request) -> Channel:
    require(request, "channel")
    channel = request.world.channel(request.text("channel"))
    if not channel.bot_is_member:
        raise SlackError("not_in_channel")
    return channel


def top_level(message: Message) -> bool:
    """Whether a message stands in the channel itself, not only in a thread."""
    thread = message.get("thread_ts")
    return thread in (None, message["ts"]) or message.get("subtype") == "thread_broadcast"


def _in_range(request: Request, channel: Channel) -> list[Message]:
    oldest, latest = _moment(request, "oldest", 0.0), _moment(request, "latest", float("inf"))
    every = request.world.messages.get(channel.id, {}).values()
    if request.flag("inclusive"):
        return [each for each in every if oldest <= float(each["ts"]) <= latest]
    return [each for each in every if oldest < float(each["ts"]) < latest]


def _moment(request: Request, name: str, default: float) -> float:
    try:
        return float(request.text(name) or default)
    except ValueError:
        raise SlackError(f"invalid_ts_{name}") from None


def _presented(world: SlackWorld, request: Request, found: list[Message]) -> list[Message]:
    if request.flag("include_all_metadata"):
        return found
    return [messages.copy_for_app(each) for each in found]

"""chat.*: messages, ephemeral messages, permalinks."""

from __future__ import annotations

from bot.playground.slack import messages
from bot.playground.slack.content import POST_TEXT, UPDATE_TEXT, check_content
from bot.playground.slack.errors import SlackError
from bot.playground.slack.model import Channel
from bot.playground.slack.registry import Json, Methods, Request
from bot.playground.slack.state import Message

methods = Methods()
WRITE = ("chat:write",)


def writable_channel(request: Request) -> Channel:
    """The channel the app may write to."""
    world = request.world
    channel = world.channel(request.text("channel"))
    if channel.is_archived:
        raise SlackError("is_archived")
    public = not channel.is_private and "chat:write.public" in world.scopes
    if not channel.bot_is_member and not public:
        raise SlackError("not_in_channel")
    return channel


def _content(request: Request) -> Json:
    check_content(request.world, request.args)
    keys = ("blocks", "thread_ts", "metadata", "attachments", "reply_broadcast")
    content = {key: request.args[key] for key in keys if key in request.args}
    content["reply_broadcast"] = request.flag("reply_broadcast")
    content["text"] = (request.text("text") or request.text("markdown_text"))[:POST_TEXT]
    return content


@methods.add("chat.postMessage", tier=0, scopes=WRITE, required=("channel",))
def post_message(request: Request) -> Json:
    """A message into a channel or, by a person's id, into their DM. Limited per channel, not per method."""
    channel = writable_channel(request)
    message = messages.write_as_bot(request.world, channel, _content(request))
    return {"channel": channel.id, "ts": message["ts"], "message": message}


@methods.add("chat.update", tier=3, scopes=WRITE, required=("channel", "ts"))
def update(request: Request) -> Json:
    """Change one of the app's own messages."""
    message = _own_message(request, "cant_update_message")
    args = request.args
    if len(request.text("text")) > UPDATE_TEXT:
        raise SlackError("msg_too_long")
    changes_blocks = "blocks" in args or "metadata" in args
    check_content(request.world, args, needs_words=not changes_blocks)
    channel = request.world.channel(request.text("channel"))
    content = {key: args.get(key) for key in ("blocks", "metadata")}
    text = args.get("text", args.get("markdown_text"))
    if text is not None:
        content["text"] = text
    messages.change(request.world, channel.id, message, content)
    return {
        "channel": channel.id,
        "ts": message["ts"],
        "text": message["text"],
        "message": messages.copy_for_app(message),
    }


@methods.add("chat.delete", tier=3, scopes=WRITE, required=("channel", "ts"))
def delete(request: Request) -> Json:
    """Remove one of the app's own messages."""
    message = _own_message(request, "cant_delete_message")
    channel = request.world.channel(request.text("channel"))
    messages.remove(request.world, channel.id, message)
    return {"channel": channel.id, "ts": message["ts"]}


def _own_message(request: Request, refusal: str) -> Message:
    channel = request.world.channel(request.text("channel"))
    message = messages.find(request.world, channel.id, request.text("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message.get("bot_id") != request.world.bot_id:
        raise SlackError(refusal)
    return message


@methods.add("chat.postEphemeral", tier=4, scopes=WRITE, required=("channel", "user"))
def post_ephemeral(request: Request) -> Json:
    """A message only one person sees."""
    world = request.world
    channel = writable_channel(request)
    user = request.text("user")
    if user not in world.members(channel):
        raise SlackError("user_not_in_channel")
    content = _content(request)
    if len(content["text"]) > UPDATE_TEXT:
        raise SlackError("msg_too_long")
    message = messages.write_ephemeral(world, channel, user, content)
    return {"message_ts": message["ts"]}


@methods.add("chat.getPermalink", tier=0, required=("channel", "message_ts"))
def get_permalink(request: Request) -> Json:
    """The address of a message; the playground's page opens there."""
    world = request.world
    channel = world.channel(request.text("channel"))
    ts = request.text("message_ts")
    message = messages.find(world, channel.id, ts)
    if message is None:
        raise SlackError("message_not_found")
    link = f"{world.base_url}/archives/{channel.id}/p{ts.replace('.', '')}"
    thread = message.get("thread_ts")
    if thread and thread != ts:
        link += f"?thread_ts={thread}&cid={channel.id}"
    return {"channel": channel.id, "permalink": link}

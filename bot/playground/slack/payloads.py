"""What Slack sends when a person acts: the JSON of each interaction and event."""

from __future__ import annotations

from typing import Any

from bot.playground.slack import views
from bot.playground.slack.blocks import STATE_KEYS, Element, current_state
from bot.playground.slack.messages import copy_for_app
from bot.playground.slack.model import Channel, Person, Shortcut, View
from bot.playground.slack.state import Message, SlackWorld

Json = dict[str, Any]


def common(world: SlackWorld, kind: str, person: Person) -> Json:
    """What every interaction carries."""
    return {
        "type": kind,
        "team": {"id": world.team_id, "domain": world.team_domain},
        "user": {"id": person.id, "username": person.name, "name": person.name, "team_id": world.team_id},
        "api_app_id": world.app_id,
        "token": world.verification_token,
        "enterprise": None,
        "is_enterprise_install": False,
    }


def channel_of(channel: Channel) -> Json:
    """A channel inside an interaction."""
    return {"id": channel.id, "name": channel.name}


def action(world: SlackWorld, element: Element, state: Json | None, option: Json | None = None) -> Json:
    """The entry of ``actions``: which element, and what was chosen."""
    body = element.body
    entry: Json = {
        "action_id": element.action_id,
        "block_id": element.block_id,
        "type": element.type,
        "action_ts": world.new_ts(),
    }
    for key in ("text", "value", "style", "url", "confirm", "placeholder", "initial_option"):
        if key in body:
            entry[key] = body[key]
    if option is not None:
        entry["selected_option"] = option
    if state is not None:
        key = STATE_KEYS[element.type]
        entry[key] = state[key]
    return entry


def message_action_press(
    world: SlackWorld, person: Person, channel: Channel, message: Message, entry: Json
) -> Json:
    """``block_actions`` from a message; an ephemeral message is not in the payload, as in Slack's."""
    ephemeral = bool(message.get("is_ephemeral"))
    ts = message["ts"]
    container: Json = {
        "type": "message",
        "message_ts": ts,
        "channel_id": channel.id,
        "is_ephemeral": ephemeral,
    }
    if message.get("thread_ts"):
        container["thread_ts"] = message["thread_ts"]
    given = world.inputs.get((person.id, channel.id, ts), {})
    path = world.permits.response_url(channel.id, person.id, ts, ephemeral=ephemeral)
    payload: Json = {
        **common(world, "block_actions", person),
        "container": container,
        "trigger_id": world.permits.trigger(person.id),
        "channel": channel_of(channel),
        "state": {"values": current_state(message.get("blocks", []), given)},
        "response_url": world.base_url + path,
        "actions": [entry],
    }
    if not ephemeral:
        payload["message"] = copy_for_app(message)
    return payload


def view_action_press(world: SlackWorld, person: Person, view: View, entry: Json) -> Json:
    """``block_actions`` from a modal or home tab."""
    return {
        **common(world, "block_actions", person),
        "container": {"type": "view", "view_id": view.id},
        "trigger_id": world.permits.trigger(person.id, view.id),
        "view": views.as_payload(world, view),
        "actions": [entry],
    }


def suggestion(world: SlackWorld, person: Person, element: Element, typed: str, place: Json) -> Json:
    """``block_suggestion``: what an external menu should offer for what was typed."""
    return {
        **common(world, "block_suggestion", person),
        "action_id": element.action_id,
        "block_id": element.block_id,
        "value": typed,
        **place,
    }


def view_submission(world: SlackWorld, person: Person, view: View) -> Json:
    """``view_submission``; ``response_urls`` for menus that ask for one."""
    payload = views.as_payload(world, view)
    urls = []
    for block in view.body["blocks"]:
        element = block.get("element") or {}
        if not element.get("response_url_enabled"):
            continue
        state = payload["state"]["values"].get(block["block_id"], {}).get(element["action_id"], {})
        chosen = state.get("selected_conversation") or state.get("selected_channel")
        if chosen:
            url = world.base_url + world.permits.response_url(chosen, person.id)
            place = {"block_id": block["block_id"], "action_id": element["action_id"]}
            urls.append({**place, "channel_id": chosen, "response_url": url})
    return {
        **common(world, "view_submission", person),
        "trigger_id": world.permits.trigger(person.id, view.id),
        "view": payload,
        "response_urls": urls,
    }


def view_closed(world: SlackWorld, person: Person, view_payload: Json, *, cleared: bool) -> Json:
    """``view_closed``, for views with ``notify_on_close``."""
    return {**common(world, "view_closed", person), "view": view_payload, "is_cleared": cleared}


def slash_command(world: SlackWorld, person: Person, channel: Channel, command: str, text: str) -> Json:
    """A slash command; its booleans are words, as in Slack's form."""
    return {
        "token": world.verification_token,
        "team_id": world.team_id,
        "team_domain": world.team_domain,
        "channel_id": channel.id,
        "channel_name": channel.name,
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": world.app_id,
        "is_enterprise_install": "false",
        "response_url": world.base_url + world.permits.response_url(channel.id, person.id),
        "trigger_id": world.permits.trigger(person.id),
    }


def shortcut(
    world: SlackWorld, person: Person, entry: Shortcut, channel: Channel | None, message: Message | None
) -> Json:
    """A message shortcut with its message, or a global one."""
    payload: Json = {
        **common(world, "message_action" if entry.type == "message" else "shortcut", person),
        "action_ts": world.new_ts(),
        "callback_id": entry.callback_id,
        "trigger_id": world.permits.trigger(person.id),
    }
    if channel is not None and message is not None:
        ts = message["ts"]
        payload["response_url"] = world.base_url + world.permits.response_url(channel.id, person.id, ts)
        payload |= {"message_ts": ts, "channel": channel_of(channel), "message": copy_for_app(message)}
    return payload


def home_opened(world: SlackWorld, person: Person) -> Json:
    """The event ``app_home_opened``, with the home tab if there is one already."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": world.direct_message(person.id).id,
        "tab": "home",
        "event_ts": world.new_ts(),
    }
    home = world.homes.get(person.id)
    if home is not None:
        event["view"] = views.as_payload(world, home)
    return event


def user_change(world: SlackWorld, described: Json) -> Json:
    """The event ``user_change``, with the member as they are now."""
    return {"type": "user_change", "user": described, "cache_ts": world.now, "event_ts": world.new_ts()}


def message_event(kind: str, channel: Channel, message: Message) -> Json:
    """A ``message`` or ``app_mention`` event about a person's message."""
    event = {**copy_for_app(message), "type": kind, "channel": channel.id, "event_ts": message["ts"]}
    if kind == "message":
        event["channel_type"] = channel.kind
    return event

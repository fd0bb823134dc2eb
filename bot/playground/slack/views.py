"""Modals in their stack of three, and home tabs."""

from __future__ import annotations

import secrets
from typing import Any

import orjson

from bot.playground.slack.blocks import completed, current_state
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import shown_blocks
from bot.playground.slack.model import View
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]
STACK_LIMIT = 3
DEFAULTS: Json = {
    "private_metadata": "",
    "callback_id": "",
    "external_id": "",
    "submit": None,
    "close": None,
    "clear_on_close": False,
    "notify_on_close": False,
}


def open_modal(world: SlackWorld, user: str, body: Json) -> View:
    """Show a modal as the only one on the person's screen."""
    _refuse_duplicate(world, body, None)
    view = View(_completed(world, body), user)
    view.body["root_view_id"] = view.id
    world.modals[user] = [view]
    _tell(world, view)
    return view


def push_modal(world: SlackWorld, user: str, body: Json) -> View:
    """Put a modal on top of those open; three at most."""
    stack = world.stack(user)
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK_LIMIT:
        raise SlackError("push_limit_reached")
    _refuse_duplicate(world, body, None)
    view = View(_completed(world, body), user)
    view.body.update(root_view_id=stack[0].id, previous_view_id=stack[-1].id)
    stack.append(view)
    _tell(world, view)
    return view


def update_view(world: SlackWorld, view: View, body: Json, hash_: str = "") -> View:
    """Replace what a view shows; ``hash_`` makes it happen only when nobody else changed it meanwhile."""
    if hash_ and hash_ != view.body["hash"]:
        raise SlackError("hash_conflict")
    if body["type"] != view.body["type"]:
        raise SlackError(
            "invalid_arguments", messages=["[ERROR] a view can't change its type [json-pointer:/view/type]"]
        )
    _refuse_duplicate(world, body, view)
    links = {key: view.body[key] for key in ("id", "root_view_id", "previous_view_id")}
    view.body = {**_completed(world, body), **links}
    view.errors = {}
    _tell(world, view)
    return view


def publish_home(world: SlackWorld, user: str, body: Json, hash_: str = "") -> View:
    """Show the person's home tab."""
    present = world.homes.get(user)
    if present is not None:
        return update_view(world, present, body, hash_)
    _refuse_duplicate(world, body, None)
    view = View(_completed(world, body), user)
    view.body["root_view_id"] = view.id
    world.homes[user] = view
    _tell(world, view)
    return view


def close_view(world: SlackWorld, view: View, *, whole_stack: bool = False) -> list[View]:
    """Take the view (and what lies above it, or the whole stack) off the screen; returns what was closed."""
    stack = world.stack(view.user)
    start = 0 if whole_stack else stack.index(view)
    closed = stack[start:]
    del stack[start:]
    for each in closed:
        world.inputs.pop((view.user, each.id), None)
        for key in [key for key in world.offered if key[:2] == (view.user, each.id)]:
            del world.offered[key]
        world.feed.publish("view_closed", {"view_id": each.id}, user=view.user)
    return closed


def set_errors(world: SlackWorld, view: View, errors: dict[str, str]) -> None:
    """Show the app's messages beside the fields of a form."""
    view.errors = errors
    _tell(world, view)


def state_values(world: SlackWorld, view: View) -> Json:
    """What the person has entered so far, as ``state.values``."""
    return current_state(view.body["blocks"], world.inputs.get((view.user, view.id), {}))


def as_payload(world: SlackWorld, view: View) -> Json:
    """The view as Slack sends it in payloads, with the person's entries."""
    return {**view.body, "state": {"values": state_values(world, view)}}


def shown_view(world: SlackWorld, view: View) -> Json:
    """The view for the page: entries, errors beside fields, pictures resolved."""
    blocks = shown_blocks(world, view.body["blocks"])
    return {**as_payload(world, view), "blocks": blocks, "errors": view.errors}


def too_large(body: Json) -> bool:
    """Whether a view is over Slack's 250 kB."""
    return len(orjson.dumps(body)) > 250_000


def _completed(world: SlackWorld, body: Json) -> Json:
    view_id = world.new_id("V")
    title = body.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True}
    return {
        **DEFAULTS,
        **body,
        "title": title,
        "blocks": completed(body["blocks"]),
        "id": view_id,
        "team_id": world.team_id,
        "app_id": world.app_id,
        "bot_id": world.bot_id,
        "app_installed_team_id": world.team_id,
        "hash": f"{world.now}.{secrets.token_hex(4)}",
        "state": {"values": {}},
        "root_view_id": view_id,
        "previous_view_id": None,
    }


def _refuse_duplicate(world: SlackWorld, body: Json, same: View | None) -> None:
    external_id = body.get("external_id")
    if external_id:
        other = world.find_view(external_id=external_id)
        if other is not None and other is not same:
            raise SlackError("duplicate_external_id")


def _tell(world: SlackWorld, view: View) -> None:
    kind = "home" if view.body["type"] == "home" else "view"
    news = {"view_id": view.id, "view": shown_view(world, view), "depth": len(world.stack(view.user))}
    world.feed.publish(kind, news, user=view.user)

"""views.*: modals and home tabs."""

from __future__ import annotations

from typing import Any

from bot.playground.slack import views
from bot.playground.slack.errors import SlackError
from bot.playground.slack.messages import file_named
from bot.playground.slack.permits import Trigger
from bot.playground.slack.registry import Json, Methods, Request
from bot.playground.slack.state import SlackWorld
from bot.playground.slack.validate import view_problems

methods = Methods()


def checked_view(world: SlackWorld, view: Any, *kinds: str) -> Json:
    """The view, if Slack would take it as one of ``kinds``."""
    if not isinstance(view, dict):
        raise SlackError(
            "invalid_arguments", messages=["[ERROR] must provide an object [json-pointer:/view]"]
        )
    problems = view_problems(view, lambda reference: file_named(world, reference) is not None)
    if not problems and view["type"] not in kinds:
        problems = [f"[ERROR] unsupported type: {view['type']} [json-pointer:/view/type]"]
    if problems:
        raise SlackError("invalid_arguments", messages=problems)
    if views.too_large(view):
        raise SlackError("view_too_large")
    return {key: value for key, value in view.items() if value is not None}


def _trigger(request: Request) -> Trigger:
    key = request.text("trigger_id") or request.text("interactivity_pointer")
    if not key:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: trigger_id"])
    return request.world.permits.redeem_trigger(key)


@methods.add("views.open", tier=4, required=("view",))
def open_(request: Request) -> Json:
    """Show a modal to whoever the trigger belongs to."""
    body = checked_view(request.world, request.args["view"], "modal")
    trigger = _trigger(request)
    view = views.open_modal(request.world, trigger.user, body)
    return {"view": views.as_payload(request.world, view)}


@methods.add("views.push", tier=4, required=("view",))
def push(request: Request) -> Json:
    """Put a modal on top of the one the trigger came from."""
    body = checked_view(request.world, request.args["view"], "modal")
    trigger = _trigger(request)
    view = views.push_modal(request.world, trigger.user, body)
    return {"view": views.as_payload(request.world, view)}


@methods.add("views.update", tier=4, required=("view",))
def update(request: Request) -> Json:
    """Replace what an open view shows."""
    body = checked_view(request.world, request.args["view"], "modal", "home")
    view_id, external_id = request.text("view_id"), request.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view_id"])
    view = request.world.find_view(view_id, external_id=external_id)
    if view is None:
        raise SlackError("not_found")
    views.update_view(request.world, view, body, request.text("hash"))
    return {"view": views.as_payload(request.world, view)}


@methods.add("views.publish", tier=4, required=("user_id", "view"))
def publish(request: Request) -> Json:
    """Show a person's home tab."""
    world = request.world
    body = checked_view(world, request.args["view"], "home")
    user = request.text("user_id")
    if user not in world.people or world.people[user].is_bot:
        raise SlackError("user_not_found")
    view = views.publish_home(world, user, body, request.text("hash"))
    return {"view": views.as_payload(world, view)}

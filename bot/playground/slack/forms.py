"""Submitting and closing modals, and what the app's answer does to the stack."""

from __future__ import annotations

from typing import Any

from bot.playground.slack import payloads, views
from bot.playground.slack.acts import Acts
from bot.playground.slack.blocks import elements
from bot.playground.slack.entries import fill_in, refusal
from bot.playground.slack.errors import ActError, SlackError
from bot.playground.slack.methods.views import checked_view
from bot.playground.slack.model import Person, View
from bot.playground.slack.sockets import SocketMode
from bot.playground.slack.state import SlackWorld

Json = dict[str, Any]


class Forms:
    """A person's hands on modals."""

    def __init__(self, world: SlackWorld, sockets: SocketMode, acts: Acts) -> None:
        self._world = world
        self._sockets = sockets
        self._acts = acts

    def _modal(self, person: Person, view_id: str) -> View:
        view = self._world.find_view(view_id)
        if view is None or view.user != person.id or view.body["type"] != "modal":
            raise ActError("view_not_found", f"{person.name} has no modal {view_id!r} open.", status=404)
        return view

    async def submit(self, user: str, *, view_id: str, values: Json | None = None) -> Json:
        """Fill in ``values`` and press submit.

        ``values`` is Slack's state (block id, action id, state), or simply block id or action id to a value.
        """
        person = self._world.person_named(user)
        view = self._modal(person, view_id)
        if view is not self._world.stack(person.id)[-1]:
            raise ActError(
                "view_not_on_top", "Another modal lies above this one; submit or close that first."
            )
        if not view.body["submit"]:
            raise ActError("no_submit", "This modal has no submit button.")
        fill_in(self._world, view, values or {})
        self._refuse_incomplete(view)
        payload = payloads.view_submission(self._world, person, view)
        delivery = await self._sockets.deliver("interactive", payload, name="view_submission", answers=True)
        outcome = self._acts.outcome(person, delivery, None)
        if not delivery.acked:
            return outcome
        return {**outcome, **self._follow(person, view, delivery.response)}

    def _refuse_incomplete(self, view: View) -> None:
        values = views.state_values(self._world, view)
        refusals = {}
        for field in elements(view.body["blocks"]):
            if field.in_input:
                told = refusal(field, values[field.block_id][field.action_id])
                if told:
                    refusals[field.block_id] = told
        if refusals:
            views.set_errors(self._world, view, refusals)
            words = "; ".join(f"{block}: {told}" for block, told in refusals.items())
            raise ActError("invalid_values", f"The form is not complete. {words}", extra={"errors": refusals})

    def _follow(self, person: Person, view: View, answer: Any) -> Json:
        """What the app's answer to a submission does."""
        if view not in self._world.stack(person.id):
            return {}  # the app closed or replaced it meanwhile
        action = answer.get("response_action") if isinstance(answer, dict) else None
        try:
            if action == "errors":
                return self._show_errors(view, answer.get("errors"))
            if action == "clear":
                self._clear(person, view)
            elif action == "update":
                body = checked_view(self._world, answer.get("view"), "modal")
                views.update_view(self._world, view, body)
            elif action == "push":
                body = checked_view(self._world, answer.get("view"), "modal")
                views.push_modal(self._world, person.id, body)
            elif action is None:
                views.close_view(self._world, view)
            else:
                raise SlackError("invalid_response_action")
        except SlackError as error:
            told = "We had some trouble connecting. Try again?"
            self._acts.warn(person, f"{told} (The app answered with something Slack refuses: {error.code}.)")
            return {"ok": False, "error": error.code, "message": told, "problems": error.messages}
        return {"response_action": action}

    def _show_errors(self, view: View, errors: Any) -> Json:
        inputs = {block["block_id"] for block in view.body["blocks"] if block["type"] == "input"}
        valid = isinstance(errors, dict) and errors and set(errors) <= inputs
        if not valid or not all(isinstance(each, str) for each in errors.values()):
            raise SlackError("invalid_errors", messages=["[ERROR] errors must name input blocks of the view"])
        views.set_errors(self._world, view, errors)
        return {"response_action": "errors", "errors": errors}

    def _clear(self, person: Person, view: View) -> None:
        views.close_view(self._world, view, whole_stack=True)

    async def close(self, user: str, *, view_id: str) -> Json:
        """Press the cross. A view with ``clear_on_close`` takes the whole stack with it."""
        person = self._world.person_named(user)
        view = self._modal(person, view_id)
        cleared = bool(view.body["clear_on_close"])
        stack = list(self._world.stack(person.id))
        closing = stack if cleared else stack[stack.index(view) :]
        told = [views.as_payload(self._world, each) for each in closing if each.body["notify_on_close"]]
        views.close_view(self._world, view, whole_stack=cleared)
        answer: Json = {"ok": True, "acked": True, "dispatched": bool(told), "ms": 0}
        for payload in told:
            body = payloads.view_closed(self._world, person, payload, cleared=cleared)
            delivery = await self._sockets.deliver("interactive", body, name="view_closed")
            answer = {**self._acts.outcome(person, delivery, None, quiet=True), "dispatched": True}
        return answer

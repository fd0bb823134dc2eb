"""What a person does: press, choose, type a command, use a shortcut, open the home tab, write."""

from __future__ import annotations

import re
from typing import Any

from bot.playground.slack import messages, payloads
from bot.playground.slack.blocks import Element, elements, options_of
from bot.playground.slack.content import check_content
from bot.playground.slack.entries import chosen_option, entered, fill_in
from bot.playground.slack.errors import ActError, SlackError
from bot.playground.slack.methods.users import described
from bot.playground.slack.model import Channel, Person, View
from bot.playground.slack.permits import ResponseUrl
from bot.playground.slack.places import OnMessage, OnView, Place
from bot.playground.slack.response_url import say
from bot.playground.slack.sockets import Delivery, SocketMode
from bot.playground.slack.state import Message, SlackWorld

Json = dict[str, Any]
MESSAGE_EVENTS = {"channel": "message.channels", "group": "message.groups", "im": "message.im"}


class Acts:
    """A person's hands. Every method answers as the control surface does."""

    def __init__(self, world: SlackWorld, sockets: SocketMode) -> None:
        self._world = world
        self._sockets = sockets

    # finding

    def _view(self, person: Person, view_id: str) -> View:
        view = self._world.find_view(view_id)
        if view is None or view.user != person.id:
            raise ActError("view_not_found", f"{person.name} has no view {view_id!r} open.", status=404)
        return view

    def place(self, person: Person, *, channel: str = "", ts: str = "", view_id: str = "") -> Place:
        """The message or view the person looks at."""
        if view_id:
            return OnView(self._view(person, view_id))
        if not channel or not ts:
            raise ActError("invalid_arguments", "Say where: channel and ts of a message, or view_id.")
        where = self._world.channel_named(channel, person.id)
        message = messages.find(self._world, where.id, ts)
        shown = self._world.ephemerals.get(ts)
        if (
            message is None
            and shown is not None
            and shown["for_user"] == person.id
            and shown["channel"] == where.id
        ):
            message = shown
        if message is None:
            raise ActError(
                "message_not_found", f"#{where.name} has no message {ts} for {person.name}.", status=404
            )
        return OnMessage(where, message, tuple(self._world.overtaken.get((where.id, ts), ())))

    @staticmethod
    def element(place: Place, action_id: str, block_id: str = "", value: Any = None) -> Element:
        """The element by its action id; block id or value decide where several have it. What a change overtook
        counts as well, for its block's id and for its options: a client draws a change some time after it was
        made."""
        drawn = [list(elements(blocks)) for blocks in (place.blocks, *place.earlier)]
        found = [
            [one for one in each if one.action_id == action_id and block_id in ("", one.block_id)]
            for each in drawn
        ]
        found = [each for each in found if each]
        if not found:
            known = ", ".join(dict.fromkeys(each.action_id for each in drawn[0])) or "nothing to press"
            raise ActError(
                "action_not_found", f"There is no {action_id!r} here; there is: {known}.", status=404
            )
        meant = (one for each in found for one in each if value is not None and _offers(one, value))
        return next(meant, found[0][0])

    # pressing and choosing

    async def click(
        self,
        user: str,
        *,
        channel: str = "",
        ts: str = "",
        view_id: str = "",
        action_id: str,
        block_id: str = "",
        value: str | None = None,
        values: Json | None = None,
    ) -> Json:
        """Press a button; on a menu ``value`` is chosen. ``values``: what stands in the view's fields meanwhile."""
        person = self._world.person_named(user)
        place = self.place(person, channel=channel, ts=ts, view_id=view_id)
        self._keep(place, values)
        element = self.element(place, action_id, block_id, value)
        if element.type not in ("button", "workflow_button", "icon_button", "feedback_buttons"):
            return await self._choose(person, place, element, value)
        entry = payloads.action(self._world, element, None)
        if element.type == "feedback_buttons":
            entry["value"] = value
        return await self._press(person, place, entry)

    async def select(
        self,
        user: str,
        *,
        channel: str = "",
        ts: str = "",
        view_id: str = "",
        action_id: str,
        block_id: str = "",
        value: Any,
        values: Json | None = None,
    ) -> Json:
        """Choose from a menu, tick boxes, pick a date. ``values``: what stands in the view's fields meanwhile."""
        person = self._world.person_named(user)
        place = self.place(person, channel=channel, ts=ts, view_id=view_id)
        self._keep(place, values)
        return await self._choose(person, place, self.element(place, action_id, block_id, value), value)

    def _keep(self, place: Place, values: Json | None) -> None:
        if values and isinstance(place, OnView):
            fill_in(self._world, place.view, values)

    async def _choose(self, person: Person, place: Place, element: Element, value: Any) -> Json:
        if element.type == "overflow":
            option = chosen_option(element, value)
            return await self._press(person, place, payloads.action(self._world, element, None, option))
        offered = self._world.offered.get((*place.key(person.id), element.action_id))
        state = entered(self._world, element, value, offered)
        kept = self._world.inputs.setdefault(place.key(person.id), {})
        kept.setdefault(element.block_id, {})[element.action_id] = state
        if element.in_input and not element.block.get("dispatch_action"):
            return {"ok": True, "acked": True, "dispatched": False, "ms": 0}
        return await self._press(person, place, payloads.action(self._world, element, state))

    async def _press(self, person: Person, place: Place, entry: Json) -> Json:
        if isinstance(place, OnView):
            payload = payloads.view_action_press(self._world, person, place.view, entry)
        else:
            payload = payloads.message_action_press(self._world, person, place.channel, place.message, entry)
        delivery = await self._sockets.deliver("interactive", payload, name="block_actions")
        return self.outcome(person, delivery, place)

    async def suggest(
        self,
        user: str,
        *,
        channel: str = "",
        ts: str = "",
        view_id: str = "",
        action_id: str,
        block_id: str = "",
        value: str = "",
    ) -> Json:
        """Type into an external menu: asks the app for options and remembers what it offered."""
        person = self._world.person_named(user)
        place = self.place(person, channel=channel, ts=ts, view_id=view_id)
        element = self.element(place, action_id, block_id)
        if isinstance(place, OnView):
            container = {"type": "view", "view_id": place.view.id}
            where: Json = {"view": place.view.body, "container": container}
        else:
            container = {"type": "message", "message_ts": place.message["ts"], "channel_id": place.channel.id}
            where = {"channel": payloads.channel_of(place.channel), "container": container}
        payload = payloads.suggestion(self._world, person, element, value, where)
        delivery = await self._sockets.deliver("interactive", payload, name="block_suggestion", answers=True)
        answer = delivery.response if isinstance(delivery.response, dict) else {}
        found = Element({}, {"options": answer.get("options"), "option_groups": answer.get("option_groups")})
        options = options_of(found)
        if options:
            key = (*place.key(person.id), element.action_id)
            self._world.offered[key] = [*options, *self._world.offered.get(key, [])][:500]
        groups = {"option_groups": answer["option_groups"]} if answer.get("option_groups") else {}
        return {**self.outcome(person, delivery, place), "options": options, **groups}

    # commands, shortcuts, home

    async def command(self, user: str, *, channel: str, command: str, text: str = "") -> Json:
        """Type a slash command."""
        person = self._world.person_named(user)
        where = self._world.channel_named(channel, person.id)
        if command not in self._world.commands:
            known = ", ".join(self._world.commands)
            raise ActError(
                "unknown_command", f"{command!r} is no command here; there is: {known}.", status=404
            )
        payload = payloads.slash_command(self._world, person, where, command, text)
        delivery = await self._sockets.deliver("slash_commands", payload, name="slash_commands", answers=True)
        if delivery.response:
            self._show_answer(person, where, delivery.response)
        return self.outcome(person, delivery, where)

    def _show_answer(self, person: Person, channel: Channel, answer: Any) -> None:
        content = answer if isinstance(answer, dict) else {"text": str(answer)}
        try:
            check_content(self._world, content)
            say(self._world, ResponseUrl(channel.id, person.id, 0.0), content)
        except SlackError as error:
            self.warn(person, f"The app's answer can't be shown ({error.code}).", channel)

    async def shortcut(self, user: str, *, callback_id: str, channel: str = "", ts: str = "") -> Json:
        """Use a message shortcut on a message, or a global one."""
        person = self._world.person_named(user)
        entry = next((each for each in self._world.shortcuts if each.callback_id == callback_id), None)
        if entry is None:
            known = ", ".join(each.callback_id for each in self._world.shortcuts)
            raise ActError("unknown_shortcut", f"No shortcut {callback_id!r}; there is: {known}.", status=404)
        where = message = None
        if entry.type == "message":
            place = self.place(person, channel=channel, ts=ts)
            if isinstance(place, OnMessage):
                where, message = place.channel, place.message
        payload = payloads.shortcut(self._world, person, entry, where, message)
        delivery = await self._sockets.deliver("interactive", payload, name=str(payload["type"]))
        return self.outcome(person, delivery, where)

    async def open_home(self, user: str) -> Json:
        """Open the app's home tab."""
        person = self._world.person_named(user)
        if "app_home_opened" not in self._world.subscriptions:
            return {"ok": True, "acked": False, "ms": 0, "dispatched": False}
        delivery = await self._sockets.publish(payloads.home_opened(self._world, person))
        return self.outcome(person, delivery, None, quiet=True)

    # writing

    async def post(self, user: str, *, channel: str, text: str, thread_ts: str = "") -> Json:
        """Write a message; the app hears of it as far as it is subscribed."""
        person = self._world.person_named(user)
        where = self._world.channel_named(channel, person.id)
        if not text.strip():
            raise ActError("no_text", "Write something first.")
        if where.is_archived:
            raise ActError("is_archived", f"#{where.name} is archived.")
        words = self._as_mrkdwn(text)[:40_000]
        try:
            message = messages.write_as_person(self._world, where, person.id, words, thread_ts)
        except SlackError as error:
            raise ActError(error.code, f"#{where.name} has no thread {thread_ts}.", status=404) from error
        deliveries = [await self._sockets.publish(event) for event in self._events(where, message)]
        acked = bool(deliveries) and all(each.acked for each in deliveries)
        answer = {"ok": True, "channel": where.id, "ts": message["ts"], "message": message}
        return {**answer, "dispatched": bool(deliveries), "acked": acked}

    async def archive(self, user: str, *, channel: str) -> Json:
        """Archive a channel: what is posted there is refused from now on."""
        return self._archived(user, channel, True)

    async def unarchive(self, user: str, *, channel: str) -> Json:
        """Bring it back."""
        return self._archived(user, channel, False)

    async def deactivate(self, user: str, *, person: str) -> Json:
        """Deactivate a member's account, as an administrator of the workspace does. It lasts until a restart."""
        return await self._deactivated(user, person, True)

    async def reactivate(self, user: str, *, person: str) -> Json:
        """Let them back in."""
        return await self._deactivated(user, person, False)

    async def _deactivated(self, user: str, person: str, deleted: bool) -> Json:
        if not self._world.person_named(user).is_admin:
            raise ActError("not_an_admin", "Only an administrator of the workspace does that.", status=403)
        member = self._world.person_named(person)
        member.deleted = deleted
        self._world.feed.publish("reset", {})
        if "user_change" not in self._world.subscriptions:
            return {"ok": True, "acked": False, "dispatched": False}
        delivery = await self._sockets.publish(
            payloads.user_change(self._world, described(self._world, member))
        )
        return {"ok": True, "acked": delivery.acked, "deleted": deleted}

    def _archived(self, user: str, channel: str, archived: bool) -> Json:
        person = self._world.person_named(user)
        where = self._world.channel_named(channel, person.id)
        if where.is_im:
            raise ActError("cant_archive", "A direct message can't be archived.")
        where.is_archived = archived
        self._world.changed("channel", where.id)
        self._world.feed.publish("reset", {})
        return {"ok": True, "channel": where.id, "is_archived": archived}

    def _events(self, channel: Channel, message: Message) -> list[Json]:
        world, events = self._world, []
        if not channel.bot_is_member:
            return []
        if MESSAGE_EVENTS[channel.kind] in world.subscriptions:
            events.append(payloads.message_event("message", channel, message))
        mentioned = f"<@{world.bot_user_id}>" in message["text"] and not channel.is_im
        if mentioned and "app_mention" in world.subscriptions:
            events.append(payloads.message_event("app_mention", channel, message))
        return events

    def _as_mrkdwn(self, text: str) -> str:
        """What Slack's client makes of typed text: escaped, with mentions, channels and links marked up."""
        kept = {f"<@{each}>": f"\0{each}\0" for each in self._world.people}
        for token, mark in kept.items():
            text = text.replace(token, mark)
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        parts = re.split(r"(https?://[^\s|\0]+(?<![.,:!?]))", text)  # every second one is an address
        text = "".join(f"<{part}>" if at % 2 else self._named(part) for at, part in enumerate(parts))
        for token, mark in kept.items():
            text = text.replace(mark, token)
        return text.replace("\0", "")

    def _named(self, text: str) -> str:
        """Handles and channels marked up, where they are no part of a longer word."""
        for person in self._world.people.values():
            text = re.sub(rf"(?<!\w)@{re.escape(person.name)}\b", f"<@{person.id}>", text)
        for channel in self._world.channels.values():
            if not channel.is_im:
                text = re.sub(
                    rf"(?<!\w)#{re.escape(channel.name)}\b", f"<#{channel.id}|{channel.name}>", text
                )
        return text

    # telling the person

    def outcome(
        self, person: Person, delivery: Delivery, at: Place | Channel | None, *, quiet: bool = False
    ) -> Json:
        """The control surface's answer; an act the app did not acknowledge shows the person a warning."""
        answer: Json = {"ok": delivery.acked, "acked": delivery.acked, "ms": delivery.ms}
        if delivery.acked:
            return {**answer, "response": delivery.response}
        told = (
            "The app did not respond."
            if delivery.error == "operation_timeout"
            else "The app is not connected."
        )
        if not quiet:
            self.warn(person, told, at)
        return {**answer, "error": delivery.error, "message": told}

    def warn(self, person: Person, told: str, at: Place | Channel | None = None) -> None:
        """Show the person a warning triangle, beside the message or in the view where there is one."""
        news: Json = {"text": told, "channel": None, "ts": None, "view_id": None}
        if isinstance(at, OnMessage):
            news |= {"channel": at.channel.id, "ts": at.message["ts"]}
        elif isinstance(at, OnView):
            news["view_id"] = at.view.id
        elif at is not None:
            news["channel"] = at.id
        self._world.feed.publish("warning", news, user=person.id)


def _offers(element: Element, value: Any) -> bool:
    """Whether it is the button of that value, or has that option."""
    wanted = value.get("value") if isinstance(value, dict) else value
    return wanted is not None and wanted in (
        element.body.get("value"),
        *(one.get("value") for one in options_of(element)),
    )

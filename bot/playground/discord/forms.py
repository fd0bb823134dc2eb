"""A person fills in a form (modal) and sends or closes it."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import payloads
from bot.playground.discord.acts import WAIT, Acts, chosen
from bot.playground.discord.model import Channel, Modal, Person
from bot.playground.discord.options import Filled
from bot.playground.discord.parts import (
    CHECKBOX,
    CHECKBOXES,
    FILE_UPLOAD,
    LABEL,
    RADIO,
    ROW,
    SELECTS,
    TEXT_INPUT,
)
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.errors import ActError

Json = dict[str, Any]
LONGEST = 4000


class Forms:
    """The open forms, one a person."""

    def __init__(self, world: DiscordWorld, acts: Acts) -> None:
        self._world = world
        self._acts = acts

    def _open(self, user: str, modal: str) -> tuple[Person, Modal]:
        person = self._world.person_named(user)
        found = self._world.modals.get(person.id)
        if found is None or modal not in (found.id, found.body["custom_id"], ""):
            raise ActError("modal_not_found", f"{person.name} has no form {modal!r} open.", status=404)
        return person, found

    async def submit(
        self, user: str, *, modal: str = "", values: Json | None = None, wait: float = WAIT
    ) -> Json:
        """Send a form. ``values`` by custom id: text, a list of what is chosen, files, true or false."""
        person, found = self._open(user, modal)
        if found.channel not in self._world.channels:
            raise ActError("channel_not_found", "The channel of this form is gone.", status=404)
        place = self._world.channels[found.channel]
        filled = Filled(self._world, person, place)
        components = self._components(found, values or {}, filled)
        data: Json = {"custom_id": found.body["custom_id"], "components": components}
        if filled.resolved:
            data["resolved"] = filled.resolved
        self._close(found)
        return await self._deliver(person, place, found, data, wait)

    async def _deliver(self, person: Person, place: Channel, modal: Modal, data: Json, wait: float) -> Json:
        message = self._world.any_message(modal.message) if modal.message else None
        answer = await self._acts.send(
            person, place, payloads.SUBMIT, data, wait=wait, message=message, modal=modal
        )
        if not answer["acked"]:  # Discord's client keeps the form open for another try
            self._world.modals.setdefault(person.id, modal)
        return answer

    async def close(self, user: str, *, modal: str = "") -> Json:
        """Close a form; the app is not told."""
        _, found = self._open(user, modal)
        self._close(found)
        return {"ok": True}

    def _close(self, modal: Modal) -> None:
        self._world.modals.pop(modal.user, None)
        self._world.feed.publish("modal_closed", {"modal": modal.id}, user=modal.user)

    # what was entered

    def _components(self, modal: Modal, values: Json, filled: Filled) -> list[Json]:
        known: list[str] = []
        made = []
        for each in modal.body["components"]:
            if each["type"] == LABEL:
                entered = self._entered(each["component"], values, filled)
                known.append(each["component"]["custom_id"])
                made.append({"type": LABEL, "id": each["id"], "component": entered})
            elif each["type"] == ROW:
                inside = [self._entered(one, values, filled) for one in each["components"]]
                known += [one["custom_id"] for one in each["components"]]
                made.append({"type": ROW, "id": each["id"], "components": inside})
            else:
                made.append({"type": each["type"], "id": each["id"]})
        for key in values:
            if key not in known:
                raise ActError("unknown_field", f"There is no field {key!r}; there is: {', '.join(known)}.")
        return made

    def _entered(self, field: Json, values: Json, filled: Filled) -> Json:
        kind, name = field["type"], field["custom_id"]
        made: Json = {"type": kind, "id": field["id"], "custom_id": name}
        value = values.get(name)
        if kind == TEXT_INPUT:
            return {**made, "value": _text(field, value)}
        if kind == CHECKBOX:
            return {**made, "value": bool(field.get("default") if value is None else value)}
        if kind == RADIO:
            return {**made, "value": _one(field, value)}
        listed = value if isinstance(value, list) else [] if value is None else [value]
        if kind == FILE_UPLOAD:
            _count(field, listed)
            return {**made, "values": [filled.attach(name, each) for each in listed]}
        if not listed and not field.get("required", True):
            return {**made, "values": []}
        if kind in SELECTS:
            return {**made, "values": chosen(field, [str(each) for each in listed], filled)}
        if kind == CHECKBOXES:
            _count(field, listed)
            return {**made, "values": [_one(field, each) for each in listed]}
        raise ActError("unknown_field", f"{name!r} is of a kind that can't be filled in.")


def _text(field: Json, value: Any) -> str:
    text = field.get("value") or "" if value is None else value
    if not isinstance(text, str):
        raise ActError("field_type", f"{field['custom_id']!r} takes text.")
    if not text and not field.get("required", True):
        return ""
    low, high = max(field.get("min_length") or 0, 1), field.get("max_length") or LONGEST
    if not low <= len(text) <= high:
        told = f"{field['custom_id']!r} takes {low} to {high} characters; {len(text)} were given."
        raise ActError("field_length", told)
    return text


def _one(field: Json, value: Any) -> Any:
    known = [each["value"] for each in field["options"]]
    if value is None and not field.get("required", True):
        return None
    if value not in known:
        raise ActError("field_value", f"{field['custom_id']!r} is one of {', '.join(known)}, not {value!r}.")
    return value


def _count(field: Json, values: list[Any]) -> None:
    needed = field.get("required", True)
    low = field.get("min_values", 1) if needed or values else 0
    high = field.get("max_values", len(field.get("options") or [1]))
    if not low <= len(values) <= high:
        raise ActError(
            "field_count", f"{field['custom_id']!r} takes {low} to {high}; {len(values)} were given."
        )

"""Commands as people are offered them: which, to whom, where, under which name."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.model import Channel, Person
from bot.playground.discord.state import DiscordWorld
from bot.playground.slack.errors import ActError

Json = dict[str, Any]
SLASH, USER, MESSAGE = 1, 2, 3
SUB, GROUP = 1, 2
_TRANSLATIONS = ("name_localizations", "description_localizations")


def tidy_option(option: Json) -> Json:
    """An option as Discord gives it back: without empty keys."""
    made = {key: value for key, value in option.items() if value is not None and value != []}
    if "options" in made:
        made["options"] = [tidy_option(each) for each in made["options"]]
    if made.get("required") is False:
        del made["required"]
    return made


def without_translations(entry: Json) -> Json:
    """A command, option or choice with its own words alone."""
    made = {key: value for key, value in entry.items() if key not in _TRANSLATIONS}
    for key in ("options", "choices"):
        if key in made:
            made[key] = [without_translations(each) for each in made[key]]
    return made


def local(entry: Json, locale: str, what: str = "name") -> str:
    """A name or description in the person's language, else in the app's own."""
    return str((entry.get(f"{what}_localizations") or {}).get(locale) or entry.get(what, ""))


def offered(world: DiscordWorld, person: Person, channel: Channel, kind: int | None = None) -> list[Json]:
    """The commands a person is shown in a channel; the guild's own hide global ones of the same name."""
    found: dict[tuple[str, int], Json] = {}
    for each in sorted(world.commands.values(), key=lambda one: "guild_id" in one):
        if (kind is None or each["type"] == kind) and _may_use(world, person, channel, each):
            found[each["name"], each["type"]] = each
    return list(found.values())


def _may_use(world: DiscordWorld, person: Person, channel: Channel, command: Json) -> bool:
    if channel.is_direct:
        contexts = command.get("contexts")
        return "guild_id" not in command and (command["dm_permission"] if contexts is None else 1 in contexts)
    if command.get("contexts") is not None and 0 not in command["contexts"]:
        return False
    needed = command["default_member_permissions"]
    if needed is None:
        return True
    rights, bits = world.rights(person, channel), int(needed)
    return bool(rights & 1 << 3) if bits == 0 else rights & bits == bits


def find_command(world: DiscordWorld, person: Person, channel: Channel, name: str, kind: int) -> Json:
    """The command of that name, in the app's words or the person's language. Raises ActError naming what there is."""
    every = offered(world, person, channel, kind)
    for each in every:
        if name in (each["name"], local(each, person.locale)):
            return each
    marked = [f"/{each['name']}" if kind == SLASH else each["name"] for each in every]
    known = ", ".join(marked) or "nothing (the app has registered no commands)"
    raise ActError("unknown_command", f"{name!r} is not offered here; there is: {known}.", status=404)


def leaf(command: Json, path: list[str], locale: str) -> tuple[list[str], list[Json]]:
    """Walk down to a subcommand: its names on the way, and its options. Raises ActError naming the next words."""
    names: list[str] = []
    options: list[Json] = command.get("options", [])
    words = list(path)
    while any(each["type"] in (SUB, GROUP) for each in options):
        word = words.pop(0) if words else ""
        found = next((each for each in options if word and word in (each["name"], local(each, locale))), None)
        if found is None:
            known = ", ".join(each["name"] for each in options)
            said = f"There is no {word!r}" if word else "A subcommand is missing"
            raise ActError(
                "unknown_command", f"{said} below {command['name']}; there is: {known}.", status=404
            )
        names.append(found["name"])
        options = found.get("options", [])
        if found["type"] == SUB:
            break
    if words:
        raise ActError("unknown_command", f"{command['name']} ends before {' '.join(words)!r}.", status=404)
    return names, options

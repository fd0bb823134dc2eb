"""Application commands, global and of the guild."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import offers
from bot.playground.discord.errors import DiscordError, missing_access, unknown
from bot.playground.discord.registry import Call, operation
from bot.playground.discord.state import DiscordWorld
from bot.playground.discord.validate.commands import check_command, check_commands

Json = dict[str, Any]
CREATES_A_DAY = 200
ALL = "/applications/{app}/commands"
GUILD = "/applications/{app}/guilds/{guild}/commands"


def _scope(call: Call) -> str | None:
    if call["app"] != call.world.application_id:
        raise missing_access()
    guild = call.params.get("guild")
    if guild is not None and guild != call.world.guild_id:
        raise missing_access()
    return guild


def _inside(world: DiscordWorld, scope: str | None) -> dict[str, Json]:
    return {each["id"]: each for each in world.commands.values() if each.get("guild_id") == scope}


@operation("GET", ALL)
@operation("GET", GUILD)
def listing(call: Call) -> list[Json]:
    """Every command of the scope; translations only where asked for."""
    full = call.query.get("with_localizations") in ("true", "1")
    found = _inside(call.world, _scope(call)).values()
    return [each if full else offers.without_translations(each) for each in found]


@operation("PUT", ALL, bucket=("commands.put", 20, 60.0))
@operation("PUT", GUILD, bucket=("commands.put", 20, 60.0))
def overwrite(call: Call) -> list[Json]:
    """Replace all: a command keeps its identifier while its name and kind stay."""
    world, scope = call.world, _scope(call)
    given = call.body if isinstance(call.body, list) else []
    check_commands(given)
    before = {(each["name"], each["type"]): each for each in _inside(world, scope).values()}
    fresh = [each for each in given if (each["name"], each.get("type", 1)) not in before]
    _count_creates(world, scope, len(fresh))
    made = [_made(world, scope, each, before.get((each["name"], each.get("type", 1)))) for each in given]
    for identity in _inside(world, scope):
        del world.commands[identity]
    world.commands |= {each["id"]: each for each in made}
    _tell(world)
    return made


@operation("POST", ALL, bucket=("commands.create", 5, 20.0))
@operation("POST", GUILD, bucket=("commands.create", 5, 20.0))
def create(call: Call) -> Json:
    """Add a command, or replace the one of that name and kind."""
    world, scope = call.world, _scope(call)
    fields = call.fields
    others = [
        each
        for each in _inside(world, scope).values()
        if (each["name"], each["type"]) != (fields.get("name"), fields.get("type", 1))
    ]
    check_commands([*others, fields])
    before = next((each for each in _inside(world, scope).values() if each not in others), None)
    if before is None:
        _count_creates(world, scope, 1)
    made = _made(world, scope, fields, before)
    world.commands[made["id"]] = made
    _tell(world)
    return made


@operation("GET", ALL + "/{command}")
@operation("GET", GUILD + "/{command}")
def one(call: Call) -> Json:
    """One command."""
    found = _inside(call.world, _scope(call)).get(call["command"])
    if found is None:
        raise unknown("command")
    return found


@operation("PATCH", ALL + "/{command}")
@operation("PATCH", GUILD + "/{command}")
def edit(call: Call) -> Json:
    """Change a command."""
    before = one(call)
    merged = {**before, **call.fields}
    check_command(merged)
    made = _made(call.world, _scope(call), merged, before)
    call.world.commands[made["id"]] = made
    _tell(call.world)
    return made


@operation("DELETE", ALL + "/{command}")
@operation("DELETE", GUILD + "/{command}")
def delete(call: Call) -> None:
    """Delete a command."""
    del call.world.commands[one(call)["id"]]
    _tell(call.world)


def _count_creates(world: DiscordWorld, scope: str | None, number: int) -> None:
    """At most 200 new commands a day and guild."""
    if world.limits == "off":
        return
    day_ago = world.clock() - 86_400
    world.created = [(where, moment) for where, moment in world.created if moment > day_ago]
    if sum(where == scope for where, _ in world.created) + number > CREATES_A_DAY:
        told = f"Max number of daily application command creates has been reached ({CREATES_A_DAY})"
        raise DiscordError(400, 30034, told)
    world.created += [(scope, world.clock())] * number


def _made(world: DiscordWorld, scope: str | None, given: Json, before: Json | None) -> Json:
    rights = given.get("default_member_permissions")
    made: Json = {
        "id": before["id"] if before else world.new_id(),
        "application_id": world.application_id,
        "version": world.new_id(),
        "default_member_permissions": None if rights is None else str(rights),
        "type": given.get("type", 1),
        "name": given["name"],
        "name_localizations": given.get("name_localizations"),
        "description": given.get("description") or "",
        "description_localizations": given.get("description_localizations"),
        "dm_permission": given.get("dm_permission", True) is not False,
        "contexts": given.get("contexts"),
        "integration_types": given.get("integration_types") or [0],
        "nsfw": bool(given.get("nsfw")),
    }
    if given.get("options"):
        made["options"] = [offers.tidy_option(each) for each in given["options"]]
    if scope is not None:
        made["guild_id"] = scope
    return made


def _tell(world: DiscordWorld) -> None:
    world.changed("commands", "all")
    world.feed.publish("commands", {})

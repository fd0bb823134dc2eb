"""Members and the roles they have."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import places, shapes
from bot.playground.discord.endpoints.guilds import check_height
from bot.playground.discord.errors import invalid_form, missing_access, missing_permissions
from bot.playground.discord.model import Person, Role
from bot.playground.discord.permissions import Permission
from bot.playground.discord.registry import Call, operation

Json = dict[str, Any]


@operation("GET", "/guilds/{guild}/members")
def listing(call: Call) -> list[Json]:
    """Members by id, for apps granted the members intent."""
    world = call.world
    world.guild(call["guild"])
    if not world.privileged:
        raise missing_access()
    most, after = call.number("limit", 1, 1, 1000), call.number("after", 0, 0, 1 << 64)
    found = sorted((each for each in world.members() if int(each.id) > after), key=lambda each: int(each.id))
    return [shapes.member(each) for each in found[:most]]


@operation("GET", "/guilds/{guild}/members/search")
def search(call: Call) -> list[Json]:
    """Members whose handle or nickname starts so."""
    call.world.guild(call["guild"])
    query = call.query.get("query", "").casefold()
    if not query:
        raise invalid_form(("query",), "BASE_TYPE_REQUIRED", "This field is required")
    found = [
        each
        for each in call.world.members()
        if each.name.casefold().startswith(query) or (each.nick or each.display).casefold().startswith(query)
    ]
    return [shapes.member(each) for each in found[: call.number("limit", 1, 1, 1000)]]


@operation("GET", "/guilds/{guild}/members/{user}")
def one(call: Call) -> Json:
    """One member."""
    call.world.guild(call["guild"])
    return shapes.member(call.world.member(call["user"]))


@operation("PATCH", "/guilds/{guild}/members/{user}", bucket=("member.edit", 10, 10.0))
def edit(call: Call) -> Json:
    """Change a member's nickname or roles."""
    world, fields = call.world, call.fields
    world.guild(call["guild"])
    person = world.member(world.application_id if call["user"] == "@me" else call["user"])
    if "nick" in fields and person.id != world.application_id:
        if not world.rights(world.bot) & Permission.MANAGE_NICKNAMES:
            raise missing_permissions()
        _check_person(call, person)
    nick, roles = call.text("nick", high=32), call.identities("roles", high=250)
    if roles is not None:
        wanted = [world.role(each) for each in roles]
        for each in set(person.roles) ^ {one.id for one in wanted}:
            _may_give(call, world.role(each))
        person.roles = [each.id for each in wanted]
    if "nick" in fields:
        person.nick = nick or None
    places.tell_member(world, person)
    return shapes.member(person)


@operation("PUT", "/guilds/{guild}/members/{user}/roles/{role}", bucket=("member.role", 10, 10.0))
def give_role(call: Call) -> None:
    """Give a member a role below the bot's own."""
    person, role = _both(call)
    if role.id not in person.roles:
        person.roles.append(role.id)
        places.tell_member(call.world, person)


@operation("DELETE", "/guilds/{guild}/members/{user}/roles/{role}", bucket=("member.role", 10, 10.0))
def take_role(call: Call) -> None:
    """Take a role from a member."""
    person, role = _both(call)
    if role.id in person.roles:
        person.roles.remove(role.id)
        places.tell_member(call.world, person)


def _both(call: Call) -> tuple[Person, Role]:
    call.world.guild(call["guild"])
    person, role = call.world.member(call["user"]), call.world.role(call["role"])
    _may_give(call, role)
    return person, role


def _may_give(call: Call, role: Role) -> None:
    if not call.world.rights(call.world.bot) & Permission.MANAGE_ROLES or role.managed:
        raise missing_permissions()
    check_height(call, role)


def _check_person(call: Call, person: Person) -> None:
    world = call.world
    if person.id == world.owner_id or world.top_position(person) >= world.top_position(world.bot):
        raise missing_permissions()

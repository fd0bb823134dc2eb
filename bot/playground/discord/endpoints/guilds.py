"""The guild and its roles."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import places, shapes
from bot.playground.discord.errors import DiscordError, missing_permissions
from bot.playground.discord.model import Role
from bot.playground.discord.permissions import MEMBER, Permission
from bot.playground.discord.registry import Call, operation

Json = dict[str, Any]
MOST_ROLES = 250


@operation("GET", "/guilds/{guild}")
def one(call: Call) -> Json:
    """The guild."""
    call.world.guild(call["guild"])
    body = shapes.guild(call.world)
    if call.query.get("with_counts") in ("true", "1"):
        count = len(call.world.members())
        body |= {"approximate_member_count": count, "approximate_presence_count": count}
    return body


@operation("GET", "/guilds/{guild}/threads/active")
def active_threads(call: Call) -> Json:
    """Threads that are not archived."""
    world = call.world
    world.guild(call["guild"])
    found = [each for each in world.channels.values() if each.is_thread and not each.archived]
    return {"threads": [shapes.channel(world, each) for each in found], "members": []}


@operation("GET", "/guilds/{guild}/roles")
def roles(call: Call) -> list[Json]:
    """Every role."""
    call.world.guild(call["guild"])
    return [shapes.role(each) for each in call.world.roles.values()]


@operation("GET", "/guilds/{guild}/roles/{role}")
def role(call: Call) -> Json:
    """One role."""
    call.world.guild(call["guild"])
    return shapes.role(call.world.role(call["role"]))


@operation("POST", "/guilds/{guild}/roles", bucket=("role.create", 250, 172_800.0))
def create_role(call: Call) -> Json:
    """A new role, at the bottom."""
    world = call.world
    _may_manage(call)
    if len(world.roles) >= MOST_ROLES:
        raise DiscordError(400, 30005, f"Maximum number of guild roles reached ({MOST_ROLES})")
    made = Role(world.new_id(), "new role", int(MEMBER), position=1)
    _apply(call, made)
    for each in world.roles.values():
        each.position += each.position >= 1
    world.roles[made.id] = made
    places.tell_role(world, made, new=True)
    return shapes.role(made)


@operation("PATCH", "/guilds/{guild}/roles/{role}", bucket=("role.edit", 1000, 86_400.0))
def edit_role(call: Call) -> Json:
    """Change a role below the bot's own."""
    _may_manage(call)
    found = call.world.role(call["role"])
    check_height(call, found)
    _apply(call, found)
    places.tell_role(call.world, found)
    return shapes.role(found)


@operation("DELETE", "/guilds/{guild}/roles/{role}")
def delete_role(call: Call) -> None:
    """Delete a role below the bot's own."""
    _may_manage(call)
    found = call.world.role(call["role"])
    check_height(call, found)
    if found.managed or found.id == call.world.guild_id:
        raise DiscordError(400, 50028, "Invalid role")
    places.delete_role(call.world, found)


def _may_manage(call: Call) -> None:
    call.world.guild(call["guild"])
    if not call.world.rights(call.world.bot) & Permission.MANAGE_ROLES:
        raise missing_permissions()


def check_height(call: Call, role: Role) -> None:
    """Refuse a role that doesn't stand below the bot's highest."""
    if role.position >= call.world.top_position(call.world.bot):
        raise missing_permissions()


def _apply(call: Call, role: Role) -> None:
    """All or nothing: what is wrong is found before anything is changed."""
    fields = call.fields
    name = call.text("name", low=1, high=100)
    wanted = call.whole("permissions", high=(1 << 63) - 1)
    if wanted is not None and wanted & ~call.world.rights(call.world.bot):
        raise missing_permissions()
    colour = call.whole("color", high=0xFFFFFF)
    if isinstance(fields.get("colors"), dict):
        colour = Call(call.world, {}, body=fields["colors"]).whole("primary_color", high=0xFFFFFF)
    role.name = name or role.name
    role.permissions = role.permissions if wanted is None else wanted
    role.color = role.color if colour is None else colour
    role.hoist = bool(fields.get("hoist", role.hoist))
    role.mentionable = bool(fields.get("mentionable", role.mentionable))

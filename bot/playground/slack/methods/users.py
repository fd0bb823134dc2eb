"""users.* and usergroups.*: who is here and which rights groups they are in."""

from __future__ import annotations

from bot.playground.slack.errors import SlackError
from bot.playground.slack.model import Person, UserGroup
from bot.playground.slack.paging import page
from bot.playground.slack.registry import Json, Methods, Request
from bot.playground.slack.state import SlackWorld

methods = Methods()


def described(world: SlackWorld, person: Person) -> Json:
    """A member as the API shows them; the address only with users:read.email."""
    profile: Json = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "title": person.role,
        "first_name": person.real_name.split()[0],
        "team": world.team_id,
    }
    if person.email and "users:read.email" in world.scopes:
        profile["email"] = person.email
    if person.is_bot:
        profile.update(bot_id=world.bot_id, api_app_id=world.app_id)
    return {
        "id": person.id,
        "team_id": world.team_id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": person.deleted,
        "tz": person.tz,
        "locale": person.locale,
        "profile": profile,
        "is_admin": person.is_admin,
        "is_owner": False,
        "is_bot": person.is_bot,
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "updated": world.now,
    }


@methods.add("users.info", tier=4, scopes=("users:read",), required=("user",))
def info(request: Request) -> Json:
    """One member."""
    person = request.world.people.get(request.text("user"))
    if person is None:
        raise SlackError("user_not_found")
    return {"user": described(request.world, person)}


@methods.add("users.list", tier=2, scopes=("users:read",))
def list_(request: Request) -> Json:
    """Every member, a page at a time."""
    found, metadata = page(request, list(request.world.people.values()), default=1000, most=1000)
    shown = [described(request.world, each) for each in found]
    return {"members": shown, "cache_ts": request.world.now, "response_metadata": metadata}


@methods.add("usergroups.list", tier=2, scopes=("usergroups:read",))
def groups_list(request: Request) -> Json:
    """Every user group."""
    world = request.world
    return {"usergroups": [_group(world, request, each) for each in world.groups.values()]}


def _group(world: SlackWorld, request: Request, group: UserGroup) -> Json:
    shown: Json = {
        "id": group.id,
        "team_id": world.team_id,
        "is_usergroup": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": 1_700_000_000,
        "date_delete": 0,
        "prefs": {"channels": [], "groups": []},
    }
    if request.flag("include_users"):
        shown["users"] = group.users
    if request.flag("include_count"):
        shown["user_count"] = len(group.users)
    return shown


@methods.add("usergroups.users.list", tier=2, scopes=("usergroups:read",), required=("usergroup",))
def group_users(request: Request) -> Json:
    """Who is in a user group."""
    group = request.world.groups.get(request.text("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": group.users}

"""auth.test, apps.connections.open, bots.info, team.info."""

from __future__ import annotations

from bot.playground.slack.errors import SlackError
from bot.playground.slack.registry import Json, Methods, Request

methods = Methods()


@methods.add("auth.test", tier=0)
def auth_test(request: Request) -> Json:
    """Who the token belongs to."""
    world = request.world
    return {
        "url": f"{world.base_url}/",
        "team": world.team_name,
        "user": "goodword",
        "team_id": world.team_id,
        "user_id": world.bot_user_id,
        "bot_id": world.bot_id,
        "is_enterprise_install": False,
    }


@methods.add("apps.connections.open", tier=3, prefix="xapp-")
def connections_open(request: Request) -> Json:
    """A WebSocket address with a ticket that works once."""
    world = request.world
    base = world.base_url.replace("http", "ws", 1)
    return {"url": f"{base}/link/?ticket={world.permits.ticket()}&app_id={world.app_id}"}


@methods.add("bots.info", tier=3, scopes=("users:read",))
def bots_info(request: Request) -> Json:
    """The app's bot."""
    world = request.world
    if request.text("bot", world.bot_id) != world.bot_id:
        raise SlackError("bot_not_found")
    bot = {
        "id": world.bot_id,
        "deleted": False,
        "name": "goodword",
        "updated": world.now,
        "app_id": world.app_id,
        "user_id": world.bot_user_id,
        "icons": {},
    }
    return {"bot": bot}


@methods.add("team.info", tier=3, scopes=("team:read",))
def team_info(request: Request) -> Json:
    """The workspace."""
    world = request.world
    if request.text("team", world.team_id) != world.team_id:
        raise SlackError("team_not_found")
    team = {
        "id": world.team_id,
        "name": world.team_name,
        "domain": world.team_domain,
        "email_domain": "example.com",
        "url": f"{world.base_url}/",
        "icon": {"image_default": True},
    }
    return {"team": team}

"""The bot itself, its application, the gateway's address, direct conversations."""

from __future__ import annotations

from typing import Any

from bot.playground.discord import shapes
from bot.playground.discord.errors import DiscordError, invalid_form
from bot.playground.discord.registry import Call, operation

Json = dict[str, Any]


@operation("GET", "/users/@me")
def me(call: Call) -> Json:
    """The bot's own user."""
    own = {"mfa_enabled": True, "locale": "en-US", "premium_type": 0, "email": None, "verified": True}
    return {**shapes.user(call.world.bot), **own}


@operation("GET", "/users/@me/guilds")
def my_guilds(call: Call) -> list[Json]:
    """The guild the bot is in."""
    world = call.world
    return [
        {
            "id": world.guild_id,
            "name": world.guild_name,
            "icon": None,
            "banner": None,
            "owner": False,
            "permissions": str(world.rights(world.bot)),
            "features": [],
        }
    ]


@operation("GET", "/users/{user}")
def user(call: Call) -> Json:
    """Anybody's account."""
    return shapes.user(call.world.user(call["user"]))


@operation("POST", "/users/@me/channels", bucket=("dm", 10, 10.0))
def open_direct(call: Call) -> Json:
    """The conversation with a person. That they take no messages shows only when one is sent."""
    recipient = call.fields.get("recipient_id")
    if recipient is None:
        raise invalid_form(("recipient_id",), "BASE_TYPE_REQUIRED", "This field is required")
    person = call.world.user(str(recipient))
    if person.is_bot:
        raise DiscordError(403, 50007, "Cannot send messages to this user")
    return shapes.channel(call.world, call.world.direct_channel(person.id))


@operation("GET", "/applications/@me")
def application(call: Call) -> Json:
    """The app."""
    return shapes.application(call.world)


@operation("GET", "/oauth2/applications/@me")
def oauth_application(call: Call) -> Json:
    """The app, at its older address."""
    return shapes.application(call.world)


@operation("GET", "/gateway", open=True)
def gateway(call: Call) -> Json:
    """Where to connect."""
    return {"url": _gateway_url(call)}


@operation("GET", "/gateway/bot")
def gateway_bot(call: Call) -> Json:
    """Where to connect, and with how many shards."""
    limit = {"total": 1000, "remaining": 999, "reset_after": 14_400_000, "max_concurrency": 1}
    return {"url": _gateway_url(call), "shards": 1, "session_start_limit": limit}


def _gateway_url(call: Call) -> str:
    return call.world.address.replace("http", "ws", 1) + "/discord/gateway"

"""People, members, roles, channels and the guild in the shape Discord sends them. Optional keys are left out."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.model import Channel, Person, Role
from bot.playground.discord.snowflakes import iso
from bot.playground.discord.state import DiscordWorld

Json = dict[str, Any]
APP_FLAGS = (1 << 15) | (1 << 19) | (1 << 23)
"""What the developer portal says of a small app: members and message content granted, commands present."""


def user(person: Person) -> Json:
    """An account."""
    return {
        "id": person.id,
        "username": person.name,
        "discriminator": "0",
        "global_name": None if person.is_bot else person.display,
        "avatar": None,
        "banner": None,
        "accent_color": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
        "flags": 0,
        **({"bot": True} if person.is_bot else {}),
    }


def member(person: Person, *, with_user: bool = True) -> Json:
    """What the account is in the guild."""
    body: Json = {
        "roles": list(person.roles),
        "joined_at": iso(person.joined_at),
        "nick": person.nick,
        "avatar": None,
        "banner": None,
        "premium_since": None,
        "communication_disabled_until": None,
        "pending": False,
        "deaf": False,
        "mute": False,
        "flags": 0,
    }
    return {"user": user(person), **body} if with_user else body


def role(each: Role) -> Json:
    """A role."""
    body: Json = {
        "id": each.id,
        "name": each.name,
        "description": None,
        "color": each.color,
        "colors": {"primary_color": each.color, "secondary_color": None, "tertiary_color": None},
        "hoist": each.hoist,
        "icon": None,
        "unicode_emoji": None,
        "position": each.position,
        "permissions": str(each.permissions),
        "managed": each.managed,
        "mentionable": each.mentionable,
        "flags": 0,
    }
    return body


def channel(world: DiscordWorld, each: Channel) -> Json:
    """A channel, thread or direct conversation."""
    last = next(reversed(world.messages.get(each.id, {})), None)
    common: Json = {"id": each.id, "type": each.type, "last_message_id": last, "flags": 0}
    if each.is_direct:
        recipients = [user(world.people[each.recipient])] if each.recipient in world.people else []
        return {**common, "recipients": recipients}
    common |= {"guild_id": world.guild_id, "name": each.name, "rate_limit_per_user": 0}
    if each.is_thread:
        return {**common, **_thread(world, each)}
    return {
        **common,
        "topic": each.topic or None,
        "position": each.position,
        "nsfw": False,
        "parent_id": each.parent_id,
        "permission_overwrites": [dict(one) for one in each.overwrites],
    }


def _thread(world: DiscordWorld, each: Channel) -> Json:
    count = len(world.messages.get(each.id, {}))
    return {
        "parent_id": each.parent_id,
        "owner_id": each.owner_id,
        "message_count": count,
        "total_message_sent": count,
        "member_count": 1,
        "thread_metadata": {
            "archived": each.archived,
            "auto_archive_duration": 1440,
            "archive_timestamp": iso(world.clock()),
            "locked": False,
            "create_timestamp": iso(world.clock()),
        },
    }


def guild(world: DiscordWorld) -> Json:
    """The guild as REST gives it."""
    return {
        "id": world.guild_id,
        "name": world.guild_name,
        "icon": None,
        "description": None,
        "home_header": None,
        "splash": None,
        "discovery_splash": None,
        "features": [],
        "banner": None,
        "owner_id": world.owner_id or world.application_id,
        "application_id": None,
        "region": "deprecated",
        "afk_channel_id": None,
        "afk_timeout": 300,
        "system_channel_id": None,
        "system_channel_flags": 0,
        "widget_enabled": False,
        "widget_channel_id": None,
        "verification_level": 0,
        "default_message_notifications": 1,
        "mfa_level": 0,
        "explicit_content_filter": 0,
        "max_presences": None,
        "max_members": 500_000,
        "max_stage_video_channel_users": 50,
        "max_video_channel_users": 25,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": world.guild_locale,
        "rules_channel_id": None,
        "safety_alerts_channel_id": None,
        "public_updates_channel_id": None,
        "premium_progress_bar_enabled": False,
        "premium_progress_bar_enabled_user_updated_at": None,
        "nsfw": False,
        "nsfw_level": 0,
        "roles": [role(each) for each in sorted(world.roles.values(), key=lambda one: one.position)],
        "emojis": [],
        "stickers": [],
        "incidents_data": None,
    }


def guild_create(world: DiscordWorld) -> Json:
    """The guild as the gateway gives it at the start: with channels, and of the members only the bot."""
    inside = [each for each in world.channels.values() if not each.is_direct]
    seen = [each for each in inside if world.sees(world.bot, each)]
    return {
        **guild(world),
        "joined_at": iso(world.bot.joined_at),
        "large": False,
        "unavailable": False,
        "member_count": len(world.members()),
        "members": [member(world.bot)],
        "channels": [channel(world, each) for each in inside if not each.is_thread],
        "threads": [channel(world, each) for each in seen if each.is_thread and not each.archived],
        "presences": [],
        "voice_states": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def application(world: DiscordWorld) -> Json:
    """The app as its own owner sees it."""
    return {
        "id": world.application_id,
        "name": "Goodword",
        "icon": None,
        "description": "",
        "type": None,
        "summary": "",
        "bot": user(world.bot),
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": APP_FLAGS,
        "flags_new": str(APP_FLAGS),
        "owner": user(world.people.get(world.owner_id, world.bot)),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "approximate_guild_count": 1,
        "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0,
        "explicit_content_filter": 0,
        "eligible_oauth2_scopes": [],
    }

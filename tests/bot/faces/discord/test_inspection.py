"""``goodword check`` names what is missing in Discord, and the remedy."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from bot.faces.discord.inspection import inspect_discord
from bot.playground.discord import LocalDiscord
from bot.settings import Discord as DiscordSettings
from bot.settings import Settings
from bot.sources.base import Finding
from tests.support.discord_fixtures import pointed_at


async def _found(local: LocalDiscord, digest: str = "", **changes: Any) -> dict[str, Finding]:
    values: dict[str, Any] = {
        "bot_token": SecretStr(local.bot_token),
        "api_url": local.api_url,
        "gateway_url": local.gateway_url,
        "winner_role": "Contest winner",
        "manager_roles": ("Contest managers",),
        **changes,
    }
    with pointed_at(local):
        return {
            each.what: each
            async for each in inspect_discord(
                Settings.model_validate({"discord": DiscordSettings(**values), "digest": {"discord": digest}})
            )
        }


async def test_all_is_well(discord_local: LocalDiscord) -> None:
    found = await _found(discord_local)
    assert all(each.ok for each in found.values()), found
    assert set(found) == {
        "Discord bot token",
        "Discord server",
        "Discord channel #contests",
        "Discord role @Contest winner",
        "Discord role @Contest managers",
    }
    assert not discord_local.gateway.connected


async def test_without_a_token_it_is_not_used() -> None:
    found = [each async for each in inspect_discord(Settings())]
    assert [(each.what, each.ok) for each in found] == [("Discord", True)]


@pytest.mark.parametrize(
    ("changes", "what", "remedy"),
    [
        ({"bot_token": SecretStr("wrong")}, "Discord", "GOODWORD_DISCORD_BOT_TOKEN"),
        ({"guild": "123"}, "Discord server", "oauth2/authorize"),
        ({"channel": "nowhere"}, "Discord channel #nowhere", "discord.channel"),
        ({"winner_role": "Nobody"}, "Discord role @Nobody", "discord.winner_role"),
        ({"manager_roles": ("Nobody",)}, "Discord role @Nobody", "discord.manager_roles"),
    ],
)
async def test_what_is_wrong_is_named(
    discord_local: LocalDiscord, changes: dict[str, Any], what: str, remedy: str
) -> None:
    found = await _found(discord_local, **changes)
    assert found[what].ok is False
    assert remedy in found[what].remedy
    assert "wrong" not in f"{found[what].detail} {found[what].remedy}"


async def test_missing_rights_and_a_role_too_high_are_named(discord_local: LocalDiscord) -> None:
    await discord_local.hands.set_permissions(deny=["embed_links"], channel="contests")
    await discord_local.hands.move_role("Contest winner", position=9)
    found = await _found(discord_local)
    assert "Embed Links" in found["Discord channel #contests"].detail
    assert "drag the app's role above" in found["Discord role @Contest winner"].remedy


async def test_the_channel_of_the_digest_is_looked_at_too(discord_local: LocalDiscord) -> None:
    await discord_local.hands.set_permissions(deny=["attach_files"], channel="general")
    found = await _found(discord_local, digest="#general")
    assert found["Discord channel #contests"].ok
    assert "Attach Files" in found["Discord channel #general"].detail
    missing = (await _found(discord_local, digest="nowhere"))["Discord channel #nowhere"]
    assert (missing.ok, "digest.discord" in missing.remedy) == (False, True)
    (unused,) = [
        each async for each in inspect_discord(Settings.model_validate({"digest": {"discord": "#general"}}))
    ]
    assert (unused.ok, "a digest is to go to #general" in unused.detail) == (False, True)

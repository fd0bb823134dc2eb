"""The app's manifest asks for what the bot uses, no less: the bot runs with exactly its scopes and events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from tests.bot.faces.test_files import cache_preview, pictures
from tests.support.slack_bot import MIA, NOAH, TOM, SlackBot, found, picture, slack_bot

MANIFEST = Path(__file__).parents[3] / "config" / "slack-manifest.yaml"


@pytest.fixture
def manifest() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return loaded


async def test_the_bot_needs_no_more_than_its_manifest_asks_for(
    manifest: dict[str, Any], sqlite_database: Database, tmp_path: Path
) -> None:
    scopes = manifest["oauth_config"]["scopes"]["bot"]
    events = manifest["settings"]["event_subscriptions"]["bot_events"]
    local = LocalSlack(limits="off", scopes=scopes, subscriptions=events)
    async with local as slack, slack_bot(slack, sqlite_database, tmp_path) as bot:
        (item_id,) = await bot.take(found(media=(picture(),)))
        await cache_preview(bot, item_id)
        slack.fault("500", method="chat.postMessage", after=True)  # makes it look into the history
        with pytest.raises(Exception, match="busy"):
            await bot.deliver()
        await bot.deliver()
        assert len(bot.cards()) == 1
        assert pictures(bot)
        await bot.click(TOM, "review:approve")
        await slack.wait_for(lambda: bot.private(TOM))
        await bot.click(NOAH, "review:approve")
        await slack.wait_for(lambda: "Approved" in bot.text())
        await slack.open_home(MIA)
        await slack.wait_for(lambda: slack.home(MIA))
        await bot.face.notices.post("A notice", "A remedy")
        await bot.face.replies.direct("U0MIA00001", "Directly")
        assert bot.face.connection.scopes == set(scopes)
    refused = [call for call in slack.world.calls if call.error == "missing_scope"]
    assert refused == []


async def test_every_shortcut_and_the_command_have_a_handler(manifest: dict[str, Any], bot: SlackBot) -> None:
    features = manifest["features"]
    for shortcut in features["shortcuts"]:
        assert bot.face.router.find("shortcut", shortcut["callback_id"]), shortcut
    assert [command["command"] for command in features["slash_commands"]] == ["/goodword"]
    assert bot.face.router.find("event", "app_home_opened")
    assert manifest["settings"]["socket_mode_enabled"]

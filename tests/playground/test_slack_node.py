"""The local Slack with Slack's other official client: Node Bolt 5.1, unmodified."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from filelock import FileLock

from bot.playground.slack import LocalSlack

pytestmark = [pytest.mark.node, pytest.mark.timeout(300)]
BOT = Path(__file__).with_name("node_bot.mjs")
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "goodword-tests" / "bolt-5.1"
INSTALL = (
    "install",
    "--no-audit",
    "--no-fund",
    "--ignore-scripts",
    "--prefix",
    str(CACHE),
    "@slack/bolt@~5.1.0",
)


async def installed_bolt() -> Path:
    """Node Bolt from the cache, installed there when it is missing; skips where that is impossible."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed here")
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / ".lock"):
        if (CACHE / "node_modules/@slack/bolt/package.json").is_file():
            return CACHE
        process = await asyncio.create_subprocess_exec(
            npm, *INSTALL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.PIPE
        )
        _, errors = await process.communicate()
        if process.returncode:
            pytest.skip(f"npm can't install @slack/bolt: {errors.decode(errors='replace')[-300:]}")
    return CACHE


@contextlib.asynccontextmanager
async def node_bot(slack: LocalSlack) -> AsyncIterator[None]:
    """The Node bot as a process of its own, connected."""
    bolt = await installed_bolt()
    environment = {
        "PATH": os.environ["PATH"],
        "BOLT_DIR": str(bolt),
        "SLACK_BOT_TOKEN": slack.bot_token,
        "SLACK_APP_TOKEN": slack.app_token,
        "SLACK_API_URL": slack.api_url,
    }
    process = await asyncio.create_subprocess_exec("node", str(BOT), env=environment)
    try:
        await slack.wait_connected(30)
        yield
    finally:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 10)
        except TimeoutError:
            process.kill()
            await process.wait()


async def test_node_bolt_posts_answers_asks_and_uploads() -> None:
    async with LocalSlack() as slack, node_bot(slack):
        assert (await slack.command("mia", channel="content-review", command="/goodword"))["acked"]
        message = (await slack.wait_for(lambda: slack.messages("content-review"), what="the card"))[0]
        assert (await slack.wait_for(lambda: slack.ephemerals("mia")))[0]["text"] == "posted"

        asked = await slack.click("mia", channel="content-review", ts=message["ts"], action_id="ask")
        assert asked["acked"]
        view = await slack.wait_for(lambda: slack.modal("mia"), what="the modal")
        assert (await slack.submit("mia", view_id=view["id"], values={"b": "because"}))["acked"]
        said = await slack.wait_for(lambda: slack.messages("@goodword", "mia"))
        assert said[0]["text"] == "asked: because"

        clicked = await slack.click("noah", channel="content-review", ts=message["ts"], action_id="approve")
        assert clicked["acked"]
        await slack.wait_for(lambda: message.get("reply_count"), what="the upload")
        assert message["text"] == "Approved by <@U0NOAH0001>"
        file = slack.world.messages["C0REVIEW01"][message["latest_reply"]]["files"][0]
        assert (file["name"], file["title"], file["size"]) == ("note.txt", "Note", 6)
        assert slack.world.files[file["id"]].data == "héllo".encode()


async def test_node_bolt_comes_back_after_a_refresh() -> None:
    async with LocalSlack() as slack, node_bot(slack):
        before = len(slack.calls("apps.connections.open"))
        await slack.sockets.refresh()
        await slack.wait_for(
            lambda: len(slack.calls("apps.connections.open")) > before and slack.sockets.connected,
            timeout=20,
            what="the bot connects again",
        )
        post = await slack.post("lea", channel="general", text="hello @goodword")
        await slack.wait_for(lambda: post["message"].get("reply_count"), timeout=20, what="its answer")

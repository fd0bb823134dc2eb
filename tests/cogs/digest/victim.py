"""A process that sends a digest and dies right after a post.

``python -m tests.cogs.digest.victim URL SLACK DIGEST POSTS``: it dies when Slack answered that many of them.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.faces.slack.face import SlackFace
from bot.settings import Settings, Slack
from bot.storage.database import Database
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.cogs.digest.support import Stage
from tests.support.slack_bot import SlackBot, VirtualTime


async def die(url: str, api_url: str, digest_id: str, posts: str) -> None:
    secrets = {"bot_token": SecretStr(os.environ["BOT"]), "app_token": SecretStr(os.environ["APP"])}
    settings = Settings(data_dir=Path(os.environ["FOLDER"]), slack=Slack(**secrets, api_url=api_url))
    database = Database(url)
    work = Enqueuer(database, all_jobs())
    await work.prepare()
    services = build_services(settings, database, work)
    face = SlackFace(services)
    await face.open()
    left = int(posts)
    post = face.client.chat_postMessage

    async def deadly(**arguments: Any) -> Any:
        nonlocal left
        answer, left = await post(**arguments), left - 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    face.client.chat_postMessage = deadly  # type: ignore[method-assign]  # dies after the real post
    stage = Stage(SlackBot(None, services, face, VirtualTime()))  # type: ignore[arg-type]  # Slack is elsewhere
    await stage.send(int(digest_id))


if __name__ == "__main__":
    asyncio.run(die(*sys.argv[1:]))

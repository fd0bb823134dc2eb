"""The bot as ``goodword run`` starts it, for servers of the test's own: polls sooner, Slack's pace in fast motion.

``python -m tests.support.run_bot SETTINGS POLL_SECONDS FASTER``; tokens come from the environment as always.
"""

from __future__ import annotations

import asyncio
import sys
import time
from datetime import timedelta
from pathlib import Path

from bot.app import Application
from bot.faces.slack.face import SlackFace
from bot.faces.slack.limits import Pace
from bot.kernel.log import configure_logging
from bot.kernel.stopping import stop_signal
from bot.settings import load_settings


def fast_pace(times: float) -> Pace:
    """Slack's pace on a clock that runs so many times faster."""
    return Pace(lambda: time.monotonic() * times, lambda seconds: asyncio.sleep(seconds / times))


async def serve(file: Path, poll_every: timedelta, faster: float) -> None:
    settings = load_settings(file, must_exist=True)
    configure_logging(settings.log.level, json_lines=True)
    with stop_signal() as stop:
        app = Application(settings, poll_every=poll_every)
        app.slack = SlackFace(app.services, pace=fast_pace(faster))
        await app.start()
        try:
            await stop.wait()
        finally:
            await app.stop()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), timedelta(seconds=float(sys.argv[2])), float(sys.argv[3])))

"""The sample brand's contest: members of the local Discord who take part by themselves, as a visitor does.

They use the commands and buttons that the bot offers; nothing is put into the database for them.
"""

from __future__ import annotations

import asyncio
import base64
import random
import re
import tomllib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.kernel.log import get_logger
from bot.playground.discord import LocalDiscord
from bot.playground.samples.drawing import draw_picture
from bot.playground.slack.errors import ActError

CHANNEL = "contests"
ENTER = "contest enter"
VISITOR = "noor"
"""Whom a visitor acts as at first: what she does is left to them."""
VOTE = re.compile(r"\w+:contest:vote:\d+::1")
VOTE_EVERY = 8.0
"""Seconds between two votes of members."""
MOST_VOTES = 60
log = get_logger(__name__)
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SampleEntry:
    """Who enters, so many seconds after the contest's start, with which picture."""

    at: float
    who: str
    picture: str


@dataclass(frozen=True, slots=True)
class SampleContest:
    """What is decided about the contest, and who enters it."""

    definition: Json
    entries: tuple[SampleEntry, ...]


def load_contest(folder: Path, now: datetime) -> SampleContest:
    """Read ``contest.toml`` from the folder, with times from now on. Raises KeyError on a malformed file."""
    raw = tomllib.loads((folder / "contest.toml").read_text(encoding="utf-8"))
    entries = tuple(SampleEntry(**each) for each in raw.pop("entries"))
    until, votes = raw.pop("minutes_of_entries"), raw.pop("minutes_of_votes")
    times = {
        "opens_at": now,
        "entries_close_at": now + timedelta(minutes=until),
        "closes_at": now + timedelta(minutes=votes),
    }
    return SampleContest({**raw, "kind": "votes", "channel": CHANNEL, **times}, entries)


class Members:
    """Enter and vote until cancelled; what the bot doesn't take is left."""

    def __init__(self, discord: LocalDiscord, contest: SampleContest, *, seed: int = 7) -> None:
        self._discord = discord
        self._contest = contest
        self._dice = random.Random(seed)  # noqa: S311 - who votes in a demo

    async def run(self) -> None:
        """Wait until the bot offers its commands, then take part."""
        await self._discord.wait_for(self._offered, timeout=120, what="the bot's commands")
        begun = asyncio.get_running_loop().time()
        voting = asyncio.create_task(self._vote(), name="sample-votes")
        try:
            for entry in self._contest.entries:
                await asyncio.sleep(max(0.0, begun + entry.at - asyncio.get_running_loop().time()))
                await self._enter(entry)
            await voting
        finally:
            voting.cancel()

    def _offered(self) -> bool:
        return any(each["name"] == ENTER.split()[0] for each in self._discord.world.commands.values())

    async def _enter(self, entry: SampleEntry) -> None:
        picture = draw_picture(entry.picture, sum(entry.who.encode()))
        file = {
            "filename": f"{entry.picture}.png",
            "content_type": "image/png",
            "content_base64": base64.b64encode(picture).decode(),
        }
        options = {"file": file, "contest": self._contest.definition["name"]}
        await self._act(self._discord.slash(entry.who, channel=CHANNEL, command=ENTER, options=options))

    async def _vote(self) -> None:
        for _ in range(MOST_VOTES):
            await asyncio.sleep(VOTE_EVERY)
            ballots = [ballot async for ballot in self._ballots()]
            if ballots:
                message, button = self._dice.choice(ballots)
                voter = self._dice.choice(self._voters())
                act = self._discord.click(voter, channel=CHANNEL, message=message, custom_id=button)
                await self._act(act)

    def _voters(self) -> list[str]:
        people = self._discord.world.people.values()
        return [each.name for each in people if not each.is_bot and each.name != VISITOR]

    async def _ballots(self) -> AsyncIterator[tuple[str, str]]:
        """The message and the identity of every button to vote with."""
        for message in self._discord.messages(CHANNEL):
            for row in message.get("components") or ():
                for button in row.get("components") or ():
                    if VOTE.fullmatch(str(button.get("custom_id", ""))):
                        yield str(message["id"]), str(button["custom_id"])

    async def _act(self, act: Any) -> None:
        try:
            await act
        except ActError as error:
            log.debug("sample member waits", problem=error.message)

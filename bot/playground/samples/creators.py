"""Creators of the sample brand who answer by themselves when they are asked, so that who only looks on sees it move.

They write on the network as a visitor does; nothing is put into the database for them.
"""

from __future__ import annotations

import asyncio
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.playground.network.model import Post
from bot.playground.network.state import NetworkWorld

LOOK_EVERY = 1.0


@dataclass(frozen=True, slots=True)
class SampleAnswer:
    """Who answers an ask, after how many seconds, and how; ``{mention}`` and ``{hashtag}`` stand in it."""

    handle: str
    after: float
    text: str


def load_answers(folder: Path) -> tuple[SampleAnswer, ...]:
    """Read ``answers.toml`` from the folder. Raises KeyError or TypeError on a malformed file."""
    raw = tomllib.loads((folder / "answers.toml").read_text(encoding="utf-8"))
    return tuple(SampleAnswer(**each) for each in raw["answers"])


class Creators:
    """Answer until cancelled, and tell the page's readers of what the story brings. What was answered before, by them
    or by a visitor in their name, is not answered again, also after a restart."""

    def __init__(self, world: NetworkWorld, answers: Sequence[SampleAnswer], *, speed: float = 1.0) -> None:
        self._world = world
        self._answers = {each.handle: each for each in answers}
        self._speed = speed
        self._known: set[int] | None = None

    async def run(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(LOOK_EVERY)

    def look(self) -> None:
        """What is due now."""
        self._tell()
        for handle, asks in self._world.asks().items():
            if handle in self._answers:
                for ask in asks:
                    self._answer(self._answers[handle], ask)

    def _answer(self, answer: SampleAnswer, ask: Post) -> None:
        world = self._world
        due = world.clock() >= ask.at + answer.after / self._speed
        spoke = any(
            post.author == answer.handle and post.reply_to == ask.id for post in world.written.values()
        )
        if due and not spoke:
            world.write(answer.handle, answer.text.format(**world.signs), reply_to=ask)

    def _tell(self) -> None:
        posts = {post.id: post.author for post in self._world.story.posts()}
        if self._known is not None and (new := posts.keys() ^ self._known):
            people = {posts[number] for number in new if number in posts}
            self._world.feed.publish("changed", {"people": sorted(people)})
        self._known = set(posts)

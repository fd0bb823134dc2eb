"""Posts in channels that name people: celebrations and boards.

A post's key holds whom it names by number, and what was counted; names are read when it is drawn. So a name can be
taken out when somebody leaves, is erased, or stays off the boards from then on; figures stay as they were posted.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.faces.slack import blocks as b
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import give_up, keep, redraw
from bot.faces.slack.tables import SlackMessage
from bot.kernel.errors import NeverWorks
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import queries
from cogs.ambassador.words import Words

NOBODY = 0
"""In place of the number of somebody whose name was taken out."""


@dataclass(frozen=True, slots=True)
class Post:
    """A post. ``people`` are ambassadors in the order in which they are named, ``facts`` what else it says, in words
    of ours and numbers; ``once`` tells it from others alike."""

    kind: str
    channel: str
    people: tuple[int, ...]
    facts: tuple[str, ...]
    once: str

    @property
    def key(self) -> str:
        return ":".join(
            [self.kind, self.channel, ",".join(map(str, self.people)), ",".join(self.facts), self.once]
        )

    @classmethod
    def read(cls, key: str) -> Post:
        kind, channel, people, facts, once = key.split(":", 4)
        numbers = tuple(int(one) for one in people.split(",") if one)
        return cls(kind, channel, numbers, tuple(one for one in facts.split(",") if one), once)

    def without(self, people: frozenset[int]) -> Post:
        """The same, which names these no more."""
        return replace(self, people=tuple(NOBODY if one in people else one for one in self.people))


Drawer = Callable[[Words, Post, Sequence[str]], tuple[str, list[b.Block]]]
"""Draws a post with the names of its people; in place of a name that went stands what colleagues are called."""


async def say(services: Services, post: Post, draw: Drawer) -> None:
    """Post it. Whoever leaves meanwhile is looked for once it stands, since before that nothing is there to change.
    Raises TryLater, FixCredentials or NeverWorks."""
    face = services.outlet(SlackFace)
    text, made = draw(_words(services), post, await _names(services, post))
    await keep(face, post.key, post.channel, text, made, kind=post.kind)
    async with reading(services.database) as session:
        message = await queries.message(session, post.key)
        named = await queries.who_is_named(session, post.people)
    gone = frozenset(post.people) - named.keys() - {NOBODY}
    if message is not None and gone:
        await take_out(services, message, gone, draw)


async def unname(services: Services, ambassador_id: int, drawers: Mapping[str, Drawer]) -> None:
    """Take somebody's name out of every post that can be changed; running twice finds nothing left. Raises
    TryLater or FixCredentials."""
    async with reading(services.database) as session:
        posts = await queries.naming(session, list(drawers), {ambassador_id})
    for message in posts:
        if message.lost is None:
            await take_out(services, message, frozenset({ambassador_id}), drawers[message.kind])


async def take_out(services: Services, message: SlackMessage, people: frozenset[int], draw: Drawer) -> None:
    """Take these names out of a post. One that can't be changed, in a channel that is no more say, is noted as such
    and keeps its key: it names them still. Raises TryLater or FixCredentials."""
    post = Post.read(message.key)
    left = post.without(people)
    text, made = draw(_words(services), left, await _names(services, left))
    face = services.outlet(SlackFace)
    try:
        if not await redraw(face, message, text, made):
            return
    except NeverWorks as error:
        await give_up(face, message, error)
        return
    async with unit_of_work(services.database) as session:
        await queries.set_key(session, message.key, left.key)


async def _names(services: Services, post: Post) -> list[str]:
    async with reading(services.database) as session:
        named = await queries.who_is_named(session, post.people)
    somebody = _words(services).plain("a-colleague")
    return [named.get(one, somebody) for one in post.people]


def _words(services: Services) -> Words:
    """Of what everybody in a channel reads."""
    return Words(services.settings.digest.language)

"""The timeline's posts on the sample network: who writes there by themselves, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from bot.playground.network.model import Account, Post
from bot.playground.samples.pages import post_path
from bot.playground.samples.timeline import Piece, Timeline

STATUS_BASE = 113_000_000_000_000_000
A_SECOND = 1_000_000
WRITTEN = 900_000
"""Within a second, ids of what is written besides come after those of the timeline's pieces."""
KEEPS_FOR = 0.2
"""Seconds of the timeline for which what was worked out is taken again."""


class Clockwork(Protocol):
    """A timeline that runs."""

    timeline: Timeline
    started: float

    @property
    def elapsed(self) -> float: ...
    def moment(self, seconds: float) -> float: ...


class NetworkStory:
    """See :class:`bot.playground.network.model.Story`."""

    def __init__(self, web: Clockwork) -> None:
        self._web = web
        self._worked_out: tuple[float, float] | None = None
        self._posts: list[Post] = []
        self._accounts: dict[str, Account] = {}

    def posts(self) -> Sequence[Post]:
        """What the timeline shows now, by id."""
        self._look()
        return self._posts

    def accounts(self) -> Mapping[str, Account]:
        """Everybody who posts there."""
        self._look()
        return self._accounts

    def number(self) -> int:
        return STATUS_BASE + int(self._web.elapsed) * A_SECOND + WRITTEN

    def as_piece(self, post: Post) -> Piece:
        """A post of the network as the sample web's pages show pieces; when it was written they are told."""
        account = self.accounts().get(post.author)
        return Piece(
            number=int(post.path.rpartition("/")[2]) if post.path else post.id,
            at=0.0,
            via="mastodon",
            creator=account.name if account else post.author,
            handle=post.author,
            followers=account.followers if account else 0,
            text=post.text,
            language=post.language,
            picture=post.picture.removeprefix("/pictures/").partition("-")[0],
            alt=post.alt,
            likes=post.likes,
            shares=post.shares,
        )

    def _look(self) -> None:
        web = self._web
        now = (web.started, web.elapsed)
        before = self._worked_out
        if before is not None and before[0] == now[0] and 0 <= now[1] - before[1] < KEEPS_FOR:
            return
        pieces = sorted(web.timeline.visible(web.elapsed, "mastodon"), key=_number)
        self._posts = [self._post(piece) for piece in pieces]
        # Somebody who deleted their only post still has an account; the latest post tells how many follow them.
        self._accounts |= {
            piece.handle: Account(piece.handle, piece.creator, piece.followers) for piece in pieces
        }
        self._worked_out = now

    def _post(self, piece: Piece) -> Post:
        web = self._web
        edited = piece.edit_at is not None and web.elapsed >= piece.edit_at
        return Post(
            id=_number(piece),
            author=piece.handle,
            text=piece.text,
            at=web.moment(piece.at),
            language=piece.language,
            edited_at=web.moment(piece.edit_at) if edited and piece.edit_at is not None else None,
            picture=f"/pictures/{piece.picture}-{piece.number}.png" if piece.picture else "",
            alt=piece.alt,
            likes=piece.likes,
            shares=piece.shares,
            path=post_path(piece),
        )


def _number(piece: Piece) -> int:
    # By time, then by number: an id given later is larger, as on a real server.
    return STATUS_BASE + int(piece.at) * A_SECOND + piece.number

"""What of the network is kept on disk: all that was written, changed and deleted; the story tells the rest anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bot.playground import journal
from bot.playground.journal import Rows
from bot.playground.network.model import Post
from bot.playground.network.state import KEY_SECONDS, NetworkWorld


class Journal(journal.Journal[NetworkWorld]):
    """A network's journal."""

    header = "goodword-playground-network"
    kinds = frozenset({"post", "edit", "deleted", "key", "seen"})

    def address(self, world: NetworkWorld) -> str:
        """Where the network is served."""
        return world.base_url

    def value(self, world: NetworkWorld, kind: str, key: tuple[str, ...]) -> Any:
        """What to keep of each kind."""
        if kind == "post":
            post = world.written.get(int(key[0]))
            return None if post is None else asdict(post)
        if kind == "edit":
            return world.edits.get(int(key[0]))
        if kind == "deleted":
            return world.deleted.get(int(key[0]))
        return world.keys.get(" ".join(key)) if kind == "key" else world.seen.get(key[0])

    def everything(self, world: NetworkWorld) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every key there is; keys that Mastodon would have forgotten are."""
        yield from (("post", (str(each),)) for each in world.written)
        yield from (("edit", (str(each),)) for each in world.edits)
        yield from (("deleted", (str(each),)) for each in world.deleted)
        since = world.clock() - KEY_SECONDS
        yield from (("key", (each,)) for each, (_, at) in world.keys.items() if at > since)
        yield from (("seen", (each,)) for each in world.seen)

    def file_bytes(self, world: NetworkWorld, file_id: str) -> bytes | None:
        """There are no uploads."""
        return None

    def restore(self, world: NetworkWorld, rows: Rows, files: Path) -> None:
        """Fill the network."""
        for (kind, key), value in rows.items():
            if kind == "post":
                world.written[int(key)] = Post(**value)
            elif kind == "edit":
                world.edits[int(key)] = (str(value[0]), float(value[1]))
            elif kind == "deleted":
                world.deleted[int(key)] = float(value)
            elif kind == "key":
                world.keys[key] = (int(value[0]), float(value[1]))
            else:
                world.seen[key] = int(value)

"""Finished pages of the gallery, for seconds.

A feed on a brand's website is asked for by everybody who visits it, and making a page takes seven statements and the
rendering. So a page is kept: at most ten seconds, at most until the first licence on it ends, and only while the
database says that nothing happened (``queries.revision``, one statement a request). By that another replica, which
no removal tells, drops its pages with its next request. The revision alone doesn't do: an edited name moves no mark,
and of two transactions the one with the lower number may commit second. A removal in this process drops all at once.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from bot.faces.web.gallery.queries import Revision

SECONDS = 10.0
MOST = 64


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished page. ``etag`` is a digest of its body."""

    body: bytes
    until: datetime | None
    etag: str
    revision: Revision
    made: float


class Pages:
    """The pages by what was asked for. ``ticks`` counts seconds."""

    def __init__(self, ticks: Callable[[], float] = time.monotonic) -> None:
        self._ticks = ticks
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._generation = 0

    @property
    def generation(self) -> int:
        """Counts the times that all was dropped: a page that was read before is not kept after."""
        return self._generation

    def get(self, key: Hashable, revision: Revision, now: datetime) -> Kept | None:
        found = self._kept.get(key)
        if found is None:
            return None
        old = self._ticks() - found.made > SECONDS or (found.until is not None and found.until <= now)
        if old or found.revision.marks != revision.marks:
            del self._kept[key]
            return None
        self._kept.move_to_end(key)
        return found

    def put(
        self, key: Hashable, body: bytes, until: datetime | None, revision: Revision, generation: int
    ) -> Kept:
        """Keep a page that was read at that revision and generation, and give it."""
        etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        made = Kept(body, until, etag, revision, self._ticks())
        if generation == self._generation:
            self._kept[key] = made
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return made

    def drop(self) -> None:
        self._generation += 1
        self._kept.clear()

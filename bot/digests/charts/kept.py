"""Charts that were drawn already, for whoever asks for the same again."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Hashable

from bot.digests.charts.drawing import Picture, pictures
from bot.digests.document import Document

MOST = 32
"""Charts that are kept: some 60 kB each."""


class KeptCharts:
    """Draws a chart once, however many ask for it. The ``most`` that were asked for last are kept, in this process
    alone: after a restart they are drawn anew."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Picture | None] = OrderedDict()
        self._drawing = asyncio.Lock()  # charts are drawn one at a time anyway; who waits finds it drawn

    def __len__(self) -> int:
        return len(self._kept)

    async def chart(self, key: Hashable, name: str, document: Document) -> Picture | None:
        """The document's chart of that name; None where there is nothing to show, or where it can't be drawn, which
        is tried again the next time. ``key`` says what the document is: another one, or another state or language of
        it, has another key."""
        place = (key, name)
        async with self._drawing:
            if place not in self._kept:
                found, missing = await pictures(document, (name,))
                if missing:
                    return None
                self._kept[place] = found[0] if found else None
                while len(self._kept) > self._most:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(place)
            return self._kept[place]

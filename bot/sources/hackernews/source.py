"""New stories and comments by keyword, oldest first, with an overlap: hits are indexed late now and then."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from bot.kernel.errors import GoodwordError
from bot.sources.base import Cursor, Discovery, Failure, Finding, SourceContext
from bot.sources.hackernews.client import HITS, exists, search
from bot.sources.hackernews.mapping import map_hit
from bot.sources.hackernews.settings import HackerNewsSettings
from bot.sources.http import safe_url
from bot.sources.words import Matcher

OVERLAP = 3600
"""Seconds that each run looks back behind the newest hit it knows."""

PAGES = 5
"""Queries of 1,000 hits for one keyword and run."""

Hit = Mapping[str, Any]


class HackerNewsSource:
    """See the folder's README."""

    def __init__(self, settings: HackerNewsSettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context
        kinds = [
            tag for tag, wanted in (("story", settings.stories), ("comment", settings.comments)) if wanted
        ]
        self._tags = f"({','.join(kinds or ['story', 'comment'])})"

    async def check(self) -> list[Finding]:
        """Whether the search answers."""
        settings = self._settings
        try:
            after = int(self._context.now.timestamp()) - 3600
            await search(self._context.http, settings.api, settings.keywords[0], self._tags, after, None)
        except GoodwordError as error:
            return [Finding(safe_url(settings.api), False, error.message, error.remedy)]
        return [Finding(safe_url(settings.api), True, "answers")]

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """Hits of all keywords since the cursor, then a cursor."""
        now = int(self._context.now.timestamp())
        since = cursor.get("since")
        start = since - OVERLAP if isinstance(since, int) else now - self._settings.days_back * 86400
        given = {str(number) for number in cursor.get("given") or ()}
        hits: dict[str, Hit] = {}
        for keyword in self._settings.keywords:
            found, more = await self._hits(keyword, start)
            hits.update((str(hit.get("objectID") or position), hit) for position, hit in enumerate(found))
            if more:
                yield Failure(
                    f"keyword '{keyword}'", f"Over {HITS * PAGES:,} hits.", "Use a rarer word or phrase."
                )
        matcher = Matcher(self._settings.keywords)
        for number, hit in sorted(hits.items(), key=lambda pair: written(pair[1])):
            mapped = map_hit(hit, matcher, self._context.now) if number not in given else None
            if mapped is not None:
                yield mapped
        newest = max((written(hit) for hit in hits.values()), default=start + OVERLAP)
        newest = min(max(newest, start + OVERLAP), now)
        kept = [number for number, hit in hits.items() if written(hit) > newest - OVERLAP]
        yield Cursor({"since": newest, "given": kept})

    async def _hits(self, keyword: str, start: int) -> tuple[list[Hit], bool]:
        """All hits after ``start``, and whether there are more than we ask for."""
        found: list[Hit] = []
        before: int | None = None
        for _ in range(PAGES):
            page = await search(self._context.http, self._settings.api, keyword, self._tags, start, before)
            found.extend(page)
            oldest = min((written(hit) for hit in page if written(hit)), default=0)
            if len(page) < HITS or not oldest:
                return found, False
            before = oldest + 1  # several hits share a second; doubles fall together by their id
        return found, True

    async def still_there(self, ids: Sequence[str]) -> dict[str, bool]:
        """Whether each item still has an author and a page; those that can't be looked up are left out."""
        found: dict[str, bool] = {}
        for number in ids:
            if number.isascii() and number.isdigit():
                try:
                    found[number] = await exists(self._context.http, self._settings.api, number)
                except GoodwordError:  # nothing follows from a failed look
                    continue
        return found


def written(hit: Hit) -> int:
    """Second it was written; 0 where it does not say."""
    value = hit.get("created_at_i")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0

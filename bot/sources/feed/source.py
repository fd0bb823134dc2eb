"""A feed, read when it changed; entries that are new or say something new."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from typing import Any

from bot.kernel.errors import GoodwordError
from bot.sources.base import Cursor, Discovery, Failure, Finding, FoundItem, SourceContext
from bot.sources.feed.client import FeedState, body_hash, fetch_feed
from bot.sources.feed.mapping import Reading, map_entries
from bot.sources.feed.parse import parse_feed
from bot.sources.feed.podcast import is_podcast_like, read_extras
from bot.sources.feed.settings import FeedSettings
from bot.sources.http import Fetched, safe_url
from bot.sources.identity import digest
from bot.sources.words import Matcher

THREAD_FROM = 100_000
"""Bytes from which a feed is parsed in a thread, so that the loop stays free."""

REMEMBERED = 2000
"""Entries whose state a cursor keeps."""

Read = list[FoundItem | Failure]


class FeedSource:
    """See the folder's README."""

    def __init__(self, settings: FeedSettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context
        self._matcher = Matcher(settings.keywords, settings.hashtags)

    async def check(self) -> list[Finding]:
        """Whether the feed can be read now."""
        where = safe_url(self._settings.url)
        try:
            answer = await fetch_feed(self._context.http, self._settings.url, FeedState())
            found = await self._read(answer)
        except GoodwordError as error:
            return [Finding(where, False, error.message, error.remedy)]
        items = sum(isinstance(entry, FoundItem) for entry in found)
        return [Finding(where, True, f"{items} entries of interest, {len(found) - items} unreadable")]

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """New and changed entries, then a cursor."""
        state = FeedState.read(cursor)
        answer = await fetch_feed(self._context.http, self._settings.url, state)
        if answer.moved_to and answer.moved_to != state.moved:
            state = replace(state, moved=answer.moved_to)
            yield Failure(
                safe_url(self._settings.url),
                f"The feed has moved for good to {safe_url(answer.moved_to)}; it is read from there.",
                "Put the new address into the settings.",
            )
        if answer.not_modified:
            yield Cursor(state.as_cursor())
            return
        known = answer.validators
        state = replace(state, etag=known.etag, modified=known.last_modified)
        whole = body_hash(answer.body)
        if whole != state.body:
            seen, before = {}, state.seen or {}
            found = await self._read(answer)
            items = sum(isinstance(entry, FoundItem) for entry in found)
            if state.seen is None and (left_out := items - self._settings.max_items) > 0:
                yield self._left_out(left_out)
            for entry in newest(found, self._settings.max_items):
                if isinstance(entry, FoundItem):
                    key, said = digest(entry.external_id)[:12], _said(entry)
                    if before.get(key) == said:
                        seen[key] = said
                        continue
                    seen[key] = said
                yield entry
            state = replace(state, body=whole, seen=dict(list(seen.items())[:REMEMBERED]))
        yield Cursor(state.as_cursor())

    async def _read(self, answer: Fetched) -> Read:
        if len(answer.body) < THREAD_FROM:
            return self._parse(answer)
        return await asyncio.to_thread(self._parse, answer)

    def _parse(self, answer: Fetched) -> Read:
        settings = self._settings
        feed = parse_feed(answer.body, answer.headers, safe_url(answer.url))
        extras = read_extras(answer.body) if is_podcast_like(answer.body) else []
        reading = Reading(
            feed=feed,
            base=answer.url,
            now=self._context.now,
            matcher=self._matcher,
            kind=settings.item_kind,
            platform=settings.platform,
            language=settings.language,
        )
        return list(map_entries(reading, extras))

    def _left_out(self, count: int) -> Failure:
        """Said once, when a feed is first read."""
        where = safe_url(self._settings.url)
        return Failure(where, f"{count:,} older entries were left out.", "Raise max_items to take more.")


def newest(found: Read, count: int) -> Read:
    """The failures and the newest items; undated ones count as new, in the feed's order."""
    if len(found) <= count:
        return found
    items = [entry for entry in found if isinstance(entry, FoundItem)]
    dated = sorted(items, key=lambda item: -(item.published_at.timestamp() if item.published_at else 9e15))
    kept = {id(item) for item in dated[:count]}
    return [entry for entry in found if not isinstance(entry, FoundItem) or id(entry) in kept]


def _said(item: FoundItem) -> str:
    return digest(f"{item.title}|{item.text}|{item.url}|{item.published_at}")[:12]

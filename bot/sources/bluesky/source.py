"""Searches and notices, the newest first; edits and deletions of what was found; replies and their answers."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, TryLater
from bot.sources.base import (
    Answer,
    Cursor,
    Discovery,
    Failure,
    Finding,
    FoundItem,
    Removed,
    Room,
    SourceContext,
    Why,
)
from bot.sources.bluesky import conversation
from bot.sources.bluesky.client import VIEWS, BlueskyClient
from bot.sources.bluesky.mapping import author_of, map_post
from bot.sources.bluesky.names import read_uri
from bot.sources.bluesky.places import Stretch, read_place, stamp
from bot.sources.bluesky.settings import BlueskySettings, Notice
from bot.sources.dates import read_date
from bot.sources.http import Gone, safe_url
from bot.sources.identity import digest

_MADE: dict[str, str] = {Notice.REPLY: "it is a reply to the account", Notice.QUOTE: "it quotes the account"}
_TICK = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class _Page:
    """Entries, the time each is sorted by, and where the list goes on."""

    entries: list[Any]
    times: list[datetime]
    following: str | None


Fetch = Callable[[Stretch], Awaitable[_Page]]
Give = Callable[[list[Any]], Awaitable[list[Discovery]]]


class BlueskySource:
    """See the folder's README."""

    def __init__(self, settings: BlueskySettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context
        self._client = BlueskyClient(context.http, settings)

    async def check(self) -> list[Finding]:
        """Whether the account can log in, and whether its server finds something."""
        try:
            session = await self._client.session()
        except GoodwordError as error:
            return [Finding("account", False, error.message, error.remedy)]
        known = Finding("account", True, f"@{session.handle} at {safe_url(session.server)}")
        try:
            searches = self._searches()
            if searches:
                await self._client.search(searches[0][0], None, None)
            if self._settings.notices:
                await self._client.notices(self._settings.notices, None)
        except GoodwordError as error:
            return [known, Finding("reading", False, error.message, error.remedy)]
        return [known, Finding("reading", True, "searches and notices answer")]

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """What each search finds, then what concerns the account; a cursor after each page. A search that the
        server refuses is a value while another works."""
        marks: dict[str, Any] = {str(key): value for key, value in cursor.items()}
        problems: list[GoodwordError] = []
        walks = self._walks(marks)
        for walk in walks:
            try:
                async for found in walk:
                    yield found
            except (FixCredentials, TryLater, FixSettings):
                raise  # the same server would say the same to the next search
            except GoodwordError as error:
                problems.append(error)
        if problems and len(problems) == len(walks):
            raise problems[0]
        for problem in problems:
            yield Failure("one of the searches", problem.message, problem.remedy)
        yield Cursor(dict(marks))

    def _searches(self) -> list[tuple[str, Why]]:
        words = [(word.replace('"', " "), Why("keyword", word)) for word in self._settings.keywords]
        return [
            *((f"#{tag}", Why("hashtag", tag)) for tag in self._settings.hashtags),
            *((f'"{text}"', why) for text, why in words),
        ]

    def _walks(self, marks: dict[str, Any]) -> list[AsyncIterator[Discovery]]:
        walks = [self._search(query, why, marks) for query, why in self._searches()]
        if self._settings.notices:
            walks.append(self._walk("notices", self._fetch_notices, self._give_noticed, marks))
        return walks

    def _search(self, query: str, why: Why, marks: dict[str, Any]) -> AsyncIterator[Discovery]:
        async def fetch(stretch: Stretch) -> _Page:
            since = stamp(stretch.since) if stretch.since is not None else None
            posts, more = await self._client.search(query, since, stretch.at)
            times = self._times(posts, ("createdAt", "indexedAt"))
            # Beyond the last post of this page, not at the server's cursor: that is a number counted from the top.
            return _Page(posts, times, stamp(min(times) + _TICK) if more and times else None)

        async def give(posts: list[Any]) -> list[Discovery]:
            own = (await self._client.session()).did
            found = (map_post(post, why, self._context.now) for post in posts if author_of(post) != own)
            return [one for one in found if one is not None]

        return self._walk(f"search {query}", fetch, give, marks)

    async def _walk(
        self, key: str, fetch: Fetch, give: Give, marks: dict[str, Any]
    ) -> AsyncIterator[Discovery]:
        """The pages that ``place`` asks for, as many as a run may read; items of a page oldest first."""
        place, pages = read_place(marks.get(key)), self._settings.pages
        for stretch in place.stretches():
            more = True
            while more and pages > 0 and self._client.left > 0:
                page = await fetch(stretch)
                pages -= 1
                tokens = [_token_of(entry) for entry in page.entries]
                for found in await give(place.fresh(page.entries, tokens)[::-1]):
                    yield found
                more = place.note(stretch, page.times, tokens, page.following)
                if place.newest is not None:
                    marks[key] = place.as_json()
                yield Cursor(dict(marks))

    async def _fetch_notices(self, stretch: Stretch) -> _Page:
        entries, following = await self._client.notices(self._settings.notices, stretch.at)
        return _Page(entries, self._times(entries, ("indexedAt",)), following)

    async def _give_noticed(self, notices: list[Any]) -> list[Discovery]:
        """The posts of notices. A notice holds no addresses of pictures and no counts, so each post is asked for;
        one that the network doesn't show any more was deleted meanwhile."""
        reasons = {str(one.get("uri")): one for one in notices if isinstance(one, Mapping)}
        uris = [uri for uri in reasons if read_uri(uri)]
        found: list[Discovery] = [
            Failure("a notice", "It names no post.", "Nothing to do.")
            for one in notices
            if not _names_post(one)
        ]
        me = f"@{self._settings.handle}"
        for batch in _batches(uris):
            for view in await self._client.posts(batch):
                mapped = map_post(view, Why("mention", me), self._context.now, addressed=True)
                if isinstance(mapped, FoundItem) and mapped.external_id in reasons:
                    found.append(_with_reason(mapped, reasons[mapped.external_id].get("reason")))
                elif isinstance(mapped, Failure):
                    found.append(mapped)
        return found

    def _times(self, entries: list[Any], names: tuple[str, ...]) -> list[datetime]:
        """What each entry is sorted by: the earliest of these. Entries without a readable one are left out."""
        times = []
        for entry in entries:
            values = _values(entry, names)
            read = [when for value in values if (when := read_date(value, self._context.now)[0]) is not None]
            if read:
                times.append(min(read))
        return times

    async def refresh(self, ids: Sequence[str]) -> AsyncIterator[FoundItem | Removed | Failure]:
        """The posts as they are now. One that the network doesn't show is asked for where it is kept: whether it is
        deleted, only that server knows."""
        for batch in _batches([one for one in ids if read_uri(one)]):
            away: TryLater | None = None
            views: dict[str, Mapping[str, Any]] = {}
            try:
                views = {
                    str(v.get("uri")): v for v in await self._client.posts(batch) if isinstance(v, Mapping)
                }
            except TryLater as error:  # the network's view is away; deletions can still be seen
                away = error
            for identity in batch:
                yield await self._looked_at(identity, views.get(identity), away)
        for identity in ids:
            if not read_uri(identity):
                yield Failure(identity, "It is no address of a post; it can't be looked up.")

    async def _looked_at(
        self, identity: str, view: Mapping[str, Any] | None, away: GoodwordError | None
    ) -> FoundItem | Removed | Failure:
        if view is not None:
            mapped = map_post(view, Why("refresh", identity), self._context.now, addressed=True)
            return mapped if mapped is not None else Removed(identity, "withdrawn")
        there = await self._there(identity)
        if isinstance(there, Failure):
            return there
        if not there:
            return Removed(identity)
        if away is not None:
            return Failure(identity, away.message, away.remedy)
        return Removed(identity, sure=False)  # kept, and not shown: moderation, a block, a closed account

    async def still_there(self, ids: Sequence[str]) -> dict[str, bool]:
        """Whether each is kept by its author's own server; those that can't be looked up are left out."""
        found = {identity: await self._there(identity) for identity in ids}
        return {identity: there for identity, there in found.items() if isinstance(there, bool)}

    async def _there(self, identity: str) -> bool | Failure:
        uri = read_uri(identity)
        if uri is None:
            return Failure(identity, "It is no address of a post; it can't be looked up.")
        try:
            await self._client.record(uri)
        except Gone:
            return False
        except GoodwordError as error:
            return Failure(identity, error.message, error.remedy)
        return True

    async def reply(self, uri: str, text: str, *, request_id: str, asked_at: datetime) -> str:
        """See ``CanReply``."""
        return await conversation.reply(self._client, uri, text, request_id, asked_at)

    async def replied(self, uri: str, text: str, *, request_id: str, asked_at: datetime) -> str | None:
        """See ``CanReply``."""
        return await conversation.replied(self._client, uri, request_id, asked_at)

    async def room(self) -> Room:
        """See ``CanReply``."""
        return conversation.ROOM

    async def answers(self, uri: str, since: datetime) -> AsyncIterator[Answer]:
        """See ``CanWatch``."""
        for answer in await conversation.answers(self._client, uri, since, self._context.now):
            yield answer


def _values(entry: object, names: tuple[str, ...]) -> list[object]:
    if not isinstance(entry, Mapping):
        return []
    record = entry.get("record")
    both = {**record, **entry} if isinstance(record, Mapping) else entry
    return [both.get(name) for name in names]


def _token_of(entry: object) -> str | None:
    """What tells an entry already given from an edited or new one."""
    if not isinstance(entry, Mapping) or not isinstance(entry.get("uri"), str):
        return None
    return digest(f"{entry['uri']}|{entry.get('cid')}")


def _names_post(notice: object) -> bool:
    return isinstance(notice, Mapping) and read_uri(notice.get("uri")) is not None


def _with_reason(item: FoundItem, reason: object) -> FoundItem:
    note = _MADE.get(reason) if isinstance(reason, str) else None
    return replace(item, notes=(*item.notes, note)) if note else item


def _batches(uris: Sequence[str]) -> Iterable[list[str]]:
    return (list(uris[start : start + VIEWS]) for start in range(0, len(uris), VIEWS))

"""Hashtags and mentions, oldest first; edits and deletions of what was found."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from bot.kernel.errors import FixCredentials, GoodwordError, NeverWorks, TryLater
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
from bot.sources.http import Gone, GoneForGood, safe_url
from bot.sources.identity import digest
from bot.sources.mastodon import conversation
from bot.sources.mastodon.client import PAGE, MastodonClient
from bot.sources.mastodon.conversation import HOME_ADDRESS
from bot.sources.mastodon.mapping import Status, identity_of, map_status
from bot.sources.mastodon.settings import MastodonSettings

REMEMBERED = 200
"""Statuses of each hashtag that the cursor keeps, so that the overlap gives none of them twice."""

OVERLAP_MS = 5 * 60 * 1000
_LEAST_TIMED_ID = 1 << 50


class MastodonSource:
    """See the folder's README."""

    def __init__(self, settings: MastodonSettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context
        token = settings.token.get_secret_value() if settings.token else None
        self._clients = [
            MastodonClient(context.http, server, token if position == 0 else None)
            for position, server in enumerate(settings.servers)
        ]

    async def check(self) -> list[Finding]:
        """Each server: whether it shows the first hashtag; the token: whose it is."""
        findings = [await self._check_server(client) for client in self._clients]
        if self._settings.token is not None:
            findings.append(await self._check_token())
        return findings

    async def _check_server(self, client: MastodonClient) -> Finding:
        where = safe_url(client.server)
        try:
            if self._settings.hashtags:
                await client.tag_page(self._settings.hashtags[0], (), None)
            else:
                await client.notification_page(None)
        except GoodwordError as error:
            return Finding(where, False, error.message, error.remedy)
        return Finding(where, True, "answers")

    async def _check_token(self) -> Finding:
        try:
            account = await self._clients[0].account()
        except GoodwordError as error:
            return Finding("token", False, error.message, error.remedy)
        return Finding("token", True, f"belongs to @{str(account.get('acct', '?'))[:100]}")

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """New statuses by server and hashtag, then mentions; a cursor after each. One server's failure is a value
        while another answers; where none does, its error is raised."""
        marks: dict[str, Any] = {str(key): value for key, value in cursor.items()}
        problems: list[GoodwordError] = []
        worked = False
        for client in self._clients:
            try:
                async for found in self._server(client, marks):
                    yield found
                worked = True
            except GoodwordError as error:
                problems.append(error)
        if not worked:
            raise _gravest(problems)
        for problem in problems:
            yield Failure("one of the servers", problem.message, problem.remedy)
        yield Cursor(dict(marks))

    async def _server(self, client: MastodonClient, marks: dict[str, Any]) -> AsyncIterator[Discovery]:
        for position, tag in enumerate(self._settings.hashtags):
            also = self._settings.also if position == 0 else ()
            async for found in self._walk(client, f"#{tag}", marks, tag, also):
                yield found
        if self._settings.mentions and client is self._clients[0]:
            async for found in self._walk(client, "mentions", marks, None, ()):
                yield found

    async def _walk(
        self, client: MastodonClient, what: str, marks: dict[str, Any], tag: str | None, also: tuple[str, ...]
    ) -> AsyncIterator[Discovery]:
        """Pages from the mark on, oldest first. The first run takes the newest page only."""
        key = f"{urlsplit(client.server).netloc} {what}"
        mark, given, more = _read_mark(marks.get(key))
        # A run that stopped before the end goes on at its mark: looking back from there it would read the same
        # pages again, and where many posts came within minutes it would never get beyond them.
        first, start = mark is None, _overlapped(mark) if mark and not more else mark
        for _ in range(self._settings.pages):
            if client.left <= 0:
                return
            if tag is not None:
                page, newer = await client.tag_page(tag, also, start)
            else:
                page, newer = await client.notification_page(start)
            entries = page if tag is not None else [_status_of(entry) for entry in page]
            fresh = [entry for entry in entries if _token_of(entry) not in given]
            for found in self._map_page(client, fresh, tag):
                yield found
            given = (given + [token for entry in reversed(fresh) if (token := _token_of(entry))])[
                -REMEMBERED:
            ]
            start = newer or newest_id(page) or start
            mark = max((m for m in (mark, start) if m), key=_by_number, default=None)
            ended = first or len(page) < PAGE
            if mark is not None:
                marks[key] = {"id": mark, "given": given, "more": not ended}
            yield Cursor(dict(marks))
            if ended:
                return

    def _map_page(self, client: MastodonClient, entries: list[Any], tag: str | None) -> list[Discovery]:
        """Oldest first: pages come newest first."""
        why = Why("hashtag", tag) if tag is not None else Why("mention", urlsplit(client.server).netloc)
        found = (map_status(entry, client.server, why, self._context.now) for entry in reversed(entries))
        return [entry for entry in found if entry is not None]

    async def refresh(self, ids: Sequence[str]) -> AsyncIterator[FoundItem | Removed | Failure]:
        """The statuses as they are now: edited text under the same id, counts; or that they are gone."""
        for identity in ids:
            status = await self._look_up(identity)
            if not isinstance(status, Mapping):
                yield status
                continue
            mapped = map_status(status, _home(identity), Why("refresh", identity), self._context.now)
            # None: private now, or its author asks to be left alone
            yield mapped if mapped is not None else Removed(identity, "withdrawn")

    async def still_there(self, ids: Sequence[str]) -> dict[str, bool]:
        """Whether each can still be seen; those that can't be looked up are left out."""
        found = {identity: await self._look_up(identity) for identity in ids}
        return {
            identity: isinstance(status, Mapping)
            for identity, status in found.items()
            if not isinstance(status, Failure)
        }

    async def reply(self, uri: str, text: str, *, request_id: str, asked_at: datetime) -> str:
        """See ``CanReply``: as the token's account, which begins with the author's name where the text doesn't
        have it."""
        return await conversation.reply(self._clients[0], uri, text, request_id, asked_at, self._context.now)

    async def replied(self, uri: str, text: str, *, request_id: str, asked_at: datetime) -> str | None:
        """See ``CanReply``."""
        return await conversation.replied(self._clients[0], uri, text, asked_at, self._context.now)

    async def room(self) -> Room:
        """See ``CanReply``."""
        return await conversation.room(self._clients[0])

    async def answers(self, uri: str, since: datetime) -> AsyncIterator[Answer]:
        """See ``CanWatch``."""
        for answer in await conversation.answers(self._clients[0], uri, self._context.now):
            yield answer

    async def _look_up(self, identity: str) -> Status | Removed | Failure:
        """At its home server. Only addresses of Mastodon's own form are asked for: at other software a 404 would
        not mean that the status was deleted."""
        number = HOME_ADDRESS.fullmatch(urlsplit(identity).path)
        if number is None:
            return Failure(identity, "Its home server is not Mastodon; it can't be looked up.")
        home = _home(identity)
        client = next((c for c in self._clients if c.server == home), None)
        try:
            status = await (client or MastodonClient(self._context.http, home, foreign=True)).status(
                number.group(1)
            )
        except Gone as gone:
            return Removed(identity, sure=isinstance(gone, GoneForGood))
        except GoodwordError as error:
            return Failure(identity, error.message, error.remedy)
        if identity_of(status, home) != identity:
            return Failure(identity, "Its home server answered with something else.")
        return status


def _home(identity: str) -> str:
    parts = urlsplit(identity)
    return f"{parts.scheme}://{parts.netloc}"


def _overlapped(mark: str) -> str:
    """A mark some minutes back: a status that reaches a server late gets an id by its time of writing. Ids that
    are not such times are left as they are."""
    if not mark.isdigit() or int(mark) < _LEAST_TIMED_ID:
        return mark
    return str(int(mark) - (OVERLAP_MS << 16))


def _token_of(entry: object) -> str | None:
    """What tells a status already given from an edited or new one."""
    if not isinstance(entry, Mapping):
        return None
    return digest(f"{entry.get('id')}|{entry.get('edited_at')}")


def newest_id(page: list[Any]) -> str | None:
    """The highest id of a page: by length, then by digits, since ids are numbers without a fixed length."""
    ids = [str(entry["id"]) for entry in page if isinstance(entry, Mapping) and entry.get("id")]
    return max(ids, key=_by_number, default=None)


def _by_number(number: str) -> tuple[int, str]:
    return len(number), number


def _read_mark(kept: object) -> tuple[str | None, list[str], bool]:
    """A hashtag's place in the cursor, what was given before it, and whether the run ended before the last page;
    whatever is not as we write it counts as absent."""
    if not isinstance(kept, Mapping) or not isinstance(kept.get("id"), str):
        return None, [], False
    given = kept.get("given")
    known = [str(token) for token in given] if isinstance(given, list) else []
    return kept["id"], known, kept.get("more") is True


def _status_of(notification: object) -> object:
    return notification.get("status") if isinstance(notification, Mapping) else None


def _gravest(problems: list[GoodwordError]) -> GoodwordError:
    """What an operator has to mend before what passes by itself."""
    for kind in (FixCredentials, TryLater, NeverWorks):
        for problem in problems:
            if isinstance(problem, kind):
                return problem
    return problems[0]

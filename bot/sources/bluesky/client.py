"""The few calls of the AT Protocol that are needed. Limits: 3,000 requests in 5 minutes an address, 5,000 points of
writing an hour (a record is 3). What concerns the account goes to its own server, which asks the network's view;
what somebody wrote is asked of the server that holds it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.kernel.errors import FixCredentials, GoodwordError, NeverWorks, TryLater
from bot.sources.bluesky.identities import Identities
from bot.sources.bluesky.names import POST, AtUri
from bot.sources.bluesky.session import STALE, Login, Session, said
from bot.sources.bluesky.settings import BlueskySettings
from bot.sources.http import CredentialsRefused, Fetched, Gone, GoneForGood, Http, Rejected, safe_url

PAGE = 100
"""Posts or notices a page; the network's maximum."""

VIEWS = 25
"""Posts asked for at once; the network's maximum."""

Params = Mapping[str, str | int | list[str]]


@dataclass(frozen=True, slots=True)
class Record:
    """A record as its server holds it. ``cid`` is a hash of the content: another text has another."""

    uri: AtUri
    cid: str
    value: Mapping[str, Any]


class BlueskyClient:
    """One account, for one run."""

    def __init__(self, http: Http, settings: BlueskySettings) -> None:
        self._http = http
        self._settings = settings
        self.identities = Identities(http, settings.directory, settings.resolver)
        self._login = Login(http, settings, self.identities)

    @property
    def left(self) -> int:
        return self._http.left

    async def session(self) -> Session:
        """The account, logged in."""
        return await self._login.session()

    async def search(self, query: str, since: str | None, until: str | None) -> tuple[list[Any], bool]:
        """A page of posts, newest first, and whether older ones follow."""
        params: dict[str, str | int | list[str]] = {"q": query, "sort": "latest", "limit": PAGE}
        params |= {name: value for name, value in (("since", since), ("until", until)) if value}
        answer = await self._mine("app.bsky.feed.searchPosts", params)
        return _list(answer, "posts"), bool(answer.get("cursor"))

    async def notices(self, reasons: Sequence[str], cursor: str | None) -> tuple[list[Any], str | None]:
        """A page of what concerns the account, newest first, and where the next begins. Leaves it unread."""
        params: dict[str, str | int | list[str]] = {"limit": PAGE, "reasons": list(reasons)}
        if cursor:
            params["cursor"] = cursor
        answer = await self._mine("app.bsky.notification.listNotifications", params)
        following = answer.get("cursor")
        entries = _list(answer, "notifications")
        return entries, following if isinstance(following, str) and len(following) <= 500 else None

    async def posts(self, uris: Sequence[str]) -> list[Any]:
        """At most 25 posts as the network shows them to the account; without those it doesn't show."""
        return _list(await self._mine("app.bsky.feed.getPosts", {"uris": list(uris)}), "posts")

    async def record(self, uri: AtUri) -> Record:
        """A record from the server that holds it. Raises Gone where that says that there is none."""
        server = await self.identities.server_of(uri.did)
        foreign = server != self._settings.server
        params: Params = {"repo": uri.did, "collection": uri.collection, "rkey": uri.key}
        try:
            answer = await self._http.get(
                f"{server}/xrpc/com.atproto.repo.getRecord", params=params, foreign=foreign
            )
        except Rejected as error:
            # Only this name means that it isn't there; a server that never had the account says something else.
            if said(error) == "RecordNotFound":
                raise GoneForGood(f"{uri} is gone.") from None
            raise
        except Gone:  # no such path: not a server of this kind (any more)
            raise TryLater(f"{safe_url(server)} does not hold records any more.") from None
        found = answer.json()
        if not isinstance(found, Mapping) or found.get("uri") != str(uri):
            raise TryLater(f"{safe_url(server)} answered with something that is not the record.")
        return _record(found, uri)

    async def written(self, did: str, cursor: str | None) -> tuple[list[Record], str | None]:
        """A page of the posts in somebody's own repository, newest first, and where the next begins."""
        server = await self.identities.server_of(did)
        foreign = server != self._settings.server
        params: dict[str, str | int | list[str]] = {"repo": did, "collection": POST, "limit": PAGE}
        if cursor:
            params["cursor"] = cursor
        answer = await self._http.get(
            f"{server}/xrpc/com.atproto.repo.listRecords", params=params, foreign=foreign
        )
        body = _object(answer)
        records = []
        for entry in _list(body, "records"):
            uri = str(entry.get("uri", "")) if isinstance(entry, Mapping) else ""
            key = uri.removeprefix(f"at://{did}/{POST}/")
            if key != uri and key and "/" not in key:
                records.append(_record(entry, AtUri(did, POST, key)))
        following = body.get("cursor")
        return records, following if isinstance(following, str) and len(following) <= 600 else None

    async def put(self, uri: AtUri, value: Mapping[str, Any]) -> bool:
        """Write a record of the account's where none is; the same twice is once. False where another is there."""
        wanted = {
            "repo": uri.did,
            "collection": uri.collection,
            "rkey": uri.key,
            "record": value,
            "swapRecord": None,
        }

        async def ask(session: Session) -> Fetched:
            return await self._http.post(
                f"{session.server}/xrpc/com.atproto.repo.putRecord",
                wanted,
                headers={"authorization": f"Bearer {session.access}"},
                again=True,
            )

        try:
            await self._as_account(ask)
        except Rejected as error:
            if said(error) == "InvalidSwap":
                return False
            raise
        return True

    async def _mine(self, method: str, params: Params) -> Mapping[str, Any]:
        async def ask(session: Session) -> Fetched:
            return await self._http.get(
                f"{session.server}/xrpc/{method}",
                params=params,
                headers={"authorization": f"Bearer {session.access}"},
            )

        return _object(await self._as_account(ask))

    async def _as_account(self, ask: Callable[[Session], Awaitable[Fetched]]) -> Fetched:
        """With the session there is, or a renewed one where its token is used up."""
        session = await self._login.session()
        try:
            return await ask(session)
        except (Rejected, CredentialsRefused) as error:
            if said(error) not in STALE:
                raise _explained(error, session) from None
        session = await self._login.session(instead_of=session)
        try:
            return await ask(session)
        except CredentialsRefused as error:
            raise _explained(error, session) from None


def _explained(error: GoodwordError, session: Session) -> GoodwordError:
    """What a server refused, with the name it gave; the error itself where its kind says enough."""
    name = said(error)
    if isinstance(error, CredentialsRefused):
        return FixCredentials(
            f"{safe_url(session.server)} does not let @{session.handle} do this ({name or 'no reason given'}).",
            remedy="Check that the account is open, and make a new app password.",
        )
    if isinstance(error, Rejected) and name not in ("", "InvalidSwap"):
        return Rejected(f"{error.message.removesuffix('.')}: {name}.", body=error.body)
    return error


def _object(answer: Fetched) -> Mapping[str, Any]:
    found = answer.json()
    if not isinstance(found, Mapping):
        raise TryLater(f"{safe_url(answer.url)} answered with something that is not an object.")
    return found


def _list(answer: Mapping[str, Any], name: str) -> list[Any]:
    entries = answer.get(name)
    if not isinstance(entries, list):
        raise TryLater(f"The server answered without '{name}'.")
    return entries


def _record(found: Mapping[str, Any], uri: AtUri) -> Record:
    value, cid = found.get("value"), found.get("cid")
    if not isinstance(value, Mapping) or not isinstance(cid, str) or not cid:
        raise NeverWorks(f"{uri} is no record that can be read.")
    return Record(uri, cid[:200], value)

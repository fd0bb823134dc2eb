"""Replies that are posted once, and answers by nobody but the author, at a server of Mastodon's shape."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from datetime import timedelta
from html import escape
from typing import Any

import pytest

from bot.kernel.errors import FixCredentials, FixSettings, TellUser, TryLater
from bot.sources.base import Answer, SourceContext
from bot.sources.http import Gone, HttpPolicy, PoliteClient
from bot.sources.mastodon.settings import MastodonSettings
from bot.sources.mastodon.source import MastodonSource
from tests.sources.contract import polite
from tests.sources.mastodon.world import SECRET, status
from tests.sources.server import Answer as Reply
from tests.sources.server import LocalServer, Seen, local_server
from tests.sources.world import NOW

BRAND = {"id": "1", "username": "brand", "acct": "brand", "url": "https://brand.example/@brand"}
AFAR = "https://far.example/users/ana/statuses/9"


def account(name: str, number: str) -> dict[str, Any]:
    return {
        "id": number,
        "username": name,
        "acct": f"{name}@far.example",
        "url": f"https://far.example/@{name}",
        "uri": f"https://far.example/users/{name}",
    }


ANA, BO = account("ana", "7"), account("bo", "8")


class Home:
    """The server of the token: statuses, what stands under them, and requests it has seen before."""

    def __init__(self, server: LocalServer, client: PoliteClient) -> None:
        self.server, self.client = server, client
        self.statuses: dict[str, dict[str, Any]] = {}
        self.texts: dict[str, str] = {}
        self.keys: dict[str, str] = {}
        self.lose_answers = False
        server.routes["/api/v1/accounts/verify_credentials"] = lambda _: answer(BRAND)
        server.routes["/api/v2/search"] = self._search
        server.routes["/api/v1/statuses"] = self._write

    def uri(self, number: str) -> str:
        return f"{self.server.url}/users/brand/statuses/{number}"

    def add(self, author: dict[str, Any], text: str, under: str | None = None, **more: Any) -> dict[str, Any]:
        """A status of somebody, at the time of the tests' clock."""
        number = str(len(self.statuses) + 1)
        parent = self.statuses.get(under or "")
        made = status(int(number), f"<p>{escape(text)}</p>") | {
            "id": number,
            "uri": self.uri(number) if author is BRAND else f"{author['uri']}/statuses/{number}",
            "created_at": NOW.isoformat(),
            "account": author,
            "in_reply_to_id": under,
            "in_reply_to_account_id": parent["account"]["id"] if parent else None,
            **more,
        }
        self.statuses[number] = made
        self.texts[number] = text
        base = f"/api/v1/statuses/{number}"
        self.server.routes[base] = lambda _: answer(made)
        self.server.routes[f"{base}/context"] = lambda _: answer(
            {"ancestors": [], "descendants": self._below(number)}
        )
        self.server.routes[f"{base}/source"] = lambda _: answer({"id": number, "text": self.texts[number]})
        return made

    def _below(self, number: str) -> list[dict[str, Any]]:
        direct = [one for one in self.statuses.values() if one["in_reply_to_id"] == number]
        return direct + [deeper for one in direct for deeper in self._below(one["id"])]

    def _search(self, seen: Seen) -> Reply:
        assert seen.query["resolve"] == "true"
        return answer({"statuses": [one for one in self.statuses.values() if one["uri"] == seen.query["q"]]})

    def _write(self, seen: Seen) -> Reply:
        assert seen.method == "POST"
        assert seen.headers["authorization"] == f"Bearer {SECRET}"
        wanted, key = json.loads(seen.body), seen.headers["idempotency-key"]
        if len(wanted["status"]) > 500:
            return Reply(b'{"error": "Validation failed: Text character limit of 500 exceeded"}', 422)
        if key not in self.keys:
            self.keys[key] = self.add(BRAND, wanted["status"], wanted["in_reply_to_id"])["id"]
        return Reply(status=502) if self.lose_answers else answer(self.statuses[self.keys[key]])

    def source(self, token: str | None = SECRET) -> MastodonSource:
        wanted = {"servers": [self.server.url], "hashtags": ["x"], "token": token}
        return MastodonSource(
            MastodonSettings.model_validate(wanted), SourceContext("m", self.client.for_run(), NOW)
        )

    async def reply(self, uri: str, text: str = "May we?", request: str = "r") -> str:
        return await self.source().reply(uri, text, request_id=request, asked_at=NOW)

    async def answers(self, uri: str) -> list[Answer]:
        return [one async for one in self.source().answers(uri, NOW)]

    @property
    def ours(self) -> list[dict[str, Any]]:
        return [one for one in self.statuses.values() if one["account"] is BRAND]


def answer(body: object) -> Reply:
    return Reply(json.dumps(body).encode(), headers={"content-type": "application/json"})


@pytest.fixture
async def home() -> AsyncIterator[Home]:
    async with local_server() as server, polite(server) as client:
        yield Home(server, client)


async def test_ask_and_answer(home: Home) -> None:
    piece = home.add(ANA, "mine", uri=AFAR)
    ours = await home.reply(AFAR)
    (sent,) = home.ours
    assert (sent["uri"], sent["in_reply_to_id"]) == (ours, piece["id"])
    assert home.texts[sent["id"]] == "@ana@far.example May we?"
    assert await home.answers(ours) == []

    home.add(BO, "#yes @brand", sent["id"])
    home.add(ANA, "#yes said elsewhere", piece["id"])
    yes = home.add(ANA, "@brand #yes <b>& thanks", sent["id"], visibility="direct", language="sv")
    more = home.add(ANA, "credit me", yes["id"])
    found = await home.answers(ours)
    assert [one.external_id for one in found] == [yes["uri"], more["uri"]]
    assert {one.creator_id for one in found} == {ANA["uri"]}
    assert (found[0].text, found[0].language, found[0].at) == ("@brand #yes <b>& thanks", "sv", NOW)


async def test_asked_again_within_an_hour_or_later_it_is_the_same_reply(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    home.lose_answers = True
    with pytest.raises(TryLater):
        await home.reply(AFAR)
    home.lose_answers = False
    home.keys.clear()  # the server has forgotten the request
    again = await home.reply(AFAR)
    assert [one["uri"] for one in home.ours] == [again]


async def test_the_key_is_the_requests(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    for request in ("a", "a", "b"):
        home.statuses = {number: one for number, one in home.statuses.items() if one["account"] is not BRAND}
        home.keys.clear()
        await home.reply(AFAR, request=request)
    keys = [seen.headers["idempotency-key"] for seen in home.server.seen if seen.method == "POST"]
    assert keys[0] == keys[1] != keys[2]


async def test_an_earlier_or_another_reply_is_not_this_one(home: Home) -> None:
    piece = home.add(ANA, "mine", uri=AFAR)
    text = "@ana@far.example May we?"
    home.add(BRAND, text, piece["id"], created_at=(NOW - timedelta(days=7)).isoformat())
    home.add(BRAND, "@ana@far.example Nice!", piece["id"])
    home.add(BO, text, piece["id"])
    await home.reply(AFAR)
    assert len(home.ours) == 3


async def test_whoever_is_named_already_is_named_once(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    await home.reply(AFAR, "Hej @Ana@far.example, får vi?")
    assert home.texts[home.ours[0]["id"]] == "Hej @Ana@far.example, får vi?"


async def test_an_edited_answer_is_another_version(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    ours = await home.reply(AFAR)
    said = home.add(ANA, "no", home.ours[0]["id"])
    before = (await home.answers(ours))[0].version
    said |= {"content": "<p>yes</p>", "edited_at": NOW.isoformat()}
    (after,) = await home.answers(ours)
    assert after.text == "yes"
    assert after.version != before


async def test_what_is_gone(home: Home) -> None:
    with pytest.raises(Gone):
        await home.reply(AFAR)
    with pytest.raises(Gone):
        await home.answers(home.uri("404"))
    assert home.ours == []


async def test_another_status_than_asked_for_gets_no_reply(home: Home) -> None:
    other = home.add(ANA, "another")
    home.server.routes["/api/v2/search"] = lambda _: answer({"statuses": [other]})
    with pytest.raises(TryLater, match="another status"):
        await home.reply(AFAR)
    assert home.ours == []


async def test_a_text_that_the_server_refuses_is_told(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    with pytest.raises(TellUser, match="refused the reply") as error:
        await home.reply(AFAR, "å" * 501)
    assert "500" in error.value.remedy
    with pytest.raises(TellUser, match="needs a text"):
        await home.reply(AFAR, " ")


async def test_a_token_that_may_not_write(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    home.server.routes["/api/v1/statuses"] = lambda _: Reply(b'{"error": "outside the scopes"}', 403)
    with pytest.raises(FixCredentials, match="does not let the token write") as error:
        await home.reply(AFAR)
    assert SECRET not in f"{error.value!r} {error.value}"


async def test_content_can_not_name_a_private_server_as_its_home(home: Home) -> None:
    """Though it is one that sources may read, as another source's."""
    async with local_server() as private:
        home.client = PoliteClient(
            HttpPolicy(allowed=frozenset({home.server.endpoint, private.endpoint}), pause=0)
        )
        identity = f"{private.url}/users/ana/statuses/1"
        assert await home.source().still_there([identity]) == {}
        assert private.seen == []
        await home.client.aclose()


async def test_without_a_token_nobody_replies(home: Home) -> None:
    with pytest.raises(FixSettings, match="needs a token"):
        await home.source(token=None).reply(AFAR, "May we?", request_id="r", asked_at=NOW)
    assert home.server.seen == []

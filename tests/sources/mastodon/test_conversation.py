"""Replies that are posted once, and answers by nobody but the author, at a server of Mastodon's shape."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.kernel.errors import FixCredentials, FixSettings, TellUser, TryLater
from bot.sources.http import Gone, HttpPolicy, PoliteClient
from tests.sources.contract import polite
from tests.sources.mastodon.home import AFAR, ANA, BO, BRAND, Home, answer
from tests.sources.mastodon.world import SECRET
from tests.sources.server import Answer as Reply
from tests.sources.server import local_server
from tests.sources.world import NOW


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


async def test_a_text_that_is_too_long_is_told_before_it_is_sent(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    with pytest.raises(TellUser, match="is 6 characters longer than a post may be") as error:
        await home.reply(AFAR, "å" * 501)  # and "@ana ", by which she is named
    assert "Shorten it" in error.value.remedy
    with pytest.raises(TellUser, match="needs a text"):
        await home.reply(AFAR, " ")
    assert not [seen for seen in home.server.seen if seen.method == "POST"]
    home.longest = 600
    await home.reply(
        AFAR, "å" * 300 + " https://brand.example/" + "x" * 250
    )  # an address counts 23 characters
    assert len(home.ours) == 1


async def test_the_servers_own_limit_counts_and_a_refusal_is_told(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    said = {"configuration": {"statuses": {"max_characters": 100, "characters_reserved_per_url": 23}}}
    home.server.routes["/api/v2/instance"] = lambda _: answer(said)
    with pytest.raises(TellUser, match=r"is 5 characters longer.*\(100\)"):
        await home.reply(AFAR, "å" * 100)
    said["configuration"]["statuses"]["max_characters"] = 5000
    with pytest.raises(TellUser, match="refused the reply"):
        await home.reply(AFAR, "å" * 501)
    assert home.ours == []


async def test_looking_for_a_reply_writes_nothing(home: Home) -> None:
    home.add(ANA, "mine", uri=AFAR)
    assert await home.replied(AFAR) is None
    assert home.ours == []
    sent = await home.reply(AFAR)
    assert await home.replied(AFAR) == sent
    assert await home.replied(AFAR, "Another?") is None
    with pytest.raises(Gone):
        await home.replied("https://far.example/users/ana/statuses/404")


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

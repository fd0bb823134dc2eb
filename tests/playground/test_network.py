"""The local Mastodon at the wire: as our own source speaks with it, with Mastodon's answers, errors and limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from bot.kernel.errors import FixCredentials, FixSettings, TellUser
from bot.playground.network.model import Post
from bot.playground.network.state import Token
from bot.sources.base import Answer, Cursor, FoundItem
from bot.sources.http import Gone
from tests.playground.network_story import BASE, BRAND, HOSTILE, START, Served, Told, served


@pytest.fixture
def story() -> Told:
    return Told(
        told=[
            Post(
                BASE + 1, "ana", "First cup of #Tea today", START, picture="/pictures/cups-1.png", alt="A cup"
            ),
            Post(BASE + 2, "bo", HOSTILE, START),
        ]
    )


@pytest_asyncio.fixture
async def here(story: Told) -> AsyncIterator[Served]:
    async with served(story) as network:
        yield network


ANA = "users/ana/statuses/113000000000000001"


async def asked(here: Served, text: str = "May we show it? Say #yeskettle") -> str:
    """Our reply to Ana's post, by our own source."""
    async with here.source() as source:
        return await source.reply(f"{here.base}/{ANA}", text, request_id="r1", asked_at=here.asked)


async def answers(here: Served, uri: str) -> list[Answer]:
    async with here.source() as source:
        return [one async for one in source.answers(uri, datetime.fromtimestamp(START, UTC))]


async def test_our_source_finds_asks_and_reads_the_answer(here: Served) -> None:
    async with here.source() as source:
        assert [(each.what, each.ok) for each in await source.check()] == [
            (here.base, True),
            ("token", True),
        ]
        items = [one async for one in source.discover({}) if isinstance(one, FoundItem)]
    assert [item.external_id for item in items] == [f"{here.base}/{ANA}"]
    uri = await asked(here)
    assert await answers(here, uri) == []
    ask = uri.rpartition("/")[2]
    assert (
        await here.act("reply", creator="bo", to=ask, text="@kettleandfern #yeskettle")
    ).status_code == 200
    reply = await here.act("reply", creator="ana", to=ask, text="@kettleandfern Yes! #yeskettle\n\nCheers")
    assert reply.json()["ok"]
    (answer,) = await answers(here, uri)
    assert answer.creator_id == f"{here.base}/users/ana"
    assert answer.text.split() == ["@kettleandfern", "Yes!", "#yeskettle", "Cheers"]


async def test_a_reply_names_its_author_and_is_posted_once(here: Served) -> None:
    first = await asked(here)
    assert await asked(here) == first
    here.story.seconds += 7200  # the key is forgotten; what stands under the piece is not
    async with here.source() as source:
        again = await source.reply(
            f"{here.base}/{ANA}",
            "May we show it? Say #yeskettle",
            request_id="r1",
            asked_at=datetime.fromtimestamp(START, UTC),
        )
    assert again == first
    (post,) = here.network.world.written.values()
    assert post.text.startswith("@ana@127.0.0.1 May we")
    assert here.network.world.mentioned(post) == ["ana"]


async def test_a_key_is_known_for_an_hour(here: Served) -> None:
    first = (await here.post("Hello", key="k")).json()["id"]
    assert (await here.post("Hello", key="k")).json()["id"] == first
    assert (await here.post("Hello", key="other")).json()["id"] != first
    here.story.seconds += 3601
    assert (await here.post("Hello", key="k")).json()["id"] != first


async def test_what_is_refused_is_refused_in_mastodons_words(here: Served) -> None:
    blank, long = await here.post(" \n "), await here.post("x" * 501)
    assert (blank.status_code, blank.json()) == (422, {"error": "Validation failed: Text can't be blank"})
    assert (long.status_code, long.json()) == (
        422,
        {"error": "Validation failed: Text character limit of 500 exceeded"},
    )
    lost = await here.post("Hi", in_reply_to_id="77")
    assert (lost.status_code, lost.json()) == (
        404,
        {"error": "The post you are trying to reply to does not appear to exist."},
    )
    assert (await here.get("/api/v1/statuses/77")).json() == {"error": "Record not found"}
    stranger = {"authorization": "Bearer somebody"}
    for path in ("/api/v1/accounts/verify_credentials", "/api/v1/timelines/tag/tea"):
        refused = await here.http.get(path, headers=stranger)
        assert (refused.status_code, refused.json()) == (401, {"error": "The access token is invalid"})
    assert (await here.http.post("/api/v1/statuses", json={"status": "x"})).status_code == 401
    assert (await here.post("x", media_ids=["1"])).status_code == 422
    assert (await here.post("x", visibility="everybody")).status_code == 422
    assert here.network.world.written == {}


async def test_a_token_opens_what_its_scopes_say(here: Served) -> None:
    here.network.world.tokens["reads"] = Token(BRAND.handle, frozenset({"read:statuses"}))
    reader = {"authorization": "Bearer reads"}
    assert (await here.http.get("/api/v1/timelines/tag/tea", headers=reader)).status_code == 200
    for path in ("/api/v1/accounts/verify_credentials", "/api/v1/notifications"):
        refused = await here.http.get(path, headers=reader)
        assert (refused.status_code, refused.json()["error"]) == (
            403,
            "This action is outside the authorized scopes",
        )
    async with here.source("reads") as source:
        with pytest.raises(FixCredentials):
            await source.reply(f"{here.base}/{ANA}", "May we?", request_id="r", asked_at=here.asked)


async def test_our_source_says_what_the_network_refuses(here: Served) -> None:
    async with here.source() as source:
        with pytest.raises(TellUser, match="105 characters longer than a post may be"):
            await source.reply(f"{here.base}/{ANA}", "x" * 600, request_id="r", asked_at=here.asked)
        with pytest.raises(Gone):
            await source.reply(f"{here.base}/users/ana/statuses/9", "x", request_id="r", asked_at=here.asked)


async def test_addresses_and_servers_of_mentions_count_as_mastodon_counts(here: Served) -> None:
    address = "https://example.com/" + "a" * 300
    assert (await here.post(f"{'x' * 476} {address}")).status_code == 200
    assert (await here.post(f"{'x' * 477} {address}")).status_code == 422
    assert (await here.post(f"{'x' * 495} @ana@127.0.0.1:{here.port}")).status_code == 200


async def test_three_hundred_requests_then_wait(here: Served) -> None:
    here.story.seconds = 1_795_000_200.0  # a window of five minutes begins
    for left in range(299, -1, -1):
        answer = await here.get("/api/v1/accounts/verify_credentials")
        assert answer.headers["x-ratelimit-remaining"] == str(left)
    refused = await here.get("/api/v1/accounts/verify_credentials")
    assert (refused.status_code, refused.json()) == (429, {"error": "Too many requests"})
    assert (await here.get("/api/v1/timelines/tag/tea", token=False)).status_code == 200  # counted by address
    here.story.seconds += 300
    assert (await here.get("/api/v1/accounts/verify_credentials")).status_code == 200


async def test_the_author_alone_edits_and_deletes(here: Served) -> None:
    uri = await asked(here)
    path = f"/api/v1/statuses/{uri.rpartition('/')[2]}"
    assert (await here.http.put("/api/v1/statuses/113000000000000001", json={"status": "mine"}, headers=here.mine)
            ).status_code == 404  # fmt: skip
    changed = (await here.http.put(path, json={"status": "@ana Better words"}, headers=here.mine)).json()
    assert changed["edited_at"] is not None
    assert (await here.get(f"{path}/source")).json()["text"] == "@ana Better words"
    reply = (await here.act("reply", creator="ana", to=changed["id"], text="Hm")).json()["post"]
    gone = await here.http.delete(path, headers=here.mine)
    assert gone.json()["text"] == "@ana Better words"
    assert (await here.get(path)).status_code == 404
    orphan = (await here.get(f"/api/v1/statuses/{reply}")).json()
    assert orphan["in_reply_to_id"] is None
    assert orphan["in_reply_to_account_id"] is not None


async def test_a_conversation_in_the_order_of_its_replies(here: Served) -> None:
    first = (await here.post("One", in_reply_to_id=str(BASE + 1))).json()["id"]
    second = (await here.post("Two", in_reply_to_id=BASE + 1)).json()["id"]
    deeper = (await here.act("reply", creator="ana", to=first, text="Deeper")).json()["post"]
    context = (await here.get(f"/api/v1/statuses/{BASE + 1}/context", token=False)).json()
    assert [each["id"] for each in context["descendants"]] == [first, deeper, second]
    above = (await here.get(f"/api/v1/statuses/{deeper}/context")).json()["ancestors"]
    assert [each["id"] for each in above] == [str(BASE + 1), first]
    whole = (await here.get(f"/api/v1/statuses/{BASE + 1}", token=False)).json()
    assert whole["replies_count"] == 2
    assert whole["media_attachments"][0]["description"] == "A cup"


async def test_private_posts_are_for_those_they_mention(here: Served) -> None:
    number = (await here.post("@ana between us", visibility="direct", in_reply_to_id=str(BASE + 1))).json()[
        "id"
    ]
    assert (await here.get(f"/api/v1/statuses/{number}")).status_code == 200
    assert (await here.get(f"/api/v1/statuses/{number}", token=False)).status_code == 404
    context = (await here.get(f"/api/v1/statuses/{BASE + 1}/context", token=False)).json()
    assert context["descendants"] == []


async def test_mentions_come_as_notifications(here: Served) -> None:
    async with here.source() as source:
        cursor: dict[str, Any] = {}
        async for one in source.discover({}):
            if isinstance(one, Cursor):
                cursor = dict(one.value)
    await here.act("post", creator="bo", text="Look @kettleandfern, a #tea pot")
    await here.act("post", creator="bo", text="@kettleandfern2 is somebody else")
    found = (await here.get("/api/v1/notifications?types[]=mention")).json()
    assert [(each["type"], each["account"]["acct"]) for each in found] == [("mention", "bo")]
    assert (await here.get("/api/v1/notifications?types[]=follow")).json() == []
    async with here.source() as source:
        items = [one async for one in source.discover(cursor) if isinstance(one, FoundItem)]
    assert {item.text for item in items} == {"Look @kettleandfern, a #tea pot"}
    assert {why.how for item in items for why in item.why} == {"hashtag", "mention"}


async def test_hostile_words_stay_words(here: Served) -> None:
    status = (await here.get(f"/api/v1/statuses/{BASE + 2}")).json()
    assert "<script" not in status["content"]
    assert "<b>" not in status["content"]
    assert 'href="http://x.example/?a=1&amp;b=2"' in status["content"]
    assert status["mentions"] == []
    assert [tag["name"] for tag in status["tags"]] == ["tag"]


async def test_a_post_by_its_address(here: Served) -> None:
    for address in (f"{here.base}/{ANA}", f"{here.base}/@ana/{BASE + 1}"):
        found = await here.http.get(
            "/api/v2/search", params={"q": address, "resolve": "true"}, headers=here.mine
        )
        assert [each["id"] for each in found.json()["statuses"]] == [str(BASE + 1)]
    assert (await here.get("/api/v2/search?q=x&resolve=true", token=False)).status_code == 401
    elsewhere = await here.get("/api/v2/search?q=https://far.example/1&resolve=true")
    assert elsewhere.json()["statuses"] == []


async def test_pages_lead_to_newer_and_older_ones(here: Served) -> None:
    for number in range(5):
        await here.post(f"#tea number {number}")
    newest = await here.get("/api/v1/timelines/tag/Tea?limit=2")
    assert [each["content"].count("number") for each in newest.json()] == [1, 1]
    oldest = await here.get("/api/v1/timelines/tag/tea?limit=2&min_id=1")
    assert oldest.json()[-1]["id"] == str(BASE + 1)
    assert f"min_id={oldest.json()[0]['id']}" in oldest.headers["link"]
    assert (await here.get("/api/v1/timelines/tag/tea?limit=x&max_id=%F0&min_id=-1")).status_code == 200


async def test_what_was_written_is_there_after_a_kill(story: Told, tmp_path: Path) -> None:
    journal = tmp_path / "network" / "journal.jsonl"
    async with served(story, journal) as before:
        ask = (await before.post("@ana May we?", key="k", in_reply_to_id=str(BASE + 1))).json()["id"]
        yes = (await before.act("reply", creator="ana", to=ask, text="Yes")).json()["post"]
        await before.act("edit", creator="ana", post=yes, text="Yes, do")
        await before.act("delete", creator="bo", post=str(BASE + 2))
        await before.act("look", creator="ana")
        port = before.port
        before.network.world.journal = None  # as a kill leaves it: nothing is written at the end
    async with served(story, journal, port=port) as after:
        context = (await after.get(f"/api/v1/statuses/{BASE + 1}/context")).json()
        assert [each["id"] for each in context["descendants"]] == [ask, yes]
        assert "Yes, do" in context["descendants"][1]["content"]
        assert (await after.post("@ana May we?", key="k", in_reply_to_id=str(BASE + 1))).json()["id"] == ask
        assert (await after.get(f"/api/v1/statuses/{BASE + 2}")).status_code == 404
        state = (await after.http.get("/playground/network/state")).json()
        assert [(each["handle"], each["asked"], each["waiting"]) for each in state["creators"]] == [
            ("ana", True, 0)
        ]


async def test_a_damaged_journal_is_refused(story: Told, tmp_path: Path) -> None:
    journal = tmp_path / "journal.jsonl"
    journal.write_text('{"goodword-playground-network": 1}\n["post", "1", {"odd": 1}]\n')
    with pytest.raises(FixSettings, match="fit together"):
        async with served(story, journal):
            pass


async def test_a_creator_is_told_and_acts_for_themselves_alone(here: Served) -> None:
    ask = (await here.post("@ana May we show it?", in_reply_to_id=str(BASE + 1))).json()["id"]
    state = (await here.http.get("/playground/network/state")).json()
    ana = next(each for each in state["creators"] if each["handle"] == "ana")
    assert (ana["asked"], ana["waiting"], state["brand"]["hashtag"]) == (True, 1, "#yeskettle")
    shown = (await here.http.get("/playground/network/posts", params={"creator": "ana"})).json()["posts"]
    assert [(each["id"], each["depth"], each["ask"], each["new"]) for each in shown] == [
        (str(BASE + 1), 0, False, False),
        (ask, 1, True, True),
    ]
    refusals = {
        "unknown_creator": await here.act("post", creator="nobody", text="x"),
        "brand": await here.act("post", creator="kettleandfern", text="x"),
        "not_yours": await here.act("edit", creator="ana", post=str(BASE + 2), text="x"),
        "unknown_post": await here.act("reply", creator="ana", to="9", text="x"),
        "refused_text": await here.act("post", creator="ana", text=" "),
        "unknown_act": await here.act("boost", creator="ana"),
        "invalid_arguments": await here.act("reply", creator="ana", text="x"),
    }
    for code, refused in refusals.items():
        assert (refused.json()["ok"], refused.json()["error"]) == (False, code)
        assert refused.json()["message"]
    assert (await here.act("delete", creator="ana", post=str(BASE + 1))).status_code == 200
    assert (await here.get(f"/api/v1/statuses/{BASE + 1}")).status_code == 404

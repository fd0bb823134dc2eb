"""Against a real network: ask by a reply, read the answer, see what is deleted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.kernel.errors import FixCredentials, TellUser
from bot.sources.base import Failure, Removed
from bot.sources.bluesky.client import BlueskyClient
from bot.sources.bluesky.session import Session
from bot.sources.http import Gone
from tests.sources.bluesky.network import Network, running
from tests.sources.bluesky.stage import ASKED, Stage, staged, under

pytestmark = [pytest.mark.node, pytest.mark.timeout(900), pytest.mark.xdist_group("bluesky-network")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def network(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Network]:
    async with running(tmp_path_factory.mktemp("network")) as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def stage(network: Network) -> AsyncIterator[Stage]:
    async with staged(network) as made:
        yield made


def posted(records: list[dict[str, Any]], uri: str) -> dict[str, Any]:
    value: dict[str, Any] = next(one["value"] for one in records if one["uri"] == uri)
    return value


@pytest.mark.asyncio(loop_scope="module")
class TestNetwork:
    async def test_ask_answer_delete(self, stage: Stage) -> None:
        piece = await stage.ana.write("Vår flaska tätar väl 💧 #trailbottle")
        text = f"Hej @{stage.ana.handle} 💧! May we show it? Reply #yesBrand. https://brand.example/terms"
        ours = await stage.source().reply(piece["uri"], text, request_id="ask-1", asked_at=ASKED)

        value = posted(await stage.network.records(stage.brand.did), ours)
        assert value["text"] == text
        assert value["reply"] == {"root": piece, "parent": piece}
        raw = text.encode()
        shown = {
            raw[f["index"]["byteStart"] : f["index"]["byteEnd"]].decode(): f["features"][0]
            for f in value["facets"]
        }
        kind = "app.bsky.richtext.facet#"
        assert shown == {
            f"@{stage.ana.handle}": {"$type": f"{kind}mention", "did": stage.ana.did},
            "#yesBrand": {"$type": f"{kind}tag", "tag": "yesBrand"},
            "https://brand.example/terms": {"$type": f"{kind}link", "uri": "https://brand.example/terms"},
        }
        assert await stage.answers(ours) == []

        reference = {
            "uri": ours,
            "cid": next(
                one["cid"] for one in await stage.network.records(stage.brand.did) if one["uri"] == ours
            ),
        }
        stranger = await stage.network.join(f"x{stage.ana.handle.partition('.')[0]}")
        await stranger.write("#yesBrand @brand", under(reference, piece))
        await stage.ana.write("#yesBrand said elsewhere", under(piece))
        yes = await stage.ana.write(
            f"#yesBrand @{stage.brand.handle}, gärna", under(reference, piece), langs=["sv"]
        )
        more = await stage.ana.write("and credit me as Ana", under(yes, piece))
        answers = await stage.answers(ours)
        assert [one.external_id for one in answers] == [yes["uri"], more["uri"]]
        assert {one.creator_id for one in answers} == {stage.ana.did}
        assert answers[0].text == f"#yesBrand @{stage.brand.handle}, gärna"
        assert answers[0].version == yes["cid"]
        assert answers[0].language == "sv"
        assert answers[0].at is not None

        assert await stage.source().still_there([piece["uri"], yes["uri"]]) == {
            piece["uri"]: True,
            yes["uri"]: True,
        }
        await stage.ana.delete(yes["uri"])
        await stage.ana.delete(piece["uri"])
        assert await stage.answers(ours) == []
        assert await stage.source().still_there([piece["uri"]]) == {piece["uri"]: False}
        assert [one async for one in stage.source().refresh([piece["uri"]])] == [Removed(piece["uri"])]

    async def test_asked_again_it_is_the_same_reply(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        other = await stage.ana.write("another")
        look = partial(stage.source().replied, piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        assert await look() is None
        assert await stage.network.records(stage.brand.did) == []
        first = await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        assert await look() == first
        again = await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        reworded = await stage.source().reply(piece["uri"], "Could we?", request_id="r", asked_at=ASKED)
        assert first == again == reworded
        assert await stage.source().reply(other["uri"], "May we?", request_id="r", asked_at=ASKED) != first
        records = await stage.network.records(stage.brand.did)
        assert sorted(one["value"]["text"] for one in records) == ["May we?", "May we?"]

    async def test_two_at_once_write_one(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        asks = (
            stage.source().reply(piece["uri"], f"May we, {n}?", request_id="r", asked_at=ASKED)
            for n in range(4)
        )
        assert len(set(await asyncio.gather(*asks))) == 1
        assert len(await stage.network.records(stage.brand.did)) == 1

    async def test_a_reply_deep_in_a_conversation_keeps_its_root(self, stage: Stage) -> None:
        root = await stage.brand.write("What do you think?")
        piece = await stage.ana.write("It is great", under(root))
        ours = await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        value = posted(await stage.network.records(stage.brand.did), ours)
        assert value["reply"] == {"root": root, "parent": piece}

    async def test_a_closed_conversation_is_left_to_a_person(self, stage: Stage) -> None:
        piece = await stage.ana.write("nobody may reply")
        gate = {
            "$type": "app.bsky.feed.threadgate",
            "post": piece["uri"],
            "allow": [],
            "createdAt": "2026-11-01T00:00:00Z",
        }
        await stage.ana.create("app.bsky.feed.threadgate", gate, piece["uri"].rpartition("/")[2])
        with pytest.raises(TellUser, match="chose who may reply"):
            await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        assert await stage.network.records(stage.brand.did) == []

    async def test_who_is_mentioned_may_reply_where_the_mentioned_may(self, stage: Stage) -> None:
        text = f"@{stage.brand.handle} look"
        mention = {"$type": "app.bsky.richtext.facet#mention", "did": stage.brand.did}
        facet = {"index": {"byteStart": 0, "byteEnd": len(text) - 5}, "features": [mention]}
        piece = await stage.ana.write(text, facets=[facet])
        allow = [{"$type": "app.bsky.feed.threadgate#mentionRule"}]
        gate = {
            "$type": "app.bsky.feed.threadgate",
            "post": piece["uri"],
            "allow": allow,
            "createdAt": "2026-11-01T00:00:00Z",
        }
        await stage.ana.create("app.bsky.feed.threadgate", gate, piece["uri"].rpartition("/")[2])
        assert await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)

    async def test_what_is_gone_gets_no_reply(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        await stage.ana.delete(piece["uri"])
        with pytest.raises(Gone):
            await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        assert await stage.network.records(stage.brand.did) == []

    async def test_our_reply_taken_away_is_said(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        ours = await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        await stage.brand.delete(ours)
        with pytest.raises(Gone):
            await stage.answers(ours)

    async def test_what_was_answered_long_before_is_not_read(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        ours = await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        cid = (await stage.network.records(stage.brand.did))[0]["cid"]
        await stage.ana.write("yes", under({"uri": ours, "cid": cid}, piece))
        later = [one async for one in stage.source().answers(ours, ASKED + timedelta(hours=3))]
        assert later == []
        assert len(await stage.answers(ours)) == 1

    async def test_an_account_that_is_gone_takes_its_posts_with_it(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        await stage.ana.call("com.atproto.server.deactivateAccount", {})
        found = await stage.source().still_there([piece["uri"]])
        assert found.get(piece["uri"]) is not True

    async def test_an_edit_is_another_version(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        ours = await stage.source().reply(piece["uri"], "May we?", request_id="r", asked_at=ASKED)
        cid = (await stage.network.records(stage.brand.did))[0]["cid"]
        said = await stage.ana.write("no", under({"uri": ours, "cid": cid}, piece))
        before = (await stage.answers(ours))[0]
        record = posted(await stage.network.records(stage.ana.did), said["uri"]) | {"text": "yes"}
        key = said["uri"].rpartition("/")[2]
        wanted = {"repo": stage.ana.did, "collection": "app.bsky.feed.post", "rkey": key, "record": record}
        await stage.ana.call("com.atproto.repo.putRecord", wanted)
        after = (await stage.answers(ours))[0]
        assert (before.external_id, before.text) == (after.external_id, "no")
        assert after.text == "yes"
        assert after.version != before.version

    async def test_the_network_view_being_away_removes_nothing(self, stage: Stage) -> None:
        piece = await stage.ana.write("mine")
        found = [one async for one in stage.source().refresh([piece["uri"]])]
        assert [type(one) for one in found] == [Failure]

    async def test_a_session_is_kept_and_renewed(self, stage: Stage) -> None:
        settings = stage.settings()
        one = await BlueskyClient(stage.http.for_run(), settings).session()
        assert await BlueskyClient(stage.http.for_run(), settings).session() is one
        await asyncio.sleep(1.1)  # tokens made within one second are alike
        login = BlueskyClient(stage.http.for_run(), settings)._login
        renewed = await login.session(instead_of=one)
        assert isinstance(renewed, Session)
        assert renewed.did == stage.brand.did
        assert renewed.access != one.access
        assert one.access not in repr(one)
        async with httpx.AsyncClient(trust_env=False) as client:
            headers = {"authorization": f"Bearer {renewed.access}"}
            mine = await client.get(
                f"{stage.network.pds}/xrpc/com.atproto.server.getSession", headers=headers
            )
        assert mine.json()["did"] == stage.brand.did

    async def test_a_wrong_password_is_for_an_operator(self, stage: Stage) -> None:
        with pytest.raises(FixCredentials) as error:
            await stage.source(password="wrong-pass-word").reply(
                (await stage.ana.write("mine"))["uri"], "May we?", request_id="r", asked_at=ASKED
            )
        assert "app password" in error.value.remedy
        assert "wrong-pass-word" not in f"{error.value!r} {error.value}"

    async def test_check_names_the_account(self, stage: Stage) -> None:
        findings = await stage.source().check()
        assert findings[0].ok
        assert stage.brand.handle in findings[0].detail
        assert stage.password not in repr(findings)

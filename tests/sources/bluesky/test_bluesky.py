"""Reading newest first without leaving anything out; sessions; what is left alone; who is asked what."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.errors import FixCredentials, FixSettings, TellUser, TryLater
from bot.sources.base import Answer, Cursor, Discovery, Failure, FoundItem, Kind, Removed, SourceContext, Why
from bot.sources.bluesky.mapping import map_post
from bot.sources.bluesky.places import STRETCHES, Place, Stretch, read_place, stamp
from bot.sources.bluesky.source import BlueskySource
from bot.sources.http import HttpPolicy, PoliteClient
from bot.sources.registry import validate_settings
from tests.sources.bluesky.world import ANA, BRAND, SECRET, Network, did_document, ok, post, refused, settings
from tests.sources.contract import items, last_cursor, polite
from tests.sources.server import Answer as Reply
from tests.sources.server import LocalServer, local_server
from tests.sources.world import NOW

WHY = Why("hashtag", "trailbottle")
START = datetime(2026, 11, 19, 8, 0, tzinfo=UTC)


class World:
    """A server, its network and a client."""

    def __init__(self, server: LocalServer, client: PoliteClient) -> None:
        self.server, self.client = server, client
        self.network = Network(server, page=10)

    def source(self, **more: Any) -> BlueskySource:
        wanted = settings(self.server, **{"hashtags": ["trailbottle"], **more})
        context = SourceContext("sky", self.client.for_run(), NOW)
        return BlueskySource(validate_settings("bluesky", wanted), context)  # type: ignore[arg-type]  # of its kind

    async def run(self, cursor: Mapping[str, Any] | None = None, **more: Any) -> list[Discovery]:
        # Through JSON, as it is kept.
        kept = json.loads(json.dumps(cursor or {}))
        return [found async for found in self.source(**more).discover(kept)]

    def add(self, first: int, last: int, text: str = "#trailbottle") -> None:
        """Posts a second apart."""
        for number in range(first, last):
            at = stamp(START + timedelta(seconds=number))
            self.network.found.append(post(f"key{number:05}", f"{text} {number}", at))

    def asked(self, method: str) -> int:
        return sum(seen.path == f"/xrpc/{method}" for seen in self.server.seen)


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with local_server() as server, polite(server) as client:
        yield World(server, client)


def numbers(found: list[Discovery]) -> list[int]:
    return [int(item.external_id.rpartition("key")[2]) for item in items(found)]


class TestReading:
    async def test_the_first_run_takes_the_newest_page(self, world: World) -> None:
        world.add(0, 35)
        assert numbers(await world.run()) == list(range(25, 35))

    async def test_a_burst_is_read_over_several_runs_and_nothing_twice(self, world: World) -> None:
        world.add(0, 5)
        cursor = last_cursor(await world.run(pages=2))
        world.add(1000, 1100)
        seen: list[int] = []
        for turn in range(12):
            world.add(2000 + turn, 2001 + turn)
            found = await world.run(cursor, pages=2)
            assert 2000 + turn in numbers(found), "the newest is never late"
            seen += numbers(found)
            cursor = last_cursor(found)
        assert len(seen) == len(set(seen))
        assert sorted(seen) == [*range(1000, 1100), *range(2000, 2012)]
        assert cursor["search #trailbottle"]["unread"] == []

    async def test_a_run_that_died_between_two_pages_leaves_nothing_out(self, world: World) -> None:
        world.add(0, 5)
        cursor = last_cursor(await world.run())
        world.add(1000, 1030)
        seen, kept = [], cursor
        async for found in world.source().discover(cursor):
            if isinstance(found, FoundItem):
                seen.append(found)
            if isinstance(found, Cursor):
                kept = found.value
                break
        rest = await world.run(kept)
        assert sorted(numbers([*seen, *rest])) == list(range(1000, 1030))

    async def test_many_of_one_moment_end(self, world: World) -> None:
        world.add(0, 1)
        cursor = last_cursor(await world.run())
        world.network.found += [
            post(f"key{n:05}", "#trailbottle", stamp(NOW - timedelta(1))) for n in range(900, 930)
        ]
        found = await world.run(cursor, pages=20)
        assert len(numbers(found)) == 10
        assert world.asked("app.bsky.feed.searchPosts") < 6

    async def test_notices_go_on_where_they_stopped(self, world: World) -> None:
        def add(first: int, last: int) -> None:
            for number in range(first, last):
                at = stamp(START + timedelta(seconds=number))
                world.network.notice("mention", post(f"key{number:05}", f"@brand {number}", at))

        every: dict[str, Any] = {"hashtags": [], "notices": ["mention"], "pages": 2}
        add(0, 3)
        found = await world.run(**every)
        seen = numbers(found)
        add(1000, 1045)
        for _ in range(4):
            found = await world.run(last_cursor(found), **every)
            seen += numbers(found)
        assert sorted(seen) == [0, 1, 2, *range(1000, 1045)]

    async def test_an_edit_comes_again(self, world: World) -> None:
        world.add(0, 3)
        cursor = last_cursor(await world.run())
        world.network.found[1] |= {"cid": "bafyreianother"}
        world.network.found[1]["record"]["text"] = "#trailbottle mended"
        (item,) = items(await world.run(cursor))
        assert item.text == "#trailbottle mended"

    async def test_one_search_refused_leaves_the_others(self, world: World) -> None:
        world.add(0, 3)
        world.add(3, 5, text="kettle")
        answer = world.server.routes["/xrpc/app.bsky.feed.searchPosts"]
        world.server.routes["/xrpc/app.bsky.feed.searchPosts"] = lambda seen: (
            refused("BadQueryString") if "kettle" in seen.query["q"] else answer(seen)
        )
        found = await world.run(keywords=["kettle"])
        assert numbers(found) == [0, 1, 2]
        (failure,) = [one for one in found if isinstance(one, Failure)]
        assert "BadQueryString" in failure.reason

    async def test_a_phrase_is_asked_for_as_one(self, world: World) -> None:
        await world.run(hashtags=[], keywords=['kettle "and" fern'])
        (query,) = [s.query["q"] for s in world.server.seen if s.path.endswith("searchPosts")]
        assert query == '"kettle  and  fern"'

    def test_stretches_are_few_and_cover_all(self) -> None:
        place = Place()
        place.note(Stretch(None), [START], ["first"], None)
        for turn in range(1, STRETCHES + 4):
            now = START + timedelta(hours=turn)
            live = place.stretches()[0]
            assert place.note(
                live, [now, now - timedelta(minutes=1)], [str(turn)], stamp(now - timedelta(minutes=1))
            )
        assert len(place.unread) == STRETCHES
        again = read_place(json.loads(json.dumps(place.as_json())))
        assert again == place
        oldest = min(one.since for one in place.unread if one.since)
        assert oldest < START

    @pytest.mark.parametrize(
        "kept", [None, 7, [], {}, {"newest": 4}, {"newest": "2026-11-19"}, {"newest": "x"}]
    )
    def test_an_odd_place_is_none(self, kept: object) -> None:
        assert read_place(kept) == Place()


class TestSession:
    async def test_one_login_serves_all_runs(self, world: World) -> None:
        for _ in range(3):
            await world.run()
        assert world.network.logins == 1

    async def test_a_used_up_token_is_renewed_without_the_password(self, world: World) -> None:
        await world.run()
        world.network.valid = "another"
        world.add(0, 2)
        assert len(items(await world.run())) == 2
        assert world.asked("com.atproto.server.createSession") == 1
        assert world.asked("com.atproto.server.refreshSession") == 1

    async def test_many_requests_renew_once(self, world: World) -> None:
        await world.run()
        world.network.valid = "another"
        await asyncio.gather(*(world.run() for _ in range(5)))
        assert world.asked("com.atproto.server.refreshSession") == 1

    async def test_a_session_that_ended_is_made_anew(self, world: World) -> None:
        await world.run()
        world.network.valid, world.network.refreshable = "another", False
        await world.run()
        assert world.asked("com.atproto.server.createSession") == 2

    async def test_the_password_goes_into_the_body_of_one_request(self, world: World) -> None:
        await world.run()
        holding = [seen for seen in world.server.seen if SECRET in repr(seen)]
        assert [(one.path, one.method) for one in holding] == [
            ("/xrpc/com.atproto.server.createSession", "POST")
        ]
        assert json.loads(holding[0].body) == {"identifier": "brand.example", "password": SECRET}

    async def test_a_password_goes_nowhere_without_https(self, world: World) -> None:
        with pytest.raises(FixCredentials, match="no https"):
            await world.run(server=None)
        assert not [seen for seen in world.server.seen if SECRET in repr(seen)]

    async def test_a_redirected_login_is_refused(self, world: World) -> None:
        world.server.routes["/xrpc/com.atproto.server.createSession"] = lambda _: Reply(
            status=307, headers={"location": "/elsewhere"}
        )
        with pytest.raises(Exception, match="elsewhere"):
            await world.run()
        assert not [seen for seen in world.server.seen if seen.path == "/elsewhere"]

    @pytest.mark.parametrize(
        ("name", "said"),
        [
            ("AuthFactorTokenRequired", "code sent by mail"),
            ("AuthenticationRequired", "refused the handle or the password"),
            ("AccountTakedown", "is closed"),
        ],
    )
    async def test_a_refused_login_says_what_to_do(self, world: World, name: str, said: str) -> None:
        world.server.routes["/xrpc/com.atproto.server.createSession"] = lambda _: refused(name, 401)
        with pytest.raises(FixCredentials, match=said) as error:
            await world.run()
        assert error.value.remedy

    async def test_a_closed_account_is_for_an_operator(self, world: World) -> None:
        session = {
            "did": BRAND,
            "handle": "brand.example",
            "accessJwt": "a",
            "refreshJwt": "b",
            "active": False,
        }
        world.server.routes["/xrpc/com.atproto.server.createSession"] = lambda _: ok(session)
        with pytest.raises(FixCredentials, match="closed"):
            await world.run()

    async def test_used_up_requests_are_waited_for(self, world: World) -> None:
        reset = str(int(datetime.now(UTC).timestamp()) + 90)
        headers = {"ratelimit-remaining": "0", "ratelimit-reset": reset}
        world.server.routes["/xrpc/app.bsky.feed.searchPosts"] = lambda _: Reply(status=429, headers=headers)
        with pytest.raises(TryLater) as error:
            await world.run()
        assert error.value.retry_after == pytest.approx(90, abs=3)


class TestLooking:
    async def test_what_is_kept_and_not_shown_is_not_believed_gone_at_once(self, world: World) -> None:
        shown, kept, gone = (post(key, "x")["uri"] for key in ("shown", "kept", "gone"))
        world.network.views[shown] = post("shown", "x")
        for uri in (shown, kept):
            world.network.records[uri] = {"uri": uri, "cid": "bafyrei", "value": {"text": "x"}}
        found = [one async for one in world.source().refresh([shown, kept, gone, "https://x.example/"])]
        assert [type(one) for one in found] == [FoundItem, Removed, Removed, Failure]
        assert found[1:3] == [Removed(kept, sure=False), Removed(gone)]

    @pytest.mark.parametrize("name", ["RepoNotFound", "InvalidRequest", "RepoTakendown"])
    async def test_a_server_that_has_not_the_account_says_nothing_of_the_post(
        self, world: World, name: str
    ) -> None:
        world.server.routes["/xrpc/com.atproto.repo.getRecord"] = lambda _: refused(name)
        assert await world.source().still_there([post("a", "x")["uri"]]) == {}

    async def test_another_record_is_no_proof(self, world: World) -> None:
        other = {"uri": post("other", "x")["uri"], "cid": "bafyrei", "value": {"text": "x"}}
        world.server.routes["/xrpc/com.atproto.repo.getRecord"] = lambda _: ok(other)
        assert await world.source().still_there([post("a", "x")["uri"]]) == {}

    @pytest.mark.parametrize(
        "address", ["http://127.0.0.1:{port}", "http://10.0.0.5", "http://169.254.169.254/a"]
    )
    async def test_an_account_can_not_send_us_to_private_servers(self, address: str) -> None:
        """Not even to one that sources may read: what an account names for itself is as free as what it writes."""
        async with local_server() as public, local_server() as private:
            allowed = frozenset({public.endpoint, private.endpoint})
            client = PoliteClient(HttpPolicy(allowed=allowed, pictures=frozenset({public.endpoint}), pause=0))
            world = World(public, client)
            document = did_document(ANA, address.format(port=private.port))
            public.routes[f"/{ANA}"] = lambda _: ok(document)
            source = BlueskySource(
                validate_settings("bluesky", settings(public, hashtags=["x"])),  # type: ignore[arg-type]  # its kind
                SourceContext("sky", client.for_run(), NOW),
            )
            assert await source.still_there([post("a", "x")["uri"]]) == {}
            assert private.seen == []
            assert world.asked("com.atproto.repo.getRecord") == 0
            await client.aclose()


class TestReplying:
    @pytest.mark.parametrize(
        ("text", "said"), [("", "needs a text"), (" \n", "needs a text"), ("å" * 301, "1 characters longer")]
    )
    async def test_a_text_that_can_not_be_a_post_is_refused_before_anything(
        self, world: World, text: str, said: str
    ) -> None:
        with pytest.raises(TellUser, match=said):
            await world.source().reply(post("a", "x")["uri"], text, request_id="r", asked_at=NOW)
        assert world.server.seen == []

    async def test_only_posts_can_be_replied_to(self, world: World) -> None:
        with pytest.raises(TellUser, match="not a post"):
            await world.source().reply("https://x.example/1", "May we?", request_id="r", asked_at=NOW)

    async def test_an_author_who_writes_too_much_is_no_author_without_an_answer(self, world: World) -> None:
        ours = f"at://{BRAND}/app.bsky.feed.post/3lcaaaaaaaa22"
        parent = {"uri": post("a", "x")["uri"], "cid": "bafyrei"}
        value = {"text": "May we?", "reply": {"root": parent, "parent": parent}}
        world.network.records[ours] = {"uri": ours, "cid": "bafyrei", "value": value}
        page = {
            "records": [{"uri": post("3zzzzzzzzzzzz", "x")["uri"], "cid": "b", "value": {}}],
            "cursor": "more",
        }
        world.server.routes["/xrpc/com.atproto.repo.listRecords"] = lambda _: ok(page)
        with pytest.raises(TryLater, match="can't be looked for"):
            await self._answers(world, ours)

    async def test_records_of_others_in_an_answering_list_are_left_out(self, world: World) -> None:
        ours = f"at://{BRAND}/app.bsky.feed.post/3lcaaaaaaaa22"
        parent = {"uri": post("a", "x")["uri"], "cid": "bafyrei"}
        value = {"text": "May we?", "reply": {"root": parent, "parent": parent}}
        world.network.records[ours] = {"uri": ours, "cid": "bafyrei", "value": value}
        answer = {"text": "yes", "reply": {"root": parent, "parent": {"uri": ours, "cid": "bafyrei"}}}
        forged = {"uri": ours.replace("3lca", "3lcb"), "cid": "b", "value": answer}
        world.server.routes["/xrpc/com.atproto.repo.listRecords"] = lambda _: ok(
            {"records": [forged, 7, None]}
        )
        assert await self._answers(world, ours) == []

    async def _answers(self, world: World, ours: str) -> list[Answer]:
        return [one async for one in world.source().answers(ours, NOW)]


class TestMapping:
    def test_video_and_pictures_beside_a_quote(self) -> None:
        ratio = {"width": 1080, "height": 1920}
        video = {
            "$type": "app.bsky.embed.video#view",
            "playlist": "https://v.example/p.m3u8",
            "alt": "a walk",
        }
        embed = {
            "$type": "app.bsky.embed.recordWithMedia#view",
            "media": video | {"thumbnail": "https://v.example/t.jpg", "aspectRatio": ratio},
            "record": {
                "record": {
                    "embeds": [
                        {"$type": "app.bsky.embed.images#view", "images": [{"fullsize": "https://x/"}]}
                    ]
                }
            },
        }
        item = map_post(post("a", "look", embed=embed), WHY, NOW)
        assert isinstance(item, FoundItem)
        assert item.kind is Kind.VIDEO
        (medium,) = item.media
        assert (medium.url, medium.preview_url) == ("https://v.example/p.m3u8", "https://v.example/t.jpg")
        assert (medium.alt, medium.width, medium.height) == ("a walk", 1080, 1920)

    def test_addresses_that_are_none_are_left_out(self) -> None:
        images = [
            {"fullsize": url} for url in ("javascript:alert(1)", "file:///etc/passwd", "x" * 3000, None, 7)
        ]
        item = map_post(
            post("a", "x", embed={"$type": "app.bsky.embed.images#view", "images": images}), WHY, NOW
        )
        assert isinstance(item, FoundItem)
        assert item.media == ()

    def test_a_post_of_nothing_but_a_link_is_that_link(self) -> None:
        card = {"$type": "app.bsky.embed.external", "external": {"uri": "https://e.example/", "title": "E"}}
        item = map_post(post("a", "", record={"embed": card}), WHY, NOW)
        assert isinstance(item, FoundItem)
        assert item.text == "https://e.example/"

    @pytest.mark.parametrize("label", ["!hide", "!takedown", "!no-unauthenticated"])
    def test_hidden_ones_are_left_alone(self, label: str) -> None:
        assert map_post(post("a", "x", labels=[{"val": label}]), WHY, NOW) is None
        assert map_post(post("a", "x", labels=[{"val": label, "neg": True}]), WHY, NOW) is not None

    def test_who_writes_to_the_account_is_read(self) -> None:
        item = map_post(post("a", "x", labels=[{"val": "!no-unauthenticated"}]), WHY, NOW, addressed=True)
        assert isinstance(item, FoundItem)
        assert item.notes == ("its creator asks that only people who are logged in see it",)

    def test_what_is_marked_says_so(self) -> None:
        labels = {"$type": "com.atproto.label.defs#selfLabels", "values": [{"val": "nudity"}]}
        item = map_post(post("a", "x", record={"labels": labels}), WHY, NOW)
        assert isinstance(item, FoundItem)
        assert item.notes == ("marked as nudity",)

    @pytest.mark.parametrize(
        "odd",
        [
            {"uri": "https://x.example/"},
            {"record": {"text": ""}},
            {"author": {"did": BRAND}},
            {"author": None},
        ],
    )
    def test_what_is_no_post_is_a_named_failure(self, odd: dict[str, Any]) -> None:
        found = map_post({**post("a", ""), **odd}, WHY, NOW)
        assert isinstance(found, Failure)
        assert found.reason

    def test_a_handle_that_stopped_being_theirs_is_not_shown(self) -> None:
        view = post("a", "x")
        view["author"] |= {"handle": "handle.invalid", "displayName": " "}
        item = map_post(view, WHY, NOW)
        assert isinstance(item, FoundItem)
        assert item.creator is not None
        assert (item.creator.handle, item.creator.name) == (None, ANA)


class TestSettings:
    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"server": "http://pds.example"}, "must start with https"),
            ({"handle": "brand"}, "is not a handle"),
            ({"hashtags": []}, "give hashtags, keywords or notices"),
            ({"notices": ["like"]}, "notices"),
            ({"interval": "5s"}, "more often"),
        ],
    )
    def test_wrong_ones_are_named(self, more: dict[str, Any], said: str) -> None:
        wanted = {"handle": "brand.example", "password": SECRET, "hashtags": ["x"], **more}
        with pytest.raises(FixSettings, match=said) as error:
            validate_settings("bluesky", wanted)
        assert SECRET not in str(error.value)

    def test_a_missing_password_names_its_variable(self) -> None:
        with pytest.raises(FixSettings, match="GOODWORD_SOURCES_SKY_PASSWORD"):
            validate_settings("bluesky", {"handle": "brand.example", "hashtags": ["x"]}, "sky")


@pytest.mark.parametrize("parent", ["https://x.example/1", None, {"deep": 1}])
def test_a_reply_says_what_it_answers(parent: object) -> None:
    uri = f"at://{ANA}/app.bsky.feed.post/3kabc"
    found = map_post(post("a", "yes", record={"reply": {"parent": {"uri": uri}}}), Why("x", "y"), NOW)
    odd = map_post(post("b", "yes", record={"reply": {"parent": {"uri": parent}}}), Why("x", "y"), NOW)
    assert isinstance(found, FoundItem)
    assert isinstance(odd, FoundItem)
    assert (found.answers_to, odd.answers_to) == ((uri,), ())

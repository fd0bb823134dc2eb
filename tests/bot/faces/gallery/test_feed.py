"""What the gallery shows, to programs and to people, and how often it is asked for."""

from __future__ import annotations

import re
from typing import Any

import httpx
import jsonschema
import pytest
import sqlalchemy as sa

from bot.faces.web.gallery import cache
from bot.people.tables import Creator
from bot.review.rules import Action
from bot.rights.scope import Proof, Use
from bot.settings import Gallery, Web
from bot.storage.database import Database
from tests.bot.faces.consent.support import ADDRESS
from tests.bot.faces.gallery.support import SITE, Show, open_show

HOSTILE = (
    '</blockquote><script>alert(1)</script><img src=x onerror=alert(1)> "q" \' & {{ 7*7 }} \u202eevil\u202c'
)
FEED = {
    "type": "object",
    "required": ["version", "title", "items", "home_page_url", "feed_url"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "next_url": {"type": "string", "format": "uri"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_text", "authors", "date_published", "_goodword"],
                "properties": {
                    "id": {"type": "string", "minLength": 10},
                    "url": {"type": "string", "pattern": "^https?://"},
                    "image": {"type": "string", "pattern": "^https://"},
                    "date_published": {
                        "type": "string",
                        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$",
                    },
                    "language": {"type": "string", "pattern": "^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$"},
                    "authors": {"type": "array", "minItems": 1, "items": {"required": ["name"]}},
                },
            },
        },
    },
}


async def test_the_feed_is_a_json_feed_with_credit_and_licence(anywhere: Show) -> None:
    show = anywhere
    asked = await show.shown(
        text="Fika på jobbet ☕", credit="Foto: Anna", days=365, changes={"language": "sv", "title": "Fika"}
    )
    feed = await show.feed()
    jsonschema.validate(feed, FEED)
    [item] = feed["items"]
    row = await show.row(asked.ask)
    assert item["content_text"] == "Fika på jobbet ☕"
    assert item["title"] == "Fika"
    assert item["url"] == "https://social.example/@anna/1"
    assert item["language"] == "sv"
    assert item["authors"] == [{"name": "Anna"}]
    assert item["image"].startswith(f"{ADDRESS}/gallery/media/")
    own = item["_goodword"]
    assert own["credit"] == "Foto: Anna"
    assert own["platform"] == "mastodon"
    assert own["licence"]["uses"] == ["website", "social"]
    assert row.licence_until is not None
    assert own["licence"]["until"] == row.licence_until.isoformat(timespec="seconds")
    assert [(one["url"], one["alt"]) for one in own["pictures"]] == [
        (item["image"], "A cup on a window sill")
    ]
    assert show.gallery.tokens.read_item(item["id"]) == asked.item
    assert len(item["id"]) == 32  # a name, not a number


async def test_only_what_is_licensed_for_a_website_and_approved_is_shown(anywhere: Show) -> None:
    show = anywhere
    await show.shown(text="yes")
    await show.asked(text="asked")
    await show.granted(await show.asked(text="granted, not approved"))
    waiting = await show.asked(text="approved, not granted")
    await show.approve(waiting.item)
    await show.shown(text="social only", uses=frozenset({Use.SOCIAL}))
    rejected = await show.shown(text="rejected after all")
    await show.approve(rejected.item, Action.UNDO)
    assert await show.in_feed() == ["yes"]
    async with show.browser() as browser:
        page = (await browser.get("/gallery")).text
    assert page.count("<article") == 1
    assert "yes" in page


async def test_pages_follow_each_other_and_none_is_shown_twice(anywhere: Show) -> None:
    show = anywhere
    show.gallery._settings = Gallery(page_size=3)
    for number in range(8):
        await show.shown(text=f"piece {number}", media=())
    found, path, pages = [], "/gallery.json", 0
    while path:
        feed = await show.feed(path)
        assert feed["feed_url"] == f"{ADDRESS}{path}"
        found += [one["content_text"] for one in feed["items"]]
        path, pages = feed.get("next_url", "").removeprefix(ADDRESS), pages + 1
    assert found == [f"piece {number}" for number in range(7, -1, -1)]
    assert pages == 3
    async with show.browser() as browser:
        page = (await browser.get("/gallery")).text
        [older] = re.findall(r'href="(gallery\?before=[^"]+)"', page)
        second = (await browser.get(f"/{older}".replace("&amp;", "&"))).text
    assert "piece 5" in page
    assert "piece 4" in second
    assert "The newest" in second


@pytest.mark.parametrize("before", ["", "x", "A" * 32, "1", "%00", "../..", "é" * 20, "A" * 5000])
async def test_a_page_that_nobody_named_is_not_found(show: Show, before: str) -> None:
    await show.shown()
    async with show.browser() as browser:
        feed = await browser.get("/gallery.json", params={"before": before})
        page = await browser.get("/gallery", params={"before": before})
        picture = await browser.get(f"/gallery/media/{before or 'x'}")
    assert feed.status_code == page.status_code == picture.status_code == 404
    assert feed.headers["access-control-allow-origin"] == "*"
    assert "no such page" in page.text


async def test_a_name_of_one_kind_is_none_of_the_other(show: Show) -> None:
    asked = await show.shown()
    [media] = await show.media(asked.item)
    tokens = show.gallery.tokens
    item, picture = tokens.item(asked.item), tokens.picture(asked.item, media.id or 0)
    assert tokens.read_item(item) == asked.item
    assert tokens.read_picture(picture) == (asked.item, media.id)
    assert tokens.read_item(picture) is None
    assert tokens.read_picture(item) is None
    for place in range(len(item)):
        changed = item[:place] + ("A" if item[place] != "A" else "B") + item[place + 1 :]
        assert tokens.read_item(changed) is None


async def test_strangers_words_stay_words(show: Show) -> None:
    await show.shown(
        text=HOSTILE,
        credit=HOSTILE,
        changes={
            "title": HOSTILE,
            "url": "javascript:alert(1)",
            "language": '"><script>',
            "platform": HOSTILE,
        },
        who={"name": HOSTILE, "url": "data:text/html,<script>alert(1)</script>"},
    )
    async with show.browser() as browser:
        page = await browser.get("/gallery")
        feed = (await browser.get("/gallery.json")).json()
        form = await browser.get(f"/gallery/removal?item={feed['items'][0]['id']}")
    for text in (page.text, form.text):
        assert "<script" not in text
        assert "<img src=x" not in text
        assert "javascript:" not in text
        assert "data:text" not in text
        assert "\u202e" not in text
    assert "{{ 7*7 }}" in page.text
    assert "<bdi>" in page.text
    [item] = feed["items"]
    assert "url" not in item
    assert "language" not in item
    assert "url" not in item["authors"][0]


async def test_what_the_answers_carry(show: Show) -> None:
    await show.shown()
    async with show.browser() as browser:
        feed = await browser.get("/gallery.json")
        page = await browser.get("/gallery")
        picture = await browser.get(feed.json()["items"][0]["image"])
        flight = await browser.options(
            "/gallery.json",
            headers={"Origin": "https://shop.example", "Access-Control-Request-Headers": "if-none-match"},
        )
    assert feed.headers["content-type"].startswith("application/feed+json")
    for answer in (feed, page, picture):
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "public, max-age=30, s-maxage=5, must-revalidate"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "noindex" in answer.headers["x-robots-tag"]
        assert "set-cookie" not in answer.headers
        assert answer.headers["etag"]
    for answer in (feed, picture):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert picture.headers["content-type"] == "image/jpeg"
    assert "sandbox" in picture.headers["content-security-policy"]
    assert picture.headers["content-disposition"] == 'inline; filename="picture.jpg"'
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert "script-src" not in page.headers["content-security-policy"]
    assert "unsafe" not in page.headers["content-security-policy"]
    assert "access-control-allow-origin" not in page.headers
    assert "style=" not in page.text
    assert flight.status_code == 204
    assert "If-None-Match" in flight.headers["access-control-allow-headers"]


async def test_search_engines_may_list_it_where_the_settings_say_so(
    sqlite_database: Database, tmp_path: Any
) -> None:
    async with open_show(
        sqlite_database, tmp_path, gallery=Gallery(robots=True, title="Our <guests>")
    ) as show:
        await show.shown()
        async with show.browser() as browser:
            page = await browser.get("/gallery")
            form = await browser.get(f"/gallery/removal?item={(await show.feed())['items'][0]['id']}")
    assert page.headers["x-robots-tag"] == "all"
    assert "noindex" not in page.text
    assert "Our &lt;guests&gt;" in page.text
    assert "noindex" in form.headers["x-robots-tag"]


async def test_without_the_setting_there_is_no_gallery(sqlite_database: Database, tmp_path: Any) -> None:
    from bot.faces.web.gallery import gallery_of

    async with open_show(sqlite_database, tmp_path) as show:
        for off in ({"gallery": Gallery(enabled=False)}, {"web": Web(enabled=False)}):
            show.services.settings = show.settings.model_copy(update=off)
            assert gallery_of(show.services) is None


async def test_a_client_that_has_it_is_sent_nothing(anywhere: Show) -> None:
    show = anywhere
    asked = await show.shown()
    async with show.browser() as browser:
        for path in ("/gallery.json", "/gallery", (await show.feed())["items"][0]["image"]):
            first = await browser.get(path)
            again = await browser.get(path, headers={"If-None-Match": first.headers["etag"]})
            weak = await browser.get(path, headers={"If-None-Match": f'"x", W/{first.headers["etag"]}'})
            assert (again.status_code, weak.status_code) == (304, 304)
            assert again.content == b""
            assert again.headers["etag"] == first.headers["etag"]
        first = await browser.get("/gallery.json")
        dated = {"If-Modified-Since": first.headers["last-modified"]}
        # a date counts seconds: just after a change it proves nothing
        assert (await browser.get("/gallery.json", headers=dated)).status_code == 200
        show.tick(minutes=2)
        assert (await browser.get("/gallery.json", headers=dated)).status_code == 304
        await show.withdraw(asked)
        assert (await browser.get("/gallery.json", headers=dated)).status_code == 200
        changed = await browser.get("/gallery.json", headers={"If-None-Match": first.headers["etag"]})
        assert changed.status_code == 200
        assert changed.json()["items"] == []
        bad = {"If-Modified-Since": "yesterday", "If-None-Match": '"", , *x'}
        assert (await browser.get("/gallery.json", headers=bad)).status_code == 200


async def test_a_date_alone_shows_nothing_whose_licence_time_has_ended(anywhere: Show) -> None:
    """Before the work that ends it has run."""
    show = anywhere
    await show.shown(days=30)
    show.tick(days=29, hours=23, minutes=59)
    async with show.browser() as browser:
        first = await browser.get("/gallery.json")
        assert len(first.json()["items"]) == 1
        show.tick(minutes=2)
        dated = {"If-Modified-Since": first.headers["last-modified"]}
        late = await browser.get("/gallery.json", headers=dated)
        assert late.status_code == 200
        assert late.json()["items"] == []


class Counting:
    """Statements that reach the database."""

    def __init__(self, show: Show) -> None:
        self.seen: list[str] = []
        sa.event.listen(show.database.read_engine.sync_engine, "before_cursor_execute", self._count)

    def _count(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        self.seen.append(statement)


async def test_a_page_costs_the_same_statements_however_much_it_shows(anywhere: Show) -> None:
    show = anywhere
    counted = Counting(show)
    costs = []
    for _ in range(3):
        for _ in range(4):
            await show.shown(media=("image", "image"))
        counted.seen.clear()
        await show.feed()
        costs.append(len(counted.seen))
    assert len(set(costs)) == 1
    assert costs[0] <= 8
    counted.seen.clear()
    await show.feed()
    assert len(counted.seen) == 1  # whether anything happened
    picture = (await show.feed())["items"][0]["image"]
    counted.seen.clear()
    async with show.browser() as browser:
        await browser.get(picture)
    assert len(counted.seen) <= 8


async def test_a_page_is_kept_for_seconds_only(show: Show) -> None:
    asked = await show.shown(text="one")
    ticks = 0.0
    show.gallery.pages = cache.Pages(lambda: ticks)
    assert (await show.feed())["items"][0]["authors"][0]["name"] == "Anna"
    await show.change(Creator, asked.creator, name="Anna Berg")  # no mark moves by that
    assert (await show.feed())["items"][0]["authors"][0]["name"] == "Anna"
    ticks += cache.SECONDS + 0.1
    assert (await show.feed())["items"][0]["authors"][0]["name"] == "Anna Berg"


async def test_pages_in_memory_are_few(show: Show) -> None:
    await show.shown()
    async with show.browser() as browser:
        show.gallery.services.settings = show.settings.model_copy(update={"web": Web(address="")})
        for number in range(cache.MOST * 2):
            answer = await browser.get("/gallery.json", headers={"Host": f"h{number}.example"})
            assert answer.json()["home_page_url"] == f"https://h{number}.example/gallery"
    assert len(show.gallery.pages._kept) == cache.MOST


@pytest.mark.parametrize("host", ["evil.example/@x", 'a"b', "a b", "-", "x" * 300, "[::1", "a..b/c?d#e"])
async def test_a_host_that_is_none_gets_into_no_address(show: Show, host: str) -> None:
    show.gallery.services.settings = show.settings.model_copy(update={"web": Web(address="")})
    await show.shown()
    async with show.browser() as browser:
        answer = await browser.get("/gallery.json", headers={"Host": host})
    assert answer.json()["home_page_url"] == "/gallery"


async def test_heads_are_answered(show: Show) -> None:
    await show.shown(proof=Proof.CODE, uses=SITE)
    async with show.browser() as browser:
        answers: list[httpx.Response] = [
            await browser.head(path)
            for path in ("/gallery.json", "/gallery", (await show.feed())["items"][0]["image"])
        ]
        refused = await browser.post("/gallery.json")
    assert [each.status_code for each in answers] == [200, 200, 200]
    assert all(not each.content for each in answers)
    assert refused.status_code == 405

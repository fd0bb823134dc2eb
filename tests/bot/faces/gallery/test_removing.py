"""What ended leaves the gallery, and that is looked for where people look."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.content.tables import Media
from bot.faces.web.application import WebServer
from bot.faces.web.gallery import GallerySurface
from bot.kernel.errors import TryLater
from bot.review.rules import Action
from bot.review.service import NewReview
from bot.rights import jobs, wishes
from bot.rights.scope import Proof, Use
from bot.rights.tables import Clearance
from bot.settings import Gallery
from bot.storage.database import Database
from tests.bot.faces.consent.support import Asked
from tests.bot.faces.gallery.support import SITE, Show, open_show
from tests.bot.review.support import MIA
from tests.support.work import asked_for

ENDS = ["withdrawal", "taken back for them", "notice", "expiry", "deletion", "narrowing", "undo"]


async def end(show: Show, asked: Asked, how: str) -> None:
    match how:
        case "withdrawal":
            await show.withdraw(asked)
        case "taken back for them":
            await show.withdraw(asked, actor=MIA)
        case "notice":
            await show.take_down(asked.item)
        case "expiry":
            show.tick(days=730)
        case "deletion":
            await show.deleted(asked.item)
        case "narrowing":
            await show.granted(asked, frozenset({Use.SOCIAL}))
        case "undo":
            await show.approve(asked.item, Action.UNDO)


@pytest.mark.parametrize("how", ENDS)
async def test_it_is_gone_in_the_same_second_whatever_work_is_late(anywhere: Show, how: str) -> None:
    show = anywhere
    asked = await show.shown(text="the one")
    await show.shown(text="another")
    picture = (await show.feed())["items"][1]["image"]
    async with show.browser() as browser:
        assert (await browser.get(picture)).status_code == 200
        assert "the one" in (await browser.get("/gallery")).text
        await end(show, asked, how)
        if how == "expiry":
            await show.shown(text="another")
        assert await show.in_feed() == ["another"]
        assert "the one" not in (await browser.get("/gallery")).text
        assert (await browser.get(picture)).status_code == 410
        etag = {"If-None-Match": "*"}
        assert (await browser.get(picture, headers=etag)).status_code == 410
    assert not await show.surface.shows(asked.item)
    assert not (show.settings.pictures_dir / str(asked.item)).exists()


@pytest.mark.parametrize("how", ["withdrawal", "taken back for them", "notice", "deletion", "narrowing"])
async def test_the_removal_is_asked_for_checked_and_told(anywhere: Show, how: str) -> None:
    show = anywhere
    asked = await show.shown()
    assert await show.surface.shows(asked.item)
    await end(show, asked, how)
    assert asked.item in [args[0] for args in await asked_for(show.database, wishes.REMOVED)]
    await show.removal(asked.item)
    last = (await show.steps(asked))[-1]
    assert (last.action.value, last.data) == ("removed", {"surfaces": ["gallery"]})
    told = [args[0] for args in await asked_for(show.database, "notices.post")]
    assert f"Item {asked.item} is gone from: gallery. That was checked." in told


async def test_a_notice_counts_more_than_a_clearance_until_it_is_lifted(anywhere: Show) -> None:
    """Paid for or cleared: where somebody has a right to it, nothing that its creator allowed helps."""
    show = anywhere
    asked = await show.asked(media=("image",), uses=SITE)
    await show.approve(asked.item)
    await show.cleared(asked.creator)
    assert await show.surface.shows(asked.item)
    await show.take_down(asked.item)
    assert await show.in_feed() == []
    assert not await show.licensed(asked.item)
    await show.removal(asked.item)
    assert not await show.surface.shows(asked.item)
    await show.lift(asked.item)
    assert await show.licensed(asked.item)
    assert len(await show.in_feed()) == 1


async def test_nothing_is_told_where_everything_may_go_on(show: Show) -> None:
    asked = await show.shown()
    await show.removal(asked.item)
    assert "removed" not in await show.actions(asked)
    assert await asked_for(show.database, "notices.post") == []
    assert await show.surface.shows(asked.item)


class Between:
    """A program between us and people that keeps what it was given, as a misconfigured cache would."""

    def __init__(self, show: Show) -> None:
        self.show = show
        self.kept: dict[str, tuple[bytes, str]] = {}
        self.down = False
        self.asked: list[str] = []

    async def answer(self, request: Request) -> Response:
        path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        self.asked.append(path)
        if self.down:
            return Response(status_code=503)
        if path not in self.kept:
            async with self.show.browser() as browser:
                found = await browser.get(path)
            if found.status_code != 200:
                return Response(found.content, found.status_code)
            self.kept[path] = found.content, found.headers["content-type"]
        body, kind = self.kept[path]
        return Response(body, media_type=kind)


@asynccontextmanager
async def between(show: Show) -> AsyncIterator[tuple[Between, GallerySurface]]:
    program = Between(show)
    server = WebServer(Starlette(routes=[Route("/{rest:path}", program.answer)]), "127.0.0.1", 0)
    await server.start()
    try:
        surface = GallerySurface(show.gallery, show.app, f"http://127.0.0.1:{server.port}/", wait=0)
        yield program, surface
    finally:
        await server.stop()


async def test_it_is_looked_for_at_the_public_address(show: Show) -> None:
    asked = await show.shown()
    [media] = await show.media(asked.item)
    async with between(show) as (program, surface):
        assert await surface.shows(asked.item)
        picture = f"/gallery/media/{show.gallery.tokens.picture(asked.item, media.id or 0)}"
        for place in ("/gallery.json", "/gallery", picture):
            program.kept.clear()
            async with httpx.AsyncClient(base_url=surface._address) as client:
                assert (await client.get(place)).status_code == 200
            await show.change(Media, media.id or 0, alt=place)
        await show.withdraw(asked)
        await surface.remove(asked.item)
        assert list(program.kept) == [picture]
        assert await surface.shows(asked.item)  # the program still gives the picture out
        program.kept.clear()
        assert not await surface.shows(asked.item)
        assert {"/gallery.json", "/gallery", picture} <= set(program.asked)


async def test_a_program_that_goes_on_showing_it_is_told_about_and_asked_again(show: Show) -> None:
    asked = await show.shown()
    async with between(show) as (program, surface):
        show.surface._address = surface._address
        async with httpx.AsyncClient(base_url=surface._address) as client:
            await client.get("/gallery.json")
        await show.withdraw(asked)
        with pytest.raises(TryLater, match="gallery: it is still there"):
            await show.removal(asked.item)
        assert "removed" not in await show.actions(asked)
        program.kept.clear()
        await show.removal(asked.item)
        assert (await show.actions(asked))[-1] == "removed"


@pytest.mark.parametrize("away", ["unavailable", "nobody there", "no address"])
async def test_where_the_public_address_does_not_answer_the_application_itself_does(
    show: Show, away: str
) -> None:
    asked = await show.shown()
    async with between(show) as (program, surface):
        program.down = away == "unavailable"
        if away == "nobody there":
            surface._address = "http://127.0.0.1:9"
        elif away == "no address":
            surface._address = "http://[::"
        assert await surface.shows(asked.item)
        await show.withdraw(asked)
        assert not await surface.shows(asked.item)


async def test_a_page_of_ours_that_fails_proves_nothing(show: Show) -> None:
    asked = await show.shown()

    async def fails(_request: Request) -> Response:
        return Response(status_code=500)

    surface = GallerySurface(show.gallery, Starlette(routes=[Route("/{rest:path}", fails)]), "")
    await show.withdraw(asked)
    with pytest.raises(TryLater, match="HTTP 500"):
        await surface.shows(asked.item)


async def test_an_item_deep_in_the_gallery_is_found(show: Show) -> None:
    show.gallery._settings = Gallery(page_size=2)
    first = await show.shown(media=())
    for _ in range(5):
        await show.shown(media=())
    assert await show.surface.shows(first.item)
    await show.withdraw(first)
    assert not await show.surface.shows(first.item)


async def test_another_replica_shows_it_no_longer_either(database: Database, tmp_path: Path) -> None:
    """Nobody tells the other one: its cache asks the database."""
    async with open_show(database, tmp_path / "one") as one:
        asked = await one.shown()
        url = one.database.engine.url.render_as_string(hide_password=False)
        second = Database(url.replace("+aiosqlite", "").replace("+psycopg", ""))
        other = Show(second, tmp_path / "one")
        other.now = one.now
        try:
            assert len((await other.feed())["items"]) == 1
            picture = (await other.feed())["items"][0]["image"]
            kept = dict(other.gallery.pages._kept)
            assert kept
            await one.withdraw(asked)
            await one.removal(asked.item)
            other.now = one.now
            assert (await other.feed())["items"] == []
            async with other.browser() as browser:
                assert (await browser.get(picture)).status_code == 410
        finally:
            await other.services.desk.stop()
            await other.room.desk.stop()
            await second.close()


async def cleared_one(show: Show) -> tuple[Asked, int]:
    """An item of a creator who is paid: nobody was ever asked."""
    creator = await show.room.creator(external_id="paid", handle="paid", name="Paid")
    [item] = await show.room.items(1, creator_id=creator, url="https://social.example/@paid/1")
    await show._fill(item, "paid for", ("image",))
    await show.room.queue([NewReview(item)])
    clearance = await show.cleared(creator)
    await show.approve(item)
    return Asked("", 0, item, creator), clearance


@pytest.mark.parametrize("how", ["ended", "run out"])
async def test_the_end_of_a_clearance_removes_and_is_told(anywhere: Show, how: str) -> None:
    show = anywhere
    asked, clearance = await cleared_one(show)
    granted = await show.shown(text="granted")
    assert await show.in_feed() == ["granted", "paid for"]
    before = await asked_for(show.database, wishes.REMOVED)
    await jobs.sweep(show.services)
    assert await asked_for(show.database, wishes.CLEARANCE_ENDED) == []
    if how == "ended":
        await show.end_clearance(clearance)
    else:
        await show.change(Clearance, clearance, ends_at=show.now + timedelta(hours=1))
        show.tick(hours=1)
    assert await show.in_feed() == ["granted"]
    await jobs.sweep(show.services)
    assert await asked_for(show.database, wishes.CLEARANCE_ENDED) == [[clearance]]
    await jobs.clearance_ended(show.services, clearance)
    assert await asked_for(show.database, wishes.REMOVED) == [*before, [asked.item]]
    await jobs.clearance_ended(show.services, clearance)
    await jobs.sweep(show.services)
    assert len(await asked_for(show.database, wishes.CLEARANCE_ENDED)) == 1
    assert len(await asked_for(show.database, wishes.REMOVED)) == len(before) + 1
    await show.removal(asked.item)
    await show.removal(asked.item)
    told = [args[0] for args in await asked_for(show.database, "notices.post")]
    assert told.count(f"Item {asked.item} is gone from: gallery. That was checked.") == 1
    assert await show.licensed(granted.item)


async def test_an_item_that_another_licence_covers_stays(show: Show) -> None:
    asked = await show.shown(uses=SITE, proof=Proof.REPLY)
    clearance = await show.cleared(asked.creator)
    before = await asked_for(show.database, wishes.REMOVED)
    await show.end_clearance(clearance)
    await jobs.clearance_ended(show.services, clearance)
    assert await asked_for(show.database, wishes.REMOVED) == before
    assert await show.surface.shows(asked.item)


@pytest.mark.parametrize("how", ["deletion", "undo"])
async def test_a_cleared_item_that_is_decided_anew_is_looked_for(anywhere: Show, how: str) -> None:
    show = anywhere
    asked, _ = await cleared_one(show)
    await jobs.sweep(show.services)  # from now on its decisions are told
    await end(show, asked, how)
    assert await asked_for(show.database, wishes.REMOVED) == [[asked.item]]
    await show.removal(asked.item)
    told = [args[0] for args in await asked_for(show.database, "notices.post")]
    assert f"Item {asked.item} is gone from: gallery. That was checked." in told

"""A takedown and picks: buttons, words and links go, it is looked whether they did, and what stays is said."""

from __future__ import annotations

import asyncio
import json

import pytest
import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.ambassadors import offers
from bot.faces.web.application import application
from bot.faces.web.links import LinkSurface, link_routes
from bot.kernel.errors import TryLater
from bot.rights import jobs
from bot.rights.surfaces import Surfaces
from bot.rights.wishes import REMOVED
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador.surface import PickSurface
from tests.cogs.ambassador.support import MIA_PERSON, Stage, share_address, shown
from tests.support.work import asked_for

NOTICES = "notices.post"


class Removing:
    """A piece in somebody's picks with a running link, and the surfaces that a removal asks."""

    def __init__(self, stage: Stage, who: int, item: int, code: str, wait: float) -> None:
        self.stage = stage
        self.who = who
        self.item = item
        self.code = code
        app = application(stage._well, link_routes(stage.services))
        self.picks = PickSurface(stage.services, wait=wait)
        self.links = LinkSurface(stage.services, app, "")
        for each in (self.picks, self.links):
            stage.services.outlet(Surfaces).add(each)

    async def take_down(self) -> None:
        async with unit_of_work(self.stage.services.database) as session:
            await self.stage.services.asks.take_down(
                session, self.item, MIA_PERSON, self.stage.now, who="Anna's lawyer", reason="not agreed"
            )
        assert await asked_for(self.stage.services.database, REMOVED) == [[self.item]]

    async def told(self) -> list[str]:
        return [str(args[0]) for args in await asked_for(self.stage.services.database, NOTICES)]

    def message(self) -> str:
        [message] = [one for one in self.stage.picks() if f":{self.item}:" in json.dumps(one)] or [
            one for one in self.stage.picks() if "permission has ended" in shown(one)
        ]
        return json.dumps(message["blocks"])


async def removing(stage: Stage, wait: float = 20) -> Removing:
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    async with unit_of_work(stage.services.database) as session:
        await offers.write(session, who, share.item_id, "Anna says: a lovely lamp", stage.now)
    await stage.show(who)
    return Removing(stage, who, share.item_id, share.code, wait)


async def test_picks_and_links_of_what_is_taken_down_go_and_that_is_told(anywhere: Stage) -> None:
    found = await removing(anywhere)
    stage = found.stage
    assert (await stage.visit(f"/s/{found.code}")).status_code in (200, 302)
    assert await found.picks.shows(found.item)
    assert await found.links.shows(found.item)
    assert "lovely lamp" in found.message()
    await found.take_down()
    assert (await stage.visit(f"/s/{found.code}")).status_code == 410, "at once, whatever work is late"
    removal = asyncio.create_task(jobs.removed(stage.services, found.item))
    await asyncio.sleep(0.1)
    await stage.show(found.who)  # what the durable work does
    await removal
    said = f"Item {found.item} is gone from: ambassadors' picks, tracked links. That was checked."
    assert said in await found.told()
    assert "lovely lamp" not in found.message()
    assert "https://" not in found.message()
    assert "ambassador:open" not in found.message()
    assert {one.draft for one in await stage.offers()} == {""}
    assert not await found.picks.shows(found.item)
    assert not await found.links.shows(found.item)


async def test_a_pick_that_waits_for_managers_loses_its_words_too(anywhere: Stage) -> None:
    found = await removing(anywhere, wait=0)
    stage = found.stage
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.curation.hide(session, found.item, MIA_PERSON, stage.now)
    await stage.show(found.who)
    assert await found.picks.shows(found.item), "its words stand there"
    await found.take_down()
    with pytest.raises(TryLater, match="still offer it"):
        await jobs.removed(stage.services, found.item)
    await stage.show(found.who)
    assert not await found.picks.shows(found.item)
    assert "lamp of day" not in found.message()


async def test_picks_that_still_stand_are_said_and_tried_again(anywhere: Stage) -> None:
    found = await removing(anywhere, wait=0)
    stage = found.stage
    await found.take_down()
    for _ in range(2):
        with pytest.raises(TryLater, match="ambassadors' picks: 1 of their messages still offer it"):
            await jobs.removed(stage.services, found.item)
    said = [one for one in await found.told() if "could not be removed everywhere" in one]
    assert len(said) == 1, "once, and named"
    assert "ambassadors' picks" in said[0]
    assert "tracked links" not in said[0]
    assert {one.draft for one in await stage.offers()} == {""}, "words go whatever Slack does"
    await stage.show(found.who)
    await jobs.removed(stage.services, found.item)
    assert any(one.startswith(f"Item {found.item} is gone from") for one in await found.told())


@pytest.mark.parametrize("status", [302, 503])
async def test_links_that_still_lead_on_or_do_not_say_are_said(stage: Stage, status: int) -> None:
    found = await removing(stage)
    await found.take_down()
    await stage.show(found.who)

    async def stale(_request: Request) -> Response:
        return Response(status_code=status, headers={"Location": "https://shop.example/tea"})

    ours, found.links._app = found.links._app, Starlette(routes=[Route("/s/{code}", stale)])
    with pytest.raises(TryLater, match=r"tracked links: (it is still there|they could not be asked)"):
        await jobs.removed(stage.services, found.item)
    found.links._app = ours
    await jobs.removed(stage.services, found.item)
    assert any(one.startswith(f"Item {found.item} is gone from") for one in await found.told())


async def test_what_was_never_offered_is_not_spoken_of(stage: Stage) -> None:
    found = await removing(stage)
    [found.item] = await stage.pieces(1)
    await found.take_down()
    await jobs.removed(stage.services, found.item)
    assert f"Item {found.item} is gone from: no place. That was checked." in await found.told()


async def test_a_link_of_something_licensed_counts_nothing_when_it_is_looked_at(stage: Stage) -> None:
    found = await removing(stage)
    assert await found.links.shows(found.item)
    assert await found.links.shows(found.item)
    async with unit_of_work(stage.services.database) as session:
        rows = await (await session.connection()).execute(sa.text("SELECT sum(clicks) FROM link_day"))
        assert not rows.scalar()

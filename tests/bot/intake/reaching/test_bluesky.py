"""On a real network of the AT Protocol: asked by a reply, answered, granted, the answer deleted and noticed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.intake.reaching.watching import watch
from bot.rights.scope import Channel
from bot.rights.surfaces import Senders
from bot.settings import Settings
from bot.sources.base import FoundCreator, FoundItem, Kind
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.bot.intake.reaching.support import BRAND, TEXT, Reach
from tests.sources.bluesky.network import Network, running
from tests.sources.bluesky.stage import Stage, staged, under
from tests.sources.mastodon.home import Home
from tests.sources.server import LocalServer

pytestmark = [pytest.mark.node, pytest.mark.timeout(900), pytest.mark.xdist_group("bluesky-network")]


@pytest_asyncio.fixture
async def stage(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    network: Network
    async with running(tmp_path_factory.mktemp("network")) as network, staged(network) as made:
        yield made


@pytest_asyncio.fixture
async def sky(stage: Stage, sqlite_database: Database, tmp_path: Path) -> AsyncIterator[Reach]:
    own = stage.settings()
    section = {
        "kind": "bluesky",
        "handle": own.handle,
        "password": stage.password,
        "server": stage.network.pds,
        "directory": stage.network.plc,
        "resolver": stage.network.pds,
        "hashtags": ["trailbottle"],
    }
    allowed = [f"{host}:{port}" for host, port in stage.network.endpoints]
    settings = Settings(
        data_dir=tmp_path, brand=BRAND, http={"allowed": allowed, "pause": 0}, sources={"sky": section}
    )
    work = Enqueuer(sqlite_database, all_jobs())
    services = build_services(settings, sqlite_database, work)
    await work.prepare()
    try:
        reach = Reach(services, Home(LocalServer()))
        reach.now = datetime.now(UTC)
        yield reach
    finally:
        await services.outlet(PoliteClient).aclose()
        await services.desk.stop()
        work.close()


async def test_ask_answer_delete(sky: Reach, stage: Stage) -> None:
    piece = await stage.ana.write("Warm all day #trailbottle")
    found = FoundItem(
        external_id=piece["uri"],
        kind=Kind.POST,
        platform="bluesky",
        text="Warm all day #trailbottle",
        creator=FoundCreator(stage.ana.did, handle=stage.ana.handle),
    )
    taken = await sky.services.intake.run(sky.database, "sky", [found], sky.now)
    ask = await sky.ask(taken.new[0])
    await sky.send(ask)
    [sent] = await stage.network.records(stage.brand.did)
    row = await sky.row(ask)
    assert (sent["value"]["text"], row.reference) == (TEXT, sent["uri"])
    sender = sky.services.outlet(Senders).of("bluesky", Channel.REPLY)
    assert sender is not None

    ours = {"uri": sent["uri"], "cid": sent["cid"]}
    said = await stage.ana.write("Sure! #yesbrand @brand", under(ours, piece))
    sky.now = datetime.now(UTC) + timedelta(hours=7)
    await watch(sky.services)
    row = await sky.row(ask)
    assert (row.status, row.proof) == ("granted", "reply")

    reply = FoundItem(
        external_id=said["uri"],
        kind=Kind.POST,
        platform="bluesky",
        text="Sure! #yesbrand @brand",
        creator=found.creator,
        answers_to=(sent["uri"],),
    )
    again = await sky.services.intake.run(sky.database, "sky", [reply], sky.now)
    assert (again.new, again.answers) == ((), 1)

    await stage.ana.delete(said["uri"])
    for _ in range(3):
        sky.now += timedelta(hours=25)
        await watch(sky.services)
    assert len(await sky.told("deleted what they answered")) == 1


async def test_a_text_that_is_too_long_for_the_network_is_told(sky: Reach, stage: Stage) -> None:
    piece = await stage.ana.write("Warm all day #trailbottle")
    found = FoundItem(piece["uri"], Kind.POST, "bluesky", "Warm", creator=FoundCreator(stage.ana.did))
    taken = await sky.services.intake.run(sky.database, "sky", [found], sky.now)
    ask = await sky.ask(taken.new[0], TEXT * 4)
    await sky.send(ask)
    assert await stage.network.records(stage.brand.did) == []
    [told] = await sky.told("could not be sent")
    assert "characters longer than a post may be (300)" in told

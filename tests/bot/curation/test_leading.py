"""Where shared links lead: which of settings, managers, collections and campaigns decides."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from pydantic import ValidationError

from bot.content.service import Contents
from bot.curation import queries
from bot.curation.history import changes
from bot.curation.leading import Leads, leads
from bot.curation.refusals import Why
from bot.curation.rules import ChangeId, leads_key
from bot.curation.service import Curation
from bot.kernel.errors import Refused
from bot.settings import CampaignSection, Settings
from bot.settings.ambassadors import AmbassadorsSection
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, Room, open_room

SHOP, SUMMER, WINTER = "https://shop.example/", "https://shop.example/summer", "https://shop.example/winter"
HOSTILE = (
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "//evil.example",
    "/s/abc",
    "shop.example",
    "https://shop.example@evil.example/",
    "https://evil.example\\@shop.example",
    "https://shop.example/\r\nSet-Cookie: a=b",
    "https://shop.example/ x",
    "https://shop.example/\u202egpj",
    "ftp://shop.example/",
    "https://",
    "https://shop.example/" + "x" * 600,
)


@pytest_asyncio.fixture
async def room(database: Database, tmp_path: Path) -> AsyncIterator[Room]:
    async with open_room(database) as opened:
        yield opened


def settings(leads_to: str = "", **campaigns: str) -> Settings:
    every = tuple(CampaignSection(name=name, leads_to=address) for name, address in campaigns.items())
    return Settings(ambassadors=AmbassadorsSection(leads_to=leads_to), campaigns=every)


async def where(room: Room, item_id: int, of: Settings) -> Leads:
    async with reading(room.database) as session:
        return await leads(session, await Curation(of).programme(session), item_id)


async def test_the_settings_then_managers_then_a_collection(room: Room) -> None:
    [one, other] = await room.items(2)
    of = settings(SHOP)
    managed = Curation(of)
    assert await where(room, one, settings()) == Leads()
    assert await where(room, one, of) == Leads(SHOP)
    async with unit_of_work(room.database) as session:
        await managed.set_leads_to(session, f" {WINTER} ", MIA, NOW)
    assert await where(room, one, of) == Leads(WINTER)
    async with unit_of_work(room.database) as session:
        await managed.set_leads_to(session, "", MIA, NOW)
    assert await where(room, one, of) == Leads(), "the page of the piece, whatever the settings say"
    async with unit_of_work(room.database) as session:
        assert await managed.give_back(session, "leads_to", MIA, NOW)
        await managed.make(session, "Summer 2026", MIA, NOW)
        await managed.put_in(session, "summer-2026", [one], MIA, NOW)
    assert await where(room, one, of) == Leads(SHOP), "a collection without an address says nothing"
    async with unit_of_work(room.database) as session:
        assert await managed.lead(session, "summer-2026", SUMMER, MIA, NOW) is not None
        assert await managed.lead(session, "summer-2026", SUMMER, MIA, NOW) is None
    assert await where(room, one, of) == Leads(SUMMER, "summer-2026", "Summer 2026")
    assert await where(room, other, of) == Leads(SHOP)
    async with unit_of_work(room.database) as session:
        await managed.rename(session, "summer-2026", "Sommar", MIA, NOW)
    assert (await where(room, one, of)).campaign == "sommar"
    async with unit_of_work(room.database) as session:
        await managed.close(session, "sommar", MIA, NOW)
    assert await where(room, one, of) == Leads(SHOP), "a closed collection decides nothing"


async def test_of_several_collections_the_one_made_last_decides(room: Room) -> None:
    [one] = await room.items(1)
    managed, of = Curation(settings()), settings()
    async with unit_of_work(room.database) as session:
        for name, address in (("Winter", WINTER), ("Summer", SUMMER), ("Testimonials", "")):
            row = await managed.make(session, name, MIA, NOW)
            await managed.lead(session, row.slug, address, MIA, NOW)
    async with unit_of_work(room.database) as session:
        for slug in ("testimonials", "summer", "winter"):  # in which order it was put in says nothing
            await managed.put_in(session, slug, [one], MIA, NOW)
    assert await where(room, one, of) == Leads(SUMMER, "summer", "Summer")
    async with unit_of_work(room.database) as session:
        await managed.lead(session, "summer", "", MIA, NOW)
    assert await where(room, one, of) == Leads(WINTER, "winter", "Winter")


async def test_a_campaign_of_the_settings_comes_after_collections(room: Room) -> None:
    [one] = await room.items(1)
    of = settings(SHOP, Autumn=WINTER, Other=SUMMER)
    async with unit_of_work(room.database) as session:
        for name in ("Other", "Autumn"):
            await Contents().add_to_campaign(session, one, name, "mia", NOW)
    assert await where(room, one, of) == Leads(WINTER, "autumn", "Autumn"), "in the order of the settings"
    async with unit_of_work(room.database) as session:
        await Curation(of).make(session, "Summer", MIA, NOW)
        await Curation(of).put_in(session, "summer", [one], MIA, NOW)
        await Curation(of).lead(session, "summer", SUMMER, MIA, NOW)
    assert (await where(room, one, of)).campaign == "summer"


async def test_each_change_is_listed_and_taken_back(room: Room) -> None:
    [one] = await room.items(1)
    managed, of = Curation(settings(SHOP)), settings(SHOP)
    async with unit_of_work(room.database) as session:
        row = await managed.make(session, "Summer", MIA, NOW)
        await managed.put_in(session, "summer", [one], MIA, NOW)
        await managed.lead(session, "summer", SUMMER, MIA, NOW)
        key = leads_key(row.id or 0)
        (change,) = [one for one in await changes(session) if one.what == key]
        assert (change.by_name, change.stands) == (MIA.name, True)
        assert change.value == {"url": SUMMER, "name": "Summer"}
    async with unit_of_work(room.database) as session:
        await managed.undo(session, change.id, MIA, NOW)
    assert await where(room, one, of) == Leads(SHOP)
    async with unit_of_work(room.database) as session:
        await managed.undo(session, ChangeId(False, change.id.row, lifted=True), MIA, NOW)
        assert await queries.override(session, key) is not None
    assert (await where(room, one, of)).target == SUMMER


@pytest.mark.parametrize("address", HOSTILE)
async def test_no_address_is_kept_that_no_link_may_lead_to(room: Room, address: str) -> None:
    managed = Curation(settings())
    async with unit_of_work(room.database) as session:
        await managed.make(session, "Summer", MIA, NOW)
        for work in (
            managed.set_leads_to(session, address, MIA, NOW),
            managed.lead(session, "summer", address, MIA, NOW),
        ):
            with pytest.raises(Refused) as error:
                await work
            assert error.value.key == Why.TARGET
            assert "500" in (error.value.remedy or "")
        assert await queries.overrides(session) == []


async def test_managers_alone_say_where_links_lead(room: Room) -> None:
    managed = Curation(settings())
    async with unit_of_work(room.database) as session:
        await managed.make(session, "Summer", MIA, NOW)
        for work in (
            managed.set_leads_to(session, SHOP, NOAH, NOW),
            managed.lead(session, "summer", SHOP, NOAH, NOW),
        ):
            with pytest.raises(Refused) as error:
                await work
            assert error.value.key == Why.NOT_ALLOWED


async def test_other_letters_are_kept_as_addresses_have_them(room: Room) -> None:
    async with unit_of_work(room.database) as session:
        await Curation(settings()).set_leads_to(session, "https://bücher.example/på", MIA, NOW)
        row = await queries.override(session, "leads_to")
    assert row is not None
    assert row.value == {"url": "https://xn--bcher-kva.example/p%C3%A5"}


@pytest.mark.parametrize("address", HOSTILE[:-1])
def test_the_settings_refuse_them_too(address: str) -> None:
    sections: list[Any] = [AmbassadorsSection, CampaignSection]
    for section, more in zip(sections, ({}, {"name": "Autumn"}), strict=True):
        with pytest.raises(ValidationError, match="leads_to"):
            section(leads_to=address, **more)


def test_prices_name_their_currency() -> None:
    with pytest.raises(ValidationError, match="currency"):
        AmbassadorsSection.model_validate({"prices": {"per_month": 100}})
    fits = AmbassadorsSection.model_validate({"prices": {"per_month": 100, "currency": "SEK"}})
    assert (fits.prices.per_month, fits.prices.per_conversion) == (100, None)

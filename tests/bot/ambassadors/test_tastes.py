"""Hashtags that stand on nearly every piece are no interest, no reason and no blame."""

from __future__ import annotations

from datetime import timedelta

from bot.ambassadors import offers
from bot.ambassadors.interests.service import choices
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.texts import PAID_TAGS
from bot.ambassadors.turns import offer, taste_of
from bot.curation.programme import common_tags
from bot.settings import Brand, CampaignSection, Settings, SourceSection
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import MIA, Programmed


def test_the_brands_its_campaigns_and_the_hashtags_that_are_looked_for_are_common() -> None:
    settings = Settings(
        brand=Brand(name="Kettle & Fern", hashtag="#YesKettle", handle="@kettle.and.fern@social.example"),
        campaigns=(CampaignSection(name="Autumn", hashtag="FernAutumn"), CampaignSection(name="None")),
        sources={
            "a": SourceSection.model_validate({"kind": "mastodon", "hashtags": ["#Teatime", "kettle"]}),
            "b": SourceSection.model_validate({"kind": "feed", "hashtags": "teatime"}),
        },
    )
    expected = {"kettlefern", "kettleandfern", "yeskettle", "fernautumn", "teatime", "kettle"}
    assert common_tags(settings) == expected


async def test_a_pin_brings_nothing_back_that_was_decided_or_would_be_the_third_of_its_creator(
    stage: Programmed,
) -> None:
    who = await stage.join()
    mine = await stage.pieces(3)
    other = await stage.pieces(2)
    shared, kept = other
    await stage.offered(who, *other)
    stage.now += timedelta(minutes=1)
    await stage.offered(who, *mine)
    await stage.shared(who, shared)
    stage.now += timedelta(minutes=1)
    async with unit_of_work(stage.database) as session:
        for item in (shared, mine[0], kept):
            await stage.programme_of.curation.pin(session, item, None, MIA, stage.now)
    stage.now += timedelta(minutes=1)
    picker, programme = Picker(), await stage.programme()
    turns = []
    for _ in range(3):
        stage.now += timedelta(minutes=1)
        async with unit_of_work(stage.database) as session:
            row = await stage.row(who)
            found = await offer(session, picker, row, programme, 1, stage.now)
            turns.append([(one.item_id, [reason.text for reason in one.why]) for one in found])
    assert turns == [[(kept, ["Mia"])], [(mine[0], ["Mia"])], []], (
        "the creator of three waits for another's turn"
    )


async def test_they_are_not_learnt_and_not_offered_as_interests(stage: Programmed) -> None:
    common = next(iter((await stage.programme()).common_tags & {"fjordcoffee"}))
    who = await stage.join(interests=("#FjordCoffee", "#mugs"))
    pieces = await stage.pieces(3, tags=[common, "mugs"])
    await stage.offered(who, *pieces)
    async with unit_of_work(stage.database) as session:
        for one in pieces:
            await offers.skip(session, who, one, stage.now)
    async with reading(stage.database) as session:
        programme = await stage.programme()
        taste = await taste_of(session, await stage.row(who), programme)
        found = await choices(session, "", stage.now, programme.common_tags | PAID_TAGS)
        typed = await choices(session, "FjordCoffee", stage.now, programme.common_tags)
    assert taste.tags == {"#mugs"}
    assert set(taste.leaning.tags) == {"mugs"}
    assert common in taste.common
    assert [one.key for one in found] == ["#mugs"]
    assert typed == []


async def test_a_pin_that_comes_again_where_somebody_asked_takes_nothing_of_the_promised_ones(
    stage: Programmed,
) -> None:
    who = await stage.join()
    [chosen, other] = [(await stage.pieces(1))[0] for _ in range(2)]
    async with unit_of_work(stage.database) as session:
        await offers.take(session, who, chosen, stage.now)
    await stage.offered(who, other)
    before = await left(stage, who)
    stage.now += timedelta(minutes=1)
    async with unit_of_work(stage.database) as session:
        for item in (chosen, other):
            await stage.programme_of.curation.pin(session, item, None, MIA, stage.now)
    stage.now += timedelta(minutes=1)
    programme = await stage.programme()
    async with unit_of_work(stage.database) as session:
        row = await stage.row(who)
        found = await offer(session, Picker(), row, programme, 5, stage.now, asked=True)
    assert {one.item_id for one in found} == {chosen, other}
    own, asked = await left(stage, who)
    assert own >= before[0], "none of those that come by themselves"
    assert asked == before[1] - 1, "what they chose from the channel stays that"


async def left(stage: Programmed, who: int) -> tuple[int, int]:
    """Picks of this week that are left: those that come by themselves, and those they may ask for."""
    programme, membership = await stage.programme(), stage.programme_of.membership
    async with reading(stage.database) as session:
        own = await membership.picks_left(session, who, programme, stage.now)
        return own, await membership.picks_left(session, who, programme, stage.now, asked=True)

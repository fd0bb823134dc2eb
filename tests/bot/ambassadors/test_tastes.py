"""Hashtags that stand on nearly every piece are no interest, no reason and no blame."""

from __future__ import annotations

from bot.ambassadors import offers
from bot.ambassadors.interests.service import choices
from bot.ambassadors.texts import PAID_TAGS
from bot.ambassadors.turns import taste_of
from bot.curation.programme import common_tags
from bot.settings import Brand, CampaignSection, Settings, SourceSection
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import Programmed


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

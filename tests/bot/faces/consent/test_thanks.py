"""A creator thanks those who shared their piece, from their private page: once, without a word of their own."""

from __future__ import annotations

import pytest

from bot.ambassadors.badges.service import badges_of
from bot.ambassadors.rules import Preferences
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Share
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.faces.consent.sending import GRANT, send
from tests.bot.faces.consent.support import Asked, House, token_in

BUTTON = "Thank those who shared this"


async def shared(house: House, asked: Asked) -> int:
    """A colleague who shared the piece."""
    ambassadors, services = house.services.outlet(Ambassadors), house.services
    async with unit_of_work(house.database) as session:
        account = await services.identities.account(session, "slack", "ULEA", house.now, name="Lea")
        programme = await ambassadors.programme(session)
        wanted = Preferences(networks=("bluesky",))
        row = await ambassadors.membership.join(session, account, wanted, programme, house.now)
        share = Share(
            ambassador_id=row.id,
            item_id=asked.item,
            link_id=1,
            code="c1",
            network="bluesky",
            language="en",
            opened_at=house.now,
        )
        session.add(share)
        await session.flush()
        await ambassadors.sharing.said(session, row.id or 0, share.id or 0, programme, house.now)
        return row.id or 0


async def thanks(house: House, who: int) -> int:
    async with reading(house.database) as session:
        return sum(one.kind == "thanks" for one in await badges_of(session, who))


async def test_a_creator_thanks_once(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        await send(browser, asked, **GRANT)
        assert BUTTON not in (await browser.get(asked.path)).text, "nobody shared it"
        who = await shared(house, asked)
        page = await browser.get(asked.path)
        assert BUTTON in page.text
        assert "One employee of Fjord Coffee has shared your piece" in page.text
        assert "Lea" not in page.text
        form = {"form": token_in(page.text), "do": "thank", "question": "<b>hello</b>"}
        done = await browser.post(asked.path, data=form)
        assert done.status_code == 303
        assert (await browser.post(asked.path, data=form)).status_code == 303
        after = await browser.get(asked.path)
    assert "You have thanked them." in after.text
    assert BUTTON not in after.text
    assert await thanks(house, who) == 1


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "Tacka dem som delat"), ("de", "Denen danken, die das geteilt haben")]
)
async def test_in_their_language(house: House, language: str, said: str) -> None:
    asked = await house.asked(language=language)
    async with house.browser() as browser:
        await send(browser, asked, **GRANT)
        await shared(house, asked)
        assert said in (await browser.get(asked.path)).text


async def test_nothing_comes_of_it_without_a_yes_or_the_pages_own_form(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await browser.get(asked.path)
        who = await shared(house, asked)
        early = await browser.post(asked.path, data={"form": token_in(page.text), "do": "thank"})
        assert early.status_code == 409
        await send(browser, asked, **GRANT)
        foreign = await browser.post(asked.path, data={"form": "x.y.z", "do": "thank"})
        assert foreign.status_code == 400
    assert await thanks(house, who) == 0

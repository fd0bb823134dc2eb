"""What may be shared, what it gives, and what nothing is given for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.ambassadors import queries
from bot.ambassadors.activity import queries as activity
from bot.ambassadors.rules import Measure
from bot.ambassadors.taking_back import not_posted, take_back
from bot.content.tables import Item
from bot.curation.rules import Limit, Mark
from bot.kernel.errors import Refused
from bot.review.rules import Action
from bot.rights import contacts
from bot.rights.scope import Use
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.ambassadors.support import FRIDAY, MIA, Programmed, programmed
from tests.bot.review.support import decision


async def refusal(stage: Programmed, who: int, item: int, network: str = "bluesky", text: str = "Hi") -> str:
    with pytest.raises(Refused) as error:
        await stage.share(who, item, network, text)
    assert error.value.remedy
    return error.value.key


async def test_a_share_is_a_post_with_credit_disclosure_and_link(stage: Programmed) -> None:
    who = await stage.join(languages=("sv",))
    [item] = await stage.pieces()
    made = await stage.share(who, item, "bluesky", "Titta!")
    assert made.link == "https://go.fjord.example/s/c1"
    assert made.text == f"Titta!\n\nAv Anna Svensson\nJag arbetar på Fjord Coffee. #anställd\n{made.link}"
    assert parse_qs(urlsplit(made.address).query) == {"text": [made.text]}
    assert not made.copied
    new = stage.codes.made[0]
    assert (new.disclosure, new.credit, new.owner) == (
        "Jag arbetar på Fjord Coffee. #anställd",
        "Av Anna Svensson",
        who,
    )
    again = await stage.share(who, item, "bluesky", "Titta igen!")
    assert (again.share_id, again.link) == (made.share_id, made.link), "pressed again it is the same share"
    linked = await stage.share(who, item, "linkedin", "Titta!")
    assert linked.copied
    assert (
        linked.address
        == "https://www.linkedin.com/sharing/share-offsite/?url=https%3A%2F%2Fgo.fjord.example%2Fs%2Fc2"
    )


async def test_it_is_told_that_a_creator_was_paid(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces(origin="influencer")
    made = await stage.share(who, item)
    assert "I work at Fjord Coffee. Its creator was paid. #employee" in made.text


async def test_suggested_texts_are_in_the_persons_language(stage: Programmed) -> None:
    who = await stage.join(languages=("de", "en"))
    [item] = await stage.pieces()
    async with reading(stage.database) as session:
        programme = await stage.programme_of.programme(session)
        found = await stage.programme_of.sharing.suggest_texts(session, who, item, programme, stage.now)
    assert len(found) == 3
    assert any("„Text 0“" in one.text for one in found)


async def test_only_what_is_licensed_for_colleagues_is_shared(stage: Programmed) -> None:
    who = await stage.join()
    creator = await stage.desk.room.creator(external_id="paid", name="Paid")
    async with unit_of_work(stage.database) as session:
        site = frozenset({Use.WEBSITE})
        until = stage.now + timedelta(days=2)
        await contacts.clear(session, creator, "paid", site, stage.now, until, MIA, stage.now)
    [website_only] = await stage.pieces(creator_id=creator)
    assert await refusal(stage, who, website_only) == "share-not-licensed"
    assert await refusal(stage, who, 99_999) == "share-not-licensed"
    [item] = await stage.pieces()
    await stage.desk.room.decide(decision(item, Action.UNDO, MIA))
    assert await refusal(stage, who, item) == "share-not-licensed", "nobody approves of it any more"


async def test_a_licence_ends_in_its_second(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    stage.now = FRIDAY + timedelta(days=365, seconds=-1)
    await stage.share(who, item)
    stage.now += timedelta(seconds=1)
    assert await refusal(stage, who, item) == "share-not-licensed"


async def test_what_curation_says_holds(stage: Programmed) -> None:
    who = await stage.join()
    [held, hidden, limited, free] = await stage.pieces(4)
    async with unit_of_work(stage.database) as session:
        curation = stage.programme_of.curation
        await curation.hold(session, held, stage.now + timedelta(hours=1), MIA, stage.now)
        await curation.pin(
            session, held, stage.now + timedelta(days=30), MIA, stage.now
        )  # from then on it is wanted
        await curation.hide(session, hidden, MIA, stage.now)
        await curation.limit(session, limited, Limit(1, 7), MIA, stage.now)
    assert await refusal(stage, who, held) == "share-held"
    async with reading(stage.database) as session:
        there = replace(await stage.programme_of.programme(session), zone="Europe/Stockholm")
        with pytest.raises(Refused, match=r"from 2026-11-20 14:00 \(Europe/Stockholm\)"):
            await stage.programme_of.sharing.sharable(session, held, there, stage.now)
    assert await refusal(stage, who, hidden) == "share-hidden"
    await stage.shared(who, limited)
    assert await refusal(stage, who, limited, "linkedin") == "share-limit"
    stage.now += timedelta(hours=1)
    await stage.share(who, held)
    stage.now += timedelta(days=7)
    await stage.share(who, limited)
    async with unit_of_work(stage.database) as session:
        curation = stage.programme_of.curation
        assert await curation.lift(session, hidden, Mark.HIDE, MIA, stage.now)
        await curation.set_piece_limit(session, Limit(1, 7), MIA, stage.now)
        await curation.set_networks(session, ["x", "bluesky"], MIA, stage.now)
        await curation.set_blocked_words(session, ["guaranteed", "best ever"], MIA, stage.now)
    await stage.shared(who, hidden)
    assert await refusal(stage, who, hidden, "x") == "share-limit"
    assert await refusal(stage, who, free, "linkedin") == "share-network-off"
    assert await refusal(stage, who, free, "telegram") == "share-network-off"
    with pytest.raises(Refused, match="“best ever” may not stand"):
        await stage.share(who, free, text="The BEST\u200b  ever!")
    assert len(stage.codes.made) == 3, "what is refused makes no link"


async def test_a_mastodon_post_opens_on_the_persons_own_server(stage: Programmed) -> None:
    who = await stage.join(networks=("mastodon",), mastodon="social.example")
    [item] = await stage.pieces()
    made = await stage.share(who, item, "mastodon")
    assert urlsplit(made.address).netloc == "social.example"
    other = await stage.join()
    assert await refusal(stage, other, item, "mastodon") == "ambassador-no-server"


async def test_hostile_pieces_stay_text(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    async with unit_of_work(stage.database) as session:
        row = await session.get_one(Item, item)
        row.title, row.text = "T\r\nBcc: a@evil.example", "{creator} <!channel> &body=x @everyone #spam “”"
    async with reading(stage.database) as session:
        programme = await stage.programme_of.programme(session)
        texts = await stage.programme_of.sharing.suggest_texts(session, who, item, programme, stage.now)
    assert not any("@" in one.text or "#" in one.text for one in texts)
    mail = await stage.share(who, item, "mail", texts[0].text)
    asked = parse_qs(urlsplit(mail.address).query)
    assert set(asked) == {"subject", "body"}
    assert asked["subject"] == ["T Bcc: a@evil.example"]


async def test_points_are_given_once(stage: Programmed) -> None:
    who, other = await stage.join(), await stage.join("Ole")
    [item] = await stage.pieces()
    share = await stage.shared(who, item)
    assert await stage.score(who) == 15, "a share, and the first of that piece"
    assert not await stage.said(who, share)
    await stage.shared(other, item)
    assert await stage.score(other) == 10
    await stage.shared(who, item, "linkedin")
    assert await stage.score(who) == 25
    assert await stage.visited(share, 3) == 3
    assert await stage.visited(share, 0) == 0
    assert (await stage.score(who), await stage.score(who, Measure.CLICKS)) == (28, 3)
    with pytest.raises(Refused, match="isn't known"):
        await stage.said(other, share)
    async with unit_of_work(stage.database) as session:
        link = (await stage.share_row(share)).link_id
        programme = await stage.programme_of.programme(session)
        for _ in range(2):
            await stage.programme_of.sharing.converted(session, link, "order-1", programme, stage.now)
    assert await stage.score(who) == 48
    assert await stage.differences() == []


async def test_the_first_click_shows_that_it_was_shared(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    await stage.offered(who, item)
    made = await stage.share(who, item)
    assert await stage.score(who) == 0, "opening a composer is no share"
    assert await stage.visited(made.share_id) == 1
    row = await stage.share_row(made.share_id)
    assert (row.how, row.shared_at, row.visitors) == ("click", stage.now, 1)
    assert await stage.score(who) == 16
    assert not await stage.said(who, made.share_id)
    async with reading(stage.database) as session:
        offer = await queries.offer(session, who, item)
    assert offer is not None
    assert offer.state == "shared"


async def test_a_script_that_clicks_gives_no_more_than_a_days_points(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    share = await stage.shared(who, item)
    await stage.visited(share, 30)
    await stage.visited(share, 1_000_000)
    assert await stage.score(who) == 15 + 50
    stage.now += timedelta(days=1)
    await stage.visited(share, 7)
    assert await stage.score(who) == 15 + 50 + 7
    assert await stage.differences() == []


async def test_x_gives_nothing_whatever_the_settings_say(stage: Programmed) -> None:
    who = await stage.join()
    [item, other] = await stage.pieces(2)
    share = await stage.shared(who, item, "x")
    await stage.visited(share, 9)
    async with unit_of_work(stage.database) as session:
        link = (await stage.share_row(share)).link_id
        programme = await stage.programme_of.programme(session)
        assert not await stage.programme_of.sharing.converted(session, link, "order-9", programme, stage.now)
    for measure in Measure:
        assert await stage.score(who, measure) == 0
        assert (await stage.board(measure)).total == 0
    row = await stage.share_row(share)
    assert (row.how, row.visitors) == ("said", 9), "it is counted, and rewards nobody"
    await stage.shared(who, item, "bluesky")
    assert await stage.score(who) == 15, "elsewhere it is still the first share"
    assert other


async def test_what_was_said_by_mistake_is_taken_back(stage: Programmed) -> None:
    who, other = await stage.join(), await stage.join("Ole")
    [item] = await stage.pieces()
    share = await stage.shared(who, item)
    async with unit_of_work(stage.database) as session:
        assert await take_back(session, stage.work, who, share, stage.now)
        assert not await take_back(session, stage.work, who, share, stage.now)
    assert await stage.score(who) == 0
    assert (await stage.board()).total == 0
    await stage.shared(other, item)
    assert await stage.score(other) == 15, "now theirs is the first"
    await stage.said(who, share)
    await stage.visited(share)
    async with unit_of_work(stage.database) as session:
        assert not await take_back(session, stage.work, who, share, stage.now)
    assert await stage.score(who) == 11
    assert await stage.differences() == []


async def test_a_programme_that_is_off_shares_nothing(sqlite_database: Database, tmp_path: Path) -> None:
    async with programmed(sqlite_database, tmp_path) as stage:
        who = await stage.join()
        [item] = await stage.pieces()
        stage.settings = stage.settings.model_copy(
            update={"ambassadors": stage.settings.ambassadors.model_copy(update={"enabled": False})}
        )
        stage.programme_of.curation._settings = stage.settings
        assert await refusal(stage, who, item) == "ambassador-off"


async def test_a_piece_stays_shared_where_it_was_shared_elsewhere_too(small_stage: Programmed) -> None:
    stage = small_stage
    who = await stage.join()
    [item] = await stage.pieces()
    await stage.offered(who, item)
    first, second = await stage.shared(who, item, "bluesky"), await stage.shared(who, item, "x")
    for share, left in ((second, "shared"), (first, "shown")):
        async with unit_of_work(stage.database) as session:
            assert await take_back(session, stage.work, who, share, stage.now)
            offer = await queries.offer(session, who, item)
            assert offer is not None
            assert offer.state == left


async def test_what_was_not_posted_is_not_asked_about_until_it_is_opened_again(
    small_stage: Programmed,
) -> None:
    stage = small_stage
    who = await stage.join()
    [item] = await stage.pieces()
    share = (await stage.share(who, item)).share_id
    since = stage.now - timedelta(days=1)
    async with unit_of_work(stage.database) as session:
        assert await activity.opened_by(session, who, since) == 1
        assert await not_posted(session, who, item) == 1
        assert await not_posted(session, who, item) == 0
        assert await activity.opened_by(session, who, since) == 0
        assert await queries.count_opened(session, item, since, (0, "")) == 0, "it takes up no room any more"
    assert (await stage.share(who, item)).share_id == share
    async with unit_of_work(stage.database) as session:
        assert await activity.opened_by(session, who, since) == 1
        await not_posted(session, who, item)
    await stage.visited(share)
    async with unit_of_work(stage.database) as session:
        [found] = await activity.shared_by(session, who, 5)
        assert found.how == "click", "a visitor shows that it was"

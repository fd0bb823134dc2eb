"""What is kept of how a piece sounds and whose it is, through edits, lost stars and second finds."""

from __future__ import annotations

from sqlmodel import select

from bot.content.queries import get_items
from bot.content.tables import Item
from bot.intake.line import Intake
from bot.kernel.origin import Origin
from bot.people.rules import Person, Role
from bot.review.rules import COUNTED
from bot.review.tables import Review
from bot.screening.registry import load_checks
from bot.sources.base import Removed
from bot.storage.unit_of_work import reading
from tests.bot.content.pieces import LONG, post
from tests.bot.intake.support import Line

GOOD = "I love this jacket, it is great and keeps me warm on every walk"
BAD = "I hate this jacket, it is awful and broke on the very first walk"


async def _item(line: Line, item_id: int) -> Item:
    async with reading(line.database) as session:
        return (await get_items(session, [item_id]))[item_id]


async def _review(line: Line, item_id: int) -> Review:
    async with reading(line.database) as session:
        return (await session.exec(select(Review).where(Review.item_id == item_id))).one()


def tagged(line: Line, **origins: Origin) -> None:
    line.intake = Intake(line.contents, load_checks(), line.reviews, line.work, origins=origins)


async def test_words_then_an_edit_then_stars_and_stars_lost(line: Line) -> None:
    (item,) = (await line.take("shop", post("1", GOOD))).new
    assert (await _item(line, item)).sentiment == "positive"
    await line.take("shop", post("1", BAD))
    assert (await _item(line, item)).sentiment == "negative"
    await line.take("shop", post("1", BAD, rating=5.0, rating_scale=5.0))
    assert (await _item(line, item)).sentiment == "positive"
    await line.take("shop", post("1", BAD, rating=3.0, rating_scale=5.0))
    assert (await _item(line, item)).sentiment == "neutral"
    await line.take("shop", post("1", BAD))
    assert (await _item(line, item)).sentiment == "negative"


async def test_counts_alone_leave_the_sentiment(line: Line) -> None:
    (item,) = (await line.take("shop", post("1", GOOD))).new
    await line.take("shop", post("1", GOOD, metrics={"likes": 9}))
    kept = await _item(line, item)
    assert (kept.metrics, kept.sentiment) == ({"likes": 9}, "positive")


async def test_a_tagged_source_counts_its_pieces_and_queues_none(line: Line) -> None:
    tagged(line, ours=Origin.BRAND, stars=Origin.INFLUENCER)
    (own,) = (await line.take("ours", post("1", f"{LONG} ours"))).new
    (paid,) = (await line.take("shop", post("2", f"{LONG} paid", origin=Origin.PAID))).new
    (famous,) = (await line.take("stars", post("3", f"{LONG} famous"))).new
    (customer,) = (await line.take("ours", post("4", f"{LONG} customer", origin=Origin.UGC))).new
    assert [(await _item(line, one)).origin for one in (own, paid, famous, customer)] == [
        "brand", "paid", "influencer", "ugc",
    ]  # fmt: skip
    for one in (own, paid):
        review = await _review(line, one)
        assert (review.status, review.reason) == ("closed", COUNTED)
    assert [(await _review(line, one)).status for one in (famous, customer)] == ["queued", "queued"]


async def test_own_pieces_stay_out_of_the_queue_when_they_come_back(line: Line) -> None:
    tagged(line, ours=Origin.BRAND)
    (own,) = (await line.take("ours", post("1", LONG))).new
    await line.take("ours", Removed("1"))
    await line.take("ours", post("1", LONG))
    assert (await _item(line, own)).life == "live"
    assert (await _review(line, own)).status == "closed"
    async with reading(line.database) as session:
        assert await line.reviews.claim_next(session, Person("U1", "Mia", Role.MODERATOR), line.now) is None


async def test_what_turns_out_to_be_ours_leaves_the_queue_and_comes_back(line: Line) -> None:
    (item,) = (await line.take("file", post("1", LONG))).new
    await line.take("file", post("1", LONG, origin=Origin.BRAND))
    assert (await _review(line, item)).reason == COUNTED
    await line.take("file", post("1", LONG))  # says nothing: stays
    assert (await _item(line, item)).origin == "brand"
    await line.take("file", post("1", LONG, origin=Origin.UGC))
    assert (await _review(line, item)).status == "queued"


async def test_the_brands_own_source_claims_what_a_search_found_first(line: Line) -> None:
    tagged(line, ours=Origin.BRAND)
    where = "https://shop.example/posts/1"
    (item,) = (await line.take("search", post("a", LONG, url=where))).new
    taken = await line.take("ours", post("b", LONG, url=where))
    assert taken.merged == (item,)
    assert (await _item(line, item)).origin == "brand"
    await line.take("search", post("a", LONG, url=where))
    assert (await _review(line, item)).reason == COUNTED

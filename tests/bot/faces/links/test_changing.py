"""A link that is shared again, those who write at the same time, and codes that somebody makes up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.faces.web.links.resolving import Resolver
from bot.kernel.errors import NeverWorks
from bot.links import queries
from bot.links.clicks import visitors
from bot.links.clicks.visitors import household
from bot.links.rules import ALPHABET
from bot.links.tables import Link
from bot.review.tables import ReviewEvent
from bot.settings.links import LinksSection
from bot.storage.database import Database
from bot.storage.types import table_of
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.faces.links.support import NEW, Sharing, open_sharing, query_of

LATER = "https://shop.example/autumn"


async def renewed(sharing: Sharing, link: Link, **changes: object) -> bool:
    new = replace(NEW, item_id=link.item_id, network=link.network, **changes)  # type: ignore[arg-type]  # fields of it
    async with unit_of_work(sharing.database) as session:
        return await sharing.services.links.renew(session, link.id or 0, new)


async def test_a_link_that_is_shared_again_leads_and_says_what_it_should_now(anywhere: Sharing) -> None:
    piece = await anywhere.piece()
    at_once = await anywhere.link(piece.item, campaign="summer")
    page = await anywhere.link(piece.item, network="linkedin")
    assert (await anywhere.follow(at_once)).headers["location"].startswith("https://shop.example/tea")
    assert "shop.example" in (await anywhere.follow(page)).text
    assert await renewed(anywhere, at_once, target=LATER, campaign="autumn")
    answer = await anywhere.follow(at_once)
    assert answer.headers["location"].startswith(f"{LATER}?utm_source=bluesky")
    assert query_of(answer)["utm_campaign"] == ["autumn"]
    changes = {"target": None, "disclosure": "I am employed by Fjord. #ad", "credit": "By Anna"}
    assert await renewed(anywhere, page, **changes)
    said = (await anywhere.follow(page)).text
    assert "I am employed by Fjord. #ad" in said
    assert "By Anna" in said
    assert "I work at Fjord Coffee" not in said
    assert "shop.example" not in said
    assert (await anywhere.counted(at_once)).clicks == 2, "clicks go on counting on the same link"


async def test_a_kept_link_that_is_shared_again_is_noticed(database: Database, tmp_path: Path) -> None:
    async with open_sharing(database, tmp_path, look=0.05) as sharing:
        link = await sharing.shared()
        for target in (LATER, "https://shop.example/winter", LATER):
            await sharing.follow(link)
            assert await renewed(sharing, link, target=target)
            await asyncio.sleep(0.06)
            assert (await sharing.follow(link)).headers["location"].startswith(target)


async def test_a_link_that_ended_is_not_brought_back(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    async with unit_of_work(anywhere.database) as session:
        await anywhere.services.links.end_of_owner(session, 7, "left", anywhere.now)
    assert not await renewed(anywhere, link, target=LATER)
    assert (await anywhere.follow(link)).status_code == 410


@pytest.mark.parametrize("target", ["javascript:alert(1)", "//evil.example", "https://a@evil.example/"])
async def test_no_link_is_bent_to_what_is_no_web_address(sharing: Sharing, target: str) -> None:
    link = await sharing.shared()
    with pytest.raises(NeverWorks, match="No link can lead"):
        await renewed(sharing, link, target=target)
    assert (await sharing.follow(link)).headers["location"].startswith("https://shop.example/tea")


async def test_the_same_again_changes_nothing(sharing: Sharing) -> None:
    link = await sharing.shared()
    assert await renewed(sharing, link)
    async with reading(sharing.database) as session:
        assert (await session.get_one(Link, link.id)).changed == 0


async def test_changes_are_numbered_in_the_order_in_which_they_commit(anywhere: Sharing) -> None:
    first, second = await anywhere.shared(), await anywhere.shared(owner=8)
    await renewed(anywhere, second, target=LATER)
    async with unit_of_work(anywhere.database) as session:
        await anywhere.services.links.end_of_owner(session, 7, "left", anywhere.now)
    async with reading(anywhere.database) as session:
        rows = [await session.get_one(Link, one.id) for one in (first, second)]
    assert [row.changed for row in rows] == [2, 1]


# ---- several who write at once ----


async def test_what_commits_late_under_an_earlier_number_ends_the_link(
    postgres_url: str, tmp_path: Path
) -> None:
    """Two replicas write events of review at once. The one with the lower number commits last, and the newest number
    doesn't move: what it did must be noticed all the same."""
    database = Database(postgres_url)
    async with open_sharing(database, tmp_path, look=0.0) as sharing:
        piece = await sharing.piece()
        link = await sharing.link(piece.item)
        resolver = Resolver(database, LinksSection(), look=0.0)

        async def leads() -> bool:
            found = await resolver.find(link.code, sharing.now)
            return found is not None and found.leads(sharing.now)

        assert await leads()
        async with database.engine.connect() as early, database.engine.connect() as late:
            await early.execute(_event(piece.item, 101))
            await late.execute(_event(piece.item, 102))
            await late.commit()
            assert await leads(), "what the other one does isn't seen yet"
            assert await leads()
            await early.execute(sa.text("UPDATE review SET status = 'rejected'"))
            await early.commit()
        assert not await leads()
        looked = await queries.marks(database, sharing.now)
        assert looked.writing >= looked.following > 0, "nobody writes: it is settled"
    await database.close()


def _event(item_id: int, revision: int) -> sa.Executable:
    said = {"action": "note", "actor": "mia", "actor_name": "Mia", "via": "slack", "at": sa.func.now()}
    return sa.insert(table_of(ReviewEvent)).values(item_id=item_id, revision=revision, **said)


# ---- made-up codes ----


async def test_made_up_codes_hold_nobody_up(anywhere: Sharing) -> None:
    """A thousand codes of nobody's are on their way: a link is found with one statement more."""
    link = await anywhere.shared()
    asked: list[int] = []
    find = queries.by_codes

    async def counting(session: object, codes: set[str]) -> dict[str, Link]:
        asked.append(len(codes))
        return await find(session, codes)  # type: ignore[arg-type]  # passed on

    resolver = anywhere.links.resolver
    letters = [ALPHABET[at % len(ALPHABET)] * 6 for at in range(40)]
    made_up = [f"{word}{a}{b}" for word in letters for a in "abcde" for b in "fghij"]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bot.faces.web.links.resolving.queries.by_codes", counting)
        strangers = [asyncio.create_task(resolver.find(code, anywhere.now)) for code in made_up]
        await asyncio.sleep(0)
        found = await asyncio.wait_for(resolver.find(link.code, anywhere.now), 10)
        nobodys = await asyncio.gather(*strangers)
    assert found is not None
    assert nobodys == [None] * 1000
    assert sum(asked) == 1001
    assert len(asked) <= 3, "they share statements"
    assert not resolver._reading, "nothing is kept of a code that is none"


async def test_those_who_follow_the_same_link_at_once_share_one_reading(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    resolver = anywhere.links.resolver
    found = await asyncio.gather(*(resolver.find(link.code, anywhere.now) for _ in range(20)))
    assert len({id(one) for one in found}) == 1


async def test_whoever_goes_away_takes_nobody_along(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    resolver = anywhere.links.resolver
    gone = asyncio.create_task(resolver.find(link.code, anywhere.now))
    stays = asyncio.create_task(resolver.find(link.code, anywhere.now))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays is not None


async def test_a_picture_while_the_database_is_away_is_busy(sharing: Sharing) -> None:
    piece = await sharing.piece(media=("image",))
    link = await sharing.link(piece.item, target=None)
    assert (await sharing.follow(f"{link.code}/picture")).status_code == 200
    await sharing.run("ALTER TABLE media RENAME TO media_away")
    answer = await sharing.follow(f"{link.code}/picture")
    await sharing.run("ALTER TABLE media_away RENAME TO media")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    await sharing.run("ALTER TABLE link RENAME TO link_away")
    assert (await sharing.follow(f"{link.code}/picture")).status_code == 503
    await sharing.run("ALTER TABLE link_away RENAME TO link")
    assert (await sharing.follow(f"{link.code}/picture")).status_code == 200


# ---- addresses in memory ----


async def test_addresses_are_forgotten_with_the_days_key(sharing: Sharing) -> None:
    link = await sharing.shared()
    await sharing.follow(link, "2001:db8:1:2::7")
    await sharing.counter.flush()
    assert household("2001:db8:1:2::8") == "2001:db8:1:2::/64"
    assert visitors._network.cache_info().currsize > 0
    sharing.tick(days=1)
    await sharing.forget()
    assert visitors._network.cache_info().currsize == 0

"""The code of a private page, wherever the account that made the piece writes it."""

from __future__ import annotations

import pytest

from bot.rights.outcomes import AskRefused
from bot.rights.scope import Use
from bot.rights.visiting import Choice
from bot.storage.unit_of_work import unit_of_work
from tests.bot.intake.reaching.support import Reach
from tests.sources.mastodon.home import ANA, BO

BOTH = frozenset({Use.WEBSITE, Use.ADS})


async def waits_for_a_code(reach: Reach) -> tuple[int, str]:
    """A creator allowed on the page more than their link proves."""
    ask = await reach.asked()
    async with unit_of_work(reach.database) as session:
        row = await reach.row(ask)
        row.link_expires_at = reach.now.replace(year=2030)
        await session.merge(row)
    async with unit_of_work(reach.database) as session:
        done = await reach.services.asks.allow(session, ask, Choice(BOTH, "Ana", "form-1"), reach.now)
    assert not isinstance(done, AskRefused), done
    row = await reach.row(ask)
    assert row.granted_uses == ["website"]
    return ask, reach.services.asks.code(row)


@pytest.mark.parametrize("reply", [True, False])
async def test_it_confirms_in_an_answer_and_in_a_mention(reach: Reach, reply: bool) -> None:
    ask, code = await waits_for_a_code(reach)
    text = f"@brand {code.lower()}"
    said = reach.answer(text) if reply else reach.home.add(ANA, text)
    await reach.poll()
    await reach.look(seconds=1)
    row = await reach.row(ask)
    assert (row.granted_uses, row.proof) == (["website", "ads"], "code")
    assert await reach.rows("SELECT 1 FROM sighting WHERE external_id = :uri", uri=said["uri"]) == []


async def test_it_confirms_nothing_from_another_account(reach: Reach) -> None:
    ask, code = await waits_for_a_code(reach)
    reach.home.add(BO, f"@brand look what I found: {code}")
    await reach.poll()
    await reach.look()
    assert (await reach.row(ask)).granted_uses == ["website"]


@pytest.mark.parametrize("creator_first", [True, False])
async def test_whoever_copies_a_code_takes_nothing_away(reach: Reach, creator_first: bool) -> None:
    ask, code = await waits_for_a_code(reach)
    for who in (ANA, BO) if creator_first else (BO, ANA):
        reach.home.add(who, f"@brand {code}")
    await reach.poll()
    await reach.look(seconds=1)
    row = await reach.row(ask)
    assert (row.granted_uses, row.proof) == (["website", "ads"], "code")
    assert await reach.told("is not its creator's")


async def test_another_code_is_a_piece_like_others(reach: Reach) -> None:
    ask, _ = await waits_for_a_code(reach)
    said = reach.home.add(ANA, "@brand my order is GW-0000-0000")
    await reach.poll()
    await reach.item(said["uri"])
    assert (await reach.row(ask)).granted_uses == ["website"]

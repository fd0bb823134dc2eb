"""What time does to permissions: reminders, ends, warnings, renewals; on both databases."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.rights.outcomes import AskDone, AskRefused
from bot.rights.rules import AskAction
from bot.rights.scope import Scope
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW
from tests.bot.rights.support import PLAIN, SITE, YES, Desk, kind, one, open_desk


async def test_an_unanswered_ask_is_reminded_of_once_and_ends(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.later(days=6.9)
    assert await desk.told() == []
    await desk.later(days=0.2)
    await desk.later(days=0.2)
    assert [line for line in await desk.told() if "Nobody has answered" in line] == [
        f"Nobody has answered the permission request about item {item} yet."
    ]
    async with unit_of_work(desk.database) as session:
        assert isinstance(await desk.asks.remind(session, ask, NOAH, desk.now), AskDone)
    async with unit_of_work(desk.database) as session:
        assert isinstance(await desk.asks.remind(session, ask, NOAH, desk.now), AskRefused)
    assert (await desk.row(ask)).status == "reminded"
    await desk.later(days=7)
    row = await desk.row(ask)
    assert (row.status, row.live, row.due_at) == ("expired", False, None)
    assert kind(await desk.ask(item)) == "already_asked", "who didn't answer is not asked again by anybody"


@pytest.mark.parametrize(
    ("text", "status"), [(YES, "answered"), ("hm?", "answered"), ("No thanks", "declined")]
)
async def test_an_answer_after_the_end_is_for_a_person(desk: Desk, text: str, status: str) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.later(days=15)
    await desk.answer(ask, text)
    row = await desk.row(ask)
    assert (row.status, row.live, row.answer) == (status, status == "answered", text)
    assert await desk.licence(item) is None


async def test_a_late_answer_goes_to_the_ask_that_stands(desk: Desk) -> None:
    item = await one(desk)
    first = await desk.asked(item)
    await desk.later(days=15)
    await desk.record(item, AskAction.REOPEN, MIA)
    second = await desk.asked(item)
    await desk.answer(first, YES)
    assert [(one.id, one.status) for one in await desk.rows(item)] == [(first, "none"), (second, "granted")]


async def test_platforms_that_frown_upon_reminders_get_none(
    sqlite_database: Database, tmp_path: Path
) -> None:
    limits = replace(PLAIN, no_reminders=frozenset({"bluesky"}))
    async with open_desk(sqlite_database, tmp_path, limits) as desk:
        [item] = await desk.room.queued(1, platform="bluesky")
        ask = await desk.asked(item)
        assert (await desk.row(ask)).remind_at is None
        await desk.later(days=8)
        assert await desk.told() == []


async def test_a_licence_ends_and_leaves(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, YES)
    row = await desk.row(ask)
    assert row.licence_until is not None
    await desk.later(days=304)
    await desk.later(days=2)
    await desk.later(days=44)
    await desk.later(days=2)
    endings = [line for line in await desk.told() if "ends on" in line]
    assert len(endings) == 2, "60 and 14 days before"
    assert [step.data["days"] for step in await desk.steps(item) if step.action is AskAction.WARNED] == [
        60,
        14,
    ]
    desk.now = row.licence_until - timedelta(seconds=1)
    assert await desk.licence(item) is not None
    desk.now = row.licence_until
    assert await desk.licence(item) is None, "in that second, before any work has run"
    await desk.later()
    row = await desk.row(ask)
    assert (row.status, row.live, row.due_at) == ("expired", False, None)
    assert await desk.removals() == [item]
    desk.now = NOW
    assert await desk.licence(item) is None, "a clock that is set back brings nothing back"
    again = await desk.asked(item)
    assert (await desk.row(again)).supersedes_id == ask


async def test_a_long_downtime_warns_once_of_what_is_nearest(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, YES)
    await desk.later(days=360)
    await desk.later()
    assert [step.data["days"] for step in await desk.steps(item) if step.action is AskAction.WARNED] == [14]
    await desk.later(days=10)
    assert (await desk.row(ask)).status == "expired"


async def test_short_licences_are_not_warned_of_as_they_begin(desk: Desk) -> None:
    item = await one(desk)
    done = await desk.ask(item, scope=Scope(SITE, duration_days=30))
    assert isinstance(done, AskDone)
    await desk.answer(done.ask.id or 0, YES)
    await desk.later(seconds=1)
    assert not any("ends on" in line for line in await desk.told())
    row = await desk.row(done.ask.id or 0)
    assert row.licence_until is not None
    assert row.due_at == row.licence_until - timedelta(days=14)


async def test_until_withdrawn_has_no_end(desk: Desk) -> None:
    item = await one(desk)
    done = await desk.ask(item, scope=Scope(SITE, duration_days=0))
    assert isinstance(done, AskDone)
    await desk.answer(done.ask.id or 0, YES)
    row = await desk.row(done.ask.id or 0)
    assert (row.licence_until, row.due_at) == (None, None)
    await desk.later(days=9999)
    assert await desk.licence(item) is not None


async def test_a_renewal_takes_the_place_of_the_old_one(desk: Desk) -> None:
    item = await one(desk)
    old = await desk.asked(item)
    await desk.answer(old, YES)
    await desk.later(days=310)
    assert kind(await desk.ask(item)) == "already_answered"
    asked = await desk.renew(item)
    assert isinstance(asked, AskDone)
    new = asked.ask.id or 0
    assert kind(await desk.renew(item)) == "already_asked"
    licence = await desk.licence(item)
    assert licence is not None
    assert licence.ask_id == old
    await desk.answer(new, YES)
    assert [(one.status, one.live, one.renewal) for one in await desk.rows(item)] == [
        ("superseded", False, False),
        ("granted", True, False),
    ]
    licence = await desk.licence(item)
    assert licence is not None
    assert licence.ask_id == new
    assert licence.until == desk.now + timedelta(days=365)


async def test_a_renewal_that_is_declined_leaves_the_old_one_until_it_ends(desk: Desk) -> None:
    item = await one(desk)
    old = await desk.asked(item)
    await desk.answer(old, YES)
    await desk.later(days=310)
    asked = await desk.renew(item)
    assert isinstance(asked, AskDone)
    await desk.answer(asked.ask.id or 0, "No thanks")
    assert await desk.licence(item) is not None
    await desk.later(days=60)
    assert await desk.licence(item) is None
    assert kind(await desk.ask(item)) == "declined_before"


async def test_a_renewal_outlives_the_licence_it_was_asked_beside(desk: Desk) -> None:
    item = await one(desk)
    old = await desk.asked(item)
    await desk.answer(old, YES)
    await desk.later(days=360)
    asked = await desk.renew(item)
    assert isinstance(asked, AskDone)
    await desk.later(days=6)
    assert await desk.licence(item) is None
    assert (await desk.row(asked.ask.id or 0)).renewal is False
    await desk.answer(asked.ask.id or 0, YES)
    assert await desk.licence(item) is not None


async def test_a_withdrawal_takes_the_renewal_with_it(desk: Desk) -> None:
    item = await one(desk)
    old = await desk.asked(item)
    await desk.answer(old, YES)
    await desk.later(days=310)
    await desk.renew(item)
    await desk.withdraw(old, never_contact=True)
    assert [one.status for one in await desk.rows(item)] == ["withdrawn", "declined"]
    assert await desk.licence(item) is None
    assert await desk.removals() == [item]


@pytest.mark.parametrize("older", [False, True])
async def test_what_is_taken_down_goes_whichever_request_it_was_pressed_at(desk: Desk, older: bool) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, YES)
    renewal = await desk.renew(item)
    assert isinstance(renewal, AskDone)
    await desk.withdraw(ask if older else renewal.ask.id or 0, actor=MIA)
    assert await desk.licence(item) is None
    assert [row.status for row in await desk.rows(item)] == ["withdrawn", "declined"]


async def test_a_no_that_is_recorded_takes_the_renewal_with_it(desk: Desk) -> None:
    """Otherwise a clearance, or a late answer to the renewal, would go against the no."""
    item = await one(desk)
    await desk.answer(await desk.asked(item), YES)
    renewal = await desk.renew(item)
    assert isinstance(renewal, AskDone)
    await desk.record(item, AskAction.DECLINED, MIA)
    assert [row.status for row in await desk.rows(item)] == ["declined", "declined"]
    await desk.answer(renewal.ask.id or 0, YES)
    assert await desk.licence(item) is None


async def test_starting_over_leaves_the_renewal_as_the_request(desk: Desk) -> None:
    item = await one(desk)
    await desk.answer(await desk.asked(item), YES)
    renewal = await desk.renew(item)
    assert isinstance(renewal, AskDone)
    await desk.record(item, AskAction.REOPEN, MIA)
    assert (await desk.licence(item), (await desk.row(renewal.ask.id or 0)).renewal) == (None, False)
    await desk.answer(renewal.ask.id or 0, YES)
    found = await desk.licence(item)
    assert found is not None
    assert found.ask_id == renewal.ask.id

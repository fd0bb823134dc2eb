"""Badges, suggestions, how the programme goes, and the work that recurs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.ambassadors import jobs, queries
from bot.ambassadors.activity import queries as activity
from bot.ambassadors.activity.rules import Nudge, Pulse, nudge
from bot.ambassadors.activity.service import faded, pulse
from bot.ambassadors.badges import queries as badges
from bot.ambassadors.badges.rules import Kind, longest, streak
from bot.ambassadors.badges.service import badges_of, give, thank, told, untold
from bot.ambassadors.rules import Measure
from bot.ambassadors.suggesting import A_DAY, Proposed
from bot.ambassadors.suggestions import queries as suggestions
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.taking_back import take_back
from bot.ambassadors.wishes import UNSAY
from bot.kernel.errors import NeverWorks, Refused
from bot.people.rules import Person, Role
from bot.review.rules import Action
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from tests.bot.ambassadors.support import FRIDAY, Programmed
from tests.bot.review.support import decision
from tests.support.work import asked_for

NOAH = Person("U1", "Noah", Role.VIEWER)


async def kinds(stage: Programmed, who: int) -> list[str]:
    async with reading(stage.database) as session:
        return [one.key for one in reversed(await badges_of(session, who))]


async def suggest(stage: Programmed, who: int, url: str, note: str = "") -> Proposed:
    async with unit_of_work(stage.database) as session:
        return await stage.programme_of.suggest(session, who, NOAH, url, note, stage.now)


async def tidy(stage: Programmed) -> None:
    await jobs.settle_suggestions(stage)
    await jobs.tidy(stage)


def test_a_streak_is_weeks_in_a_row() -> None:
    weeks = ["2026-W47", "2026-W46", "2026-W44"]
    assert streak(weeks, "2026-W47") == 2
    assert streak(weeks, "2026-W48") == 2, "this week isn't over"
    assert streak(weeks, "2026-W49") == 0
    assert streak(["2026-W53", "2027-W01", "2026-W52"], "2027-W01") == 3
    assert streak([], "2026-W47") == 0
    assert longest(weeks) == 2
    assert longest(["2026-W53", "2027-W01", "2026-W52", "2026-W50"]) == 3
    assert longest([]) == 0


async def test_outside_of_hours_badges_are_told_only_for_what_the_person_is_doing(stage: Programmed) -> None:
    """Saturday: their own first share is answered at once, a stranger's click waits for Monday morning."""
    stage.now = FRIDAY + timedelta(days=1)
    who = await stage.join()
    share = await stage.shared(who, (await stage.pieces())[0])
    await stage.visited(share)
    async with reading(stage.database) as session:
        now = {one.kind for one in await untold(session, stage.now)}
        late = await untold(session, stage.now + timedelta(hours=1))
        monday = {one.kind for one in await untold(session, stage.now + timedelta(days=2))}
    assert now == {Kind.FIRST_SHARE, Kind.FIRST_ON}
    assert late == []
    assert monday == {Kind.FIRST_SHARE, Kind.FIRST_ON, Kind.FIRST_CLICK}


async def test_firsts_and_streaks_are_recognised_once(stage: Programmed) -> None:
    who = await stage.join()
    items = await stage.pieces(6)
    for week, item in enumerate(items[:4]):
        stage.now = FRIDAY + timedelta(weeks=week)
        share = await stage.shared(who, item)
        await stage.visited(share)
    await stage.shared(who, items[4])
    assert await kinds(stage, who) == [
        "first-share:",
        "first-on:bluesky",
        "first-click:",
        "streak:2",
        "streak:4",
    ]


async def test_what_was_not_shared_after_all_is_celebrated_no_more(stage: Programmed) -> None:
    who = await stage.join()
    items = await stage.pieces(3)

    async def taken_back(share: int) -> None:
        async with unit_of_work(stage.database) as session:
            assert await take_back(session, stage.work, who, share, stage.now)

    await taken_back(await stage.shared(who, items[0]))
    assert await kinds(stage, who) == [], "before anybody was told"
    assert await asked_for(stage.database, UNSAY) == []
    first = await stage.shared(who, items[0])
    stage.now += timedelta(weeks=1)
    later = [await stage.shared(who, items[1], "linkedin"), await stage.shared(who, items[2])]
    got = ["first-share:", "first-on:bluesky", "first-on:linkedin", "streak:2"]
    assert sorted(await kinds(stage, who)) == sorted(got)
    async with unit_of_work(stage.database) as session:
        numbers = {one.key: one.id for one in await badges_of(session, who)}
        for number in numbers.values():
            assert await told(session, number or 0, stage.now)
    stage.now += timedelta(hours=1)
    await taken_back(later[0])
    assert sorted(await kinds(stage, who)) == ["first-on:bluesky", "first-share:", "streak:2"]
    await taken_back(first)
    assert sorted(await kinds(stage, who)) == ["first-on:bluesky", "first-share:"]
    await taken_back(later[1])
    assert await kinds(stage, who) == []
    unsaid = {args[0] for args in await asked_for(stage.database, UNSAY)}
    assert unsaid == set(numbers.values())
    await stage.shared(who, items[0])
    assert await kinds(stage, who) == ["first-share:", "first-on:bluesky"], "when they do share it"


async def test_no_badge_gets_the_number_of_one_that_is_gone(stage: Programmed) -> None:
    """Posts are found by it, also late: another's would be taken back."""
    who, other = await stage.join(), await stage.join("Ole")
    numbers: list[int] = []
    for one in (who, other, other):
        async with unit_of_work(stage.database) as session:
            assert await give(session, one, Kind.CELEBRATED, "2026-W47", stage.now)
            [badge] = await badges_of(session, one)
            numbers.append(badge.id or 0)
            await badges.drop(session, badge.id or 0, Kind.CELEBRATED)
    assert numbers == sorted(set(numbers))


async def test_shares_on_x_are_not_rewarded_with_badges_either(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    await stage.visited(await stage.shared(who, item, "x"))
    assert await kinds(stage, who) == []


async def test_celebrations_are_told_once_and_in_public_only_of_who_is_on_the_boards(
    stage: Programmed,
) -> None:
    who, shy = await stage.join("Noah <@U1>"), await stage.join("Shy", on_board=False)
    [item] = await stage.pieces()
    await stage.shared(who, item)
    await stage.shared(shy, item)
    async with unit_of_work(stage.database) as session:
        assert await thank(session, item, stage.now) == 2
        assert await thank(session, item, stage.now) == 0
    async with unit_of_work(stage.database) as session:
        found = await untold(session, stage.now)
        said = {(one.ambassador_id, one.kind): one.in_public for one in found}
        assert said[who, Kind.THANKS]
        assert said[who, Kind.FIRST_SHARE]
        assert not said[who, Kind.FIRST_ON]
        assert not any(public for (one, _), public in said.items() if one == shy)
        assert await told(session, found[0].badge_id, stage.now)
        assert not await told(session, found[0].badge_id, stage.now)
        assert len(await untold(session, stage.now)) == len(found) - 1


async def test_a_suggestion_joins_the_queue_and_gives_points_once_approved(stage: Programmed) -> None:
    who, other = await stage.join(), await stage.join("Ole")
    made = await suggest(stage, who, "https://social.example/@anna/1?utm_source=x", " look\u202e at *this* ")
    assert not made.known
    assert stage.taken == [("https://social.example/@anna/1", "look at *this*")]
    await tidy(stage)
    assert await stage.score(who) == 0
    [standing] = await stage.pieces(url="https://social.example/@anna/2")
    await stage.desk.room.decide(decision(made.item_id, Action.APPROVE))
    await tidy(stage)
    await tidy(stage)
    assert await stage.score(who) == 15
    rejected = await suggest(stage, other, "https://social.example/@anna/3")
    await stage.desk.room.decide(decision(rejected.item_id, Action.REJECT, reason="spam"))
    await tidy(stage)
    async with reading(stage.database) as session:
        assert [one.state for one in await suggestions.of(session, who)] == ["accepted"]
        assert [one.state for one in await suggestions.of(session, other)] == ["rejected"]
    assert standing
    assert await stage.score(other) == 0


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("javascript:alert(1)", "suggest-address"),
        ("ftp://social.example/1", "suggest-address"),
        ("", "suggest-address"),
        ("http://localhost/admin", "suggest-private"),
        ("http://169.254.169.254/latest/meta-data", "suggest-private"),
        ("http://[::1]/x", "suggest-private"),
        ("http://intranet.local/x", "suggest-private"),
        ("https://social.example/" + "x" * 3000, "suggest-address"),
    ],
)
async def test_hostile_suggestions_are_refused(small_stage: Programmed, url: str, key: str) -> None:
    who = await small_stage.join()
    with pytest.raises(Refused) as error:
        await suggest(small_stage, who, url)
    assert error.value.key == key
    assert small_stage.taken == []


async def test_nobody_fills_the_queue(small_stage: Programmed) -> None:
    who = await small_stage.join()
    for number in range(A_DAY):
        await suggest(small_stage, who, f"https://social.example/{number}")
    with pytest.raises(Refused, match="20 pieces within a day"):
        await suggest(small_stage, who, "https://social.example/more")
    small_stage.now += timedelta(days=1, seconds=1)
    await suggest(small_stage, who, "https://social.example/more")


async def test_the_most_helpful_find_is_what_others_shared_most(stage: Programmed) -> None:
    who, other, third = await stage.join(), await stage.join("Ole"), await stage.join("Vera")
    found = await suggest(stage, who, "https://social.example/@anna/1")
    [common] = await stage.pieces()
    await stage.desk.room.decide(decision(found.item_id, Action.APPROVE))
    await tidy(stage)
    await _clear(stage, found.item_id)
    await stage.shared(who, found.item_id, "linkedin")
    for one in (other, third):
        await stage.shared(one, found.item_id)
        await stage.shared(one, common)
    stage.now = datetime(2026, 12, 1, 6, tzinfo=UTC)
    await jobs.recognise(stage)
    await jobs.recognise(stage)
    async with reading(stage.database) as session:
        [badge] = [one for one in await badges_of(session, who) if one.kind == Kind.FIND]
    assert (badge.key, badge.number, badge.item_id) == ("find:2026-11", 2, found.item_id)


async def _clear(stage: Programmed, item: int) -> None:
    """Let colleagues share a piece: its creator is known and cleared."""
    from bot.content.tables import Item
    from bot.rights import contacts
    from bot.rights.scope import Use
    from tests.bot.review.support import MIA

    creator = await stage.desk.room.creator(external_id=f"found{item}", name="Found")
    async with unit_of_work(stage.database) as session:
        row = await session.get_one(Item, item)
        row.creator_id = creator
        until = stage.now + timedelta(days=99)
        await contacts.clear(
            session, creator, "paid", frozenset({Use.EMPLOYEES}), stage.now, until, MIA, stage.now
        )


async def test_clicks_become_points_by_the_work_that_recurs(stage: Programmed) -> None:
    people = [await stage.join(f"P{n}") for n in range(3)]
    [item] = await stage.pieces()
    shares = [(await stage.share(one, item)).share_id for one in people]
    for at, share in enumerate(shares):
        link = (await stage.share_row(share)).link_id
        stage.codes.visit(link, at + 1, stage.now + timedelta(seconds=at))
    stage.now += timedelta(minutes=1)
    await jobs.count_clicks(stage)
    await jobs.count_clicks(stage)
    assert [await stage.score(one, Measure.CLICKS) for one in people] == [1, 2, 3]
    async with reading(stage.database) as session:
        assert await queries.progress(session, jobs.CLICKS) == FRIDAY + timedelta(seconds=2)
    await jobs.check(stage)


async def test_many_links_are_counted_in_parts(
    small_stage: Programmed, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = small_stage
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    who = await stage.join()
    items = await stage.pieces(7)
    for at, item in enumerate(items):
        share = (await stage.share(who, item)).share_id
        stage.codes.visit((await stage.share_row(share)).link_id, 1, stage.now + timedelta(milliseconds=at))
    await jobs.count_clicks(stage)
    assert await stage.score(who, Measure.CLICKS) == 7


async def test_a_board_that_is_wrong_stands_with_the_work_that_failed(stage: Programmed) -> None:
    who = await stage.join()
    [item] = await stage.pieces()
    await stage.shared(who, item)
    async with unit_of_work(stage.database) as session:
        await (await session.connection()).exec_driver_sql("UPDATE ambassador_point SET points = points + 1")
    with pytest.raises(NeverWorks, match="kept 15, adds up to 17"):
        await jobs.check(stage)


async def test_managers_see_who_is_active_who_faded_and_what_gets_shared(stage: Programmed) -> None:
    busy, quiet = await stage.join("Busy"), await stage.join("Quiet")
    [one, two] = await stage.pieces(2)
    await stage.shared(quiet, one)
    stage.now = FRIDAY + timedelta(days=40)
    late = await stage.join("Late")
    await stage.visited(await stage.shared(busy, two), 5)
    await stage.shared(busy, one, "x")
    async with reading(stage.database) as session:
        programme = await stage.programme_of.programme(session)
        since = stage.now - timedelta(days=28)
        people = await activity.people(session, since)
        assert [(each.ambassador_id, each.shares, each.visitors) for each in people] == [
            (busy, 2, 5),
            (quiet, 0, 0),
            (late, 0, 0),
        ]
        assert people[1].shared_at == FRIDAY
        [gone] = await faded(session, programme, stage.now, limit=1)  # however many share more
        assert (gone.ambassador_id, gone.shared_at, gone.shares) == (quiet, FRIDAY, 0)
        assert [each.ambassador_id for each in await activity.people(session, since, 1)] == [busy]
        end = stage.now + timedelta(seconds=1)
        assert await activity.by_network(session, since, end) == {"bluesky": (1, 5), "x": (1, 0)}
        assert await activity.by_item(session, FRIDAY, end) == [(one, 2, 0), (two, 1, 5)]
        assert await pulse(session, programme, end) == Pulse(2, 1, 3, 0, 1)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Pulse(0, 0, 0, 0, 0), None),
        (Pulse(0, 0, 9, 0, 0), None),
        (Pulse(9, 10, 5, 0, 1), None),
        (Pulse(2, 4, 3, 0, 1), None),
        (Pulse(4, 10, 5, 0, 2), "4 shares in four weeks after 10"),
        (Pulse(0, 3, 5, 0, 2), "nobody shared anything"),
        (Pulse(9, 9, 9, 0, 6), "6 of 9 ambassadors"),
    ],
)
def test_when_a_programme_fades(found: Pulse, said: str | None) -> None:
    nudged = nudge(found)
    assert (nudged is None) == (said is None)
    if isinstance(nudged, Nudge) and said:
        assert said in nudged.what
        assert nudged.remedy


async def test_managers_are_told_that_it_fades_once_in_a_while(stage: Programmed) -> None:
    who = await stage.join()
    for item in await stage.pieces(3):
        await stage.shared(who, item)
    stage.now = FRIDAY + timedelta(days=30)
    for _ in range(3):
        await tidy(stage)
        stage.now += timedelta(days=1)
    [told_of] = await asked_for(stage.database, NOTICE)
    assert "The ambassador programme stands still: nobody shared anything in four weeks" in told_of[0]
    assert told_of[3] == [["See how it goes", "curation", "goes", 0, 0]]


async def test_the_find_of_a_month_is_nobody_elses_when_its_winner_leaves(stage: Programmed) -> None:
    people = [await stage.join(name) for name in ("Noah", "Ole", "Vera")]
    found = [
        (await suggest(stage, who, f"https://social.example/@anna/{at}")).item_id
        for at, who in enumerate(people[:2])
    ]
    for item in found:
        await stage.desk.room.decide(decision(item, Action.APPROVE))
    await tidy(stage)
    for item in found:
        await _clear(stage, item)
        await stage.shared(people[2], item)
    await stage.shared(people[1], found[0])
    stage.now = datetime(2026, 12, 1, 6, tzinfo=UTC)
    await jobs.recognise(stage)
    await stage.leave(people[0])
    await jobs.recognise(stage)
    assert "find:2026-11" not in await kinds(stage, people[1])


async def test_who_faded_is_found_among_however_many(stage: Programmed) -> None:
    since, joined = FRIDAY - timedelta(days=28), FRIDAY - timedelta(days=60)
    async with unit_of_work(stage.database) as session:
        session.add_all(
            Ambassador(account_id=1_000 + at, name=f"P{at}", joined_at=joined) for at in range(620)
        )
    old = await stage.join("Old")
    [item] = await stage.pieces()
    await stage.shared(old, item)
    async with unit_of_work(stage.database) as session:
        (await session.get_one(Ambassador, old)).joined_at = joined
        share = await queries.latest_share(session, old, item, "bluesky")
        assert share is not None
        share.shared_at = joined
    async with reading(stage.database) as session:
        programme = await stage.programme_of.programme(session)
        assert len(await faded(session, programme, FRIDAY)) == 621
        first = await faded(session, programme, FRIDAY, 2)
        assert first[0].ambassador_id == old, "whoever shared last comes first"
        assert len(first) == 2
        assert (await pulse(session, programme, FRIDAY)).faded == 621
        assert await activity.count_sharing(session, since) == 0
        assert await activity.count_sharing(session, joined) == 1
        assert len(await activity.people(session, since, None)) == 621

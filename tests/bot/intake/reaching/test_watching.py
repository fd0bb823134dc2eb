"""Answers are noticed, each once, whatever way they come; what only looks like one is none."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.intake.reaching.rules import AFTERWARDS, FIRST, WAITING_LONGEST, gap
from bot.people.rules import SYSTEM
from bot.rights.licensed import licence
from bot.rights.rules import AskStatus
from bot.rights.scope import Use
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.intake.reaching.support import TEXT, Reach
from tests.sources.mastodon.home import ANA, BO
from tests.sources.server import Answer
from tests.sources.world import NOW

YES = "@brand #yesbrand @brand with pleasure!"


async def licensed(reach: Reach, ask: int, use: Use = Use.ADS) -> bool:
    item = (await reach.row(ask)).item_id
    async with reading(reach.database) as session:
        return await licence(session, item, use, reach.now) is not None


async def test_a_yes_grants_all_that_was_asked_for(reach: Reach) -> None:
    ask = await reach.asked()
    said = reach.answer(YES)
    await reach.look()
    row = await reach.row(ask)
    assert (row.status, row.proof, row.granted_uses) == ("granted", "reply", ["website", "ads"])
    assert row.answer == YES
    assert await licensed(reach, ask)
    [granted] = [one for one in await reach.steps(ask) if one.action.value == "granted"]
    assert granted.via == "mastodon"
    request = granted.request_id or ""
    assert request.startswith("answer:")
    assert said["uri"] not in request, "the record stays when its words are erased"


async def test_the_same_answer_counts_once_however_often_it_is_seen(reach: Reach) -> None:
    ask = await reach.asked()
    reach.answer("@brand which picture do you mean?")
    for _ in range(3):
        await reach.look()
    assert await reach.actions(ask) == ["sent", "delivered", "answered"]
    [told] = await reach.told("answered, and a person has to read it")
    assert "Open its permission to see the answer and decide." in told


@pytest.mark.parametrize(
    "said",
    ["@brand #yesbrand @brand but please only on your website", "@brand #yesbrand @brand?", "@brand lovely!"],
)
async def test_what_is_unclear_waits_for_a_person(reach: Reach, said: str) -> None:
    ask = await reach.asked()
    reach.answer(said)
    await reach.look()
    row = await reach.row(ask)
    assert (row.status, row.answer) == ("answered", said)
    assert not await licensed(reach, ask)


async def test_a_no_is_honoured_and_who_wants_peace_gets_it(reach: Reach) -> None:
    ask = await reach.asked()
    reach.answer("@brand No. Please don't contact me again.")
    await reach.look()
    assert (await reach.row(ask)).status == "declined"
    assert len(await reach.rows("SELECT 1 FROM do_not_contact")) > 0
    reach.answer(YES)
    await reach.look()
    assert (await reach.row(ask)).status == "declined"  # a yes after a no is for a person
    assert not await licensed(reach, ask)
    assert len(await reach.told("a person has to read it")) == 1


@pytest.mark.parametrize(
    "said",
    [
        f"@brand {TEXT}",
        f"@brand\n{TEXT}\nwhat is this?",
        "@brand If so, please reply with #yesbrand @brand.",
        f"@brand you wrote: “{TEXT}”",
    ],
)
async def test_our_own_words_are_nobodys_yes(reach: Reach, said: str) -> None:
    ask = await reach.asked()
    reach.answer(said)
    await reach.look()
    assert (await reach.row(ask)).status == "answered"


async def test_an_edited_answer_is_another_answer(reach: Reach) -> None:
    ask = await reach.asked()
    said = reach.answer("@brand let me think")
    await reach.look()
    said |= {"content": f"<p>{YES}</p>", "edited_at": reach.now.isoformat()}
    await reach.look()
    assert (await reach.row(ask)).status == "granted"
    said |= {"content": "<p>@brand no, sorry</p>", "edited_at": (reach.now).isoformat() + "2"}
    await reach.look(hours=25)
    assert (await reach.row(ask)).status == "withdrawn"
    assert not await licensed(reach, ask)


async def test_a_yes_that_is_deleted_is_told_once_and_stands(reach: Reach) -> None:
    ask = await reach.asked()
    said = reach.answer(YES)
    await reach.look()
    reach.home.delete(said["id"])
    await reach.look(hours=25)
    assert await reach.told("deleted what they answered") == []  # one look may err
    for _ in range(3):
        await reach.look(hours=25)
    [told] = await reach.told("deleted what they answered")
    assert "Ask them whether they still agree" in told
    assert (await reach.row(ask)).status == "granted"
    assert (await reach.actions(ask)).count("noted") == 1


async def test_a_server_that_forgets_an_answer_for_a_moment_is_not_believed(reach: Reach) -> None:
    await reach.asked()
    said = reach.answer(YES)
    await reach.look()
    kept = reach.home.statuses.pop(said["id"])
    await reach.look(hours=25)
    reach.home.statuses[said["id"]] = kept
    for _ in range(2):
        await reach.look(hours=25)
    assert await reach.told("deleted what they answered") == []


async def test_somebody_elses_yes_is_no_yes_and_told_once(reach: Reach) -> None:
    ask = await reach.asked()
    reach.answer("@brand #yesbrand @brand", BO)
    reach.answer("@brand nice picture, isn't it", BO)
    for _ in range(2):
        await reach.poll()
        await reach.look()
    assert await reach.actions(ask) == ["sent", "delivered"]
    [told] = await reach.told("is not its creator's account there")
    assert told.startswith("bo@far.example answered our request about item")


async def test_an_answer_that_a_search_finds_is_no_piece_and_hastens_the_look(reach: Reach) -> None:
    ask = await reach.asked()
    said = reach.answer("@brand #yesbrand @brand #TrailBottle")
    before = await reach.looks_wanted()
    await reach.poll()
    assert await reach.rows("SELECT 1 FROM sighting WHERE external_id = :uri", uri=said["uri"]) == []
    assert len(await reach.rows("SELECT 1 FROM review")) == 1
    assert await reach.looks_wanted() == before + 1
    await reach.look(seconds=1)  # at once
    assert (await reach.row(ask)).status == "granted"


async def test_another_piece_of_theirs_is_a_piece(reach: Reach) -> None:
    ask = await reach.asked()
    other = reach.home.add(BO, "something else #TrailBottle")
    reply = reach.home.add(ANA, "@bo I love mine too #TrailBottle", other["id"])
    await reach.poll()
    await reach.item(other["uri"])
    await reach.item(reply["uri"])
    assert (await reach.row(ask)).status == "asked"


async def test_under_a_reminder_an_answer_counts_as_well(reach: Reach) -> None:
    ask = await reach.asked()
    reach.later(days=8)
    async with unit_of_work(reach.database) as session:
        await reach.services.asks.remind(session, ask, SYSTEM, reach.now, text="Did you see this?")
    await reach.send(ask)
    assert len(reach.home.ours) == 2
    reach.later(minutes=5)
    reach.answer(YES)
    await reach.look()
    assert (await reach.row(ask)).status == "granted"


async def test_a_late_yes_is_told_and_grants_nothing(reach: Reach) -> None:
    ask = await reach.asked()
    reach.later(days=60)
    async with unit_of_work(reach.database) as session:
        await reach.services.asks.advance(session, ask, reach.now)
    assert (await reach.row(ask)).status == "expired"
    reach.answer(YES)
    await reach.look()
    assert (await reach.row(ask)).answer == YES
    assert not await licensed(reach, ask)
    assert len(await reach.told("a person has to read it")) == 1


async def test_it_is_looked_at_ever_more_seldom(reach: Reach) -> None:
    await reach.asked()
    looks = []
    for _ in range(3):
        before = len(reach.home.server.seen)
        for _ in range(60):
            await reach.look(minutes=1)
        looks.append(len(reach.home.server.seen) - before)
    assert looks[0] > looks[1] > looks[2]
    assert looks[0] <= 50


def test_how_long_to_wait_between_two_looks() -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)

    def wait(status: AskStatus, quiet: timedelta) -> timedelta | None:
        return gap(status, NOW - 2 * quiet, NOW - quiet, NOW)

    assert wait(AskStatus.ASKED, timedelta()) == FIRST
    assert wait(AskStatus.ASKED, hour * 8) == hour
    assert wait(AskStatus.ANSWERED, 20 * day) == WAITING_LONGEST
    assert wait(AskStatus.GRANTED, 300 * day) == day  # it may be taken back as long as it runs
    assert wait(AskStatus.DECLINED, 20 * day) == day
    assert wait(AskStatus.EXPIRED, AFTERWARDS + hour) is None


async def test_our_message_is_gone(reach: Reach) -> None:
    ask = await reach.asked()
    reach.home.delete(reach.home.ours[0]["id"])
    for _ in range(3):
        await reach.look()
    [told] = await reach.told("is no longer where it was sent to")
    assert "reach its creator in another way" in told
    asked = len(reach.home.server.seen)
    await reach.look()
    assert len(reach.home.server.seen) == asked
    assert (await reach.row(ask)).status == "asked"


@pytest.mark.parametrize(
    ("fault", "at_once"),
    [(Answer(b'{"error": "revoked"}', 401), True), (Answer(status=503), False), (Answer(status=429), False)],
)
async def test_a_platform_that_can_not_be_read_is_told_once_and_nothing_is_lost(
    reach: Reach, fault: Answer, at_once: bool
) -> None:
    ask = await reach.asked()
    reach.answer(YES)
    reach.home.server.fault = fault
    await reach.look()
    lost = "What creators answer can't be read from social"
    assert len(await reach.told(lost)) == int(at_once)
    for _ in range(3):
        await reach.look()
    assert len(await reach.told(lost)) == 1
    reach.home.server.fault = None
    await reach.look(days=2)
    assert (await reach.row(ask)).status == "granted"
    reach.home.server.fault = Answer(b'{"error": "revoked"}', 401)
    await reach.look(days=2)
    assert len(await reach.told(lost)) == 2  # another time, another notice


async def test_where_one_message_shows_that_a_source_is_away_the_others_are_left_alone(reach: Reach) -> None:
    for number in range(4):
        author = {**ANA, "id": f"9{number}", "uri": f"https://far.example/users/a{number}"}
        await reach.send(await reach.ask(await reach.found(f"piece {number} #TrailBottle", author)))
    reach.home.server.fault = Answer(status=503)
    before = len(reach.home.server.seen)
    await reach.look()
    assert len(reach.home.server.seen) - before <= 3  # the tries of one look

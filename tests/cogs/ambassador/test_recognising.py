"""What managers do for single people, from the window of how the programme goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ambassadors.activity.service import LOOK
from bot.ambassadors.badges.service import badges_of
from bot.ambassadors.recognising import celebrate, remind
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.wishes import REMIND, UNSAY, UNTHANK
from bot.curation.rules import Mark
from bot.kernel.errors import Refused, TryLater
from bot.playground.slack.faults import Fault
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import jobs, slack_reminding, slack_telling
from cogs.notices.jobs import post
from tests.cogs.ambassador.support import MIA_PERSON, Stage, share_address, shown
from tests.cogs.curation.support import Curator
from tests.support.slack_bot import AISHA, CHANNEL, MIA, press
from tests.support.work import asked_for


async def goes(stage: Stage) -> Curator:
    mia = Curator(stage.bot)
    await stage.slack.command(MIA, channel=CHANNEL, command="/goodword", text="programme")
    await stage.slack.wait_for(lambda: stage.slack.modal(MIA), what="the window")
    return mia


async def shared(stage: Stage, user: str = "lea", network: str = "bluesky") -> int:
    who = await stage.join(user)
    await stage.visit(share_address(stage.picks(user)[0], network))
    for share in await stage.shares():
        await stage.follow(share.code)
    await slack_telling.tell(stage.services)
    return who


async def kinds(stage: Stage, who: int) -> list[str]:
    async with reading(stage.services.database) as session:
        return [one.kind for one in await badges_of(session, who)]


async def test_somebody_is_celebrated_by_hand_and_that_is_taken_back(stage: Stage) -> None:
    await stage.pieces(3)
    who = await shared(stage)
    before = len(stage.slack.messages("ambassadors"))
    mia = await goes(stage)
    await mia.press("curation:celebrate")
    assert "Lea Moreau is named in ambassadors" in mia.text
    said = await mia.submit(praise="2")
    assert "Lea Moreau is celebrated." in said
    assert "celebrated" in await kinds(stage, who)
    await slack_telling.tell(stage.services)
    last = stage.slack.messages("ambassadors")[-1]
    assert (
        shown(last)
        == ":tada: Three cheers for Lea Moreau, who finds words of their own for what others made."
    )
    assert not mia.offers("curation:celebrate"), "once a week"
    async with unit_of_work(stage.services.database) as session:
        held = await stage.ambassadors.programme(session)
        with pytest.raises(Refused, match="was celebrated this week already"):
            await celebrate(session, who, 1, held, MIA_PERSON, stage.now)
    mia = await goes(stage)
    assert "celebrated this week" in mia.text
    said = await mia.press("curation:uncelebrate")
    assert "Taken back." in said
    assert "celebrated" not in await kinds(stage, who)
    asked = await asked_for(stage.services.database, UNSAY)
    assert len(asked) == 2, "the post may have been on its way"
    for args in asked:
        await slack_reminding.unsay(stage.services, *args)
    assert len(stage.slack.messages("ambassadors")) == before


async def test_a_share_that_was_said_by_mistake_is_celebrated_no_more(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    before = len(stage.slack.messages("ambassadors"))
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    await stage.show(who)
    await stage.press("lea", stage.picks()[0], "said")
    await slack_telling.tell(stage.services)
    assert len(stage.slack.messages("ambassadors")) == before + 1
    await stage.show(who)
    await stage.press("lea", stage.picks()[0], "unsaid")
    await unsaid(stage)
    await slack_telling.tell(stage.services)
    assert len(stage.slack.messages("ambassadors")) == before
    assert await kinds(stage, who) == []


async def thanked(stage: Stage) -> int:
    """Lea shared a piece and is thanked for it. The piece."""
    await stage.pieces(3)
    await shared(stage)
    [item] = {one.item_id for one in await stage.shares()}
    await pass_on(stage, item)
    return item


async def pass_on(stage: Stage, item: int) -> None:
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.thanking.pass_on(session, item, MIA_PERSON, stage.now)
    await slack_telling.tell(stage.services)


async def lift(stage: Stage, item: int) -> None:
    async with unit_of_work(stage.services.database) as session:
        work = stage.services.work
        assert await stage.ambassadors.thanking.lift(session, work, item, Mark.THANK, MIA_PERSON, stage.now)


def thanks(stage: Stage) -> list[str]:
    """What Lea and the channel read of it."""
    every = [*stage.bot.directly("lea"), *stage.slack.messages("ambassadors")]
    return [shown(one) for one in every if ":heart:" in shown(one)]


async def unsaid(stage: Stage) -> None:
    for args in await asked_for(stage.services.database, UNSAY):
        await jobs.unsay(stage.services, *args)
    for args in await asked_for(stage.services.database, UNTHANK):
        await jobs.unthank(stage.services, *args)


async def test_thanks_that_are_taken_back_stand_nowhere_any_more(stage: Stage) -> None:
    item = await thanked(stage)
    assert len(thanks(stage)) == 2
    await lift(stage, item)
    for _ in range(2):
        await unsaid(stage)
    assert thanks(stage) == []
    stage.now += timedelta(minutes=1)
    await pass_on(stage, item)
    assert len(thanks(stage)) == 2
    await unsaid(stage)
    assert len(thanks(stage)) == 2, "the later look of before leaves what was said anew"


async def test_thanks_whose_answer_was_lost_are_found_and_taken_back(stage: Stage) -> None:
    item = await thanked(stage)
    await run(stage, "UPDATE slack_message SET ts = NULL, channel = '-' WHERE key LIKE 'thanks:%'")
    await lift(stage, item)
    [args, _] = await asked_for(stage.services.database, UNTHANK)
    with pytest.raises(TryLater):
        await jobs.unthank(stage.services, *args)
    stage.now += timedelta(minutes=3)
    await unsaid(stage)
    assert thanks(stage) == []


async def run(stage: Stage, statement: str) -> None:
    async with unit_of_work(stage.services.database) as session:
        await (await session.connection()).execute(sa.text(statement))


async def test_where_nothing_can_be_deleted_thanks_name_nobody_any_more(stage: Stage) -> None:
    item = await thanked(stage)
    await lift(stage, item)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.delete", error="cant_delete_message"))
    [args, _] = await asked_for(stage.services.database, UNTHANK)
    await jobs.unthank(stage.services, *args)
    [said] = [shown(one) for one in stage.bot.directly("lea") if "taken back" in shown(one)]
    assert "Anna" not in said


async def test_who_is_not_on_the_boards_is_not_celebrated(stage: Stage) -> None:
    await stage.pieces(3)
    await shared(stage, network="x")
    mia = await goes(stage)
    assert "Lea Moreau: 1 share" in mia.text
    assert not mia.offers("curation:celebrate"), "nothing is rewarded on X"
    assert "Those can be celebrated who stand on the boards." in mia.text


async def faded(stage: Stage) -> tuple[int, Curator]:
    await stage.pieces(3)
    who = await stage.join()
    async with unit_of_work(stage.services.database) as session:
        row = await session.get_one(Ambassador, who)
        row.joined_at = stage.now - timedelta(days=90)
        session.add(row)
    return who, await goes(stage)


def reminders(stage: Stage) -> list[Any]:
    return [one for one in stage.bot.directly("lea") if "shared anything for a while" in shown(one)]


async def test_who_faded_is_reminded_once_in_their_hours(stage: Stage) -> None:
    stage.now = stage.now.replace(hour=22)
    who, mia = await faded(stage)
    assert "Lea Moreau: nothing shared since" in mia.text
    assert "gets a kind word" in await mia.press("curation:remind")
    assert "reminded" in mia.text
    assert not mia.offers("curation:remind")
    [args] = await asked_for(stage.services.database, REMIND)
    await slack_reminding.remind(stage.services, *args)
    assert reminders(stage) == [], "it is late"
    stage.now = stage.now.replace(hour=9) + timedelta(days=1)
    for _ in range(2):
        await slack_reminding.remind(stage.services, *args)
    [message] = reminders(stage)
    assert {one["action_id"].split(":")[2] for one in message["blocks"][-1]["elements"]} == {
        "more",
        "settings",
        "pause",
    }
    stage.now += timedelta(days=28)
    assert (await goes(stage)).offers("curation:remind")
    assert args[0] == who


async def test_whoever_paused_or_shared_meanwhile_is_not_reminded(stage: Stage) -> None:
    _, mia = await faded(stage)
    await mia.press("curation:remind")
    [args] = await asked_for(stage.services.database, REMIND)
    await stage.said("lea", "ambassador pause")
    await slack_reminding.remind(stage.services, *args)
    await stage.said("lea", "ambassador resume")
    await stage.visit(share_address(stage.picks("lea")[0], "bluesky"))
    stage.now += timedelta(minutes=1)
    for share in await stage.shares():
        await stage.follow(share.code)
    await slack_reminding.remind(stage.services, *args)
    assert reminders(stage) == []


async def test_the_notice_opens_the_window_for_managers(stage: Stage) -> None:
    what = "The ambassador programme stands still."
    await post(stage.services, what, "Pin a few.", "ambassadors-fade:2026-11-24", [LOOK])
    [message] = [one for one in stage.slack.messages(CHANNEL) if what in shown(one)]
    where = {"channel": CHANNEL, "ts": message["ts"]}
    await press(stage.slack, AISHA, message["blocks"], "curation:goes", **where)
    assert stage.slack.modal(AISHA) is None
    await press(stage.slack, MIA, message["blocks"], "curation:goes", **where)
    await stage.slack.wait_for(lambda: stage.slack.modal(MIA), what="the window")


async def test_who_left_meanwhile_is_neither_celebrated_nor_reminded(stage: Stage) -> None:
    """A manager isn't told to join in their place."""
    await stage.pieces(1)
    who = await shared(stage)
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.membership.leave(session, who, stage.now)
        held = await stage.ambassadors.programme(session)
    async with unit_of_work(stage.services.database) as session:
        with pytest.raises(Refused, match="They take no part in the programme any more"):
            await celebrate(session, who, 1, held, MIA_PERSON, stage.now)
        with pytest.raises(Refused, match="They take no part in the programme any more"):
            await remind(session, stage.services.work, who, MIA_PERSON, stage.now)

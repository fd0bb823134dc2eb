"""Posts whose answer was lost, which Slack refuses, or which somebody deleted: names and words go all the same, and
what stays is said."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot.ambassadors import recognising
from bot.ambassadors.badges.service import told
from bot.ambassadors.jobs import keep_public_boards
from bot.ambassadors.membership import Membership
from bot.ambassadors.tables import Badge
from bot.ambassadors.wishes import SHOW, UNSAY
from bot.faces.slack import kept
from bot.faces.slack.once import post
from bot.faces.slack.tables import SlackMessage
from bot.intake.privacy.places import Traces
from bot.kernel.errors import NeverWorks, TryLater
from bot.playground.slack.faults import Fault
from bot.storage.personal import Named
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import giving, jobs, queries, slack_telling
from cogs.ambassador.erased import NamedPlace
from cogs.ambassador.surface import PickSurface
from tests.cogs.ambassador.support import MIA_PERSON, Stage, share_address, shown
from tests.cogs.ambassador.test_membership import celebrated_and_posted, posted, still_named
from tests.support.work import asked_for, forget_asked

LATER = timedelta(minutes=5)


class Killed(BaseException):
    """The process died."""


async def dies(*_given: Any, **_more: Any) -> None:
    raise Killed


async def rows(stage: Stage, begins: str) -> list[SlackMessage]:
    async with reading(stage.services.database) as session:
        found = await session.exec(select(SlackMessage).order_by(col(SlackMessage.id)))
        return [one for one in found if one.key.startswith(begins)]


async def shared(stage: Stage) -> int:
    """Lea shared something that is to be celebrated."""
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    await stage.follow(share.code)
    return who


async def leaves(stage: Stage, who: int) -> None:
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.membership.leave(session, who, stage.now)


async def celebrate(stage: Stage, who: int) -> int:
    async with unit_of_work(stage.services.database) as session:
        programme = await stage.ambassadors.programme(session)
        badge = await recognising.celebrate(session, who, 1, programme, MIA_PERSON, stage.now)
        return badge.id or 0


async def take_back(stage: Stage, badge: int) -> bool:
    async with unit_of_work(stage.services.database) as session:
        return await recognising.take_back(session, stage.services.work, badge, MIA_PERSON, stage.now)


async def take_down(stage: Stage, items: list[int]) -> None:
    async with unit_of_work(stage.services.database) as session:
        for item in items:
            await stage.services.asks.take_down(session, item, MIA_PERSON, stage.now, who="x", reason="y")


# names


@pytest.mark.parametrize("how", ["lost answer", "death"])
async def test_a_name_goes_whose_post_was_never_noted(
    anywhere: Stage, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    stage = anywhere
    who = await shared(stage)
    with monkeypatch.context() as patched:
        if how == "death":
            patched.setattr(kept, "_note", dies)
        else:
            stage.slack.faults.add(Fault(kind="drop", method="chat.postMessage", after=True))
        with pytest.raises((Killed, TryLater)):
            await slack_telling.tell(stage.services)
    assert "Lea Moreau" in posted(stage, "ambassadors")
    await leaves(stage, who)
    with pytest.raises(TryLater, match="just being posted"):
        await jobs.close(stage.services, who, "en")
    assert await still_named(stage) == 1
    stage.now += LATER
    await jobs.close(stage.services, who, "en")
    assert posted(stage, "ambassadors") == ":seedling: a colleague shared for the first time. Welcome!"
    assert await still_named(stage) == 0


async def test_a_post_that_slack_refused_is_waited_for_by_nobody(stage: Stage) -> None:
    who = await shared(stage)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.postMessage", error="is_archived"))
    await slack_telling.tell(stage.services)
    assert await rows(stage, "celebration:") == []
    await leaves(stage, who)
    await jobs.close(stage.services, who, "en")
    assert posted(stage, "ambassadors") == ""


@pytest.mark.parametrize("error", ["is_inactive", "channel_not_found"])
async def test_leaving_ends_where_a_channel_is_no_more_and_that_is_said(anywhere: Stage, error: str) -> None:
    stage = anywhere
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    await leaves(stage, row.id or 0)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.update", error=error))
    await jobs.close(stage.services, row.id or 0, "en")
    assert await rows(stage, f"pick:{row.id}:") == []
    assert not [one for one in stage.picks() if "lamp" in shown(one)]
    texts = [posted(stage, "ambassadors"), posted(stage, "content-review")]
    assert sum("Lea Moreau" in one for one in texts) == 1, "the other post is changed all the same"
    place = NamedPlace(stage.services.database)
    cleared = await place.clear(Traces([], [], Named()))
    assert cleared.waiting == 0
    assert cleared.left == ("celebrations and boards in Slack that can't be changed any more: 1",)


async def test_a_channel_that_is_no_more_keeps_no_picks_from_who_is_off_the_boards(stage: Stage) -> None:
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    await stage.said("lea", "me")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "off_board")
    before = len(stage.picks())
    await stage.pieces(2)
    await giving.more(stage.services, row.id or 0, 2)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.update", error="channel_not_found", count=2))
    await jobs.show(stage.services, row.id or 0)
    assert len(stage.picks()) > before


async def test_a_post_that_slack_lets_nobody_change_is_deleted(stage: Stage) -> None:
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    await leaves(stage, row.id or 0)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.update", error="edit_window_closed", count=2))
    await jobs.close(stage.services, row.id or 0, "en")
    assert "Lea Moreau" not in posted(stage, "ambassadors") + posted(stage, "content-review")
    assert await still_named(stage) == 0


async def test_opening_a_programme_takes_names_out_of_posts_that_stand(stage: Stage) -> None:
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    await forget_asked(stage.services.database, SHOW)
    membership = Membership(stage.services.links, public_boards=True)
    async with unit_of_work(stage.services.database) as session:
        await keep_public_boards(session, stage.services.work, membership, stage.now)
    assert [row.id] in await asked_for(stage.services.database, SHOW)
    await jobs.show(stage.services, row.id or 0)
    assert "Lea Moreau" not in posted(stage, "ambassadors") + posted(stage, "content-review")


# celebrations taken back


async def test_a_celebration_that_is_just_being_posted_is_taken_back(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await celebrated_and_posted(stage)
    before = posted(stage, "ambassadors")
    row = await stage.row("lea")
    assert row is not None
    badge = await celebrate(stage, row.id or 0)

    async def meanwhile(*given: Any, **more: Any) -> str:
        assert await take_back(stage, badge)
        with pytest.raises(TryLater, match="just being posted"):
            await jobs.unsay(stage.services, badge)
        return await post(*given, **more)

    monkeypatch.setattr(kept, "post", meanwhile)
    await slack_telling.tell(stage.services)
    await jobs.unsay(stage.services, badge)
    assert posted(stage, "ambassadors") == before
    assert not [one for one in await rows(stage, "celebration:") if one.key.endswith(f":{badge}")]


@pytest.mark.parametrize("error", ["cant_delete_message", "compliance_exports_prevent_deletion"])
async def test_a_celebration_that_stays_names_nobody_once_taken_back(stage: Stage, error: str) -> None:
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    badge = await celebrate(stage, row.id or 0)
    await slack_telling.tell(stage.services)
    assert await take_back(stage, badge)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.delete", error=error, count=2))
    for _ in range(2):
        await jobs.unsay(stage.services, badge)
    assert "a colleague" in shown(stage.slack.messages("ambassadors")[-1])
    assert "Lea Moreau" not in shown(stage.slack.messages("ambassadors")[-1])


async def test_a_celebration_that_is_told_while_it_is_taken_back_goes_too(anywhere: Stage) -> None:
    """It was read before it was told, and goes after."""
    stage = anywhere
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    badge = await celebrate(stage, row.id or 0)
    async with unit_of_work(stage.services.database) as session:
        read = await session.get_one(Badge, badge)
        assert read.told_at is None
        assert await told(session, badge, stage.now)
        assert read.told_at is None, "what was read says so still"
        assert await recognising.take_back(session, stage.services.work, badge, MIA_PERSON, stage.now)
    assert [badge] in await asked_for(stage.services.database, UNSAY)


# picks


async def test_a_pick_goes_whose_post_was_never_noted(
    anywhere: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    [*_, last] = stage.picks()
    key = next(one.key for one in await rows(stage, f"pick:{who}:") if one.ts == last["ts"])
    async with unit_of_work(stage.services.database) as session:  # as a death before it was noted leaves it
        row = await queries.message(session, key)
        assert row is not None
        row.ts = row.posted_at = None
        session.add(row)
    await leaves(stage, who)
    stage.now += LATER
    await jobs.close(stage.services, who, "en")
    assert stage.picks() == []
    assert await rows(stage, f"pick:{who}:") == []


async def test_what_a_channel_refused_is_not_taken_for_shown(stage: Stage) -> None:
    items = await stage.pieces(1)
    await stage.join(place="channel")
    [first] = stage.slack.messages("ambassadors")
    assert "permission has ended" not in shown(first)
    items = await stage.pieces(1)
    refused = Fault(kind="refuse", method="chat.postMessage", error="not_in_channel")
    stage.slack.faults.add(refused)
    with pytest.raises(NeverWorks, match="not_in_channel"):
        await jobs.show(stage.services, queries.EVERYBODY, items[0])
    await take_down(stage, items)
    assert not await PickSurface(stage.services, wait=0).shows(items[0])
    await jobs.show(stage.services, queries.EVERYBODY, items[0])
    assert len(stage.slack.messages("ambassadors")) == 1, "nobody is told of a piece that they never saw"


async def test_what_never_came_through_is_forgotten_when_its_permission_ends(stage: Stage) -> None:
    await stage.pieces(1)
    await stage.join(place="channel")
    [item] = await stage.pieces(1)
    stage.slack.faults.add(Fault(kind="drop", method="chat.postMessage"))
    with pytest.raises(TryLater):
        await jobs.show(stage.services, queries.EVERYBODY, item)
    await take_down(stage, [item])
    assert await PickSurface(stage.services, wait=0).shows(item), "it may come through"
    with pytest.raises(TryLater, match="just being posted"):
        await jobs.show(stage.services, queries.EVERYBODY)
    stage.now += LATER
    await jobs.show(stage.services, queries.EVERYBODY)
    assert not await PickSurface(stage.services, wait=0).shows(item)
    assert len(stage.slack.messages("ambassadors")) == 1


@pytest.mark.parametrize("place", ["dm", "channel"])
async def test_one_message_that_is_refused_stops_no_other(stage: Stage, place: str) -> None:
    items = await stage.pieces(3)
    who = await stage.join(place=place)

    def standing() -> list[str]:
        found = stage.picks() if place == "dm" else stage.slack.messages("ambassadors")
        return [shown(one) for one in found]

    assert len(standing()) == 3
    await take_down(stage, items)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.update", error="invalid_blocks"))
    number = who if place == "dm" else queries.EVERYBODY
    with pytest.raises(NeverWorks, match="invalid_blocks"):
        await jobs.show(stage.services, number)
    assert sum("permission has ended" in one for one in standing()) == 2
    await jobs.show(stage.services, number)
    assert sum("permission has ended" in one for one in standing()) == 3


@pytest.mark.parametrize("place", ["dm", "channel"])
async def test_what_somebody_deleted_does_not_come_back_when_its_permission_ends(
    stage: Stage, place: str
) -> None:
    items = await stage.pieces(3)
    who = await stage.join(place=place)
    found = stage.picks() if place == "dm" else stage.slack.messages("ambassadors")
    channel = found[0].get("channel") or stage.slack.world.channel_named("ambassadors").id
    await stage.bot.face.client.chat_delete(channel=channel, ts=found[0]["ts"])
    await take_down(stage, items)
    for _ in range(2):
        await jobs.show(stage.services, who if place == "dm" else queries.EVERYBODY)
    left = stage.picks() if place == "dm" else stage.slack.messages("ambassadors")
    assert len(left) == 2
    for item in items:
        assert not await PickSurface(stage.services, wait=0).shows(item)

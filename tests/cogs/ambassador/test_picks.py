"""A pick's buttons, and the messages that follow from them."""

from __future__ import annotations

import asyncio
import json
from contextvars import Context
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col

from bot.ambassadors import offers
from bot.ambassadors import queries as people
from bot.ambassadors.picking.service import Picker
from bot.ambassadors.tables import Ambassador, Offer
from bot.ambassadors.wishes import SHOW
from bot.content.tables import Item
from bot.faces.slack.tables import SlackMessage
from bot.people.tables import Creator
from bot.review.tables import ReviewEvent
from bot.rights.tables import Clearance
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador import giving, slack_showing
from cogs.ambassador.slack_picks import STILL
from tests.cogs.ambassador.support import MIA_PERSON, Stage, action_in, share_address, shown
from tests.support.waiting import eventually
from tests.support.work import asked_for, forget_asked


async def states(stage: Stage) -> list[str]:
    return [one.state for one in sorted(await stage.offers(), key=lambda one: one.id or 0)]


async def test_save_skip_and_undo_change_the_message(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    first, second, _ = stage.picks()
    await stage.press("lea", first, "save")
    await stage.press("lea", second, "skip")
    assert await asked_for(stage.services.database, SHOW)
    await stage.show(who)
    first, second, third = stage.picks()
    assert sorted(await states(stage)) == ["saved", "shown", "skipped"]
    assert "Not for later" in shown(first)
    assert shown(second).startswith("Skipped: a piece by Anna")
    assert "Save for later" in shown(third)
    assert "Anna" in await stage.said("lea", "picks saved")
    await stage.press("lea", first, "undo")
    await stage.press("lea", second, "undo")
    await stage.press("lea", second, "undo")  # twice is once
    await stage.show(who)
    assert await states(stage) == ["shown"] * 3
    assert all("Save for later" in shown(one) for one in stage.picks())


async def test_nothing_is_sent_where_nothing_changed(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    before = [str(one.get("edited")) for one in stage.picks()]
    await stage.show(who)
    assert [str(one.get("edited")) for one in stage.picks()] == before


async def test_a_post_whose_answer_was_lost_is_found_again(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    async with unit_of_work(stage.services.database) as session:
        connection = await session.connection()
        await connection.execute(sa.update(SlackMessage).values(ts=None, rendered="", attempted_at=stage.now))
    await stage.show(who)
    assert len(stage.picks()) == 3


async def test_a_piece_stands_in_the_channel_once_and_is_nobodys(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    for user in ("lea", "tom", "mia"):
        await stage.join(user, place="channel")
    await stage.show_channel()
    messages = stage.slack.messages("ambassadors")
    assert len(messages) == 3, "however many people are to see them"
    assert len(await stage.offers()) == 9
    assert not stage.picks("tom")
    [first, *_] = messages
    assert "For everybody in the programme" in shown(first)
    assert "Skip" not in shown(first)
    assert "http" not in str(
        [one.get("url") for block in first["blocks"] for one in block.get("elements", [])]
    )
    before = [str(one.get("edited")) for one in messages]
    await stage.show_channel()
    assert [str(one.get("edited")) for one in stage.slack.messages("ambassadors")] == before


async def test_the_channel_follows_licences_and_who_leaves(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join("lea", place="channel")
    await stage.command("lea", "ambassador leave")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "leave")
    await stage.show(who)
    assert all("Share…" in shown(one) for one in stage.slack.messages("ambassadors")), "others share on"
    await stage.join("tom", place="channel")
    assert len(stage.slack.messages("ambassadors")) == 3
    async with unit_of_work(stage.services.database) as session:
        connection = await session.connection()
        await connection.execute(sa.update(Clearance).values(ends_at=stage.now + timedelta(minutes=5)))
    stage.now += timedelta(minutes=6)
    await giving.look(stage.services)
    await stage.show_channel()
    for message in stage.slack.messages("ambassadors"):
        assert "permission has ended" in shown(message)
        assert "Share…" not in shown(message)
    assert set(await states(stage)) == {"gone"}


async def test_said_counts_once_and_can_be_taken_back(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    first = stage.picks()[0]
    await stage.visit(share_address(first, "linkedin"))
    await stage.show(who)
    opened = stage.picks()[0]
    await stage.press("lea", opened, "said")
    await stage.press("lea", opened, "said")
    await stage.show(who)
    said = stage.picks()[0]
    assert "Shared on LinkedIn" in shown(said)
    assert "Lea Moreau · 15" in await stage.said("lea", "leaderboard")
    await stage.press("lea", said, "unsaid")
    await stage.show(who)
    assert "Did you post it?" in shown(stage.picks()[0])
    assert "Nobody yet" in await stage.said("lea", "leaderboard")


async def test_x_gives_nothing(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "x"))
    [share] = await stage.shares()
    await stage.follow(share.code, visitors=2)
    await stage.show(who)
    assert "Shared on X" in shown(stage.picks()[0])
    assert "Nobody yet" in await stage.said("lea", "leaderboard all")
    me = await stage.said("lea", "me")
    assert "X forbids rewards" in me
    assert "badge" not in me.replace("no points and no badges", "")


async def test_a_licence_ends_in_old_messages_and_among_the_saved_too(
    anywhere: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later picks and months have passed since: what is not allowed any more is found all the same."""
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    monkeypatch.setattr(slack_showing, "MOST", 0)
    first, *_ = stage.picks()
    await stage.press("lea", first, "save")
    assert "Anna" in await stage.said("lea", "picks saved")
    async with unit_of_work(stage.services.database) as session:
        connection = await session.connection()
        await connection.execute(sa.update(Clearance).values(ends_at=stage.now + timedelta(minutes=5)))
    stage.now += timedelta(days=90)
    assert "Anna" not in await stage.said("lea", "picks saved")
    await giving.look(stage.services)
    await stage.show(who)
    for message in stage.picks():
        assert "permission has ended" in shown(message)
    assert await states(stage) == ["gone"] * 3


async def test_the_next_look_is_at_what_happened_since(anywhere: Stage) -> None:
    """And at all that is shown once a day: a piece may end in a way that leaves no event."""
    stage = anywhere
    first, second, _ = await stage.pieces(3)
    who = await stage.join()
    assert await wanted_by_a_look(stage), "the first look knows of nothing before it"
    assert not await wanted_by_a_look(stage)
    async with unit_of_work(stage.services.database) as session:
        whose = sa.select(col(Item.creator_id)).where(col(Item.id) == first)
        cleared = sa.update(Clearance).where(col(Clearance.creator_id).in_(whose))
        ends_at = stage.now + timedelta(hours=30)
        connection = await session.connection()
        await connection.execute(cleared.values(ends_at=ends_at))
        await connection.execute(
            sa.update(ReviewEvent).values(at=stage.now)
        )  # the desk has a clock of its own
    stage.now += timedelta(hours=29)
    assert not await wanted_by_a_look(stage)
    stage.now += timedelta(hours=2)
    assert await wanted_by_a_look(stage)
    await stage.show(who)
    assert not await wanted_by_a_look(stage), "what is closed is let be"
    async with unit_of_work(stage.services.database) as session:
        nobodys = sa.update(Item).where(col(Item.id) == second).values(creator_id=None)
        await (await session.connection()).execute(nobodys)
    assert not await wanted_by_a_look(stage)
    assert await wanted_by_a_look(stage, at_all=True)


async def wanted_by_a_look(stage: Stage, *, at_all: bool = False) -> bool:
    """Whether it asks for somebody's messages to be drawn anew."""
    await forget_asked(stage.services.database, SHOW)
    await giving.look(stage.services, at_all=at_all)
    return bool(await asked_for(stage.services.database, SHOW))


async def test_nobody_is_written_to_about_a_pick_whose_message_is_gone(anywhere: Stage) -> None:
    """As after its creator was erased, which deletes the messages that show their pieces."""
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    before = len(stage.picks())
    async with unit_of_work(stage.services.database) as session:
        connection = await session.connection()
        await connection.execute(sa.update(Clearance).values(ends_at=stage.now + timedelta(minutes=5)))
        await connection.execute(sa.delete(SlackMessage).where(col(SlackMessage.kind) == "pick"))
    stage.now += timedelta(minutes=6)
    await stage.show(who)
    assert len(stage.picks()) == before == 3
    assert await states(stage) == ["gone"] * 3


async def test_a_licence_ends_in_the_message_too(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    first, second, _ = stage.picks()
    await stage.visit(share_address(first, "bluesky"))
    [share] = await stage.shares()
    await stage.show(who)
    async with unit_of_work(stage.services.database) as session:
        connection = await session.connection()
        await connection.execute(sa.update(Clearance).values(ends_at=stage.now + timedelta(minutes=5)))
    stage.now += timedelta(minutes=6)
    await giving.look(stage.services)
    assert await asked_for(stage.services.database, SHOW)
    went = await stage.visit(share_address(second, "linkedin"))
    assert went.status_code == 409
    assert "may not be shared by colleagues now" in went.text
    assert (await stage.visit(f"/s/{share.code}")).status_code == 410
    async with unit_of_work(stage.services.database) as session:
        await offers.write(session, who, share.item_id, "Anna says: such a lovely lamp", stage.now)
    await stage.show(who)
    assert {one.draft for one in await stage.offers()} == {""}, "their words may quote the piece"
    for message in stage.picks():
        assert "permission has ended" in shown(message)
        assert "Anna" in shown(message)
        assert "https://" not in json.dumps(message["blocks"]), "nothing leads to it any more"
        assert not [one for block in message["blocks"] for one in block.get("elements", []) if "url" in one]
    assert await states(stage) == ["gone"] * 3
    before = len(await asked_for(stage.services.database, SHOW))
    await giving.look(stage.services)
    assert len(await asked_for(stage.services.database, SHOW)) == before, "what is closed is let be"


async def test_nobody_waits_to_write_while_all_that_may_be_offered_is_read(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who, services = await stage.join(), stage.services
    await stage.pieces(2)
    picker = Picker()
    services.provide(picker)
    async with unit_of_work(services.database) as session:
        await people.held(session, who)  # somebody else writes all the while
        more = asyncio.create_task(giving.more(services, who, 2), context=Context())
        await eventually(lambda: picker._kept is not None, what="the pieces are read")
        assert not more.done()
    assert await more == 2


async def test_hostile_words_are_shown_as_written(stage: Stage) -> None:
    await stage.pieces(
        3, text="<!channel> *bold* <https://evil.example|click> :tada: & done", name="<@U0MIA00001> _x_ `y`"
    )
    await stage.join()
    for message in stage.picks():
        said = str([block.get("text") for block in message["blocks"] if block["type"] == "section"])
        assert "<@U0MIA00001>" not in said.replace("&lt;@U0MIA00001&gt;", "")
        plain = [
            block["text"]
            for block in message["blocks"]
            if block["type"] == "section" and "<!channel>" in block["text"]["text"]
        ]
        assert all(one["type"] == "plain_text" for one in plain)


async def test_more_at_once_until_the_week_is_full(stage: Stage) -> None:
    await stage.pieces(14)
    who = await stage.join()
    assert "3 more picks are on their way" in await stage.said("lea", "picks")
    await stage.said("lea", "picks")
    assert "One more pick is on its way" in await stage.said("lea", "picks")
    full = await stage.said("lea", "picks")
    assert "You asked for 10 picks this week" in full
    assert full.count("The lamp of day") == STILL, "there is still something to share"
    await stage.show(who)
    assert len(stage.picks()) == 10
    row = await stage.row("lea")
    assert row is not None
    assert row.next_at is not None
    stage.now = row.next_at
    await giving.turns(stage.services)
    await stage.show(who)
    assert len(stage.picks()) == 12, "those that come by themselves come on the promised day"
    assert "You aren't an ambassador" in await stage.said("tom", "picks")


async def test_picks_are_due_within_hours_and_given_once(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(9)
    who = await stage.join()
    row = await stage.row("lea")
    assert row is not None
    assert row.next_at is not None
    stage.now = row.next_at + timedelta(seconds=5)
    await asyncio.gather(*(giving.turns(stage.services) for _ in range(4)))
    await giving.turns(stage.services)
    await stage.show(who)
    assert len(stage.picks()) == 5, "two of a day, once"
    stage.now = stage.now.replace(hour=23)
    async with unit_of_work(stage.services.database) as session:
        await (await session.connection()).execute(
            sa.update(Ambassador).values(next_at=stage.now - timedelta(hours=1))
        )
    await giving.turns(stage.services)
    await stage.show(who)
    assert len(stage.picks()) == 5, "nothing at night"
    again = await stage.row("lea")
    assert again is not None
    assert again.next_at is not None
    assert again.next_at > stage.now


async def test_without_anything_to_share_it_is_said(stage: Stage) -> None:
    await stage.join()
    assert stage.picks() == []
    said = await stage.said("lea", "picks")
    assert "nothing new to share" in said
    assert "haven't shared" not in said


async def test_where_nothing_is_new_what_is_not_shared_yet_is_offered(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    first, second, third = stage.picks()
    await stage.press("lea", second, "save")
    await stage.press("lea", third, "skip")
    await stage.show(who)
    said = await stage.said("lea", "picks")
    assert "nothing new to share" in said
    assert "You haven't shared these yet" in said
    names = [next(f"Anna {n}" for n in (1, 2, 3) if f"Anna {n}" in shown(one)) for one in (first, second)]
    assert said.index(names[1]) < said.index(names[0]), "what was saved comes first"
    assert sum(f"Anna {n}" in said for n in (1, 2, 3)) == 2, "what was skipped isn't offered again"


async def test_what_is_pinned_later_comes_once_more_and_says_who_pinned_it(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    kept, skipped, _ = [one.item_id for one in sorted(await stage.offers(), key=lambda one: one.id or 0)]
    await stage.press("lea", stage.picks()[1], "skip")
    stage.now += timedelta(hours=1)
    async with unit_of_work(stage.services.database) as session:
        for item in (kept, skipped):
            await stage.ambassadors.curation.pin(session, item, None, MIA_PERSON, stage.now)
    before = [one["ts"] for one in stage.picks()]
    for _ in range(2):
        row = await stage.row("lea")
        assert row is not None
        assert row.next_at is not None
        stage.now = row.next_at
        await giving.turns(stage.services)
        await stage.show(who)
        assert len(stage.picks()) == 3
    last = stage.picks()[-1]
    assert last["ts"] not in before
    assert "Pinned by Mia Lindqvist" in shown(last)
    assert action_in(last["blocks"], f"ambassador:skip:{kept}")
    assert [one["ts"] for one in stage.picks()[:2]] == before[1:], "it comes once, and nothing else again"


async def test_buttons_work_for_as_long_as_the_piece_may_be_shared(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(1)
    who = await stage.join()
    old = share_address(stage.picks()[0], "bluesky")
    await stage.show(who)
    assert share_address(stage.picks()[0], "bluesky") == old
    stage.now += timedelta(days=31)
    async with unit_of_work(stage.services.database) as session:
        await (await session.connection()).execute(sa.update(Ambassador).values(next_at=None))
    await forget_asked(stage.services.database, SHOW)
    await giving.look(stage.services, at_all=True)
    assert await asked_for(stage.services.database, SHOW) == [[who]]
    await stage.show(who)
    new = share_address(stage.picks()[0], "bluesky")
    assert new != old
    stage.now += timedelta(days=20)
    assert (await stage.visit(old)).status_code == 410
    assert (await stage.visit(new)).status_code == 303


async def test_a_word_that_is_blocked_later_leaves_the_suggestions(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(1, text="A splendid lamp.")
    who = await stage.join()
    await forget_asked(stage.services.database, SHOW)
    await giving.look(stage.services)
    assert await asked_for(stage.services.database, SHOW) == [[who]], (
        "nobody knows what was said before a first look"
    )
    await forget_asked(stage.services.database, SHOW)
    await giving.look(stage.services)
    assert await asked_for(stage.services.database, SHOW) == [], "nothing was changed"
    assert str(stage.picks()[0]["blocks"]).count("A splendid lamp") == 2
    stage.now += timedelta(minutes=1)
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.curation.set_blocked_words(session, ["splendid"], MIA_PERSON, stage.now)
    await giving.look(stage.services)
    assert await asked_for(stage.services.database, SHOW) == [[who]]
    await stage.show(who)
    assert str(stage.picks()[0]["blocks"]).count("A splendid lamp") == 1, "the piece itself says it"


async def test_an_erased_creator_leaves_no_words(stage: Stage) -> None:
    [item_id, *_] = await stage.pieces(3)
    await stage.join()
    from bot.faces.slack.erased import queries

    async with unit_of_work(stage.services.database) as session:
        [post] = [one for one in await queries.posts_about(session, [item_id]) if one.kind == "pick"]
        assert post.key.endswith(f":{item_id}")
        assert (await session.get_one(Creator, 1)).id == 1
        assert await session.get_one(Offer, 1)


def test_actions_carry_whose_they_are() -> None:
    from cogs.ambassador.acting import act

    assert act("skip", 12, 7) == "g1:ambassador:skip:12::7"
    assert action_in([{"elements": [{"action_id": act("skip", 12, 7)}]}], "ambassador:skip")

"""The life of permissions as they are kept, on both databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.content.service import Contents
from bot.kernel.errors import TellUser
from bot.people.queries import block, get_creators
from bot.review.rules import Action
from bot.rights import contacts, queries, wishes
from bot.rights.licensed import licensed_items, may_publish
from bot.rights.outcomes import AskDone, AskRefused, AskRepeated
from bot.rights.rules import AskAction
from bot.rights.scope import Channel, Proof, Scope, Use
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA, NOAH, NOW, OLE, VERA, decision
from tests.bot.rights.support import ADS, ALL, PLAIN, SITE, YES, Desk, anna, kind, one, open_desk, open_wide


async def test_asked_answered_granted(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS, note="she is nice")
    row = await desk.row(ask)
    assert (row.status, row.live, row.asked_by_name, row.uses) == ("asked", True, "Noah", ["website", "ads"])
    assert row.remind_at == desk.now + timedelta(days=7)
    assert row.ends_at == desk.now + timedelta(days=14)
    assert row.due_at == row.remind_at
    assert await desk.licence(item) is None
    done = await desk.answer(ask, YES, by="@Anna", request_id="post 1")
    assert isinstance(done, AskDone)
    row = await desk.row(ask)
    assert (row.status, row.answer, row.proof) == ("granted", YES, "reply")
    assert row.granted_uses == ["website", "ads"]
    assert row.licence_until == desk.now + timedelta(days=365)
    licence = await desk.licence(item, Use.ADS)
    assert licence is not None
    assert (licence.ask_id, licence.credit, licence.proof, licence.kind) == (
        ask,
        "@anna",
        Proof.REPLY,
        "granted",
    )
    assert await desk.licence(item, Use.PRINT) is None
    again = await desk.answer(ask, YES, by="anna", request_id="post 1")
    assert isinstance(again, AskRepeated)
    assert await desk.actions(item) == ["sent", "granted"]
    [sent, granted] = await desk.steps(item)
    assert sent.data["snapshot"] == granted.data["snapshot"]
    assert (granted.data["proof"], granted.actor.startswith("creator:")) == ("reply", True)


async def test_what_was_shown_is_kept_with_its_pictures(desk: Desk) -> None:
    from bot.content.tables import Media

    item = await one(desk)
    name = "ab" * 16 + ".jpg"
    desk.kit.previews.write(name, b"a picture")
    async with unit_of_work(desk.database) as session:
        session.add(Media(item_id=item, kind="image", url="https://p.example/1", state="cached", file=name))
    ask = await desk.asked(item)
    async with reading(desk.database) as session:
        shown = await queries.get_snapshot(session, (await desk.row(ask)).snapshot_id or 0)
    assert shown is not None
    digest = shown.media[0]["sha256"]
    desk.kit.previews.remove({name})
    assert desk.kit.evidence.get(digest) == b"a picture"
    file = desk.kit.evidence.path / digest[:2] / digest[2:]
    file.write_bytes(b"another")
    with pytest.raises(ValueError, match="was changed"):
        desk.kit.evidence.get(digest)
    desk.kit.evidence.remove(digest)
    assert desk.kit.evidence.get(digest) is None


@pytest.mark.parametrize(
    ("proof", "chosen", "outcome"),
    [
        (Proof.NONE, SITE, "AskDone"),
        (Proof.NONE, ADS, "needs_proof"),
        (Proof.CODE, ADS, "AskDone"),
        (Proof.MAIL, ADS, "AskDone"),
        (Proof.REPLY, ADS, "AskDone"),
    ],
)
async def test_the_link_alone_gives_reposting_at_most(
    desk: Desk, proof: Proof, chosen: frozenset[Use], outcome: str
) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS, channel=Channel.LINK)
    assert kind(await desk.grant(ask, chosen, proof)) == outcome
    assert (await desk.licence(item, Use.ADS) is not None) == (Use.ADS in chosen and outcome == "AskDone")


@pytest.mark.parametrize(
    ("proof", "uses"),
    [(Proof.NONE, ["website"]), (Proof.MAIL, ["website", "ads"])],
    ids=["nobody knows who", "mail"],
)
async def test_a_yes_in_words_gives_what_its_proof_is_worth(
    desk: Desk, proof: Proof, uses: list[str]
) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS)
    await desk.answer(ask, YES, proof)
    assert (await desk.row(ask)).granted_uses == uses
    only_ads = (await desk.room.queued(1))[0]
    other = await desk.asked(only_ads, frozenset({Use.ADS}))
    await desk.answer(other, YES, proof)
    assert (await desk.licence(only_ads, Use.ADS) is None) == (proof is Proof.NONE)
    row = await desk.row(other)
    assert (row.status, row.answer) == ("answered" if proof is Proof.NONE else "granted", YES)


async def test_a_yes_gives_no_more_than_was_asked(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS)
    with pytest.raises(TellUser, match="Nothing that was asked"):
        await desk.grant(ask, frozenset({Use.PRINT}), Proof.CODE)
    await desk.grant(ask, ALL, Proof.CODE, credit="Anna ‮B.", data={"people_agree": True})
    row = await desk.row(ask)
    assert (row.granted_uses, row.credit) == (["website", "ads"], "Anna B.")
    [_, granted] = await desk.steps(item)
    assert granted.data["people_agree"] is True


async def test_granting_less_later_removes_it_from_where_it_may_not_be(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item, ADS)
    await desk.grant(ask, ADS, Proof.CODE)
    until = (await desk.row(ask)).licence_until
    await desk.later(days=100)
    assert kind(await desk.grant(ask, SITE, Proof.CODE, actor=NOAH)) == "already_answered"
    await desk.grant(ask, SITE)
    assert await desk.licence(item, Use.ADS) is None
    assert await desk.licence(item) is not None
    assert (await desk.row(ask)).licence_until == until, "changing it does not lengthen it"
    assert await desk.removals() == [item]


async def test_unclear_answers_wait_for_a_person(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, f"Yes, but only with my name. {YES}")
    row = await desk.row(ask)
    assert (row.status, row.due_at) == ("answered", None)
    assert await desk.licence(item) is None
    assert any("a person has to read it" in line for line in await desk.told())
    await desk.later(days=400)
    assert (await desk.row(ask)).status == "answered", "it waits for the person, however long"
    done = await desk.record(item, AskAction.GRANTED, OLE, note="agreed by mail")
    assert isinstance(done, AskDone)
    assert (done.ask.status, done.ask.proof) == ("granted", "hand")


async def test_a_no_is_honoured_at_once_and_for_good(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, "No thanks")
    assert (await desk.row(ask)).status == "declined"
    assert kind(await desk.ask(item)) == "declined_before"
    late = await desk.answer(ask, YES)
    assert isinstance(late, AskDone)
    row = await desk.row(ask)
    assert (row.status, row.answer) == ("declined", YES), "what was said is kept, and changes nothing"
    assert await desk.licence(item) is None
    assert kind(await desk.record(item, AskAction.REOPEN, NOAH)) == "no_right"
    await desk.record(item, AskAction.REOPEN, MIA, note="she wrote to us")
    second = await desk.asked(item)
    assert second != ask
    assert [(one.status, one.live) for one in await desk.rows(item)] == [("none", False), ("asked", True)]


async def test_a_no_after_a_yes_is_a_withdrawal(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, YES)
    await desk.answer(ask, "Please don't use it after all")
    assert (await desk.row(ask)).status == "withdrawn"
    assert await desk.licence(item) is None
    assert await desk.removals() == [item]


async def test_another_account_says_yes_in_vain(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    for who in ("bert", "", "ann", "anna2"):
        assert kind(await desk.answer(ask, YES, by=who)) == "other_account"
    assert (await desk.row(ask)).status == "asked"
    assert kind(await desk.answer(ask, YES, by="ANNA")) == "AskDone"


async def test_a_yes_to_one_item_is_none_to_another(desk: Desk) -> None:
    creator = await anna(desk)
    items = await desk.room.queued(2, creator_id=creator)
    asks = [await desk.asked(item) for item in items]
    await desk.answer(asks[1], YES)
    assert [await desk.licence(item) is not None for item in items] == [False, True]


async def test_taking_back_for_a_creator_is_a_managers(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.answer(ask, YES)
    assert kind(await desk.withdraw(ask, actor=NOAH)) == "no_right"
    assert kind(await desk.withdraw(ask, actor=MIA, note="they called us")) == "AskDone"
    assert (await desk.steps(item))[-1].note == "they called us"
    assert kind(await desk.withdraw(ask, actor=MIA)) == "declined_before"


async def test_whom_nobody_asks(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_desk(sqlite_database, tmp_path, replace(PLAIN, asks_per_creator=2)) as desk:
        creator = await anna(desk)
        items = await desk.room.queued(5, creator_id=creator)
        await desk.asked(items[0])
        await desk.asked(items[1])
        assert kind(await desk.ask(items[2])) == "asked_often"
        assert kind(await desk.draft(items[2])) == "asked_often"
        await desk.later(days=31)
        await desk.asked(items[2])
        first = (await desk.rows(items[0]))[0].id or 0
        await desk.decline(first, never_contact=True)
        await desk.later(days=31)
        assert kind(await desk.ask(items[3])) == "do_not_contact"
        async with reading(desk.database) as session:
            [found] = (await get_creators(session, [creator])).values()
            assert await contacts.must_not_contact(session, found)
            found.handle, found.external_id = "ANNA", "moved"
            assert await contacts.must_not_contact(session, found), "under any name they had"
            rows = await (await session.connection()).execute(
                sa.text("SELECT account_hash FROM do_not_contact")
            )
            assert all(len(row[0]) == 64 and "anna" not in row[0] for row in rows)


async def test_cleared_creators_need_no_asking(desk: Desk) -> None:
    creator = await anna(desk)
    [item, other] = await desk.room.queued(2, creator_id=creator)
    await desk.room.decide(decision(item, Action.APPROVE), decision(other, Action.APPROVE))
    async with unit_of_work(desk.database) as session:
        with pytest.raises(TellUser, match="ends before"):
            await contacts.clear(session, creator, "paid", ADS, NOW, NOW, MIA, NOW)
        row = await contacts.clear(
            session, creator, "paid", ALL, NOW, NOW + timedelta(days=30), MIA, NOW, credit="Anna"
        )
    refused = await desk.ask(item)
    assert isinstance(refused, AskRefused)
    assert (refused.refusal.kind, refused.refusal.detail) == ("no_need", "paid")
    licence = await desk.licence(item, Use.PRINT)
    assert licence is not None
    assert (licence.kind, licence.ask_id, licence.credit) == ("paid", None, "Anna")
    await desk.record(other, AskAction.DECLINED, note="not this one")
    assert await desk.licence(other) is None, "a no to this very piece counts"
    async with reading(desk.database) as session:
        assert [each.id for each, _ in await licensed_items(session, Use.ADS, desk.now)] == [item]
    async with unit_of_work(desk.database) as session:
        await contacts.end_clearance(session, await session.merge(row), MIA, desk.now)
    assert await desk.licence(item) is None
    desk.now -= timedelta(days=1)
    assert await desk.licence(item) is None, (
        "what a person ended stays ended, also when the clock is set back"
    )
    async with reading(desk.database) as session:
        assert await licensed_items(session, Use.ADS, desk.now) == []


async def test_what_a_surface_may_show(desk: Desk) -> None:
    creator = await anna(desk)
    items = await desk.room.queued(6, creator_id=creator)
    open_wide(desk)
    asks = [await desk.asked(item) for item in items]
    for ask in asks:
        await desk.grant(ask)
    approved, waiting, rejected, gone, taken, other = items
    for item in (approved, gone, taken, other):
        await desk.room.decide(decision(item, Action.APPROVE))
    await desk.room.decide(decision(rejected, Action.REJECT))
    await desk.room.end(gone)
    await desk.withdraw(asks[4])

    async def shown(use: Use = Use.WEBSITE, **more: int) -> list[int]:
        async with reading(desk.database) as session:
            return [one.id or 0 for one, _ in await licensed_items(session, use, desk.now, **more)]

    assert await shown() == [other, approved]
    assert await shown(limit=1) == [other]
    assert await shown(after=other) == [approved]
    assert await shown(Use.ADS) == []
    async with reading(desk.database) as session:
        assert await may_publish(session, approved, Use.WEBSITE, desk.now) is not None
        assert await may_publish(session, waiting, Use.WEBSITE, desk.now) is None
        assert await may_publish(session, gone, Use.WEBSITE, desk.now) is None
    await desk.room.decide(decision(approved, Action.UNDO))
    assert await shown() == [other]
    assert approved in await desk.removals(), "a decision that is undone takes it off as well"


async def test_an_item_that_its_creator_deleted_is_removed(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.grant(ask)
    await desk.room.decide(decision(item, Action.APPROVE))
    contents = Contents()
    async with unit_of_work(desk.database) as session:
        await contents.end(session, [item], "deleted", "source:fediverse", "source", desk.now)
        await desk.room.reviews.close(session, [item], "deleted", MIA, desk.now)
    assert await desk.licence(item) is None
    assert item in await desk.removals()
    assert kind(await desk.ask(item)) == "gone"


async def test_nobody_grants_what_is_gone(desk: Desk) -> None:
    item = await one(desk)
    ask = await desk.asked(item)
    await desk.room.end(item)
    done = await desk.answer(ask, YES)
    assert isinstance(done, AskDone)
    assert (done.step.action, done.ask.status, done.ask.answer) == (AskAction.NOTED, "asked", YES)


async def test_two_people_and_a_creator_at_once(desk: Desk) -> None:
    item = await one(desk)
    outcomes = await asyncio.gather(*(desk.ask(item, person) for person in (NOAH, OLE, MIA)))
    assert sorted(kind(each) for each in outcomes) == ["AskDone", "already_asked", "already_asked"]
    ask = (await desk.rows(item))[0].id or 0
    said = await asyncio.gather(desk.answer(ask, "No thanks"), desk.answer(ask, YES), desk.decline(ask))
    assert len(said) == 3
    assert (await desk.row(ask)).status in ("declined", "withdrawn")
    assert await desk.licence(item) is None


async def test_a_blocked_creator_is_left_alone(desk: Desk) -> None:
    creator = await anna(desk)
    [item] = await desk.room.queued(1, creator_id=creator)
    async with unit_of_work(desk.database) as session:
        await block(session, creator, MIA.id, "spam", NOW)
    assert kind(await desk.ask(item)) == "blocked"
    assert kind(await desk.ask(item, VERA)) == "no_right"


async def test_an_ask_for_nothing_or_without_words_is_refused(desk: Desk) -> None:
    item = await one(desk)
    with pytest.raises(TellUser, match="asks for nothing"):
        await desk.ask(item, scope=Scope(frozenset()))
    with pytest.raises(TellUser, match="empty"):
        await desk.ask(item, text=" \n\x00")
    assert await desk.rows(item) == []
    assert await desk.wanted(wishes.SEND) == []


async def test_whoever_listens_is_told_in_the_same_transaction(desk: Desk) -> None:
    told: list[tuple[int, str]] = []

    async def listen(session: object, done: AskDone) -> None:
        told.append((done.item_id, done.step.action.value))
        if done.step.action is AskAction.GRANTED:
            raise TellUser("Not now.")

    desk.asks.tell(listen)
    item = await one(desk)
    ask = await desk.asked(item)
    with pytest.raises(TellUser):
        await desk.grant(ask)
    assert told == [(item, "sent"), (item, "granted")]
    assert (await desk.row(ask)).status == "asked"
    assert await desk.actions(item) == ["sent"]

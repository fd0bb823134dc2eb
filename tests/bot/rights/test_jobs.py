"""Durable work of permissions: what is due, messages that go out once, removals that are looked for."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.kernel.errors import NeverWorks, TryLater
from bot.review.rules import Action
from bot.rights import jobs, wishes
from bot.rights.asking import Outgoing
from bot.rights.licensed import may_publish
from bot.rights.rules import AskAction
from bot.rights.scope import Channel, Proof, Use
from bot.rights.surfaces import Senders, Surfaces
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import decision
from tests.bot.rights.support import YES, Desk, kind
from tests.support.waiting import eventually

ROOT = Path(__file__).parents[3]


@dataclass
class Shelf:
    """A surface that is filled from what may be shown, and forgets to take things off when told to."""

    name: str
    use: Use
    items: set[int] = field(default_factory=set)
    stuck: bool = False
    away: bool = False

    async def fill(self, desk: Desk, item: int) -> None:
        async with reading(desk.database) as session:
            if await may_publish(session, item, self.use, desk.now) is not None:
                self.items.add(item)

    async def remove(self, item_id: int) -> None:
        if self.away:
            raise TryLater("The shop does not answer.")
        if not self.stuck:
            self.items.discard(item_id)

    async def shows(self, item_id: int) -> bool:
        return item_id in self.items


async def shown(desk: Desk) -> tuple[int, int, Shelf, Shelf]:
    """An item that stands on two surfaces."""
    creator = await desk.room.creator(external_id="a1", handle="anna")
    [item] = await desk.room.queued(1, creator_id=creator)
    await desk.room.decide(decision(item, Action.APPROVE))
    ask = await desk.asked(item, frozenset({Use.WEBSITE, Use.ADS}))
    await desk.grant(ask, frozenset({Use.WEBSITE, Use.ADS}), Proof.CODE)
    gallery, ads = Shelf("gallery", Use.WEBSITE), Shelf("ads", Use.ADS)
    for each in (gallery, ads):
        desk.outlet(Surfaces).add(each)
        await each.fill(desk, item)
    assert gallery.items == ads.items == {item}
    return item, ask, gallery, ads


async def test_what_is_withdrawn_leaves_every_surface_and_that_is_checked(desk: Desk) -> None:
    item, ask, gallery, ads = await shown(desk)
    await desk.withdraw(ask)
    assert await desk.removals() == [item]
    await jobs.removed(desk, item)
    assert gallery.items == ads.items == set()
    assert (await desk.steps(item))[-1].data == {"surfaces": ["ads", "gallery"]}
    assert f"Item {item} is gone from: ads, gallery. That was checked." in await desk.told()
    told = await desk.told()
    await jobs.removed(desk, item)
    assert await desk.told() == told
    assert (await desk.actions(item)).count("removed") == 1


async def test_only_the_surface_whose_use_is_gone_loses_it(desk: Desk) -> None:
    item, ask, gallery, ads = await shown(desk)
    await desk.grant(ask, frozenset({Use.WEBSITE}))
    await jobs.removed(desk, item)
    assert (gallery.items, ads.items) == ({item}, set())
    assert (await desk.steps(item))[-1].data == {"surfaces": ["ads"]}


@pytest.mark.parametrize("trouble", ["stuck", "away"])
async def test_a_removal_that_fails_is_told_once_and_tried_again(desk: Desk, trouble: str) -> None:
    item, ask, gallery, ads = await shown(desk)
    setattr(gallery, trouble, True)
    await desk.withdraw(ask)
    for _ in range(2):
        with pytest.raises(TryLater, match="gallery: "):
            await jobs.removed(desk, item)
    assert (gallery.items, ads.items) == ({item}, set())
    assert len([line for line in await desk.told() if "could not be removed" in line]) == 1
    assert "removed" not in await desk.actions(item)
    setattr(gallery, trouble, False)
    await jobs.removed(desk, item)
    assert gallery.items == set()
    assert (await desk.actions(item))[-1] == "removed"


async def test_the_sweep_asks_for_what_is_due_and_nothing_else(desk: Desk) -> None:
    items = await desk.room.queued(2)
    first = await desk.asked(items[0])
    desk.now = (await desk.row(first)).remind_at or desk.now
    await desk.asked(items[1])
    await jobs.sweep(desk)
    assert await desk.wanted(wishes.ADVANCE) == [[first]]
    await jobs.advance(desk, first)
    await jobs.advance(desk, first)
    assert (await desk.actions(items[0])) == ["sent", "noted"]


async def test_verifying_names_a_broken_event(desk: Desk) -> None:
    [item] = await desk.room.queued(1)
    await desk.asked(item)
    await jobs.verify(desk)
    async with unit_of_work(desk.database) as session:
        await (await session.connection()).execute(sa.text("UPDATE ask_event SET via = 'x'"))
    with pytest.raises(NeverWorks, match="broken at event 1"):
        await jobs.verify(desk)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("status = 'declined'", "is declined, its events say granted"),
        ("live = NOT live", "is granted, its events say granted"),
        ("revision = 7", "are not numbered 1 to 7"),
        ('granted_uses = \'["website", "print"]\'', "licenses website, print"),
    ],
)
async def test_a_row_changed_by_hand_is_noticed(desk: Desk, change: str, words: str) -> None:
    _, ask, *_ = await shown(desk)
    await jobs.verify(desk)
    async with unit_of_work(desk.database) as session:
        await (await session.connection()).execute(sa.text(f"UPDATE ask SET {change} WHERE id = {ask}"))
    with pytest.raises(NeverWorks, match=words):
        await jobs.verify(desk)


# Messages


class Platform:
    """A platform's outbox, and how it fails."""

    platform = "mastodon"
    channels = frozenset({Channel.REPLY})

    def __init__(self, failure: Exception | None = None) -> None:
        self.sent: list[Outgoing] = []
        self.failure = failure

    async def send(self, message: Outgoing) -> str:
        if self.failure is not None:
            raise self.failure
        self.sent.append(message)
        return f"post {len(self.sent)}"

    async def find(self, message: Outgoing) -> str | None:
        return next((f"post {n}" for n, one in enumerate(self.sent, 1) if one.key == message.key), "")


async def replied_to(desk: Desk, platform: Platform | None) -> tuple[int, int]:
    creator = await desk.room.creator(external_id="a1", handle="anna")
    [item] = await desk.room.queued(1, creator_id=creator)
    if platform is not None:
        desk.outlet(Senders).add(platform)
    return item, await desk.asked(item, channel=Channel.REPLY, text="May we?")


async def run_send(desk: Desk) -> None:
    for ask, revision in await desk.wanted(wishes.SEND):
        await jobs.send(desk, ask, revision)


async def test_a_message_goes_out_once_and_its_reminder_once(desk: Desk) -> None:
    platform = Platform()
    item, ask = await replied_to(desk, platform)
    for _ in range(3):
        await run_send(desk)
    assert [one.text for one in platform.sent] == ["May we?"]
    row = await desk.row(ask)
    assert (row.delivery, row.reference, row.status) == ("sent", "post 1", "asked")
    await desk.later(days=7)
    for _ in range(2):
        await run_send(desk)
    assert [one.reminder for one in platform.sent] == [False, True]
    row = await desk.row(ask)
    assert (row.status, row.reference) == ("reminded", "post 1"), "answers come to the first one"
    assert await desk.actions(item) == ["sent", "delivered", "reminded", "delivered"]
    assert await desk.told() == []


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (NeverWorks("They take no replies."), "They take no replies."),
        (None, "Nothing is set up to send there."),
    ],
)
async def test_what_is_refused_is_told_and_not_tried_again(
    desk: Desk, failure: Exception | None, words: str
) -> None:
    platform = Platform(failure) if failure else None
    item, ask = await replied_to(desk, platform)
    await run_send(desk)
    if platform is not None:
        platform.failure = None
    await run_send(desk)
    assert (await desk.row(ask)).delivery == "failed"
    assert await desk.told() == [f"The permission request about item {item} could not be sent: {words}"]
    assert platform is None or platform.sent == []


async def test_a_platform_that_is_away_is_asked_again(desk: Desk) -> None:
    platform = Platform(TryLater("Busy."))
    _, ask = await replied_to(desk, platform)
    with pytest.raises(TryLater):
        await run_send(desk)
    assert (await desk.row(ask)).delivery == "wanted"
    platform.failure = None
    await run_send(desk)
    assert len(platform.sent) == 1


async def test_whoever_answered_meanwhile_is_not_written_to(desk: Desk) -> None:
    platform = Platform()
    _, ask = await replied_to(desk, platform)
    await desk.decline(ask, never_contact=True)
    await run_send(desk)
    assert platform.sent == []


async def test_whoever_asked_to_be_left_alone_meanwhile_is(desk: Desk) -> None:
    platform = Platform()
    creator = await desk.room.creator(external_id="a1", handle="anna")
    items = await desk.room.queued(2, creator_id=creator)
    desk.outlet(Senders).add(platform)
    asks = [await desk.asked(item, channel=Channel.REPLY) for item in items]
    await desk.decline(asks[0], never_contact=True)
    await run_send(desk)
    assert platform.sent == []
    assert (await desk.row(asks[1])).delivery == "failed"


STAGES = [
    "before sending is kept",
    "after sending is kept",
    "before it is sent",
    "after it was sent",
    "before sent is kept",
    "after sent is kept",
]


@asynccontextmanager
async def postman(plan: dict[str, Any]) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bot.rights.postman", json.dumps(plan), cwd=ROOT
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("blind", [False, True], ids=["asks the platform", "cannot ask"])
@pytest.mark.parametrize("stage", STAGES)
async def test_a_killed_process_sends_nothing_twice(
    desk: Desk, database_url: str, tmp_path: Path, stage: str, blind: bool
) -> None:
    """Where the platform can say what it was sent, the message goes out once; where it can't, at most once, and the
    team is told that nobody knows."""
    item, ask = await replied_to(desk, None)
    box = tmp_path / "box"
    plan = {"url": database_url, "folder": str(tmp_path), "box": str(box), "blind": blind}
    async with postman({**plan, "die": stage}) as process:
        assert await asyncio.wait_for(process.wait(), 90) == -signal.SIGKILL

    async def settled() -> bool:
        return (await desk.row(ask)).delivery in ("sent", "unknown", "failed")

    async with postman({**plan, "die": "never"}):
        await eventually(settled, within=90, what="the message is settled")
    lines = await asyncio.to_thread(_lines, box)
    row = await desk.row(ask)
    certain = not blind or stage in ("before sending is kept", "after sent is kept")
    assert row.delivery == ("sent" if certain else "unknown")
    assert len(lines) == (1 if certain else int(stage in ("after it was sent", "before sent is kept")))
    assert (await desk.actions(item)) == ["sent", "delivered" if certain else "noted"]
    assert len(await desk.told()) == (0 if certain else 1)
    assert kind(await desk.ask(item)) == "already_asked"


def _lines(box: Path) -> list[str]:
    return box.read_text(encoding="utf-8").splitlines() if box.exists() else []


async def test_an_answer_that_comes_again_counts_once(desk: Desk) -> None:
    item, ask = await replied_to(desk, Platform())
    outcomes = await asyncio.gather(*(desk.answer(ask, YES, request_id="post 7") for _ in range(3)))
    assert sorted(kind(one) for one in outcomes) == ["AskDone", "AskRepeated", "AskRepeated"]
    assert (await desk.actions(item)).count(AskAction.GRANTED.value) == 1

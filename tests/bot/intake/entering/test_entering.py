"""Entering a contest by a link, a file, a message and a post that was found."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.content.jobs import FETCH
from bot.content.queries import events_of, media_of
from bot.content.tables import Item
from bot.contests.entries import GONE
from bot.contests.refusals import Refused
from bot.contests.rules import EntryStatus
from bot.intake.entering.pieces import UNSURE
from bot.people.queries import block
from bot.review.rules import Action, Status
from bot.review.tables import Review
from bot.sources.base import FoundCreator, Removed
from bot.storage.unit_of_work import reading
from tests.bot.content.pieces import post
from tests.bot.contests.life.stage import CLOSES
from tests.bot.intake.entering.entrance import Entrance, file, message

URL = "https://www.instagram.com/p/abc123/"
TAGGED = "Look at my cup, it is for the #AutumnOfTea contest this year"


async def status(entrance: Entrance, item_id: int) -> str:
    async with reading(entrance.database) as session:
        return (await session.get_one(Review, item_id)).status


async def count_items(entrance: Entrance) -> int:
    async with reading(entrance.database) as session:
        return int(await session.scalar(sa.select(sa.func.count()).select_from(Item)) or 0)


async def entry_of(entrance: Entrance, entry_id: int | None) -> tuple[str, str | None]:
    found = await entrance.entry(entry_id or 0)
    return found.status, found.reason


# ---- by a link ----


async def test_a_link_becomes_an_item_in_review_and_an_entry(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member(name="Anna @everyone")
    done = await entrance.link(anna, f"{URL}?igsh=x&utm_source=y", "Tea @everyone <script>")
    item = await entrance.item_of(done)
    assert (done.known, done.sure, done.entry.status) == (False, False, EntryStatus.WAITING)
    assert (item.url, item.platform, item.kind) == (URL, "instagram", "photo")
    assert item.text == "Tea @everyone <script>"
    assert item.why == [{"how": "contest", "what": "Autumn of tea"}]
    assert item.notes == ["entered by Anna @everyone (discord)", UNSURE]
    assert await status(entrance, item.id or 0) == Status.QUEUED
    await entrance.decide(item.id or 0, Action.APPROVE)
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.ACCEPTED, None)


async def test_a_post_that_is_known_already_is_entered_as_it_is_and_says_so(entrance: Entrance) -> None:
    await entrance.open()
    [item_id] = (await entrance.take("masto", post("1"))).new
    await entrance.decide(item_id, Action.APPROVE)
    anna = await entrance.member()
    done = await entrance.link(anna, "https://social.example/@mia/1?utm_source=x")
    assert (done.item_id, done.known, done.sure, done.entry.status) == (item_id, True, False, "accepted")
    item = await entrance.item_of(done)
    assert {"how": "contest", "what": "Autumn of tea"} in item.why
    assert item.notes == [f"entered by {anna.name} (discord); {UNSURE}"]
    async with reading(entrance.database) as session:
        [event] = (await events_of(session, [item_id]))[item_id]
        shown = (await session.get_one(Review, item_id)).display_revision
    assert (event.event, event.actor, event.via) == ("reason_added", anna.key, "discord")
    assert shown > 2  # it arrived, was approved, and its card has something new to show


async def test_a_link_below_ones_own_page_is_ones_own(entrance: Entrance) -> None:
    await entrance.open(entries_per_member=2)
    mia = FoundCreator("m1", "@mia@social.example", "Mia", url="https://social.example/@mia")
    await entrance.take("masto", post("1", "Something older of mine, about another cup", creator=mia))
    anna = await entrance.member()
    await entrance.poster(anna, "mastodon", "m1")
    done = await entrance.link(anna, "https://social.example/@mia/99")
    item = await entrance.item_of(done)
    assert (done.known, done.sure, item.platform) == (False, True, "mastodon")
    assert item.creator_id is not None
    other = await entrance.link(anna, "https://social.example/@miaculpa/1")
    assert (other.sure, (await entrance.item_of(other)).creator_id) == (False, None)


async def test_a_post_of_somebody_known_as_another_person_is_refused(entrance: Entrance) -> None:
    await entrance.open()
    await entrance.take("masto", post("1"))
    bo, anna = await entrance.member(), await entrance.member()
    await entrance.poster(bo, "mastodon", "1")
    with pytest.raises(
        Refused, match="made by Mia Björk on mastodon, who is known as somebody else"
    ) as caught:
        await entrance.link(anna, "https://social.example/@mia/1")
    assert caught.value.key == "enter-somebody-elses"
    assert (await entrance.link(bo, "https://social.example/@mia/1")).sure
    assert (await entrance.contest()).entered == 1


@pytest.mark.parametrize(
    ("url", "key", "said"),
    [
        ("", "enter-link", "there is no address"),
        ("notaurl", "enter-link", "not a web address"),
        ("javascript:alert(1)", "enter-link", "not a web address"),
        ("http://10.0.0.7/admin", "enter-link", "private network"),
        ("https://discord.com/channels/1/2/3", "enter-message-link", "“Enter this message”"),
    ],
)
async def test_an_address_that_leads_nowhere_is_refused_in_words(
    entrance: Entrance, url: str, key: str, said: str
) -> None:
    await entrance.open()
    with pytest.raises(Refused) as caught:
        await entrance.link(await entrance.member(), url)
    assert caught.value.key == key
    assert said in str(caught.value)
    assert await count_items(entrance) == 0


async def test_what_the_contest_refuses_leaves_no_item_behind(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member()
    await entrance.link(anna, URL)
    with pytest.raises(Refused, match="entered 1 of 1 times"):
        await entrance.link(anna, "https://www.instagram.com/p/another/")
    await entrance.at(CLOSES)
    with pytest.raises(Refused, match="are closed"):
        await entrance.upload(await entrance.member(), file())
    assert await count_items(entrance) == 1


async def test_the_same_request_enters_once(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member()
    one = await entrance.link(anna, URL, request_id="r1")
    two = await entrance.link(anna, URL, request_id="r1")
    assert (one.entry.id, one.item_id) == (two.entry.id, two.item_id)
    first = await entrance.upload(anna_two := await entrance.member(), file(), request_id="r2")
    again = await entrance.upload(anna_two, file(), request_id="r2")
    assert (first.entry.id, first.item_id) == (again.entry.id, again.item_id)
    assert await count_items(entrance) == 2


# ---- by a file ----


async def test_a_file_becomes_an_item_by_whoever_sent_it(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member(name="Anna", handle="anna")
    done = await entrance.upload(anna, file(name="cup <b>.PNG", size=10_000_000))
    item = await entrance.item_of(done)
    assert (item.platform, item.kind, item.text, item.url) == ("discord", "photo", "A cup", None)
    async with reading(entrance.database) as session:
        [media] = (await media_of(session, [item.id or 0]))[item.id or 0]
    assert (media.kind, media.state, media.alt) == ("image", "pending", "cup <b>.PNG")
    assert (done.sure, done.known) == (True, False)
    assert await entrance.asked(FETCH) == [[]]


async def test_reviewers_are_told_that_a_video_without_a_message_can_be_watched_for_a_day(
    entrance: Entrance,
) -> None:
    await entrance.open(entries_per_member=3)
    anna = await entrance.member()
    video = file(name="a.mp4", content_type="video/mp4")
    sent = await entrance.item_of(await entrance.upload(anna, video))
    assert any("can be watched for about a day" in note for note in sent.notes)
    said = await entrance.item_of(await entrance.message(anna, message(anna, files=(video,))))
    assert not any("about a day" in note for note in said.notes), "it stands in its message"
    picture = await entrance.item_of(await entrance.upload(anna, file(id="79")))
    assert not any("about a day" in note for note in picture.notes)


async def test_somebody_who_is_blocked_enters_nothing(entrance: Entrance) -> None:
    await entrance.open(entries_per_member=2)
    anna = await entrance.member()
    first = await entrance.item_of(await entrance.upload(anna, file()))
    async with entrance.change() as session:
        await block(session, first.creator_id or 0, "U0MIA00001", "spam", entrance.now)
    with pytest.raises(Refused, match="Nothing is taken from this account"):
        await entrance.upload(anna, file(id="78"))
    assert (await entrance.contest()).entered == 1


# ---- by a message ----


async def test_a_message_becomes_an_item_with_its_link(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member(name="Anna", handle="anna")
    address = "https://cdn.discordapp.com/attachments/1/3/tea.webm"
    video = file(id="78", name="tea.webm", content_type="video/webm", url=address)
    said = message(anna, "Look @everyone, #AutumnOfTea", files=(file(), video))
    done = await entrance.message(anna, said)
    item = await entrance.item_of(done)
    assert (item.url, item.text, item.kind) == (said.url, "Look @everyone, #AutumnOfTea", "photo")
    assert item.tags == ["autumnoftea"]
    async with reading(entrance.database) as session:
        assert [one.kind for one in (await media_of(session, [item.id or 0]))[item.id or 0]] == [
            "image",
            "video",
        ]
    with pytest.raises(Refused, match="entered this already: it is entry 1"):
        await entrance.message(anna, said)


async def test_a_message_of_somebody_else_or_without_content_is_refused(entrance: Entrance) -> None:
    await entrance.open()
    anna, bo = await entrance.member(), await entrance.member()
    with pytest.raises(Refused, match="somebody else's"):
        await entrance.message(anna, message(bo))
    with pytest.raises(Refused, match="nothing to enter"):
        await entrance.message(anna, message(anna, " \u200b\n"))
    with pytest.raises(Refused, match=r"“virus.exe” is of a kind that can't be entered. Send PNG, JPEG"):
        await entrance.message(anna, message(anna, files=(file(name="virus.exe"),)))
    assert await count_items(entrance) == 0


async def test_nobody_enters_the_message_of_another_member_by_its_address(entrance: Entrance) -> None:
    """The item is known by its address; whose it is, is known too."""
    await entrance.open()
    anna, bo = await entrance.member(), await entrance.member()
    said = replace(message(anna), url="https://chat.example/1/2/501")
    await entrance.message(anna, said)
    with pytest.raises(Refused, match="known as somebody else"):
        await entrance.link(bo, said.url)


async def test_an_edited_message_is_reviewed_again_before_it_counts(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member()
    done = await entrance.message(anna, message(anna, files=(file(),)))
    await entrance.decide(done.item_id, Action.APPROVE)
    edited = message(anna, "Buy my pills", files=(file(), file(id="9", name="run.bat")))
    async with entrance.change() as session:
        assert await entrance.entering.message_changed(session, anna, edited, entrance.now)
    item = await entrance.item_of(done)
    assert (item.text, item.version) == ("Buy my pills", 2)
    assert any("run.bat" in note for note in item.notes)
    assert await status(entrance, done.item_id) == Status.QUEUED
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.WAITING, None)
    await entrance.consistent()
    async with entrance.change() as session:
        assert not await entrance.entering.message_changed(session, anna, edited, entrance.now)
        other = message(anna, id="999")
        assert not await entrance.entering.message_changed(session, anna, other, entrance.now)
    await entrance.decide(done.item_id, Action.APPROVE)
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.ACCEPTED, None)


async def test_a_found_post_that_its_creator_edits_is_reviewed_again_too(entrance: Entrance) -> None:
    await entrance.open()
    [item_id] = (await entrance.take("masto", post("1"))).new
    anna = await entrance.member()
    done = await entrance.link(anna, "https://social.example/@mia/1")
    await entrance.decide(item_id, Action.APPROVE)
    await entrance.take("masto", post("1", metrics={"likes": 9}))
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.ACCEPTED, None)
    await entrance.take("masto", post("1", "Quite another thing than what you approved of"))
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.WAITING, None)


async def test_an_edit_after_the_freeze_takes_nothing_away_and_is_told(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member()
    done = await entrance.message(anna, message(anna))
    await entrance.decide(done.item_id, Action.APPROVE)
    await entrance.close()
    assert (await entrance.contest()).record is not None
    async with entrance.change() as session:
        await entrance.entering.message_changed(session, anna, message(anna, "Another"), entrance.now)
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.ACCEPTED, None)
    assert await status(entrance, done.item_id) == Status.APPROVED
    assert "entry-edited" in await entrance.told()


async def test_a_deleted_message_takes_its_entry_along(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member()
    done = await entrance.message(anna, message(anna, url="https://elsewhere.example/501"))
    await entrance.decide(done.item_id, Action.APPROVE)
    async with entrance.change() as session:
        gone = await entrance.entering.messages_gone(session, "discord", ["501", "502"], entrance.now)
        again = await entrance.entering.messages_gone(session, "discord", ["501"], entrance.now)
    assert (list(gone), list(again)) == ([done.item_id], [])
    assert (await entrance.item_of(done)).life == "deleted"
    assert await entry_of(entrance, done.entry.id) == (EntryStatus.WITHDRAWN, GONE)
    with pytest.raises(Refused, match="isn't there any more"):
        await entrance.link(anna, "https://elsewhere.example/501")


# ---- a post that was found ----


async def test_found_posts_are_offered_to_whom_they_belong_and_entered(entrance: Entrance) -> None:
    await entrance.open(hashtag="#AutumnOfTea", entries_per_member=3)
    anna = await entrance.member()
    posts = [
        post("1", TAGGED),
        post("2", "Another day, nothing about any competition at all"),
        post("3", f"{TAGGED}, by Bo", creator=FoundCreator("2", "@bo@social.example", "Bo Ek")),
        post("4", "Rejected, but tagged all the same, this one", tags=("autumnoftea",)),
    ]
    one, two, three, four = (await entrance.take("masto", *posts)).new
    await entrance.decide(four, Action.REJECT)
    assert await entrance.offered(anna) == []
    mine = await entrance.poster(anna, "mastodon", "1")
    [offer] = await entrance.offered(anna, mine)
    assert (offer.item_id, offer.title, offer.platform) == (one, TAGGED, "mastodon")
    with pytest.raises(Refused, match="doesn't carry #AutumnOfTea"):
        await entrance.found(anna, two)
    with pytest.raises(Refused, match=r"made by Bo Ek on mastodon, and that account isn't linked.*code"):
        await entrance.found(anna, three)
    done = await entrance.found(anna, one)
    assert (done.sure, done.item_id) == (True, one)
    assert await entrance.offered(anna, mine) == []


async def test_a_found_post_that_is_gone_or_never_was_is_refused(entrance: Entrance) -> None:
    await entrance.open()
    anna = await entrance.member()
    [item_id] = (await entrance.take("masto", post("1", TAGGED))).new
    await entrance.poster(anna, "mastodon", "1")
    await entrance.take("masto", Removed("1"))
    for gone in (item_id, 999_999):
        with pytest.raises(Refused, match="isn't there any more"):
            await entrance.found(anna, gone)


async def test_the_same_words_copied_into_the_chat_dont_make_a_post_ones_own(entrance: Entrance) -> None:
    """Intake takes the same words of the same handle on two networks for one piece."""
    await entrance.open()
    [item_id] = (await entrance.take("masto", post("1", TAGGED))).new
    owner = await entrance.member()
    await entrance.poster(owner, "mastodon", "1")
    thief = await entrance.member(name="Mia Björk", handle="mia")
    with pytest.raises(Refused, match="known as somebody else"):
        await entrance.message(thief, message(thief, TAGGED))
    assert (await entrance.link(owner, "https://social.example/@mia/1")).item_id == item_id

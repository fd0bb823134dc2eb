"""``/goodword curate`` in the local Slack: managers change, moderators look, and every change has a way back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.curation.history import changes
from bot.curation.rules import ChangeId, Limit, Mark
from bot.curation.service import Curation
from bot.kernel.errors import Refused
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import reading, unit_of_work
from tests.cogs.curation.support import PERSON, Curator, collections, elements, marks, members, pieces
from tests.support.slack_bot import AISHA, CHANNEL, MIA, SlackBot

HOSTILE = "<!channel> *Sale* <https://evil.example|click> \u202e & co"


async def test_a_collection_is_made_filled_renamed_and_closed(bot: SlackBot) -> None:
    first, second = await pieces(bot, "I love this lamp", "The kettle sings")
    mia = Curator(bot)
    assert "There is no collection yet" in await mia.open()
    await mia.press("curation:new")
    said = await mia.submit(name="Summer 2026")
    assert "“Summer 2026” is made." in said
    assert "There is nothing in it yet." in said
    await mia.press("curation:add")
    assert [one for one in await mia.suggested("curation:find", "kettle") if "kettle" in one]
    said = await mia.submit(pieces=[str(second)])
    assert "One piece was added." in said
    assert f"#{second} Anna Svensson: The kettle sings" in said
    assert await members(bot, "summer-2026") == [second]
    await mia.press("curation:add")
    await mia.suggested("curation:find", str(first))
    await mia.submit(pieces=[str(first)])
    assert await members(bot, "summer-2026") == [first, second]
    assert "was taken out" in await mia.press("curation:out")
    assert await members(bot, "summer-2026") == [second]
    assert "Taken back." in await mia.press("curation:undo")
    assert await members(bot, "summer-2026") == [first, second]
    await mia.press("curation:rename")
    assert "is called “Testimonials” now" in await mia.submit(name="Testimonials")
    assert await members(bot, "testimonials") == [first, second]
    assert "changed by" in mia.text
    assert "is closed" in await mia.press("curation:shut")
    assert not mia.offers("curation:add")
    await mia.press("curation:undo")
    assert mia.offers("curation:add")
    said = await mia.press("curation:show:::changes")
    assert "Collection “Testimonials” opened again · by Mia Lindqvist" in said
    assert "Collection “Summer 2026” is called “Testimonials”" in said
    assert f"Piece {second} put into “Summer 2026”" in said
    assert "Taken back." in await mia.press("curation:undo")
    assert "Collection “Testimonials” closed" in mia.text


async def test_names_are_shown_letter_by_letter_and_refused_at_the_field(bot: SlackBot) -> None:
    mia = Curator(bot)
    await mia.open()
    await mia.press("curation:new")
    assert "letters or digits" in await mia.refused(name="!!!")
    await mia.submit(name=HOSTILE)
    assert "<!channel>" not in str(mia.view["blocks"])
    assert "&lt;!channel&gt;" in mia.text
    await mia.press("curation:back")
    await mia.press("curation:new")
    assert "already" in await mia.refused(name=HOSTILE)


async def test_a_piece_is_put_first_held_back_hidden_limited_and_all_of_it_undone(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp")
    mia = Curator(bot)
    said = await mia.open(str(number))
    assert "Ambassadors can't share it" in said
    assert "never shared" in said
    await mia.press("curation:pin")
    assert "comes first now" in await mia.submit()
    assert "Comes first until it is taken back" in mia.text
    assert "by Mia" in mia.text
    later = bot.services.clock() + timedelta(days=3)
    await mia.press("curation:hold")
    assert "is over" in await mia.refused(until=str(int((later - timedelta(days=9)).timestamp())))
    assert "is held back" in await mia.submit(until=str(int(later.timestamp())))
    assert "is hidden" in await mia.press("curation:hide")
    assert not mia.offers("curation:hide")
    await mia.press("curation:limit")
    assert "is limited" in await mia.submit(shares="3", days="7")
    standing = {one.kind: one for one in await marks(bot, number)}
    assert set(standing) == set(Mark) - {Mark.THANK}
    assert standing[Mark.LIMIT].limit == Limit(3, 7)
    assert standing[Mark.HOLD].until == later.replace(microsecond=0)
    await mia.press("curation:limit")
    await mia.submit(shares="5", days="7")
    await mia.press("curation:undo")  # what stood before stands again
    assert {one.kind: one for one in await marks(bot, number)}[Mark.LIMIT].limit == Limit(3, 7)
    await mia.press("curation:lift")  # the first that is shown: put first
    assert Mark.PIN not in {one.kind for one in await marks(bot, number)}
    await mia.press("curation:undo")
    assert Mark.PIN in {one.kind for one in await marks(bot, number)}


async def test_changes_are_listed_with_who_and_taken_back_once(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp")
    mia = Curator(bot)
    await mia.open(str(number))
    await mia.press("curation:hide")
    stale = mia.view
    async with reading(bot.services.database) as session:
        (change,) = await changes(session)
    assert (change.what, change.by_name, change.stands) == ("hide", "Mia Lindqvist", True)
    said = await mia.press("curation:show:::changes")
    assert f"Piece {number}: Hidden from ambassadors" in said
    assert "by Mia Lindqvist" in said
    assert "Taken back." in await mia.press("curation:undo")
    assert not await marks(bot, number)
    assert f"Piece {number}, taken back: Hidden from ambassadors" in mia.text
    again = next(one for one in elements(stale) if one["action_id"] == "g1:curation:undo")
    change_id = ChangeId.unpack(again["value"].removeprefix("change:"))
    assert change_id is not None
    async with unit_of_work(bot.services.database) as session:
        manager, curation = Person("mia", "Mia", Role.MANAGER), Curation(bot.services.settings)
        with pytest.raises(Refused, match="changed that again"):
            await curation.undo(session, change_id, manager, bot.services.clock())


async def test_a_piece_that_may_be_shared_says_so_and_lies_in_collections(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp", shareable=True)
    mia = Curator(bot)
    await mia.open()
    for name in ("Summer", "Winter"):
        await mia.press("curation:new")
        await mia.submit(name=name)
        await mia.press("curation:back")
    await mia.press("curation:show:::pieces")
    assert "Nothing is decided about any piece" in mia.text
    (offered,) = await mia.suggested("curation:choose", "lamp")
    assert offered.startswith(f"#{number} Anna Svensson: I love this lamp")
    await mia.choose("curation:choose", str(number))
    assert "Ambassadors may share it until it is taken back" in mia.text
    assert "In no collection" in mia.text
    await mia.press("curation:sort")
    rows = {row.slug: str(row.id) for row in await collections(bot)}
    await mia.submit(collections=[rows["summer"], rows["winter"]])
    assert "In Summer, Winter" in mia.text or "In Winter, Summer" in mia.text
    await mia.press("curation:sort")
    await mia.submit(collections=[rows["winter"]])
    assert await members(bot, "summer") == []
    await mia.press("curation:undo")
    assert await members(bot, "summer") == [number]
    assert await members(bot, "winter") == [number]
    await mia.press("curation:hide")
    assert "Its permission lasts until it is taken back, and it is kept back all the same" in mia.text
    assert "Ambassadors may share it" not in mia.text


async def test_the_card_of_an_approved_piece_leads_here(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp", approve=False)
    await bot.deliver()
    await bot.click("mia", "review:approve")
    await bot.deliver()
    await bot.click("mia", "review:details")
    await bot.slack.wait_for(lambda: bot.slack.modal("mia"), what="the details")
    await bot.click_modal("mia", "curation:item")
    mia = Curator(bot)
    await bot.slack.wait_for(lambda: mia.offers("curation:pin"), what="the window")
    await mia.press("curation:pin")
    said = await mia.submit()
    assert "comes first now" in said
    assert said.count("Comes first until it is taken back") == 1
    assert [one.kind for one in await marks(bot, number)] == [Mark.PIN]
    assert "taken back: Comes first" in await mia.press("curation:lift")


async def test_moderators_look_and_are_told_who_may(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp")
    aisha = Curator(bot, AISHA)
    said = await aisha.open(str(number))
    assert "Only managers change this" in said
    assert not aisha.offers("curation:pin")
    assert not await marks(bot, number)


@pytest.mark.parametrize(
    ("user", "text", "said"),
    [
        ("tom", "curate", "Only moderators can see what ambassadors get."),
        ("tom", "programme", "Only managers can see how the ambassador programme goes."),
        (AISHA, "programme", "Only managers can see how the ambassador programme goes."),
    ],
)
async def test_whoever_may_not_is_told_what_it_was_about(
    bot: SlackBot, user: str, text: str, said: str
) -> None:
    await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=text)
    told = await bot.slack.wait_for(lambda: bot.private(user), what="an answer")
    assert said in told[-1]


async def test_others_have_no_window(bot: SlackBot) -> None:
    await bot.slack.command("tom", channel=CHANNEL, command="/goodword", text="curate")
    await bot.slack.wait_for(lambda: bot.private("tom"), what="an answer")
    assert bot.slack.modal("tom") is None


async def test_a_collection_says_where_links_of_its_pieces_lead(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp", shareable=True)
    mia = Curator(bot)
    await mia.open()
    await mia.press("curation:new")
    answer = await bot.submit(MIA, name="Summer", leads_to="data:text/html,x")
    assert list(answer["errors"]) == ["leads_to"], "it is said at the field"
    assert not await collections(bot), "nothing is kept of what is refused"
    said = await mia.submit(name="Summer", leads_to="https://shop.example/summer")
    assert "Shared links of its pieces lead to <https://shop.example/summer|" in said
    await mia.press("curation:add")
    await mia.suggested("curation:find", str(number))
    await mia.submit(pieces=[str(number)])
    await mia.press("curation:rename")
    field = next(one for one in mia.view["blocks"] if one["block_id"] == "leads_to")
    assert field["element"]["initial_value"] == "https://shop.example/summer"
    said = await mia.submit(name="Summer", leads_to="https://shop.example/sale")
    assert "Kept: shared links of “Summer” lead to https://shop.example/sale" in said
    assert "is called" not in said
    assert "lead to <https://shop.example/summer|" in await mia.press("curation:undo")
    await mia.press("curation:rename")
    assert "lead where the programme says" in await mia.submit(name="Sommar", leads_to="")
    assert "is called “Sommar” now" in mia.text
    assert "lead to <https://shop.example/summer|" in await mia.press("curation:undo")
    assert [row.name for row in await collections(bot)] == ["Summer"]
    await mia.press("curation:show:::changes")
    assert "No longer: shared links of “Summer” lead to" in mia.text
    await mia.press("curation:show:::pieces")
    await mia.suggested("curation:choose", "lamp")
    await mia.choose("curation:choose", str(number))
    assert (
        "Links that are shared now lead to <https://shop.example/summer|https://shop.example/summer> (Summer)"
        in mia.text
    )


async def test_where_the_programme_alone_says_it_nobody_is_named(bot: SlackBot) -> None:
    (number,) = await pieces(bot, "I love this lamp", shareable=True)
    async with unit_of_work(bot.services.database) as session:
        await Curation(bot.services.settings).set_leads_to(
            session, "https://shop.example/", PERSON, bot.services.clock()
        )
    mia = Curator(bot)
    await mia.open(str(number))
    assert "Links that are shared now lead to <https://shop.example/|https://shop.example/>" in mia.text
    assert "shop.example/> (" not in mia.text

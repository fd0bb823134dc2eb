"""One creator as a whole: found, shown, and decided about in one window."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.faces.slack.blocks import search_text
from bot.faces.slack.staff import Staff
from bot.intake.privacy.wishes import ERASE
from bot.people.queries import block
from bot.people.rules import Person, Role
from bot.people.tables import Creator
from bot.rights import contacts
from bot.rights.licensed import licence
from bot.rights.scope import Use
from bot.rights.tables import Clearance, CreatorEvent
from bot.sources.base import FoundCreator
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.creators.jobs import TELL_ERASED
from tests.bot.content.pieces import rows
from tests.support.slack_bot import CHANNEL, MIA, NOAH, TOM, SlackBot, action_in, found, slack_bot

ANNA = FoundCreator("a1", "@anna@social.example", "Anna Svensson", followers=1234)
HOSTILE = "<!channel> *Eve* & <script>alert(1)</script> :tada: \u202eevil"


async def take(
    bot: SlackBot, creator: FoundCreator = ANNA, platform: str = "mastodon", **changes: Any
) -> int:
    """A piece of theirs; gives the creator's number."""
    item = replace(found("tea at dawn"), creator=creator, platform=platform, **changes)
    [item_id] = await bot.take(item)
    async with reading(bot.services.database) as session:
        from bot.content.queries import get_items

        return (await get_items(session, [item_id]))[item_id].creator_id or 0


async def type_it(bot: SlackBot, user: str, text: str) -> str:
    """Send the command, and give what the person was told."""
    before = len(bot.slack.ephemerals(user))
    answer = await bot.slack.command(
        user, channel=CHANNEL, command="/goodword", text=f"creator {text}".strip()
    )
    assert answer["acked"], answer
    answers = await bot.slack.wait_for(lambda: bot.slack.ephemerals(user)[before:], what="an answer")
    return f"{answers[0].get('text', '')}\n{search_text(answers[0].get('blocks') or [])}"


async def open_page(bot: SlackBot, user: str, text: str = "@anna") -> str:
    answer = await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"creator {text}")
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: bot.slack.modal(user), what="the window")
    return bot.modal_text(user)


async def press(bot: SlackBot, user: str, verb: str, until: str) -> str:
    """Press a button of the window, and give what it says once it says that."""
    await bot.click_modal(user, f"creators:{verb}")
    await bot.slack.wait_for(lambda: until in shown(bot, user), what=f"{until!r} in {shown(bot, user)}")
    return shown(bot, user)


def shown(bot: SlackBot, user: str) -> str:
    view = bot.modal(user)
    return (
        f"{view['title']['text']}\n{bot.modal_text(user)}\n{json.dumps(view['blocks'], ensure_ascii=False)}"
    )


async def creator(bot: SlackBot, number: int) -> Creator:
    async with reading(bot.services.database) as session:
        return (await session.exec(select(Creator).where(Creator.id == number))).one()


async def listed(bot: SlackBot, number: int) -> bool:
    async with reading(bot.services.database) as session:
        return await contacts.must_not_contact(session, await creator(bot, number))


async def events(bot: SlackBot) -> list[CreatorEvent]:
    async with reading(bot.services.database) as session:
        return list(await session.exec(select(CreatorEvent).order_by(CreatorEvent.id)))  # type: ignore[arg-type]


async def clearances(bot: SlackBot) -> list[Clearance]:
    async with reading(bot.services.database) as session:
        return list(await session.exec(select(Clearance).order_by(Clearance.id)))  # type: ignore[arg-type]


async def asked_for(bot: SlackBot, job: str) -> int:
    found = await rows(bot.services.database, f"select count(*) from workflow_status where name = '{job}'")
    return int(found[0][0])


def no_rights(bot: SlackBot, user: str) -> None:
    """Take somebody's role away while their window stands."""
    staff = bot.services.outlet(Staff)
    person = bot.slack.world.person_named(user).id
    others = tuple(one for one in staff.people(Role.MANAGER) if one != person)
    staff.roles = replace(staff.roles, managers=others, moderators=(), viewers=(person,))


# ---- finding and showing ----


async def test_a_creator_opens_with_all_that_is_known(bot: SlackBot) -> None:
    number = await take(bot)
    said = await open_page(bot, MIA)
    assert "Anna Svensson (@anna@social.example, Mastodon)" in said
    assert f"creator #{number}" in said
    assert "1,234 followers" in said
    assert "asked 0 of 2 times in 30 days" in said
    assert "None: each piece needs asking" in said
    assert "Nobody ever asked them" in said
    assert "*Pieces*: 1" in said
    assert "tea at dawn" in said
    buttons = shown(bot, MIA)
    for text in ("Never contact…", "Add clearance…", "Export everything", "Erase…"):
        assert text in buttons
    assert "Allow asking again" not in buttons


@pytest.mark.parametrize(
    "text",
    ["Anna Svensson", "anna svensson", "@anna", "@ANNA@social.example", "mastodon:@anna", "Mastodon:anna",
     "@anna on Mastodon", "svens", "item:1", "#1", "a1"],
)  # fmt: skip
async def test_a_creator_is_found_by_what_people_type(bot: SlackBot, text: str) -> None:
    await take(bot)
    await take(bot, FoundCreator("b1", "@bo@social.example", "Bo Ek"))
    assert "Anna Svensson" in await open_page(bot, TOM, text)


async def test_a_creator_is_found_by_the_address_of_a_piece(bot: SlackBot) -> None:
    await take(bot, url="https://social.example/@anna/777")
    assert "Anna Svensson" in await open_page(bot, TOM, "https://social.example/@anna/777")


async def test_several_of_one_name_are_listed_to_choose_from(bot: SlackBot) -> None:
    await take(bot)
    await take(bot, FoundCreator("z9", "@anna@other.example", "Anna <!here> Okafor"))
    said = await type_it(bot, NOAH, "@anna")
    assert "Several creators are called" in said
    assert "Anna Svensson (@anna@social.example, Mastodon)" in said
    assert "<!here>" not in said
    message = bot.slack.ephemerals(NOAH)[-1]
    await bot.slack.click(
        NOAH, action_id=action_in(message["blocks"], "creators:open"), channel=CHANNEL, ts=message["ts"]
    )
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="the window")
    assert "creator #" in bot.modal_text(NOAH)


async def test_a_handle_that_is_only_near_is_offered_not_opened(bot: SlackBot) -> None:
    await take(bot)
    said = await type_it(bot, NOAH, "@ann")
    assert "Nobody is called exactly" in said
    assert "Anna Svensson" in said
    assert bot.slack.modal(NOAH) is None


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Which creator? Type a name"),
        ("nobody at all", "No creator is called “nobody at all”."),
        ("<!channel>", "No creator is called"),
        ("'; DROP TABLE creator; --", "No creator is called"),
        ("%", "No creator is called"),
        ("myspace:anna", "No creator on “myspace” is known. There are creators on mastodon."),
        ("#999999", "No creator is called “#999999”"),
        ("item:999999", "I don't know item 999999"),
        ("https://nowhere.example/1", "I don't know the piece https://nowhere.example/1"),
        ("x" * 2000, "No creator is called"),
    ],
)
async def test_who_is_unknown_is_answered_with_how_to_search(bot: SlackBot, text: str, why: str) -> None:
    await take(bot)
    said = await type_it(bot, TOM, text)
    assert why in said
    assert "<!channel>" not in said
    assert bot.slack.modal(TOM) is None


async def test_a_hostile_name_stays_text_everywhere(bot: SlackBot) -> None:
    await take(bot, FoundCreator("e1", "@<!here>|x", HOSTILE))
    await open_page(bot, MIA, "e1")
    for verb, title in (
        ("never", "Nobody asks"),
        ("clear", "A no to a single piece"),
        ("erase", "erased for good"),
    ):
        said = await press(bot, MIA, verb, title)
        marked = json.dumps([one["text"] for one in bot.modal(MIA)["blocks"] if one["type"] == "section"])
        assert "<!channel>" not in marked
        assert "<!here>" not in marked
        assert "&lt;!channel&gt;" in marked
        assert "\u202e" not in said
        await press(bot, MIA, "show", "*Accounts*")


async def test_the_menu_of_a_card_opens_the_creator_also_on_top_of_windows(bot: SlackBot) -> None:
    await take(bot)
    await bot.deliver()
    await bot.click(TOM, "creators:about")
    await bot.slack.wait_for(lambda: bot.slack.modal(TOM), what="the window")
    assert "Anna Svensson" in bot.modal_text(TOM)
    await bot.slack.command(NOAH, channel=CHANNEL, command="/goodword", text="search tea")
    await bot.slack.wait_for(lambda: bot.slack.ephemerals(NOAH), what="what was found")
    listing = bot.slack.ephemerals(NOAH)[-1]
    opening = action_in(listing["blocks"], "review:details")
    await bot.slack.click(NOAH, action_id=opening, channel=CHANNEL, ts=listing["ts"])
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH), what="the piece")
    await bot.click_modal(NOAH, "creators:about")
    await bot.slack.wait_for(lambda: "*Accounts*" in bot.modal_text(NOAH), what="the creator")
    await bot.click_modal(NOAH, "review:details")
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Item", what="the piece")
    await bot.click_modal(NOAH, "creators:about")
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Creator", what="the creator again")
    assert "review:details" not in json.dumps(bot.modal(NOAH)["blocks"])


async def test_who_is_blocked_and_why_is_said(bot: SlackBot) -> None:
    number = await take(bot)
    async with unit_of_work(bot.services.database) as session:
        await block(session, number, "U0MIA00001", "spam & <more>", bot.services.clock())
    said = await open_page(bot, TOM)
    assert "*blocked*" in said
    assert "spam &amp; &lt;more&gt;" in said


# ---- never contact ----


async def test_a_moderator_puts_somebody_on_the_list_and_takes_them_off(bot: SlackBot) -> None:
    number = await take(bot)
    await open_page(bot, NOAH)
    await press(bot, NOAH, "never", "Nobody asks")
    answer = await bot.submit(NOAH, why="   ")
    assert "Say why" in str(answer)
    await bot.submit(NOAH, why="rude <!here> answer")
    await bot.slack.wait_for(lambda: "*Never contact* since" in bot.modal_text(NOAH), what="the list")
    said = bot.modal_text(NOAH)
    assert "Noah Berg" in said
    assert "rude &lt;!here&gt; answer" in said
    assert await listed(bot, number)
    await press(bot, NOAH, "lift", "may be asked again")
    await bot.submit(NOAH, why="a mistake")
    await bot.slack.wait_for(lambda: "They may be asked again" in bot.modal_text(NOAH), what="the lift")
    assert not await listed(bot, number)
    kept = [(one.event, one.reason, one.by_name) for one in await events(bot)]
    assert kept == [("never", "rude <!here> answer", "Noah Berg"), ("lifted", "a mistake", "Noah Berg")]


async def test_a_creators_own_wish_is_lifted_by_a_manager_alone(bot: SlackBot) -> None:
    number = await take(bot)
    async with unit_of_work(bot.services.database) as session:
        await contacts.never_contact(
            session, await creator(bot, number), contacts.OWN_WISH, "creator", bot.services.clock()
        )
    said = await open_page(bot, NOAH)
    assert "they asked us not to" in said
    assert "Only managers can" in said
    assert "content-managers" in said
    assert "creators:lift" not in json.dumps(bot.modal(NOAH)["blocks"])
    await open_page(bot, MIA)
    assert "It was *their own wish*" in await press(bot, MIA, "lift", "their own wish")
    await bot.submit(MIA, why="they wrote to us on 1 December that they changed their mind")
    await bot.slack.wait_for(lambda: "They may be asked again" in bot.modal_text(MIA), what="the lift")
    assert not await listed(bot, number)


async def test_their_own_wish_comes_before_what_the_team_wrote(bot: SlackBot) -> None:
    number = await take(bot)
    await open_page(bot, NOAH)
    await press(bot, NOAH, "never", "Nobody asks")
    await bot.submit(NOAH, why="our own idea")
    await press(bot, NOAH, "lift", "may be asked again")
    async with unit_of_work(bot.services.database) as session:
        await contacts.never_contact(
            session, await creator(bot, number), contacts.OWN_WISH, "creator", bot.services.clock()
        )
    await bot.submit(NOAH, why="nothing against them")
    await bot.slack.wait_for(lambda: "Only managers can" in bot.modal_text(NOAH), what="the refusal")
    assert await listed(bot, number)


async def test_whoever_comes_second_sees_what_the_first_did(bot: SlackBot) -> None:
    number = await take(bot)
    for user in (NOAH, MIA):
        await open_page(bot, user)
        await press(bot, user, "never", "Nobody asks")
    await bot.submit(NOAH, why="the first")
    await bot.submit(MIA, why="the second")
    await bot.slack.wait_for(
        lambda: "Noah Berg said never to ask them" in bot.modal_text(MIA), what="who did it"
    )
    assert [one.reason for one in await events(bot)] == ["the first"]
    assert await listed(bot, number)


async def test_a_viewer_sees_no_buttons_and_is_told_whom_to_ask(bot: SlackBot) -> None:
    await take(bot)
    said = await open_page(bot, TOM)
    assert "Only moderators can say that they are never asked." in said
    assert "Only managers can add or end clearances, export and erase. Ask @content-managers." in said
    for verb in ("never", "lift", "clear", "export", "erase"):
        assert f"creators:{verb}:" not in json.dumps(bot.modal(TOM)["blocks"])


@pytest.mark.parametrize("verb", ["never", "clear", "erase", "export"])
async def test_a_right_that_was_lost_since_is_refused(bot: SlackBot, verb: str) -> None:
    await take(bot)
    await open_page(bot, NOAH if verb == "never" else MIA)
    user = NOAH if verb == "never" else MIA
    no_rights(bot, user)
    said = await press(bot, user, verb, "Only m")
    assert "can" in said
    assert await events(bot) == []
    assert await asked_for(bot, ERASE) == 0


# ---- clearances ----


async def open_clearance(bot: SlackBot, user: str = MIA) -> None:
    await open_page(bot, user)
    await press(bot, user, "clear", "A no to a single piece")


def days(bot: SlackBot, ahead: int) -> str:
    return (bot.services.clock() + timedelta(days=ahead)).date().isoformat()


async def test_a_clearance_is_added_shown_on_the_card_and_ended(bot: SlackBot) -> None:
    number = await take(bot)
    await bot.deliver()
    await open_clearance(bot)
    until = days(bot, 30)
    await bot.submit(
        MIA, kind="paid", uses=["website", "print"], until=until, credit="Foto: Anna", note="Contract <7>"
    )
    await bot.slack.wait_for(lambda: ":white_check_mark: Added" in bot.modal_text(MIA), what="the clearance")
    said = bot.modal_text(MIA)
    assert "*Paid creator*: website, print" in said
    assert "Contract &lt;7&gt;" in said
    [row] = await clearances(bot)
    assert (row.creator_id, row.kind, row.uses, row.credit) == (
        number,
        "paid",
        ["website", "print"],
        "Foto: Anna",
    )
    assert row.ends_at is not None
    await bot.deliver()
    assert "Paid creator" in bot.text()
    assert "website, print" in bot.text()
    async with reading(bot.services.database) as session:
        assert await licence(session, 1, Use.PRINT, bot.services.clock()) is not None
    await press(bot, MIA, "end", "Ended. What it alone allowed")
    async with reading(bot.services.database) as session:
        assert await licence(session, 1, Use.PRINT, bot.services.clock()) is None
    assert "(1 ended)" in bot.modal_text(MIA)
    assert [one.event for one in await events(bot)] == ["cleared", "clearance_ended"]
    assert await asked_for(bot, "rights.clearance_ended") == 1
    await bot.deliver()
    assert "Paid creator" not in bot.text()


@pytest.mark.parametrize(
    ("values", "field", "why"),
    [
        ({"from": 5, "until": 3}, "until", "It ends before it begins"),
        ({"from": -9, "until": -2}, "until", "That day is over"),
        ({"from": 9999}, "from", "more than 20 years"),
        ({"until": 20000}, "until", "more than 20 years"),
    ],
)
async def test_wrong_days_are_refused_at_their_field(
    bot: SlackBot, values: dict[str, int], field: str, why: str
) -> None:
    await take(bot)
    await open_clearance(bot)
    chosen = {name: days(bot, ahead) for name, ahead in values.items()}
    answer = await bot.submit(MIA, kind="pre-cleared", uses=["website"], **chosen)
    assert why in answer["response"]["errors"][field]
    assert await clearances(bot) == []
    await bot.submit(
        MIA, kind="pre-cleared", uses=["website"], **{"from": days(bot, 0), "until": days(bot, 0)}
    )
    await bot.slack.wait_for(lambda: "Added" in bot.modal_text(MIA), what="the clearance")
    [row] = await clearances(bot)
    assert row.ends_at is not None
    assert row.ends_at > bot.services.clock(), "its last day counts whole"


async def test_a_clearance_is_ended_once_and_by_whoever_saw_the_last_change(bot: SlackBot) -> None:
    await take(bot)
    await open_clearance(bot)
    await bot.submit(MIA, kind="paid", uses=["website"])
    await bot.slack.wait_for(lambda: "Added" in bot.modal_text(MIA), what="the clearance")
    view = bot.modal(MIA)
    action = action_in(view["blocks"], "creators:end")
    await asyncio.gather(*(bot.slack.click(MIA, action_id=action, view_id=view["id"]) for _ in range(2)))
    await bot.slack.wait_for(lambda: "Ended" in bot.modal_text(MIA), what="the end")
    assert [one.event for one in await events(bot)] == ["cleared", "clearance_ended"]


# ---- export ----


async def test_everything_is_handed_to_the_one_who_asked_once_for_a_double_click(bot: SlackBot) -> None:
    await take(bot)
    await take(bot, FoundCreator("b1", "@bo@social.example", "Bo Ek"), text="Bo's own words")
    await open_page(bot, MIA)
    view = bot.modal(MIA)
    action = action_in(view["blocks"], "creators:export")
    await asyncio.gather(*(bot.slack.click(MIA, action_id=action, view_id=view["id"]) for _ in range(2)))
    await bot.slack.wait_for(lambda: "look at our direct messages" in bot.modal_text(MIA), what="the file")
    files = await bot.slack.wait_for(lambda: [one for m in bot.directly(MIA) for one in m.get("files") or []])
    assert len(files) == 1
    content = json.loads(bot.slack.world.files[files[0]["id"]].data or b"")
    text = json.dumps(content)
    assert "Anna Svensson" in text
    assert "tea at dawn" in text
    assert "Bo" not in text
    assert [one.event for one in await events(bot)] == ["exported"]
    assert "exported everything" in bot.modal_text(MIA)
    assert bot.directly(NOAH) == []


# ---- erase ----


async def test_erasing_says_what_goes_takes_the_handle_and_is_asked_for_once(bot: SlackBot) -> None:
    number = await take(bot)
    await open_page(bot, MIA)
    said = await press(bot, MIA, "erase", "erased for good")
    assert "*What goes*" in said
    assert "You, as the platform shows you to everybody." in said
    assert "*What stays*" in said
    answer = await bot.submit(MIA, typed="@bo")
    assert "so nothing was erased" in answer["response"]["errors"]["typed"]
    assert await asked_for(bot, ERASE) == 0
    await bot.submit(MIA, typed=" ANNA@Social.example ")
    await bot.slack.wait_for(lambda: "The erasure has begun" in bot.modal_text(MIA), what="that it began")
    assert await asked_for(bot, ERASE) == 1
    assert await asked_for(bot, TELL_ERASED) == 1
    assert (await events(bot))[-1].event == "erasing"
    assert (await creator(bot, number)).name == "Anna Svensson", "the work itself erases"


async def test_somebody_is_erased_while_they_are_being_asked_and_the_manager_is_told(bot: SlackBot) -> None:
    from bot.intake.privacy.erasing import Eraser, begin
    from bot.intake.privacy.rules import Stage
    from bot.kernel.errors import TryLater
    from cogs.creators.jobs import tell_erased

    number = await take(bot)
    await bot.deliver()
    services = bot.services
    mia = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
    from bot.rights.asking import Request

    async with unit_of_work(services.database) as session:
        await services.asks.ask(session, 1, mia, services.clock(), Request("May we, Anna?"))
    said = await open_page(bot, MIA)
    assert "*Permissions*: 1 asked" in said
    assert "asked 1 of 2 times" in said
    assert "1 permissions that run are ended first" in await press(bot, MIA, "erase", "erased for good")
    await bot.submit(MIA, typed="@anna@social.example")
    with pytest.raises(TryLater):
        await tell_erased(services, number, mia.id)
    async with unit_of_work(services.database) as session:
        row = await begin(session, number, mia, services.clock())
    await press(bot, MIA, "show", "Being erased")
    assert "creators:erase" not in json.dumps(bot.modal(MIA)["blocks"])
    eraser = Eraser(services)
    for _ in range(40):
        try:
            row = await eraser.step(row.id or 0)
        except TryLater:
            await bot.deliver()
        if row.stage == Stage.DONE:
            break
    assert row.stage == Stage.DONE
    await press(bot, MIA, "show", f"Creator {number} was erased")
    assert "Anna" not in bot.modal_text(MIA)
    await tell_erased(services, number, mia.id)
    told = bot.directly(MIA)[-1]
    assert f"Creator {number} was erased" in told["text"]
    assert "Receipt" in json.dumps(told["blocks"])
    assert "Anna" not in json.dumps(told)
    assert f"Creator {number} was erased" in await type_it(bot, MIA, f"#{number}")
    assert "No creator is called" in await type_it(bot, MIA, "@anna")


async def test_a_window_that_stood_through_a_restart_still_works(bot: SlackBot, tmp_path: Any) -> None:
    number = await take(bot)
    await open_page(bot, NOAH)
    await press(bot, NOAH, "never", "Nobody asks")
    await bot.face.stop()
    folder = tmp_path / "again"
    folder.mkdir()
    async with slack_bot(bot.slack, bot.services.database, folder):
        await bot.submit(NOAH, why="said so on the phone")
        await bot.slack.wait_for(lambda: "*Never contact* since" in bot.modal_text(NOAH), what="the list")
        assert await listed(bot, number)

"""Joining, changing, pausing, leaving, and being deactivated."""

from __future__ import annotations

import re
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ambassadors import queries as queries_of_people
from bot.ambassadors.membership import Membership
from bot.ambassadors.rules import Status
from bot.ambassadors.tables import Ambassador, Badge
from bot.ambassadors.wishes import CLOSE, OPENED
from bot.faces.slack.kept import keep
from bot.faces.slack.profiles import Profiles
from bot.intake.privacy.colleagues import leave_programme
from bot.intake.privacy.places import ErasurePlaces, Traces
from bot.playground.slack.faults import Fault
from bot.storage.personal import Named
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador import giving, queries, slack_ending, slack_opened, slack_showing, slack_telling
from cogs.ambassador.erased import NamedPlace
from cogs.ambassador.jobs import JOBS, WELCOME
from tests.cogs.ambassador.support import FORM, Stage, share_address, shown
from tests.support.waiting import eventually
from tests.support.work import asked_for


async def window(stage: Stage, user: str = "lea") -> dict[str, Any]:
    """With all that it can ask."""
    await stage.command(user, "ambassador join")
    view: dict[str, Any] = await stage.slack.wait_for(lambda: stage.slack.modal(user), what="the window")
    return await stage.whole_form(user) if "ambassador:whole" in str(view) else view


async def test_joining_asks_for_little_and_keeps_what_was_typed(stage: Stage) -> None:
    await stage.command("lea", "ambassador join")
    view = await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    asked = [one["block_id"] for one in view["blocks"] if one["type"] == "input"]
    assert asked == ["networks", "languages", "cadence", "board"]
    button = next(one for one in view["blocks"] if one["type"] == "actions")["elements"][0]
    typed = {"networks": ["x", "mail"], "cadence": "weekly", "board": []}
    await stage.slack.click("lea", view_id=view["id"], action_id=button["action_id"], values=typed)
    await stage.slack.wait_for(
        lambda: stage.bot.modal("lea")["hash"] != view["hash"], what="the whole window"
    )
    answer = await stage.bot.submit("lea", days=["1", "2"])
    assert answer["response"] in (None, "", {})
    row = await stage.row("lea")
    assert row is not None
    assert (row.networks, row.cadence, row.on_board) == (["x", "mail"], "weekly", False)
    assert row.days == [1, 2]


async def test_what_is_not_asked_for_is_as_slack_knows_it(stage: Stage) -> None:
    await stage.command("lea", "ambassador join")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    refused = await stage.bot.submit("lea", networks=["mastodon"])
    assert "It stands under “More settings”" in refused["response"]["errors"]["networks"]
    await stage.bot.submit("lea", networks=["bluesky"])
    row = await stage.row("lea")
    assert row is not None
    assert (row.zone, row.days, row.place) == ("Europe/Paris", [0, 1, 2, 3, 4], "dm")


async def test_the_window_knows_what_slack_knows(stage: Stage) -> None:
    stage.slack.world.people["U0LEA00001"].locale = "sv-SE"
    view = await window(stage)
    assert view["title"]["text"] == "Bli ambassadör"
    blocks = {one["block_id"]: one for one in view["blocks"] if "block_id" in one}
    assert blocks["zone"]["element"]["initial_option"]["value"] == "Europe/Paris"
    assert blocks["country"]["element"]["initial_value"] == "FR", (
        "where they are, whatever they read Slack in"
    )
    assert [one["value"] for one in blocks["languages"]["element"]["initial_options"]] == ["sv", "en"]


async def test_interests_are_searched_among_what_there_is(stage: Stage) -> None:
    from bot.people.rules import Person, Role

    mia = Person("U0MIA00001", "Mia", Role.MANAGER)
    await stage.pieces(2, tags=("#lamps",))
    async with unit_of_work(stage.services.database) as session:
        curation = stage.ambassadors.curation
        await curation.make(session, "Summer <2026>", mia, stage.now)
    view = await window(stage)
    menu = "g1:ambassador:interests"
    found = await stage.slack.suggest("lea", view_id=view["id"], action_id=menu, value="")
    assert [one["value"] for one in found["options"]][:1] == ["collection:summer-2026"]
    found = await stage.slack.suggest("lea", view_id=view["id"], action_id=menu, value="#Garden")
    assert [one["value"] for one in found["options"]] == ["#garden"]
    await stage.slack.select("lea", view_id=view["id"], action_id=menu, value=["#garden"])
    await stage.bot.submit("lea", **FORM)
    row = await stage.row("lea")
    assert row is not None
    assert row.interests == ["#garden"]


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"networks": ["mastodon"]}, "mastodon", "Mastodon needs the server"),
        ({"networks": ["mastodon"], "mastodon": "localhost"}, "mastodon", "Mastodon needs the server"),
        ({"from": "17:00", "to": "09:00"}, "to", "Hours begin before they end"),
        ({"country": "S1"}, "country", "is not a country"),
    ],
)
async def test_what_can_not_be_is_said_at_its_field(
    stage: Stage, wrong: dict[str, Any], field: str, said: str
) -> None:
    await window(stage)
    answer = await stage.bot.submit("lea", **{**FORM, **wrong})
    assert said in answer["response"]["errors"][field]
    assert await stage.row("lea") is None


async def test_joining_twice_is_joining_once(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(5)
    who = await stage.join()
    assert await asked_for(stage.services.database, WELCOME) == [[who]]
    await giving.welcome(stage.services, who)
    await stage.command("lea", "ambassador join")
    assert stage.bot.modal("lea")["title"]["text"] == "Your settings"
    await stage.bot.submit("lea", **{**FORM, "networks": ["bluesky"]})
    await stage.show(who)
    assert len(stage.picks()) == 3
    assert len([one for one in stage.bot.directly("lea") if shown(one).startswith(":wave:")]) == 1
    assert share_address(stage.picks()[0], "bluesky")
    row = await stage.row("lea")
    assert row is not None
    assert row.networks == ["bluesky"]


async def test_pause_and_go_on(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join()
    assert "no picks come" in await stage.said("lea", "ambassador pause")
    row = await stage.row("lea")
    assert row is not None
    assert (row.status, row.next_at) == (Status.PAUSED, None)
    assert "You are paused" in await stage.said("lea", "me")
    await stage.said("lea", "ambassador resume")
    row = await stage.row("lea")
    assert row is not None
    assert row.status == Status.ACTIVE
    assert "There is no “ambassador dance”" in await stage.said("lea", "ambassador dance")


async def test_leaving_takes_the_person_out(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    await stage.follow(share.code)
    assert "your links end at once" in await stage.said("lea", "ambassador leave")
    question = stage.slack.ephemerals("lea")[-1]
    await stage.press("lea", question, "leave")
    await stage.slack.wait_for(lambda: not stage.picks() or None, what="deleted picks")
    assert (await stage.visit(f"/s/{share.code}")).status_code == 410
    assert await stage.row("lea") is None
    assert await stage.offers() == []
    assert "Nobody yet" in await stage.said("noah", "leaderboard")
    await stage.show(who)
    assert not any(str(one).count("Anna") for one in stage.picks())
    assert "You left the programme" in shown(question)
    assert "You aren't an ambassador" in await stage.said("lea", "ambassador leave")


async def test_where_messages_may_not_be_deleted_they_say_so(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    stage.slack.faults.add(Fault(kind="refuse", method="chat.delete", error="cant_delete_message", count=3))
    await stage.said("lea", "ambassador leave")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "leave")
    await stage.slack.wait_for(
        lambda: all("takes no part" in shown(one) for one in stage.picks()) or None, what="closed picks"
    )
    assert len(stage.picks()) == 3
    assert who


async def celebrated_and_posted(stage: Stage) -> None:
    """Lea and Tom share, Lea is celebrated, and a manager posts the board to a channel."""
    await stage.pieces(3)
    for user in ("lea", "tom"):
        await stage.join(user)
        await stage.visit(share_address(stage.picks(user)[0], "bluesky"))
    for share in await stage.shares():
        await stage.follow(share.code)
    await slack_telling.tell(stage.services)
    await stage.said("mia", "leaderboard")
    await stage.press("mia", stage.slack.ephemerals("mia")[-1], "post_board")
    await stage.slack.wait_for(lambda: posted(stage, "content-review") or None, what="the board")
    assert "Lea Moreau" in posted(stage, "content-review")
    assert "Lea Moreau" in posted(stage, "ambassadors")


def posted(stage: Stage, channel: str) -> str:
    return "\n".join(shown(one) for one in stage.slack.messages(channel))


async def nobody_is_named(stage: Stage) -> None:
    """Posts name Lea no more, and Tom as before; what was counted stays."""
    board, celebrated = posted(stage, "content-review"), posted(stage, "ambassadors")
    assert "Lea Moreau" not in board + celebrated
    assert re.search(r"a colleague · \d+", board)
    assert re.search(r"Tom \w+ · \d+", board)
    assert ":seedling: a colleague shared for the first time." in celebrated
    assert len(stage.slack.messages("ambassadors")) == 2, "none is posted anew"
    assert await still_named(stage) == 0


async def still_named(stage: Stage) -> int:
    async with reading(stage.services.database) as session:
        return await queries.left_named(session)


async def all_unnamed(stage: Stage) -> bool:
    return await still_named(stage) == 0


async def test_posts_name_nobody_who_left(anywhere: Stage) -> None:
    stage = anywhere
    await celebrated_and_posted(stage)
    await stage.said("lea", "ambassador leave")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "leave")
    await eventually(lambda: all_unnamed(stage), what="posts without her")
    await nobody_is_named(stage)


async def test_posts_name_nobody_who_was_erased(anywhere: Stage) -> None:
    stage = anywhere
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    async with unit_of_work(stage.services.database) as session:
        assert await leave_programme(stage.services, session, [row.account_id or 0], stage.now) == 1
    [asked] = await asked_for(stage.services.database, CLOSE)
    assert asked == [row.id, "en"]
    [place] = [one for one in stage.services.outlet(ErasurePlaces) if isinstance(one, NamedPlace)]
    traces = Traces([], [], Named())
    assert (await place.clear(traces)).waiting == 2, "the receipt waits for the posts"
    await slack_showing.leave(stage.services, *asked)
    await nobody_is_named(stage)
    assert (await place.clear(traces)).waiting == 0


async def test_posts_name_nobody_who_was_deactivated_or_stays_off_the_boards(stage: Stage) -> None:
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    await stage.said("lea", "me")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "off_board")
    await stage.show(row.id or 0)
    await nobody_is_named(stage)
    await stage.slack.deactivate("mia", person="tom")
    tom = await stage.row("tom")
    assert tom is not None
    await stage.show(tom.id or 0)
    assert "Tom" not in posted(stage, "content-review") + posted(stage, "ambassadors")


async def test_who_leaves_while_they_are_celebrated_is_not_named(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Their leaving finds no post yet: the post itself looks again."""
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    await stage.follow(share.code)

    async def leaves_first(*given: Any, **more: Any) -> bool:
        async with unit_of_work(stage.services.database) as session:
            await stage.ambassadors.membership.leave(session, who, stage.now)
        await slack_showing.leave(stage.services, who, "en")
        return await keep(*given, **more)

    monkeypatch.setattr("cogs.ambassador.slack_named.keep", leaves_first)
    await slack_telling.tell(stage.services)
    assert posted(stage, "ambassadors") == ":seedling: a colleague shared for the first time. Welcome!"


async def test_a_post_that_somebody_deleted_is_not_posted_anew(stage: Stage) -> None:
    await celebrated_and_posted(stage)
    row = await stage.row("lea")
    assert row is not None
    [first, _] = stage.slack.messages("ambassadors")
    channel = stage.slack.world.channel_named("ambassadors").id
    await stage.bot.face.client.chat_delete(channel=channel, ts=first["ts"])
    await slack_showing.leave(stage.services, row.id or 0, "en")
    assert len(stage.slack.messages("ambassadors")) == 1


async def test_closed_picks_speak_the_language_of_whoever_left(anywhere: Stage) -> None:
    """Also where the process died between leaving and closing, so that only the work is left to do it."""
    stage = anywhere
    stage.slack.world.people["U0LEA00001"].locale = "sv-SE"
    await stage.pieces(3)
    who = await stage.join()
    async with unit_of_work(stage.services.database) as session:
        row = await queries_of_people.held(session, who)
        assert row is not None
        assert row.languages[0] == "sv"
        await leave_programme(stage.services, session, [row.account_id or 0], stage.now)
    await stage.show(who)  # asked for earlier, by a click say
    [asked] = await asked_for(stage.services.database, CLOSE)
    stage.slack.faults.add(Fault(kind="refuse", method="chat.delete", error="cant_delete_message", count=3))
    await slack_showing.leave(stage.services, *asked)
    assert {shown(one) for one in stage.picks()} == {
        "Det här förslaget var till någon som inte längre deltar i programmet."
    }


async def test_a_deactivated_account_ends_it(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    await stage.slack.deactivate("mia", person="lea")
    row = await stage.row("lea")
    assert row is not None
    assert row.status == Status.ENDED
    assert (await stage.visit(f"/s/{share.code}")).status_code == 410
    await stage.show(who)
    assert stage.picks() == []


async def test_whose_deactivation_was_missed_is_found_by_the_daily_look(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join("lea")
    await stage.join("tom")
    stage.slack.world.people["U0LEA00001"].deleted = True
    await slack_ending.present(stage.services)
    lea, tom = await stage.row("lea"), await stage.row("tom")
    assert lea is not None
    assert tom is not None
    assert (lea.status, tom.status) == (Status.ENDED, Status.ACTIVE)
    assert (await stage.services.outlet(Profiles).of("U0LEA00001")).deleted


async def test_badges_are_told_where_people_agreed(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    for user, board in (("lea", ["yes"]), ("tom", [])):
        await stage.join(user, board=board)
        await stage.visit(share_address(stage.picks(user)[0], "bluesky"))
    for share in await stage.shares():
        await stage.follow(share.code)
    await slack_telling.tell(stage.services)
    await slack_telling.tell(stage.services)
    said = [shown(one) for one in stage.slack.messages("ambassadors")]
    assert said == [":seedling: Lea Moreau shared for the first time. Welcome!"]
    tom = [shown(one) for one in stage.bot.directly("tom") if "badge" in shown(one)]
    assert len(tom) == 3, "first share, first on Bluesky, first click: to the person alone"
    async with reading(stage.services.database) as session:
        untold = await session.scalar(
            sa.select(sa.func.count()).select_from(Badge).where(sa.column("told_at").is_(None))
        )
        assert untold == 0
        assert await session.scalar(sa.select(sa.func.count()).select_from(Ambassador)) == 2


async def test_off_the_board_and_back(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    await stage.follow(share.code)
    await stage.said("lea", "me")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "off_board")
    assert "Lea Moreau" not in await stage.said("noah", "leaderboard")
    assert "You stay off the leaderboard" in await stage.said("lea", "leaderboard")
    await stage.said("lea", "me")
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "on_board")
    assert "Lea Moreau" in await stage.said("noah", "leaderboard")


async def test_an_open_programme_asks_before_it_shows_anybody_outside(stage: Stage) -> None:
    open_boards(stage)
    view = await window(stage)
    box = next(one for one in view["blocks"] if one.get("block_id") == "board")
    assert "initial_options" not in box["element"], "nobody is shown who didn't tick it"
    assert "people outside the company" in box["element"]["options"][0]["text"]["text"]
    assert "in Discord and in the community's digest" in box["hint"]["text"]
    await stage.bot.submit("lea", **FORM)
    row = await stage.row("lea")
    assert row is not None
    assert (row.on_board, row.public) == (False, False)
    await slack_opened.tell(stage.services, row.id or 0, 1)
    asked = next(one for one in stage.bot.directly("lea") if "open to people outside" in shown(one))
    button = next(one for block in asked["blocks"] for one in block.get("elements") or [])
    assert "in Discord and in the community's digest" in button["confirm"]["text"]["text"]
    room = next(iter(one.id for one in stage.slack.world.channels.values() if one.kind == "im"))
    await stage.press("lea", {**asked, "channel": room}, "on_board")
    row = await stage.row("lea")
    assert row is not None
    assert (row.on_board, row.public) == (True, True)
    view = await window(stage)
    box = next(one for one in view["blocks"] if one.get("block_id") == "board")
    assert [one["value"] for one in box["element"]["initial_options"]] == ["yes"]


def open_boards(stage: Stage) -> None:
    """People outside the company read the boards from now on."""
    section = stage.services.settings.ambassadors.model_copy(update={"open": True})
    stage.services.settings = stage.services.settings.model_copy(update={"ambassadors": section})
    stage.ambassadors.membership = Membership(stage.services.links, public_boards=True)


@pytest.mark.parametrize("whole", [False, True])
async def test_nobody_agreed_to_what_their_window_did_not_say(stage: Stage, whole: bool) -> None:
    await stage.command("lea", "ambassador join")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    open_boards(stage)
    if whole:
        await stage.whole_form()
    await stage.bot.submit("lea", **FORM)
    row = await stage.row("lea")
    assert row is not None
    assert (row.on_board, row.public) == (False, False)
    [asked] = await asked_for(stage.services.database, OPENED)
    await slack_opened.tell(stage.services, *asked)
    assert any("open to people outside" in shown(one) for one in stage.bot.directly("lea"))


async def test_what_a_window_said_of_people_outside_is_agreed_to(stage: Stage) -> None:
    open_boards(stage)
    await window(stage)
    await stage.bot.submit("lea", **FORM, board=["yes"])
    row = await stage.row("lea")
    assert row is not None
    assert (row.on_board, row.public) == (True, True)
    assert await asked_for(stage.services.database, OPENED) == []


async def test_nobody_agreed_to_what_their_button_did_not_say(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join(board=[])
    await stage.said("lea", "me")
    message = await stage.slack.wait_for(
        lambda: next((one for one in stage.slack.ephemerals("lea") if "on_board" in str(one)), None),
        what="me",
    )
    open_boards(stage)
    await stage.press("lea", message, "on_board")
    row = await stage.row("lea")
    assert row is not None
    assert (row.on_board, row.public) == (False, False)
    asks = await stage.slack.wait_for(
        lambda: "in Discord" in str(stage.slack.ephemerals("lea")[-1]) or None, what="a button that says so"
    )
    assert asks
    await stage.press("lea", stage.slack.ephemerals("lea")[-1], "on_board")
    row = await stage.row("lea")
    assert row is not None
    assert (row.on_board, row.public) == (True, True)


async def test_the_board_turns_and_managers_post_it(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    await stage.follow(share.code)
    assert "All time, by unique clicks" in await stage.said("mia", "leaderboard all clicks")
    assert "Shares on X count on no board" in await stage.said("mia", "leaderboard all shares")
    assert "Lea Moreau · 16 points" in await stage.said("mia", "leaderboard")
    message = stage.slack.ephemerals("mia")[-1]
    await stage.press("mia", message, "post_board")
    await stage.slack.wait_for(
        lambda: any("Join with" in shown(one) for one in stage.slack.messages("content-review")) or None,
        what="the board in the channel",
    )
    assert "“shoes” is no board" in await stage.said("lea", "leaderboard shoes")
    assert "Show in this channel" not in await stage.said("lea", "leaderboard")


async def test_suggestions_wait_for_a_decision(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    await stage.join()
    said = await stage.said("lea", "suggest https://social.example/@anna/77 she loves it <!channel>")
    assert "It waits for a decision as item" in said
    assert "already" in await stage.said("lea", "suggest https://social.example/@anna/77")
    assert "nobody outside can see" in await stage.said("lea", "suggest http://127.0.0.1/x")
    assert "can't be suggested" in await stage.said("lea", "suggest nonsense")
    assert "What did you see?" in await stage.said("lea", "suggest")
    assert "You aren't an ambassador" in await stage.said("tom", "suggest https://social.example/@anna/78")


async def test_refusals_are_said_in_the_persons_language(stage: Stage) -> None:
    stage.slack.world.people["U0LEA00001"].locale = "sv-SE"
    await stage.join()
    said = await stage.said("lea", "suggest non<!here>sense")
    assert "är ingen webbadress" in said
    assert "was not" not in said
    assert "<!here>" not in said
    assert "adressen är för lång" in await stage.said("lea", f"suggest https://a.example/{'x' * 2100}")
    stage.slack.world.people["U0TOM00001"].locale = "de-DE"
    assert "Du bist nicht dabei" in await stage.said("tom", "me")


def test_every_job_says_what_twice_does() -> None:
    assert all(job.run.__doc__ and len(job.run.__doc__) > 40 for job in JOBS)

"""What a pick's card offers however many networks there are, and what is said of shares, suggestions and weeks."""

from __future__ import annotations

from datetime import timedelta

from bot.ambassadors.jobs import settle_suggestions
from bot.curation.service import Curation
from bot.review.rules import Action
from bot.review.service import Decision
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador import slack_telling
from tests.cogs.ambassador.support import MIA_PERSON, Stage, share_address, shown
from tests.support.slack_bot import Json

ALL = ("linkedin", "x", "facebook", "bluesky", "mastodon", "threads", "whatsapp", "mail", "copy")


def ways(blocks: list[Json]) -> set[str]:
    """The networks that can be reached from there."""
    every = [
        str(option.get("action_id") or option["value"])
        for block in blocks
        for one in block.get("elements") or []
        for option in one.get("options") or [one]
        if option.get("url")
    ]
    return {one.rpartition(":")[2] for one in every}


async def test_every_network_is_reached_whatever_somebody_chose(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join(networks=["linkedin", "copy"], mastodon="mastodon.social")
    first = stage.picks()[0]
    assert len(ways(first["blocks"])) == 6
    await stage.press("lea", first, "here")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    assert ways(stage.bot.modal("lea")["blocks"]) == set(ALL)


async def test_opened_networks_are_one_question(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join(networks=list(ALL), mastodon="mastodon.social")
    before = len(stage.picks()[0]["blocks"])
    for network in ALL:
        await stage.visit(share_address(stage.picks()[0], network))
    await stage.show(who)
    opened = stage.picks()[0]
    assert len(opened["blocks"]) == before + 2
    assert "Opened: LinkedIn, X, Facebook" in shown(opened)
    assert "mail, and copied link. Which of them did you post or send?" in shown(opened)
    await stage.press("lea", opened, "said")
    await stage.show(who)
    assert "Shared on LinkedIn" in shown(stage.picks()[0])
    await stage.press("lea", stage.picks()[0], "not_posted")
    await stage.show(who)
    done = stage.picks()[0]
    assert "Opened" not in shown(done)
    assert "Shared on LinkedIn" in shown(done)
    assert "Opened" not in await stage.said("lea", "me")


async def test_ways_that_are_no_network_have_words_of_their_own(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join(networks=["mail", "copy"])
    first, second, _ = stage.picks()
    await stage.visit(share_address(first, "mail"))
    await stage.visit(share_address(second, "copy"))
    await stage.show(who)
    first, second, _ = stage.picks()
    assert "Did you send it?" in shown(first)
    assert "Text and link were opened to copy" in shown(second)
    await stage.press("lea", first, "said")
    await stage.press("lea", second, "said")
    await stage.show(who)
    first, second, _ = stage.picks()
    assert "Sent by mail" in shown(first)
    assert "Shared by a copied link" in shown(second)
    assert "Copy link" not in await stage.said("lea", "me")


async def test_one_network_taken_back_leaves_the_others(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    for network in ("bluesky", "x"):
        await stage.visit(share_address(stage.picks()[0], network))
        await stage.show(who)
        await stage.press("lea", stage.picks()[0], "said")
        await stage.show(who)
    both = stage.picks()[0]
    assert "Skip" not in shown(both)
    await stage.press("lea", both, "unsaid")  # the first of the menu
    await stage.show(who)
    left = stage.picks()[0]
    assert "Shared on X" in shown(left)
    assert "Skip" not in shown(left)
    assert "Save for later" not in shown(left)
    assert "Opened on Bluesky" in shown(left)


async def test_another_text_is_one_press_away(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    texts = []
    for at in (1, 2, 3):
        message = stage.picks()[0]
        assert f"Suggested text ({at} of 3)" in shown(message)
        texts.append(shown(message))
        await stage.press("lea", message, "another")
        await stage.show(who)
    assert shown(stage.picks()[0]) == texts[0]
    assert len(set(texts)) == 3


async def test_me_lists_what_was_shared_and_counts_what_was_only_opened(stage: Stage) -> None:
    await stage.pieces(8)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    await stage.show(who)
    await stage.press("lea", stage.picks()[0], "said")
    await stage.said("lea", "picks")
    await stage.show(who)
    for message in stage.picks()[1:]:
        for network in ("linkedin", "bluesky"):
            await stage.visit(share_address(message, network))
    me = await stage.said("lea", "me")
    assert "Opened, not known to be shared: 10" in me
    assert me.count(" · Bluesky · ") == 1
    assert "The lamp of day" in me
    assert "https://" in str(stage.slack.ephemerals("lea")[-1]["blocks"])


async def test_a_streak_says_whether_this_week_is_in_it(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    await stage.show(who)
    await stage.press("lea", stage.picks()[0], "said")
    assert "Shared this week" in await stage.said("lea", "me")
    stage.now += timedelta(days=7)
    me = await stage.said("lea", "me")
    assert "Shared this week" not in me
    assert "share this week to make it two in a row" in me


async def test_whoever_suggested_hears_of_the_decision_once_and_in_their_hours(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    await stage.join()
    said = await stage.said("lea", "suggest https://social.example/@anna/77 she loves it")
    assert "You hear of it here" in said
    await stage.said("lea", "suggest https://social.example/@anna/78")
    before = len(stage.picks())
    items = [4, 5]
    me = await stage.said("lea", "me")
    assert me.count("waits for a decision") == 2
    for item, action in zip(items, (Action.APPROVE, Action.REJECT), strict=True):
        decision = Decision(item, action, MIA_PERSON, f"decide{item}", reason="Not about us.")
        await stage.services.desk.decide(decision)
    await settle_suggestions(stage.services)
    stage.now = stage.now.replace(hour=23)
    await slack_telling.tell(stage.services)
    assert len(told_of(stage)) == 0, "nobody is woken"
    stage.now += timedelta(hours=11)
    await slack_telling.tell(stage.services)
    await slack_telling.tell(stage.services)
    approved, rejected = told_of(stage)
    assert "was approved" in approved
    assert "points" in approved
    assert "decided not to use it" in rejected
    assert len(stage.picks()) >= before + 2
    me = await stage.said("lea", "me")
    assert ": approved" in me
    assert ": not used" in me


def told_of(stage: Stage) -> list[str]:
    return [shown(one) for one in stage.picks() if "what you suggested" in shown(one)]


async def test_networks_that_leave_somebody_none_are_a_line_and_break_nothing(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.curation.set_networks(session, ["mastodon"], MIA_PERSON, stage.now)
    await stage.show(who)
    picks = stage.picks()
    assert all("Mastodon needs the server of your account" in shown(one) for one in picks)
    assert all(one["elements"] for pick in picks for one in pick["blocks"] if one["type"] == "actions")
    assert ways(picks[0]["blocks"]) == set()
    await stage.press("lea", picks[0], "settings")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the settings")
    await stage.bot.submit("lea", networks=["mastodon"], mastodon="mastodon.social")
    await stage.show(who)
    assert ways(stage.picks()[0]["blocks"]) == {"mastodon"}


async def test_whoever_has_no_network_is_told_so_from_the_channel(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join(place="channel")
    async with unit_of_work(stage.services.database) as session:
        await stage.ambassadors.curation.set_networks(session, ["mastodon"], MIA_PERSON, stage.now)
    message = stage.slack.messages("ambassadors")[0]
    channel = next(one.id for one in stage.slack.world.channels.values() if one.name == "ambassadors")
    await stage.press("lea", {**message, "channel": channel}, "here")
    await stage.slack.wait_for(
        lambda: (
            any("Mastodon needs the server" in shown(one) for one in stage.slack.ephemerals("lea")) or None
        ),
        what="an answer",
    )


async def test_where_nothing_is_shared_on_any_network_picks_and_settings_say_so(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join()
    section = stage.services.settings.ambassadors.model_copy(update={"networks": ()})
    stage.ambassadors.curation = Curation(stage.services.settings.model_copy(update={"ambassadors": section}))
    await stage.show(who)
    assert all("no network on which anything is shared" in shown(one) for one in stage.picks())
    assert "no network on which anything is shared" in await stage.said("lea", "ambassador settings")

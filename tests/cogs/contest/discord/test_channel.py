"""The contest's channel follows the rows, whatever happens to its messages, to the bot and to Discord."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.contests import queries
from bot.contests.jobs import decide
from bot.contests.rules import ContestAction, Kind
from bot.faces.discord import queries as messages
from bot.faces.discord.context import Answer
from bot.faces.discord.delivery import Delivery, Wanted
from bot.faces.discord.places import Places
from bot.kernel.errors import TryLater
from bot.playground.discord import LocalDiscord
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from cogs.contest.jobs import SHOW_DISCORD
from tests.support.discord_bot import DiscordBot, discord_bot, text_of


async def test_a_run_without_changes_says_nothing_to_discord(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    before = len(bot.discord.world.exchanges)
    await bot.show(contest)
    assert len(bot.discord.world.exchanges) == before


async def test_many_votes_are_one_edit_and_not_sooner_than_five_seconds_after_the_last(
    bot: DiscordBot,
) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    [standings] = bot.standings()
    for user in ("sam", "elsa", "lena"):
        await bot.press(user, bot.cards()[0], "vote")
        await bot.show(contest)
    assert not bot.discord.requests("PATCH", standings["id"])
    bot.clock.on(seconds=6)
    await bot.show(contest)
    assert len(bot.discord.requests("PATCH", standings["id"])) == 1
    assert "3 votes" in text_of(bot.standings()[0])


async def test_standings_are_replaced_before_discord_refuses_edits_and_the_old_message_goes(
    bot: DiscordBot,
) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    [old] = bot.standings()
    bot.clock.on(minutes=56)
    await bot.show(contest)
    [new] = bot.standings()
    assert new["id"] != old["id"]
    assert text_of(bot.messages()[-1]) == text_of(new)  # it stands last again


async def test_standings_say_anew_when_they_were_last_true(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.show(contest)
    before = text_of(bot.standings()[0])
    bot.clock.on(minutes=11)
    await bot.show(contest)
    after = text_of(bot.standings()[0])
    assert before != after
    assert before.split("As of")[0] == after.split("As of")[0]


async def test_standings_that_get_old_are_asked_for_by_the_calendar(bot: DiscordBot) -> None:
    from cogs.contest.discord_show import freshen_all

    contest = await bot.contest()
    await bot.show(contest)
    await freshen_all(bot.services)
    assert await bot.asked(SHOW_DISCORD) == []
    bot.clock.on(minutes=10)
    await freshen_all(bot.services)
    assert await bot.asked(SHOW_DISCORD) == [[contest]]


async def test_final_standings_stay_as_they_are(bot: DiscordBot) -> None:
    from cogs.contest.discord_show import freshen_all

    contest = await bot.contest()
    await bot.show(contest)
    bot.clock.on(days=4)
    async with unit_of_work(bot.services.database) as session:
        await bot.services.contests.advance(session, contest, bot.clock())
    await bot.show(contest)
    assert "Final." in text_of(bot.standings()[0])
    bot.clock.on(days=1)
    await freshen_all(bot.services)
    assert await bot.asked(SHOW_DISCORD) == []


async def test_a_message_that_somebody_deleted_is_posted_anew_when_it_changes(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    await bot.discord.hands.delete_message("mia", channel="contests", message=bot.standings()[0]["id"])
    assert bot.standings() == []
    await bot.press("sam", bot.cards()[0], "vote")
    bot.clock.on(seconds=6)
    await bot.show(contest)
    assert "1 vote" in text_of(bot.standings()[0])


@pytest.mark.parametrize("later", [0.0, 20.0])
async def test_a_post_whose_answer_was_lost_is_not_repeated(bot: DiscordBot, later: float) -> None:
    """Killed between the post and its row: within minutes Discord knows the nonce, later the message is found."""
    contest = await bot.contest()
    await bot.show(contest)
    [standings] = bot.standings()
    key = f"standings:{contest}"
    async with unit_of_work(bot.services.database) as session:
        row = await messages.message(session, key)
        assert row is not None
        row.message_id, row.attempted_at, row.posted_at, row.edited_at = None, row.posted_at, None, None
        session.add(row)
    bot.clock.on(minutes=later)
    await bot.show(contest)
    assert [each["id"] for each in bot.standings()] == [standings["id"]]
    async with reading(bot.services.database) as session:
        row = await messages.message(session, key)
    assert row is not None
    assert str(row.message_id) == standings["id"]


async def test_a_click_after_a_restart_works(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> None:
    async with discord_bot(discord_local, sqlite_database, tmp_path) as first:
        contest = await first.contest()
        await first.enter("noor")
        await first.show(contest)
        card = first.cards()[0]
        page = (await first.slash("sam", "contest vote"))["response"]
    async with discord_bot(discord_local, sqlite_database, tmp_path) as second:
        answer = await second.press("sam", card, "vote")
        assert "Your vote for number 1 counts" in text_of(answer["response"])
        paged = (
            await second.press("jonas", page, "pvote") if False else await second.press("sam", page, "pvote")
        )
        assert "stood already" in text_of(paged["response"])
        told = discord_local.requests("PUT", "/commands")
        assert len(told) == 1  # the second start found that the server knew the commands


async def test_the_same_click_twice_counts_once(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    card = bot.cards()[0]
    await bot.press("sam", card, "vote")
    await bot.press("sam", card, "vote")
    async with reading(bot.services.database) as session:
        [row] = await bot.services.contests.scoring.of_entries(session, contest, [1])
    assert row.votes == 1


async def test_a_gateway_that_begins_anew_is_no_second_vote(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    await bot.discord.gateway.strike("invalid_session")
    await bot.discord.wait_for(lambda: not bot.face.connection.connected(), what="the connection is lost")
    await bot.discord.wait_for(bot.face.connection.connected, what="connected again")
    answer = await bot.press("sam", bot.cards()[0], "vote")
    assert "It has 1 vote now" in text_of(answer["response"])


async def test_a_channel_that_was_deleted_is_told_to_managers_once_a_day(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.discord.hands.delete_channel("contests")
    for _ in range(2):
        await bot.show(contest)
    [told] = await bot.asked(NOTICE)
    assert "There is no channel #contests" in told[0]
    assert "discord.channel" in told[1]


async def test_a_missing_permission_is_told_to_managers_with_the_remedy(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.discord.hands.set_permissions(deny=["send_messages"], channel="contests")
    await bot.show(contest)
    [told] = await bot.asked(NOTICE)
    assert "#contests in Discord" in told[0]
    assert "Send Messages" in told[1]
    await bot.discord.hands.set_permissions(allow=["send_messages"], channel="contests")
    await bot.show(contest)
    assert bot.standings()


async def test_a_role_above_the_bots_is_told_to_managers_with_the_remedy(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.do(contest, ContestAction.CLOSE)
    await decide(bot.services, contest)
    await bot.do(contest, ContestAction.AWARD)
    await bot.discord.hands.move_role("Contest winner", position=9)
    await bot.show(contest)
    [told] = await bot.asked(NOTICE)
    assert "may not give the role @Contest winner" in told[0]
    assert "drag it above" in told[1]
    await bot.discord.hands.move_role("Contest winner", position=1)
    await bot.show(contest)
    roles = [bot.discord.world.roles[each].name for each in bot.discord.person("noor").roles]
    assert "Contest winner" in roles


async def test_a_role_stays_with_whoever_has_won_another_contest(bot: DiscordBot) -> None:
    def has_role() -> bool:
        names = [bot.discord.world.roles[each].name for each in bot.discord.person("noor").roles]
        return "Contest winner" in names

    one, other = await bot.contest(name="Autumn"), await bot.contest(name="Winter")
    for contest, name in ((one, "Autumn"), (other, "Winter")):
        await bot.enter("noor", contest=name)
        await bot.do(contest, ContestAction.CLOSE)
        await decide(bot.services, contest)
        await bot.do(contest, ContestAction.AWARD)
        await bot.show(contest)
    assert has_role()
    for contest, keeps in ((one, True), (other, False)):
        async with reading(bot.services.database) as session:
            [award] = await queries.awards(session, contest)
        await bot.do(contest, ContestAction.REDRAW, award=award.id, reason="Works for us")
        await bot.show(contest)
        assert has_role() is keeps


async def test_a_prize_that_nobody_is_left_for_is_not_said_to_go_on(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.do(contest, ContestAction.CLOSE)
    await decide(bot.services, contest)
    await bot.do(contest, ContestAction.AWARD)
    await bot.show(contest)
    async with reading(bot.services.database) as session:
        [award] = await queries.awards(session, contest)
    await bot.do(contest, ContestAction.REDRAW, award=award.id, reason="Works for us")
    await bot.show(contest)
    [shown] = [each for each in bot.messages() if "Winners of" in text_of(each)]
    assert "**A box of tea**: not given" in text_of(shown)


async def test_whom_a_message_names_is_notified_once_and_never_too_many_for_discord(bot: DiscordBot) -> None:
    noor = int(bot.discord.person("noor").id)
    channel = await bot.services.outlet(Places).channel()
    wanted = Wanted(
        key="winners:1",
        kind="winners",
        contest_id=1,
        channel_id=channel.id,
        channel_name=channel.name,
        answer=Answer(f"<@{noor}>"),
        digest="1",
        mark="winners",
        pings=(noor, *range(10**17, 10**17 + 199)),
        young=True,
    )
    delivery = bot.services.outlet(Delivery)
    await delivery.show(wanted)
    bot.clock.on(minutes=56)
    assert await delivery.show(wanted)
    posts = bot.discord.requests("POST", f"/channels/{channel.id}/messages")
    assert [each.status for each in posts] == [200, 200]
    assert [each.users for each in bot.discord.pings] == [(str(noor),)]


async def test_discord_being_away_is_tried_later_and_posts_nothing_twice(bot: DiscordBot) -> None:
    contest = await bot.contest()
    bot.discord.fault("500", request="POST /channels/*/messages", count=5, after=True)
    with pytest.raises(TryLater):
        await bot.show(contest)
    await bot.show(contest)
    announced = [each for each in bot.messages() if "is open" in text_of(each)]
    assert len(announced) == 1


async def test_an_answer_that_comes_too_late_is_sent_directly_and_the_vote_counts(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> None:
    async with discord_bot(discord_local, sqlite_database, tmp_path) as bot:
        contest = await bot.contest()
        await bot.enter("noor")
        await bot.show(contest)
        card = bot.cards()[0]
        discord_local.world.ack_seconds = 0.0
        answer = await bot.press("sam", card, "vote")
        assert not answer["acked"]
        await discord_local.wait_for(lambda: bot.directs("sam"), what="the late answer")
        assert "Discord gave up waiting" in text_of(bot.directs("sam")[0])
        assert "Your vote for number 1 counts" in text_of(bot.directs("sam")[0])
        async with reading(bot.services.database) as session:
            [row] = await bot.services.contests.scoring.of_entries(session, contest, [1])
        assert row.votes == 1


async def test_an_entry_says_nothing_to_anybody_by_mention_or_markup(bot: DiscordBot) -> None:
    contest = await bot.contest(name="@everyone **free** <#1>")
    await bot.enter("tea.leaf")
    await bot.enter("yusuf")
    await bot.show(contest)
    assert not bot.discord.pings
    standings = text_of(bot.standings()[0])
    assert "🍵✨" in standings
    assert "\u2068يوسف القحطاني\u2069" in standings
    assert "\\*\\*free\\*\\*" in standings


async def test_many_entries_are_shown_a_few_at_a_time(bot: DiscordBot) -> None:
    contest = await bot.contest(entries_per_member=1000)
    for _ in range(22):
        await bot.enter("noor")
    await bot.show(contest)
    assert len(bot.cards()) == 20
    assert await bot.asked(SHOW_DISCORD) == [[contest]]
    await bot.show(contest)
    assert len(bot.cards()) == 22
    async with reading(bot.services.database) as session:
        assert len(await queries.accepted(session, contest)) == 22


@pytest.mark.parametrize("kind", [Kind.VOTES, Kind.LOT, Kind.POINTS])
async def test_that_it_is_closed_is_said_once_even_if_it_is_decided_by_then(
    bot: DiscordBot, kind: Kind
) -> None:
    tasks = [{"key": "brew", "title": "Brew a pot", "points": 10}]
    contest = await bot.contest(kind=kind, tasks=tasks, brief="Show us *your* cup.")
    await bot.show(contest)
    [opened] = [each for each in bot.messages() if "is open" in text_of(each)]
    assert "Show us \\*your\\* cup." in text_of(opened)
    await bot.do(contest, ContestAction.CLOSE)
    if kind is not Kind.LOT:
        await decide(bot.services, contest)
    for _ in range(2):
        await bot.show(contest)
    assert len([each for each in bot.messages() if "is closed. The result" in text_of(each)]) == 1


async def test_cards_offer_no_votes_once_voting_is_over_and_an_old_click_is_answered(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.enter("jonas")
    await bot.show(contest)
    cards = bot.cards()
    assert len(cards) == 2
    await bot.do(contest, ContestAction.CLOSE)
    late = await bot.press("sam", cards[0], "vote")
    assert "closed" in text_of(late["response"])
    await bot.show(contest)
    assert bot.cards() == []
    shown = {each["id"]: each for each in bot.messages()}
    assert all("Entry " in text_of(shown[card["id"]]) for card in cards)  # the same messages, without votes
    edits = len(bot.discord.requests("PATCH"))
    await bot.show(contest)
    assert len(bot.discord.requests("PATCH")) == edits


async def test_old_cards_stay_where_they_are_when_discord_takes_no_more_edits_of_them(
    bot: DiscordBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    contest = await bot.contest(entries_per_member=10)
    for _ in range(5):
        await bot.enter("noor")
    await bot.show(contest)
    cards = [each["id"] for each in bot.cards()]
    await bot.do(contest, ContestAction.CLOSE)
    world = bot.discord.world
    now = world.clock() + 4000
    monkeypatch.setattr(world, "clock", lambda: now)  # it stands, so that no further edit is ever free
    monkeypatch.setattr(world, "limits", "enforce")
    monkeypatch.setattr("bot.playground.discord.endpoints.messages.OLD_SECONDS", 0.05)
    await bot.show(contest)
    left = bot.cards()
    assert 0 < len(left) < len(cards)
    assert set(cards) <= {each["id"] for each in bot.messages()}
    monkeypatch.setattr(world, "clock", lambda: now + 4000)
    await bot.show(contest)
    assert len(bot.cards()) < len(left)
    assert set(cards) <= {each["id"] for each in bot.messages()}

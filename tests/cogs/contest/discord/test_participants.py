"""Taking part in Discord: enter, be reviewed, get a card, be voted for, and see the standings move."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.contests import queries
from bot.contests.definition import Definition
from bot.contests.jobs import decide
from bot.contests.rules import ContestAction, Kind, Phase
from bot.contests.scoring.explain import Line
from bot.contests.scoring.standings import Row, StandingsPage
from bot.playground.discord import LocalDiscord
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.discord_draw import Board, Tongue, standings_of
from cogs.contest.view import ContestView
from tests.support.discord_bot import MANAGER, RULES, DiscordBot, has, identities, text_of


async def test_an_approved_entry_gets_a_card_and_votes_move_the_standings(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.enter("jonas")
    await bot.show(contest)
    assert len(bot.cards()) == 2
    assert "0 votes" in text_of(bot.standings()[0])

    answer = await bot.press("elsa", bot.cards()[1], "vote")
    assert "räknas" in text_of(answer["response"])  # Elsa reads Swedish
    bot.clock.on(seconds=6)
    await bot.show(contest)
    rows = text_of(bot.standings()[0]).splitlines()
    assert "Jonas" in rows[1]
    assert "1 vote" in rows[1]


async def test_an_entry_in_review_is_told_to_its_entrant_alone_and_has_no_card(bot: DiscordBot) -> None:
    contest = await bot.contest()
    answer = await bot.slash("lena", "contest enter", link="https://social.example/@lena/1")
    assert "wird jetzt geprüft" in text_of(answer["response"])
    assert answer["response"]["flags"] & 64
    await bot.show(contest)
    assert bot.cards() == []
    mine = await bot.slash("lena", "contest me")
    assert "in Prüfung" in text_of(mine["response"])


async def test_a_vote_is_taken_back_and_the_same_again_is_no_change(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    card = bot.cards()[0]
    first = await bot.press("sam", card, "vote")
    assert "It has 1 vote now" in text_of(first["response"])
    again = await bot.press("sam", card, "vote")
    assert "stood already" in text_of(again["response"])
    back = await bot.discord.click(
        "sam", channel="contests", message=card["id"], custom_id=identities(card)[1]
    )
    assert "taken back" in text_of(back["response"])
    assert "It has 0 votes now" in text_of(back["response"])


async def test_ones_own_entry_takes_no_vote(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("lena")
    await bot.show(contest)
    answer = await bot.press("lena", bot.cards()[0], "vote")
    assert text_of(answer["response"]) == "Das ist dein eigener Beitrag. Wähle den von jemand anderem."


async def test_a_budget_is_spent_from_a_menu_and_what_is_left_is_said(bot: DiscordBot) -> None:
    contest = await bot.contest(votes_per_member=5, votes_per_entry=3)
    await bot.enter("noor")
    await bot.enter("jonas")
    await bot.show(contest)
    one, other = bot.cards()
    answer = await bot.pick("sam", one, "votes", "3")
    assert "Your 3 votes" in text_of(answer["response"])
    assert "2 votes left" in text_of(answer["response"])
    refused = await bot.pick("sam", other, "votes", "3")
    assert "You have 2 of 5 votes left" in text_of(refused["response"])


async def test_voting_page_by_page(bot: DiscordBot) -> None:
    contest = await bot.contest()
    for user in ("noor", "jonas", "ayse", "lena", "yusuf"):
        await bot.enter(user)
    page = (await bot.slash("sam", "contest vote"))["response"]
    assert len(page["embeds"]) == 4
    voted = (await bot.press("sam", page, "pvote"))["response"]
    assert voted["id"] == page["id"]  # the page itself changes
    assert "Your vote for number 1 counts" in text_of(voted)
    assert "✅ Your vote" in text_of(voted)
    second = (
        await bot.discord.click(
            "sam", channel="contests", message=page["id"], custom_id=f"g1:contest:vote_page:{contest}::2"
        )
    )["response"]
    assert len(second["embeds"]) == 1
    assert "Entry 5" in text_of(second)


async def test_judges_mark_by_criterion_and_others_are_told_that_they_are_none(bot: DiscordBot) -> None:
    judge = bot.discord.person("sam").id
    contest = await bot.contest(
        kind=Kind.JURY,
        judges=[f"discord:{judge}"],
        criteria=[{"key": "taste", "name": "Taste"}, {"key": "look", "name": "Look", "best": 5}],
    )
    await bot.enter("noor")
    await bot.show(contest)
    card = bot.cards()[0]
    refused = await bot.press("jonas", card, "judge")
    assert "You aren't a judge" in text_of(refused["response"])
    page = (await bot.press("sam", card, "judge"))["response"]
    assert "Taste: not marked yet" in text_of(page)
    page = (await bot.pick("sam", page, "mark", "8"))["response"]
    assert "Taste: **8** of 10" in text_of(page)
    await bot.discord.select(
        "sam", channel="contests", message=page["id"], custom_id="g1:contest:mark:1::look", values=["5"]
    )
    shown = await bot.slash("noor", "contest standings")
    assert "90 of 100" in text_of(shown["response"])


async def test_standings_show_ten_a_page_and_always_ones_own_place(
    bot: DiscordBot, discord_local: LocalDiscord
) -> None:
    await bot.contest()
    for at in range(11):
        await discord_local.join(f"guest{at:02}", display=f"Guest {at}")
        await bot.enter(f"guest{at:02}")
    page = (await bot.slash("guest10", "contest standings"))["response"]
    text = text_of(page)
    assert text.count("0 votes") == 11  # ten rows and one's own
    assert "Your place" in text
    assert "Page 1 of 2" in text
    second = (
        await bot.discord.click(
            "guest10", channel="contests", message=page["id"], custom_id="g1:contest:standings_page:1::2"
        )
    )["response"]
    assert "Page 2 of 2" in text_of(second)
    assert "Guest 10" in text_of(second).split("Your place")[0]


async def test_withdrawing_is_asked_for_twice_and_takes_the_card_down(bot: DiscordBot) -> None:
    contest = await bot.contest()
    entry = await bot.enter("noor")
    await bot.show(contest)
    assert len(bot.cards()) == 1
    mine = (await bot.slash("noor", "contest me"))["response"]
    asked = (await bot.pick("noor", mine, "withdraw", str(entry.id)))["response"]
    assert "Withdraw number 1" in text_of(asked)
    kept = (await bot.press("noor", asked, "withdraw_no"))["response"]
    assert "stays" in text_of(kept)
    asked = (await bot.pick("noor", mine, "withdraw", str(entry.id)))["response"]
    done = (await bot.press("noor", asked, "withdraw_yes"))["response"]
    assert "is withdrawn" in text_of(done)
    await bot.show(contest)
    assert bot.cards() == []


async def test_winners_are_announced_with_credit_get_the_role_and_claim_from_the_message(
    bot: DiscordBot,
) -> None:
    from cogs.contest.discord_direct import send

    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    await bot.press("sam", bot.cards()[0], "vote")
    await bot.do(contest, ContestAction.CLOSE)
    await decide(bot.services, contest)
    await bot.do(contest, ContestAction.AWARD)
    await bot.show(contest)
    noor = bot.discord.person("noor")
    announced = next(each for each in bot.messages() if "Winners of" in text_of(each))
    assert f"<@{noor.id}>" in text_of(announced)
    assert [ping for ping in bot.discord.pings if ping.message == announced["id"]]
    assert any(bot.discord.world.roles[each].name == "Contest winner" for each in noor.roles)

    deadline = int(bot.clock().timestamp()) + 7 * 86400
    values = {"contest": "Autumn of tea", "prize": "A box of tea", "award": 1, "claim_by": deadline}
    await send(bot.services, 1, "award-offered", values, "award:1")
    await send(bot.services, 1, "award-offered", values, "award:1")
    [told] = bot.directs("noor")
    assert "you have won" in text_of(told)
    claimed = await bot.press("noor", told, "claim", channel="@goodword")
    assert "is yours" in text_of(claimed["response"])
    other = await bot.press("noor", told, "decline", channel="@goodword")
    assert "Decline" in text_of(other["response"])
    declined = await bot.press("noor", other["response"], "decline_yes", channel="@goodword")
    assert "This prize is settled: claimed" in text_of(declined["response"])


async def test_a_prize_that_is_declined_goes_to_nobody_who_has_left_meanwhile(bot: DiscordBot) -> None:
    contest = await bot.contest()
    first, _, third = [await bot.enter(user) for user in ("noor", "jonas", "elsa")]
    await bot.do(contest, ContestAction.CLOSE)
    await decide(bot.services, contest)
    await bot.do(contest, ContestAction.AWARD)
    await bot.discord.hands.leave("jonas")
    mine = (await bot.slash("noor", "contest me"))["response"]
    sure = (await bot.press("noor", mine, "decline"))["response"]
    await bot.press("noor", sure, "decline_yes")
    async with reading(bot.services.database) as session:
        awards = await queries.awards(session, contest)
    assert [(each.entry_id, each.status) for each in awards] == [
        (first.id, "declined"),
        (third.id, "offered"),
    ]


def test_how_points_came_about_is_told_as_far_as_it_fits() -> None:
    now = datetime(2026, 11, 1, tzinfo=UTC)
    task = {"key": "latte", "title": "Latte", "points": 5, "times": 100}
    made = Definition.model_validate(
        {"name": "Season", "kind": "points", "rules_text": RULES, "tasks": [task]}
        | dict.fromkeys(("opens_at", "entries_close_at", "closes_at"), now)
    )
    contest = ContestView(1, "s", "Season", Kind.POINTS, Phase.OPEN, made, now, now, now, now, frozen=False)
    row = Row(1, False, 1, None, None, 1, "Noor", "", 500, 0, 0, 0, 500)
    lines = [Line("task", 5, 5, "Latte")] * 100
    shown = standings_of(Tongue("en"), Board(contest, StandingsPage([row], 1, 1, 1), [(row, lines)]))
    [field] = shown.embeds[0].fields
    assert (field.value or "").count("5 points for Latte") > 40


async def test_everything_of_ones_own_fits_into_one_message(bot: DiscordBot) -> None:
    for name in ("Autumn", "Winter", "Spring"):
        await bot.contest(name=name, entries_per_member=10)
        for _ in range(7):
            entry = await bot.enter("noor", contest=name, approve=False)
            async with unit_of_work(bot.services.database) as session:
                await bot.services.contests.disqualify(
                    session, entry.id or 0, "It breaks the rules. " * 14, MANAGER, bot.clock(), "test"
                )
    mine = (await bot.slash("noor", "contest me"))["response"]
    assert [each["title"] for each in mine["embeds"]] == ["You in Spring", "You in Winter", "You in Autumn"]
    assert all("disqualified" in each["description"] for each in mine["embeds"])


async def test_a_season_with_many_tasks_and_long_rules_is_shown_and_all_of_it_attached(
    bot: DiscordBot,
) -> None:
    tasks = [
        {"key": f"t{at}", "title": f"Task {at} {'*' * 70}", "points": 10, "times": 2} for at in range(25)
    ]
    rules = f"{RULES} {'Be kind to one another. ' * 250} The last word."
    await bot.contest(kind=Kind.POINTS, tasks=tasks, rules_text=rules)
    shown = (await bot.slash("sam", "contest rules"))["response"]
    assert "Task 0" in text_of(shown)
    assert "No purchase necessary" in text_of(shown)
    [file] = shown["attachments"]
    stored = bot.discord.world.files[file["id"]].data.decode()
    assert "Task 24" in stored
    assert stored.endswith("The last word.")


async def test_rules_that_fit_come_without_a_file(bot: DiscordBot) -> None:
    await bot.contest(kind=Kind.POINTS, tasks=[{"key": "latte", "title": "Latte [art](x)", "points": 5}])
    shown = (await bot.slash("sam", "contest rules"))["response"]
    assert "Latte \\[art\\](x) (5 points, up to 1 times)" in text_of(shown)
    assert shown["attachments"] == []


async def test_direct_messages_that_are_closed_are_made_up_for_in_contest_me(bot: DiscordBot) -> None:
    from cogs.contest.discord_direct import send

    await bot.contest()
    entry = await bot.enter("noor", approve=False)
    await bot.discord.hands.close_dms("noor")
    values = {"contest": "Autumn of tea", "number": 1, "reason": ""}
    await send(bot.services, entry.account_id, "entry-accepted", values, "entry:1:2")
    mine = await bot.slash("noor", "contest me")
    assert "direct messages from this server are closed" in text_of(mine["response"])


@pytest.mark.parametrize("user", ["noor", "elsa", "lena"])
async def test_empty_states_say_what_to_do(bot: DiscordBot, user: str) -> None:
    for command in ("contest list", "contest standings", "contest me", "contest vote", "contest enter"):
        answer = await bot.slash(user, command)
        assert (
            "/contest" in text_of(answer["response"])
            or "#contests" in text_of(answer["response"])
            or "<#" in text_of(answer["response"])
        ), command
    await bot.contest()
    nothing = await bot.slash(user, "contest vote")
    assert "/contest enter" in text_of(nothing["response"])
    assert not has(nothing["response"], "pvote")


async def test_contest_names_complete_as_one_types(bot: DiscordBot) -> None:
    await bot.contest()
    await bot.contest(name="Winter of tea")
    answer = await bot.discord.autocomplete(
        "noor", channel="contests", command="contest rules", option="contest", value="aut"
    )
    assert [each["name"] for each in answer["choices"]] == ["Autumn of tea"]
    chosen = await bot.slash("noor", "contest rules", contest=answer["choices"][0]["value"])
    assert "No purchase necessary" in text_of(chosen["response"])
    unsure = await bot.slash("noor", "contest standings")
    assert "Autumn of tea, Winter of tea" in text_of(unsure["response"])
    unknown = await bot.slash("noor", "contest rules", contest="@everyone")
    assert "There is no contest" in text_of(unknown["response"])
    assert not bot.discord.pings


async def test_linking_and_unlinking(bot: DiscordBot) -> None:
    told = text_of((await bot.slash("noor", "contest link"))["response"])
    code = told.split("**")[1]
    twin = await bot.slash("jonas", "contest link", code=code)
    assert "two accounts in Discord" in text_of(twin["response"])
    services = bot.services
    async with unit_of_work(services.database) as session:
        slack = await services.identities.account(
            session, "slack", "U0NOAH0001", services.clock(), name="Jonas at work"
        )
        code = await services.identities.new_code(session, slack.id, services.clock())
    linked = await bot.slash("jonas", "contest link", code=code)
    assert "Jonas at work" in text_of(linked["response"])
    again = await bot.slash("sam", "contest link", code=code)
    assert "used already" in text_of(again["response"])
    asked = (await bot.slash("jonas", "contest unlink"))["response"]
    done = await bot.press("jonas", asked, "unlink_yes")
    assert "no longer linked" in text_of(done["response"])

"""Running a contest from Discord, from the brief to the prize, by those with the manager role."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.contests import queries
from bot.contests.jobs import decide
from bot.contests.rules import ContestAction, Kind, Phase
from bot.contests.tables import Contest
from bot.playground.discord import LocalDiscord
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.discord_bot import DiscordBot, discord_bot, text_of

FORM = {
    "name": "Winter of tea",
    "brief": "Show us your winter tea.",
    "rules": "This contest is run by Kettle & Fern.",
    "prizes": "2 × Tea box",
}


async def _contest(bot: DiscordBot, name: str = "Winter of tea") -> Contest:
    async with reading(bot.services.database) as session:
        return next(each for each in await queries.contests(session) if each.name == name)


async def _new(bot: DiscordBot, form: dict[str, str] | None = None, **options: str) -> dict[str, object]:
    now = bot.clock()
    given = {
        "kind": "votes",
        "opens": f"{now + timedelta(hours=1):%Y-%m-%d %H:%M}",
        "entries_close": f"{now + timedelta(days=2):%Y-%m-%d %H:%M}",
        "closes": f"{now + timedelta(days=3):%Y-%m-%d %H:%M}",
        **options,
    }
    opened = await bot.slash("mia", "contest-manage new", **given)
    assert opened["modal"], opened
    answer = await bot.discord.submit("mia", values={**FORM, **(form or {})})
    response = answer["response"]
    assert isinstance(response, dict)
    return response


async def test_from_the_brief_to_the_prize(bot: DiscordBot) -> None:
    page = await _new(bot)
    assert "Kept as a draft" in text_of(page)
    assert "Winter of tea" not in text_of((await bot.slash("noor", "contest list"))["response"])

    seen = await bot.slash("mia", "contest-manage preview", contest="winter-of-tea")
    assert "run by Kettle & Fern" in text_of(seen["response"])
    page = (await bot.press("mia", page, "act", area="manage"))["response"]
    assert "Announced" in text_of(page)
    assert "Winter of tea" in text_of((await bot.slash("noor", "contest list"))["response"])
    page = (await bot.slash("mia", "contest-manage start", contest="winter-of-tea"))["response"]
    assert "Done: entries are taken now.\nWinter of tea\nIt is **open**." in text_of(page)

    await bot.enter("noor")
    contest = await _contest(bot)
    await bot.show(contest.id or 0)
    await bot.press("sam", bot.cards()[0], "vote")
    asked = (await bot.slash("mia", "contest-manage close", contest="winter-of-tea"))["response"]
    assert "Nobody can enter or vote after that" in text_of(asked)
    page = (await bot.press("mia", asked, "sure", area="manage"))["response"]
    assert text_of(page).startswith(
        "Done: nobody can enter or vote any more.\nWinter of tea\nIt is **closed**."
    )
    assert "Entries: 1 takes part." in text_of(page)
    await decide(bot.services, contest.id or 0)
    asked = (await bot.slash("mia", "contest-manage award", contest="winter-of-tea"))["response"]
    page = (await bot.press("mia", asked, "sure", area="manage"))["response"]
    assert "It is **awarded**." in text_of(page)
    assert (await _contest(bot)).phase == Phase.AWARDED


async def test_others_are_told_who_runs_contests(bot: DiscordBot) -> None:
    await bot.contest()
    answer = await bot.slash("sam", "contest-manage close", contest="autumn-of-tea")
    assert "Only those who run contests can do that: Contest managers" in text_of(answer["response"])
    assert (await _contest(bot, "Autumn of tea")).phase == Phase.OPEN


async def test_a_manager_without_the_role_any_more_can_do_nothing_by_an_old_button(bot: DiscordBot) -> None:
    page = await _new(bot)
    await bot.discord.hands.take_role("mia", role="Contest managers")
    answer = await bot.press("mia", page, "act", area="manage")
    assert "Only those who run contests" in text_of(answer["response"])
    assert (await _contest(bot)).phase == Phase.DRAFT


async def test_what_does_not_fit_is_said_field_by_field_and_kept_for_the_next_try(bot: DiscordBot) -> None:
    response = await _new(bot, {"rules": "No words of the law here.", "prizes": "0 × nothing"})
    assert "prizes" in text_of(response)
    assert "must be from 1 to 100" in text_of(response)
    again = await bot.press("mia", response, "again", area="manage")
    values = {
        each["components"][0]["custom_id"]: each["components"][0].get("value")
        for each in again["modal"]["components"]
    }
    assert values["brief"] == FORM["brief"]
    assert values["prizes"] == "0 × nothing"
    fixed = await bot.discord.submit("mia", values=FORM)
    assert "Kept as a draft" in text_of(fixed["response"])


async def test_a_form_submitted_after_a_restart_counts(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> None:
    async with discord_bot(discord_local, sqlite_database, tmp_path) as first:
        opened = await first.slash("mia", "contest-manage new", kind="lot")
        assert opened["modal"]
    async with discord_bot(discord_local, sqlite_database, tmp_path) as second:
        answer = await second.discord.submit("mia", values=FORM)
        assert "Kept as a draft" in text_of(answer["response"])
        assert (await _contest(second)).kind == Kind.LOT


async def test_a_jury_is_mentioned_and_its_criteria_are_written(bot: DiscordBot) -> None:
    sam = bot.discord.person("sam")
    await _new(bot, {"criteria": "Taste 10\nLook 5"}, kind="jury", judges=f"<@{sam.id}>")
    contest = await _contest(bot)
    assert contest.definition["judges"] == [f"discord:{sam.id}"]
    assert [each["name"] for each in contest.definition["criteria"]] == ["Taste", "Look"]


async def test_a_contest_is_edited_before_it_opens(bot: DiscordBot) -> None:
    page = await _new(bot)
    opened = await bot.press("mia", page, "edit", area="manage")
    assert opened["modal"]
    answer = await bot.discord.submit("mia", values={**FORM, "name": "Winter of cocoa"})
    assert "Changed" in text_of(answer["response"])
    assert (await _contest(bot, "Winter of cocoa")).phase == Phase.DRAFT


async def test_extending_takes_a_local_time_and_refuses_an_earlier_one(bot: DiscordBot) -> None:
    await bot.contest(time_zone="Europe/Stockholm")
    contest = await _contest(bot, "Autumn of tea")
    later = f"{contest.closes_at + timedelta(days=2):%Y-%m-%d} 18:00"
    page = (await bot.slash("mia", "contest-manage extend", contest="autumn-of-tea", closes=later))[
        "response"
    ]
    assert "Extended" in text_of(page)
    assert f"{(await _contest(bot, 'Autumn of tea')).closes_at:%H:%M}" == "17:00"
    refused = await bot.slash(
        "mia", "contest-manage extend", contest="autumn-of-tea", closes="2020-01-01 10:00"
    )
    assert "must be later" in text_of(refused["response"])
    wrong = await bot.slash("mia", "contest-manage extend", contest="autumn-of-tea", closes="tomorrow")
    assert "is not a time" in text_of(wrong["response"])


async def test_disqualifying_needs_an_entry_and_a_reason(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    nobody = await bot.slash(
        "mia", "contest-manage disqualify", contest="autumn-of-tea", number=9, reason="A copy"
    )
    assert "There is no entry 9" in text_of(nobody["response"])
    done = await bot.slash(
        "mia", "contest-manage disqualify", contest="autumn-of-tea", number=1, reason="A copy"
    )
    assert "is disqualified" in text_of(done["response"])
    await bot.show(contest)
    assert bot.cards() == []
    mine = await bot.slash("noor", "contest me")
    assert "Reason: A copy" in text_of(mine["response"])
    back = await bot.slash("mia", "contest-manage reinstate", contest="autumn-of-tea", number=1)
    assert "takes part again" in text_of(back["response"])


async def test_an_export_is_private_and_holds_the_entries(bot: DiscordBot) -> None:
    await bot.contest()
    await bot.enter("noor")
    answer = (await bot.slash("mia", "contest-manage export", contest="autumn-of-tea"))["response"]
    assert answer["flags"] & 64
    names = {each["filename"]: each["url"] for each in answer["attachments"]}
    assert set(names) == {"autumn-of-tea-entries.csv", "autumn-of-tea.json"}


async def test_cancelling_asks_for_the_reason(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.show(contest)
    page = (await bot.slash("mia", "contest-manage show", contest="autumn-of-tea"))["response"]
    cancelling = next(
        each["custom_id"]
        for row in page["components"]
        for each in row["components"]
        if each["custom_id"].endswith(":cancel")
    )
    opened = await bot.discord.click("mia", channel="contests", message=page["id"], custom_id=cancelling)
    assert opened["modal"]
    done = await bot.discord.submit("mia", values={"reason": "No tea left"})
    assert "It is **cancelled**" in text_of(done["response"])
    await bot.show(contest)
    assert any("was cancelled" in text_of(each) for each in bot.messages())


async def test_no_flags_is_said(bot: DiscordBot) -> None:
    await bot.contest()
    answer = await bot.slash("mia", "contest-manage flags", contest="autumn-of-tea")
    assert "Nothing odd" in text_of(answer["response"])


@pytest.mark.parametrize("user", ["noor", "elsa", "lena"])
async def test_participants_are_not_offered_the_managers_commands(bot: DiscordBot, user: str) -> None:
    from bot.playground.discord.offers import offered

    world = bot.discord.world
    shown = offered(world, world.person_named(user), world.channel_named("contests"))
    assert [each["name"] for each in shown if each["name"].startswith("contest")] == ["contest"]


async def test_a_draft_without_prizes_says_what_to_write_before_anybody_sees_it(bot: DiscordBot) -> None:
    page = await _new(bot, {"prizes": ""})
    told = await bot.press("mia", page, "act", area="manage")
    assert "Write at least one prize, for instance “1 × Tea box”" in text_of(told["response"])
    assert (await _contest(bot)).phase == Phase.DRAFT


async def test_what_is_decided_with_nobody_to_award_can_be_finished(bot: DiscordBot) -> None:
    contest = await bot.contest()
    async with unit_of_work(bot.services.database) as session:
        await bot.act(session, contest, ContestAction.CLOSE)
    await decide(bot.services, contest)
    page = (await bot.slash("mia", "contest-manage show", contest="autumn-of-tea"))["response"]
    verbs = {each["custom_id"].rsplit(":", 1)[-1] for row in page["components"] for each in row["components"]}
    assert "finish" in verbs
    assert "award" not in verbs


async def test_opening_a_draft_is_asked_about_first(bot: DiscordBot) -> None:
    page = await _new(bot)
    opening = next(
        each["custom_id"]
        for row in page["components"]  # type: ignore[attr-defined]  # JSON
        for each in row["components"]
        if each["custom_id"].endswith(":open")
    )
    asked = await bot.discord.click("mia", channel="contests", message=str(page["id"]), custom_id=opening)
    assert "after that it can't be edited" in text_of(asked["response"])
    assert (await _contest(bot)).phase == Phase.DRAFT
    done = await bot.press("mia", asked["response"], "sure", area="manage")
    assert "entries are taken now" in text_of(done["response"])
    assert (await _contest(bot)).phase == Phase.OPEN


async def test_times_are_those_of_the_zone_in_the_settings_and_the_form_says_so(bot: DiscordBot) -> None:
    own = bot.services.settings.discord.model_copy(update={"time_zone": "Asia/Tokyo"})
    bot.services.settings = bot.services.settings.model_copy(update={"discord": own})
    opened = await bot.slash(
        "mia", "contest-manage new", kind="lot", opens="2030-01-01 09:00", entries_close="2030-02-01 09:00"
    )
    assert opened["modal"]["title"] == "A contest (times: Asia/Tokyo)"
    answer = await bot.discord.submit("mia", values=FORM)
    assert "Its times are those of Asia/Tokyo." in text_of(answer["response"])
    contest = await _contest(bot)
    assert f"{contest.opens_at:%Y-%m-%d %H:%M}" == "2030-01-01 00:00"

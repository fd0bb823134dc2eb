"""What managers settle in Discord: odd votes, entries taken out, prizes given on; and who is credited for what."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bot.contests import queries
from bot.contests.jobs import decide
from bot.contests.rules import ContestAction, EntryStatus, Kind
from bot.contests.scoring.flagging.queries import add_flag
from bot.contests.tables import Contest
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.contest.jobs import forget
from tests.support.discord_bot import DiscordBot, text_of

FORM = {"name": "Winter of tea", "brief": "", "rules": "A contest of Kettle & Fern.", "prizes": "2 × Tea box"}


async def _contest(bot: DiscordBot, contest_id: int) -> Contest:
    async with reading(bot.services.database) as session:
        found = await queries.get(session, contest_id)
    assert found is not None
    return found


async def _decided(bot: DiscordBot, users: list[str], **changes: Any) -> int:
    contest = await bot.contest(**changes)
    for user in users:
        await bot.enter(user)
    await bot.do(contest, ContestAction.CLOSE)
    await decide(bot.services, contest)
    return contest


async def _winning(bot: DiscordBot, contest: int) -> list[int]:
    """The numbers of the entries that have a prize."""
    async with reading(bot.services.database) as session:
        awards = [each for each in await queries.awards(session, contest) if each.status == "planned"]
        found = [await queries.entry(session, each.entry_id or 0) for each in awards]
    return [each.number for each in found if each is not None]


# ---- odd votes ----


@pytest.mark.parametrize(
    ("user", "said"),
    [
        ("mia", ["20 votes between <t:", "where 1.5 were to be expected", "about once in 1,000 times",
                 "12 votes by accounts that are new", "of 22 in all", "less than once in a billion",
                 "3 people vote mostly for one another: 6 votes", "1 vote by accounts that belong"]),
        ("elsa", ["20 röster mellan <t:", "där 1,5 var att vänta", "12 röster från konton", "3 personer röstar"]),
        ("lena", ["20 Stimmen zwischen <t:", "wo 1,5 zu erwarten waren", "12 Stimmen von Konten", "3 Leute stimmen"]),
    ],
)  # fmt: skip
async def test_what_a_flag_rests_on_is_told_in_the_readers_language(
    bot: DiscordBot, user: str, said: list[str]
) -> None:
    contest = await bot.contest()
    now = bot.clock()
    moment = now.isoformat()
    votes = {"ids": [1], "votes": []}
    found: dict[str, dict[str, Any]] = {
        "burst": {"count": 20, "from": moment, "until": moment, "expected": 1.5, "chance": 0.001},
        "newcomers": {"count": 12, "of": 22, "usual": 8.5, "chance": 1e-12, "new_since": moment},
        "ring": {"count": 6, "accounts": [1, 2, 3], "inside": {}, "cast": {}},
        "self": {"count": 1},
    }
    async with unit_of_work(bot.services.database) as session:
        for kind, evidence in found.items():
            values = {"contest_id": contest, "key": kind, "kind": kind, "evidence": {**evidence, **votes}}
            await add_flag(await session.connection(), {**values, "entry_id": None, "found_at": now})
    if user != "mia":
        await bot.discord.hands.give_role(user, role="Contest managers")
    text = text_of((await bot.slash(user, "contest-manage flags", contest="autumn-of-tea"))["response"])
    assert [each for each in said if each not in text] == [], text
    assert "new_since" not in text
    assert "expected 1" not in text


# ---- entries ----


async def test_after_the_freeze_of_a_draw_one_is_told_first_that_the_reason_becomes_public(
    bot: DiscordBot,
) -> None:
    end = bot.clock() + timedelta(days=2)
    contest = await bot.contest(kind=Kind.LOT, entries_close_at=end, closes_at=end)
    entry = await bot.enter("noor")
    await bot.do(contest, ContestAction.CLOSE)
    assert (await _contest(bot, contest)).record is not None
    given = {"contest": "autumn-of-tea", "reason": "A *copy*"}
    asked = (await bot.slash("mia", "contest-manage disqualify", **given, number=1))["response"]
    assert "the public record of the draw will repeat your reason" in text_of(asked)
    assert "A \\*copy\\*" in text_of(asked)

    async def status() -> str:
        async with reading(bot.services.database) as session:
            found = await queries.entry(session, entry.id or 0)
        assert found is not None
        return found.status

    assert await status() == EntryStatus.ACCEPTED, "not yet"
    done = (await bot.press("mia", asked, "out", area="manage"))["response"]
    assert "Number 1 is disqualified" in text_of(done)
    assert await status() == EntryStatus.DISQUALIFIED


# ---- prizes ----


async def test_a_prize_goes_to_the_next_in_order_once_it_is_confirmed(bot: DiscordBot) -> None:
    contest = await _decided(bot, ["noor", "jonas"])
    assert await _winning(bot, contest) == [1]
    given = {"contest": "autumn-of-tea", "reason": "Works for us"}
    asked = (await bot.slash("mia", "contest-manage redraw", **given))["response"]
    assert "Take **A box of tea** from" in text_of(asked)
    assert "public record" not in text_of(asked), "nothing is drawn here"
    assert await _winning(bot, contest) == [1]
    done = (await bot.press("mia", asked, "next", area="manage"))["response"]
    assert "goes to the next in order" in text_of(done)
    assert await _winning(bot, contest) == [2]
    refused = await bot.slash("sam", "contest-manage show", contest="autumn-of-tea")
    assert "Only those who run contests" in text_of(refused["response"])


async def test_of_several_prizes_one_is_named_by_its_entry(bot: DiscordBot) -> None:
    prizes = [{"name": "A box of tea", "winners": 2}]
    contest = await _decided(bot, ["noor", "jonas", "sam"], prizes=prizes)
    given = {"contest": "autumn-of-tea", "reason": "Works for us"}
    asked = await bot.slash("mia", "contest-manage redraw", **given)
    assert "1 (A box of tea), 2 (A box of tea)" in text_of(asked["response"])
    nobody = await bot.slash("mia", "contest-manage redraw", **given, number=3)
    assert "Nobody has a prize like that" in text_of(nobody["response"])
    sure = (await bot.slash("mia", "contest-manage redraw", **given, number=2))["response"]
    await bot.press("mia", sure, "next", area="manage")
    assert sorted(await _winning(bot, contest)) == [1, 3]


async def test_more_winners_than_a_message_takes_are_all_credited_in_a_list(bot: DiscordBot) -> None:
    prizes = [{"name": "A box of the finest tea of the year, " * 2, "winners": 40}]
    limits = {"prizes": prizes, "entries_per_member": 1000, "one_prize_each": False}
    contest = await _decided(bot, ["noor"] * 40, **limits)
    await bot.do(contest, ContestAction.AWARD)
    await bot.show(contest)
    [shown] = [each for each in bot.messages() if "Winners of" in text_of(each)]
    assert "All 40 prizes" in text_of(shown)
    [attached] = shown["attachments"]
    async with httpx.AsyncClient() as client:
        listed = (await client.get(attached["url"])).text
    assert len(listed.splitlines()) == 40
    for number in range(1, 41):
        assert f"with number {number}, " in listed
    assert listed.count("https://social.example/@noor/") == 40
    assert "<@" not in listed
    await bot.show(contest)  # the rest of the cards
    before = len(bot.discord.world.exchanges)
    await bot.show(contest)
    assert len(bot.discord.world.exchanges) == before, "it says the same"


# ---- what a new contest asks for ----


async def test_a_new_contest_takes_floors_ties_and_two_people(bot: DiscordBot) -> None:
    sam, noor = bot.discord.person("sam"), bot.discord.person("noor")
    opened = await bot.slash(
        "mia",
        "contest-manage new",
        kind="lot",
        account_days=30,
        member_days=7,
        entries_each=3,
        ties="lot",
        first_person=sam.id,
        second_person=noor.id,
    )
    assert opened["modal"], opened
    answer = await bot.discord.submit("mia", values=FORM)
    assert "Kept as a draft" in text_of(answer["response"])
    async with reading(bot.services.database) as session:
        [made] = await queries.named(session, "Winter of tea")
    kept = {name: made.definition[name] for name in ("min_account_days", "min_member_days", "ties", "draw")}
    assert kept == {"min_account_days": 30, "min_member_days": 7, "ties": "lot", "draw": "two people"}
    assert made.definition["entries_per_member"] == 3
    accounts = [each["account"] for each in made.definition["draw_people"]]
    assert accounts == [f"discord:{sam.id}", f"discord:{noor.id}"]


async def test_a_draw_by_two_people_needs_two(bot: DiscordBot) -> None:
    sam = bot.discord.person("sam").id
    for people in ({"first_person": sam}, {"first_person": sam, "second_person": sam}):
        answer = await bot.slash("mia", "contest-manage new", kind="lot", **people)
        assert "needs two" in text_of(answer["response"])


async def test_what_nobody_came_back_to_is_forgotten_after_a_day(bot: DiscordBot) -> None:
    await bot.slash("mia", "contest-manage new", kind="lot")
    bot.clock.on(hours=23)
    await forget(bot.services)
    wrong = (await bot.discord.submit("mia", values={**FORM, "prizes": "0 × nothing"}))["response"]
    assert "This can't be kept yet" in text_of(wrong)
    bot.clock.on(hours=25)
    await forget(bot.services)
    gone = await bot.press("mia", wrong, "again", area="manage")
    assert "too old" in text_of(gone["response"])


# ---- votes that no menu has room for ----


async def test_more_votes_than_a_menu_has_room_for_are_written(bot: DiscordBot) -> None:
    contest = await bot.contest(votes_per_member=60, votes_per_entry=50)
    await bot.enter("noor")
    await bot.show(contest)
    [card] = bot.cards()
    assert (await bot.pick("sam", card, "votes", "other"))["modal"]
    wrong = await bot.discord.submit("sam", values={"count": "-4"})
    assert "from 0 to 50" in text_of(wrong["response"])
    await bot.pick("sam", card, "votes", "other")
    many = await bot.discord.submit("sam", values={"count": "51"})
    assert "at most 50 votes" in text_of(many["response"])
    await bot.pick("sam", card, "votes", "other")
    answer = await bot.discord.submit("sam", values={"count": "40"})
    assert "Your 40 votes" in text_of(answer["response"])
    assert "20 votes left" in text_of(answer["response"])
    page = (await bot.slash("jonas", "contest vote"))["response"]
    assert (await bot.pick("jonas", page, "pvotes", "other"))["modal"]
    paged = await bot.discord.submit("jonas", values={"count": "25"})
    assert "It has 65 votes now" in text_of(paged["response"])

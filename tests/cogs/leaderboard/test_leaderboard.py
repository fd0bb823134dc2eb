"""``/leaderboard`` in the local Discord: boards in the reader's language, with the names of who wants to be seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.ambassadors.ledger.service import Award, award
from bot.ambassadors.membership import Membership
from bot.ambassadors.rules import Kind, Preferences
from bot.curation.programme import programme
from bot.people.rules import SYSTEM
from bot.playground.discord import LocalDiscord
from bot.playground.discord.reading import commands
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.support.discord_bot import CHANNEL, DiscordBot, discord_bot, identities, text_of

WANTED = Preferences(networks=("linkedin",))


async def joined(
    bot: DiscordBot, name: str, points: int, *, on_board: bool = True, days_ago: int = 0
) -> tuple[int, int]:
    """Somebody who takes part by an account in Slack, with so many points: their number and their account's."""
    services, now = bot.services, bot.services.clock()
    async with unit_of_work(services.database) as session:
        account = await services.identities.account(session, "slack", f"U{name}", now, name=name)
        held = await programme(session, services.settings)
        row = await Membership(services.links).join(
            session, account, replace(WANTED, on_board=on_board), held, now
        )
        number = row.id or 0
        given = Award(Kind.SHARE, f"share:{name}", number, points)
        await award(session, given, held.zone, now - timedelta(days=days_ago))
    return number, account.id


async def board(bot: DiscordBot, user: str = "noor", **options: str) -> str:
    return text_of((await bot.slash(user, "leaderboard", **options))["response"])


async def test_before_anybody_shared_it_says_so(bot: DiscordBot) -> None:
    said = await board(bot)
    assert "Ambassadors: This week · Points" in said
    assert "Nobody stands here yet" in said
    assert "/contest link" in said


async def test_names_of_those_who_want_to_be_seen_and_no_others(bot: DiscordBot) -> None:
    await joined(bot, "Astrid", 30)
    await joined(bot, "Bo", 50, on_board=False)
    await joined(bot, "@everyone **Cy** [x](https://evil.example)", 10)
    said = await board(bot)
    assert "**1.** Astrid · 30 points" in said
    assert "Bo" not in said
    assert "**2.**" in said
    assert "[x](https://evil.example)" not in said
    assert "@everyone" not in said
    assert "1 share" in await board(bot, by="most_shares")
    assert "Unique clicks" in await board(bot, by="most_clicks")
    assert "Shares on X count on no board" in said


async def test_boards_of_other_times_in_the_readers_language(bot: DiscordBot) -> None:
    await joined(bot, "Astrid", 30, days_ago=400)
    assert "Nobody stands here yet" in await board(bot)
    said = await board(bot, "elsa", span="all_time")
    assert "Ambassadörer: Hela tiden · Poäng" in said
    assert "**1.** Astrid · 30 poäng" in said


async def test_linked_accounts_see_their_own_place_also_off_the_board(bot: DiscordBot) -> None:
    await joined(bot, "Astrid", 30)
    number, slack = await joined(bot, "Noor", 20)
    services, now = bot.services, bot.services.clock()
    assert "/contest link" in await board(bot)
    async with unit_of_work(services.database) as session:
        discord = await bot.account_id(session, "noor")
        await services.identities.link(session, slack, discord, SYSTEM, "test", now)
    said = await board(bot)
    assert "➤ **2.** Noor · 20 points" in said
    assert "2 of 2, with 20 points" in said
    async with unit_of_work(services.database) as session:
        await Membership(services.links).change(session, number, replace(WANTED, on_board=False), now)
    said = await board(bot)
    assert "You stay off the board. You have 20 points." in said
    assert "Noor" not in said


async def test_pages_turn_in_place(bot: DiscordBot) -> None:
    for number in range(12):
        await joined(bot, f"Person{number:02}", 100 - number)
    answer = (await bot.slash("noor", "leaderboard"))["response"]
    assert "Person00" in text_of(answer)
    assert "Person10" not in text_of(answer)
    next_page = identities(answer)[1]
    await bot.discord.click("noor", channel=CHANNEL, message=answer["id"], custom_id=next_page)
    (shown,) = bot.discord.ephemerals("noor")
    assert "Person10" in text_of(shown.body)
    assert "Person00" not in text_of(shown.body)


async def test_a_programme_that_is_not_open_has_no_command(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> None:
    async with discord_bot(discord_local, sqlite_database, tmp_path):
        world = discord_local.world
        offered = commands(world, world.person_named("noor"), world.channel_named(CHANNEL))
    names = [one["name"] for one in offered]
    assert "contest" in names
    assert "leaderboard" not in names

"""Checking a draw in Discord: every line in the reader's language, what rests on people marked, and a public page."""

from __future__ import annotations

import pytest

from bot.contests import queries
from bot.contests.draw import Record, verify
from bot.contests.rules import ContestAction, Kind
from bot.faces.texts import LANGUAGES
from bot.settings import Web
from bot.storage.unit_of_work import unit_of_work
from cogs.contest.discord_draw import Tongue
from cogs.contest.discord_verify import lines_of
from tests.bot.contests.draws import by_two_people, drawn, frozen
from tests.support.discord_bot import DiscordBot, text_of

PUBLIC = "https://contests.example"


async def _published(bot: DiscordBot, record: Record) -> int:
    contest = await bot.contest(kind=Kind.LOT, entries_close_at=bot.clock(), closes_at=bot.clock())
    await bot.do(contest, ContestAction.CANCEL, reason="Its record is another's")
    async with unit_of_work(bot.services.database) as session:
        row = await queries.get(session, contest)
        assert row is not None
        row.record = record.plain()
        session.add(row)
    return contest


async def test_what_rests_on_people_is_marked_and_said_in_the_readers_language(bot: DiscordBot) -> None:
    await _published(bot, by_two_people())
    said = text_of((await bot.slash("elsa", "contest verify", contest="autumn-of-tea"))["response"])
    assert "⚠️ Slumpen kommer från människor" in said
    assert "om arrangören eller en av Mia & Noah höll sin hemlighet" in said
    assert "✅ Varje steg följer på det förra" in said
    assert "/draw" not in said  # no public address is set


async def test_the_page_that_everybody_sees_is_named_where_there_is_one(bot: DiscordBot) -> None:
    contest = await _published(bot, by_two_people())
    web = Web(enabled=True, address=f"{PUBLIC}/")
    bot.services.settings = bot.services.settings.model_copy(update={"web": web})
    said = text_of((await bot.slash("noor", "contest verify", contest="autumn-of-tea"))["response"])
    assert f"{PUBLIC}/contests/{contest}/draw" in said


@pytest.mark.parametrize("record", [drawn(), by_two_people(), frozen()], ids=["drawn", "two", "to-come"])
@pytest.mark.parametrize("language", [each for each in LANGUAGES if each != "en"])
def test_no_line_is_left_in_english(language: str, record: Record) -> None:
    checked = verify(record)
    own, english = (lines_of(Tongue(each), record, checked) for each in (language, "en"))
    assert len(own) == len(english)
    assert [line for line, other in zip(own, english, strict=True) if line == other] == []
    assert not any(check.title in "\n".join(own) for check in checked.checks)

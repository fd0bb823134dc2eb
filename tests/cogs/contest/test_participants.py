"""Taking part in Discord: enter, be reviewed, get a card, be voted for, and see the standings move."""

from __future__ import annotations

from tests.support.discord_bot import DiscordBot, text_of


async def test_an_approved_entry_gets_a_card_and_votes_move_the_standings(bot: DiscordBot) -> None:
    contest = await bot.contest()
    first = await bot.enter("noor")
    second = await bot.enter("jonas")
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
    assert first.number, second.number

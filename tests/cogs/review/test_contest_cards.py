"""What a reviewer sees of content that was entered in a contest."""

from __future__ import annotations

from datetime import timedelta

from bot.contests.definition import read_definition
from bot.contests.queries import entries_of_items
from bot.contests.rules import ContestAction, EntryStatus
from bot.intake.entering.files import File
from bot.intake.entering.pieces import Entered, Entering
from bot.people.accounts import KnownAccount
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.slack_bot import NOAH, SlackBot, found

MANAGER = Person("U0MIA00001", "Mia", Role.MANAGER)


async def open_contest(bot: SlackBot) -> int:
    """One that has a hostile name."""
    services, now = bot.services, bot.services.clock()
    definition = read_definition(
        {
            "name": "Tea <!channel> *cup*",
            "kind": "votes",
            "rules_text": "A contest for everybody.",
            "opens_at": now.isoformat(),
            "entries_close_at": (now + timedelta(days=2)).isoformat(),
            "closes_at": (now + timedelta(days=3)).isoformat(),
            "prizes": [{"name": "Tea box"}],
        }
    )
    async with unit_of_work(services.database) as session:
        contest = await services.contests.create(session, definition, MANAGER, now, "slack")
        await services.contests.act(session, contest.id or 0, ContestAction.OPEN, MANAGER, now, "slack")
        return contest.id or 0


async def member(bot: SlackBot) -> KnownAccount:
    async with unit_of_work(bot.services.database) as session:
        return await bot.services.identities.account(
            session, "discord", "77", bot.services.clock(), name="Anna @everyone", handle="anna"
        )


async def upload(bot: SlackBot, contest_id: int, anna: KnownAccount) -> Entered:
    services = bot.services
    entering = Entering(contest_id, anna, services.clock(), "discord")
    sent = File("1", "cup.png", "https://cdn.example/cup.png", 500, "image/png")
    async with unit_of_work(services.database) as session:
        return await services.entering.enter_upload(session, entering, sent, "My <b>cup</b> @everyone")


async def test_a_card_says_which_contest_and_who_and_a_decision_reaches_the_entry(bot: SlackBot) -> None:
    contest_id, anna = await open_contest(bot), await member(bot)
    done = await upload(bot, contest_id, anna)
    await bot.deliver()
    card = bot.text()
    assert "number 1 in \u2068Tea &lt;!channel&gt;" in card
    assert "entered by Anna @everyone (discord)" in card.replace("\u200b", "")
    assert "My <b>cup</b> @everyone" in card.replace("\u200b", "")
    assert "<!channel>" not in str(bot.cards()[-1])
    await bot.click(NOAH, "review:approve")
    await bot.slack.wait_for(lambda: "Approved" in bot.text(), what="the decided card")
    async with reading(bot.services.database) as session:
        [entry] = await entries_of_items(session, [done.item_id])
    assert entry.status == EntryStatus.ACCEPTED


async def test_the_card_of_a_known_item_is_drawn_anew_when_it_is_entered(bot: SlackBot) -> None:
    contest_id, anna = await open_contest(bot), await member(bot)
    item = found()
    await bot.take(item)
    await bot.deliver()
    assert "Tea" not in bot.text()
    entering = Entering(contest_id, anna, bot.services.clock(), "discord")
    async with unit_of_work(bot.services.database) as session:
        await bot.services.entering.enter_link(session, entering, item.url or "")
    await bot.deliver()
    card = bot.text()
    assert "number 1 in \u2068Tea" in card
    assert "found by \u2068hashtag #glowday" in card
    assert "isn't known: that account isn't linked" in card

"""Help: by role, with examples, and for words nobody knows."""

from __future__ import annotations

from bot.ambassadors.rules import Preferences
from bot.ambassadors.service import Ambassadors
from bot.faces.slack.router import SlackRouter
from bot.people.rules import Role
from bot.storage.unit_of_work import unit_of_work
from cogs.help.view import for_role, nearest
from tests.support.slack_bot import CHANNEL, NOAH, TOM, SlackBot


async def ask(bot: SlackBot, user: str, text: str) -> str:
    """Type a command and read the private answer."""
    before = len(bot.private(user))
    answer = await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=text)
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: len(bot.private(user)) > before, what=f"an answer to {text}")
    return bot.private(user)[-1]


async def test_the_bare_command_lists_what_a_moderator_may_do(bot: SlackBot) -> None:
    told = await ask(bot, NOAH, "")
    assert "You are a moderator" in told
    assert "*Ask permission* on a card writes to its creator" in told
    for word in ("triage", "add URL", "search", "history", "sources", "settings", "help"):
        assert f"/goodword {word}" in told


async def test_a_viewer_is_offered_no_triage(bot: SlackBot) -> None:
    told = await ask(bot, TOM, "help")
    assert "You are a viewer" in told
    assert "Ask permission" not in told
    assert "/goodword triage" not in told
    assert "/goodword add URL" in told


async def test_an_ambassadors_commands_come_first_for_an_ambassador(bot: SlackBot) -> None:
    told = await ask(bot, TOM, "help")
    assert told.index("/goodword search") < told.index("For ambassadors") < told.index("/goodword picks")
    services = bot.services
    async with unit_of_work(services.database) as session:
        account = await services.identities.account(
            session, "slack", "U0TOM00001", services.clock(), name="Tom"
        )
        programme = await services.outlet(Ambassadors).programme(session)
        wanted = Preferences(networks=("bluesky",))
        await services.outlet(Ambassadors).membership.join(
            session, account, wanted, programme, services.clock()
        )
    told = await ask(bot, TOM, "help")
    assert told.index("As an ambassador") < told.index("/goodword picks") < told.index("All else")
    assert told.index("All else") < told.index("/goodword search")


async def test_one_command_is_shown_with_examples(bot: SlackBot) -> None:
    told = await ask(bot, NOAH, "help search")
    assert "Find items" in told
    assert "/goodword search lamp" in told


async def test_a_command_one_may_not_use_says_whom_to_ask(bot: SlackBot) -> None:
    told = await ask(bot, TOM, "help triage")
    assert "Only moderators can" in told
    assert "content-moderators" in told


async def test_an_unknown_word_gets_the_nearest_command(bot: SlackBot) -> None:
    assert "Did you mean `/goodword search`" in await ask(bot, NOAH, "serch lamp")
    assert "Did you mean `/goodword triage`" in await ask(bot, NOAH, "help trage")


async def test_what_only_buttons_do_is_said(bot: SlackBot) -> None:
    for typed, does in (
        ("aprove", "To approve, "),
        ("reject 12", "To reject, "),
        ("notes", "To add a note, "),
    ):
        told = await ask(bot, NOAH, typed)
        assert does in told
        assert "`/goodword triage`" in told


async def test_hostile_words_ping_nobody(bot: SlackBot) -> None:
    told = await ask(bot, NOAH, "<!channel>&<b>")
    assert "<!channel>" not in told


async def test_views_by_role_and_nearness(bot: SlackBot) -> None:
    commands = bot.services.outlet(SlackRouter).commands
    assert for_role(commands, Role.NONE) == []
    assert for_role(commands, Role.MANAGER)[-1].word == "help"
    assert nearest("histroy", commands) == "history"
    assert nearest("zzzz", commands) is None

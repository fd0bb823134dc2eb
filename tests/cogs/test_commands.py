"""Every command of every cog is documented and answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.faces.cog import Command, find_cogs
from bot.faces.slack.router import SlackRouter
from tests.support.slack_bot import SlackBot

COGS = [cog for cog, _ in find_cogs()]
COMMANDS = [command for cog in COGS for command in cog.commands]
README = Path(__file__).parents[2] / "README.md"


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_a_command_says_how_to_use_it(command: Command) -> None:
    assert command.usage.split(" ")[0] == command.word
    assert command.help.endswith(".")
    assert command.examples
    assert all(example.split(" ")[0] == command.word for example in command.examples)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.word)
def test_a_command_stands_in_the_readme(command: Command) -> None:
    assert f"/goodword {command.word}" in README.read_text(encoding="utf-8")


def test_every_feature_says_what_personal_data_it_keeps() -> None:
    assert len({cog.key for cog in COGS}) == len(COGS)
    assert all(cog.personal_data.strip() for cog in COGS)


async def test_every_declared_command_has_a_handler_and_the_other_way_round(bot: SlackBot) -> None:
    router = bot.services.outlet(SlackRouter)
    assert {"triage", "add", "search", "history", "sources", "settings", "help"} <= set(router.commands)
    assert all(router.find("command", word) for word in router.commands)
    assert router.find("shortcut", "add_content")
    assert router.home_handler is not None

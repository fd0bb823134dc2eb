"""Settings in words, to those who may see them."""

from __future__ import annotations

import pytest

from bot.people.rules import Role
from bot.settings import Rights, Settings, SourceSection
from cogs.settings.view import own_role, sections
from tests.support.slack_bot import CHANNEL, MIA, TOM, SlackBot


async def ask(bot: SlackBot, user: str) -> str:
    assert (await bot.slack.command(user, channel=CHANNEL, command="/goodword", text="settings"))["acked"]
    return str((await bot.slack.wait_for(lambda: bot.private(user)))[-1])


async def test_managers_see_everything_but_secrets(bot: SlackBot) -> None:
    section = SourceSection.model_validate({"kind": "webhook", "secret": "very-secret-value"})
    bot.services.settings.sources["shop"] = section
    text = await ask(bot, MIA)
    assert "You are a manager" in text
    assert "Cards go to #content-review" in text
    assert "@content-moderators" in text
    assert "shop (webhook)" in text
    assert "insults" in text
    assert "Whoever shared nothing for 28 days counts as faded" in text
    assert "Asks don't cover sharing by employees" not in text, "first messages ask for it by themselves"
    assert "goodword.toml" in text
    assert "very-secret-value" not in text
    assert bot.slack.bot_token not in text
    assert "xoxb" not in text


async def test_others_see_their_own_role_and_whom_to_ask(bot: SlackBot) -> None:
    text = await ask(bot, TOM)
    assert "You are a viewer: you can look at items, add content." in text
    assert "ask @content-managers" in text
    assert "Cards go to" not in text


@pytest.mark.parametrize(
    ("rights", "told"),
    [
        (Rights(), False),
        (Rights(uses=("website", "social")), True),
        (Rights(uses=("website", "employees")), False),
    ],
)
def test_asks_are_said_to_leave_out_employees_only_where_they_do(rights: Rights, told: bool) -> None:
    lines = {one.title: one.lines for one in sections(Settings(rights=rights), [], [])}["Ambassadors"]
    assert any("Asks don't cover sharing by employees" in one for one in lines) is told


def test_a_role_as_a_sentence() -> None:
    assert "no role" in own_role(Role.NONE)
    assert "block creators" in own_role(Role.MANAGER)
    assert "block creators" not in own_role(Role.MODERATOR)

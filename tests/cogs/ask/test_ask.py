"""Permission by hand: a draft to copy, the right place opened, and what came of it recorded."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.playground.slack import LocalSlack
from bot.playground.slack.entries import fill_in
from bot.playground.slack.errors import ActError
from bot.settings import Rights
from bot.settings.ambassadors import AmbassadorsSection
from bot.sources.base import FoundCreator
from bot.storage.database import Database
from tests.support.slack_bot import MIA, NOAH, TOM, SlackBot, found, slack_bot


async def open_ask(bot: SlackBot, user: str) -> None:
    await bot.click(user, "ask:open")
    await bot.slack.wait_for(lambda: bot.slack.modal(user), what="the permission window")


def message(bot: SlackBot, user: str) -> str:
    """The drafted text in the window's field."""
    for block in bot.modal(user)["blocks"]:
        element = block.get("element") or {}
        if element.get("action_id") == "text":
            return str(element.get("initial_value"))
    raise AssertionError("the window has no message")


async def another(bot: SlackBot, user: str) -> str:
    """Ask for another wording, and that wording."""
    seen = message(bot, user)
    await bot.click_modal(user, "ask:again")
    await bot.slack.wait_for(lambda: message(bot, user) != seen, what="another wording")
    return message(bot, user)


async def test_a_message_that_names_less_than_it_asks_for_is_shown_once_more(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    draft = message(bot, NOAH)
    await bot.submit(NOAH, text=draft, uses=["website", "ads"])
    assert "didn't name all that you ask for" in bot.modal_text(NOAH)
    assert message(bot, NOAH) == f"{draft}\n\nWe would also like to use it here: advertising."
    assert "Permission asked" not in bot.text()
    await bot.submit(NOAH, text=message(bot, NOAH), uses=["website", "ads", "print"])
    assert message(bot, NOAH).endswith("We would also like to use it here: print."), (
        "what came since is named too"
    )
    await bot.submit(
        NOAH, text=f"{draft} In our adverts and leaflets as well!", uses=["website", "ads", "print"]
    )
    assert bot.slack.modal(NOAH) is None
    await bot.slack.wait_for(lambda: "Permission asked" in bot.text())
    await open_ask(bot, MIA)
    assert "They were asked: for website, ads, print" in bot.modal_text(MIA)


def ticked(bot: SlackBot, user: str) -> list[str]:
    """The uses that the window ticks."""
    boxes = next(block["element"] for block in bot.modal(user)["blocks"] if block["block_id"] == "uses")
    return [one["value"] for one in boxes.get("initial_options", [])]


async def test_while_employees_share_they_are_asked_for_too(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path / "with") as bot:
        await bot.take(found("item one"))
        await bot.deliver()
        await open_ask(bot, NOAH)
        assert ticked(bot, NOAH) == ["website", "social", "employees"]
        assert "our employees' own accounts" in message(bot, NOAH)
        await bot.submit(NOAH, text=message(bot, NOAH))
        assert bot.slack.modal(NOAH) is None  # sent as it is, it names all that it asks for
        await bot.slack.wait_for(lambda: "Permission asked" in bot.text())


@pytest.mark.parametrize(
    "settings",
    [{"ambassadors": AmbassadorsSection(enabled=False)}, {"rights": Rights(uses=("website", "social"))}],
    ids=["no programme", "the settings say what is asked for"],
)
async def test_else_they_are_not(
    slack: LocalSlack, sqlite_database: Database, tmp_path: Path, settings: dict[str, Any]
) -> None:
    async with slack_bot(slack, sqlite_database, tmp_path, **settings) as bot:
        await bot.take(found("item one"))
        await bot.deliver()
        await open_ask(bot, NOAH)
        assert ticked(bot, NOAH) == ["website", "social"]
        assert "employees" not in message(bot, NOAH)


async def test_draft_sent_granted(bot: SlackBot) -> None:
    item = found("item one")
    await bot.take(item)
    await bot.deliver()
    await open_ask(bot, NOAH)
    draft = message(bot, NOAH)
    assert "#yesbrand" in draft
    assert "@brand" in draft
    assert str(item.url) in str(bot.modal(NOAH)["blocks"])
    await bot.submit(NOAH, text=f"{draft} Thank you!")
    assert bot.slack.modal(NOAH) is None
    await bot.slack.wait_for(lambda: "Permission asked" in bot.text())
    await open_ask(bot, MIA)
    assert "Thank you!" in bot.modal_text(MIA)
    await bot.submit(MIA, outcome="granted", note="they liked it")
    await bot.slack.wait_for(lambda: "Permission granted by \u2068Mia Lindqvist" in bot.text())
    line = next(one for one in bot.text().splitlines() if "Permission granted" in one)
    assert line.startswith(":white_check_mark:")
    assert "<!date^" in line
    assert line.endswith("\u2068they liked it\u2069")
    assert "Ask permission" not in bot.text()
    assert "Permission…" in bot.text()
    await bot.click(NOAH, "review:history")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    assert "recorded permission as granted" in bot.modal_text(NOAH)


async def test_another_wording_and_another_language(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    first = message(bot, NOAH)
    await bot.click_modal(NOAH, "ask:again")
    await bot.slack.wait_for(lambda: message(bot, NOAH) != first)
    view = bot.modal(NOAH)
    language = next(
        e["action_id"]
        for b in view["blocks"]
        for e in b.get("elements", [])
        if "language" in str(e.get("action_id"))
    )
    await bot.slack.select(NOAH, view_id=view["id"], action_id=language, value="sv")
    await bot.slack.wait_for(lambda: "Message in Swedish" in bot.modal_text(NOAH))


async def test_an_edited_text_is_replaced_only_after_a_warning(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    first = message(bot, NOAH)
    typed_into = bot.slack.world.find_view(bot.modal(NOAH)["id"])
    assert typed_into is not None
    fill_in(bot.slack.world, typed_into, {"text": "My own words"})
    await bot.click_modal(NOAH, "ask:again")
    await bot.slack.wait_for(lambda: "You changed the text" in bot.modal_text(NOAH))
    assert message(bot, NOAH) == "My own words"
    await bot.click_modal(NOAH, "ask:again")
    await bot.slack.wait_for(lambda: message(bot, NOAH) != "My own words")
    assert message(bot, NOAH) != first
    assert "You changed the text" not in bot.modal_text(NOAH)


async def test_who_has_no_handle_is_asked_in_another_way(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    assert "no handle" not in bot.modal_text(NOAH)
    assert "\n2. Open the place" in bot.modal_text(NOAH)
    await bot.slack.close(NOAH, view_id=bot.modal(NOAH)["id"])
    await bot.take(found("item two", creator=FoundCreator("shop-1", name="Vera")))
    await bot.deliver()
    await open_ask(bot, NOAH)
    assert "Say in the message how they can answer" in bot.modal_text(NOAH)


async def test_looking_leaves_no_trace_and_saving_keeps_the_wording_that_was_shown(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    first = message(bot, NOAH)
    await another(bot, NOAH)
    await another(bot, NOAH)
    assert "drafted" not in bot.modal_text(NOAH)
    await bot.slack.close(NOAH, view_id=bot.modal(NOAH)["id"])
    assert await bot.deliver() == 0
    assert "permission" not in bot.text().replace("Ask permission", "")
    await open_ask(bot, MIA)
    assert message(bot, MIA) == first
    kept = await another(bot, MIA)
    await bot.click_modal(MIA, "ask:keep")
    await bot.slack.wait_for(lambda: "Kept." in bot.modal_text(MIA))
    await bot.slack.close(MIA, view_id=bot.modal(MIA)["id"])
    await bot.deliver()
    await bot.slack.wait_for(lambda: "Permission drafted by \u2068Mia Lindqvist" in bot.text())
    await open_ask(bot, NOAH)
    assert message(bot, NOAH) == kept
    assert bot.modal_text(NOAH).count("Mia Lindqvist\u2069 drafted") == 1


async def test_nobody_is_asked_again_after_a_no_unless_a_manager_starts_over(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    await bot.click_modal(NOAH, "ask:heard")
    await bot.slack.wait_for(lambda: "What happened?" in bot.modal_text(NOAH))
    await bot.submit(NOAH, outcome="declined", note="no thanks")
    await bot.slack.wait_for(lambda: "Permission declined" in bot.text())
    await open_ask(bot, NOAH)
    assert "Permission declined by" in bot.modal_text(NOAH)
    assert bot.modal(NOAH)["submit"] is None
    await bot.slack.close(NOAH, view_id=bot.modal(NOAH)["id"])
    await open_ask(bot, MIA)
    await bot.submit(MIA, outcome="reopen")
    await bot.slack.wait_for(lambda: "Permission declined" not in bot.text())


async def test_an_empty_message_is_refused_at_its_field(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await open_ask(bot, NOAH)
    with pytest.raises(ActError, match="required"):
        await bot.submit(NOAH, text="")
    answer = await bot.submit(NOAH, text="   ")
    assert "Write what you send" in str(answer)
    assert bot.slack.modal(NOAH) is not None


async def test_a_viewer_is_told_whom_to_ask(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.deliver()
    await bot.click(TOM, "ask:open")
    assert "Only moderators can ask for permission" in (await bot.slack.wait_for(lambda: bot.private(TOM)))[0]


async def test_asking_from_triage_comes_back_to_it(bot: SlackBot) -> None:
    await bot.take(found("item one"))
    await bot.slack.command(NOAH, channel="content-review", command="/goodword", text="triage")
    await bot.slack.wait_for(lambda: bot.slack.modal(NOAH))
    await bot.click_modal(NOAH, "ask:open")
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Permission")
    await bot.submit(NOAH)
    await bot.slack.wait_for(lambda: bot.modal(NOAH)["title"]["text"] == "Triage")

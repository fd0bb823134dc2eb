"""What tests of insights do with their window."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from bot.faces.slack.blocks import ISOLATE_END, ISOLATE_START, search_text
from tests.support.blocks import check_view
from tests.support.slack_bot import CHANNEL, TOM, SlackBot

Json = dict[str, Any]
COUNTING = "Counting…"


async def opening(bot: SlackBot, text: str = "", user: str = TOM) -> Json:
    """The window that the command opens, whatever stands in it."""
    before = (bot.slack.modal(user) or {}).get("id")
    await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"insights {text}".strip())
    await bot.slack.wait_for(
        lambda: (bot.slack.modal(user) or {}).get("id") not in (None, before), what="a window"
    )
    view = deepcopy(bot.modal(user))
    check_view(view)
    return view


async def said(bot: SlackBot, text: str = "", user: str = TOM) -> Json:
    """The same once the figures stand in it: a busy machine counts for long."""
    await opening(bot, text, user)
    await bot.slack.wait_for(lambda: COUNTING not in window(bot, user), what="the figures")
    return deepcopy(bot.modal(user))


async def told(bot: SlackBot, text: str, user: str = TOM) -> str:
    """The answer to a command that opens no window."""
    before = len(bot.private(user))
    await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=f"insights {text}".strip())
    await bot.slack.wait_for(lambda: len(bot.private(user)) > before, what="an answer")
    assert bot.slack.modal(user) is None
    return "\n".join(bot.private(user)).replace(ISOLATE_START, "").replace(ISOLATE_END, "")


def shown(view: Json) -> str:
    return search_text(view["blocks"]).replace(ISOLATE_START, "").replace(ISOLATE_END, "")


def window(bot: SlackBot, user: str = TOM) -> str:
    """What the open window says."""
    view = bot.modal(user)
    check_view(view)
    return shown(view)


def menu(view: Json, verb: str) -> Json:
    every = [one for block in view["blocks"] for one in block.get("elements", []) if "options" in one]
    (wanted,) = [one for one in every if one["action_id"] == f"g1:insights:{verb}"]
    return dict(wanted)


async def choose(bot: SlackBot, verb: str, label: str, user: str = TOM) -> None:
    """Choose from a menu of the window by the beginning of an option's words."""
    view = bot.modal(user)
    offered = menu(view, verb)
    value = next(one["value"] for one in offered["options"] if one["text"]["text"].startswith(label))
    await bot.slack.select(user, view_id=view["id"], action_id=offered["action_id"], value=value)


async def changed(bot: SlackBot, verb: str, label: str, says: str) -> Json:
    """The same window once it has been redrawn and says that."""
    view_id = bot.modal(TOM)["id"]
    await choose(bot, verb, label)
    await bot.slack.wait_for(lambda: says in window(bot), what=f"{says} in {window(bot)}")
    assert bot.modal(TOM)["id"] == view_id
    return deepcopy(bot.modal(TOM))


async def opened(bot: SlackBot, label: str, says: str = "") -> str:
    """Open a figure; what the window says then."""
    await choose(bot, "open", label)
    await bot.slack.wait_for(
        lambda: "Back to all figures" in str(bot.modal(TOM)["blocks"]), what="the figure"
    )
    assert says in window(bot)
    return window(bot)


def pictures(bot: SlackBot, user: str = TOM) -> list[Json]:
    return [one for one in (bot.slack.modal(user) or {"blocks": []})["blocks"] if one["type"] == "image"]


async def drawn(bot: SlackBot, user: str = TOM) -> list[Json]:
    """The charts, once they stand in the window."""
    found: list[Json] = await bot.slack.wait_for(
        lambda: pictures(bot, user), what=f"charts: {window(bot, user)}"
    )
    check_view(bot.modal(user))
    return found


def png_files(bot: SlackBot) -> list[str]:
    """Slack's ids of the pictures that are kept there."""
    stored = bot.slack.world.files.values()
    return [one.id for one in stored if one.completed and not one.deleted and one.name.endswith(".png")]

"""Curation in Slack."""

from __future__ import annotations

from bot.faces.slack.router import SlackRouter
from bot.services import Services
from cogs.curation import slack_acts as acts
from cogs.curation import slack_pages, slack_programme, slack_recognising, slack_settings, slack_undo
from cogs.curation.slack_view import AREA


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    slack_programme.register(router)
    slack_recognising.register(router)
    slack_settings.register(router)
    router.command("curate", slack_pages.by_command)
    router.action(AREA, "item", slack_pages.of_item)
    for verb in ("show", "open", "back", "previous", "next"):
        router.action(AREA, verb, slack_pages.go)
    router.action(AREA, "choose", slack_pages.choose)
    for verb in ("choose", "find"):
        router.options(AREA, verb, slack_pages.suggest)
    router.action(AREA, "undo", slack_undo.undo)
    pressed = {
        "new": acts.new,
        "rename": acts.rename,
        "shut": acts.shut,
        "reopen": acts.reopen,
        "add": acts.add,
        "out": acts.out,
        "pin": acts.pin,
        "hold": acts.hold,
        "hide": acts.hide,
        "limit": acts.limit,
        "lift": acts.lift,
        "thank": acts.thank,
        "sort": acts.sort,
    }
    for verb, handler in pressed.items():
        router.action(AREA, verb, handler)
    saved = {
        "made": acts.made,
        "renamed": acts.renamed,
        "added": acts.added,
        "pin_save": acts.pin_save,
        "hold_save": acts.hold_save,
        "limit_save": acts.limit_save,
        "sorted": acts.sorted_,
    }
    for verb, handler in saved.items():
        router.view(AREA, verb, handler)

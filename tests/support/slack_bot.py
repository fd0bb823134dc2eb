"""Our bot's Slack face against the local Slack: real Bolt over a real socket, real SQLite, real handlers.

Durable work is not started here: tests call ``deliver`` where the engine would, so they see one run at a time.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.faces.slack.blocks import search_text
from bot.faces.slack.face import SlackFace
from bot.faces.slack.limits import Pace
from bot.playground.slack import LocalSlack
from bot.services import Services
from bot.settings import Review, Roles, Settings
from bot.settings import Slack as SlackSettings
from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Kind, Removed, Why
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer

CHANNEL = "content-review"
ROLES = Roles(managers=("@content-managers",), moderators=("@content-moderators",))
MIA, NOAH, AISHA, TOM, LEA = "mia", "noah", "aisha", "tom", "lea"
_numbers = itertools.count(1)
Json = dict[str, Any]


def found(text: str = "I love this lamp", **changes: Any) -> FoundItem:
    """A post as a source would give it; each one another."""
    number = next(_numbers)
    item = FoundItem(
        external_id=f"post-{number}",
        kind=Kind.POST,
        platform="mastodon",
        text=f"{text} (number {number})",
        url=f"https://social.example/@anna/{number}",
        creator=FoundCreator(
            external_id=f"anna-{number}", handle=f"anna{number}", name="Anna Svensson", followers=1234
        ),
        metrics={"likes": 3},
        published_at=datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
        why=(Why("hashtag", "glowday"),),
    )
    return replace(item, **changes)


def picture(address: str = "https://img.example/a.jpg") -> FoundMedia:
    return FoundMedia("image", address, alt="A lamp on a desk")


class VirtualTime:
    """A clock that sleeping moves: Slack's pace without waiting."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def now(self) -> float:
        return self.seconds

    async def sleep(self, seconds: float) -> None:
        self.seconds += seconds


class SlackBot:
    """One process of the bot, as far as Slack sees it."""

    def __init__(self, slack: LocalSlack, services: Services, face: SlackFace, time: VirtualTime) -> None:
        self.slack = slack
        self.services = services
        self.face = face
        self.time = time

    async def take(self, *items: FoundItem | Removed, source: str = "test") -> Sequence[int]:
        """Let content arrive, as from a source; the ids of what is new."""
        services = self.services
        taken = await services.intake.run(services.database, source, items, services.clock())
        return taken.new

    async def deliver(self) -> int:
        """One run of the durable delivery for the review channel."""
        return await self.face.delivery.deliver(self.services.settings.review.channel)

    def cards(self) -> list[Json]:
        return self.slack.messages(CHANNEL)

    def text(self, at: int = -1) -> str:
        """What a message of the channel says."""
        return search_text(self.cards()[at]["blocks"])

    def private(self, user: str) -> list[str]:
        """What only that person was told, in the channel or directly."""
        shown = [
            f"{each.get('text', '')}\n{search_text(each.get('blocks') or [])}"
            for each in self.slack.ephemerals(user)
        ]
        return shown + [each.get("text", "") for each in self.directly(user)]

    def directly(self, user: str) -> list[Json]:
        """The bot's direct messages to a person."""
        person = self.slack.world.person_named(user)
        for channel in self.slack.world.channels.values():
            if channel.kind == "im" and person.id in channel.members:
                return list(self.slack.world.messages.get(channel.id, {}).values())
        return []

    def action(self, verb: str, at: int = -1) -> str:
        """The full action id, or menu value, of the first control that stands for ``area:verb``."""
        return action_in(self.cards()[at]["blocks"], verb)

    async def click(self, user: str, verb: str, at: int = -1) -> Json:
        """Press a button of a message of the channel, or choose from its menu."""
        message = self.cards()[at]
        return await press(self.slack, user, message["blocks"], verb, channel=CHANNEL, ts=message["ts"])

    async def click_modal(self, user: str, verb: str) -> Json:
        """Press a button of the person's open window, or choose from its menu."""
        view = self.modal(user)
        return await press(self.slack, user, view["blocks"], verb, view_id=view["id"])

    def modal(self, user: str) -> Json:
        view = self.slack.modal(user)
        assert view is not None, f"{user} has no window open; told: {self.private(user)}"
        return view

    def modal_text(self, user: str) -> str:
        return search_text(self.modal(user)["blocks"])

    async def submit(self, user: str, **values: Any) -> Json:
        return await self.slack.submit(user, view_id=self.modal(user)["id"], values=values)


def action_in(blocks: Sequence[Json], verb: str) -> str:
    """The encoded action for ``area:verb`` among buttons and menu options."""
    every = [
        value
        for block in blocks
        for element in [*(block.get("elements") or []), *filter(None, [block.get("accessory")])]
        for value in [element.get("action_id", ""), *(one["value"] for one in element.get("options") or [])]
    ]
    for value in every:
        if value.startswith(f"g1:{verb}:") or value == f"g1:{verb}":
            return str(value)
    raise AssertionError(f"no {verb} among {every}")


def control(view: Json, part: str) -> str:
    """The action id of the first control of a view whose id holds ``part``."""
    every = [str(e.get("action_id")) for block in view["blocks"] for e in block.get("elements") or []]
    return next(action_id for action_id in every if part in action_id)


async def press(slack: LocalSlack, user: str, blocks: Sequence[Json], verb: str, **where: Any) -> Json:
    wanted = action_in(blocks, verb)
    for block in blocks:
        for element in [*(block.get("elements") or []), *filter(None, [block.get("accessory")])]:
            if element.get("action_id") == wanted:
                return await slack.click(user, action_id=wanted, **where)
            if any(one["value"] == wanted for one in element.get("options") or []):
                return await slack.select(user, action_id=element["action_id"], value=wanted, **where)
    raise AssertionError(f"{wanted} disappeared")


@contextlib.asynccontextmanager
async def slack_bot(
    slack: LocalSlack,
    database: Database,
    folder: Path,
    *,
    review: Review | None = None,
    roles: Roles = ROLES,
    real_pace: bool = False,
    **settings: Any,
) -> AsyncIterator[SlackBot]:
    """A connected bot process; its stop leaves no task behind."""
    made = Settings(
        data_dir=folder,
        slack=SlackSettings(
            bot_token=SecretStr(slack.bot_token), app_token=SecretStr(slack.app_token), api_url=slack.api_url
        ),
        roles=roles,
        review=review or Review(),
        **settings,
    )
    work = Enqueuer(database, all_jobs())
    await work.prepare()
    services = build_services(made, database, work)
    time = VirtualTime()
    pace = Pace() if real_pace else Pace(time.now, time.sleep)
    face = SlackFace(services, pace=pace, patience=1.0)
    await face.start()
    try:
        await slack.wait_connected()
        yield SlackBot(slack, services, face, time)
    finally:
        await face.stop()
        await services.desk.stop()
        await services.outlet(PoliteClient).aclose()
        work.close()

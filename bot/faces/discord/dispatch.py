"""From an interaction to its handler and back to an answer. Nothing escapes it unanswered.

Discord waits 3 seconds for an acknowledgement. A handler commits and then answers; one that takes longer is
acknowledged for, so that its answer may come within 15 minutes.
"""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any

import discord

from bot.contests.refusals import Refused
from bot.faces import texts
from bot.faces.actions import ActionId, decode
from bot.faces.discord.context import Answer, DiscordContext, Said
from bot.faces.discord.forms import fields_of
from bot.faces.discord.markup import paragraphs
from bot.faces.discord.members import Members, person_of
from bot.faces.discord.router import Complete, DiscordRouter
from bot.faces.texts import language_of
from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.services import Services

REMEMBERED = 2000
"""Interactions kept to recognise a second delivery."""
PATIENCE = 1.5
"""Seconds a handler has before Discord is told that its answer takes longer."""
Call = Callable[[DiscordContext], Awaitable[None]]

log = get_logger(__name__)


class Dispatcher:
    """One for each connection."""

    def __init__(
        self, router: DiscordRouter, services: Services, members: Members, *, patience: float = PATIENCE
    ) -> None:
        self._router = router
        self._services = services
        self._members = members
        self._patience = patience
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._running: set[asyncio.Task[Any]] = set()

    async def act(self, interaction: discord.Interaction[Any]) -> None:
        """A button was pressed or a menu chosen from."""
        data: Any = interaction.data or {}
        await self._control(
            "component", self._router.components, interaction, tuple(data.get("values") or ())
        )

    async def submitted(self, interaction: discord.Interaction[Any]) -> None:
        """A form was submitted."""
        await self._control("modal", self._router.modals, interaction, ())

    async def _control(
        self,
        kind: str,
        handlers: dict[tuple[str, str], Any],
        interaction: discord.Interaction[Any],
        values: tuple[str, ...],
    ) -> None:
        data: Any = interaction.data or {}
        decoded = decode(str(data.get("custom_id", "")))
        action = decoded if isinstance(decoded, ActionId) else None
        handler = handlers.get((action.area, action.verb)) if action else None
        fields = fields_of(data) if kind == "modal" else {}
        ctx = self._context(kind, interaction, action, values, fields)
        await self.run(ctx, handler or _unreadable)

    async def command(self, kind: str, interaction: discord.Interaction[Any], call: Call) -> None:
        """A slash command, or one of a message's menu."""
        await self.run(self._context(kind, interaction), call)

    async def complete(
        self, interaction: discord.Interaction[Any], complete: Complete, typed: str
    ) -> list[tuple[str, str]]:
        """Choices for an option. Nobody can be told of a fault here: there are none then."""
        try:
            return list(await complete(self._context("complete", interaction), typed))
        except Exception:  # the edge: what goes wrong is in the log
            log.exception("discord_completion_failed")
            return []

    async def run(self, ctx: DiscordContext, call: Call) -> None:
        """Let a handler answer. An interaction that came before is not handled again."""
        if not self._first(ctx.interaction.id):
            log.info("discord_interaction_again", kind=ctx.kind)
            return
        task = asyncio.current_task()
        if task is not None:
            self._running.add(task)
        hurry = asyncio.get_running_loop().call_later(self._patience, self._hurry, ctx)
        try:
            ctx.known = await self._members.known(ctx.interaction.user, ctx.interaction.locale.value)
            await call(ctx)
            await ctx.acknowledge()
        except GoodwordError as error:
            await self._refused(ctx, error)
        except Exception as error:  # noqa: BLE001 - the edge: a fault becomes an answer with an incident number
            await self._failed(ctx, error)
        finally:
            hurry.cancel()
            if task is not None:
                self._running.discard(task)

    async def drain(self, seconds: float = 10.0) -> None:
        """Let running handlers finish, then end them."""
        if self._running:
            await asyncio.wait(self._running, timeout=seconds)
        for task in list(self._running):
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _hurry(self, ctx: DiscordContext) -> None:
        task = asyncio.create_task(ctx.acknowledge(), name="discord-acknowledge")
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    def _first(self, interaction_id: int) -> bool:
        if interaction_id in self._seen:
            return False
        self._seen[interaction_id] = None
        if len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return True

    def _context(
        self,
        kind: str,
        interaction: discord.Interaction[Any],
        action: ActionId | None = None,
        values: tuple[str, ...] = (),
        fields: dict[str, str] | None = None,
    ) -> DiscordContext:
        return DiscordContext(
            kind=kind,
            interaction=interaction,
            services=self._services,
            language=language_of(interaction.locale.value),
            person=person_of(interaction, self._services.settings.discord.manager_roles),
            action=action,
            values=values,
            fields=fields or {},
        )

    async def _refused(self, ctx: DiscordContext, error: GoodwordError) -> None:
        """Something we have words for: say them, in the member's language where we can."""
        log.info("discord_handler_refused", kind=ctx.kind, problem=str(error))
        await self._answer(ctx, refusal(ctx, error))

    async def _failed(self, ctx: DiscordContext, error: Exception) -> None:
        incident = secrets.token_hex(4).upper()
        log.error(
            "discord_handler_failed", incident=incident, kind=ctx.kind, action=ctx.action, exc_info=error
        )
        await self._answer(ctx, ctx.tell("incident", number=incident))

    async def _answer(self, ctx: DiscordContext, words: str) -> None:
        try:
            await ctx.answer(Answer(words))
        except GoodwordError as error:
            log.warning("discord_answer_failed", kind=ctx.kind, problem=str(error))


def refusal(ctx: DiscordContext, error: GoodwordError) -> str:
    """Why something can't be done, and what to do instead."""
    if isinstance(error, Said):
        return error.message
    if isinstance(error, Refused) and texts.has(f"refused-{error.key}"):
        return ctx.tell(f"refused-{error.key}", **_words_of(ctx, error.values))
    return paragraphs(str(error), 1500)  # it may quote what a person typed


def _words_of(ctx: DiscordContext, values: dict[str, Any]) -> dict[str, Any]:
    """Values that are words of ours, in the member's language."""
    made = dict(values)
    for name, prefix in (("phase", "phase"), ("status", "award-status")):
        if name in made and texts.has(f"{prefix}-{made[name]}"):
            made[name] = texts.Markup(ctx.tell(f"{prefix}-{made[name]}"))
    return made


async def _unreadable(ctx: DiscordContext) -> None:
    """A control that this version can't read or no longer has."""
    await ctx.say("old-button")

"""What a handler is given: who acts, on what, and the ways to answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

import discord
from discord import ui

from bot.faces.actions import ActionId
from bot.faces.discord.errors import ANSWERED_ALREADY, ANY, DMS_CLOSED, as_ours, code_of, is_expired
from bot.faces.discord.markup import tell
from bot.kernel.errors import TellUser
from bot.kernel.log import get_logger
from bot.people.rules import Person, Role
from bot.services import Services

if TYPE_CHECKING:
    from bot.people.accounts import KnownAccount

CONTENT = 2000
"""Discord's limit for a message's text."""
NOBODY = discord.AllowedMentions.none()

log = get_logger(__name__)


class Said(TellUser):
    """It can't be done as asked, in the member's language already and fit to be shown."""


@dataclass(slots=True)
class Answer:
    """What to show. Private unless it says otherwise."""

    text: str = ""
    embeds: tuple[discord.Embed, ...] = ()
    view: ui.View | None = None
    files: tuple[discord.File, ...] = ()

    def sending(self) -> dict[str, Any]:
        """Arguments for a new message."""
        made: dict[str, Any] = {"allowed_mentions": NOBODY}
        if self.text:
            made["content"] = self.text[:CONTENT]
        if self.embeds:
            made["embeds"] = list(self.embeds)
        if self.view is not None:
            made["view"] = self.view
        if self.files:
            made["files"] = list(self.files)
        return made

    def editing(self) -> dict[str, Any]:
        """Arguments that make an existing message this."""
        return {
            "content": self.text[:CONTENT] or None,
            "embeds": list(self.embeds),
            "view": self.view,
            "attachments": list(self.files),
            "allowed_mentions": NOBODY,
        }


@dataclass(slots=True)
class DiscordContext:
    """One interaction. A handler commits what must not be lost and then answers, within 3 seconds; where it takes
    longer the dispatcher acknowledges, and the answer comes after."""

    kind: str  # command | menu | component | modal | complete
    interaction: discord.Interaction[Any]
    services: Services
    language: str
    person: Person
    action: ActionId | None = None
    values: tuple[str, ...] = ()  # chosen in a menu
    fields: dict[str, str] = field(default_factory=dict)  # filled in in a form
    known: KnownAccount | None = None
    _answering: asyncio.Lock = field(default_factory=asyncio.Lock)
    _filled: bool = False  # the place kept for an answer by ``acknowledge`` has one

    @property
    def request_id(self) -> str:
        """The same for each delivery of one act of a person."""
        return f"discord:{self.interaction.id}"

    @property
    def now(self) -> datetime:
        return self.services.clock()

    @property
    def account(self) -> KnownAccount:
        """Who acts, as Discord knows them."""
        if self.known is None:
            raise RuntimeError("completions don't ask who somebody is")
        return self.known

    @property
    def subject(self) -> int:
        """The id in the button's identity. Raises Said for an identity without one."""
        if self.action is None or self.action.item_id is None:
            raise self.refuse("old-button")
        return self.action.item_id

    @property
    def extra(self) -> tuple[str, ...]:
        return self.action.extra if self.action is not None else ()

    @property
    def manages(self) -> bool:
        return self.person.role >= Role.MANAGER

    def tell(self, key: str, **values: Any) -> str:
        """A text in the member's language."""
        return tell(self.language, key, **values)

    def refuse(self, key: str, **values: Any) -> Said:
        """What to raise where something can't be done."""
        return Said(self.tell(key, **values))

    # answering

    async def say(self, key: str, **values: Any) -> None:
        """Tell them privately."""
        await self.answer(Answer(self.tell(key, **values)))

    async def answer(self, answer: Answer, *, private: bool = True) -> None:
        """A new message: the reply, or one more when there is one."""
        async with self._answering:
            response = self.interaction.response
            try:
                if not response.is_done():
                    await response.send_message(**answer.sending(), ephemeral=private)
                elif _thinking(response) and not self._filled:
                    await self._fill(answer)
                else:
                    await self.interaction.followup.send(**answer.sending(), ephemeral=private)
            except ANY as error:
                await self._unheard(error, answer)

    async def update(self, answer: Answer) -> None:
        """Make the message that the control stands on this; a command's or a form's reply is a new message."""
        async with self._answering:
            response = self.interaction.response
            try:
                if response.is_done():
                    await self._fill(answer)
                elif self.interaction.message is not None:
                    await response.edit_message(**answer.editing())
                else:
                    await response.send_message(**answer.sending(), ephemeral=True)
            except ANY as error:
                await self._unheard(error, answer)

    async def open(self, modal: ui.Modal) -> None:
        """Show a form. Only as the first answer."""
        async with self._answering:
            try:
                await self.interaction.response.send_modal(modal)
            except discord.InteractionResponded:
                await self.interaction.followup.send(self.tell("took-too-long"), ephemeral=True)
            except ANY as error:
                await self._unheard(error, Answer(self.tell("took-too-long")))

    async def acknowledge(self) -> None:
        """Tell Discord that an answer is coming. Harmless when there is one."""
        async with self._answering:
            response = self.interaction.response
            if response.is_done():
                return
            # A control's own message stays as it is until the answer replaces it or adds to it.
            thinking = self.kind != "component"
            try:
                await response.defer(ephemeral=True, thinking=thinking)
            except ANY as error:
                log.warning(
                    "discord_not_acknowledged", kind=self.kind, problem=str(as_ours(error, "acknowledging"))
                )

    async def _fill(self, answer: Answer) -> None:
        self._filled = True
        await self.interaction.edit_original_response(**answer.editing())

    async def _unheard(self, error: Exception, answer: Answer) -> None:
        """The answer didn't arrive. What was done is done: say so by direct message where Discord waits no more."""
        if not isinstance(error, discord.HTTPException) or not (
            is_expired(error) or code_of(error) == ANSWERED_ALREADY
        ):
            raise as_ours(error, "answering") from error
        log.warning("discord_interaction_expired", kind=self.kind, code=code_of(error))
        if self.kind == "complete" or code_of(error) == ANSWERED_ALREADY:
            return
        late = Answer(f"{self.tell('late-answer')}\n{answer.text}", answer.embeds, answer.view)
        try:
            await self.interaction.user.send(**late.sending())
        except ANY as closed:
            level = log.info if code_of(closed) == DMS_CLOSED else log.warning
            level("discord_late_answer_not_sent", problem=str(as_ours(closed, "sending a late answer")))


def _thinking(response: discord.InteractionResponse[Any]) -> bool:
    """Whether the person sees that an answer is awaited."""
    return response.type is discord.InteractionResponseType.deferred_channel_message

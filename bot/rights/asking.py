"""Asking: a person presses, the message goes out once, one reminder, a renewal before a licence ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.people.rules import SYSTEM, Person
from bot.rights import queries, wishes
from bot.rights.book import (
    NOTE_LIMIT,
    TEXT_LIMIT,
    Book,
    Loaded,
    asked_for,
    clean,
    clears,
    unknown,
)
from bot.rights.outcomes import AskOutcome, AskRefused
from bot.rights.private_links import link_hash
from bot.rights.rules import WAITING, AskAction, AskRefusal, AskState, AskStatus, apply
from bot.rights.scope import Channel, Scope

BY_ITSELF = frozenset({Channel.REPLY, Channel.MESSAGE, Channel.MAIL})
"""Ways on which the product sends, once a person has pressed."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks a creator for: the message as it goes out, on which way, and what it is to permit.

    ``scope``: None for the last request's, else the settings'. ``wording``: the language and the template that the
    message was made from. ``request_id`` names this press, so that a repeated one asks once. ``nonce`` is the secret
    of the private link that stands in the message, see ``private_links``; None where there is no link in it.
    """

    text: str
    scope: Scope | None = None
    channel: Channel = Channel.HAND
    wording: tuple[str, str] | None = None
    note: str | None = None
    request_id: str | None = None
    via: str = "slack"
    nonce: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to send now. ``key`` names this very message: a platform that knows idempotency keys is given it.
    ``at`` is when it was written: the same at every try."""

    ask_id: int
    item_id: int
    creator_id: int | None
    channel: Channel
    text: str
    language: str
    key: str
    at: datetime
    reminder: bool = False


class Asking:
    """What is done to ask. It flushes; whoever opened the unit of work commits."""

    _book: Book

    async def ask(
        self, session: AsyncSession, item_id: int, actor: Person, now: datetime, request: Request
    ) -> AskOutcome:
        """A person asks.

        By hand or with a link the person has sent it, or does so now; on the other ways the message is sent by
        ``wishes.SEND`` once this commits. Where a licence of the item still runs this is refused: ``renew``.
        """
        loaded = await self._book.load(session, item_id, now)
        if loaded is None:
            return unknown(item_id)
        if (again := await self._book.repeated(session, loaded, request.request_id)) is not None:
            return again
        scope = request.scope or self._book.wanted(loaded.ask)
        return await self._send(session, loaded, actor, now, request, scope)

    async def renew(
        self, session: AsyncSession, item_id: int, actor: Person, now: datetime, request: Request
    ) -> AskOutcome:
        """Ask again before a licence ends. The old one holds until it ends or the new one is granted in its place.
        Where no licence runs this is ``ask``."""
        loaded = await self._book.load(session, item_id, now)
        if loaded is None:
            return unknown(item_id)
        if (again := await self._book.repeated(session, loaded, request.request_id)) is not None:
            return again
        old = loaded.ask
        scope = request.scope or self._book.wanted(old or loaded.before)
        if old is None or loaded.state.status is not AskStatus.GRANTED:
            return await self._send(session, loaded, actor, now, request, scope)
        running = await queries.live_renewal(session, item_id)
        if running is not None:
            by, name, at = running.asked_by, running.asked_by_name, running.asked_at
            refusal = AskRefusal("already_asked", by, name, at, AskStatus(running.status))
            return AskRefused(item_id, refusal, running)
        loaded.ask, loaded.before, loaded.state = None, old, AskState()
        return await self._send(session, loaded, actor, now, request, scope, renewal=True)

    async def _send(
        self,
        session: AsyncSession,
        loaded: Loaded,
        actor: Person,
        now: datetime,
        request: Request,
        scope: Scope,
        *,
        renewal: bool = False,
    ) -> AskOutcome:
        channel = request.channel
        message = await self._book.concealed(session, loaded.item_id, clean(request.text, TEXT_LIMIT))
        if not scope.uses:
            raise TellUser("The request asks for nothing.", remedy="Choose at least one use.")
        loaded.subject = replace(loaded.subject, clearance=clears(loaded.clearances, scope))
        data = {**scope.as_data(), "channel": channel.value}
        note = clean(request.note, NOTE_LIMIT)
        answer = apply(loaded.state, AskAction.SENT, actor, now, loaded.subject, note, message, data)
        if isinstance(answer, AskRefusal):
            return self._book.refused(loaded, answer)
        if not message:
            raise TellUser(
                "The message is empty.", remedy="Write what you sent, so that it can be shown later."
            )
        changes = self.sending(loaded, scope, channel, now, request.wording, request.nonce) | {
            "renewal": renewal
        }
        step = replace(answer, via=request.via, request_id=request.request_id)
        done = await self._book.keep(session, loaded, step, credit=changes["credit"], changes=changes)
        await self._book.follow(session, loaded.item_id)
        if channel in BY_ITSELF:
            await self._book.work.enqueue(
                session,
                wishes.SEND,
                done.ask.id,
                done.step.revision,
                key=f"{done.ask.id}:{done.step.revision}",
            )
        return done

    def sending(
        self,
        loaded: Loaded,
        scope: Scope,
        channel: Channel,
        now: datetime,
        wording: tuple[str, str] | None,
        nonce: str | None = None,
    ) -> dict[str, Any]:
        """The columns of an ask that goes out now."""
        limits = self._book.limits
        changes = asked_for(scope) | {
            "channel": channel.value,
            "delivery": "wanted" if channel in BY_ITSELF else "",
            "remind_at": limits.remind_at(now, loaded.item.platform),
            "ends_at": limits.ends_at(now),
        }
        if not scope.terms_version:
            changes["terms_version"] = limits.terms_version
        if nonce is not None:
            changes |= {"link_hash": link_hash(nonce), "link_expires_at": limits.link_ends_at(now)}
        if wording is not None:
            changes["language"], changes["template"] = wording
        return changes

    async def remind(
        self,
        session: AsyncSession,
        ask_id: int,
        actor: Person,
        now: datetime,
        *,
        text: str | None = None,
        request_id: str | None = None,
        via: str = "slack",
    ) -> AskOutcome:
        """The one reminder: a person has sent it by hand, or the product sends it on the way the ask went."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None:
            return unknown(0)
        if (again := await self._book.repeated(session, loaded, request_id)) is not None:
            return again
        message = await self._book.concealed(session, loaded.item_id, clean(text, TEXT_LIMIT))
        message = message or loaded.state.text
        data = {"channel": loaded.ask.channel}
        answer = apply(loaded.state, AskAction.REMINDED, actor, now, loaded.subject, None, message, data)
        if isinstance(answer, AskRefusal):
            return self._book.refused(loaded, answer)
        sends = Channel(loaded.ask.channel) in BY_ITSELF and actor.id == SYSTEM.id
        changes = {"delivery": "wanted"} if sends else {}
        step = replace(answer, via=via, request_id=request_id)
        done = await self._book.keep(session, loaded, step, changes=changes)
        if sends:
            key = f"{ask_id}:{step.revision}"
            await self._book.work.enqueue(session, wishes.SEND, ask_id, step.revision, key=key)
        return done

    # The message on its way. At most once: what may have gone out is looked for, never sent again.

    async def delivering(
        self, session: AsyncSession, ask_id: int, revision: int, now: datetime
    ) -> Outgoing | None:
        """Say that the message of this step is about to go out, and give it; commit before it is sent. None where
        nothing is to be sent (any more): it was sent, answered, or the creator must be left alone."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None or loaded.ask.delivery not in ("wanted", "sending"):
            return None
        ask = loaded.ask
        text, latest, reminder, written = await self._words(session, ask_id, now)
        if revision != latest:
            return None  # that message has gone out; another one is under way
        subject = loaded.subject
        left_alone = subject.do_not_contact or subject.creator_blocked or subject.taken_down
        if loaded.state.status not in WAITING or left_alone or loaded.subject.life != "live":
            ask.delivery = "failed" if loaded.state.status in WAITING else ""
            await queries.save(session, ask)
            return None
        ask.delivery = "sending"
        await queries.save(session, ask)
        return Outgoing(
            ask_id=ask_id,
            item_id=ask.item_id,
            creator_id=ask.creator_id,
            channel=Channel(ask.channel),
            text=await self._book.revealed(session, ask, text),
            language=ask.language,
            key=f"goodword-{ask_id}-{revision}",
            at=written,
            reminder=reminder,
        )

    async def _words(
        self, session: AsyncSession, ask_id: int, now: datetime
    ) -> tuple[str, int, bool, datetime]:
        """The message that went out last, or is to: its words, the number of its step, whether it reminds, when it
        was written."""
        found = ("", 0, False, now)
        for step in await queries.steps_of(session, ask_id):
            if step.action in (AskAction.SENT, AskAction.REMINDED):
                found = (step.text or "", step.revision, step.action is AskAction.REMINDED, step.at)
        return found

    async def delivered(
        self, session: AsyncSession, ask_id: int, revision: int, reference: str, now: datetime
    ) -> None:
        """The platform took the message and knows it by ``reference``. Saying it twice keeps it once."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None or loaded.ask.delivery == "sent":
            return
        data = {"reference": reference[:500], "of": revision}
        answer = apply(loaded.state, AskAction.DELIVERED, SYSTEM, now, loaded.subject, data=data)
        if isinstance(answer, AskRefusal):
            return
        changes: dict[str, Any] = {"delivery": "sent"}
        if loaded.state.status is AskStatus.ASKED or not loaded.ask.reference:
            changes["reference"] = reference[:500]
        await self._book.keep(session, loaded, replace(answer, via="system"), changes=changes)

    async def not_yet(self, session: AsyncSession, ask_id: int) -> None:
        """The platform was away before anything went out: the same message is tried again."""
        ask = await queries.locked(session, ask_id)
        if ask is not None and ask.delivery == "sending":
            ask.delivery = "wanted"
            await queries.save(session, ask)

    async def not_delivered(
        self,
        session: AsyncSession,
        ask_id: int,
        revision: int,
        why: str,
        now: datetime,
        *,
        unknown: bool = False,
        remedy: str = "",
    ) -> None:
        """The message did not go out, or nobody can say whether it did (``unknown``): the team is told, and it is
        not tried again by itself."""
        loaded = await self._book.load_ask(session, ask_id, now)
        if loaded is None or loaded.ask is None or loaded.ask.delivery not in ("wanted", "sending"):
            return
        delivery = "unknown" if unknown else "failed"
        data = {"what": f"delivery-{delivery}", "of": revision}
        answer = apply(
            loaded.state, AskAction.NOTED, SYSTEM, now, loaded.subject, clean(why, NOTE_LIMIT), data=data
        )
        if isinstance(answer, AskRefusal):
            return
        await self._book.keep(session, loaded, replace(answer, via="system"), changes={"delivery": delivery})
        said = "may or may not have gone out" if unknown else "could not be sent"
        await self._book.notice(
            session,
            f"The permission request about item {loaded.item_id} {said}: {why}",
            f"{remedy} Look where it should stand; if it is not there, send it yourself.".strip(),
            f"delivery:{ask_id}:{revision}",
        )

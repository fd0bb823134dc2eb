"""What a person wants done in the permission window, done once: ``press`` names their press."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.people.rules import Person, Right, may
from bot.rights import queries
from bot.rights.asking import Request
from bot.rights.rules import AskAction, AskStatus
from bot.rights.scope import Proof, Scope, uses_of
from bot.rights.service import AskOutcome, Asks
from bot.rights.tables import Ask
from cogs.ask.forms import AskForm, HeardForm
from cogs.ask.view import Mode, Outcome

_OVER = (AskStatus.NONE, AskStatus.DRAFT, AskStatus.SUPERSEDED)
"""Where there is no ask that anybody could answer."""


async def send(
    asks: Asks,
    session: AsyncSession,
    item_id: int,
    form: AskForm,
    mode: Mode,
    wording: tuple[str, str],
    actor: Person,
    now: datetime,
    press: str,
) -> AskOutcome:
    """Ask, or ask to go on. On a way that is ours the message goes out once this commits. Raises TellUser."""
    text, nonce = await asks.addressed(session, item_id, form.text)
    request = Request(
        text=text,
        scope=form.scope,
        channel=form.way,
        wording=wording,
        note=form.note,
        request_id=press,
        nonce=nonce,
    )
    act = asks.renew if mode is Mode.RENEW else asks.ask
    return await act(session, item_id, actor, now, request)


async def keep(
    asks: Asks,
    session: AsyncSession,
    item_id: int,
    text: str,
    scope: Scope | None,
    wording: tuple[str, str],
    actor: Person,
    now: datetime,
    press: str,
) -> AskOutcome:
    """Keep a draft for later."""
    return await asks.record(
        session, item_id, AskAction.DRAFT, actor, None, text, press, now, wording=wording, scope=scope
    )


async def remind(
    asks: Asks, session: AsyncSession, ask_id: int, text: str, actor: Person, now: datetime, press: str
) -> AskOutcome:
    """A person has sent the reminder."""
    return await asks.remind(session, ask_id, actor, now, text=text, request_id=press)


async def sent_by_hand(
    asks: Asks, session: AsyncSession, item_id: int, actor: Person, now: datetime, press: str
) -> AskOutcome:
    """A person has sent what did not go out."""
    standing, renewal = await _asks_about(session, item_id)
    ask = renewal or standing
    return await asks.sent_by_hand(session, (ask.id if ask else 0) or 0, actor, now, request_id=press)


async def record(
    asks: Asks,
    session: AsyncSession,
    item_id: int,
    form: HeardForm,
    actor: Person,
    now: datetime,
    press: str,
) -> AskOutcome:
    """What the creator said, as a person of the team heard it."""
    standing, renewal = await _asks_about(session, item_id)
    ask = renewal if renewal is not None and form.outcome is not Outcome.WITHDRAWN else standing
    if form.outcome is Outcome.REOPEN or ask is None:
        return await _by_hand(asks, session, item_id, form, actor, now, press)
    ask_id, uses = ask.id or 0, uses_of(form.uses)
    match form.outcome:
        case Outcome.GRANTED:
            return await asks.grant(
                session,
                ask_id,
                uses,
                Proof.HAND,
                now,
                credit=form.credit,
                actor=actor,
                text=form.words,
                note=form.note,
                request_id=press,
                via="slack",
            )
        case _:
            return await _no(asks, session, ask, form, actor, now, press)


async def _no(
    asks: Asks, session: AsyncSession, ask: Ask, form: HeardForm, actor: Person, now: datetime, press: str
) -> AskOutcome:
    """A manager takes down what was granted; a moderator records the no, to the same end."""
    takes_down = form.outcome is Outcome.WITHDRAWN and may(actor.role, Right.OVERRULE)
    act = asks.withdraw if takes_down else asks.decline
    return await act(
        session,
        ask.id or 0,
        now,
        actor=actor,
        text=form.words,
        note=form.note,
        never_contact=form.never,
        request_id=press,
        via="slack",
    )


async def _by_hand(
    asks: Asks,
    session: AsyncSession,
    item_id: int,
    form: HeardForm,
    actor: Person,
    now: datetime,
    press: str,
) -> AskOutcome:
    """Before anybody was asked, or a start over."""
    action = {
        Outcome.GRANTED: AskAction.GRANTED,
        Outcome.DECLINED: AskAction.DECLINED,
        Outcome.WITHDRAWN: AskAction.DECLINED,
        Outcome.REOPEN: AskAction.REOPEN,
    }[form.outcome]
    scope = None
    if action is AskAction.GRANTED:
        scope = replace(asks.wanted(None), uses=uses_of(form.uses), credit=form.credit)
    words = form.words if action is not AskAction.REOPEN else None
    return await asks.record(session, item_id, action, actor, form.note, words, press, now, scope=scope)


async def _asks_about(session: AsyncSession, item_id: int) -> tuple[Ask | None, Ask | None]:
    """The ask that an item stands on, and the renewal beside it."""
    rows = await queries.all_asks(session, item_id)
    renewal = next((one for one in rows if one.live and one.renewal), None)
    standing = (await queries.asks_of(session, [item_id])).get(item_id)
    over = standing is None or standing.status in _OVER
    return (None if over else standing), renewal

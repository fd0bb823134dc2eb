"""The buttons below a request in a private message: the press of the account that made the piece is its answer.

A yes says first what it allows, and is given with a second press; a no counts at once, and takes back what was
granted only when it is pressed again.
"""

from __future__ import annotations

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.discord.acts import Style, button, custom_id, view_of
from bot.faces.discord.asking.messages import AREA
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.members import PLATFORM
from bot.faces.discord.router import DiscordRouter
from bot.faces.texts import Markup
from bot.people.queries import get_creators
from bot.rights import queries
from bot.rights.contacts import is_account
from bot.rights.outcomes import AskRefused
from bot.rights.rules import WAITING, AskStatus
from bot.rights.scope import Proof, Use, uses_of
from bot.rights.tables import Ask
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work

_OPEN = WAITING | {AskStatus.ANSWERED}


def register(router: DiscordRouter, services: Services) -> None:
    router.component(AREA, "yes", on_yes)
    router.component(AREA, "yes_sure", on_yes_sure)
    router.component(AREA, "no", on_no)
    router.component(AREA, "no_sure", on_no_sure)


async def on_yes(ctx: DiscordContext) -> None:
    """Say what a yes allows, with the button that gives it."""
    async with reading(ctx.services.database) as session:
        ask = await _asked(ctx, session)
    status = AskStatus(ask.status)
    if status is AskStatus.GRANTED:
        await ctx.answer(Answer(ctx.tell("permit-already", **_scope(ctx, ask, ask.granted_uses))))
    elif status not in _OPEN:
        await ctx.say("permit-over")
    else:
        sure = custom_id(AREA, "yes_sure", ask.id, revision=ask.revision)
        view = view_of(button(ctx.tell("permit-yes-sure"), sure, style=Style.success))
        await ctx.answer(Answer(ctx.tell("permit-scope", **_scope(ctx, ask, ask.uses)), view=view))


async def on_yes_sure(ctx: DiscordContext) -> None:
    """Grant what was shown. What changed since is shown anew."""
    services = ctx.services
    async with unit_of_work(services.database) as session:
        ask = await _asked(ctx, session, lock=True)
        shown = ctx.action.revision if ctx.action is not None else None
        if AskStatus(ask.status) is AskStatus.GRANTED:
            words = ctx.tell("permit-already", **_scope(ctx, ask, ask.granted_uses))
        elif AskStatus(ask.status) not in _OPEN:
            words = ctx.tell("permit-over")
        elif ask.revision != shown:
            words = ctx.tell("permit-changed")
        else:
            outcome = await services.asks.grant(
                session,
                ask.id or 0,
                uses_of(ask.uses),
                Proof.REPLY,
                ctx.now,
                credit=ask.credit or ctx.account.name,
                text=ctx.tell("permit-yes-sure"),
                request_id=ctx.request_id,
                via=PLATFORM,
            )
            refused = isinstance(outcome, AskRefused)
            words = ctx.tell("permit-over" if refused else "permit-granted", **_scope(ctx, ask, ask.uses))
    await ctx.update(Answer(words))


async def on_no(ctx: DiscordContext) -> None:
    """A no counts at once. Taking back a licence, which can't be undone, is asked about first."""
    async with reading(ctx.services.database) as session:
        ask = await _asked(ctx, session)
    if AskStatus(ask.status) is not AskStatus.GRANTED:
        await _decline(ctx)
        return
    sure = custom_id(AREA, "no_sure", ask.id)
    view = view_of(button(ctx.tell("permit-no-sure"), sure, style=Style.danger))
    await ctx.answer(Answer(ctx.tell("permit-take-back", **_scope(ctx, ask, ask.granted_uses)), view=view))


async def on_no_sure(ctx: DiscordContext) -> None:
    """Take back what was granted."""
    await _decline(ctx, "permit-no-sure")


async def _decline(ctx: DiscordContext, pressed: str = "permit-no") -> None:
    services = ctx.services
    async with unit_of_work(services.database) as session:
        ask = await _asked(ctx, session, lock=True)
        status, sure = AskStatus(ask.status), pressed == "permit-no-sure"
        if status in _OPEN or (status is AskStatus.GRANTED and sure):
            outcome = await services.asks.decline(
                session,
                ask.id or 0,
                ctx.now,
                text=ctx.tell(pressed),
                request_id=ctx.request_id,
                via=PLATFORM,
            )
            said = "permit-withdrawn" if status is AskStatus.GRANTED else "permit-declined"
            words = ctx.tell("permit-over" if isinstance(outcome, AskRefused) else said, **_brand(ctx))
        else:
            words = ctx.tell("permit-changed" if status is AskStatus.GRANTED else "permit-over")
    await (ctx.update(Answer(words)) if sure else ctx.answer(Answer(words)))


async def _asked(ctx: DiscordContext, session: AsyncSession, *, lock: bool = False) -> Ask:
    """The request that the button stands for. Raises Said where it is gone, or is somebody else's to answer."""
    ask = await (queries.locked if lock else queries.get_ask)(session, ctx.subject)
    if ask is None:
        raise ctx.refuse("permit-over")
    found = await get_creators(session, [ask.creator_id] if ask.creator_id is not None else [])
    creator = found.get(ask.creator_id or 0)
    theirs = creator is not None and creator.platform == PLATFORM
    if not theirs or not is_account(ctx.account.external_id, creator):
        raise ctx.refuse("permit-not-yours")
    return ask


def _scope(ctx: DiscordContext, ask: Ask, uses: list[str]) -> dict[str, object]:
    """What is allowed, in words."""
    named = [f"- {ctx.tell(f'consent-use-{use.value}')}" for use in Use if use in uses_of(uses)]
    return {
        **_brand(ctx),
        "uses": Markup("\n".join(named)),
        "days": ask.duration_days,
        "territory": ask.territory or Markup(ctx.tell("consent-worldwide")),
        "credit": ask.credit or ctx.account.name,
    }


def _brand(ctx: DiscordContext) -> dict[str, object]:
    return {"brand": ctx.services.settings.brand.name}

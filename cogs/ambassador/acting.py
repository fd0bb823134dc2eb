"""Who acts, and answering them in their own language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import Status
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.tables import Ambassador
from bot.curation.programme import Programme
from bot.faces.actions import encode
from bot.faces.ambassadors.refusals import refusal_words
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.profiles import Profiles
from bot.kernel.errors import TellUser
from bot.people.identity.queries import find
from cogs.ambassador.words import Words

AREA = "ambassador"
PLATFORM = "slack"
PUBLIC = "public"
"""What windows and buttons carry that said that people outside the company read the boards: who agrees to stand there
agrees to what was said then, whatever the settings say by now."""
Handler = Callable[[SlackContext], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Mine:
    """Whoever acts, as the programme knows them."""

    row: Ambassador
    programme: Programme

    @property
    def id(self) -> int:
        return self.row.id or 0


async def words_of(ctx: SlackContext) -> Words:
    """The words in the language of whoever acts."""
    return Words((await ctx.services.outlet(Profiles).of(ctx.person.id)).language)


def worded(handler: Handler) -> Handler:
    """A handler whose refusals are said in the language of whoever acts."""

    @wraps(handler)
    async def run(ctx: SlackContext) -> None:
        try:
            await handler(ctx)
        except TellUser as error:
            words = await words_of(ctx)
            await ctx.ack()
            await ctx.tell_privately(b.escape(refusal_words(error, words.language)))

    return run


def act(verb: str, item_id: int | None, ambassador_id: int, *extra: str) -> str:
    """The id of a button of somebody's own."""
    return encode(AREA, verb, item_id, None, (str(ambassador_id), *extra))


async def row_of(session: AsyncSession, user_id: str) -> Ambassador | None:
    """How somebody takes part or took part; None where they never did."""
    account = await find(session, PLATFORM, user_id)
    return await queries.of_account(session, account.id) if account is not None else None


async def mine(ctx: SlackContext, session: AsyncSession) -> Mine:
    """Whoever acts. Raises Refused where they don't take part."""
    row = await row_of(session, ctx.person.id)
    if row is None or row.status == Status.LEFT:
        raise refused(Why.UNKNOWN)
    if row.status == Status.ENDED:
        raise refused(Why.ENDED)
    return Mine(row, await ctx.services.outlet(Ambassadors).programme(session))


async def owner(ctx: SlackContext, session: AsyncSession) -> Mine:
    """Whoever acts, where the button is theirs. Raises TellUser where it is somebody else's, or they left."""
    extra = ctx.action.extra if ctx.action is not None else ()
    number = int(extra[0]) if extra and extra[0].isdigit() else 0
    row = await row_of(session, ctx.person.id)
    if row is None or row.id != number:
        meant = await queries.get(session, number)
        words = await words_of(ctx)
        if meant is None or meant.status in (Status.LEFT, Status.ENDED):
            raise TellUser(words.plain("left-pick"))
        raise TellUser(words.plain("not-yours", name=meant.name))
    return await mine(ctx, session)


def networks_of(row: Ambassador, programme: Programme) -> list[str]:
    """Where somebody may share now. Raises Refused where that is nowhere."""
    found = [one for one in programme.networks if one != "mastodon" or row.mastodon]
    if not found:
        raise refused(Why.NO_SERVER if programme.networks else Why.NOWHERE)
    return found


def extra_number(ctx: SlackContext, at: int) -> int:
    """A number that the button carries behind whose it is; 0 where it carries none."""
    extra = ctx.action.extra if ctx.action is not None else ()
    return int(extra[at]) if len(extra) > at and extra[at].isdigit() else 0

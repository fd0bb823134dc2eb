"""What a manager changes of collections and pieces, each change with the way back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors.service import Ambassadors
from bot.curation import queries
from bot.curation.refusals import Why
from bot.curation.rules import ChangeId, Limit, Mark, leads_key
from bot.curation.service import Curation
from bot.faces.actions import ActionId, encode
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.deciding import allowed
from bot.kernel.errors import Refused, TellUser
from bot.people.rules import Right
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.curation import slack_forms as forms
from cogs.curation.slack_pages import redraw, teller
from cogs.curation.slack_view import AREA, Notice, names_of
from cogs.curation.steps import COLLECTION, PIECE, Step, Where

Handler = Callable[[SlackContext], Awaitable[None]]
Show = Callable[[SlackContext, Notice], Awaitable[None]]


def managers_may(what: str, show: Show) -> Callable[[Handler], Handler]:
    """Only managers may do ``what``; why something can't be is said in the window, as ``show`` draws it, or at the
    field where there is one."""

    def guard(handler: Handler) -> Handler:
        @wraps(handler)
        async def guarded(ctx: SlackContext) -> None:
            if not await allowed(ctx, Right.SETTINGS, what):
                return
            try:
                await handler(ctx)
            except TellUser as error:
                said = teller(ctx).refusal(error)
                if ctx.kind == "view":
                    field = _field_of(error) or first_field(ctx)
                    await ctx.ack(response_action="errors", errors={field: said})
                    return
                await show(ctx, Notice(said, problem=True))

        return guarded

    return guard


async def _show(ctx: SlackContext, notice: Notice) -> None:
    await ctx.ack()
    await redraw(ctx, Where.unpack(ctx.metadata), notice)


of_managers = managers_may("change what ambassadors get", _show)
_FIELDS = {
    Why.TARGET: forms.LEADS,
    Why.DISCLOSURE: "text",
    Why.DISCLOSURE_COMPANY: "text",
    Why.DISCLOSURE_TAG: "tag",
    Why.DISCLOSURE_COUNTRY: "country",
}
"""The field that a refusal is about."""


def _field_of(error: TellUser) -> str | None:
    return _FIELDS.get(Why(error.key)) if isinstance(error, Refused) and error.key in set(Why) else None


def first_field(ctx: SlackContext) -> str:
    """The first field of the window that was submitted."""
    blocks = (ctx.view or {}).get("blocks") or []
    return next((str(one.get("block_id")) for one in blocks if one.get("type") == "input"), "name")


def curation(ctx: SlackContext) -> Curation:
    return Curation(ctx.services.settings)


def part(action: ActionId | None) -> str:
    """The slug or the kind that a button carries. Raises TellUser where it carries none."""
    if action is None or not action.extra:
        raise TellUser("That button was from another version of me.", remedy="Open the window again.")
    return action.extra[0]


async def done(ctx: SlackContext, where: Where, text: str, *undo: Step) -> None:
    """It is kept: close the form, and say so in the window."""
    await ctx.ack()
    await redraw(ctx, where, Notice(text, undo))


# collections


@of_managers
async def new(ctx: SlackContext) -> None:
    await ctx.ack()
    await ctx.open_modal(forms.collection(teller(ctx), encode(AREA, "made"), ctx.origin.pack()))


@of_managers
async def made(ctx: SlackContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        row = await curation(ctx).make(session, str(ctx.field("name") or ""), ctx.person, ctx.now)
        slug, name = row.slug, row.name
        await _lead(ctx, session, slug)
    await done(ctx, Where(COLLECTION, slug), teller(ctx).plain("did-make", name=name), Step("close", slug))


@of_managers
async def rename(ctx: SlackContext) -> None:
    slug = part(ctx.action)
    async with reading(ctx.services.database) as session:
        row = await queries.collection(session, slug)
        leads = await queries.override(session, leads_key(row.id or 0)) if row is not None else None
    name = row.name if row is not None else ""
    address = leads.value["url"] if leads is not None else ""
    await ctx.ack()
    callback = encode(AREA, "renamed", extra=(slug,))
    await ctx.open_modal(forms.collection(teller(ctx), callback, ctx.origin.pack(), name, address))


@of_managers
async def renamed(ctx: SlackContext) -> None:
    slug = part(ctx.action)
    async with unit_of_work(ctx.services.database) as session:
        before = await queries.collection(session, slug)
        old = before.name if before is not None else ""
        row = await curation(ctx).rename(session, slug, str(ctx.field("name") or ""), ctx.person, ctx.now)
        new_slug, name = row.slug, row.name
        led, undo = await _lead(ctx, session, new_slug)
    said = [teller(ctx).plain("did-rename", name=name, old=old)] if name != old or not led else []
    back = [Step("name", new_slug, old)] if name != old or not led else []
    await done(ctx, Where(COLLECTION, new_slug), " ".join([*said, *led]), *back, *undo)


async def _lead(ctx: SlackContext, session: AsyncSession, slug: str) -> tuple[list[str], list[Step]]:
    """Keep where links of a collection's pieces lead: what is said of it, and the way back."""
    tell, row = teller(ctx), await queries.collection(session, slug)
    before = await queries.override(session, leads_key(row.id or 0)) if row is not None else None
    address = str(ctx.field(forms.LEADS) or "")
    key = await curation(ctx).lead(session, slug, address, ctx.person, ctx.now)
    if key is None:
        return [], []
    now = await queries.override(session, key)
    if now is not None:
        said = tell.plain("did-set", what=tell.plain_setting(key, now.value))
        return [said], [Step("change", change=ChangeId(False, now.id or 0))]
    undo = [Step("change", change=ChangeId(False, before.id or 0, lifted=True))] if before is not None else []
    return [tell.plain("did-lead-no-more", name=row.name if row is not None else "")], undo


@of_managers
async def shut(ctx: SlackContext) -> None:
    slug = part(ctx.action)
    async with unit_of_work(ctx.services.database) as session:
        name = (await curation(ctx).close(session, slug, ctx.person, ctx.now)).name
    await done(ctx, Where(COLLECTION, slug), teller(ctx).plain("did-close", name=name), Step("open", slug))


@of_managers
async def reopen(ctx: SlackContext) -> None:
    slug = part(ctx.action)
    async with unit_of_work(ctx.services.database) as session:
        name = (await curation(ctx).reopen(session, slug, ctx.person, ctx.now)).name
    await done(ctx, Where(COLLECTION, slug), teller(ctx).plain("did-open", name=name), Step("close", slug))


@of_managers
async def add(ctx: SlackContext) -> None:
    await ctx.ack()
    await ctx.open_modal(forms.members(teller(ctx), part(ctx.action), ctx.origin.pack()))


@of_managers
async def added(ctx: SlackContext) -> None:
    slug = part(ctx.action)
    wanted = [int(one) for one in ctx.field("pieces") or [] if str(one).isdigit()]
    async with unit_of_work(ctx.services.database) as session:
        fresh = await put_in(ctx, session, slug, wanted)
    said = teller(ctx).plain("did-add", count=len(fresh))
    undo = [Step("take", slug, ids=tuple(fresh))] if fresh else []
    await done(ctx, Where(COLLECTION, slug), said, *undo)


async def put_in(ctx: SlackContext, session: AsyncSession, slug: str, ids: list[int]) -> list[int]:
    """Those that were not in it yet."""
    row = await queries.collection(session, slug)
    there = set(await queries.members(session, row.id or 0)) if row is not None else set()
    await curation(ctx).put_in(session, slug, ids, ctx.person, ctx.now)
    return [one for one in dict.fromkeys(ids) if one not in there]


@of_managers
async def out(ctx: SlackContext) -> None:
    slug, number = part(ctx.action), ctx.item_id
    async with unit_of_work(ctx.services.database) as session:
        taken = await curation(ctx).take_out(session, slug, [number], ctx.person, ctx.now)
    where = Where.unpack(ctx.metadata)
    undo = [Step("put", slug, ids=(number,))] if taken else []
    await done(ctx, where, teller(ctx).plain("did-take-out", item=str(number)), *undo)


# pieces


@of_managers
async def pin(ctx: SlackContext) -> None:
    await _moment(ctx, "pin", Mark.PIN, optional=True)


@of_managers
async def hold(ctx: SlackContext) -> None:
    await _moment(ctx, "hold", Mark.HOLD, optional=False)


async def _moment(ctx: SlackContext, verb: str, kind: Mark, *, optional: bool) -> None:
    async with reading(ctx.services.database) as session:
        marks = [one for one in await queries.live_marks(session, [ctx.item_id]) if one.kind is kind]
    initial = marks[0].until if marks and marks[0].runs(ctx.now) else None
    await ctx.ack()
    await ctx.open_modal(
        forms.moment(teller(ctx), verb, ctx.item_id, ctx.origin.pack(), initial, optional=optional)
    )


def _until(ctx: SlackContext) -> datetime | None:
    chosen = ctx.field("until")
    return datetime.fromtimestamp(int(chosen), UTC) if chosen else None


@of_managers
async def pin_save(ctx: SlackContext) -> None:
    until = _until(ctx)
    async with unit_of_work(ctx.services.database) as session:
        await curation(ctx).pin(session, ctx.item_id, until, ctx.person, ctx.now)
        undo = await _undo_of(session, ctx.item_id, Mark.PIN)
    await _piece_done(ctx, "did-pin", undo)


@of_managers
async def hold_save(ctx: SlackContext) -> None:
    until = _until(ctx) or ctx.now  # a moment that is over is refused in words
    async with unit_of_work(ctx.services.database) as session:
        await curation(ctx).hold(session, ctx.item_id, until, ctx.person, ctx.now)
        undo = await _undo_of(session, ctx.item_id, Mark.HOLD)
    await _piece_done(ctx, "did-hold", undo)


@of_managers
async def hide(ctx: SlackContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        await curation(ctx).hide(session, ctx.item_id, ctx.person, ctx.now)
        undo = await _undo_of(session, ctx.item_id, Mark.HIDE)
    await _piece_done(ctx, "did-hide", undo)


@of_managers
async def limit(ctx: SlackContext) -> None:
    async with reading(ctx.services.database) as session:
        marks = [one for one in await queries.live_marks(session, [ctx.item_id]) if one.kind is Mark.LIMIT]
    callback = encode(AREA, "limit_save", ctx.item_id)
    await ctx.ack()
    await ctx.open_modal(
        forms.limit(teller(ctx), callback, ctx.origin.pack(), marks[0].limit if marks else None)
    )


@of_managers
async def limit_save(ctx: SlackContext) -> None:
    wanted = Limit(whole(ctx, "shares"), whole(ctx, "days"))
    async with unit_of_work(ctx.services.database) as session:
        await curation(ctx).limit(session, ctx.item_id, wanted, ctx.person, ctx.now)
        undo = await _undo_of(session, ctx.item_id, Mark.LIMIT)
    await _piece_done(ctx, "did-limit", undo)


def whole(ctx: SlackContext, field: str) -> int:
    """A whole number that was entered; -1 for anything else, which no range holds."""
    said = str(ctx.field(field) or "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1


@of_managers
async def thank(ctx: SlackContext) -> None:
    async with unit_of_work(ctx.services.database) as session:
        thanking = ctx.services.outlet(Ambassadors).thanking
        new = await thanking.pass_on(session, ctx.item_id, ctx.person, ctx.now)
        undo = await _undo_of(session, ctx.item_id, Mark.THANK)
    said = teller(ctx).plain("did-thank", names=names_of(teller(ctx), new))
    await done(ctx, Where(PIECE, str(ctx.item_id)), said, *undo)


@of_managers
async def lift(ctx: SlackContext) -> None:
    kind = Mark(part(ctx.action)) if part(ctx.action) in set(Mark) else Mark.PIN
    async with unit_of_work(ctx.services.database) as session:
        undo = await _undo_of(session, ctx.item_id, kind, lifted=True)
        thanking = ctx.services.outlet(Ambassadors).thanking
        work = ctx.services.work
        lifted = await thanking.lift(session, work, ctx.item_id, kind, ctx.person, ctx.now)
    await _piece_done(ctx, "did-lift", undo if lifted else [])


async def _undo_of(session: AsyncSession, item_id: int, kind: Mark, *, lifted: bool = False) -> list[Step]:
    row_id = await queries.live_mark_id(session, item_id, kind)
    return [] if row_id is None else [Step("change", change=ChangeId(True, row_id, lifted))]


async def _piece_done(ctx: SlackContext, said: str, undo: list[Step]) -> None:
    number = str(ctx.item_id)
    await done(ctx, Where(PIECE, number), teller(ctx).plain(said, item=number), *undo)


# the collections of a piece


@of_managers
async def sort(ctx: SlackContext) -> None:
    """What was chosen at first travels along: what others change meanwhile stays."""
    async with reading(ctx.services.database) as session:
        rows = [row for row, _ in await queries.collections(session)][: forms.MOST_SORTED]
        slugs = (await queries.collections_of(session, [ctx.item_id])).get(ctx.item_id, [])
    if not rows:
        raise TellUser(teller(ctx).plain("no-collections"))
    chosen = [row.id or 0 for row in rows if row.slug in slugs]
    origin = ctx.origin
    packed = replace(origin, extra=f"{origin.extra}\n{','.join(map(str, chosen))}").pack()
    await ctx.ack()
    await ctx.open_modal(forms.sorting(teller(ctx), ctx.item_id, packed, rows, chosen))


@of_managers
async def sorted_(ctx: SlackContext) -> None:
    before = _numbers(Origin.unpack(ctx.metadata).extra.partition("\n")[2].split(","))
    wanted = _numbers(ctx.field("collections") or [])
    undo: list[Step] = []
    async with unit_of_work(ctx.services.database) as session:
        rows = {row.id: row for row, _ in await queries.collections(session)}
        for row in [rows[one] for one in sorted(wanted - before) if one in rows]:
            if await put_in(ctx, session, row.slug, [ctx.item_id]):
                undo.append(Step("take", row.slug, ids=(ctx.item_id,)))
        for row in [rows[one] for one in sorted(before - wanted) if one in rows]:
            if await curation(ctx).take_out(session, row.slug, [ctx.item_id], ctx.person, ctx.now):
                undo.append(Step("put", row.slug, ids=(ctx.item_id,)))
    await _piece_done(ctx, "did-sort", undo)


def _numbers(texts: list[str]) -> set[int]:
    return {int(one) for one in texts if str(one).isdigit()}

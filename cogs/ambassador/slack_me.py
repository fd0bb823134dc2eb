"""``/goodword me``: what somebody shared, and what came of it; ``/goodword suggest``: what they saw."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.ambassadors.activity import queries as activity
from bot.ambassadors.badges.queries import weeks_with_a_share
from bot.ambassadors.badges.rules import Kind, streak
from bot.ambassadors.badges.service import badges_of
from bot.ambassadors.boards.service import Own, own
from bot.ambassadors.membership import wanted_of
from bot.ambassadors.rules import Measure, Status, periods_of
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.shortening import Clicked
from bot.ambassadors.suggestions import queries as suggestions
from bot.ambassadors.tables import Badge, Share, Suggestion
from bot.ambassadors.wishes import ask_to_show
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.faces.texts import Markup
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.rights.licensed import licensed_among
from bot.rights.scope import Use
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador.acting import AREA, PUBLIC, Mine, mine, worded, words_of
from cogs.ambassador.words import Words

SHARES = 5
SUGGESTIONS = 5
BEGINNING = 60
"""Characters of a piece's own words."""
ASKED_ABOUT = timedelta(days=30)
"""For how long composers that were only opened are spoken of."""
BADGES = 12
_SIGNS = {
    Kind.FIRST_SHARE: ":seedling:",
    Kind.FIRST_CLICK: ":eyes:",
    Kind.FIRST_ON: ":round_pushpin:",
    Kind.STREAK: ":fire:",
    Kind.FIND: ":mag:",
    Kind.THANKS: ":heart:",
    Kind.CELEBRATED: ":tada:",
}


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.command("me", worded(show))
    router.command("suggest", worded(suggest))
    router.action(AREA, "me", worded(show))
    router.action(AREA, "on_board", worded(on_board))
    router.action(AREA, "off_board", worded(off_board))


async def show(ctx: SlackContext) -> None:
    """Everything that is theirs, for them alone."""
    words = await words_of(ctx)
    made = await _page(ctx, words)
    await ctx.ack()
    await ctx.tell_privately(words.plain("me-title"), made)


async def on_board(ctx: SlackContext) -> None:
    """Show them on the boards; where people outside read them only if the button said so. One that didn't is
    replaced by one that does."""
    await _set_board(ctx, on_board=True)


async def off_board(ctx: SlackContext) -> None:
    """Take them off the boards; their own view stays."""
    await _set_board(ctx, on_board=False)


async def _set_board(ctx: SlackContext, *, on_board: bool) -> None:
    words, membership = await words_of(ctx), ctx.services.outlet(Ambassadors).membership
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
        before = wanted_of(me.row)
        public = on_board and (
            before.public or PUBLIC in (ctx.action.extra if ctx.action is not None else ())
        )
        wanted = replace(before, on_board=on_board, public=public)
        await membership.change(session, me.id, wanted, ctx.now)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack()
    made = await _page(ctx, words)
    await ctx.respond(words.plain("me-title"), made, replace=True)


async def _page(ctx: SlackContext, words: Words) -> list[b.Block]:
    ambassadors = ctx.services.outlet(Ambassadors)
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
        periods = periods_of(ctx.now, me.programme.zone)
        scores = {
            (period, measure): await own(session, period, measure, me.id, 0)
            for period in periods.boards
            for measure in Measure
        }
        shares = await activity.shared_by(session, me.id, SHARES)
        opened = await activity.opened_by(session, me.id, ctx.now - ASKED_ABOUT)
        found = await suggestions.of(session, me.id, SUGGESTIONS)
        totals = await ambassadors.clicks.totals(session, [one.link_id for one in shares])
        badges = await badges_of(session, me.id)
        about = {one.item_id for one in badges[:BADGES] if one.kind == Kind.THANKS and one.item_id}
        about |= {one.item_id for one in shares} | {one.item_id for one in found}
        items = await load_item_views(session, sorted(about))
        allowed = await licensed_among(session, sorted(about), Use.EMPLOYEES, ctx.now)
        shared_weeks = await weeks_with_a_share(session, me.id)
    made = [b.header(words.plain("me-title"))]
    if me.row.status == Status.PAUSED:
        made.append(b.section(words.md("me-paused")))
    made.append(b.section("\n".join(_scores(words, periods.boards, scores))))
    if weeks := streak(shared_weeks, periods.week):
        key = "me-streak" if periods.week in shared_weeks else "me-streak-waits"
        made.append(b.section(words.md(key, count=weeks, number=words.number(weeks))))
    made.append(b.section(_shares(words, shares, totals, items, allowed)))
    if opened:
        made.append(b.context(words.md("me-opened", count=opened, number=words.number(opened))))
    if found:
        made.append(b.section(_suggestions(words, found, items)))
    if badges:
        made.append(b.section("\n".join([f"*{words.md('me-badges')}*", *_badges(words, badges, items)])))
    if any(one.network == "x" for one in shares):
        made.append(b.context(words.md("me-no-points-x")))
    return [*made, b.actions(_buttons(words, me, public=ctx.services.settings.ambassadors.open))]


def _scores(words: Words, boards: Sequence[str], scores: Mapping[tuple[str, Measure], Own]) -> list[str]:
    lines = []
    for name, period in zip(("week", "season", "all"), boards, strict=True):
        points, shares, clicks = (
            scores[period, one] for one in (Measure.POINTS, Measure.SHARES, Measure.CLICKS)
        )
        line = words.md(
            "me-line",
            period=Markup(words.plain(f"period-{name}")),
            points=words.number(points.score),
            pointsn=points.score,
            shares=words.number(shares.score),
            sharesn=shares.score,
            clicks=words.number(clicks.score),
            clicksn=clicks.score,
        )
        if points.rank is not None:
            place = words.md("me-place", rank=words.number(points.rank), total=words.number(points.total))
            line = f"{line} · {place}"
        lines.append(line)
    return lines


def _shares(
    words: Words,
    shares: Sequence[Share],
    totals: Mapping[int, Clicked],
    items: Mapping[int, ItemView],
    allowed: Collection[int],
) -> str:
    """``allowed``: what may be shown still, and led to."""
    if not shares:
        return words.md("me-no-shares")
    lines = [f"*{words.md('me-shares')}*"]
    for share in shares:
        got = totals.get(share.link_id)
        visitors = got.visitors if got is not None else 0
        item = items.get(share.item_id) if share.item_id in allowed else None
        said = words.md(
            "me-share",
            piece=Markup(_piece(words, item, maker_of(items.get(share.item_id)))),
            network=words.way(share.network),
            when=Markup(b.moment(share.shared_at or share.opened_at)),
            count=visitors,
            visitors=words.number(visitors),
        )
        lines.append(f"• {said}")
    return "\n".join(lines)


def _piece(words: Words, item: ItemView | None, maker: str) -> str:
    """A piece by who made it and its beginning, with its address; by who made it alone where it is None."""
    name = b.isolate(maker or words.plain("somebody"))
    said = clean_line(item.title or item.text or "", BEGINNING) if item is not None and not item.gone else ""
    if item is None or item.gone:
        return name
    return f"{name}: {b.link(item.url, said or words.plain('to-piece'))}"


def _suggestions(words: Words, found: Sequence[Suggestion], items: Mapping[int, ItemView]) -> str:
    """What they proposed, and how each stands."""
    lines = [f"*{words.md('me-suggestions')}*"]
    for one in found:
        item = items.get(one.item_id)
        said = words.plain("item-number", number=one.item_id)
        what = said if item is None or item.gone else b.link(item.url, item.url or said)
        state = Markup(words.plain(f"suggested-{one.state}"))
        lines.append(
            "• " + words.md("me-suggestion", what=Markup(what), day=Markup(b.day(one.at)), state=state)
        )
    return "\n".join(lines)


def maker_of(item: ItemView | None) -> str:
    """The name of who made a piece; "" where it is gone, or nobody is named."""
    if item is None or item.gone or item.creator is None:
        return ""
    return clean_line(item.creator.label, 60)


def badge_words(words: Words, kind: str, number: int, network: str, creator: str = "") -> str:
    """What a badge is for: "first share", "4 weeks in a row"."""
    if kind == Kind.THANKS and creator:
        return words.md("badge-thanks-by", creator=creator)
    return words.md(
        f"badge-{kind}",
        count=number,
        number=words.number(number),
        network=words.way(network) if network else "",
        way=Markup(network),
    )


def _badges(words: Words, badges: Sequence[Badge], items: Mapping[int, ItemView]) -> list[str]:
    known = {one.value: sign for one, sign in _SIGNS.items()}
    lines = []
    for one in badges[:BADGES]:
        if one.kind in known:
            creator = maker_of(items.get(one.item_id or 0))
            said = badge_words(words, one.kind, one.number, one.network, creator)
            lines.append(f"{known[one.kind]} {said}")
    if len(badges) > BADGES:
        more = len(badges) - BADGES
        lines.append(words.md("me-more-badges", count=more, number=words.number(more)))
    return lines


def board_button(words: Words, *, on_board: bool, public: bool) -> b.Block:
    """Off the boards, or on them; where people outside read them that is asked with who they are."""
    if on_board:
        return b.button(words.plain("off-board"), encode(AREA, "off_board"))
    title, yes = words.plain("on-board"), words.plain("on-board-sure")
    sure = b.confirm(title, words.plain("field-board-public"), yes, no=words.plain("cancel"))
    if not public:
        return b.button(title, encode(AREA, "on_board"))
    return b.button(title, encode(AREA, "on_board", extra=(PUBLIC,)), confirm=sure)


def _buttons(words: Words, me: Mine, *, public: bool) -> list[b.Block]:
    paused = me.row.status == Status.PAUSED
    return [
        board_button(words, on_board=me.row.on_board, public=public),
        b.button(words.plain("settings"), encode(AREA, "settings")),
        b.button(words.plain("resume" if paused else "pause"), encode(AREA, "resume" if paused else "pause")),
    ]


async def suggest(ctx: SlackContext) -> None:
    """Propose what stands at an address. Raises TellUser."""
    words = await words_of(ctx)
    address, _, note = ctx.text.partition(" ")
    if not address:
        raise TellUser(words.plain("suggest-usage"))
    ambassadors = ctx.services.outlet(Ambassadors)
    async with unit_of_work(ctx.services.database) as session:
        me = await mine(ctx, session)
        made = await ambassadors.suggest(session, me.id, ctx.person, address, note, ctx.now)
    await ctx.ack()
    points = me.programme.points.suggestion
    await ctx.tell_privately(
        words.md(
            "suggest-known" if made.known else "suggest-taken",
            item=words.number(made.item_id),
            count=points,
            points=words.number(points),
        )
    )

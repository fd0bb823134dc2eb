"""``/goodword leaderboard``: who leads, and where one stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from bot.ambassadors.boards.service import Board, Own, Row, board, own
from bot.ambassadors.rules import ALL_TIME, Measure, Status, periods_of
from bot.ambassadors.service import Ambassadors
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import allowed
from bot.faces.slack.router import SlackRouter
from bot.faces.texts import Markup
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.people.rules import Right, may
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador.acting import AREA, row_of, worded, words_of
from cogs.ambassador.queries import BOARD
from cogs.ambassador.slack_named import Post, say
from cogs.ambassador.words import Words

PERIODS = ("week", "season", "all")
_MEDALS = {1: ":first_place_medal:", 2: ":second_place_medal:", 3: ":third_place_medal:"}


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.command("leaderboard", worded(by_command))
    router.action(AREA, "board", worded(turn))
    router.action(AREA, "post_board", worded(post))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which board, and which page of it."""

    period: str = "week"
    measure: Measure = Measure.POINTS
    page: int = 1


async def by_command(ctx: SlackContext) -> None:
    """The board that the words say, for this person alone. Raises TellUser for a word that says none."""
    words, wanted = await words_of(ctx), Wanted()
    for word in ctx.text.casefold().split():
        if word in PERIODS:
            wanted = Wanted(word, wanted.measure)
        elif word in set(Measure):
            wanted = Wanted(wanted.period, Measure(word))
        else:
            raise TellUser(words.plain("board-usage", word=clean_line(word, 30)))
    made = await _page(ctx, words, wanted)
    await ctx.ack()
    await ctx.tell_privately(words.plain("board-title"), made)


async def turn(ctx: SlackContext) -> None:
    """Another board or page, in place of the one shown."""
    words = await words_of(ctx)
    made = await _page(ctx, words, _wanted(ctx))
    await ctx.ack()
    await ctx.respond(words.plain("board-title"), made, replace=True)


async def post(ctx: SlackContext) -> None:
    """Managers show it to the channel, in the programme's language."""
    if not await allowed(ctx, Right.SETTINGS):
        return
    if not ctx.channel:
        raise TellUser((await words_of(ctx)).plain("board-no-channel"))
    wanted = _wanted(ctx)
    found, _ = await _read(ctx, wanted, with_own=False)
    await ctx.ack()
    people = tuple(one.ambassador_id for one in found.rows)
    facts = (wanted.period, wanted.measure.value, *(f"{one.rank}={one.score}" for one in found.rows))
    await say(ctx.services, Post(BOARD, ctx.channel, people, facts, uuid4().hex[:8]), drawn)


def drawn(words: Words, post: Post, names: Sequence[str]) -> tuple[str, list[b.Block]]:
    """A board as it was posted. Its facts are the period, the measure, and rank and score of each line."""
    period, measure, *scores = post.facts
    rows = []
    for number, name, score in zip(post.people, names, scores, strict=True):
        rank, _, counted = score.partition("=")
        rows.append(Row(int(rank), False, number, None, name, int(counted)))
    title = words.plain("board-title")
    lines = _lines(words, Wanted(period, Measure(measure)), rows)
    return title, [b.header(title), b.section(lines), b.context(words.md("board-join"))]


def _wanted(ctx: SlackContext) -> Wanted:
    extra = (*(ctx.action.extra if ctx.action is not None else ()), "", "", "")
    period = extra[0] if extra[0] in PERIODS else "week"
    measure = Measure(extra[1]) if extra[1] in set(Measure) else Measure.POINTS
    return Wanted(period, measure, int(extra[2]) if extra[2].isdigit() else 1)


async def _read(ctx: SlackContext, wanted: Wanted, *, with_own: bool) -> tuple[Board, Own | None]:
    async with unit_of_work(ctx.services.database) as session:
        programme = await ctx.services.outlet(Ambassadors).programme(session)
        periods = periods_of(ctx.now, programme.zone)
        period = {"week": periods.week, "season": periods.season, "all": ALL_TIME}[wanted.period]
        found = await board(session, period, wanted.measure, wanted.page)
        row = await row_of(session, ctx.person.id) if with_own else None
        if row is None or row.status not in (Status.ACTIVE, Status.PAUSED):
            return found, None
        return found, await own(session, period, wanted.measure, row.id or 0)


async def _page(ctx: SlackContext, words: Words, wanted: Wanted) -> list[b.Block]:
    found, me = await _read(ctx, wanted, with_own=True)
    made = [b.header(words.plain("board-title")), b.section(_lines(words, wanted, found.rows))]
    made.append(b.section(_own(words, wanted, found, me)))
    made.append(b.context(words.md("board-no-points-x")))
    made.append(
        b.actions(
            [_to(words, f"period-{one}", Wanted(one, wanted.measure), wanted) for one in PERIODS], "period"
        )
    )
    measures = [_to(words, f"by-{one.value}", Wanted(wanted.period, one), wanted) for one in Measure]
    made.append(b.actions(measures, "measure"))
    if row := _rest(ctx, words, wanted, found):
        made.append(b.actions(row, "rest"))
    return made


def _lines(words: Words, wanted: Wanted, rows: Sequence[Row]) -> str:
    head = words.md(
        "board-head",
        period=Markup(words.plain(f"period-{wanted.period}")),
        measure=Markup(words.plain(f"measure-{wanted.measure.value}")),
    )
    lines = [f"*{head}*", *(_line(words, wanted.measure, one) for one in rows)]
    if not rows:
        lines.append(words.md("board-empty"))
    return "\n".join(lines)


def _line(words: Words, measure: Measure, row: Row, *, mine: bool = False) -> str:
    name = f"*{b.isolate(row.name)}*" if mine else b.isolate(row.name)
    return f"{_MEDALS.get(row.rank, f'{row.rank}.')} {name} · {_score(words, measure, row.score)}"


def _score(words: Words, measure: Measure, score: int) -> Markup:
    """ "16 points"."""
    return Markup(words.plain(f"score-{measure.value}", count=score, said=words.number(score)))


def _own(words: Words, wanted: Wanted, found: Board, me: Own | None) -> str:
    if me is None:
        return words.md("board-not-member")
    said = _score(words, wanted.measure, me.score)
    if me.rank is None:
        return words.md("board-own-off", score=said) if me.score else words.md("board-own-nothing")
    line = words.md("board-own", rank=words.number(me.rank), total=words.number(found.total), score=said)
    if any(one.rank == me.rank for one in found.rows):
        return line
    near = [_line(words, wanted.measure, one, mine=one.rank == me.rank) for one in me.near]
    return "\n".join([line, *near])


def _to(words: Words, key: str, to: Wanted, now: Wanted) -> b.Block:
    here = (to.period, to.measure) == (now.period, now.measure)
    address = encode(AREA, "board", extra=(to.period, to.measure.value, str(to.page)))
    return b.button(words.plain(key), address, style="primary" if here else None)


def _rest(ctx: SlackContext, words: Words, wanted: Wanted, found: Board) -> list[b.Block]:
    row = []
    for key, page in (("earlier", found.page - 1), ("later", found.page + 1)):
        if 1 <= page <= found.pages:
            extra = (wanted.period, wanted.measure.value, str(page))
            row.append(b.button(words.plain(f"board-{key}"), f"{encode(AREA, 'board', extra=extra)}:{key}"))
    if may(ctx.person.role, Right.SETTINGS):
        extra = (wanted.period, wanted.measure.value, str(wanted.page))
        row.append(b.button(words.plain("board-post"), encode(AREA, "post_board", extra=extra)))
    return row

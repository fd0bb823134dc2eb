"""Contests in Discord: the list, the rules and the standings as messages."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import discord

from bot.contests.definition import Definition
from bot.contests.rules import Kind, Phase
from bot.contests.scoring.explain import Line
from bot.contests.scoring.standings import Row, StandingsPage
from bot.faces.discord.acts import Act, Style, button, custom_id, view_of
from bot.faces.discord.context import Answer
from bot.faces.discord.markup import paragraphs, plain, tell, when
from bot.faces.texts import Markup
from cogs.contest.view import ContestView

AREA = "contest"
EMBED, FIELD = 4096, 1024
EMBEDS = 6000
"""Characters of all embeds of a message together."""
BRIEF, RULES_AT_LEAST = 1200, 500
COLOUR = discord.Colour(0x2F7D4F)
TITLE, NAME = 60, 40


@dataclass(frozen=True, slots=True)
class Tongue:
    """Says texts in one language."""

    language: str

    def __call__(self, key: str, **values: object) -> str:
        return tell(self.language, key, **values)


def times_of(contest: ContestView) -> dict[str, datetime]:
    return {
        "opens": contest.opens_at,
        "entries_close": contest.entries_close_at,
        "closes": contest.closes_at,
    }


# ---- list ----


def list_of(say: Tongue, contests: Sequence[ContestView], channel: str) -> Answer:
    if not contests:
        return Answer(say("list-nothing", channel=Markup(channel)))
    lines = [_listed(say, each) for each in contests]
    embed = discord.Embed(title=say("list-title"), description=fitted(lines, EMBED - 300), colour=COLOUR)
    embed.set_footer(text=say("list-how").replace("`", ""))
    return Answer(embeds=(embed,))


def _listed(say: Tongue, contest: ContestView) -> str:
    key = f"list-{contest.phase}"
    if contest.phase is Phase.OPEN and contest.closes_at > contest.entries_close_at:
        key = "list-open-votes"
    kind = Markup(say(f"kind-{contest.kind}"))
    return "• " + say(key, name=contest.name, kind=kind, **times_of(contest))


# ---- rules ----


def rules_of(say: Tongue, contest: ContestView) -> Answer:
    """Everything somebody has to know before they take part; as a file too, where it is more than a message takes."""
    wanted = contest.definition
    embeds, tasks = [_conditions(say, contest)], _tasks(say, wanted)
    if tasks:
        room = min(EMBED, EMBEDS - len(embeds[0]) - RULES_AT_LEAST) - 2
        listed = discord.Embed(title=say("rules-tasks"), description=fitted(tasks, room), colour=COLOUR)
        embeds.append(listed)
    text = discord.Embed(colour=COLOUR)
    text.set_footer(text=say("rules-privacy"))
    room = EMBEDS - sum(map(len, embeds)) - len(text)
    text.description = paragraphs(wanted.rules_text, min(EMBED, room))
    shown = "\n".join(each.description or "" for each in (*embeds, text))
    whole = [paragraphs(each, 2 * len(each)) for each in (wanted.brief, wanted.rules_text)]
    if all(each in shown for each in (*whole, *tasks)):
        return Answer(embeds=(*embeds, text))
    told = say("rules-whole")
    text.description = f"{paragraphs(wanted.rules_text, min(EMBED, room) - len(told) - 2)}\n\n{told}"
    file = "\n\n".join(filter(None, (wanted.name, wanted.brief, "\n".join(tasks), wanted.rules_text)))
    return Answer(embeds=(*embeds, text), files=(discord.File(io.BytesIO(file.encode()), "rules.txt"),))


def _conditions(say: Tongue, contest: ContestView) -> discord.Embed:
    wanted = contest.definition
    embed = discord.Embed(
        title=plain(contest.name, 200), description=paragraphs(wanted.brief, BRIEF) or None, colour=COLOUR
    )
    when_lines = [say("rules-opens", **times_of(contest)), say("rules-entries-close", **times_of(contest))]
    if contest.closes_at > contest.entries_close_at:
        when_lines.append(say("rules-closes", **times_of(contest)))
    _field(embed, say("rules-when"), when_lines)
    _field(embed, say("rules-what-counts"), what_counts(say, wanted))
    _field(embed, say("rules-ties"), [say(f"rules-ties-{wanted.ties}")])
    _field(embed, say("rules-who"), _who(say, wanted))
    if wanted.prizes:
        prizes = [say("rules-prize", winners=each.winners, name=each.name) for each in wanted.prizes]
        _field(embed, say("rules-prizes"), [*prizes, say("rules-claim", days=wanted.claim_days)])
    return embed


def _tasks(say: Tongue, wanted: Definition) -> list[str]:
    """What a season's points are given for, one a line."""
    if wanted.kind is not Kind.POINTS:
        return []
    return [
        f"• {say('rules-task', title=one.title, points=one.points, times=one.times)}" for one in wanted.tasks
    ]


def what_counts(say: Tongue, wanted: Definition) -> list[str]:
    lines = [say(f"kind-{wanted.kind}")]
    if wanted.kind is Kind.MIX:
        shares = wanted.weights
        lines.append(say("rules-mix", votes=shares.votes, jury=shares.jury, engagement=shares.engagement))
    if wanted.counts_votes:
        budget, each = wanted.votes_per_member, wanted.votes_per_entry
        lines.append(
            say("rules-votes-budget", budget=budget, each=each) if budget else say("rules-votes-each")
        )
    if wanted.counts_marks:
        names = ", ".join(f"{plain(one.name)} (0–{one.best})" for one in wanted.criteria)
        lines.append(say("rules-jury", judges=len(wanted.judges), criteria=Markup(names)))
    if wanted.counts_engagement:
        lines.append(say("rules-engagement", **wanted.engagement_points.model_dump()))
    if wanted.kind is Kind.LOT:
        lines.append(say("rules-lot"))
    if wanted.hashtag:
        lines.append(say("rules-hashtag", hashtag=wanted.hashtag))
    return lines


def _who(say: Tongue, wanted: Definition) -> list[str]:
    lines: list[str] = [paragraphs(wanted.eligibility, 400)] if wanted.eligibility else []
    lines.append(say("rules-entries-each", count=wanted.entries_per_member))
    if wanted.min_account_days:
        lines.append(say("rules-account-days", days=wanted.min_account_days))
    if wanted.min_member_days:
        lines.append(say("rules-member-days", days=wanted.min_member_days))
    lines.append(say("rules-leavers-may" if wanted.leavers_may_win else "rules-leavers-may-not"))
    if wanted.one_prize_each:
        lines.append(say("rules-one-prize"))
    return lines


# ---- standings ----


def score_words(say: Tongue, kind: Kind, score: int) -> str:
    """A score in the unit that its kind of contest counts in."""
    if kind is Kind.VOTES:
        return say("count-votes", count=score)
    if kind is Kind.JURY:
        return say("score-jury", score=round(score / 100, 1))
    if kind is Kind.MIX:
        return say("score-mix", score=round(score / 1000, 1))
    return say("count-points", count=score)


def row_words(say: Tongue, kind: Kind, row: Row) -> str:
    score = Markup(score_words(say, kind, row.score))
    name = plain(row.name, NAME)
    if row.entry_id is None:
        return say("standings-row-person", rank=row.rank, name=name, score=score)
    title = plain(row.title, TITLE) if row.title else Markup(say("untitled", number=str(row.number)))
    by = Markup(say("by-somebody", name=name)) if name else Markup("")
    return say("standings-row", rank=row.rank, title=title, by=by, score=score)


def line_words(say: Tongue, line: Line) -> str:
    """A part of a score, and what it adds where that is something else."""
    if line.part == "task":
        return say("part-task", points=Markup(say("count-points", count=line.adds)), task=line.name)
    if line.part == "given":
        return say("part-given", points=Markup(say("count-points", count=line.adds)), reason=line.name)
    if line.weight is not None:
        amount = line.amount if line.part != "jury" else round(line.amount / 100, 1)
        best = line.best if line.part != "jury" else round((line.best or 0) / 100, 1)
        adds = round(line.adds / 1000, 1)
        named = Markup(say(f"part-{line.part}"))
        return say("part-mixed", part=named, amount=amount, best=best, weight=line.weight, adds=adds)
    if line.part == "votes":
        return say("count-votes", count=line.amount)
    if line.part == "jury":
        return say("score-jury", score=round(line.amount / 100, 1))
    return say(
        "part-counted",
        what=Markup(say(f"metric-{line.part}")),
        amount=line.amount,
        each=line.each,
        adds=line.adds,
    )


@dataclass(frozen=True, slots=True)
class Board:
    """What the standings show. ``own`` are the reader's rows, each with how its score came about."""

    contest: ContestView
    page: StandingsPage
    own: Sequence[tuple[Row, Sequence[Line]]] = ()
    entries: int = 0
    as_of: datetime | None = None


def standings_of(say: Tongue, board: Board) -> Answer:
    """A page, with the reader's own places always shown."""
    contest, page = board.contest, board.page
    embed = standings_embed(say, board)
    if contest.kind is not Kind.LOT:
        _own_field(say, embed, board)
    if page.pages > 1:
        embed.set_footer(text=say("page-of", page=page.page, pages=page.pages))
    view = pager(say, "standings_page", contest.id, page.page, page.pages)
    return Answer(embeds=(embed,), view=view_of(*view))


def standings_embed(say: Tongue, board: Board) -> discord.Embed:
    contest = board.contest
    title = say("standings-title", contest=contest.name)
    if contest.kind is Kind.LOT:
        entries = Markup(say("count-entries", count=board.entries))
        text = say("standings-lot", contest=contest.name, entries=entries)
    elif not board.page.rows:
        text = say("standings-nothing", contest=contest.name)
    else:
        text = "\n".join(row_words(say, contest.kind, row) for row in board.page.rows)
    state = say("standings-final") if contest.frozen else ""
    if not contest.frozen and board.as_of is not None:
        state = say("standings-as-of", when=when(board.as_of, "T"))
    return discord.Embed(title=title, description=f"{text}\n\n{state}".strip()[:EMBED], colour=COLOUR)


def _own_field(say: Tongue, embed: discord.Embed, board: Board) -> None:
    lines: list[str] = []
    for row, parts in board.own:
        lines.append(row_words(say, board.contest.kind, row))
        how = [line_words(say, each) for each in parts] if board.contest.kind is not Kind.VOTES else []
        if how:
            lines += [f"{say('came-about')}: {how[0]}", *how[1:]]
    _field(embed, say("standings-yours"), lines or [say("standings-yours-none")])


def pager(say: Callable[..., str], verb: str, about: int, page: int, pages: int) -> list[Act]:
    """Buttons to the neighbouring pages; none where there is one page."""
    if pages < 2:
        return []
    return [
        button(say("previous"), custom_id(AREA, verb, about, str(page - 1)), disabled=page <= 1, row=4),
        button(say("next"), custom_id(AREA, verb, about, str(page + 1)), disabled=page >= pages, row=4),
    ]


def rules_button(say: Tongue, contest_id: int, mark: str) -> Act:
    """Leads to the rules. ``mark`` tells the message it stands on from all others."""
    return button(say("card-rules"), custom_id(AREA, "rules", contest_id, mark), style=Style.secondary)


def fitted(lines: Sequence[str], limit: int) -> str:
    """As many whole lines as fit."""
    kept: list[str] = []
    length = 0
    for line in lines:
        length += len(line) + 1
        if length > limit:
            kept.append("…")
            break
        kept.append(line)
    return "\n".join(kept)


def _field(embed: discord.Embed, name: str, lines: Sequence[str]) -> None:
    embed.add_field(name=name, value=fitted(lines, FIELD - 2) or "–", inline=False)

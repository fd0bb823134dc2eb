"""What participants will read about a contest, before anybody does."""

from __future__ import annotations

from bot.faces.slack import blocks as b
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import View, window
from cogs.contest.slack_pages import back, top
from cogs.contest.slack_view import ContestView, Where


def preview(contest: ContestView, where: Where, notice: str = "") -> View:
    """Brief and rules as they will be read, letter by letter."""
    definition = contest.definition
    made: list[b.Block] = [top(contest), b.header(clean_line(contest.name, 120))]
    if definition.brief:
        made += [b.written(piece) for piece in b.chunks(definition.brief)]
    made.append(b.section(f"*Rules* · {words.KIND[contest.kind]}"))
    made += [b.written(piece) for piece in b.chunks(definition.rules_text)]
    made.append(back(contest))
    return window("Preview", made, where, notice)

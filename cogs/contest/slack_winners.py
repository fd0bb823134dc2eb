"""Prizes and who gets them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.contests.rules import AwardStatus, ContestAction
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import View, window
from cogs.contest.slack_pages import back, top, turning, who
from cogs.contest.slack_view import AwardView, ContestView, Where

PAGE = 20  # prizes on a page


def winners(contest: ContestView, awards: Sequence[AwardView], where: Where, notice: str = "") -> View:
    """Every prize with who has it; before the award, what awarding will do."""
    made: list[b.Block] = [top(contest)]
    planned = [one for one in awards if one.status is AwardStatus.PLANNED]
    if not awards:
        made.append(b.section("There is no winner: there is no prize, or nobody who may win one."))
    pages = max(1, -(-len(awards) // PAGE))
    page = min(where.number, pages)
    for one in awards[(page - 1) * PAGE : page * PAGE]:
        made.append(b.section(_award(one), _award_button(contest, one)))
    if pages > 1:
        made.append(b.context(f"Page {page} of {pages}"))
    row = []
    if ContestAction.AWARD in contest.actions and planned:
        sure = b.confirm(
            "Award the prizes?",
            f"{words.count(len(planned), 'winner')} will be named in the contest's channel with credit, get the role "
            f"and a private message, and have {words.count(contest.definition.claim_days, 'day')} to claim.",
            "Award",
        )
        do = encode("contest", "do", contest.id, contest.revision, (ContestAction.AWARD.value,))
        row.append(b.button("Award", do, style="primary", confirm=sure))
    made.append(back(contest, *row, *turning(where, page, pages)))
    return window("Winners", made, where, notice)


def _award(one: AwardView) -> str:
    if one.person is None:
        return f"*{b.isolate(one.prize)}*: {words.AWARDS[AwardStatus.NOBODY]}"
    person = who(one.person.name, one.person.platform, one.person.external_id)
    entry = f" with number {one.entry.number}" if one.entry else ""
    said = f"{one.award.place}. *{b.isolate(one.prize)}*: {person}{entry} · {words.AWARDS[one.status]}"
    if one.status is AwardStatus.OFFERED and one.award.claim_by is not None:
        said += f" until {when(one.award.claim_by)}"
    if one.entry and (text := clean_line(one.entry.text, 100)):
        said += f"\n{b.isolate(text)}"
    if one.award.reason:
        said += f"\n_Reason:_ {b.isolate(clean_line(one.award.reason, 200))}"
    return said


def _award_button(contest: ContestView, one: AwardView) -> b.Block | None:
    open_to = (AwardStatus.PLANNED, AwardStatus.OFFERED, AwardStatus.CLAIMED)
    if ContestAction.REDRAW not in contest.actions or one.status not in open_to:
        return None
    ask = encode(
        "contest", "ask", contest.id, contest.revision, (ContestAction.REDRAW.value, str(one.award.id))
    )
    return b.button("Somebody else…", ask, label=f"Give {clean_line(one.prize, 40)} to the next in order")

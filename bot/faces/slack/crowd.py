"""Messages that show many items: the summary of a burst, and compact lists with buttons."""

from __future__ import annotations

from collections.abc import Sequence

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack.card import Drawn, decision_line, draw
from bot.faces.slack.queries import Tally
from bot.kernel.text import clean_line, truncate
from bot.review.rules import Action, Status

PLATFORMS_SHOWN = 5
OWN_CARDS = "The most urgent have cards of their own."


def summary(counts: Tally, *, own_cards: bool = True) -> Drawn:
    """One message for a burst; it is changed as its items are decided, and ends as "All ... decided"."""
    if counts.waiting == 0:
        text = f":white_check_mark: *{_all(counts.total)} decided* · {_outcomes(counts)}"
        return draw(text, [b.section(text)])
    flagged = f", {counts.flagged} flagged" if counts.flagged else ""
    decided = counts.total - counts.waiting
    if decided:
        text = f":inbox_tray: *{counts.waiting} of {counts.total} items left*{flagged} · {_outcomes(counts)}"
    else:
        text = f":inbox_tray: *{counts.total} new {'item' if counts.total == 1 else 'items'}*{flagged}"
    text += _from_where(counts)
    hint = f"{OWN_CARDS} Triage" if own_cards else "Triage"
    hint += " shows everything one by one, the most urgent first."
    buttons = [b.button("Triage", encode("triage", "open"), style="primary")]
    if counts.flagged:
        buttons.append(b.button("Triage flagged", encode("triage", "open", extra=("flagged",))))
    return draw(text, [b.section(text), b.context(hint), b.actions(buttons)])


def listing(items: Sequence[ItemView]) -> Drawn:
    """Items one below the other, each with its buttons; a decided one shrinks to a line with Undo."""
    waiting = sum(item.waiting for item in items)
    flagged = sum(bool(item.worries) for item in items if item.waiting)
    head = (
        f"*{waiting} of {len(items)}* wait" if waiting else f":white_check_mark: *{_all(len(items))} decided*"
    )
    made = [b.section(head + (f" · {flagged} flagged" if flagged else ""))]
    for item in items:
        made += _row(item)
    plain = f"{len(items)} items in review, {waiting} waiting"
    return draw(plain, made)


def _row(item: ItemView) -> list[b.Block]:
    if item.gone:
        how = words.LIVES.get(item.life, words.LIVES["deleted"])
        return [b.section(f":wastebasket: {b.escape(words.kind_word(item.kind))} {how}")]
    if not item.waiting:
        undo = None
        if Action.UNDO in item.actions():
            undo = b.button("Undo", encode("review", "undo", item.item_id, item.revision))
        return [b.section(f"{decision_line(item)}\n{_snippet(item, 60)}", undo)]
    line = _snippet(item, 130)
    if item.worries:
        worst = item.worries[0]
        line += f"\n:warning: *{words.SEVERITIES[worst.severity]}* {b.isolate(clean_line(worst.reason, 70))}"
    if item.status is Status.ESCALATED:
        line = f":raising_hand: *Escalated* {line}"
    ids = [encode("review", verb, item.item_id, item.revision) for verb in ("approve", "reject", "details")]
    row = [
        b.button("Approve", ids[0], style="primary"),
        b.button("Reject…", ids[1]),
        b.button("More…", ids[2]),
    ]
    return [b.section(line), b.actions(row)]


def _snippet(item: ItemView, length: int) -> str:
    what = f"{words.kind_word(item.kind)} on {words.platform_word(item.platform)}"
    who = f" by {b.isolate(clean_line(item.creator.label, 40))}" if item.creator else ""
    rating = (
        f" · {item.rating:g}/{item.rating_scale:g}" if item.rating is not None and item.rating_scale else ""
    )
    title, words_of = clean_line(item.title or "", length), clean_line(item.text, length)
    text = b.isolate(title or words_of)
    if item.waiting and title and words_of and not words_of.startswith(title):
        text = f"{b.isolate(truncate(title, 50))}\n>{b.isolate(truncate(words_of, 65))}"
    short = item.url if item.url and len(item.url) <= 150 else None
    return f"*{b.link(short, what)}*{who}{rating}: {text}"


def _outcomes(counts: Tally) -> str:
    parts = [
        (counts.approved, "approved"),
        (counts.rejected, "rejected"),
        (counts.escalated, "escalated"),
        (counts.closed, "gone"),
    ]
    return ", ".join(f"{number} {word}" for number, word in parts if number) or "nothing decided yet"


def _from_where(counts: Tally) -> str:
    """ ": 41 from Mastodon, 19 from blogs"."""
    ranked = list(counts.platforms.items())
    if not ranked:
        return ""
    shown = [f"{count} from {b.escape(words.platforms_word(at))}" for at, count in ranked[:PLATFORMS_SHOWN]]
    if others := sum(count for _, count in ranked[PLATFORMS_SHOWN:]):
        shown.append(f"{others} from elsewhere")
    return f"\n{', '.join(shown)}"


def _all(total: int) -> str:
    return "The one item is" if total == 1 else f"All {total}"

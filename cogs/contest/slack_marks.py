"""The window in which a judge marks entries, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.contests.definition import Criterion
from bot.contests.refusals import Refused
from bot.contests.scoring.parts.queries import ToJudge
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.card import when
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import View, mark_button
from cogs.contest.slack_view import Judging
from cogs.contest.view import EntryView

TITLE = "Mark entries"
MOST_TEXT = 9000  # characters of an entry's text; the rest stands where it was posted
MARK = "mark-"
"""How the field of a criterion begins; its key follows."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A judge's entries and the one before them. ``at`` is None when nothing is left to mark; ``marks`` are those
    that they gave it so far."""

    contest: int
    name: str
    closes_at: datetime
    criteria: Sequence[Criterion]
    entries: Sequence[ToJudge]
    at: ToJudge | None = None
    entry: EntryView | None = None
    marks: Mapping[str, int] | None = None

    @property
    def done(self) -> int:
        return sum(one.whole for one in self.entries)

    @property
    def neighbours(self) -> tuple[ToJudge | None, ToJudge | None]:
        """The entries before and after."""
        place = next((at for at, one in enumerate(self.entries) if one == self.at), None)
        if place is None:
            return None, self.entries[0] if self.entries else None
        before = self.entries[place - 1] if place else None
        return before, self.entries[place + 1] if place + 1 < len(self.entries) else None

    def next_open(self, after: int = 0) -> ToJudge | None:
        """The next entry that isn't marked in full, after that number and then from the beginning."""
        left = [one for one in self.entries if not one.whole]
        return next((one for one in left if one.number > after), left[0] if left else None)


def where(judging: Sequence[Judging], notice: str = "") -> View:
    """The contests that somebody judges, for those who see nothing else here."""
    made: list[b.Block] = [b.section(f":speech_balloon: {b.escape(notice)}")] if notice else []
    for one in judging:
        made.append(
            b.section(
                f"*{b.isolate(clean_line(one.name, 80))}*\n{_progress(one.done, one.of)}", mark_button(one)
            )
        )
    return _window(made)


def refused(refusal: Refused) -> View:
    """Why nothing can be marked."""
    return _window([b.section(f":no_entry_sign: {b.escape(f'{refusal.message} {refusal.remedy}'.strip())}")])


def window(desk: Desk, files: Mapping[int, str], notice: str = "") -> View:
    """The entry with a field for each criterion; or that nothing is left. ``files``: pictures that Slack has."""
    made: list[b.Block] = [
        b.context(
            f"*{b.isolate(clean_line(desk.name, 80))}* · {_progress(desk.done, len(desk.entries))} · marks until "
            f"{when(desk.closes_at)}"
        )
    ]
    if notice:
        made.append(b.section(f":speech_balloon: {b.escape(notice)}"))
    if desk.at is None or desk.entry is None:
        made += [b.section(_nothing(desk)), *_way(desk)]
        return _window(made)
    made += [b.section(_heading(desk.entry)), *_content(desk.entry, files), b.divider()]
    made += [_field(one, desk.at, desk.marks or {}) for one in desk.criteria]
    made += _way(desk)
    callback = encode("contest", "marks", desk.contest, None, (str(desk.at.entry_id), str(desk.at.number)))
    return b.modal(TITLE, made, callback_id=callback, submit="Save, next", close="Done")


def _window(made: Sequence[b.Block]) -> View:
    """One that has nothing to save."""
    return b.modal(TITLE, made, callback_id=encode("contest", "marks"), close="Done")


def _progress(done: int, of: int) -> str:
    return f"{done:,} of {of:,} marked" if of else "nothing to mark yet"


def _nothing(desk: Desk) -> str:
    if not desk.entries:
        return "*Nothing to mark yet.* Entries come here once they are accepted in review; your own never do."
    return (
        f":white_check_mark: *You have marked {words.count(len(desk.entries), 'entry', 'entries')}: all there are.* "
        "You can change your marks until it closes, and new entries may follow until entries close."
    )


# ---- an entry ----


def _heading(entry: EntryView) -> str:
    if entry.item is None or entry.item.gone:
        return f"*Number {entry.number}*\n_Its content is gone from where it was posted._"
    lines = [f"*Number {entry.number}*" + (f" · {b.isolate(entry.title)}" if entry.title else "")]
    credit = clean_line(entry.made_by, 80)
    lines.append(f"by {b.isolate(credit)}" if credit else "_The platform does not say who made it._")
    if b.safe_url(entry.item.url):
        lines[-1] += f" · {b.link(entry.item.url, 'Original')}"
    return "\n".join(lines)


def _content(entry: EntryView, files: Mapping[int, str]) -> list[b.Block]:
    item = entry.item
    if item is None or item.gone:
        return []
    made = _pictures(item, files)
    text = item.text.strip()
    if text and clean_line(text, len(text)) != entry.title:
        made += [b.written(piece) for piece in b.chunks(text[:MOST_TEXT])]
    if len(text) > MOST_TEXT:
        made.append(b.context("The rest of the text stands in the original."))
    return made


def _pictures(item: ItemView, files: Mapping[int, str]) -> list[b.Block]:
    if item.media_hidden:
        return [b.context(":see_no_evil: A moderator has hidden its pictures.")]
    shown = next((one for one in item.media if one.id in files), None)
    made: list[b.Block] = []
    if shown is not None:
        described = clean_line(shown.alt or "", 1500)
        made.append(b.image(described or "The entry, without a description", slack_file=files[shown.id]))
    others = [
        b.link(one.url, f"{one.kind} {at}")
        for at, one in enumerate(item.media[:10], 1)
        if b.safe_url(one.url) and (one is not shown or one.kind != "image")
    ]
    if others:
        made.append(b.context(f":frame_with_picture: {' · '.join(others)}"))
    return made


def _field(criterion: Criterion, at: ToJudge, given: Mapping[str, int]) -> b.Block:
    """What a criterion is, its best mark, and the mark given so far. Its id names the entry, or Slack would keep what
    was chosen for the one before."""
    options = [b.option(str(each), str(each)) for each in range(criterion.best + 1)]
    hint = f"0 is the lowest, {criterion.best} the best."
    if criterion.weight > 1:
        hint += f" Counts {criterion.weight} times."
    chosen = str(given[criterion.key]) if criterion.key in given else None
    return b.field(
        clean_line(criterion.name, 60),
        b.select("mark", f"0 to {criterion.best}", options, initial=chosen),
        b.fresh(f"{MARK}{criterion.key}", str(at.entry_id)),
        hint=hint,
    )


def _way(desk: Desk) -> list[b.Block]:
    """To the other entries, those that are marked among them."""
    if not desk.entries:
        return []
    before, after = desk.neighbours
    row = [
        b.button(text, encode("contest", "judge", desk.contest, None, (str(one.entry_id), name)))
        for text, name, one in (("Previous", "before", before), ("Next", "after", after))
        if one is not None
    ]
    if desk.at is None and after is not None:
        row = [
            b.button(
                "Look at them again", encode("contest", "judge", desk.contest, None, (str(after.entry_id),))
            )
        ]
    row.append(inputs.suggested(encode("contest", "judge_find", desk.contest), "Go to a number"))
    nonce = f"{desk.at.entry_id if desk.at else 0}"
    return [b.actions(row, b.fresh("way", nonce))]


def option(one: ToJudge, entry: EntryView | None) -> b.Block:
    """An entry in the menu that leads to it."""
    said = [f"Number {one.number}", "marked" if one.whole else "not marked yet"]
    if entry is not None and entry.title:
        said.append(entry.title)
    return b.option(" · ".join(said), str(one.entry_id))

"""One contest in a window: how it stands, what comes next, and what this person may do about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.contests.draw import DrandRound, Promise, Reveal, TwoPeople, time_of
from bot.contests.rules import ContestAction, Kind, Phase
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_view import LISTED, ContestView, Judging, Where

View = dict[str, Any]
A = ContestAction
MOST_JUDGED = 5  # contests whose judge somebody is, in the list


def window(title: str, made: Sequence[b.Block], where: Where, notice: str = "") -> View:
    """A page of the contests' window; ``notice`` says what came of the last click."""
    told = [b.section(f":speech_balloon: {b.escape(notice)}")] if notice else []
    return b.modal(
        title, [*told, *made], callback_id=encode("contest", "window"), close="Close", metadata=where.pack()
    )


def go(text: str, where: Where, *, style: str | None = None) -> b.Block:
    """A button that shows another page."""
    extra = (where.page, str(where.number), where.status)
    return b.button(text, encode("contest", "show", where.contest, None, extra), style=style)


def name_of(contest: ContestView, limit: int = 80) -> str:
    """The contest's name in mrkdwn, escaped."""
    return b.isolate(clean_line(contest.name, limit))


def clock_in(moment: datetime, contest: ContestView) -> str:
    """A moment on the clock of the contest's own zone. Plain text."""
    local = moment.astimezone(contest.definition.zone)
    return f"{local:%a} {local.day} {local:%b %Y, %H:%M} in {contest.definition.time_zone}"


# ---- the list ----


def listing(
    contests: Sequence[ContestView],
    where: Where,
    *,
    manager: bool,
    notice: str = "",
    judging: Sequence[Judging] = (),
) -> View:
    """Every contest with its phase, dates and numbers; what a judge has to mark stands first."""
    made: list[b.Block] = []
    if judging:
        row = [mark_button(one, named=True) for one in judging[:MOST_JUDGED]]
        made.append(b.actions(row, "judging"))
    if manager:
        made.append(b.actions([b.button("New contest", encode("contest", "new"), style="primary")], "top"))
    if not contests:
        made.append(b.section(_nothing(manager)))
    for contest in contests[:LISTED]:
        label = "Manage" if contest.manager else "Look"
        button = go(label, Where("contest", contest.id))
        button["accessibility_label"] = b.plain(f"{label} {clean_line(contest.name, 50)}", 75)["text"]
        made.append(b.section(summary(contest), button))
    if len(contests) > LISTED:
        made.append(b.context(f"The newest {LISTED}. `/goodword contest NAME` finds any other."))
    return window("Contests", made, where, notice)


def mark_button(one: Judging, *, named: bool = False) -> b.Block:
    """Leads a judge to what they haven't marked."""
    text = f"Mark entries: {clean_line(one.name, 40)}" if named else "Mark entries"
    return b.button(
        f"{text} ({one.done:,} of {one.of:,})",
        encode("contest", "judge", one.contest),
        style="primary" if one.done < one.of else None,
    )


def _nothing(manager: bool) -> str:
    if manager:
        return (
            ":trophy: *No contest yet.* Write the first one: it is a draft until you announce it. People take part "
            "in Discord; their entries come into the same review queue as everything else."
        )
    return ":trophy: *No contest yet.* Managers write them; you will see them here once they are announced."


def summary(contest: ContestView) -> str:
    """Two lines about a contest, in mrkdwn."""
    sign, phase = words.PHASE_SIGNS[contest.phase], words.PHASES[contest.phase]
    first = f"{sign} *{name_of(contest)}* · {phase} · {words.KIND[contest.kind]}"
    return f"{first}\n{dates(contest)}\n{numbers(contest)}"


def dates(contest: ContestView) -> str:
    """What is next on its calendar, in the reader's zone."""
    match contest.phase:
        case Phase.DRAFT | Phase.ANNOUNCED:
            return f"Opens {when(contest.opens_at)}, closes {when(contest.closes_at)}"
        case Phase.OPEN if contest.entries_close_at < contest.closes_at:
            return f"Entries until {when(contest.entries_close_at)}, closes {when(contest.closes_at)}"
        case Phase.OPEN | Phase.VOTING:
            return f"Closes {when(contest.closes_at)}"
        case _:
            return f"Closed {when(contest.closes_at)}"


def numbers(contest: ContestView) -> str:
    """Entries and votes."""
    found = contest.numbers
    parts = [f"{found.accepted:,} accepted", f"{found.waiting:,} waiting for review"]
    if contest.definition.counts_votes:
        parts.append(words.count(found.votes, "vote"))
    if contest.kind is Kind.POINTS:
        parts.append(words.count(found.ranked, "person with points", "people with points"))
    if found.flags and contest.manager:
        parts.append(f":triangular_flag_on_post: {words.count(found.flags, 'flag')}")
    return " · ".join(parts)


def status(contest: ContestView, now: datetime) -> tuple[str, list[b.Block]]:
    """The message about a contest that is kept current in the managers' channel: its text and blocks."""
    here = Where("contest", contest.id)
    row = [go("Manage", here), go("Entries", here.to("entries"))]
    if contest.numbers.flags:
        row.append(go(f"Flags ({contest.numbers.flags})", here.to("flags")))
    made = [b.section(summary(contest)), b.context(_next(contest, now)), b.actions(row)]
    return f"{clean_line(contest.name, 80)}: {words.PHASES[contest.phase]}", made


# ---- one contest ----


def one(
    contest: ContestView, now: datetime, where: Where, notice: str = "", judging: Judging | None = None
) -> View:
    """A contest with its buttons."""
    made: list[b.Block] = [
        b.header(clean_line(contest.name, 120)),
        b.section(
            f"{words.PHASE_SIGNS[contest.phase]} *{words.PHASES[contest.phase]}* · {words.KIND[contest.kind]}"
        ),
        b.section(f"{_calendar(contest)}\n{numbers(contest)}"),
        b.section(_next(contest, now)),
    ]
    if judging is not None:
        made.append(b.actions([mark_button(judging)], "judging"))
    if row := _life(contest):
        made.append(b.actions(row, "life"))
    made += [b.divider(), b.actions(_pages(contest), "pages")]
    foot = [f"`{b.escape(contest.slug)}`"]
    if contest.definition.hashtag:
        foot.append(b.isolate(contest.definition.hashtag))
    made.append(b.context(" · ".join(foot)))
    return window("Contest", made, where, notice)


def _calendar(contest: ContestView) -> str:
    lines = [f"*Opens* {when(contest.opens_at)} ({clock_in(contest.opens_at, contest)})"]
    if contest.entries_close_at != contest.closes_at:
        entries = contest.entries_close_at
        lines.append(f"*Entries close* {when(entries)} ({clock_in(entries, contest)})")
    lines.append(f"*Closes* {when(contest.closes_at)} ({clock_in(contest.closes_at, contest)})")
    return "\n".join(lines)


def _next(contest: ContestView, now: datetime) -> str:
    waiting = words.count(contest.numbers.waiting, "entry waits", "entries wait")
    match contest.phase:
        case Phase.DRAFT:
            return "Only managers see this draft. Look at the preview, then announce it or open it at once."
        case Phase.ANNOUNCED:
            return f"Participants see it. It opens by itself {when(contest.opens_at)}."
        case Phase.OPEN | Phase.VOTING:
            hint = f" {waiting} for review; only what is accepted counts." if contest.numbers.waiting else ""
            due = f"{_what_ends(contest)} {when(contest.due_at)}." if contest.due_at else ""
            return f"{due}{hint}".strip() or "It runs."
        case Phase.CLOSED if not contest.frozen:
            until = f", at the latest {when(contest.due_at)}" if contest.due_at else ""
            return f"{waiting} for review. When none is left{until}, the entry list is frozen and its hash published."
        case Phase.CLOSED:
            return _awaited(contest, now)
        case Phase.DECIDED if contest.kind is Kind.LOT:
            return (
                "The draw is public: anybody can work the winners out; nobody has been notified. Look at them, "
                "then award."
            )
        case Phase.DECIDED:
            return "The winners are known and nobody has been told. Look at them, then award."
        case Phase.AWARDED:
            return "Winners are told and have time to claim; what isn't claimed goes to the next in order by itself."
        case Phase.FINISHED:
            return "Every prize is settled. The record of the draw stays, for anybody to check."
        case _:
            return "It was cancelled. Nothing more happens to it."


def _what_ends(contest: ContestView) -> str:
    first = contest.due_at is not None and contest.due_at < contest.closes_at
    return "Entries close by themselves" if first else "It closes by itself"


def _awaited(contest: ContestView, now: datetime) -> str:
    record = contest.record
    if record is None or not contest.definition.draws:
        return "The entry list is frozen. Standings are being brought in order."
    source = record.frozen.source
    if isinstance(source, DrandRound):
        there = time_of(source.chain, source.round)
        late = (
            " It is late: the beacon may be away. You can go on with two people's words."
            if now > there
            else ""
        )
        return (
            f"The entry list is frozen. Round {source.round:,} of the beacon decides, due {when(there)}; then it "
            f"draws by itself.{late}"
        )
    return f"The entry list is frozen. Two people's words decide. {b.escape(two_people(source, record))}"


def two_people(source: TwoPeople, record: Any) -> str:
    """How far the two people are. Plain text."""
    promised = {each.person for each in record.all(Promise)}
    said = {each.person for each in record.all(Reveal)}
    parts = []
    for person in source.people:
        state = (
            "has revealed"
            if person in said
            else "has committed"
            if person in promised
            else "hasn't committed yet"
        )
        parts.append(f"{person} {state}")
    return "; ".join(parts) + "."


def _life(contest: ContestView) -> list[b.Block]:
    """What may be done now, what goes on first."""
    row = [_button(contest, action) for action in _ORDER if action in contest.actions]
    return [button for button in row if button is not None]


_ORDER = (
    A.EDIT, A.ANNOUNCE, A.OPEN, A.EXTEND, A.CLOSE_ENTRIES, A.CLOSE, A.FREEZE, A.PROMISE, A.REVEAL, A.DECIDE,
    A.TWO_PEOPLE, A.AWARD, A.FINISH, A.CANCEL,
)  # fmt: skip


def _button(contest: ContestView, action: ContestAction) -> b.Block | None:
    if action in _FORMS:
        if action in (A.PROMISE, A.REVEAL) and not _is_due(contest, action):
            return None
        if action is A.TWO_PEOPLE and (contest.by_two or not contest.definition.draws):
            return None
        return b.button(
            _FORMS[action],
            encode("contest", "ask", contest.id, contest.revision, (action.value,)),
            style="danger" if action is A.CANCEL else None,
        )
    if action is A.AWARD:
        return go("Award…", Where("winners", contest.id), style="primary")
    if action is A.CLOSE_ENTRIES and contest.entries_close_at == contest.closes_at:
        return None
    text, title, meaning, yes = _asked(contest, action)
    return b.button(
        text,
        encode("contest", "do", contest.id, contest.revision, (action.value,)),
        style="primary" if action in (A.ANNOUNCE,) else None,
        confirm=b.confirm(title, meaning, yes, danger=action is A.CLOSE),
    )


def _is_due(contest: ContestView, action: ContestAction) -> bool:
    """Whether this person, as one of the two, has yet to commit to words or to reveal them."""
    record, me = contest.record, contest.drawn_as
    if (
        record is None
        or not isinstance(record.frozen.source, TwoPeople)
        or me not in record.frozen.source.people
    ):
        return False
    promised = {each.person for each in record.all(Promise)}
    if action is A.PROMISE:
        return me not in promised
    return len(promised) == len(record.frozen.source.people) and me not in {
        one.person for one in record.all(Reveal)
    }


_FORMS = {
    A.EDIT: "Edit…",
    A.EXTEND: "Extend…",
    A.PROMISE: "Commit…",
    A.REVEAL: "Reveal…",
    A.TWO_PEOPLE: "Two people instead…",
    A.CANCEL: "Cancel contest…",
}


def _ends(contest: ContestView) -> str:
    return "Entries and votes" if contest.definition.counts_votes else "Entries"


def _after(contest: ContestView) -> str:
    """What comes after closing."""
    if not contest.numbers.waiting:
        return "Nothing waits for review, so the entry list is frozen and its hash published."
    waiting = words.count(contest.numbers.waiting, "entry", "entries")
    hours = words.count(contest.definition.review_grace_hours, "hour")
    return f"{waiting} still in review can be decided for {hours}; then the list is frozen."


def _asked(contest: ContestView, action: ContestAction) -> tuple[str, str, str, str]:
    """The button, and what is asked before it does something: title, what it means, yes."""
    waiting = words.count(contest.numbers.waiting, "entry", "entries")
    match action:
        case A.ANNOUNCE:
            return (
                "Announce",
                "Announce it?",
                f"Participants see it from now on. It opens {clock_in(contest.opens_at, contest)}.",
                "Announce",
            )
        case A.OPEN:
            return (
                "Open now",
                "Open it now?",
                f"Entries are taken from now until {clock_in(contest.entries_close_at, contest)}. Once it is open, "
                "it can't be edited.",
                "Open",
            )
        case A.CLOSE_ENTRIES:
            return (
                "Close entries",
                "Close entries now?",
                f"No more entries. It goes on until {clock_in(contest.closes_at, contest)}. This can't be undone.",
                "Close entries",
            )
        case A.CLOSE:
            return (
                "Close now",
                "Close it now?",
                f"{_ends(contest)} end at once. {_after(contest)} This can't be undone.",
                "Close",
            )
        case A.FREEZE:
            return (
                "Freeze the list now",
                "Freeze the list?",
                f"{waiting} still in review won't count, whatever is decided later. The list's hash is published and "
                "can't be changed.",
                "Freeze",
            )
        case A.FINISH:
            return (
                "Finish",
                "Finish it?",
                "Winners can still claim their prizes in time; nothing is passed on any more.",
                "Finish",
            )
        case _:
            return (
                "Draw now" if contest.definition.draws else "Decide now",
                "Decide it?",
                "It does so by itself when everything is there; this asks for it once more.",
                "Go on",
            )


def _pages(contest: ContestView) -> list[b.Block]:
    here = Where("contest", contest.id)
    row = [go("Rules and preview", here.to("preview"))]
    if contest.phase not in (Phase.DRAFT, Phase.ANNOUNCED):
        row.append(go(f"Entries ({contest.numbers.entries:,})", here.to("entries")))
        if contest.kind is not Kind.LOT:
            row.append(go("Standings", here.to("standings")))
    if contest.definition.counts_marks and contest.manager:
        row.append(go("Jury", here.to("jury")))
    if contest.definition.counts_votes and contest.manager:
        row.append(go(f"Flags ({contest.numbers.flags})", here.to("flags")))
    if contest.phase in (Phase.DECIDED, Phase.AWARDED, Phase.FINISHED):
        row.append(go("Winners", here.to("winners")))
    if contest.frozen:
        row.append(go("Check the draw" if contest.definition.draws else "Check the list", here.to("record")))
    if contest.manager and contest.phase is not Phase.DRAFT:
        row.append(b.button("Export", encode("contest", "export", contest.id)))
    row.append(go("All contests", Where("list")))
    return row

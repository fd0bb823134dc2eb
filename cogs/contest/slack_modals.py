"""The small windows in which a manager says more before something happens: until when, why, for whom."""

from __future__ import annotations

from typing import Any

from bot.contests.draw.randomness import SHORTEST_WORDS
from bot.contests.overview.queries import EntryRow
from bot.contests.rules import ContestAction, Kind
from bot.contests.scoring.points import MOST
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.card import when
from bot.faces.slack.context import Origin
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import clock_in, name_of
from cogs.contest.slack_flags import evidence
from cogs.contest.slack_pages import who
from cogs.contest.slack_view import AwardView, ContestView, FlagView

View = dict[str, Any]
REASON = 500


def _asking(
    title: str, submit: str, made: list[b.Block], contest: ContestView, verb: str, origin: Origin, *extra: str
) -> View:
    callback = encode("contest", verb, contest.id, contest.revision, extra)
    return b.modal(title, made, callback_id=callback, submit=submit, metadata=origin.pack())


def _reason(label: str, hint: str, limit: int = REASON) -> b.Block:
    return b.field(label, b.text_input("reason", multiline=True, limit=limit), "reason", hint=hint)


def extend(contest: ContestView, origin: Origin) -> View:
    """A later closing, in the contest's own zone."""
    local = contest.closes_at.astimezone(contest.definition.zone)
    made = [
        b.section(
            f"*{name_of(contest)}* closes {when(contest.closes_at)} ({clock_in(contest.closes_at, contest)})."
        ),
        b.field("New closing: day", inputs.day("day", local.date().isoformat()), "day"),
        b.field(
            "New closing: time",
            inputs.clock("clock", f"{local:%H:%M}"),
            "clock",
            hint=f"In the contest's zone, {contest.definition.time_zone}. Everybody is told.",
        ),
    ]
    return _asking("Extend", "Extend", made, contest, ContestAction.EXTEND.value, origin)


def cancel(contest: ContestView, origin: Origin) -> View:
    """What cancelling means, and why it is done."""
    seen = "Nobody has seen it." if not contest.numbers.entries else "Entrants are told, with the reason."
    made = [
        b.section(f"*{name_of(contest)}* ends without winners. It can't be taken up again. {seen}"),
        _reason("Why?", "Participants read it in the contest's channel."),
    ]
    return _asking("Cancel the contest?", "Cancel contest", made, contest, ContestAction.CANCEL.value, origin)


def disqualify(contest: ContestView, entry: EntryRow, origin: Origin) -> View:
    """A reason that the entrant sees."""
    after = " What it has won goes to the next in order." if contest.frozen else ""
    drawn = contest.frozen and contest.kind is Kind.LOT
    public = " It stands in the public record of the draw too." if drawn else ""
    made = [
        _about(entry),
        b.section(f"It stops counting at once.{after} You can reinstate it later."),
        _reason("Reason", f"The entrant is told it, word by word.{public}"),
    ]
    return _asking("Disqualify", "Disqualify", made, contest, "disqualify", origin, str(entry.id))


def redraw(contest: ContestView, one: AwardView, origin: Origin) -> View:
    """Why somebody doesn't get a prize; the next in order does."""
    name = who(one.person.name, one.person.platform, one.person.external_id) if one.person else "nobody"
    drawn = " The record of the draw says so, with the reason." if contest.definition.draws else ""
    made = [
        b.section(f"*{b.isolate(one.prize)}* is for {name}. It goes to the next in order instead.{drawn}"),
        _reason("Why?", "It is kept for good, and whoever loses the prize is told."),
    ]
    return _asking(
        "Somebody else", "Go on", made, contest, ContestAction.REDRAW.value, origin, str(one.award.id)
    )


def two_people(contest: ContestView, origin: Origin) -> View:
    """Without a beacon: who the two are, and why."""
    made = [
        b.section(
            "The same entry list is frozen anew, and two people's words decide in place of the beacon: each first "
            "commits to words, and only when both have, they reveal them. The record that this replaces is kept."
        ),
        b.field("The two people", inputs.users("people", "Choose two", most=2), "people"),
        _reason("Why?", "Everybody reads it beside the draw."),
    ]
    return _asking("Two people instead", "Freeze anew", made, contest, ContestAction.TWO_PEOPLE.value, origin)


def promise(contest: ContestView, origin: Origin) -> View:
    """One of the two commits to words."""
    made = [
        b.section(
            "Think of some words that nobody could guess and *write them down*: you type them again to reveal them, "
            "and every character counts. Only their fingerprint is kept now."
        ),
        b.field(
            "Your words",
            b.text_input(
                "words", limit=1000, placeholder="A line from the middle of a book, and some digits"
            ),
            "words",
            hint=f"At least {SHORTEST_WORDS} characters. Or their fingerprint, from “goodword contest promise”.",
        ),
    ]
    return _asking("Commit", "Commit", made, contest, ContestAction.PROMISE.value, origin)


def reveal(contest: ContestView, origin: Origin) -> View:
    """One of the two says the words, once both have committed."""
    made = [
        b.section("Type the words that you committed to. They are published, and mixed into the draw."),
        b.field("Your words", b.text_input("words", limit=1000), "words", hint="Capitals and spaces count."),
    ]
    return _asking("Reveal", "Reveal", made, contest, ContestAction.REVEAL.value, origin)


def points(contest: ContestView, origin: Origin) -> View:
    """Points for somebody, with a reason."""
    person = inputs.suggested(encode("contest", "people", contest.id), "Type a name")
    made = [
        b.field("Who?", person, "person", hint="Entrants first. Type a name or an id to find anybody else."),
        b.field(
            "How many points?",
            inputs.number("points", least=-MOST, most=MOST),
            "points",
            hint="A negative number takes some away.",
        ),
        _reason("What for?", "It stands beside their points.", 300),
    ]
    return _asking("Give points", "Give", made, contest, "points", origin)


def settle(contest: ContestView, one: FlagView, outcome: str, origin: Origin) -> View:
    """What comes of a flag: dismissed, its votes voided, or its entry disqualified."""
    title, does, hint = {
        "dismiss": ("Dismiss", "The flag is settled. Votes stay as they are.", "Only managers read it."),
        "void": (
            "Void the votes",
            f"{words.count(len(one.flag.evidence.get('ids') or ()), 'vote')} that this flag is about stop counting "
            "and can't be cast again. The standings follow at once.",
            "Kept with the votes.",
        ),
        "disqualify": (
            "Disqualify",
            "The entry stops counting at once.",
            "The entrant is told it, word by word.",
        ),
    }[outcome]
    made = [b.section(evidence(one)), b.section(does), _reason("Why?", hint, 300)]
    return _asking(title, title, made, contest, "settle", origin, str(one.flag.id), outcome)


def _about(entry: EntryRow) -> b.Block:
    said = f"*Number {entry.number}* by {who(entry.name, entry.platform, entry.external_id)}"
    if text := clean_line(entry.text, 140):
        said += f"\n{b.isolate(text)}"
    return b.section(said)

"""What managers are told about a contest in Slack, in words. Plain text: a notice escapes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.contests.draw import DrandRound
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import clock_in
from cogs.contest.slack_flags import KINDS
from cogs.contest.slack_view import ContestView

QUIET = frozenset({"announced"})
"""What the message that is kept current says well enough."""
CLOSING_SOON = "closing-soon"


def told(kind: str, contest: ContestView, data: Mapping[str, Any]) -> tuple[str, str] | None:
    """What happened, and what to do; None for what nobody needs to be told."""
    name = f"“{clean_line(contest.name, 80)}”"
    waiting = contest.numbers.waiting
    review = f"{words.count(waiting, 'entry waits', 'entries wait')} for review" if waiting else ""
    match kind:
        case "opened":
            return f"{name} is open. Entries until {clock_in(contest.entries_close_at, contest)}.", ""
        case "extended":
            return f"{name} was extended: it closes {clock_in(contest.closes_at, contest)}.", ""
        case "closing-soon":
            ends = f"{name} goes on for 24 hours more."
            return ends, f"{review}: only what is accepted counts." if review else ""
        case "entries-closed":
            return f"Entries to {name} are closed. It closes {clock_in(contest.closes_at, contest)}.", review
        case "closed-waiting":
            grace = contest.definition.review_grace_hours
            left = words.count(int(data.get("waiting") or 0), "entry waits", "entries wait")
            return (
                f"{name} is closed. {left} for review.",
                f"Decide within {words.count(grace, 'hour')}: then the entry list is frozen, and what still waits "
                "doesn't count.",
            )
        case "frozen":
            return _frozen(name, contest, data), ""
        case "two-people":
            people = " and ".join(clean_line(str(one), 60) for one in data.get("people") or ())
            return (
                f"No beacon for {name}: {people} make the chance.",
                "Each opens the contest and commits to words; when both have, each reveals them.",
            )
        case "decided":
            winners = words.count(int(data.get("winners") or 0), "winner")
            said = f"{name} is decided: {winners}."
            if unknown := int(data.get("unknown") or 0):
                people = words.count(unknown, "person", "people")
                said += f" Whether {people} are still members could not be asked; they count as members."
            return said, "Look at the winners, then award."
        case "awarded":
            days = words.count(contest.definition.claim_days, "day")
            return f"{name} is awarded. Winners have {days} to claim.", ""
        case "cancelled":
            return f"{name} was cancelled.", ""
        case _:
            return _trouble(kind, name, data)


def _frozen(name: str, contest: ContestView, data: Mapping[str, Any]) -> str:
    entries = words.count(int(data.get("entries") or 0), "entry counts", "entries count")
    said = f"The entry list of {name} is frozen: {entries}. Published hash: {data.get('hash', '')}."
    if contest.record is None or not contest.definition.draws:
        return said
    said += f" Commitment to the organiser's secret: {contest.record.frozen.commitment}."
    source = contest.record.frozen.source
    if isinstance(source, DrandRound):
        return f"{said} Round {source.round} of the beacon decides."
    return f"{said} The words of {' and '.join(source.people)} decide."


def _trouble(kind: str, name: str, data: Mapping[str, Any]) -> tuple[str, str] | None:
    match kind:
        case "award-passed":
            prize, reason = clean_line(str(data.get("prize")), 80), clean_line(str(data.get("reason")), 200)
            after = "Nobody is left to get it." if data.get("nobody") else "It goes to the next in order."
            return f"{name}: {prize} was not given. {reason} {after}", ""
        case "beacon-away":
            problem = clean_line(str(data.get("problem")), 300)
            return (
                f"The draw of {name} waits: its beacon can't be had. {problem}",
                "It draws by itself as soon as the beacon answers. Or go on with two people's words.",
            )
        case "flag":
            odd = KINDS.get(str(data.get("kind")), "Something odd about the votes")
            count = words.count(int(data.get("count") or 0), "vote")
            return (
                f"{name}: {odd[:1].lower()}{odd[1:]} ({count}).",
                "Look at the evidence; no vote was changed.",
            )
        case "entry-edited":
            return (
                f"{name}: entry {int(data.get('number') or 0)} was edited after the entry list was frozen.",
                "Look at it; it counts as it was accepted. Disqualify it if what it says now breaks the rules.",
            )
        case "problem":
            return clean_line(str(data.get("problem")), 500), clean_line(str(data.get("remedy") or ""), 300)
        case _:
            return None

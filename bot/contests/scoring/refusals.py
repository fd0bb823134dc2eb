"""Why a vote, a mark or points are refused, in English. A face translates by the key."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.contests.refusals import Refused


class Why(StrEnum):
    """Stable keys of refusals, as the texts of every language name them."""

    UNKNOWN_CONTEST = "unknown-contest"
    UNKNOWN_ENTRY = "unknown-entry"
    NOT_BY_VOTES = "vote-not-by-votes"
    NOT_OPEN = "vote-not-open"
    CLOSED = "vote-closed"
    NOT_ACCEPTED = "vote-not-accepted"
    OWN_ENTRY = "vote-own-entry"
    LINKED_ENTRY = "vote-linked-entry"
    LEFT = "vote-left"
    ACCOUNT_YOUNG = "vote-account-young"
    MEMBER_YOUNG = "vote-member-young"
    AGE_UNKNOWN = "vote-age-unknown"
    BUDGET = "vote-budget"
    TOO_MANY = "vote-too-many"
    TWIN = "vote-twin"
    VOIDED = "vote-voided"
    NOT_BY_JURY = "mark-not-by-jury"
    NOT_A_JUDGE = "mark-not-a-judge"
    MARK_OWN = "mark-own-entry"
    MARK_CRITERION = "mark-criterion"
    MARK_RANGE = "mark-range"
    NOT_A_SEASON = "points-not-a-season"
    POINTS_RANGE = "points-range"
    REASON_NEEDED = "reason-needed"
    UNKNOWN_FLAG = "unknown-flag"
    FLAG_SETTLED = "flag-settled"
    NO_VOTES = "void-no-votes"
    UNKNOWN_ACCOUNT = "unknown-account"
    DECIDED = "void-decided"


_WORDS: dict[Why, tuple[str, str]] = {
    Why.UNKNOWN_CONTEST: ("There is no such contest.", "Choose one from the list."),
    Why.UNKNOWN_ENTRY: ("There is no such entry.", "Look at the contest's entries again."),
    Why.NOT_BY_VOTES: ("Votes decide nothing in this contest.", "Its rules say what counts."),
    Why.NOT_OPEN: ("This contest isn't open yet.", "Come back when it has opened."),
    Why.CLOSED: ("This contest is closed.", "What was in when it closed counts."),
    Why.NOT_ACCEPTED: ("This entry doesn't count.", "Choose another one."),
    Why.OWN_ENTRY: ("This is your own entry.", "Choose somebody else's."),
    Why.LINKED_ENTRY: ("This is the entry of an account of yours.", "Choose somebody else's."),
    Why.LEFT: ("You aren't a member here any more.", "Join again, then vote."),
    Why.ACCOUNT_YOUNG: (
        "Your account must be at least {days} days old to vote here.",
        "You can vote from {when}.",
    ),
    Why.MEMBER_YOUNG: (
        "You must have been a member for at least {days} days to vote here.",
        "You can vote from {when}.",
    ),
    Why.AGE_UNKNOWN: (
        "This contest asks how long you have been here, and that isn't known of your account.",
        "Vote from an account that is a member of the server.",
    ),
    Why.BUDGET: (
        "You have {left} of {budget} votes left.",
        "Take a vote back from another entry to use it here.",
    ),
    Why.TOO_MANY: ("You can give an entry at most {most} votes.", "Give it fewer."),
    Why.TWIN: (
        "You have voted for this entry from another account of yours.",
        "Change that vote from the account that cast it.",
    ),
    Why.VOIDED: (
        "A manager has voided your vote for this entry.",
        "Ask a manager if you think this is wrong.",
    ),
    Why.NOT_BY_JURY: ("Judges decide nothing in this contest.", "Its rules say what counts."),
    Why.NOT_A_JUDGE: ("You aren't a judge of this contest.", "Ask a manager to name you."),
    Why.MARK_OWN: ("This entry is yours or an account's of yours, so you can't judge it.", "Leave it out."),
    Why.MARK_CRITERION: ("There is no criterion {criterion}.", "The criteria are {criteria}."),
    Why.MARK_RANGE: ("{criterion} is marked from 0 to {best}.", "Give a whole number in between."),
    Why.NOT_A_SEASON: ("Points are given in a season of challenges only.", "Its rules say what counts."),
    Why.POINTS_RANGE: ("Points are a whole number other than 0, up to {most}.", "Give another number."),
    Why.REASON_NEEDED: ("This needs a reason.", "Say why, in a few words."),
    Why.UNKNOWN_FLAG: ("There is no such flag.", "Look at the contest's flags again."),
    Why.FLAG_SETTLED: ("Somebody has settled this flag: {outcome}.", "Nothing more needs to be done."),
    Why.UNKNOWN_ACCOUNT: ("Nobody is known by that account.", "Choose somebody who has been seen here."),
    Why.DECIDED: (
        "This contest is decided already.",
        "Disqualify the entry and draw again, or award the next.",
    ),
    Why.NO_VOTES: ("None of these votes counts any more.", "Nothing needs to be voided."),
}


def refused(why: Why, **values: Any) -> Refused:
    """The refusal with its words filled in."""
    message, remedy = _WORDS[why]
    words = {name: _in_words(value) for name, value in values.items()}
    return Refused(why.value, values, message.format(**words), remedy.format(**words))


def _in_words(value: Any) -> Any:
    return f"{value:%d %B %Y, %H:%M} UTC" if isinstance(value, datetime) else value

"""Why something about a contest's life is refused, in English. A face translates by the key."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.contests.refusals import Refused


class Why(StrEnum):
    """Stable keys of refusals, as the texts of every language name them."""

    UNKNOWN_CONTEST = "unknown-contest"
    UNKNOWN_ENTRY = "unknown-entry"
    UNKNOWN_AWARD = "unknown-award"
    NOT_NOW = "contest-not-now"
    STALE = "contest-stale"
    LATER = "contest-later"
    REASON_NEEDED = "reason-needed"
    WAITING_FOR_CHANCE = "contest-waiting-for-chance"
    NOTHING_TO_AWARD = "contest-nothing-to-award"
    NO_PRIZE = "contest-no-prize"
    NOT_OPEN = "enter-not-open"
    ENTRIES_CLOSED = "enter-closed"
    ENTERED = "enter-entered"
    TAKEN = "enter-taken"
    ENOUGH = "enter-enough"
    TASK = "enter-task"
    TASK_DONE = "enter-task-done"
    ACCOUNT_YOUNG = "enter-account-young"
    MEMBER_YOUNG = "enter-member-young"
    AGE_UNKNOWN = "enter-age-unknown"
    DISQUALIFIED = "enter-disqualified"
    NOT_YOURS = "entry-not-yours"
    NOT_ACTIVE = "entry-not-active"
    NO_ROOM = "entry-no-room"
    AWARD_NOT_YOURS = "award-not-yours"
    AWARD_LAPSED = "award-lapsed"
    AWARD_SETTLED = "award-settled"
    NOT_ONE_OF_TWO = "draw-not-one-of-two"


_WORDS: dict[Why, tuple[str, str]] = {
    Why.UNKNOWN_CONTEST: ("There is no such contest.", "Choose one from the list."),
    Why.UNKNOWN_ENTRY: ("There is no such entry.", "Look at the contest's entries again."),
    Why.UNKNOWN_AWARD: ("There is no such prize.", "Look at the contest's winners again."),
    Why.NOT_NOW: ("“{name}” is {phase} now, so that can't be done.", "Look at the contest again."),
    Why.STALE: ("Somebody changed “{name}” meanwhile.", "Look at it again and repeat your change."),
    Why.LATER: ("The new closing must be later than the one set, {when}.", "Choose a later time."),
    Why.REASON_NEEDED: ("This needs a reason.", "Say why, in a few words."),
    Why.WAITING_FOR_CHANCE: ("The draw's public chance isn't there yet.", "It draws by itself when it is."),
    Why.NOTHING_TO_AWARD: ("There is no winner to announce.", "Draw again, or finish the contest."),
    Why.NO_PRIZE: (
        "“{name}” has nothing to win yet, so nobody could be awarded.",
        "Write at least one prize, for instance “1 × Tea box”.",
    ),
    Why.NOT_OPEN: ("“{name}” isn't open yet.", "It opens {when}."),
    Why.ENTRIES_CLOSED: ("Entries to “{name}” are closed.", "They closed {when}."),
    Why.ENTERED: ("You have entered this already: it is entry {number}.", "Enter something else."),
    Why.TAKEN: ("Somebody else has entered this.", "Enter something of your own, or tell a manager."),
    Why.ENOUGH: ("You have entered {count} of {most} times.", "Withdraw an entry to enter another."),
    Why.TASK: ("This contest has no task “{task}”.", "Choose one of its tasks."),
    Why.TASK_DONE: ("You have done “{task}” {most} times, which is all that counts.", "Choose another task."),
    Why.ACCOUNT_YOUNG: (
        "Your account must be at least {days} days old to enter here.",
        "You can enter from {when}.",
    ),
    Why.MEMBER_YOUNG: (
        "You must have been a member for at least {days} days to enter here.",
        "You can enter from {when}.",
    ),
    Why.AGE_UNKNOWN: (
        "This contest asks how long you have been here, and that isn't known of your account.",
        "Enter from an account that is a member of the server.",
    ),
    Why.DISQUALIFIED: ("This entry was disqualified: {reason}", "Ask a manager if you think this is wrong."),
    Why.NOT_YOURS: ("This isn't your entry.", "Choose one of yours."),
    Why.NOT_ACTIVE: ("Entry {number} doesn't take part any more.", "Nothing needs to be done."),
    Why.NO_ROOM: (
        "Whoever made entry {number} has others by now, as many as the rules give each person.",
        "Disqualify one of those before.",
    ),
    Why.AWARD_NOT_YOURS: ("This prize is somebody else's.", "Yours, if there are any, stand in /contest me."),
    Why.AWARD_LAPSED: ("The time to claim this prize ended {when}.", "It isn't yours to claim any more."),
    Why.AWARD_SETTLED: ("This prize is settled: {status}.", "Nothing needs to be done."),
    Why.NOT_ONE_OF_TWO: ("The two people of this draw are {people}.", "Ask one of them."),
}


def refused(why: Why, **values: Any) -> Refused:
    """The refusal with its words filled in. Times are told in UTC here; faces show them in the reader's own zone."""
    said = {key: _spoken(value) for key, value in values.items()}
    message, remedy = _WORDS[why]
    return Refused(why.value, values, message.format(**said), remedy.format(**said))


def _spoken(value: Any) -> Any:
    return f"{value:%Y-%m-%d %H:%M} UTC" if hasattr(value, "utcoffset") else value

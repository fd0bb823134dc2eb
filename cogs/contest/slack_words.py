"""What contests and their parts are called in Slack. Plain text."""

from __future__ import annotations

from collections.abc import Mapping

from bot.contests.rules import AwardStatus, Draw, EntryStatus, Kind, Phase, Ties

KINDS: Mapping[Kind, str] = {
    Kind.VOTES: "Votes: members choose",
    Kind.JURY: "Jury: judges mark",
    Kind.ENGAGEMENT: "Engagement: likes, comments, shares",
    Kind.POINTS: "Season: points for tasks",
    Kind.LOT: "Lot: a draw among all entries",
    Kind.MIX: "Mix: votes, jury and engagement",
}
KIND: Mapping[Kind, str] = {
    Kind.VOTES: "by votes",
    Kind.JURY: "by jury",
    Kind.ENGAGEMENT: "by engagement",
    Kind.POINTS: "season of points",
    Kind.LOT: "by lot",
    Kind.MIX: "votes, jury and engagement",
}
PHASES: Mapping[Phase, str] = {
    Phase.DRAFT: "Draft",
    Phase.ANNOUNCED: "Announced",
    Phase.OPEN: "Open",
    Phase.VOTING: "Entries closed, voting on",
    Phase.CLOSED: "Closed",
    Phase.DECIDED: "Decided, not awarded yet",
    Phase.AWARDED: "Awarded",
    Phase.FINISHED: "Finished",
    Phase.CANCELLED: "Cancelled",
}
PHASE_SIGNS: Mapping[Phase, str] = {
    Phase.DRAFT: ":pencil2:",
    Phase.ANNOUNCED: ":loudspeaker:",
    Phase.OPEN: ":large_green_circle:",
    Phase.VOTING: ":ballot_box_with_ballot:",
    Phase.CLOSED: ":lock:",
    Phase.DECIDED: ":game_die:",
    Phase.AWARDED: ":trophy:",
    Phase.FINISHED: ":checkered_flag:",
    Phase.CANCELLED: ":no_entry_sign:",
}
TIES: Mapping[Ties, str] = {
    Ties.EARLIEST: "Whoever entered earlier stands first",
    Ties.LOT: "By lot, with the tickets of the draw",
    Ties.SHARED: "They share the place; each gets the prize",
}
DRAWS: Mapping[Draw, str] = {
    Draw.BEACON: "Public randomness beacon (drand)",
    Draw.TWO_PEOPLE: "Two people commit and reveal (no network)",
}
ENTRIES: Mapping[EntryStatus, str] = {
    EntryStatus.WAITING: "waits for review",
    EntryStatus.ACCEPTED: "accepted",
    EntryStatus.REJECTED: "rejected in review",
    EntryStatus.WITHDRAWN: "withdrawn",
    EntryStatus.DISQUALIFIED: "disqualified",
}
AWARDS: Mapping[AwardStatus, str] = {
    AwardStatus.PLANNED: "decided, not told yet",
    AwardStatus.OFFERED: "told, may claim it",
    AwardStatus.CLAIMED: "claimed",
    AwardStatus.LAPSED: "not claimed in time",
    AwardStatus.DECLINED: "declined",
    AwardStatus.PASSED: "passed over",
    AwardStatus.NOBODY: "nobody is left to get it",
}


def count(number: int, one: str, many: str = "") -> str:
    """ "1 entry", "1,200 entries"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"

"""What these tables hold about people, see ``bot.storage.personal``. Votes, marks and ranks stay under a number that
stands for nobody any more, so that what was counted stays true; frozen lists never held names."""

from __future__ import annotations

from bot.contests.tables import (
    Contest,
    ContestAward,
    ContestEntry,
    ContestEvent,
    ContestFlag,
    ContestMark,
    ContestMeasure,
    ContestPoint,
    ContestScore,
    ContestStanding,
    ContestVote,
)
from bot.storage.personal import (
    CODE,
    SETTING,
    TEAM,
    Actor,
    Elsewhere,
    Gone,
    Held,
    Ours,
    Stays,
    Through,
    Whose,
    Words,
)

_COUNTED = "the result was counted with it; it belongs to a number that stands for nobody any more"

HELD = (
    Held(
        Contest,
        "Contests of the brand.",
        {
            "slug": SETTING,
            "name": SETTING,
            "kind": CODE,
            "phase": CODE,
            "definition": Ours("what managers wrote: rules, prizes, who judges"),
            "secret": Ours("random"),
            "record": Ours("the published draw: entries are numbers in it"),
            "created_by": TEAM,
            "created_by_name": TEAM,
        },
    ),
    Held(
        ContestEvent,
        "What happened to your entries.",
        {
            "action": Stays("What happened.", _COUNTED),
            "actor": Actor("Who did it: you, or somebody of the team.", name="actor_name"),
            "actor_name": Elsewhere("Your name, where you did it.", "with the actor"),
            "via": CODE,
            "reason": Words("Why, in words of a manager."),
            "data": Ours("numbers of prizes and places, words of rules"),
            "request_id": Ours("the number of a click"),
        },
        Whose.ACCOUNT,
        Through("entry_id", ContestEntry, "account_id"),
    ),
    Held(
        ContestEntry,
        "What you entered.",
        {
            "task": SETTING,
            "status": Stays("Whether it takes part.", _COUNTED),
            "reason": Gone("Why it doesn't count, in words for you."),
        },
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(ContestStanding, "Where you and your entries stand.", {}, Whose.ACCOUNT, "account_id"),
    Held(ContestScore, "How many have which score.", {}),
    Held(
        ContestVote,
        "Your votes.",
        {"via": CODE, "why_ended": Words("Why it ended.")},
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(
        ContestMark,
        "Marks that you gave as a judge.",
        {"criterion": SETTING},
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(
        ContestPoint,
        "Points that you were given.",
        {"task": SETTING, "by": TEAM, "reason": Words("For what, in words of a manager.")},
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(
        ContestMeasure,
        "What networks counted for your entries.",
        {"metrics": Gone("Likes and the like.", {})},
        Whose.ACCOUNT,
        Through("entry_id", ContestEntry, "account_id"),
    ),
    Held(
        ContestFlag,
        "Something odd about votes for your entries, for a manager to judge.",
        {
            "key": Ours("numbers of accounts and entries"),
            "kind": CODE,
            "evidence": Ours("numbers of accounts, counts and times"),
            "settled_by": TEAM,
            "outcome": Words("What came of it, in words of a manager."),
        },
        Whose.ACCOUNT,
        Through("entry_id", ContestEntry, "account_id"),
    ),
    Held(
        ContestAward,
        "Prizes for you.",
        {"status": Stays("Whether you claimed it.", _COUNTED), "reason": Words("Why not, in words.")},
        Whose.ACCOUNT,
        "account_id",
    ),
)

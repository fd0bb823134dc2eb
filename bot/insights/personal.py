"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.insights.tables import InsightBucket, InsightCount, InsightCreator, InsightItem, InsightState
from bot.storage.personal import Held, Ours, Whose

_BUCKET = Ours("the number of a day")
_COUNTED = Ours("a number of ours: how many")

HELD = (
    Held(InsightBucket, "Days that were counted.", {}),
    Held(InsightState, "How far changes of what was counted were followed.", {}),
    Held(
        InsightCount,
        "How much happened on a day.",
        {
            "slice": Ours("a source, a campaign, a hashtag or somebody of the team: no creator"),
            "bucket_id": _BUCKET,
            "number": _COUNTED,
            "measure": Ours("a word of ours for what is counted"),
        },
    ),
    Held(
        InsightItem,
        "What your pieces gained on a day.",
        {"bucket_id": _BUCKET, "gained": _COUNTED, "views": _COUNTED},
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        InsightCreator,
        "How many pieces of yours were found on a day, and what they gained.",
        {"bucket_id": _BUCKET, "found": _COUNTED, "gained": _COUNTED},
        Whose.CREATOR,
        "creator_id",
        row_goes=True,
    ),
)

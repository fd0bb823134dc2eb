"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.insights.tables import InsightBucket, InsightCount, InsightCreator, InsightItem
from bot.storage.personal import Held, Ours, Whose

HELD = (
    Held(InsightBucket, "Days that were counted.", {}),
    Held(
        InsightCount,
        "How much happened on a day.",
        {
            "slice": Ours("a source, a campaign, a hashtag or somebody of the team: no creator"),
            "measure": Ours("a word of ours for what is counted"),
        },
    ),
    Held(InsightItem, "What your pieces gained on a day.", {}, Whose.ITEM, "item_id", row_goes=True),
    Held(
        InsightCreator,
        "How many pieces of yours were found on a day, and what they gained.",
        {},
        Whose.CREATOR,
        "creator_id",
        row_goes=True,
    ),
)

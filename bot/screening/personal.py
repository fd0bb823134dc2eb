"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.screening.tables import ScreeningFlag
from bot.storage.personal import CODE, Gone, Held, Whose

HELD = (
    Held(
        ScreeningFlag,
        "What automatic checks remarked on your pieces, for a person to look at.",
        {
            "check_key": Gone("The check."),
            "code": Gone("What it looks for."),
            "reason": Gone("What it remarked."),
            "field": CODE,
            "excerpt": Gone("The words it is about."),
        },
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
)

"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.curation.tables import (
    Collection,
    CollectionChange,
    CollectionItem,
    CurationMark,
    CurationOverride,
)
from bot.storage.personal import CODE, SETTING, TEAM, Held, Ours, Whose

HELD = (
    Held(
        Collection,
        "Collections of pieces for ambassadors.",
        {
            "slug": SETTING,
            "name": SETTING,
            "created_by": TEAM,
            "created_by_name": TEAM,
            "changed_by": TEAM,
            "changed_by_name": TEAM,
        },
    ),
    Held(
        CollectionChange,
        "What was changed of collections.",
        {
            "kind": CODE,
            "name": SETTING,
            "before": SETTING,
            "item_ids": Ours("numbers of pieces that were put in or taken out"),
            "by": TEAM,
            "by_name": TEAM,
        },
    ),
    Held(
        CollectionItem,
        "Collections that your pieces are in.",
        {"added_by": TEAM, "added_by_name": TEAM},
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        CurationMark,
        "What was decided about your pieces for ambassadors: put first, held back, hidden, limited, thanked for.",
        {"kind": CODE, "by": TEAM, "by_name": TEAM, "ended_by": TEAM},
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        CurationOverride,
        "What managers set for ambassadors instead of the settings.",
        {
            "key": CODE,
            "value": Ours("networks, blocked words, numbers, the words of disclosures, where links lead"),
            "by": TEAM,
            "by_name": TEAM,
            "ended_by": TEAM,
        },
    ),
)

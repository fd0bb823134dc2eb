"""What an erasure did, for whoever asked for it and for the file: itself without a word about the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.intake.privacy.rules import Stage
from bot.intake.privacy.tables import Erasure
from bot.storage.personal import Held, Stays

FORMAT = "goodword-erasure-1"
HASHES = "so that the same person is neither taken in nor asked again, and the signed record can be verified"


def receipt_of(row: Erasure, lists: Sequence[Held], dropped: int = 0) -> dict[str, Any]:
    """The receipt as JSON. ``dropped``: pieces that came again since and were not taken in."""
    return {
        "receipt": FORMAT,
        "erasure": row.id,
        "creator": row.creator_id,
        "networks": list(row.platforms),
        "asked_for_by": row.by_name,
        "started_at": row.started_at.isoformat(),
        "finished_at": row.finished_at.isoformat() if row.finished_at is not None else None,
        "state": "done" if row.stage == Stage.DONE else f"under way: {row.stage}",
        "erased": dict(sorted(row.counts.items())),
        "kept": kept(lists),
        "not_reached": list(row.left),
        "dropped_since": dropped,
    }


def kept(lists: Sequence[Held]) -> list[dict[str, str]]:
    """What stays, and why that may be: from the lists beside the tables."""
    found = {
        (held.name, fate.what): fate.why
        for held in lists
        for fate in held.columns.values()
        if isinstance(fate, Stays)
    }
    said = [{"table": table, "what": what, "why": why} for (table, what), why in sorted(found.items())]
    return [*said, {"table": "erased_mark", "what": "Hashes of accounts and pieces.", "why": HASHES}]

"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.intake.privacy.tables import ErasedMark, Erasure
from bot.storage.personal import CODE, DIGEST, TEAM, Elsewhere, Held, Ours

HELD = (
    Held(
        Erasure,
        "That somebody was erased, and what was done.",
        {
            "creators": Ours("numbers that stand for nobody any more"),
            "accounts": Ours("numbers that stand for nobody any more"),
            "platforms": CODE,
            "by": TEAM,
            "by_name": TEAM,
            "stage": CODE,
            "names": Elsewhere("What to look for while it runs.", "emptied when the erasure is done"),
            "files": Elsewhere("What to remove while it runs.", "emptied when the erasure is done"),
            "counts": Ours("numbers"),
            "left": Ours("words of ours"),
        },
    ),
    Held(ErasedMark, "What is not taken in again, as hashes.", {"mark": DIGEST}),
)

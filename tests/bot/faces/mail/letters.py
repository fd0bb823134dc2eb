"""A letter as the tests send it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.kernel.letter import Letter

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c626001000000"
    "0500010d0a2db40000000049454e44ae426082"
)


def letter(**more: Any) -> Letter:
    plain: dict[str, Any] = {
        "key": "ask:7:1",
        "to": "ana@creator.example",
        "to_name": "Ana",
        "subject": "May we show your picture?",
        "text": "Hello Ana,\n\nmay we?\n",
        "at": AT,
    }
    return Letter(**{**plain, **more})

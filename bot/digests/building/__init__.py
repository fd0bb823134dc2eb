"""Making a digest's document from what was counted."""

from __future__ import annotations

from bot.digests.building.building import build

__all__ = ["build"]

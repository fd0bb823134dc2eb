"""What a contest refuses: a sentence for people, and a stable key by which a face finds it in other languages."""

from __future__ import annotations

from bot.kernel.errors import Refused

__all__ = ["Refused"]

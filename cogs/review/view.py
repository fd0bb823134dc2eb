"""What the review windows offer, as plain values."""

from __future__ import annotations

from bot.faces import words

OTHER = words.REASONS[-1]

"""Why something can't be done in the programme, in the words of one language. Plain text: it may quote people."""

from __future__ import annotations

from bot.faces.texts import has, say
from bot.kernel.errors import GoodwordError, Refused


def refusal_words(error: GoodwordError, language: str) -> str:
    """As its key says it in that language, else as the error says it itself, in English."""
    if isinstance(error, Refused) and has(f"refused-{error.key}"):
        return say(language, f"refused-{error.key}", error.values)
    return str(error)

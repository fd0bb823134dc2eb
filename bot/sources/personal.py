"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.sources.tables import SourceFailure, SourceState, WebhookDelivery
from bot.storage.personal import CODE, SETTING, Elsewhere, Held, Ours

_FOUND = "found by what the person is called: bot.intake.privacy.leftovers"

HELD = (
    Held(
        SourceState,
        "How the configured sources fare.",
        {
            "name": SETTING,
            "kind": CODE,
            "cursor": Elsewhere("Where it left off: digests and numbers of what it gave last.", _FOUND),
            "problem": Ours("what is wrong with the source"),
            "remedy": Ours("what to do about it"),
            "looks": Elsewhere("Which pieces were looked at again lately, by their ids.", _FOUND),
        },
    ),
    Held(
        SourceFailure,
        "What a source gave that could not be read.",
        {
            "source": SETTING,
            "what": Elsewhere("Its id or place.", _FOUND),
            "reason": Elsewhere("What was wrong with it.", _FOUND),
            "remedy": Elsewhere("What to do about it.", _FOUND),
        },
    ),
    Held(
        WebhookDelivery,
        "What was sent to us and is not read yet: seconds, while the source is on.",
        {
            "source": SETTING,
            "delivery_key": Ours("the sender's number of the delivery, or a hash of it"),
            "body": Elsewhere("As it was sent.", _FOUND),
        },
    ),
)

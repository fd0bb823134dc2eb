"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.digests.tables import Digest, DigestAmbassador, DigestCreator, DigestItem, DigestSchedule
from bot.storage.personal import CODE, SETTING, TEAM, Elsewhere, Held, Ours, Words

HELD = (
    Held(
        DigestSchedule,
        "Who of the team gets a digest when.",
        {
            "face": CODE,
            "place": Ours("a channel or an address of the team"),
            "edition": CODE,
            "cadence": CODE,
            "zone": SETTING,
            "language": CODE,
            "quiet_days": Ours("days of the week"),
            "holidays": SETTING,
            "wished": Ours("what the settings say of it"),
            "made_by": TEAM,
            "changed_by": TEAM,
        },
    ),
    Held(
        Digest,
        "What digests said.",
        {
            "request_key": Ours("the number of a click"),
            "name": Ours("the name of a week, month or quarter, a campaign or a contest"),
            "face": CODE,
            "place": Ours("a channel or an address of the team"),
            "edition": CODE,
            "language": CODE,
            "about": Ours("the number of a campaign or a contest"),
            "cadence": CODE,
            "zone": SETTING,
            "state": CODE,
            "problem": Words("Why it failed, in words."),
            "document": Elsewhere(
                "Digests that name your pieces or you.", "bot.digests.leaving takes words and names out"
            ),
            "reference": Ours("the number of a message"),
            "pictures": CODE,
            "missing": Ours("names of parts of a digest"),
            "made_by": TEAM,
        },
    ),
    Held(DigestItem, "Which pieces a digest named.", {}),
    Held(DigestCreator, "Which creators a digest named.", {}),
    Held(DigestAmbassador, "Which ambassadors a digest named.", {}),
)

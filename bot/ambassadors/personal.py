"""What these tables hold about people, see ``bot.storage.personal``. What was counted stays under a number that
stands for nobody; who is erased counts as having left, and durable work takes out the rest (``membership.tidy``)."""

from __future__ import annotations

from bot.ambassadors.rules import Status
from bot.ambassadors.tables import (
    Ambassador,
    Badge,
    Offer,
    Point,
    Progress,
    Score,
    ScoreCount,
    Share,
    Suggestion,
)
from bot.storage.personal import CODE, Gone, Held, Ours, Stays, Through, Whose, Words

_COUNTED = "boards were counted with it; it belongs to a number that stands for nobody any more"
_THEIRS = Through("ambassador_id", Ambassador, "account_id")

HELD = (
    Held(
        Ambassador,
        "That you are an ambassador, and how you want it.",
        {
            "name": Gone("Your name.", ""),
            "status": Gone("Whether you take part.", Status.LEFT.value),
            "interests": Gone("What interests you.", []),
            "languages": Gone("Your languages.", []),
            "networks": Gone("The networks on which you would share.", []),
            "mastodon": Gone("The server of your account on Mastodon.", ""),
            "cadence": CODE,
            "place": CODE,
            "zone": Gone("Your time zone.", "UTC"),
            "days": Gone("The days on which you work.", []),
            "country": Gone("Your country, for the words of disclosures and public holidays.", ""),
        },
        Whose.ACCOUNT,
        "account_id",
    ),
    Held(
        Offer,
        "Pieces that you were shown, why, and what you did with them.",
        {
            "why": Gone("Why it was chosen for you."),
            "state": Gone("What you did with it."),
            "draft": Gone("What you would write with it."),
        },
        Whose.ACCOUNT,
        _THEIRS,
        row_goes=True,
    ),
    Held(
        Offer,
        "What people of the brand were told, and would write, about your pieces.",
        {
            "draft": Words("A text of theirs; it may quote you.", ""),
            "why": Gone("Why it was chosen for them; it may name your hashtags.", []),
        },
        Whose.ITEM,
        "item_id",
    ),
    Held(
        Share,
        "What you shared, and on which network.",
        {
            "code": Ours("random"),
            "network": Stays("The network.", _COUNTED),
            "language": CODE,
            "how": CODE,
        },
        Whose.ACCOUNT,
        _THEIRS,
    ),
    Held(
        Point,
        "Points that you got, and for what.",
        {
            "kind": CODE,
            "key": Ours("numbers of what it was for"),
            "network": Stays("The network.", _COUNTED),
            "week": CODE,
            "season": CODE,
        },
        Whose.ACCOUNT,
        _THEIRS,
    ),
    Held(
        Score,
        "Where you stand on boards.",
        {"period": CODE, "measure": CODE},
        Whose.ACCOUNT,
        _THEIRS,
    ),
    Held(ScoreCount, "How many have which score.", {"period": CODE, "measure": CODE}),
    Held(
        Badge,
        "Recognition that you got.",
        {
            "kind": CODE,
            "key": Ours("which of its kind: weeks, a month, a network, the number of a piece"),
            "network": Gone("The network.", ""),
        },
        Whose.ACCOUNT,
        _THEIRS,
        row_goes=True,
    ),
    Held(
        Suggestion,
        "Pieces that you proposed.",
        {"note": Gone("What you wrote with it."), "state": CODE},
        Whose.ACCOUNT,
        _THEIRS,
    ),
    Held(Progress, "How far recurring work got.", {"what": CODE}),
)

"""Item views for drawing tests: plain, crowded with everything, and hostile."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from bot.faces.item_view import AskView, CreatorView, FlagView, ItemView, MediaView, NoteView
from bot.review.rules import Status

FOUND = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
_LINKED = "<https://evil.example|click> &amp; \u202eright\u202c"
HOSTILE = f"<!channel> <@U0MIA00001> *bold* _it_ `code` {_LINKED} @everyone :boom:"


def item(**changes: Any) -> ItemView:
    plain = ItemView(
        item_id=7,
        kind="post",
        platform="mastodon",
        text="I love this lamp",
        found_at=FOUND,
        queued_at=FOUND,
        url="https://social.example/@anna/7",
        creator=CreatorView(1, "Anna Svensson", "anna", "https://social.example/@anna", 1234),
        why=(("hashtag", "glowday"),),
        revision=1,
        display_revision=1,
    )
    return replace(plain, **changes)


def crowded(**changes: Any) -> ItemView:
    """As much as a card can have to show."""
    flags = tuple(
        FlagView(severity, f"Reason {number} " + "why " * 60)
        for number, severity in enumerate((4, 3, 3, 2, 1))
    )
    media = tuple(
        MediaView(
            number,
            "image",
            f"https://img.example/{number}.jpg",
            "A lamp " * 400,
            "cached",
            None,
            f"{number}.jpg",
        )
        for number in range(4)
    )
    full = item(
        title="A title " * 60,
        text="Long words " * 5000,
        language="sv",
        rating=4.0,
        rating_scale=5.0,
        metrics={"likes": 1, "comments": 2, "shares": 3_400_000, "views": 4, "points": 5, "odd": 6},
        why=tuple(("keyword", "word " * 50) for _ in range(9)),
        notes=tuple("mended " * 50 for _ in range(9)),
        version=3,
        published_at=FOUND,
        media=media,
        flags=flags,
        ask=AskView("asked", "U0NOAH0001", "Noah Berg", FOUND),
        note=NoteView("Check with legal " * 100, "Mia Lindqvist"),
        campaigns=tuple(f"Campaign {number} " * 9 for number in range(9)),
        sightings=tuple(("bluesky", f"https://b.example/{number}") for number in range(9)),
    )
    return replace(full, **changes)


def hostile(**changes: Any) -> ItemView:
    """Strangers' texts everywhere they can stand."""
    bad = item(
        title=HOSTILE,
        text=HOSTILE,
        url="javascript:alert(1)",
        platform=HOSTILE,
        kind=HOSTILE,
        creator=CreatorView(1, HOSTILE, HOSTILE, "https://evil.example/|<!channel>", 5),
        why=(("hashtag", HOSTILE), (HOSTILE, HOSTILE)),
        notes=(HOSTILE,),
        flags=(FlagView(3, HOSTILE, HOSTILE), FlagView(1, HOSTILE)),
        campaigns=(HOSTILE,),
        sightings=((HOSTILE, "ftp://evil.example"),),
        media=(MediaView(1, "image", "data:text/html,x", HOSTILE, "failed", HOSTILE),),
        media_hidden_by=HOSTILE,
        reason=HOSTILE,
        decided_by_name=HOSTILE,
        decided_by=HOSTILE,
        escalated_to=HOSTILE,
        ask=AskView(HOSTILE, None, HOSTILE),
        note=NoteView(f"{HOSTILE}\n{HOSTILE}", HOSTILE),
        language=HOSTILE,
        metrics={HOSTILE: 3},
    )
    return replace(bad, **changes)


EVERY_STATE: tuple[dict[str, Any], ...] = (
    {},
    {
        "status": Status.ESCALATED,
        "escalated_to": "U0MIA00001",
        "decided_by_name": "Noah Berg",
        "decided_at": FOUND,
    },
    {
        "status": Status.APPROVED,
        "decided_by": "U0NOAH0001",
        "decided_by_name": "Noah Berg",
        "decided_at": FOUND,
    },
    {"status": Status.REJECTED, "decided_by": "U0NOAH0001", "decided_at": FOUND, "reason": "Off topic"},
    {"status": Status.CLOSED, "decided_by": "system", "decided_by_name": "Goodword", "reason": "blocked"},
    {"life": "deleted", "ended_at": FOUND},
    {"life": "withdrawn", "status": Status.APPROVED, "decided_by": "U0NOAH0001"},
    {"media_hidden": True},
)

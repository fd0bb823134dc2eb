"""A digest as tests need one: a week of a small brand, every part of it filled."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.digests.document import (
    Attention,
    Bar,
    ContestLine,
    CreatorLine,
    Document,
    Line,
    Number,
    Piece,
    Record,
    Sharer,
    Span,
    Times,
)
from bot.insights.periods import before, parse, series

MADE = datetime(2026, 11, 23, 8, tzinfo=UTC)
WEEK = parse("2026-W47", MADE, "Europe/Stockholm")


def number(figure: str, value: float | None, was: float | None = None, **more: Any) -> Number:
    """A figure with the one of the week before."""
    return Number(figure=figure, value=value, before=was, **more)


def span(period: Any) -> Span:
    """A period as documents hold it."""
    return Span(
        cadence=period.cadence, name=period.name, start=period.start, end=period.end, zone=period.zone
    )


def sample_document(**changes: Any) -> Document:
    """A full document; ``changes`` replace parts of it."""
    found = [22, 31, 18, 27, 35, 24, 29, 33, 26, 30, 36, 41]
    trend = [
        Bar(
            name=one.name,
            start=one.start,
            found=count,
            approved=count // 2 - 2,
            granted=count // 4 - 1,
            positive=count // 2,
            neutral=count // 4,
            negative=count // 8,
        )
        for one, count in zip(series(WEEK, 12), found, strict=True)
    ]
    anna = CreatorLine(
        creator_id=1,
        name="Anna Öberg",
        platform="mastodon",
        pieces=number("found", 4, 1, slice="creator:1"),
        gained=number("gained", 212, 30, slice="creator:1"),
        permitted=True,
    )
    bo = CreatorLine(
        creator_id=2,
        name="Bo <@U1> *Lind*",
        platform="bluesky",
        pieces=number("found", 2, 0, slice="creator:2"),
        gained=number("gained", 80, 0, slice="creator:2"),
        first_time=True,
    )
    pieces = [
        Piece(
            item_id=11,
            title="The fern kettle sings & my mornings are mine again",
            creator="Anna Öberg (@anna@tea.example)",
            creator_id=1,
            platform="mastodon",
            kind="photo",
            url="https://tea.example/@anna/11",
            number=number("gained", 148, slice="item:11"),
            sentiment="positive",
            permitted=True,
        ),
        Piece(
            item_id=12,
            title="Unboxing <b>the</b> Kettle",
            creator="@bo.bsky.example",
            creator_id=2,
            platform="bluesky",
            kind="video",
            url="https://bsky.example/bo/12",
            number=number("gained", 80, slice="item:12"),
            sentiment="positive",
        ),
    ]
    values: dict[str, Any] = {
        "brand": "Kettle & Fern",
        "period": span(WEEK),
        "compared": span(before(WEEK)),
        "made_at": MADE,
        "funnel": [
            number("found", 41, 36, change="level"),
            number("approved", 18, 16, change="level"),
            number("asked", 14, 5, change="up"),
            number("granted", 9, 8, change="level"),
            number("published", 7, 8, change="level"),
        ],
        "records": [Record(figure="found", periods=11, since=datetime(2026, 9, 1, tzinfo=UTC))],
        "trend": trend,
        "pieces": pieces,
        "creators": [anna],
        "rising": [bo],
        "people": [number("creators", 33, 30), number("first_timers", 21, 20), number("returning", 12, 10)],
        "tags": [
            Line(
                slice="tag:kettleandfern",
                name="kettleandfern",
                numbers=[
                    number("found", 19, 12, slice="tag:kettleandfern"),
                    number("gained", 402, 210, slice="tag:kettleandfern"),
                ],
            )
        ],
        "campaigns": [
            Line(
                slice="campaign:1",
                name="Autumn leaves",
                numbers=[
                    number("found", 8, 3, slice="campaign:1"),
                    number("gained", 95, 40, slice="campaign:1"),
                ],
            )
        ],
        "sentiment": [
            number("positive_share", 20 / 35, 18 / 31, change="level", low=0.41, high=0.72, sample=35),
            number("neutral_share", 10 / 35, 9 / 31, change="level", low=0.16, high=0.45, sample=35),
            number("negative_share", 5 / 35, 4 / 31, change="level", low=0.06, high=0.29, sample=35),
        ],
        "praise": [pieces[0]],
        "complaints": [
            Piece(
                item_id=13,
                title="The lid of mine cracked after a week",
                creator="Cleo",
                creator_id=3,
                platform="shop",
                kind="review",
                url=None,
                sentiment="negative",
            )
        ],
        "sources": [
            Line(
                slice="source:mastodon",
                name="mastodon",
                numbers=[number("found", 25, 20, slice="source:mastodon")],
            ),
            Line(
                slice="source:tea-blogs",
                name="tea-blogs",
                numbers=[number("found", 0, 4, slice="source:tea-blogs")],
                silent=True,
                silent_days=9,
            ),
        ],
        "times": [
            Times(
                figure="decided_in",
                median=number("decided_in", 2 * 3600, 3 * 3600, sample=24),
                p90=number("decided_in", 19 * 3600, 26 * 3600, sample=24),
            ),
            Times(
                figure="answered_in",
                median=number("answered_in", 26 * 3600, 30 * 3600, sample=9, small=True),
                p90=number("answered_in", 70 * 3600, 80 * 3600, sample=9, small=True),
            ),
        ],
        "load": [
            Line(
                slice="person:U0NOAH0001",
                name="Noah Berg",
                numbers=[number("decisions", 15, 9, slice="person:U0NOAH0001")],
            )
        ],
        "rates": [
            number("approval_rate", 18 / 24, 16 / 20, change="level", low=0.55, high=0.88, sample=24),
            number("approval_rate_positive", 0.8, low=0.55, high=0.93, sample=15),
            number("approval_rate_negative", 0.75, low=0.3, high=0.95, sample=4, small=True),
            number("permission_rate", 0.75, 0.7, change="level", low=0.47, high=0.91, sample=12),
        ],
        "engagement": [
            number("gained", 640, 500, change="up"),
            number("gained_likes", 520, 410),
            number("gained_comments", 60, 50),
            number("gained_shares", 55, 38),
            number("gained_saves", 5, 2),
            number("gained_views", 9_800, 7_000),
            number("engagement_rate_views", 0.041, 0.045, sample=6),
            number("reach_estimate", 120_000, 90_000, estimate=True),
        ],
        "contests": [
            ContestLine(
                contest_id=1,
                title="Leaf of the week",
                phase="voting",
                entries=number("entries", 12, 4, slice="contest:1"),
                votes=number("votes", 64, 0, slice="contest:1"),
                starts_at=MADE - timedelta(days=10),
                ends_at=MADE + timedelta(days=4),
                leaders=["Jonas Weber", "Ayşe Demir"],
            )
        ],
        "next_contest": ContestLine(
            contest_id=2,
            title="Winter cups",
            phase="announced",
            entries=number("entries", 0, slice="contest:2"),
            votes=number("votes", 0, slice="contest:2"),
            starts_at=MADE + timedelta(days=9),
        ),
        "sharing": [
            number("sharers", 14, 12),
            number("shared", 37, 20, change="up"),
            number("visitors", 412, 405, change="level"),
            number("conversions", 9, 8, change="level"),
        ],
        "sharers": [
            Sharer(ambassador_id=1, name="Lea Moreau", number=number("points", 140, slice="ambassador:1")),
            Sharer(
                ambassador_id=2,
                name="Ole *B* & co",
                number=number("points", 95, slice="ambassador:2"),
            ),
        ],
        "shared_pieces": [
            pieces[0].model_copy(update={"number": number("shared", 8, slice="item:11")}),
        ],
        "attention": [
            Attention(what="waiting_long", count=3, figure="waiting"),
            Attention(what="source_silent", count=1, name="tea-blogs"),
        ],
    }
    return Document(**{**values, **changes})


def empty_document(**changes: Any) -> Document:
    """A week in which nothing happened."""
    nothing: dict[str, Any] = {
        "records": [],
        "trend": [],
        "pieces": [],
        "creators": [],
        "rising": [],
        "people": [],
        "tags": [],
    }
    nothing |= {"campaigns": [], "sentiment": [], "praise": [], "complaints": [], "sources": [], "times": []}
    nothing |= {"load": [], "rates": [], "engagement": [], "contests": [], "attention": []}
    nothing |= {"sharing": [], "sharers": [], "shared_pieces": []}
    zero = [number(one, 0, 0) for one in ("found", "approved", "asked", "granted", "published")]
    return sample_document(**{**nothing, "next_contest": None, "funnel": zero, **changes})

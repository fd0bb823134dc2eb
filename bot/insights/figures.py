"""What each figure means. The glossary of the README and the words of every face come from here.

A figure counts rows of one kind within a period, so each can be opened: ``rows`` says what they are. Pieces of origin
brand, influencer and paid count in their own slice only (``origin:paid``), never in the whole: the whole is what
customers said.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a figure's value is."""

    COUNT = "count"
    SHARE = "share"  # 0 to 1
    SECONDS = "seconds"
    MONEY = "money"


class Rows(StrEnum):
    """What the rows behind a figure are."""

    ITEMS = "items"
    CREATORS = "creators"
    GAINS = "gains"  # items with what each gained


@dataclass(frozen=True, slots=True)
class Figure:
    """``parts``: the figures that a share is made of (of, among), each of which has rows of its own."""

    key: str
    title: str  # sentence case, English; other languages in the templates under ``figure-KEY``
    meaning: str
    unit: Unit = Unit.COUNT
    rows: Rows = Rows.ITEMS
    parts: tuple[str, ...] = ()


_ALL = (
    Figure(
        "found",
        "Found",
        "Pieces by customers that were found in the period, each once, however many sources saw it.",
    ),
    Figure(
        "approved",
        "Approved",
        "Pieces whose standing decision is an approval that was made in the period. One that was undone since counts "
        "no more, one that was decided anew counts when it was decided last.",
    ),
    Figure(
        "rejected", "Rejected", "Pieces whose standing decision is a rejection that was made in the period."
    ),
    Figure("decided", "Decided", "Approved and rejected together."),
    Figure("asked", "Asked", "Pieces about which a permission request went out in the period."),
    Figure(
        "granted",
        "Permissions granted",
        "Requests that were granted in the period for the first time, asked or unasked. What was taken back later "
        "still counts here, and under Withdrawn when that was.",
    ),
    Figure("declined", "Declined", "Requests that the creator declined in the period."),
    Figure("unanswered", "Unanswered", "Requests that expired in the period without a yes or a no."),
    Figure("withdrawn", "Withdrawn", "Permissions that the creator took back in the period."),
    Figure(
        "published",
        "Free to show",
        "Approved pieces that are permitted for the website, counted when the later of approval and permission was "
        "given; the gallery shows them from then on. Pieces of creators who were cleared beforehand need no request "
        "and are not in this count.",
    ),
    Figure("positive", "Positive", "Pieces found that praise: by their stars, else by their words."),
    Figure("neutral", "Neutral", "Pieces found that neither praise nor complain."),
    Figure("negative", "Negative", "Pieces found that complain."),
    Figure("unjudged", "Not judged", "Pieces found without stars in a language whose words are not known."),
    Figure(
        "positive_share",
        "Positive",
        "Positive among the pieces that could be judged, with a 95 % Wilson interval.",
        Unit.SHARE,
        parts=("positive", "judged"),
    ),
    Figure(
        "neutral_share", "Neutral", "The same for neutral pieces.", Unit.SHARE, parts=("neutral", "judged")
    ),
    Figure(
        "negative_share",
        "Negative",
        "The same for negative pieces.",
        Unit.SHARE,
        parts=("negative", "judged"),
    ),
    Figure("judged", "Judged", "Pieces found whose sentiment is known."),
    Figure(
        "approval_rate",
        "Approval rate",
        "Approved among decided, with a 95 % Wilson interval.",
        Unit.SHARE,
        parts=("approved", "decided"),
    ),
    *(
        Figure(
            f"approval_rate_{mood}",
            f"Approval rate, {mood} pieces",
            f"Approved among decided, of {mood} pieces alone. Praise and complaint should be treated alike: keeping "
            "negative reviews back is forbidden (16 CFR 465.7).",
            Unit.SHARE,
            parts=(f"approved_{mood}", f"decided_{mood}"),
        )
        for mood in ("positive", "neutral", "negative")
    ),
    *(
        Figure(
            f"{what}_{mood}", f"{what.capitalize()}, {mood}", f"{what.capitalize()}, of {mood} pieces alone."
        )
        for what in ("approved", "decided")
        for mood in ("positive", "neutral", "negative")
    ),
    Figure(
        "permission_rate",
        "Permission rate",
        "Granted among the requests that ended in the period: granted, declined or never answered; with a 95 % "
        "Wilson interval.",
        Unit.SHARE,
        parts=("granted", "ended"),
    ),
    Figure("ended", "Requests that ended", "Granted, declined and unanswered together."),
    Figure("creators", "Creators", "Different creators of the pieces found.", rows=Rows.CREATORS),
    Figure(
        "first_timers",
        "First-timers",
        "Creators whose first piece was found in the period.",
        rows=Rows.CREATORS,
    ),
    Figure("returning", "Returning", "Creators of the period who had been found before.", rows=Rows.CREATORS),
    Figure(
        "decided_in",
        "Found to decided",
        "Time from finding a piece to its standing decision, of pieces decided in the period: the median, and what "
        "nine in ten stay under. Exact to 2 %.",
        Unit.SECONDS,
        parts=("decided",),
    ),
    Figure(
        "answered_in",
        "Asked to answered",
        "Time from a request to the creator's first answer, of requests answered in the period. Exact to 2 %.",
        Unit.SECONDS,
        parts=("answered",),
    ),
    Figure(
        "answered", "Answered", "Requests to which the first answer came in the period, whatever it said."
    ),
    Figure(
        "gained",
        "Engagement",
        "Likes, comments, shares and saves that pieces gained in the period, as each platform counts them, summed. "
        "A piece's counts are read again and again; a week's engagement is what was added within the week. What a "
        "piece had before it was found counts only if it was published less than seven days earlier.",
        rows=Rows.GAINS,
    ),
    *(
        Figure(
            f"gained_{what}", what.capitalize(), f"{what.capitalize()} gained in the period.", rows=Rows.GAINS
        )
        for what in ("likes", "comments", "shares", "saves", "views", "reach")
    ),
    Figure(
        "engagement_rate_views",
        "Engagement rate by views",
        "Engagement per view gained, over pieces whose platform counts views: preferred, since it says what people "
        "did who saw the piece.",
        Unit.SHARE,
        rows=Rows.GAINS,
        parts=("gained_viewed", "gained_views"),
    ),
    Figure(
        "engagement_rate_reach",
        "Engagement rate by reach",
        "Engagement per person reached, over pieces whose platform counts reach.",
        Unit.SHARE,
        rows=Rows.GAINS,
        parts=("gained_reached", "gained_reach"),
    ),
    Figure(
        "engagement_rate_followers",
        "Engagement rate by followers",
        "Engagement per follower of the creator, over pieces found in the period whose creator's followers are "
        "known. The weakest of the three: most followers never see a piece.",
        Unit.SHARE,
        rows=Rows.GAINS,
        parts=("gained_followed", "followers"),
    ),
    Figure(
        "reach_estimate",
        "Reach, estimated",
        "Where platforms give no reach: the followers of the creators of the pieces found, each creator once. An "
        "upper bound, and labelled as an estimate.",
        rows=Rows.CREATORS,
    ),
    Figure(
        "cost_per_approved",
        "Cost per approved piece",
        "What the settings say a month costs, for the period's share of it, by pieces approved.",
        Unit.MONEY,
        parts=("approved",),
    ),
    Figure(
        "media_value",
        "Media value",
        "Views and engagement gained, at the prices of the settings.",
        Unit.MONEY,
        rows=Rows.GAINS,
        parts=("gained_views", "gained"),
    ),
    Figure("decisions", "Decisions", "Standing decisions of one person in the period."),
    Figure("waiting", "Waiting", "Pieces that wait for a decision now."),
    Figure("entries", "Entries", "Entries that were made in contests in the period."),
    Figure("votes", "Votes", "Votes that were cast in contests in the period and stand."),
)
FIGURES = {one.key: one for one in _ALL}
"""By key."""

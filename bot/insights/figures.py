"""What each figure means. What it is called is among the texts (``digest.ftl``, ``figure-KEY``).

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
    PEOPLE = "people"  # ambassadors; those who stay off the boards have no name there


@dataclass(frozen=True, slots=True)
class Figure:
    """``parts``: the figures that a share is made of (of, among), each of which has rows of its own."""

    key: str
    meaning: str
    unit: Unit = Unit.COUNT
    rows: Rows = Rows.ITEMS
    parts: tuple[str, ...] = ()


_ALL = (
    Figure(
        "found",
        "Pieces by customers that were found in the period, each once, however many sources saw it.",
    ),
    Figure(
        "approved",
        "Pieces whose standing decision is an approval that was made in the period. One that was undone since counts "
        "no more, one that was decided anew counts when it was decided last.",
    ),
    Figure("rejected", "Pieces whose standing decision is a rejection that was made in the period."),
    Figure("decided", "Approved and rejected together."),
    Figure("asked", "Permission requests that went out in the period."),
    Figure(
        "granted",
        "Requests that were granted in the period for the first time, asked or unasked. What was taken back later "
        "still counts here, and under Withdrawn when that was.",
    ),
    Figure("declined", "Requests that the creator declined in the period."),
    Figure("unanswered", "Requests that expired in the period without a yes or a no."),
    Figure("withdrawn", "Permissions that the creator took back in the period."),
    Figure(
        "published",
        "Approved pieces that are permitted for the website, counted when the later of approval and permission was "
        "given; the gallery shows them from then on. Pieces of creators who were cleared beforehand need no request "
        "and are not in this count.",
    ),
    Figure("positive", "Pieces found that praise: by their stars, else by their words."),
    Figure("neutral", "Pieces found that neither praise nor complain."),
    Figure("negative", "Pieces found that complain."),
    Figure("unjudged", "Pieces found without stars in a language whose words are not known."),
    Figure(
        "positive_share",
        "Positive among the pieces that could be judged, with a 95 % Wilson interval.",
        Unit.SHARE,
        parts=("positive", "judged"),
    ),
    Figure("neutral_share", "The same for neutral pieces.", Unit.SHARE, parts=("neutral", "judged")),
    Figure(
        "negative_share",
        "The same for negative pieces.",
        Unit.SHARE,
        parts=("negative", "judged"),
    ),
    Figure("judged", "Pieces found whose sentiment is known."),
    Figure(
        "approval_rate",
        "Approved among decided, with a 95 % Wilson interval.",
        Unit.SHARE,
        parts=("approved", "decided"),
    ),
    *(
        Figure(
            f"approval_rate_{mood}",
            f"Approved among decided, of {mood} pieces alone. Praise and complaint should be treated alike: keeping "
            "negative reviews back is forbidden (16 CFR 465.7).",
            Unit.SHARE,
            parts=(f"approved_{mood}", f"decided_{mood}"),
        )
        for mood in ("positive", "neutral", "negative")
    ),
    *(
        Figure(f"{what}_{mood}", f"{what.capitalize()}, of {mood} pieces alone.")
        for what in ("approved", "decided")
        for mood in ("positive", "neutral", "negative")
    ),
    Figure(
        "permission_rate",
        "Granted among the requests that ended in the period: granted, declined or never answered; with a 95 % "
        "Wilson interval.",
        Unit.SHARE,
        parts=("granted", "ended"),
    ),
    Figure("ended", "Granted, declined and unanswered together."),
    Figure("creators", "Different creators of the pieces found.", rows=Rows.CREATORS),
    Figure(
        "first_timers",
        "Creators whose first piece was found in the period.",
        rows=Rows.CREATORS,
    ),
    Figure("returning", "Creators of the period who had been found before.", rows=Rows.CREATORS),
    Figure(
        "decided_in",
        "Time from finding a piece to its standing decision, of pieces decided in the period: the median, and what "
        "nine in ten stay under. Exact to 2 %.",
        Unit.SECONDS,
        parts=("decided",),
    ),
    Figure(
        "answered_in",
        "Time from a request to the creator's first answer, of requests answered in the period. Exact to 2 %.",
        Unit.SECONDS,
        parts=("answered",),
    ),
    Figure("answered", "Requests to which the first answer came in the period, whatever it said."),
    Figure(
        "gained",
        "Likes, comments, shares and saves that pieces gained in the period, as each platform counts them, summed. "
        "A piece's counts are read again and again; a week's engagement is what was added within the week. What a "
        "piece had before it was found counts only if it was published less than seven days earlier.",
        rows=Rows.GAINS,
    ),
    *(
        Figure(f"gained_{what}", f"{what.capitalize()} gained in the period.", rows=Rows.GAINS)
        for what in ("likes", "comments", "shares", "saves", "views", "reach")
    ),
    Figure("gained_viewed", "Engagement gained by pieces whose platform counts views.", rows=Rows.GAINS),
    Figure("gained_reached", "Engagement gained by pieces whose platform counts reach.", rows=Rows.GAINS),
    Figure(
        "gained_followed",
        "Engagement gained by pieces whose creator's followers are known.",
        rows=Rows.GAINS,
    ),
    Figure("followers", "Followers of the creators of the pieces found, once for each piece."),
    Figure(
        "engagement_rate_views",
        "Engagement per view gained, over pieces whose platform counts views: preferred, since it says what people "
        "did who saw the piece.",
        Unit.SHARE,
        rows=Rows.GAINS,
        parts=("gained_viewed", "gained_views"),
    ),
    Figure(
        "engagement_rate_reach",
        "Engagement per person reached, over pieces whose platform counts reach.",
        Unit.SHARE,
        rows=Rows.GAINS,
        parts=("gained_reached", "gained_reach"),
    ),
    Figure(
        "engagement_rate_followers",
        "Engagement gained in the period by pieces whose creator's followers are known, per follower of the creators "
        "of the pieces found. The weakest of the three: most followers never see a piece.",
        Unit.SHARE,
        rows=Rows.GAINS,
        parts=("gained_followed", "followers"),
    ),
    Figure(
        "reach_estimate",
        "Where platforms give no reach: the followers of the creators of the pieces found, each creator once. An "
        "upper bound, and labelled as an estimate.",
        rows=Rows.CREATORS,
    ),
    Figure(
        "cost_per_approved",
        "What the settings say a month costs, for the period's share of it, by pieces approved.",
        Unit.MONEY,
        parts=("approved",),
    ),
    Figure(
        "media_value",
        "Views and engagement gained, at the prices of the settings.",
        Unit.MONEY,
        rows=Rows.GAINS,
        parts=("gained_views", "gained"),
    ),
    Figure("decisions", "Standing decisions of one person in the period."),
    Figure("waiting", "Pieces that wait for a decision now."),
    Figure("entries", "Entries that were made in contests in the period."),
    Figure("votes", "Votes that were cast in contests in the period and stand."),
    Figure(
        "sharers",
        "Different ambassadors who shared a piece in the period and still take part.",
        rows=Rows.PEOPLE,
    ),
    Figure(
        "shared",
        "Shares by ambassadors in the period, on all networks: those they told of, and those that a first click "
        "showed. Shares of somebody who left since still count.",
    ),
    Figure(
        "visitors",
        "Different visitors of each shared link on each day, of the days (UTC) that begin in the period. Programs, "
        "previews and more clicks of one visitor don't count.",
        rows=Rows.GAINS,
    ),
    Figure(
        "conversions",
        "What your shop or site said, in signed calls, that such clicks led to in the period, each once.",
    ),
    Figure(
        "conversion_value",
        "What those conversions were worth: what your shop said, and for those of which it said no value what the "
        "settings give them. Each currency stands for itself.",
        Unit.MONEY,
        parts=("conversions",),
    ),
    Figure(
        "cost_per_visitor",
        "What the settings say a month of the programme costs, for the period's share of it since somebody first "
        "took part, by unique clicks.",
        Unit.MONEY,
        rows=Rows.GAINS,
        parts=("visitors",),
    ),
    Figure(
        "cost_per_conversion",
        "The same cost by conversions.",
        Unit.MONEY,
        parts=("conversions",),
    ),
    Figure(
        "points",
        "Points that ambassadors got in the period. Networks that forbid rewards, such as X, give none.",
        rows=Rows.GAINS,
    ),
)
FIGURES = {one.key: one for one in _ALL}
"""By key."""

"""How long a source's content may be kept, counted from when the source last gave it. Pure.

What a platform's terms ask comes first; where they name no period, content that nobody was asked about is a cache all
the same, and half a year of it is enough to decide. Settings shorten a period and never lengthen it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

OPEN = 180
PERIODS: Mapping[str, tuple[int, str]] = {
    # kinds of sources
    "bluesky": (OPEN, "an open network: its terms name no period, deletions are followed"),
    "mastodon": (OPEN, "an open network: servers name no period, deletions are followed"),
    "hackernews": (OPEN, "public archive: no period is named"),
    "feed": (OPEN, "published for reading: no period is named"),
    "mail": (365, "written to the brand: correspondence"),
    "webhook": (365, "given by a system of the brand's own"),
    "import": (365, "brought in by the team"),
    "contest": (365, "handed in by whoever takes part"),
    # platforms whose content comes by webhook or import
    "youtube": (30, "refresh or delete within 30 days (YouTube API developer policies)"),
    "trustpilot": (1, "refresh at least every 24 hours (Trustpilot)"),
    "yelp": (1, "a cache of 24 hours at most (Yelp)"),
    "x": (1, "follow deletions and edits within 24 hours (X developer policy)"),
    "reddit": (2, "deleted content must go within 48 hours (Reddit)"),
    "pinterest": (1, "do not store what the API returns (Pinterest)"),
    "linkedin": (1, "member data: hours to days (LinkedIn)"),
    "discord": (OPEN, "only what is needed (Discord developer policy)"),
    "slack": (365, "the team's own workspace"),
}
OTHERWISE = (OPEN, "no period is named: half a year")


@dataclass(frozen=True, slots=True)
class Period:
    days: int
    why: str


def period(
    kind: str, platform: str, *, source_days: int | None = None, all_days: int | None = None
) -> Period:
    """The shortest that the source's kind, the piece's platform and the settings ask."""
    named = [PERIODS[one] for one in dict.fromkeys((kind.casefold(), platform.casefold())) if one in PERIODS]
    said = [*(named or [OTHERWISE])]
    said += [(days, "the settings") for days in (source_days, all_days) if days is not None]
    days, why = min(said, key=lambda one: one[0])
    return Period(days, why)

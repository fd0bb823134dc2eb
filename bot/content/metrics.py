"""What platforms count of a piece, under names of ours, and what it gained between two measurements. Pure.

Platforms count different things under the same word and the same thing under different words. What each of ours
means:

- ``likes``: people who said with one gesture that they like it: favourites (Mastodon), likes (Bluesky, Instagram,
  YouTube, TikTok, X), upvotes less downvotes (Reddit's score, Hacker News' points, which begin at 1 with the author's
  own), reactions of any kind (Facebook, LinkedIn, Slack), "helpful" (review sites).
- ``comments``: answers in words. Mastodon and X count direct replies alone; Hacker News and Reddit the whole thread.
- ``shares``: passed on to others' readers, without words (reblogs, reposts, retweets) or with words of their own
  (quotes): platforms count the two apart, here they are added.
- ``saves``: kept for oneself: bookmarks (X), saved (Instagram), favourites (TikTok), saves (Pinterest).
- ``views``: how often it was shown or played. YouTube counts plays that last, Instagram and TikTok every start, X and
  Pinterest impressions: comparable within a platform only.
- ``reach``: how many different accounts saw it; given to a piece's owner alone, by Instagram, Facebook and LinkedIn.

Where that is said: Mastodon docs.joinmastodon.org/entities/Status; Bluesky app.bsky.feed.defs#postView; Hacker News
hn.algolia.com/api; YouTube developers.google.com/youtube/v3/docs/videos#statistics; Instagram and Facebook
developers.facebook.com/docs/instagram-platform/reference/instagram-media/insights; TikTok
developers.tiktok.com/doc/tiktok-api-v2-video-object; X docs.x.com/x-api/fundamentals/metrics; Pinterest
developers.pinterest.com/docs/api/v5; Reddit reddit.com/dev/api.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

METRICS = ("likes", "comments", "shares", "saves", "views", "reach")
MOST = 10**12
"""A count beyond this is no count: there are fewer people, and no piece was shown more often."""

FRESH = timedelta(days=7)
"""Published within this before it was first measured, all that a piece has counts as gained then."""

RESET_FROM = 10
"""Counts below this fall to less than half by a few people who change their minds; they are never reset."""

KEPT_DAYS: Mapping[str, int] = {"youtube": 30, "trustpilot": 1, "yelp": 1, "pinterest": 1, "linkedin": 1}
"""Days that a past count may be kept where a platform's terms limit that, since a past count can't be refreshed:
30 by YouTube's API Services Developer Policies (III.E.4), 1 where only a cache is allowed. Elsewhere counts stay as
long as their piece."""

# Words without "count", "num" and signs between them: "favourites_count", "likeCount", "num_comments".
_ANYWHERE: Mapping[str, str] = {
    **dict.fromkeys(("likes", "like", "liked", "favourites", "favorites", "favourited", "hearts"), "likes"),
    **dict.fromkeys(("upvotes", "ups", "score", "points", "claps", "kudos", "helpful"), "likes"),
    **dict.fromkeys(("reactions", "reaction"), "likes"),
    **dict.fromkeys(("comments", "comment", "replies", "reply", "answers", "responses"), "comments"),
    **dict.fromkeys(("shares", "share", "reblogs", "reposts", "repost", "retweets", "retweet"), "shares"),
    **dict.fromkeys(("boosts", "renotes", "crossposts"), "shares"),
    **dict.fromkeys(("saves", "save", "saved", "bookmarks", "bookmark"), "saves"),
    **dict.fromkeys(("views", "view", "plays", "play", "impressions", "impression"), "views"),
    **dict.fromkeys(("reach", "reached", "accountsreached", "uniqueimpressions"), "reach"),
}
_QUOTES = frozenset({"quotes", "quote", "quoted"})
"""Shares with words, counted beside those without."""
_OF_PLATFORM: Mapping[str, Mapping[str, str]] = {
    "tiktok": {"favorites": "saves", "favourites": "saves", "collect": "saves", "digg": "likes"},
    "pinterest": {"favorites": "saves", "favourites": "saves", "repins": "saves", "pins": "saves"},
}
"""Where a platform means something else by a word than most."""

_NOTHING: Mapping[str, int] = {}


@lru_cache(maxsize=512)
def metric_of(platform: str, word: str) -> str | None:
    """Our name for a platform's own word; "quotes" for shares with words, None for what we don't count."""
    plain = re.sub(r"^num|counts?$", "", re.sub(r"[^a-z]", "", word.lower()))
    if plain in _QUOTES:
        return "quotes"
    return _OF_PLATFORM.get(platform, _ANYWHERE).get(plain) or _ANYWHERE.get(plain)


def canonical(platform: str, metrics: Mapping[str, object]) -> Mapping[str, int]:
    """A piece's counts under our names, in their order. Never raises.

    What is negative, beyond MOST or no whole number is not counted: it is missing, which is not zero. Where two words
    mean the same, the first one counts; quotes are added to shares.
    """
    found: dict[str, int] = {}
    for word, count in metrics.items():
        name = metric_of(platform, str(word)[:60])
        if name is not None and isinstance(count, int) and not isinstance(count, bool) and 0 <= count <= MOST:
            found.setdefault(name, count)
    if (quotes := found.pop("quotes", None)) is not None:
        found["shares"] = min(found.get("shares", 0) + quotes, MOST)
    return {name: found[name] for name in METRICS if name in found}


@dataclass(frozen=True, slots=True)
class Gained:
    """What a measurement comes to. ``counts``: each metric as last counted, also where this look left it out;
    ``gained``: by metric, which may be negative, without zeros; ``reset``: whether something was counted anew;
    ``stood``: what metrics had before they were counted anew, as long as they may come back to it."""

    counts: Mapping[str, int]
    gained: Mapping[str, int] = field(default_factory=dict)
    reset: bool = False
    stood: Mapping[str, int] = field(default_factory=dict)


def first_gains(
    counts: Mapping[str, int], published_at: datetime | None, now: datetime, *, new: bool = True
) -> Gained:
    """What the first measurement comes to. All of it was gained when the piece was published less than FRESH before,
    or found just now (``new``) without a time; otherwise nobody knows when, and it is a baseline: nothing gained."""
    fresh = new if published_at is None else now - published_at < FRESH
    return Gained(counts, {name: count for name, count in counts.items() if count} if fresh else {})


def gains(before: Mapping[str, int], after: Mapping[str, int], stood: Mapping[str, int] = _NOTHING) -> Gained:
    """What was gained since the last measurement, of which ``before`` and ``stood`` are known.

    - A metric that was never counted before is a baseline: nothing gained. One that is left out now stands as it was,
      and what it gained meanwhile counts when it is given again.
    - A fall is negative: likes are taken back.
    - A fall to less than half, from RESET_FROM or more, is a *reset*: the platform counts anew (or answers with zeros
      while it has trouble). Nothing was lost, and what comes after is gained from there.
    - A count that jumps, in one look, from below half of what stood before the reset to nine tenths of it or more was
      never counted anew: it goes on from where it stood, so that the trouble wins it nothing.
    """
    counts, gained, kept, reset = {**before, **after}, dict[str, int](), dict(stood), False
    for name, count in after.items():
        last, earlier = before.get(name), stood.get(name)
        if last is None:
            continue
        if earlier is not None and count * 2 >= earlier:
            del kept[name]
            last = earlier if count * 10 >= earlier * 9 else last
        elif count * 2 < last and last >= RESET_FROM:
            reset, last = True, count
            kept.setdefault(name, before[name])
        if count != last:
            gained[name] = count - last
    return Gained({name: counts[name] for name in METRICS if name in counts}, gained, reset, kept)


def expires(platform: str, at: datetime) -> datetime | None:
    """Until when a count of that moment may be kept; None: as long as the piece."""
    days = KEPT_DAYS.get(platform.casefold())
    return None if days is None else at + timedelta(days=days)

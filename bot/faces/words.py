"""The words that every face uses for the same things: platforms, kinds, ages, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache

import humanize

from bot.kernel.text import clean_line
from bot.review.rules import Status

KINDS = {
    "review": "Review",
    "photo": "Photo",
    "video": "Video",
    "story": "Story",
    "post": "Post",
    "blog": "Blog post",
    "comment": "Comment",
    "podcast": "Podcast",
    "immersive": "3D or VR content",
}
_PLATFORMS = {
    "hackernews": "Hacker News",
    "youtube": "YouTube",
    "tiktok": "TikTok",
    "linkedin": "LinkedIn",
    "github": "GitHub",
    "google": "Google",
    "x": "X",
    "rss": "the web",
    "feed": "the web",
    "web": "the web",
    "blog": "a blog",
}
LIVES = {
    "deleted": "deleted where it was found",
    "withdrawn": "withdrawn by its creator",
    "erased": "erased at its creator's request",
}
"""What became of a piece that is not shown any more, after "was"."""
SEVERITIES = {4: "Severe", 3: "Warning", 2: "Notice", 1: "Fact"}
STATUSES = {
    Status.QUEUED: "Waiting",
    Status.APPROVED: "Approved",
    Status.REJECTED: "Rejected",
    Status.ESCALATED: "Escalated",
    Status.CLOSED: "Closed",
}
REASONS = (
    "Off topic",
    "Spam or scam",
    "Offensive",
    "Low quality",
    "Not about us",
    "Competitor",
    "Legal risk",
    "Duplicate",
    "Other",
)
"""Why something is rejected; the last one asks for words."""
_FOUND = {
    "hashtag": "hashtag #{}",
    "mention": "mention of {}",
    "keyword": "keyword “{}”",
    "feed": "feed {}",
    "import": "import {}",
    "webhook": "webhook {}",
    "person": "added by {}",
    "contest": "contest “{}”",
    "mail": "mail in {}",
}
_BY_HAND = frozenset({"person", "contest"})
_METRICS = {
    "likes": "likes",
    "comments": "comments",
    "shares": "shares",
    "views": "views",
    "points": "points",
}
# Languages by their ISO 639-1 code; others show their code.
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian",
    "is": "Icelandic", "it": "Italian", "ja": "Japanese", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "nb": "Norwegian", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian",
    "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


def kind_word(kind: str) -> str:
    return KINDS.get(kind, kind.capitalize() or "Item")


@cache
def platform_word(platform: str) -> str:
    """ "mastodon" as "Mastodon"."""
    return _PLATFORMS.get(platform.casefold(), platform[:1].upper() + platform[1:] or "somewhere")


def platforms_word(platform: str) -> str:
    """Where many are from: "blogs", "Mastodon"."""
    return "blogs" if platform.casefold() == "blog" else platform_word(clean_line(platform, 40))


def language_word(code: str | None) -> str | None:
    """The English name of a language, its code where we have no name, None where it is not known."""
    if not code or code == "und":
        return None
    return _LANGUAGES.get(code.split("-")[0].casefold(), code)


def ago(then: datetime, now: datetime) -> str:
    """ "3 minutes ago", for answers that are read once; what stands for long shows the time itself."""
    if (now - then).total_seconds() < 1:
        return "just now"
    return humanize.naturaltime(now - then)


def age(then: datetime, now: datetime) -> str:
    """ "3 minutes"."""
    return humanize.naturaldelta(now - then)


def number(value: int) -> str:
    """ "12,300"; millions as "1.2 million"."""
    return humanize.intword(value) if value >= 1_000_000 else f"{value:,}"


def rating_words(rating: float, scale: float | None) -> str:
    """Stars where the scale is five, and always the figures."""
    if scale == 5:
        full = max(0, min(5, round(rating)))
        return f"{'★' * full}{'☆' * (5 - full)} {rating:g} of 5"
    return f"{rating:g} of {scale:g}" if scale else f"rated {rating:g}"


def found_words(how: str, what: str) -> str:
    """ "hashtag #yesbrand"."""
    return _FOUND.get(how, f"{how} {{}}").replace("{}", what.lstrip("#") if how == "hashtag" else what)


def origin_words(why: Sequence[tuple[str, str]]) -> tuple[str, str]:
    """How it came here and by what: "Found by" and "hashtag #yesbrand", "Added by" and "Mia", "Entered in" and
    "“Autumn of tea”; found by hashtag #yesbrand"."""
    contests = [f"“{what}”" for how, what in why if how == "contest"]
    people = [what for how, what in why if how == "person"]
    found = [found_words(how, what) for how, what in why if how not in _BY_HAND]
    ways = [("Entered in", contests), ("Added by", people), ("Found by", found)]
    (first, names), *others = [(way, names) for way, names in ways if names] or [("Found by", [])]
    said = [", ".join(names), *(f"{way.lower()} {', '.join(names)}" for way, names in others)]
    return first, "; ".join(said)


def by_hand(why: Sequence[tuple[str, str]]) -> bool:
    """Whether only people brought it, from the team or to a contest, and no source has read it."""
    return bool(why) and all(how in _BY_HAND for how, _ in why)


def metric_words(metrics: dict[str, int]) -> str:
    """ "12 likes · 3 comments": the counts a platform gives, those we know first, zeros left out."""
    known = [key for key in _METRICS if metrics.get(key)]
    others = [key for key in metrics if key not in _METRICS and metrics[key]]
    shown = [f"{number(metrics[key])} {_METRICS.get(key, key)}" for key in [*known, *others][:5]]
    return " · ".join(one[:-1] if one.startswith("1 ") and one.endswith("s") else one for one in shown)

"""Which campaigns a piece belongs to by the hashtags it carries. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from bot.kernel.text import clean_line
from bot.sources.base import FoundItem
from bot.sources.words import hashtags_in

CAMPAIGN_NAME_LIMIT = 80


class CampaignTags:
    """The settings' campaigns that have a hashtag, each as (name, hashtag); case and ``#`` don't count."""

    def __init__(self, wanted: Sequence[tuple[str, str]] = ()) -> None:
        self._names: dict[str, list[str]] = {}
        for name, hashtag in wanted:
            if tag := _bare(hashtag):
                self._names.setdefault(tag, []).append(clean_line(name, CAMPAIGN_NAME_LIMIT))

    def of(self, found: FoundItem) -> dict[str, str]:
        """The campaigns a piece belongs to, each with the hashtag that says so."""
        if not self._names:
            return {}
        words = (*found.tags, *hashtags_in(found.text), *hashtags_in(found.title or ""))
        carried = dict.fromkeys(_bare(tag) for tag in words)
        return {name: tag for tag in carried for name in self._names.get(tag, ())}


def _bare(hashtag: str) -> str:
    return hashtag.strip().lstrip("#").casefold()

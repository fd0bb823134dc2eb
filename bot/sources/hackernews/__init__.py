"""Hacker News: stories and comments that hold a keyword, through Algolia's search."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Capability, Source, SourceContext, SourceSpec
from bot.sources.hackernews.settings import HackerNewsSettings

SOURCE = SourceSpec(
    key="hackernews",
    name="Hacker News",
    platform="hackernews",
    settings=HackerNewsSettings,
    capabilities=frozenset({Capability.STILL_THERE, Capability.DELETES}),
    interval=timedelta(minutes=5),
    minimum_interval=timedelta(minutes=1),
    terms="Read only: answers are written on the site, by a person. Marketing replies are not welcome there.",
)


def build(settings: HackerNewsSettings, context: SourceContext) -> Source:
    """Hacker News for one run."""
    from bot.sources.hackernews.source import HackerNewsSource

    return HackerNewsSource(settings, context)


__all__ = ["SOURCE", "HackerNewsSettings", "build"]

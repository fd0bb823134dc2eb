"""Blogs, news and podcasts: RSS, Atom, RDF and JSON Feed."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Capability, Source, SourceContext, SourceSpec
from bot.sources.feed.settings import FeedSettings

SOURCE = SourceSpec(
    key="feed",
    name="Feed (RSS, Atom, JSON Feed, podcast)",
    platform="blog",
    settings=FeedSettings,
    capabilities=frozenset({Capability.EDITS}),
    interval=timedelta(minutes=5),
    minimum_interval=timedelta(minutes=1),
    terms="A feed is published to be read; showing more than an excerpt elsewhere needs its author's permission.",
)


def build(settings: FeedSettings, context: SourceContext) -> Source:
    """A feed for one run."""
    from bot.sources.feed.source import FeedSource  # parsers are loaded when a feed is first read

    return FeedSource(settings, context)


__all__ = ["SOURCE", "FeedSettings", "build"]

"""Bluesky and whatever else speaks the AT Protocol: searches, and what mentions an account; replies and answers."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Capability, Source, SourceContext, SourceSpec
from bot.sources.bluesky.settings import BlueskySettings

SOURCE = SourceSpec(
    key="bluesky",
    name="Bluesky",
    platform="bluesky",
    settings=BlueskySettings,
    capabilities=frozenset(
        {
            Capability.REFRESH,
            Capability.STILL_THERE,
            Capability.EDITS,
            Capability.DELETES,
            Capability.REPLY,
            Capability.WATCH,
        }
    ),
    secrets={"password": "App password: Settings, Privacy and security, App passwords"},
    interval=timedelta(minutes=1),
    minimum_interval=timedelta(seconds=20),
    terms="Replies in bulk or by themselves are spam there: a person sends each. What is deleted goes here too.",
)


def build(settings: BlueskySettings, context: SourceContext) -> Source:
    """Bluesky for one run."""
    from bot.sources.bluesky.source import BlueskySource

    return BlueskySource(settings, context)


__all__ = ["SOURCE", "BlueskySettings", "build"]

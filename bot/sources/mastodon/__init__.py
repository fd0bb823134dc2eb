"""Mastodon and servers with its API: hashtags on several servers, and mentions of an account."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Capability, Source, SourceContext, SourceSpec
from bot.sources.mastodon.settings import MastodonSettings

SOURCE = SourceSpec(
    key="mastodon",
    name="Mastodon",
    platform="mastodon",
    settings=MastodonSettings,
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
    secrets={
        "token": "Access token with read:statuses, read:notifications; to reply also write:statuses, read:search"
    },
    interval=timedelta(minutes=2),
    minimum_interval=timedelta(seconds=20),
    reply_needs=("token",),
    terms="Each server has rules of its own; who asks not to be indexed or to meet no bots is left alone.",
)


def build(settings: MastodonSettings, context: SourceContext) -> Source:
    """Mastodon for one run."""
    from bot.sources.mastodon.source import MastodonSource

    return MastodonSource(settings, context)


__all__ = ["SOURCE", "MastodonSettings", "build"]

"""Signed deliveries from anything that can send JSON: a shop, a review service, a form, a script."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Capability, Source, SourceContext, SourceSpec
from bot.sources.webhook.receive import Accepted, Refused, accept
from bot.sources.webhook.settings import WebhookSettings

SOURCE = SourceSpec(
    key="webhook",
    name="Webhook",
    platform="webhook",
    settings=WebhookSettings,
    capabilities=frozenset({Capability.PUSH, Capability.EDITS, Capability.DELETES}),
    secrets={"secrets": "Signing secrets, shared with the sender; make one with: openssl rand -base64 32"},
    interval=timedelta(seconds=10),
    minimum_interval=timedelta(seconds=1),
    terms="Whoever sends has the right to hand the content over.",
)


def build(settings: WebhookSettings, context: SourceContext) -> Source:
    """The kept deliveries of one run."""
    from bot.sources.webhook.source import WebhookSource

    return WebhookSource(settings, context)


__all__ = ["SOURCE", "Accepted", "Refused", "WebhookSettings", "accept", "build"]

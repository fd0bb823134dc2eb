"""The deliveries that were kept and not yet handled."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from bot.sources.base import Cursor, Discovery, Finding, SourceContext, Why
from bot.sources.records import Defaults
from bot.sources.webhook.mapping import map_delivery
from bot.sources.webhook.settings import WebhookSettings


class WebhookSource:
    """See the folder's README."""

    def __init__(self, settings: WebhookSettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context

    async def check(self) -> list[Finding]:
        """There is nothing outside to look at; the secrets were checked with the settings."""
        waiting = len(self._context.inbox)
        secrets = len(self._settings.secrets)
        return [Finding("deliveries", True, f"{waiting} waiting; {secrets} signing secrets")]

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """The items of every kept delivery, oldest delivery first. What was handled is not in the inbox again, so
        the cursor stays empty."""
        settings = self._settings
        defaults = Defaults(
            now=self._context.now,
            why=Why("webhook", self._context.name),
            platform=settings.platform,
            kind=settings.item_kind,
            language=settings.language,
            rating_scale=settings.rating_scale,
        )
        for body in self._context.inbox:
            for found in map_delivery(body, defaults, settings.items, settings.fields):
                yield found
        yield Cursor({})

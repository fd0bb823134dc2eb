"""Settings of a webhook."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, SecretStr, field_validator

from bot.sources.base import Kind
from bot.sources.settings import SourceSettings

_PLAIN = "id text html title url kind platform language published_at rating rating_scale tags removed creator media"
_INNER = "creator.id creator.handle creator.name creator.url creator.avatar_url creator.followers"
_MORE = "metrics metrics.likes metrics.comments metrics.shares metrics.views media.url media.alt"
FIELDS = frozenset(f"{_PLAIN} {_INNER} {_MORE}".split())


class Signature(StrEnum):
    """How a sender signs."""

    STANDARD = "standard"  # Standard Webhooks: webhook-id, webhook-timestamp, webhook-signature
    HUB = "hub"  # X-Hub-Signature-256, as GitHub and WebSub hubs send it


class WebhookSettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "webhook"``."""

    secrets: tuple[SecretStr, ...] = Field(
        min_length=1, max_length=5, description="Signing secrets; several while one replaces another."
    )
    signature: Signature = Field(Signature.STANDARD, description="How the sender signs: standard or hub.")
    platform: str = Field("webhook", max_length=40, description="Platform of items that name none.")
    item_kind: Kind | None = Field(None, description="Kind of items that name none.")
    language: str | None = Field(None, max_length=35, description="Language of items that name none.")
    rating_scale: float | None = Field(None, gt=0, le=100, description="Best rating the sender gives.")
    items: str | None = Field(
        None, max_length=200, description="Dotted path to the list of items in the payload."
    )
    fields: dict[str, str] = Field(
        default_factory=dict, description="Our field to the dotted path where the payload has it."
    )
    body_limit: int = Field(1_000_000, ge=1_000, le=5_000_000, description="Bytes a delivery may have.")

    @field_validator("secrets", mode="before")
    @classmethod
    def _several_in_one(cls, secrets: object) -> object:
        """An environment variable is one text: several secrets stand in it with spaces between."""
        return secrets.split() if isinstance(secrets, str) else secrets

    @field_validator("secrets")
    @classmethod
    def _long_enough(cls, secrets: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        if any(len(secret.get_secret_value()) < 16 for secret in secrets):
            raise ValueError("a secret needs at least 16 characters")
        return secrets

    @field_validator("fields")
    @classmethod
    def _known_fields(cls, fields: dict[str, str]) -> dict[str, str]:
        unknown = sorted(set(fields) - FIELDS)
        if unknown:
            raise ValueError(f"unknown field {unknown[0]!r}; known: {', '.join(sorted(FIELDS))}")
        return fields

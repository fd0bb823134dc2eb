"""What every source's settings have in common: intervals as people write them, secrets from one variable."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.kernel.errors import FixSettings
from bot.sources.registry import validate_settings
from bot.sources.settings import SourceSettings
from bot.sources.webhook import WebhookSettings

FEED = {"url": "https://example.com/feed.xml"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [("90s", 90), ("5m", 300), ("2h", 7200), ("1d", 86_400), (300, 300)],
)
def test_an_interval_is_written_as_people_do(written: object, meant: int) -> None:
    settings = validate_settings("feed", {**FEED, "interval": written})
    assert isinstance(settings, SourceSettings)
    assert settings.interval == timedelta(seconds=meant)


@pytest.mark.parametrize("written", ["", "m", "0m", "-5m", "5 minutes", "soon"])
def test_a_wrong_interval_is_named_with_an_example(written: str) -> None:
    with pytest.raises(FixSettings, match=r"\[sources\.blog\] interval.*5m"):
        validate_settings("feed", {**FEED, "interval": written}, "blog")


def test_several_secrets_stand_in_one_variable() -> None:
    settings = validate_settings("webhook", {"secrets": "a" * 20 + " " + "b" * 20})
    assert isinstance(settings, WebhookSettings)
    assert [len(secret.get_secret_value()) for secret in settings.secrets] == [20, 20]

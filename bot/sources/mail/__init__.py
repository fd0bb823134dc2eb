"""A mailbox over IMAP: what people write to the brand, and what they answer to our mail. Nothing becomes read."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Capability, Source, SourceContext, SourceSpec
from bot.sources.mail.settings import MailSettings

SOURCE = SourceSpec(
    key="mail",
    name="Mail",
    platform="mail",
    settings=MailSettings,
    capabilities=frozenset({Capability.WATCH, Capability.LISTEN}),
    secrets={"password": "Password of the mailbox; where it has two factors, an app password"},
    interval=timedelta(minutes=5),
    minimum_interval=timedelta(seconds=30),
    terms="A mail is private: nothing of it is shown to anybody outside before its writer has said yes.",
)


def build(settings: MailSettings, context: SourceContext) -> Source:
    """A mailbox for one run."""
    from bot.sources.mail.source import MailSource

    return MailSource(settings, context)


__all__ = ["SOURCE", "MailSettings", "build"]

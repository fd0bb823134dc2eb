"""A local mail server on loopback and the mailbox behind it: what the bot sends by mail can be read on the page."""

from __future__ import annotations

from bot.playground.mailbox.server import LocalMail

__all__ = ["LocalMail"]

"""A mailbox on a small IMAP server."""

from __future__ import annotations

from pathlib import Path

from tests.sources.mail.mails import mail, numbered
from tests.sources.server import LocalServer
from tests.sources.world import HOSTILE, World
from tests.support.imap import PASSWORD, small_imap


def build(server: LocalServer, folder: Path) -> World:
    box = small_imap(server)
    box.add(
        mail("<p>The lid seals <script>alert(1)</script>well. #TrailBottle</p>").replace(
            b"text/plain", b"text/html"
        )
    )
    box.add(numbered(2, HOSTILE, X_Unknown="something new"))
    box.add(numbered(3, "I am away until Monday.", Auto_Submitted="auto-replied"))
    return World(box.settings(), finds=2, secret=PASSWORD)

"""What of the mailbox is kept on disk: envelopes as lines, each mail itself as a file beside them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bot.playground import journal
from bot.playground.journal import Rows
from bot.playground.mailbox.state import Mail, MailWorld


class Journal(journal.Journal[MailWorld]):
    """A mailbox's journal."""

    header = "goodword-playground-mail"
    kinds = frozenset({"mail", "file"})

    def address(self, world: MailWorld) -> str:
        """Where the server listens."""
        return world.base_url

    def value(self, world: MailWorld, kind: str, key: tuple[str, ...]) -> Any:
        """The envelope; of a file, that it is there."""
        mail = world.mails.get(int(key[0]))
        if mail is None or kind == "file":
            return None if mail is None else True
        return {"at": mail.at, "sender": mail.sender, "recipients": mail.recipients, "seen": mail.seen}

    def everything(self, world: MailWorld) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Every mail."""
        for number in world.mails:
            yield "file", (str(number),)
            yield "mail", (str(number),)

    def file_bytes(self, world: MailWorld, file_id: str) -> bytes | None:
        """The mail as it came."""
        mail = world.mails.get(int(file_id))
        return None if mail is None else mail.content

    def restore(self, world: MailWorld, rows: Rows, files: Path) -> None:
        """Fill the mailbox; a mail whose file is gone is gone."""
        for (kind, key), value in rows.items():
            content = files / str(int(key))
            if kind == "mail" and content.is_file():
                recipients = [str(each) for each in value["recipients"]]
                world.mails[int(key)] = Mail(
                    int(key),
                    float(value["at"]),
                    str(value["sender"]),
                    recipients,
                    content.read_bytes(),
                    bool(value["seen"]),
                )

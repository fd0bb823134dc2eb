"""From our mail to the answer: sent by the mailer over SMTP, answered by a person, found in a real mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from bot.faces.mail.mailer import Mailer
from bot.kernel.letter import Letter
from tests.sources.mail.test_dovecot import Owner
from tests.sources.mail.test_mailbox import run, source, texts
from tests.sources.world import NOW
from tests.support.imap import Dovecot, dovecot
from tests.support.mail_server import lines, mail_server, read

pytestmark = pytest.mark.xdist_group("dovecot")
ASK = "May we show your picture?\nAnswer #yesbrand @brand if you agree.\n"


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as made:
        yield made


def answer_to(asked: EmailMessage, sender: str, words: str) -> bytes:
    """As a mail program answers: the question quoted below, the thread's ids, the server's finding on top."""
    made = EmailMessage(policy=SMTP)
    made["Authentication-Results"] = "mx.brand.example; dmarc=pass header.from=creator.example"
    made["From"] = sender
    made["To"] = str(asked["From"])
    made["Subject"] = f"Re: {asked['Subject']}"
    made["Message-ID"] = f"<{len(words)}.{len(sender)}@creator.example>"
    made["In-Reply-To"] = str(asked["Message-ID"])
    quoted = "".join(f"> {line}\n" for line in lines(asked).splitlines())
    made.set_content(
        f"{words}\n\nOn Fri, Nov 20, 2026 at 9:30 Brand <stories@brand.example> wrote:\n{quoted}"
    )
    return made.as_bytes()


async def test_an_answer_is_the_writers_words_alone(server: Dovecot) -> None:
    letter = Letter(key="ask:7:1", to="Ana@creator.example", subject="Your picture", text=ASK, at=NOW)
    async with mail_server() as smtp:
        mailer = Mailer(smtp.settings())
        mail = mailer.compose(letter)
        await mailer.send(mail)
        asked = read(smtp.content(0))
    owner = Owner(server, "conversation")
    owner.put(smtp.content(0), days_ago=0.2)  # a copy of what was sent
    owner.put(answer_to(asked, "Ana <ana@creator.example>", "Who would see it?"), days_ago=0.1)
    owner.put(answer_to(asked, "eva@creator.example", "Yes #yesbrand @brand"), days_ago=0.05)
    settings = owner.settings(authserv="mx.brand.example")
    found = [one async for one in source(settings).answers(mail.message_id, NOW)]
    assert [(one.text, one.proven) for one in found] == [
        ("Who would see it?", True),
        ("Yes #yesbrand @brand", False),
    ]
    assert texts(await run(settings)) == []
    owner.line.logout()

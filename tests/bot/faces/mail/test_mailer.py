"""Sending to a real SMTP server: what it says is named by what to do next, and a lost answer makes no other mail."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import pytest
import pytest_asyncio

from bot.faces.mail.inspection import inspect_mail
from bot.faces.mail.jobs import JOBS, PATIENCE
from bot.faces.mail.mailer import Mailer
from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TryLater
from bot.kernel.letter import SEND
from bot.settings import Settings
from bot.storage.database import Database
from bot.work import Job
from bot.work.notices import NOTICE
from tests.bot.faces.mail.letters import AT, letter
from tests.bot.work.support import ask, working
from tests.support.mail_server import PASSWORD, USER, MailServer, certificate, lines, mail_server
from tests.support.waiting import eventually

T = TypeVar("T")


@pytest_asyncio.fixture
async def server() -> AsyncIterator[MailServer]:
    async with mail_server() as made:
        yield made


async def send(settings: Settings, **more: Any) -> str:
    mailer = Mailer(settings)
    return await mailer.send(mailer.compose(letter(**more)))


async def test_a_mail_arrives_as_it_was_composed(server: MailServer) -> None:
    said = await send(server.settings(reply_to="answers@brand.example"))
    assert "queued as 4711" in said
    envelope = server.taken[0]
    assert envelope.mail_from == USER
    assert envelope.rcpt_tos == ["ana@creator.example"]
    assert server.mails[0]["Reply-To"] == "answers@brand.example"
    assert server.mails[0]["From"].addresses[0].display_name == "Kettle & Fern"


async def test_a_line_with_a_dot_alone_ends_nothing(server: MailServer) -> None:
    await send(server.settings(), text="one\n.\n..two\n.three\n")
    assert lines(server.mails[0]) == "one\n.\n..two\n.three\n"


async def test_an_address_beyond_ascii_needs_a_server_that_knows_them(server: MailServer) -> None:
    await send(server.settings(), to="åsa@creator.example")
    assert server.taken[0].rcpt_tos == ["åsa@creator.example"]
    assert "SMTPUTF8" in server.taken[0].mail_options
    server.utf8 = False
    with pytest.raises(NeverWorks, match="beyond ASCII"):
        await send(server.settings(), to="åsa@creator.example")


@pytest.mark.parametrize(
    ("where", "said", "kind"),
    [
        ("recipient_answers", "450 4.2.0 greylisted, come back", TryLater),
        ("recipient_answers", "421 too busy", TryLater),
        ("recipient_answers", "550 5.1.1 no such user", NeverWorks),
        ("recipient_answers", "552 5.2.2 mailbox full", NeverWorks),
        ("sender_answers", "553 5.7.1 not your address", FixSettings),
        ("sender_answers", "530 5.7.0 log in first", FixCredentials),
        ("sender_answers", "451 4.3.0 wait", TryLater),
        ("data_answers", "554 5.7.1 looks like spam", NeverWorks),
        ("data_answers", "452 4.3.1 disk full", TryLater),
    ],
)
async def test_an_answer_is_named_by_what_to_do(
    server: MailServer, where: str, said: str, kind: type[GoodwordError]
) -> None:
    getattr(server, where).append(said)
    with pytest.raises(kind) as error:
        await send(server.settings())
    assert type(error.value) is kind
    assert said[:3] in error.value.message
    assert server.taken == []
    await send(server.settings())
    assert len(server.taken) == 1


async def test_what_a_server_repeats_of_the_address_is_not_shown(server: MailServer) -> None:
    server.recipient_answers.append("550 5.1.1 <ana@creator.example>: unknown\x1b[31m <!channel>")
    with pytest.raises(NeverWorks) as error:
        await send(server.settings())
    assert "ana@" not in str(error.value)
    assert "\x1b" not in str(error.value)


async def test_nobody_there_is_tried_later(server: MailServer) -> None:
    settings = server.settings(port=1)
    with pytest.raises(TryLater, match="did not answer"):
        await send(settings)


@pytest.mark.parametrize(
    "words", [b"", b"554 go away\r\n", b"HTTP/1.1 400 Bad Request\r\n\r\n", b"220 " + b"x" * 9000]
)
async def test_what_is_no_mail_server_is_named(words: bytes) -> None:
    async def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(words)
        await writer.drain()
        writer.close()

    listening = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with listening:
        settings = MailServer(listening.sockets[0].getsockname()[1]).settings()
        with pytest.raises(TryLater):
            await send(settings)


async def test_a_login_is_used_and_a_wrong_one_is_named_without_the_password() -> None:
    async with mail_server(login=True) as server:
        await send(server.settings(user=USER, password=PASSWORD))
        assert server.logins == 1
        with pytest.raises(FixCredentials, match="GOODWORD_MAIL_PASSWORD") as error:
            await send(server.settings(user=USER, password="wr0ng-pass"))
        assert "wr0ng-pass" not in repr(error.value) + str(error.value)
        with pytest.raises(FixCredentials):
            await send(server.settings())


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_a_certificate_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    made = certificate(tmp_path)
    contexts: dict[str, ssl.SSLContext] = {security: made.for_server()}
    async with mail_server(login=True, **contexts) as server:
        settings = server.settings(security=security, host="localhost", user=USER, password=PASSWORD)
        with pytest.raises(FixSettings, match="certificate"):
            await send(settings)
        assert server.logins == 0
        monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
        await send(settings)
        assert len(server.taken) == 1
        with pytest.raises(FixSettings, match="certificate"):
            await send(server.settings(security=security, host="127.0.0.1"))


async def test_without_starttls_nothing_is_sent_in_the_clear(server: MailServer) -> None:
    with pytest.raises(FixSettings, match="security"):
        await send(server.settings(security="starttls", host="localhost", user=USER, password=PASSWORD))
    assert server.logins == 0
    with pytest.raises(FixSettings, match="on the internet"):
        await send(server.settings(host="mail.brand.example"))


@pytest.mark.parametrize(
    ("mail", "words"),
    [({"host": ""}, "No server"), ({"sender": "x"}, "mail.sender"), ({"reply_to": "x@"}, "mail.reply_to")],
)
async def test_settings_that_cannot_work_are_named(
    server: MailServer, mail: dict[str, str], words: str
) -> None:
    with pytest.raises(FixSettings, match=words):
        await send(server.settings(**mail))


async def test_check_sends_nothing(server: MailServer) -> None:
    rows = [row async for row in inspect_mail(server.settings())]
    assert [(row.what, row.ok) for row in rows] == [("Mail", True)]
    assert USER in rows[0].detail
    assert server.taken == []
    server.sender_answers.append("550 5.7.1 not you")
    (row,) = [row async for row in inspect_mail(server.settings())]
    assert not row.ok
    assert row.remedy
    (unused,) = [row async for row in inspect_mail(Settings())]
    assert unused.ok
    assert "host" in unused.detail


class Context:
    """What the job needs of the running services."""

    def __init__(self, database: Database, settings: Settings) -> None:
        self.database = database
        self.mailer = Mailer(settings)
        self.now = AT
        self.told: list[tuple[Any, ...]] = []
        self.work: Any = None

    def clock(self) -> Any:
        return self.now

    def outlet(self, _kind: type[T]) -> Any:
        return self.mailer


async def told(context: Context, *args: Any) -> None:
    """Remembers what was told. Running twice remembers it twice, so that a test sees it."""
    context.told.append(args)


ALL = (*JOBS, Job(NOTICE, told), Job("test.outcome", told))


async def test_a_lost_answer_makes_no_other_mail(database: Database, server: MailServer) -> None:
    server.lose = 1
    context = Context(database, server.settings())
    async with working(database, ALL, context) as work:
        context.work = work
        argument = letter(then="test.outcome").as_argument()
        for _ in range(2):
            await ask(work, SEND, argument, key="ask:7:1")
        await eventually(lambda: context.told)
    assert server.content(0) == server.content(1)
    assert len(server.taken) == 2
    assert context.told == [("ask:7:1", "sent", server.mails[0]["Message-ID"])]


async def test_a_server_that_wants_it_later_gets_it_later(
    sqlite_database: Database, server: MailServer
) -> None:
    server.recipient_answers.append("450 4.2.0 greylisted")
    context = Context(sqlite_database, server.settings())
    async with working(sqlite_database, ALL, context) as work:
        context.work = work
        await ask(work, SEND, letter().as_argument())
        await eventually(lambda: server.taken)
    assert context.told == []


async def test_a_refused_mail_is_told_once_and_not_sent_again(
    sqlite_database: Database, server: MailServer
) -> None:
    server.recipient_answers += ["550 5.1.1 no such user"]
    context = Context(sqlite_database, server.settings())
    async with working(sqlite_database, ALL, context) as work:
        context.work = work
        await ask(work, SEND, letter(then="test.outcome").as_argument())
        await eventually(lambda: len(context.told) == 2)
        failed = await eventually(work.failed)
    assert server.taken == []
    notice, outcome = sorted(context.told, key=lambda one: one[1] == "refused")
    assert "“May we show your picture?” to a…@creator.example" in notice[0]
    assert "550 no such user" in notice[0]
    assert notice[1]
    assert outcome[:2] == ("ask:7:1", "refused")
    assert [one.job for one in failed] == [SEND]


async def test_what_an_operator_has_to_mend_holds_mail_up_and_loses_none(
    sqlite_database: Database, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.faces.mail.jobs.OPERATOR_PAUSE", 0.1)
    server.sender_answers += ["553 5.7.1 not you"] * 3
    context = Context(sqlite_database, server.settings())
    async with working(sqlite_database, ALL, context) as work:
        context.work = work
        await ask(work, SEND, letter().as_argument())
        await eventually(lambda: server.taken)
        await eventually(lambda: context.told)
    assert len(context.told) == 1
    assert context.told[0][0].startswith("Mail can't be sent: ")


async def test_after_days_a_letter_is_given_up_and_told(
    sqlite_database: Database, server: MailServer
) -> None:
    server.recipient_answers.append("450 4.2.0 still greylisted")
    context = Context(sqlite_database, server.settings())
    context.now = AT + PATIENCE + timedelta(seconds=1)
    async with working(sqlite_database, ALL, context) as work:
        context.work = work
        await ask(work, SEND, letter().as_argument())
        await eventually(lambda: context.told)
    assert server.taken == []
    assert "could not be sent" in context.told[0][0]

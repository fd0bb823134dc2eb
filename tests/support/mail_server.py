"""aiosmtpd on loopback, in the test's own loop, with switches for what mail servers do."""

from __future__ import annotations

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from bot.settings import Mail, Settings

USER, PASSWORD = "stories@brand.example", "smtp-pa55-word"


@dataclass
class MailServer:
    """What arrived, and what to answer next. ``lose`` answers get lost: the mail is taken and the line goes dead."""

    port: int = 0
    taken: list[Envelope] = field(default_factory=list)
    recipient_answers: list[str] = field(default_factory=list)
    sender_answers: list[str] = field(default_factory=list)
    data_answers: list[str] = field(default_factory=list)
    lose: int = 0
    logins: int = 0
    utf8: bool = True

    @property
    def mails(self) -> list[EmailMessage]:
        return [read(self.content(number)) for number in range(len(self.taken))]

    def content(self, number: int) -> bytes:
        content = self.taken[number].content
        assert isinstance(content, bytes)
        return content

    async def handle_MAIL(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender_answers:
            return self.sender_answers.pop(0)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if self.recipient_answers:
            return self.recipient_answers.pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        if self.data_answers:
            return self.data_answers.pop(0)
        self.taken.append(envelope)
        if self.lose:
            self.lose -= 1
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 2.0.0 queued as 4711"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        self.logins += 1
        right = LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=data == right, handled=False)

    def settings(self, **mail: Any) -> Settings:
        plain = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "sender": USER,
            "sender_name": "Kettle & Fern",
        }
        return Settings(mail=Mail(**{**plain, **mail}))


def read(content: bytes) -> EmailMessage:
    message = message_from_bytes(content, policy=policy.default)
    assert isinstance(message, EmailMessage)
    return message


def lines(message: EmailMessage) -> str:
    """A text's lines, however they ended on the way."""
    return "\n".join(str(message.get_content()).splitlines()) + "\n"


@asynccontextmanager
async def mail_server(
    *, tls: ssl.SSLContext | None = None, starttls: ssl.SSLContext | None = None, login: bool = False
) -> AsyncIterator[MailServer]:
    """A server on a free port of 127.0.0.1; closed, with its connections, at the end."""
    state = MailServer()
    loop = asyncio.get_running_loop()
    transports: list[asyncio.BaseTransport] = []

    def protocol() -> SMTP:
        smtp = SMTP(
            state,
            enable_SMTPUTF8=state.utf8,
            hostname="mail.brand.example",
            tls_context=starttls,
            auth_required=login,
            auth_require_tls=False,
            authenticator=state.authenticate,
            loop=loop,
        )
        made = smtp.connection_made

        def noted(transport: asyncio.BaseTransport) -> None:
            transports.append(transport)
            made(transport)

        smtp.connection_made = noted  # type: ignore[method-assign]  # to see each
        return smtp

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls)
    state.port = server.sockets[0].getsockname()[1]
    try:
        yield state
    finally:
        server.close()
        for transport in transports:
            transport.close()
        await server.wait_closed()


@dataclass(frozen=True)
class Certificate:
    """Of a name, signed by itself."""

    certificate: Path
    key: Path

    def for_server(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(self.certificate, self.key)
        return context


def certificate(folder: Path, name: str = "localhost") -> Certificate:
    """A certificate made for this test alone; skipped where there is no openssl."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl here to make a certificate with")
    made = Certificate(folder / f"{name}.pem", folder / f"{name}.key")
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    subject = ["-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}", "-days", "2"]
    files = ["-keyout", str(made.key), "-out", str(made.certificate)]
    subprocess.run([*command, *subject, *files], check=True, capture_output=True, timeout=30)
    return made


__all__ = ["PASSWORD", "USER", "Certificate", "MailServer", "certificate", "lines", "mail_server", "read"]

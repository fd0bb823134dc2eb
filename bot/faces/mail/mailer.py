"""Sending over SMTP: one connection a mail, so that nothing is left half open between two.

What goes wrong is named by what to do next. ``NeverWorks`` is about this one mail (the address doesn't exist);
``FixSettings`` and ``FixCredentials`` are about all mail and leave this one to be sent later; after ``TryLater``
nobody knows whether it went out, and the same mail, with the same id, is sent again.
"""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiosmtplib
import httpx
from aiosmtplib import (
    SMTPAuthenticationError,
    SMTPConnectResponseError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.faces.mail.layout import Composed, Sender, compose
from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TellUser, TryLater
from bot.kernel.hosts import is_private_host
from bot.kernel.letter import Letter, mail_address
from bot.kernel.log import hide_secrets
from bot.kernel.text import clean_line
from bot.settings import MAIL_SECRETS, Settings

PORTS = {"tls": 465, "starttls": 587, "none": 25}
ANSWER_LIMIT = 30.0
"""Seconds for one answer of the server."""
LONGEST = 150.0
"""Seconds for one mail, all in all."""

_EXTENDED = re.compile(r"^[245]\.\d{1,3}\.\d{1,3}\s*")
_ADDRESS = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,253}>?")
_LOGIN_NEEDED = frozenset({530, 534, 535, 538})


class Mailer:
    """The configured server. Made once; without a host it says so when something is to be sent."""

    def __init__(self, settings: Settings) -> None:
        self._mail = settings.mail
        self._brand = settings.brand.name

    @property
    def enabled(self) -> bool:
        return self._mail.enabled

    @property
    def where(self) -> str:
        return f"{self._mail.host}:{self._port}"

    def compose(self, letter: Letter) -> Composed:
        """The letter as it will be sent. Raises TellUser, NeverWorks, FixSettings."""
        return compose(letter, self.sender())

    def sender(self) -> Sender:
        """Whose mail it is. Raises FixSettings."""
        if not self._mail.enabled:
            raise FixSettings("No server is set that sends mail.", remedy="Set [mail] host and sender.")
        reply_to = self._mail.reply_to and self._own("reply_to", self._mail.reply_to)
        return Sender(self._own("sender", self._mail.sender), self._mail.sender_name or self._brand, reply_to)

    async def send(self, mail: Composed) -> str:
        """Hand it over, and give the server's words of acceptance."""
        options = ["SMTPUTF8"] if mail.utf8 else []
        async with self._connected() as smtp:
            try:
                _, said = await smtp.sendmail(
                    self.sender().address, [mail.recipient], mail.content, mail_options=options
                )
            except SMTPNotSupported:
                raise NeverWorks(
                    "The mail server can't send to addresses with letters beyond ASCII.",
                    remedy="Ask for another address, or use a server that knows SMTPUTF8.",
                ) from None
        return clean_line(said, 200)

    async def try_out(self) -> str:
        """Connect, log in, and ask whether we may send as the sender; nothing is sent. Gives the sender."""
        address = self.sender().address
        async with self._connected() as smtp:
            await smtp.mail(address)
            await smtp.rset()
        return address

    @property
    def _port(self) -> int:
        return self._mail.port or PORTS[self._mail.security]

    def _own(self, setting: str, value: str) -> str:
        try:
            return mail_address(value)
        except TellUser:
            raise FixSettings(
                f"mail.{setting} is no mail address.", remedy=f"Set [mail] {setting}, as stories@example.com."
            ) from None

    def _client(self) -> aiosmtplib.SMTP:
        mail = self._mail
        if mail.security == "none" and not is_private_host(mail.host):
            raise FixSettings(
                f"{mail.host} is on the internet, and mail.security is none: everybody on the way could read"
                " the mail and the password.",
                remedy='Set [mail] security = "tls" or "starttls".',
            )
        return aiosmtplib.SMTP(
            hostname=mail.host,
            port=self._port,
            username=mail.user or None,
            password=mail.password.get_secret_value() if mail.password else None,
            local_hostname=self.sender().domain,
            timeout=ANSWER_LIMIT,
            use_tls=mail.security == "tls",
            start_tls=mail.security == "starttls",
            tls_context=None if mail.security == "none" else _trusting(),
        )

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosmtplib.SMTP]:
        """A connection that is logged in, closed at the end; errors become ours."""
        smtp = self._client()
        try:
            async with asyncio.timeout(LONGEST):
                await smtp.connect()
                yield smtp
                await self._leave(smtp)
        except GoodwordError:
            raise
        except (SMTPException, OSError, TimeoutError, ValueError) as error:
            raise self._named(error) from None
        finally:
            smtp.close()

    async def _leave(self, smtp: aiosmtplib.SMTP) -> None:
        """What was accepted stays accepted, whatever becomes of the farewell."""
        try:
            await smtp.quit(timeout=5)
        except (SMTPException, OSError, TimeoutError):
            smtp.close()

    def _named(self, error: Exception) -> GoodwordError:
        if isinstance(error, SMTPRecipientsRefused):
            error = error.recipients[0]
        if isinstance(error, SMTPResponseException):
            return self._answered(error)
        if type(error) in (SMTPNotSupported, SMTPException):  # the library's plain one: no such extension
            return FixSettings(
                f"{self.where} does not offer what is set: {clean_line(str(error), 120)}",
                remedy="Check [mail] security and user.",
            )
        cause = error.__cause__ or error
        if isinstance(cause, ssl.SSLCertVerificationError):
            return FixSettings(
                f"The certificate of {self.where} is not valid for it: {clean_line(cause.verify_message, 120)}.",
                remedy="Set [mail] host to the name in the certificate, or mend the server's certificate.",
            )
        if isinstance(cause, ssl.SSLError):
            return FixSettings(
                f"{self.where} does not speak TLS as set.", remedy="Check [mail] security and port."
            )
        return TryLater(f"{self.where} did not answer ({type(error).__name__}).", remedy="Check [mail] host.")

    def _answered(self, error: SMTPResponseException) -> GoodwordError:
        said = server_words(error.code, error.message)
        if error.code < 500 or isinstance(error, SMTPConnectResponseError):
            return TryLater(f"{self.where} wants it later: {said}")
        if isinstance(error, SMTPAuthenticationError) or error.code in _LOGIN_NEEDED:
            return FixCredentials(
                f"{self.where} refused the login: {said}",
                remedy=f"Check [mail] user and {MAIL_SECRETS['password']}.",
            )
        if isinstance(error, SMTPSenderRefused) and error.code != 552:
            return FixSettings(
                f"{self.where} does not let us send as {self._mail.sender}: {said}",
                remedy="Set [mail] sender to an address of that account.",
            )
        return NeverWorks(f"The mail server refused it: {said}")


def server_words(code: int, said: str) -> str:
    """What a server said, for people: one line, without the address that it repeats and without secrets."""
    words = _ADDRESS.sub("(the address)", hide_secrets(_EXTENDED.sub("", said)))
    return f"{code} {clean_line(words, 200)}"


def _trusting() -> ssl.SSLContext:
    """As for all our connections: certifi's authorities, or those that SSL_CERT_FILE names."""
    return httpx.create_ssl_context()

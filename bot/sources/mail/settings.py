"""Settings of a mailbox."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from bot.kernel.errors import TellUser
from bot.kernel.hosts import is_private_host
from bot.kernel.letter import mail_address
from bot.sources.base import Kind
from bot.sources.settings import Keyword, SourceSettings

_HOST = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
PORTS = {"tls": 993, "starttls": 143, "none": 143}


def _host(value: object) -> object:
    if isinstance(value, str) and not _HOST.fullmatch(value := value.strip()):
        raise ValueError('must be the name of a server, as "imap.example.com"')
    return value


def _address(value: object) -> object:
    try:
        return mail_address(value) if isinstance(value, str) else value
    except TellUser:
        raise ValueError("is no mail address") from None


def _folder(value: object) -> object:
    if isinstance(value, str) and (not value.strip() or not value.isprintable()):
        raise ValueError("can't be the name of a folder")
    return value


Host = Annotated[str, BeforeValidator(_host)]
MailAddress = Annotated[str, BeforeValidator(_address)]
Folder = Annotated[str, BeforeValidator(_folder), Field(max_length=200)]


class MailSettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "mail"``."""

    host: Host = Field(description="The IMAP server.")
    port: int = Field(0, ge=0, le=65535, description="0: 993 for tls, 143 else.")
    security: Literal["tls", "starttls", "none"] = Field(
        "tls", description="none: for a server of one's own network only."
    )
    user: str = Field(min_length=1, max_length=254, description="Name to log in with.")
    password: SecretStr = Field(min_length=1, description="Password to log in with.")
    folders: tuple[Folder, ...] = Field(
        ("INBOX",), min_length=1, max_length=20, description="Folders to read."
    )
    recipients: tuple[MailAddress, ...] = Field(
        (), max_length=50, description="Only mail to one of these addresses."
    )
    keywords: tuple[Keyword, ...] = Field(
        (), max_length=100, description="Only mail with one of these words or phrases."
    )
    newsletters: bool = Field(False, description="Also what mailing lists send.")
    item_kind: Kind = Field(Kind.POST, description="What a mail is, as a piece of content.")
    authserv: str = Field(
        "",
        max_length=253,
        description="The name that one's own mail server writes into Authentication-Results.",
    )
    first_days: int = Field(14, ge=1, le=365, description="How far back the first run looks.")
    max_mails: int = Field(100, ge=1, le=1000, description="At most so many mails of a folder in one run.")
    max_kilobytes: int = Field(2000, ge=50, le=20_000, description="So much of a mail is read.")
    idle: bool = Field(True, description="Be told by the server at once, beside looking at intervals.")

    @model_validator(mode="after")
    def _not_in_the_clear(self) -> Self:
        if self.security == "none" and not is_private_host(self.host):
            raise ValueError('security = "none" would send the password over the internet in the clear')
        return self

    @property
    def where(self) -> str:
        return f"{self.host}:{self.port or PORTS[self.security]}"

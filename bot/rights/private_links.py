"""Private links: to the page where a creator answers, to their receipt, and to the button that takes a yes back.

The link to answer holds a nonce of its own, of which the ask keeps a hash: what is in the database opens no page, and
the message alone knows it. Messages are kept with ``HIDDEN`` in its place, see ``conceal``: whoever of the team reads
one later could answer in the creator's name. Receipt and withdrawal are signed, each with a key of its own, so one
never passes for the other; ``Ask.link_generation`` ends all that were given out before. No log holds any of them.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Sequence
from typing import Any, Protocol

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from bot.rights.chain import Signer

HIDDEN = "…"
"""What stands in a kept message in place of the secret."""
_NONCE = re.compile(r"[A-Za-z0-9_-]{22}")
_LONGEST = 300  # characters of a signed token
_RECEIPT, _WITHDRAW = "receipt", "withdraw"


def new_nonce() -> str:
    """A fresh secret for a link to answer: 128 bits, fit for an address."""
    return secrets.token_urlsafe(16)


def link_hash(nonce: str) -> str:
    """What an ask keeps of it. Raises ValueError for what is none."""
    if not _NONCE.fullmatch(nonce):
        raise ValueError("that is no secret of a private link")
    return hashlib.sha256(nonce.encode()).hexdigest()


class Linked(Protocol):
    """An ask, or what is known of one."""

    @property
    def id(self) -> int | None: ...
    @property
    def link_generation(self) -> int: ...


class PrivateLinks:
    """Makes the links and reads them back. ``address`` is where people reach the pages; "" where nobody does.

    ``signer`` is called when the first token is signed or read: its key is derived from the installation's.
    """

    def __init__(self, address: str, signer: Callable[[], Signer]) -> None:
        self.address = address.rstrip("/")
        self._signer = signer
        self._keys: dict[str, bytes] = {}

    def answer(self, nonce: str) -> str:
        """The page where a creator answers; "" where nobody reaches our pages. Raises ValueError."""
        link_hash(nonce)
        return self._url(f"/p/{nonce}")

    def nonce(self, item_id: int, number: int) -> str:
        """The secret for the next request about an item, after so many. It follows from the installation's key, so
        that a message that was copied before a window was closed holds the link of the one that is opened later."""
        made = hmac.digest(self.key("link-answer"), f"{item_id}:{number}".encode(), "sha256")[:16]
        return base64.urlsafe_b64encode(made).decode().rstrip("=")

    def nonce_in(self, text: str) -> str | None:
        """The secret of the first link to answer that stands in a text."""
        return next(iter(self.nonces_in(text)), None)

    def nonces_in(self, text: str) -> list[str]:
        """The secrets of all links to answer that stand in a text."""
        if not self.address:
            return []
        return re.findall(rf"{re.escape(self.address)}/p/({_NONCE.pattern})(?![\w-])", text)

    def conceal(self, text: str, nonce: str) -> str:
        """A message as it is kept."""
        return text.replace(self.answer(nonce), self._url(f"/p/{HIDDEN}")) if self.address else text

    def reveal(self, text: str, nonce: str) -> str:
        """A kept message as it goes out."""
        return text.replace(self._url(f"/p/{HIDDEN}"), self.answer(nonce)) if self.address else text

    def hides(self, text: str) -> bool:
        """Whether a kept message had a link to answer."""
        return bool(self.address) and self._url(f"/p/{HIDDEN}") in text

    def receipt(self, ask: Linked) -> str:
        return self._url(f"/r/{self.receipt_token(ask)}")

    def withdraw(self, ask: Linked) -> str:
        return self._url(f"/w/{self.withdraw_token(ask)}")

    def receipt_token(self, ask: Linked) -> str:
        return self._token(_RECEIPT, ask)

    def withdraw_token(self, ask: Linked) -> str:
        return self._token(_WITHDRAW, ask)

    def read_receipt(self, token: str) -> tuple[int, int] | None:
        """The ask's id and the generation that the token is of; None for what we did not sign for this."""
        return self._read(_RECEIPT, token)

    def read_withdraw(self, token: str) -> tuple[int, int] | None:
        return self._read(_WITHDRAW, token)

    def key(self, purpose: str) -> bytes:
        """A secret of the installation for one purpose alone."""
        if purpose not in self._keys:
            self._keys[purpose] = self._signer().derive(purpose)
        return self._keys[purpose]

    def timed(self, purpose: str) -> URLSafeTimedSerializer:
        """Signs values that hold for a time."""
        return URLSafeTimedSerializer(self.key(purpose), salt=purpose)

    def _url(self, path: str) -> str:
        return f"{self.address}{path}" if self.address else ""

    def _token(self, purpose: str, ask: Linked) -> str:
        return str(self._signs(purpose).dumps([ask.id, ask.link_generation]))

    def _read(self, purpose: str, token: str) -> tuple[int, int] | None:
        if len(token) > _LONGEST:
            return None
        try:
            found: Any = self._signs(purpose).loads(token)
        except BadData:
            return None
        return _pair(found)

    def _signs(self, purpose: str) -> URLSafeSerializer:
        return URLSafeSerializer(self.key(f"link-{purpose}"), salt=purpose)


def _pair(found: Any) -> tuple[int, int] | None:
    if isinstance(found, Sequence) and len(found) == 2 and all(isinstance(one, int) for one in found):
        return int(found[0]), int(found[1])
    return None

"""The code that shows who allowed more than a private link can prove: they write it from the account, or in a mail
from the address, that they were asked at. Pure.

The code follows from what was chosen, with a key of the installation: whoever else has the link can't have a code
confirm other uses than those it was shown for, and nothing but its hash is kept.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from typing import Any

from bot.rights.answers import Answer, Verdict
from bot.rights.chain import hash_of

_ALPHABET = bytes.maketrans(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", b"0123456789ABCDEFGHJKMNPQRSTVWXYZ")
_DASH = r"[\s\u2010-\u2015-]{0,2}"
_CODE = re.compile(rf"(?<!\w)GW{_DASH}([0-9A-Z]{{4}}){_DASH}([0-9A-Z]{{4}})(?!\w)", re.I)
_LOOKED_AT = 10  # codes in one text
_CLEAR = ("other", "incomplete")
"""Why a text that is no yes by itself may still confirm: it says nothing against it, and asks nothing."""


def code_of(key: bytes, ask_id: int, pending: Mapping[str, Any]) -> str:
    """The code for a choice: ``GW-`` and eight letters and digits, none of which looks like another."""
    chosen = hash_of([ask_id, dict(pending)]).encode()
    digits = base64.b32encode(hmac.digest(key, chosen, "sha256")[:5]).translate(_ALPHABET).decode()
    return f"GW-{digits[:4]}-{digits[4:]}"


def code_hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()


def codes_in(text: str) -> list[str]:
    """The codes that a text may mean, as ``code_of`` writes them: case, dashes and look-alikes don't matter."""
    found = []
    for match in _CODE.finditer(text):
        digits = "".join(match.groups()).upper().translate(str.maketrans("OIL", "011"))
        found.append(f"GW-{digits[:4]}-{digits[4:]}")
        if len(found) == _LOOKED_AT:
            break
    return found


def confirms(hashed: str | None, own_words: str, verdict: Verdict) -> bool:
    """Whether somebody's own words give the code of that hash, and say nothing that a person should read first."""
    if not hashed or verdict.answer is Answer.NO or verdict.never_contact:
        return False
    if verdict.answer is not Answer.YES and verdict.reason not in _CLEAR:
        return False
    return any(hmac.compare_digest(code_hash(code), hashed) for code in codes_in(own_words))

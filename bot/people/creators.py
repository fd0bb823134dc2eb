"""Who is who among creators: pure rules."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.kernel.text import casefold_text

_NOT_WORD = re.compile(r"[\W_]+")
_MAIL_OR_SERVER = re.compile(r"^@?([^@\s]+)@[^@\s]+$")

# Names that many people share because the platform hides theirs: nobody is recognised by them.
# fmt: off
_NOBODY = frozenset(
    [
        "anonymous", "anonym", "anonyme", "anonimo", "anónimo", "anonymt", "unknown", "okänd",
        "unbekannt", "inconnu", "guest", "gast", "gäst", "invité", "admin", "administrator", "user",
        "username", "redaktion", "redaktionen", "editor", "staff", "team", "webmaster", "info",
        "deleted", "deleteduser", "removed", "null", "none", "na", "agoogleuser", "agoogleplayuser",
        "googleuser", "amazoncustomer", "amazonkunde", "customer", "kunde", "kund", "clientamazon",
        "verifiedbuyer", "verifiedcustomer", "verified",
    ]
)
# fmt: on


@lru_cache(maxsize=4096)
def creator_identity(handle: str | None, name: str | None, platform: str) -> str:
    """Normalised handle, or name where there is none, for recognising one creator across platforms.

    The server of a federated handle ("@mia@example.social") is left out, and so are case, spaces and
    punctuation, so that "Mia Björk" and "mia.bjork" stay two but "mia_b" and "@Mia.B" are one. Empty for
    nobody in particular ("Anonymous", "A Google user"). A match of identities alone proves nothing: it is
    only ever used together with the same text. ``platform`` is for rules of single platforms; none yet.
    """
    for given in (handle, name):
        if not given:
            continue
        local = _MAIL_OR_SERVER.sub(r"\1", given.strip())
        folded = _NOT_WORD.sub("", casefold_text(local[:200]))
        if len(folded) >= 2:
            return "" if folded in _NOBODY else folded
    return ""

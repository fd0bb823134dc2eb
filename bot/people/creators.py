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


# Words of a name that say what somebody does, not who they are: "Guest Author", "The Northwind Team".
_ROLES = frozenset(
    ["the", "author", "writer", "editorial", "news", "desk", "press", "service", "support", "official"]
)
SHORTEST_NAME = 6
"""Letters of a display name below which too many people share it."""
_NOT_TELLING = _NOBODY | _ROLES


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


@lru_cache(maxsize=4096)
def name_identity(name: str | None) -> str:
    """Normalised display name, where it tells people apart well enough to recognise one beside other handles.

    It takes two words of two letters or more, six letters altogether, that are no role or stand-in: "Kofi
    Asante" will do; "Kofi", "Kofi A.", "Li Wei" and "Guest Author" are shared by too many and give nothing.
    So do names written in one word, as in Chinese. Like a handle it counts only beside the same text.
    """
    local = _MAIL_OR_SERVER.sub(r"\1", (name or "").strip())
    words = _NOT_WORD.sub(" ", casefold_text(local[:200])).split()
    folded = "".join(words)
    telling = [one for one in words if len(one) >= 2 and one.isalpha() and one not in _NOT_TELLING]
    if len(telling) < 2 or sum(map(len, telling)) < SHORTEST_NAME or folded in _NOBODY:
        return ""
    return folded

"""Whether a mail really comes from the address it says: what one's own mail server found out (RFC 8601). Pure.

A mail may hold any number of such results, written by anybody. Only the uppermost is believed, and only when it is of
the server that the settings name: mail servers put theirs on top and take away those that pass for theirs.
"""

from __future__ import annotations

import re
from email.message import Message

from bot.sources.mail.decoding import addresses, raw_headers

_COMMENT = re.compile(r"\([^()]*\)")
_RESULT = re.compile(r"\s*(dmarc|dkim|spf)\s*=\s*(\w+)", re.IGNORECASE)
_PROPERTY = re.compile(
    r"\b(header\.from|header\.d|header\.i|smtp\.mailfrom)\s*=\s*\"?([^\s;\"]+)", re.IGNORECASE
)


def is_proven(message: Message, authserv: str) -> bool:
    """Whether the domain of the one address in From vouches for it: DMARC passed, or DKIM or SPF passed for that very
    domain."""
    senders = {address for _, address in addresses(message, "From")}
    results = raw_headers(message, "Authentication-Results")
    if not authserv or len(senders) != 1 or len(raw_headers(message, "From")) != 1 or not results:
        return False
    domain = senders.pop().rpartition("@")[2]
    serv, *found = _without_comments(results[0]).split(";")
    if serv.split()[:1] != [authserv.lower()]:
        return False
    return any(_vouches(one, domain) for one in found)


def _without_comments(value: str) -> str:
    value = value.lower()
    for _ in range(3):  # comments in comments
        value = _COMMENT.sub(" ", value)
    return value


def _vouches(result: str, domain: str) -> bool:
    method = _RESULT.match(result)
    if method is None or method[2] != "pass":
        return False
    named = {name: value.rpartition("@")[2] for name, value in _PROPERTY.findall(result)}
    wanted = {
        "dmarc": ("header.from",),
        "dkim": ("header.d", "header.i"),
        "spf": ("smtp.mailfrom",),
    }[method[1]]
    return any(named.get(name) == domain for name in wanted)

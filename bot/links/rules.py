"""What a tracked link is: its code, what its target is told, whether a page comes first. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ"
"""Of codes: no letter that looks like another or like a number, so that a code can be read aloud."""
CODE_LENGTH = 8
_CODE = re.compile(rf"[{ALPHABET}]{{{CODE_LENGTH}}}")

HIDES_DISCLOSURE: Mapping[str, bool] = {
    "linkedin": True,  # its composer takes an address and nothing else; the words are typed by the person, or not
    "facebook": True,  # the same
    "copy": True,  # nobody knows where it is put
    "x": False,
    "bluesky": False,
    "mastodon": False,
    "threads": False,
    "whatsapp": False,
    "mail": False,
}
"""Whether a network's composer leaves out the text, and the disclosure with it. One that isn't named hides it."""

MEDIUM = "employee"
TOKEN = "gw"  # noqa: S105 - the name of a parameter
OURS = frozenset({"utm_source", "utm_medium", "utm_campaign", TOKEN})


def is_code(text: str) -> bool:
    """Whether it has the shape of a code of ours."""
    return _CODE.fullmatch(text) is not None


def tagged(target: str, network: str, campaign: str, token: str) -> str:
    """The target with what tells its website where people came from: UTM parameters and the click's token. Such as it
    held itself are replaced."""
    parts = urlsplit(target)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if pair[0].lower() not in OURS]
    given = (
        parts.query if len(kept) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(kept)
    )
    ours = urlencode({"utm_source": network, "utm_medium": MEDIUM, "utm_campaign": campaign, TOKEN: token})
    return urlunsplit(parts._replace(query=f"{given}&{ours}" if given else ours))


def page_first(network: str, target: str | None, *, always: bool) -> bool:
    """Whether whoever follows a link sees the page with credit and disclosure before anything else."""
    return always or target is None or HIDES_DISCLOSURE.get(network, True)

"""How visitors are told apart for a day without knowing who they are. Pure.

**What is kept.** Of a click: a keyed hash (BLAKE2b, RFC 7693) over the link, the network address and the name that
the browser gives itself; and one over the link and the address alone, so that a program that changes its name with
every click is still one address. The key is random and made new each day (UTC); it stands in the database, where
every copy of the process reads it, and is deleted together with the hashes of its day shortly after the day has
ended.

**What can be told.** While the day lasts, whoever has the database and a person's address and browser could work out
whether they followed a given link today: so it is somebody's data for a day. The link is inside the hash, so that two
links' visitors can't be compared even then.

**What can't be told any more.** When the key is gone nothing can: not who it was, not whether somebody who comes
tomorrow was here today. Numbers stay. So a visitor counts once a day and link, and again on the next day; "unique"
never means more than that. Backups that were made during a day hold its key: keep them as briefly as you need.

**What is not kept at all.** Addresses, cookies, anything that is stored in or read from the browser.
"""

from __future__ import annotations

import ipaddress
import secrets
from functools import lru_cache
from hashlib import blake2b

SALT_BYTES = 32
HASH_BYTES = 16
AGENT_LIMIT = 400
"""Characters of a browser's name that tell it apart."""
_VISITOR, _ADDRESS = b"link visitor", b"link address"  # different hashes of the same words


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def visitor(salt: bytes, link_id: int, address: str, agent: str) -> bytes:
    """The hash of somebody who follows a link. ``address`` as ``household`` gives it."""
    return _hashed(salt, _VISITOR, f"{link_id}\n{address}\n{agent}")


def address_of(salt: bytes, link_id: int, address: str) -> bytes:
    """The hash of an address from which a link is followed."""
    return _hashed(salt, _ADDRESS, f"{link_id}\n{address}")


def _hashed(salt: bytes, what: bytes, text: str) -> bytes:
    return blake2b(
        text.encode("utf-8", "surrogatepass"), digest_size=HASH_BYTES, key=salt, person=what
    ).digest()


@lru_cache(maxsize=1024)
def household(address: str) -> str:
    """What stands for a client: its address; in IPv6 the /64 that one household has, for a device takes a new address
    in it whenever it likes (RFC 8981)."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)

"""How visitors are told apart for a day without knowing who they are. Pure.

**What is kept.** Of a click: a keyed hash (BLAKE2b, RFC 7693) of two halves. One is over the link and the network
address, so that a program that changes its name with every click is still one address; the other is over the link,
the address and the name that the browser gives itself. The key is random and made new each day (UTC); it stands in
the database, where every copy of the process reads it, and is deleted together with the hashes of its day shortly
after the day has ended.

**What can be told.** While the day lasts, whoever has the database and a person's address and browser could work out
whether they followed a given link today: so it is somebody's data for a day. The link is inside the hash, so that two
links' visitors can't be compared even then.

**What can't be told any more.** When the key is gone nothing can: not who it was, not whether somebody who comes
tomorrow was here today. Numbers stay. So a visitor counts once a day and link, and again on the next day; "unique"
never means more than that. Backups that were made during a day hold its key: keep them as briefly as you need.

**What is never written.** Addresses, cookies, anything that is stored in or read from the browser. An address is in
memory until its click is written, and the last thousand IPv6 addresses as long as the day's key is: they are
forgotten with it (``forget_addresses``).
"""

from __future__ import annotations

import ipaddress
import secrets
from functools import lru_cache
from hashlib import blake2b

SALT_BYTES = 32
HALF_BYTES = 8
AGENT_LIMIT = 400
"""Characters of a browser's name that tell it apart."""
_ADDRESS, _VISITOR = b"link address", b"link visitor"  # different hashes of the same words


def new_salt() -> bytes:
    return secrets.token_bytes(SALT_BYTES)


def visitor(salt: bytes, link_id: int, address: str, agent: str) -> bytes:
    """The hash of somebody who follows a link. ``address`` as ``household`` gives it."""
    origin = f"{link_id}\n{address}"
    return _half(salt, _ADDRESS, origin) + _half(salt, _VISITOR, f"{origin}\n{agent}")


def address_of(who: bytes) -> bytes:
    """The half that all visitors of one address have in common."""
    return who[:HALF_BYTES]


def _half(salt: bytes, what: bytes, text: str) -> bytes:
    return blake2b(
        text.encode("utf-8", "surrogatepass"), digest_size=HALF_BYTES, key=salt, person=what
    ).digest()


def household(address: str) -> str:
    """What stands for a client: its address; in IPv6 the /64 that one household has, for a device takes a new address
    in it whenever it likes (RFC 8981)."""
    return _network(address) if ":" in address else address[:64]


def forget_addresses() -> None:
    """Keep no address in memory that a click came from: the day is over."""
    _network.cache_clear()


@lru_cache(maxsize=1024)
def _network(address: str) -> str:
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)

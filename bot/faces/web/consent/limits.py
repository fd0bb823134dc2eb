"""How often somebody may look and send: for each link and for each address. Counted in this process's memory."""

from __future__ import annotations

import ipaddress
import math
import time
from enum import StrEnum

from limits import RateLimitItem, parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import FixedWindowRateLimiter


class Act(StrEnum):
    """What is counted."""

    LOOK = "look"  # a page or a picture
    SEND = "send"  # a form
    GUESS = "guess"  # a link that nobody was given


_BY_LINK: dict[Act, RateLimitItem] = {Act.LOOK: parse("120/minute"), Act.SEND: parse("20/10 minutes")}
_BY_ADDRESS: dict[Act, RateLimitItem] = {
    Act.LOOK: parse("300/minute"),
    Act.SEND: parse("60/10 minutes"),
    Act.GUESS: parse("20/minute"),
}


class Pace:
    """``wait`` counts one act and says how many seconds to wait before the next; 0: go on."""

    def __init__(self) -> None:
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def wait(self, act: Act, *, link: str = "", address: str = "") -> int:
        """``link`` is whatever names the link (a hash will do), ``address`` the client's; either may be empty."""
        for limits, name in ((_BY_LINK, link), (_BY_ADDRESS, _network(address))):
            limit = limits.get(act)
            if limit is None or not name:
                continue
            if not await self._limiter.hit(limit, act.value, name):
                stats = await self._limiter.get_window_stats(limit, act.value, name)
                return max(1, math.ceil(stats.reset_time - time.time()))
        return 0

    async def spent(self, act: Act, *, address: str) -> int:
        """The same without counting: seconds to wait where the address has used up what it may."""
        limit, name = _BY_ADDRESS[act], _network(address)
        if not name or await self._limiter.test(limit, act.value, name):
            return 0
        stats = await self._limiter.get_window_stats(limit, act.value, name)
        return max(1, math.ceil(stats.reset_time - time.time()))


def _network(address: str) -> str:
    """What stands for a client: its address, in IPv6 the /64 that one household has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found)

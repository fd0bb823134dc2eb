"""Whether people are still members where they take part: asked of the platforms' faces, which add themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.people.accounts import KnownAccount

IsMember = Callable[[KnownAccount], Awaitable[bool | None]]
"""None where the platform can't tell."""

log = get_logger(__name__)


class Membership:
    """Asks each platform. Whoever can't be asked about counts as a member: nobody loses a prize when one is away."""

    def __init__(self) -> None:
        self._checks: dict[str, IsMember] = {}

    def add(self, platform: str, check: IsMember) -> None:
        """Who is asked about accounts of a platform."""
        self._checks[platform] = check

    async def of(self, account: KnownAccount) -> bool | None:
        """Whether somebody is a member; None where that can't be known now."""
        check = self._checks.get(account.platform)
        if check is None:
            return account.left_at is None
        try:
            return await check(account)
        except GoodwordError as error:
            log.warning("membership_unknown", platform=account.platform, problem=error.message)
            return None

"""Whether people are still members where they take part: asked of the platforms' faces, which add themselves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection

from bot.kernel.errors import GoodwordError
from bot.kernel.log import get_logger
from bot.people.accounts import KnownAccount

IsMember = Callable[[KnownAccount], Awaitable[bool | None]]
"""None where the platform can't tell."""

log = get_logger(__name__)


class Membership:
    """Asks each platform. Who can't be asked counts as a member: nobody loses a prize because a platform is away."""

    def __init__(self) -> None:
        self._checks: dict[str, IsMember] = {}

    def add(self, platform: str, check: IsMember) -> None:
        """Who is asked about accounts of a platform."""
        self._checks[platform] = check

    async def left(self, accounts: Collection[KnownAccount]) -> list[KnownAccount]:
        """Those of the accounts that aren't members any more."""
        return [one for one in accounts if not await self._is_member(one)]

    async def _is_member(self, account: KnownAccount) -> bool:
        check = self._checks.get(account.platform)
        if check is None:
            return account.left_at is None
        try:
            answer = await check(account)
        except GoodwordError as error:
            log.warning("membership_unknown", platform=account.platform, problem=error.message)
            answer = None
        return answer is not False

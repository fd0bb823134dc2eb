"""The network put together: the wire on its own address, the control surface for the page's."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from starlette.routing import Route

from bot.playground.network.api import MastodonApi
from bot.playground.network.control import Control
from bot.playground.network.journal import Journal
from bot.playground.network.limits import Limits
from bot.playground.network.model import Account, Story
from bot.playground.network.state import NetworkWorld


class LocalNetwork:
    """A local Mastodon. Serve ``routes()`` somewhere, then ``open`` with that address; ``control()`` is for the page.

    ``signs`` are the hashtag and the handle with which creators say yes, for the answers that the page suggests;
    ``limits`` false lifts the rate limits. With ``journal``, a file, the network is kept there and goes on from it.
    """

    def __init__(
        self,
        story: Story,
        brand: Account,
        *,
        signs: Mapping[str, str] | None = None,
        token: str | None = None,
        limits: bool = True,
        journal: Path | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.world = NetworkWorld(story, brand, token=token, signs=signs, clock=clock)
        self._api = MastodonApi(self.world, Limits(clock, enforce=limits))
        self._journal = Journal(journal) if journal else None

    @property
    def token(self) -> str:
        """The access token of the brand's account."""
        return self.world.token

    def routes(self) -> list[Route]:
        """The wire."""
        return self._api.routes()

    def control(self) -> list[Route]:
        """The control surface under ``/playground/network/``."""
        return Control(self.world).routes()

    def open(self, base_url: str) -> None:
        """It is served there now. Raises FixSettings where what was kept can't be read."""
        self.world.base_url = base_url
        if self._journal is not None:
            self._journal.open(self.world)
            self.world.feed.start_at(int(time.time() * 1000))

    def close(self) -> None:
        """End its readers and write no more."""
        self.world.feed.close()
        if self._journal is not None:
            self._journal.close()

"""The permission window of a bot that can reply on a server of Mastodon's shape, and send mail."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from bot.kernel.clock import utc_now
from bot.playground.slack import LocalSlack
from bot.playground.slack.entries import fill_in
from bot.rights.queries import all_asks
from bot.rights.scope import Channel
from bot.rights.surfaces import Senders
from bot.rights.tables import Ask
from bot.settings import Mail, Web
from bot.storage.database import Database
from bot.storage.unit_of_work import reading
from tests.bot.intake.reaching.support import Reach
from tests.sources.mastodon.home import ANA, Home, answer
from tests.sources.mastodon.world import SECRET
from tests.sources.server import LocalServer, local_server
from tests.support.slack_bot import CHANNEL, NOAH, SlackBot, slack_bot

ADDRESS = "https://ugc.brand.example"
LINK = re.compile(rf"{re.escape(ADDRESS)}/p/[\w-]{{22}}")
HIDDEN = f"{ADDRESS}/p/…"


class Window(Reach):
    """Short ways to find a piece, open its window, write and press."""

    def __init__(self, bot: SlackBot, home: Home) -> None:
        super().__init__(bot.services, home)
        self.now = home.now = utc_now()  # cards look for what changed lately, by the real clock
        self.bot = bot
        self.slack = bot.slack

    async def card(self, text: str = "Warm all day #TrailBottle", author: dict[str, Any] = ANA) -> int:
        """A piece that was found there, with a card."""
        item = await self.found(text, author)
        await self.bot.deliver()
        return item

    async def open(self, user: str = NOAH) -> None:
        await self.bot.click(user, "ask:open")
        try:
            await self.slack.wait_for(lambda: self.slack.modal(user))
        except TimeoutError:
            raise AssertionError(f"no window; {user} was told {self.bot.private(user)}") from None

    async def press(self, user: str, verb: str, until: str) -> None:
        """Press a button of the window, until it says something."""
        await self.bot.click_modal(user, f"ask:{verb}")
        await self.slack.wait_for(lambda: until in self.bot.modal_text(user), what=f"{until} after {verb}")

    async def another(self, user: str) -> None:
        """Ask for another wording."""
        seen = self.message(user)
        await self.bot.click_modal(user, "ask:again")
        await self.slack.wait_for(lambda: self.message(user) != seen, what="another wording")

    async def choose_way(self, user: str, way: str, until: str) -> None:
        view = self.bot.modal(user)
        block = next(one for one in view["blocks"] if one["block_id"] == "way")
        await self.slack.select(user, view_id=view["id"], action_id=block["element"]["action_id"], value=way)
        await self.slack.wait_for(
            lambda: (self.bot.modal(user)["submit"] or {}).get("text") == until, what=f"the button {until}"
        )

    def type(self, user: str, **values: Any) -> None:
        """Enter something, and press nothing yet."""
        view = self.slack.world.find_view(self.bot.modal(user)["id"])
        assert view is not None
        fill_in(self.slack.world, view, values)

    def message(self, user: str = NOAH) -> str:
        """The text that the window was drawn with."""
        elements = [block.get("element") or {} for block in self.bot.modal(user)["blocks"]]
        return next(str(one["initial_value"]) for one in elements if one.get("action_id") == "text")

    def submit_word(self, user: str = NOAH) -> str | None:
        submit = self.bot.modal(user)["submit"]
        return str(submit["text"]) if submit else None

    def shortest(self, characters: int) -> None:
        """The server takes no longer posts."""
        said = {"configuration": {"statuses": {"max_characters": characters}}}
        self.home.server.routes["/api/v2/instance"] = lambda _: answer(said)

    async def most(self, item: int) -> int | None:
        """How long a reply may be, as far as the server has said so; it is asked anew until it has."""
        async with reading(self.database) as session:
            senders = self.services.outlet(Senders)
            room = await senders.room(session, "mastodon", item, Channel.REPLY)
        return room.most if room is not None else None

    async def the_ask(self, item: int) -> Ask:
        """The latest one about an item."""
        return (await self.asks(item))[-1]

    async def asks(self, item: int) -> list[Ask]:
        """Oldest first."""
        async with reading(self.database) as session:
            return await all_asks(session, item)

    async def send(self, ask: int) -> None:
        self.later(seconds=1)  # cards that changed since the last look are drawn
        await super().send(ask)

    async def sent(self, item: int) -> str:
        """Do the sending that waits, and give what stands on the server then."""
        await self.send((await self.the_ask(item)).id or 0)
        return self.home.texts[self.home.ours[-1]["id"]]

    async def says(self, *words: str) -> str:
        """The card's line about the permission, once it has all these words."""
        await self.bot.deliver()
        return await self.slack.wait_for(
            lambda: next((one for one in self._lines() if all(word in one for word in words)), None),
            what=f"{words} in {self._lines()}",
        )

    def _lines(self) -> list[str]:
        return [
            one for one in self.bot.text().splitlines() if re.match(r":[a-z_]+: (Permission|Renewal) ", one)
        ]


@asynccontextmanager
async def window(
    slack: LocalSlack, database: Database, folder: Path, server: LocalServer, home: Home, **more: Any
) -> AsyncIterator[Window]:
    """One process of the bot."""
    allowed = [f"127.0.0.1:{server.port}"]
    source = {"kind": "mastodon", "servers": [server.url], "hashtags": ["trailbottle"], "token": SECRET}
    settings: dict[str, Any] = {
        "brand": {"name": "Brand", "handle": "@brand", "hashtag": "#yesbrand"},
        "http": {"allowed": allowed, "pictures": allowed, "pause": 0},
        "sources": {"social": source},
        "web": Web(address=ADDRESS),
        "mail": Mail(host="127.0.0.1", security="none", sender="hello@brand.example"),
        **more,
    }
    async with slack_bot(slack, database, folder, **settings) as bot:
        yield Window(bot, home)


@asynccontextmanager
async def opened(slack: LocalSlack, database: Database, folder: Path, **more: Any) -> AsyncIterator[Window]:
    """With a server of its own."""
    async with (
        local_server() as server,
        window(slack, database, folder, server, Home(server), **more) as made,
    ):
        yield made


__all__ = ["ADDRESS", "CHANNEL", "HIDDEN", "LINK", "Window", "opened", "window"]

"""The server, its channels and its roles, by name or id as the settings and contests give them."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from typing import Any

import discord

from bot.faces.discord.errors import ANY, as_ours
from bot.kernel.errors import FixSettings, NeverWorks, TryLater
from bot.settings import Discord as DiscordSettings

LOOK_AGAIN = 60.0
"""Seconds for which what Discord said of channels and roles is believed where we hear of no changes."""


class Places:
    """Looks in what the gateway keeps up to date, and by REST where this process doesn't listen to it."""

    def __init__(self, client: discord.Client, settings: DiscordSettings) -> None:
        self._client = client
        self._settings = settings
        self._guild: discord.Guild | None = None
        self._channels: Sequence[discord.abc.GuildChannel] = ()
        self._looked_at = float("-inf")

    async def guild(self) -> discord.Guild:
        """The server. Raises FixSettings where the app is not in it, TryLater where Discord can't be asked."""
        if self._client.is_closed():
            raise TryLater("Discord can't be reached at the moment.")
        if self._settings.guild and (found := self._client.get_guild(int(self._settings.guild))):
            return found
        if not self._settings.guild and len(self._client.guilds) == 1:
            return self._client.guilds[0]
        if self._guild is None or time.monotonic() - self._looked_at > LOOK_AGAIN:
            await self._look()
        assert self._guild is not None
        return self._guild

    async def channel(self, name: str = "") -> discord.abc.GuildChannel:
        """A channel that takes messages, by name or id; none named: the settings'. Raises NeverWorks."""
        wanted = (name or self._settings.channel).removeprefix("#")
        guild = await self.guild()
        channels: Iterable[Any] = guild.channels if guild.channels else self._channels
        kinds = (discord.TextChannel, discord.VoiceChannel, discord.StageChannel)
        found = _pick([each for each in channels if isinstance(each, kinds)], wanted)
        if found is None:
            raise NeverWorks(
                f"There is no channel #{wanted} in {guild.name}.",
                remedy="Make it, or name another one in discord.channel, digest.discord or the contest.",
            )
        return found  # type: ignore[no-any-return]  # one of ``kinds``, which are channels

    async def role(self, name: str) -> discord.Role | None:
        """A role, by name or id; None where there is no such role."""
        guild = await self.guild()
        return _pick([each for each in guild.roles if not each.is_default()], name.removeprefix("@"))

    async def _look(self) -> None:
        try:
            identity = self._settings.guild or await self._only_guild()
            self._guild = await self._client.fetch_guild(int(identity), with_counts=False)
            self._channels = await self._guild.fetch_channels()
        except (discord.NotFound, discord.Forbidden):
            raise FixSettings(
                f"The app is not in the Discord server {self._settings.guild}.",
                remedy="Set discord.guild to the server's id, and invite the app (goodword check shows how).",
            ) from None
        except ANY as error:
            raise as_ours(error, "looking at the server") from error
        self._looked_at = time.monotonic()

    async def _only_guild(self) -> int:
        found = [each.id async for each in self._client.fetch_guilds(limit=2, with_counts=False)]
        if len(found) != 1:
            how_many = "no Discord server" if not found else "several Discord servers"
            raise FixSettings(f"The app is in {how_many}.", remedy="Set discord.guild to the server's id.")
        return found[0]


def _pick(among: Sequence[Any], wanted: str) -> Any | None:
    """By id, then by name as written, then in any case."""
    for matches in (
        lambda each: str(each.id) == wanted,
        lambda each: each.name == wanted,
        lambda each: each.name.casefold() == wanted.casefold(),
    ):
        found = next((each for each in among if matches(each)), None)
        if found is not None:
            return found
    return None

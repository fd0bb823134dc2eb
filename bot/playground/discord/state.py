"""The guild: people, roles, channels, messages, commands, interactions, files; everything the local Discord knows."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Literal

from bot.playground.discord import permissions, sample
from bot.playground.discord.errors import unknown
from bot.playground.discord.model import (
    DIRECT,
    Channel,
    Exchange,
    Interaction,
    Message,
    Modal,
    Person,
    Ping,
    Role,
    StoredFile,
)
from bot.playground.discord.permissions import BOT, EVERYTHING, MEMBER
from bot.playground.discord.snowflakes import EPOCH_MS
from bot.playground.journal import Keeper
from bot.playground.slack.clock import PlaygroundClock, steady_of
from bot.playground.slack.errors import ActError
from bot.playground.slack.feed import Feed

Json = dict[str, Any]
Clock = Callable[[], float]
Listener = Callable[[str, Json, str | None], None]
BOT_NAMES = frozenset({"goodword", "bot"})
KEPT_INTERACTIONS = 2000
MEBIBYTE = 1 << 20


class DiscordWorld:
    """One guild with one app in it. Plain state: who changes it tells the gateway (``emit``) and the ``feed``."""

    application_id = sample.APPLICATION
    guild_id = sample.GUILD
    guild_locale = "en-US"

    def __init__(
        self,
        bot_token: str | None = None,
        *,
        guild_name: str = sample.GUILD_NAME,
        people: Iterable[Person] | None = None,
        channels: Iterable[Channel] | None = None,
        roles: Iterable[Role] | None = None,
        owner: str = sample.OWNER,
        limits: Literal["enforce", "off"] = "enforce",
        clock: Clock | None = None,
        ack_seconds: float = 3.0,
        token_seconds: float = 900.0,
        upload_bytes: int = 10 * MEBIBYTE,
        privileged: bool = True,
    ) -> None:
        self.bot_token = bot_token or f"playground.{secrets.token_hex(24)}"
        self.clock: Clock = clock or PlaygroundClock()
        self.steady = steady_of(self.clock)
        self.limits = limits
        self.guild_name = guild_name
        self.ack_seconds = ack_seconds
        self.token_seconds = token_seconds
        self.upload_bytes = upload_bytes
        self.privileged = privileged  # whether the developer portal grants members and message content
        given = sample.people(self.clock()) if people is None else people
        self.people = {each.id: each for each in given}
        self.roles = {each.id: each for each in (sample.roles() if roles is None else roles)}
        self.channels = {each.id: each for each in (sample.channels() if channels is None else channels)}
        self.owner_id = next((each.id for each in self.people.values() if each.name == owner), "")
        self._complete()
        self.address = "http://127.0.0.1"
        self.feed = Feed()
        self.messages: dict[str, dict[str, Message]] = {}
        self.ephemerals: dict[str, Message] = {}
        self.pins: dict[str, dict[str, float]] = {}
        self.files: dict[str, StoredFile] = {}
        self.commands: dict[str, Json] = {}
        self.interactions: dict[str, Interaction] = {}
        self.modals: dict[str, Modal] = {}
        self.pings: deque[Ping] = deque(maxlen=2000)
        self.exchanges: deque[Exchange] = deque(maxlen=2000)
        self.created: list[tuple[str | None, float]] = []
        self.journal: Keeper | None = None
        self._listeners: list[Listener] = []
        self._last_id = 0

    def _complete(self) -> None:
        """What every guild has, whatever it was given: everyone's role, the bot and the bot's role."""
        self.roles.setdefault(self.guild_id, Role(self.guild_id, "@everyone", int(MEMBER), position=0))
        if sample.BOT_ROLE not in self.roles:
            top = 1 + max(each.position for each in self.roles.values())
            self.roles[sample.BOT_ROLE] = Role(sample.BOT_ROLE, "Goodword", int(BOT), top, managed=True)
        bot = Person(
            self.application_id,
            "goodword",
            "Goodword",
            title="app",
            roles=[sample.BOT_ROLE],
            joined_at=self.clock() - 86_400,
            is_bot=True,
        )
        self.people.setdefault(bot.id, bot)

    # telling

    def listen(self, listener: Listener) -> None:
        """Have every event of the guild: its name, its data, and the channel it belongs to."""
        self._listeners.append(listener)

    def emit(self, name: str, data: Json, channel: str | None = None) -> None:
        """Tell the app's connections."""
        for listener in self._listeners:
            listener(name, data, channel)

    def changed(self, kind: str, *key: str) -> None:
        """Have a person, role, channel, message, file or command kept as it is now (or is no more)."""
        if self.journal is not None:
            self.journal.changed(kind, *key)

    # identifiers

    def new_id(self) -> str:
        """A fresh snowflake, later than every one before."""
        now = (int(self.clock() * 1000) - EPOCH_MS) << 22
        self._last_id = max(self._last_id + 1, now)
        return str(self._last_id)

    def not_before(self, identifier: str) -> None:
        """Give no identifier up to this one again: it was given in an earlier run."""
        self._last_id = max(self._last_id, int(identifier))

    # what the app names

    @property
    def bot(self) -> Person:
        """The app's own user."""
        return self.people[self.application_id]

    def guild(self, wanted: str) -> None:
        """Refuse any guild but this one."""
        if wanted != self.guild_id:
            raise unknown("guild")

    def channel(self, wanted: str) -> Channel:
        """A channel by id, else Unknown Channel."""
        if wanted not in self.channels:
            raise unknown("channel")
        return self.channels[wanted]

    def message(self, channel: str, wanted: str) -> Message:
        """A message that everybody in the channel sees, else Unknown Message."""
        found = self.messages.get(channel, {}).get(wanted)
        if found is None:
            raise unknown("message")
        return found

    def any_message(self, wanted: str) -> Message | None:
        """A message by id alone, shown to everybody or to one person."""
        if wanted in self.ephemerals:
            return self.ephemerals[wanted]
        return next((each[wanted] for each in self.messages.values() if wanted in each), None)

    def member(self, wanted: str) -> Person:
        """A member by id, else Unknown Member; Unknown User where nobody has that id."""
        person = self.user(wanted)
        if not person.inside:
            raise unknown("member")
        return person

    def user(self, wanted: str) -> Person:
        """An account by id, else Unknown User."""
        if wanted not in self.people:
            raise unknown("user")
        return self.people[wanted]

    def role(self, wanted: str) -> Role:
        """A role by id, else Unknown Role."""
        if wanted not in self.roles:
            raise unknown("role")
        return self.roles[wanted]

    def members(self) -> list[Person]:
        """Who is in the guild, in the order they joined."""
        return sorted((each for each in self.people.values() if each.inside), key=lambda each: each.joined_at)

    def direct_channel(self, person: str) -> Channel:
        """The person's conversation with the bot, opened when needed."""
        for each in self.channels.values():
            if each.recipient == person:
                return each
        channel = Channel(self.new_id(), "", DIRECT, recipient=person)
        self.channels[channel.id] = channel
        self.changed("channel", channel.id)
        return channel

    # rights

    def rights(self, person: Person, channel: Channel | None = None) -> int:
        """The bits of what a member may do, in the guild or in a channel."""
        if channel is not None and channel.is_direct:
            return EVERYTHING if channel.recipient == person.id or person.is_bot else 0
        bits = permissions.in_guild(person, self.roles, self.guild_id, self.owner_id) if person.inside else 0
        if channel is None:
            return bits
        place = self.channels.get(channel.parent_id or "", channel) if channel.is_thread else channel
        return permissions.in_channel(bits, person, place, self.guild_id)

    def sees(self, person: Person, channel: Channel) -> bool:
        """Whether the person can look into the channel."""
        return bool(self.rights(person, channel) & permissions.Permission.VIEW_CHANNEL)

    def top_position(self, person: Person) -> int:
        """How high the member's highest role stands."""
        return max((self.roles[each].position for each in person.roles if each in self.roles), default=0)

    # what a person names

    def person_named(self, wanted: str) -> Person:
        """An account by id, handle, shown or first name. Raises ActError naming who there is."""
        text = wanted.strip().removeprefix("@").casefold()
        for each in self.people.values():
            names = [each.id, each.name, each.display, each.nick or each.name, *each.display.split()[:1]]
            if not each.is_bot and text in {name.casefold() for name in names}:
                return each
        known = ", ".join(each.name for each in self.people.values() if not each.is_bot)
        raise ActError("user_not_found", f"Nobody here is called {wanted!r}; there are: {known}.", status=404)

    def channel_named(self, wanted: str, user: str | None = None) -> Channel:
        """A channel by id or name; ``@goodword`` is the person's conversation with the bot."""
        text = wanted.strip().removeprefix("#")
        if user and text.removeprefix("@").casefold() in BOT_NAMES | {self.application_id}:
            return self.direct_channel(user)
        for each in self.channels.values():
            if (
                text
                and text in (each.id, each.name)
                and (not each.is_direct or each.recipient == user or not user)
            ):
                return each
        known = ", ".join(f"#{each.name}" for each in self.channels.values() if not each.is_direct)
        raise ActError(
            "channel_not_found", f"There is no channel {wanted!r}; there are: {known}.", status=404
        )

    def role_named(self, wanted: str) -> Role:
        """A role by id or name."""
        text = wanted.strip().removeprefix("@").casefold()
        for each in self.roles.values():
            if text in (each.id, each.name.removeprefix("@").casefold()):
                return each
        known = ", ".join(each.name for each in self.roles.values())
        raise ActError("role_not_found", f"There is no role {wanted!r}; there are: {known}.", status=404)

    # interactions

    def keep_interaction(self, interaction: Interaction) -> None:
        """Remember one by its token; the oldest go."""
        while len(self.interactions) >= KEPT_INTERACTIONS:
            del self.interactions[next(iter(self.interactions))]
        self.interactions[interaction.token] = interaction

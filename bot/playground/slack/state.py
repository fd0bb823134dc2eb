"""The workspace: people, channels, messages, views, files, tokens; everything the local Slack knows."""

from __future__ import annotations

import secrets
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Literal

from bot.playground.journal import Keeper
from bot.playground.slack import sample
from bot.playground.slack.clock import PlaygroundClock, steady_of
from bot.playground.slack.errors import ActError, SlackError
from bot.playground.slack.feed import Feed
from bot.playground.slack.model import Call, Channel, Person, Shortcut, StoredFile, UserGroup, View
from bot.playground.slack.permits import Permits

Message = dict[str, Any]
Clock = Callable[[], float]

#: What the app may do unless a test takes some of it away: the scopes of our manifest.
SCOPES = frozenset(
    (
        "chat:write",
        "chat:write.public",
        "channels:read",
        "channels:history",
        "channels:join",
        "groups:read",
        "groups:history",
        "im:read",
        "im:write",
        "im:history",
        "mpim:read",
        "users:read",
        "users:read.email",
        "usergroups:read",
        "files:write",
        "files:read",
        "commands",
        "reactions:write",
        "app_mentions:read",
        "team:read",
    )
)
#: What the app is subscribed to, as in the manifest's ``bot_events``.
SUBSCRIPTIONS = frozenset(
    {"app_home_opened", "app_mention", "message.channels", "message.groups", "message.im", "user_change"}
)
ID_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ0123456789"


class SlackWorld:
    """One workspace with one app in it. Plain state: who changes it tells ``feed``, and ``changed`` what lasts."""

    team_id = "T0GOODWORD"
    team_name = "Goodword Playground"
    team_domain = "goodword-playground"
    app_id = "A0GOODWORD"
    bot_id = "B0GOODWORD"
    bot_user_id = sample.BOT_USER
    verification_token = "local-playground"  # noqa: S105 (legacy payload field, checked by nobody)

    def __init__(
        self,
        bot_token: str | None = None,
        app_token: str | None = None,
        *,
        people: Iterable[Person] | None = None,
        channels: Iterable[Channel] | None = None,
        groups: Iterable[UserGroup] | None = None,
        shortcuts: Iterable[Shortcut] | None = None,
        commands: Iterable[str] = sample.COMMANDS,
        limits: Literal["enforce", "off"] = "enforce",
        clock: Clock | None = None,
        scopes: Iterable[str] = SCOPES,
        subscriptions: Iterable[str] = SUBSCRIPTIONS,
        message_burst: int = 5,
        ack_seconds: float = 3.0,
        redelivery_delays: tuple[float, ...] = (1.0, 60.0, 300.0),
    ) -> None:
        self.bot_token = bot_token or f"xoxb-playground-{secrets.token_hex(12)}"
        self.app_token = app_token or f"xapp-playground-{secrets.token_hex(12)}"
        _check_tokens(self.bot_token, self.app_token)
        self.clock: Clock = clock or PlaygroundClock()
        self.limits = limits
        self.message_burst = message_burst
        self.ack_seconds = ack_seconds
        self.redelivery_delays = redelivery_delays
        self.scopes = set(scopes)
        self.subscriptions = set(subscriptions)
        self.commands = tuple(commands)
        self.shortcuts = list(sample.shortcuts() if shortcuts is None else shortcuts)
        self.people = {each.id: each for each in (sample.people() if people is None else people)}
        bot = Person(self.bot_user_id, "goodword", "Goodword", role="app", is_bot=True)
        self.people.setdefault(bot.id, bot)
        self.channels = {each.id: each for each in (sample.channels() if channels is None else channels)}
        self.groups = {each.id: each for each in (sample.groups() if groups is None else groups)}
        self.base_url = "http://127.0.0.1"
        self.feed = Feed()
        self.steady = steady_of(self.clock)
        self.permits = Permits(self.steady)
        self.messages: dict[str, dict[str, Message]] = {}
        self.threads: dict[tuple[str, str], list[str]] = {}
        self.ephemerals: dict[str, Message] = {}
        self.overtaken: dict[
            tuple[str, str], deque[list[dict[str, Any]]]
        ] = {}  # blocks of before, the newest first
        self.scheduled: dict[str, dict[str, Any]] = {}
        self.files: dict[str, StoredFile] = {}
        self.unready = 0.0  # seconds for which the next upload is of no use yet
        self.modals: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}
        self.inputs: dict[tuple[str, ...], dict[str, dict[str, Any]]] = {}
        self.offered: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        self.read_up_to: dict[tuple[str, str], str] = {}
        self.calls: deque[Call] = deque(maxlen=2000)
        self.journal: Keeper | None = None
        self._last_ts = 0

    def changed(self, kind: str, *key: str) -> None:
        """Have a channel, message, file, reading mark or scheduled message kept as it is now (or is no more)."""
        if self.journal is not None:
            self.journal.changed(kind, *key)

    # identifiers

    def new_id(self, prefix: str) -> str:
        """A fresh identifier of Slack's shape, as ``V0ABCDEF123``."""
        return prefix + "".join(secrets.choice(ID_ALPHABET) for _ in range(10))

    def new_ts(self) -> str:
        """A message's identity and time: seconds with six decimals, each later than the last."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def not_before(self, ts: str | None) -> None:
        """Give no identity up to this one again: it was given in an earlier run."""
        if ts:
            seconds, _, micros = ts.partition(".")
            self._last_ts = max(self._last_ts, int(seconds) * 1_000_000 + int(micros or 0))

    @property
    def now(self) -> int:
        """The current time in whole seconds since the epoch."""
        return int(self.clock())

    # what the app names

    def channel(self, wanted: str) -> Channel:
        """The channel the app means by id, ``#name`` or a person's id (their DM), else channel_not_found."""
        if wanted in self.channels:
            return self.channels[wanted]
        if wanted in self.people and wanted != self.bot_user_id:
            return self.direct_message(wanted)
        name = wanted.removeprefix("#")
        for each in self.channels.values():
            if each.name == name and not each.is_im:
                return each
        raise SlackError("channel_not_found")

    def direct_message(self, user: str) -> Channel:
        """The person's DM with the app, opened when needed."""
        channel_id = "D" + user[1:]
        if channel_id not in self.channels:
            members = {user, self.bot_user_id}
            self.channels[channel_id] = Channel(channel_id, "directmessage", im_user=user, members=members)
            self.changed("channel", channel_id)
        return self.channels[channel_id]

    def members(self, channel: Channel) -> list[str]:
        """Ids of who is in the channel, the app's user last."""
        inside = channel.members or {each.id for each in self.people.values() if not each.is_bot}
        people = [each for each in self.people if each in inside and each != self.bot_user_id]
        return people + ([self.bot_user_id] if channel.bot_is_member else [])

    # what a person names

    def person_named(self, wanted: str) -> Person:
        """A member by id, handle, first or full name. Raises ActError naming who there is."""
        text = wanted.strip().removeprefix("@").casefold()
        for each in self.people.values():
            names = (each.id, each.name, each.real_name, each.real_name.split()[0])
            if not each.is_bot and text in {name.casefold() for name in names}:
                return each
        known = ", ".join(each.name for each in self.people.values() if not each.is_bot)
        raise ActError("user_not_found", f"Nobody here is called {wanted!r}; there are: {known}.", status=404)

    def channel_named(self, wanted: str, user: str | None = None) -> Channel:
        """A channel by id or name; ``@goodword`` is the person's DM with the app."""
        text = wanted.strip().removeprefix("#")
        if user and text.removeprefix("@").casefold() in {"goodword", self.bot_user_id.casefold()}:
            return self.direct_message(user)
        if text in self.channels:
            return self.channels[text]
        if text.startswith("D") and "U" + text[1:] in self.people:
            return self.direct_message("U" + text[1:])
        for each in self.channels.values():
            if each.name == text.casefold() and not each.is_im:
                return each
        known = ", ".join(f"#{each.name}" for each in self.channels.values() if not each.is_im)
        raise ActError(
            "channel_not_found", f"There is no channel {wanted!r}; there are: {known}.", status=404
        )

    # views

    def stack(self, user: str) -> list[View]:
        """The person's open modals, bottom first."""
        return self.modals.setdefault(user, [])

    def find_view(self, view_id: str = "", *, external_id: str = "") -> View | None:
        """An open modal or a home tab by its id or the app's external id."""
        every = [view for stack in self.modals.values() for view in stack] + list(self.homes.values())
        for view in every:
            if (view_id and view.id == view_id) or (external_id and view.body["external_id"] == external_id):
                return view
        return None


def _check_tokens(bot_token: str, app_token: str) -> None:
    if not bot_token.startswith("xoxb-"):
        raise ValueError("the bot token must start with xoxb-, as Slack's do")
    if not app_token.startswith("xapp-"):
        raise ValueError("the app token must start with xapp-, as Slack's do")

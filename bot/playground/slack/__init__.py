"""A local Slack at the wire: unmodified clients connect to it by Web API and Socket Mode, people act through JSON.

``server.LocalSlack`` puts it together. ``state`` is the workspace; ``api`` and ``methods`` answer the app,
``sockets`` delivers to it; ``acts`` and ``forms`` are a person's hands, ``control`` their JSON; ``validate``
refuses what Slack would refuse; ``limits`` and ``faults`` make it as unpleasant as the real one.
"""

from bot.playground.slack.clock import PlaygroundClock
from bot.playground.slack.errors import ActError, SlackError
from bot.playground.slack.faults import Fault
from bot.playground.slack.model import Channel, Person, Shortcut, UserGroup
from bot.playground.slack.server import LocalSlack
from bot.playground.slack.state import SlackWorld

__all__ = [
    "ActError",
    "Channel",
    "Fault",
    "LocalSlack",
    "Person",
    "PlaygroundClock",
    "Shortcut",
    "SlackError",
    "SlackWorld",
    "UserGroup",
]

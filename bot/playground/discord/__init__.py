"""A local Discord at the wire: unmodified clients connect to it by REST and gateway, people act through JSON.

``server.LocalDiscord`` puts it together. ``state`` is the guild; ``rest`` and ``endpoints`` answer the app,
``gateway`` tells it what happens; ``acts``, ``forms`` and ``hands`` are a person's, ``control`` their JSON;
``validate`` refuses what Discord would refuse; ``limits`` and ``faults`` make it as unpleasant as the real one.
"""

from bot.playground.discord.errors import DiscordError
from bot.playground.discord.faults import Fault
from bot.playground.discord.model import Channel, Exchange, Message, Modal, Person, Ping, Role
from bot.playground.discord.permissions import Permission
from bot.playground.discord.server import LocalDiscord
from bot.playground.discord.state import DiscordWorld

__all__ = [
    "Channel",
    "DiscordError",
    "DiscordWorld",
    "Exchange",
    "Fault",
    "LocalDiscord",
    "Message",
    "Modal",
    "Permission",
    "Person",
    "Ping",
    "Role",
]

"""The guild of the demo: the sample brand's community, with the people a contest has to get right."""

from __future__ import annotations

from typing import Any

from bot.playground.discord.model import ANNOUNCEMENT, Channel, Person, Role
from bot.playground.discord.permissions import BOT, MEMBER, Permission
from bot.playground.discord.snowflakes import snowflake

DAY = 86_400.0
GUILD_NAME = "Kettle & Fern"
GUILD = str(snowflake(1_735_725_600, 1))
APPLICATION = str(snowflake(1_735_725_600, 2))
"""The app's identifier, and its user's."""
MANAGERS = str(snowflake(1_735_725_600, 3))
WINNER = str(snowflake(1_735_725_600, 4))
BOT_ROLE = str(snowflake(1_735_725_600, 5))
ANNOUNCEMENTS = str(snowflake(1_735_725_600, 6))
CONTESTS = str(snowflake(1_735_725_600, 7))
GENERAL = str(snowflake(1_735_725_600, 8))


MIA = str(snowflake(1_609_840_800, 1))
"""Mia Lindqvist, who manages content in the sample workspace of Slack too."""


def people(now: float) -> list[Person]:
    """A manager, members in several languages and scripts, and an account made yesterday.

    All but the last keep their identifiers from run to run; how long they are members counts from ``now``.
    """

    def one(number: int, name: str, display: str, made: float, member: float, **more: Any) -> Person:
        identity = str(snowflake(made, number))
        return Person(identity, name, display, joined_at=now - member * DAY, **more)

    return [
        one(1, "mia", "Mia Lindqvist", 1_609_840_800, 690, title="manager", roles=[MANAGERS]),
        one(2, "noor", "Noor Haddad", 1_643_716_800, 410),
        one(3, "jonas", "Jonas Weber", 1_578_355_200, 365),
        one(4, "ayse", "Ayşe Demir", 1_695_081_600, 120, locale="tr"),
        one(5, "lena", "Lena Vogt", 1_668_470_400, 200, locale="de"),
        one(6, "elsa", "Elsa Nyström", 1_681_776_000, 88, locale="sv-SE"),
        one(7, "yusuf", "يوسف القحطاني", 1_711_065_600, 61, locale="en-US"),
        one(8, "tea.leaf", "🍵✨", 1_720_483_200, 44, locale="en-US"),
        one(9, "sam", "Sam Okafor", 1_551_916_800, 695, title="owner"),
        one(10, "nils", "Nils Berg", now - DAY, 0.5, title="account made yesterday", locale="sv-SE"),
    ]


OWNER = "sam"


def roles() -> list[Role]:
    """Everyone, the role winners get, the bot's own above it, and the one that gives rights."""
    return [
        Role(GUILD, "@everyone", int(MEMBER), position=0),
        Role(WINNER, "Contest winner", position=1, color=0xE0A500, hoist=True),
        Role(BOT_ROLE, "Goodword", int(BOT), position=2, managed=True),
        Role(MANAGERS, "Contest managers", int(Permission.MANAGE_MESSAGES), position=3, color=0x2F7D4F),
    ]


def channels() -> list[Channel]:
    """Where contests run, where people talk, and where only the team and the bot write."""
    quiet = {"id": GUILD, "type": 0, "allow": "0", "deny": str(int(Permission.SEND_MESSAGES))}
    speak = [
        {"id": role, "type": 0, "allow": str(int(Permission.SEND_MESSAGES)), "deny": "0"}
        for role in (MANAGERS, BOT_ROLE)
    ]
    return [
        Channel(CONTESTS, "contests", topic="Enter, vote, and see where everybody stands", position=0),
        Channel(GENERAL, "general", topic="Everybody", position=1),
        Channel(
            ANNOUNCEMENTS,
            "announcements",
            ANNOUNCEMENT,
            topic="Winners and news",
            position=2,
            overwrites=[quiet, *speak],
        ),
    ]

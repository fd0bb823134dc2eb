"""The guild of the demo: the sample brand's community, with the people a contest has to get right."""

from __future__ import annotations

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


def people(now: float) -> list[Person]:
    """A manager, members in several languages and scripts, and an account made yesterday."""

    def one(number: int, name: str, display: str, *, age: float, member: float, **more: object) -> Person:
        person = Person(str(snowflake(now - age * DAY, number)), name, display, joined_at=now - member * DAY)
        for key, value in more.items():
            setattr(person, key, value)
        return person

    return [
        one(1, "mia", "Mia Lindqvist", age=1900, member=690, title="manager", roles=[MANAGERS]),
        one(2, "noor", "Noor Haddad", age=1400, member=410),
        one(3, "jonas", "Jonas Weber", age=2200, member=365),
        one(4, "ayse", "Ayşe Demir", age=800, member=120, locale="tr"),
        one(5, "lena", "Lena Vogt", age=1100, member=200, locale="de"),
        one(6, "elsa", "Elsa Nyström", age=950, member=88, locale="sv-SE"),
        one(7, "yusuf", "يوسف القحطاني", age=610, member=61, locale="en-US"),
        one(8, "tea.leaf", "🍵✨", age=500, member=44, locale="en-US"),
        one(9, "nils", "Nils Berg", age=1, member=0.5, title="account made yesterday", locale="sv-SE"),
        one(10, "sam", "Sam Okafor", age=2500, member=695, title="owner"),
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

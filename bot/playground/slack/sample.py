"""The workspace of the demo: a small team around a sample brand."""

from __future__ import annotations

from bot.playground.slack.model import Channel, Person, Shortcut, UserGroup

BOT_USER = "U0GOODWORD1"
COMMANDS = ("/goodword",)


def people() -> list[Person]:
    """Two who moderate, one who manages, one who looks on, one ambassador."""
    return [
        Person("U0MIA00001", "mia", "Mia Lindqvist", role="manager", email="mia@example.com", is_admin=True),
        Person("U0NOAH0001", "noah", "Noah Berg", role="moderator", email="noah@example.com"),
        Person(
            "U0AISHA001",
            "aisha",
            "Aisha Khan",
            role="moderator",
            email="aisha@example.com",
            tz="Europe/London",
        ),
        Person("U0TOM00001", "tom", "Tom Weber", role="viewer", email="tom@example.com"),
        Person(
            "U0LEA00001", "lea", "Lea Moreau", role="ambassador", email="lea@example.com", tz="Europe/Paris"
        ),
    ]


def channels() -> list[Channel]:
    """Where cards arrive, where the team talks, where ambassadors meet, where alerts go."""
    return [
        Channel("C0REVIEW01", "content-review", topic="What people say about us, waiting for a decision"),
        Channel("C0GENERAL1", "general", topic="Everybody"),
        Channel("C0AMBASS01", "ambassadors", topic="Ambassadors meet here; what they achieve is celebrated"),
        Channel(
            "C0ALERTS01",
            "brand-alerts",
            topic="Notices to managers appear here: a source that is lost, and when it is back",
        ),
    ]


def groups() -> list[UserGroup]:
    """The user groups that give rights."""
    return [
        UserGroup("S0MANAGER1", "content-managers", "Content managers", ["U0MIA00001"]),
        UserGroup("S0MODERAT1", "content-moderators", "Content moderators", ["U0NOAH0001", "U0AISHA001"]),
    ]


def shortcuts() -> list[Shortcut]:
    """What the app's manifest offers in the message menu and in the lightning menu."""
    return [Shortcut("add_content", "Add to Goodword"), Shortcut("open_triage", "Open triage", "global")]

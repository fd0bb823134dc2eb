"""A source that calls is polled at once; what breaks is listened to again; and nothing of it stops the polling."""

from __future__ import annotations

from typing import Any

import pytest

from bot.intake import listening
from bot.intake.listening import Listeners
from bot.intake.poll import POLL
from bot.settings import Settings, SourceSection
from bot.sources.http import HttpPolicy, PoliteClient
from bot.storage.database import Database
from bot.work import Job
from tests.bot.work.support import working
from tests.sources.mail.mails import numbered
from tests.support.imap import small_imap
from tests.support.waiting import eventually


class Context:
    """What listening needs of the running services."""

    def __init__(self, database: Database, sources: dict[str, SourceSection]) -> None:
        self.database = database
        self.settings = Settings(sources=sources)
        self.client = PoliteClient(HttpPolicy(), agent="Goodword")
        self.polled: list[str] = []
        self.work: Any = None
        self.intake: Any = None

    def clock(self) -> Any:
        from tests.sources.world import NOW

        return NOW

    def outlet(self, _kind: type[Any]) -> Any:
        return self.client


async def poll(context: Context, name: str) -> None:
    """Remembers the source. Running twice remembers it twice, so that a test sees it."""
    context.polled.append(name)


@pytest.fixture
def section() -> Any:
    class Owner:
        pass

    owner = Owner()
    box = small_imap(owner)
    yield box, SourceSection.model_validate({"kind": "mail", **box.settings()})
    del owner


async def test_new_mail_brings_a_poll(database: Database, section: Any) -> None:
    box, mail = section
    feed = SourceSection.model_validate({"kind": "feed", "url": "https://blog.example/feed"})
    off = mail.model_copy(update={"enabled": False})
    context = Context(database, {"stories": mail, "blog": feed, "off": off})
    listeners = Listeners(context)
    async with working(database, [Job(POLL, poll)], context) as work:
        context.work = work
        listeners.start()
        await eventually(lambda: context.polled == ["stories"] and "IDLE" in box.commands)
        box.add(numbered(1))
        await eventually(lambda: context.polled == ["stories"] * 2)
        await listeners.stop()
    await context.client.aclose()


async def test_a_broken_line_is_listened_to_again(
    sqlite_database: Database, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.05)
    box, mail = section
    box.hang_up = True
    context = Context(sqlite_database, {"stories": mail})
    listeners = Listeners(context)
    async with working(sqlite_database, [Job(POLL, poll)], context) as work:
        context.work = work
        listeners.start()
        await eventually(lambda: box.commands.count("IDLE") >= 2)
        box.hang_up = False
        await eventually(lambda: box.commands.count("IDLE") >= 3)
        before = len(context.polled)
        box.add(numbered(1))
        await eventually(lambda: len(context.polled) > before)
        await listeners.stop()
    await context.client.aclose()


async def test_a_wrong_password_is_not_tried_again_and_again(sqlite_database: Database, section: Any) -> None:
    box, mail = section
    wrong = mail.model_copy(update={"password": "wr0ng-pass"})
    context = Context(sqlite_database, {"stories": SourceSection.model_validate(wrong.model_dump())})
    listeners = Listeners(context)
    async with working(sqlite_database, [Job(POLL, poll)], context) as work:
        context.work = work
        listeners.start()
        await eventually(lambda: any("LOGIN" in command for command in box.commands))
        await listeners.stop()
    assert sum("LOGIN" in command for command in box.commands) == 1
    assert context.polled == []
    await context.client.aclose()

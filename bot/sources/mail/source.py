"""New mail by folder, oldest first; answers to our own mail; being told of new mail."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from email.message import Message
from typing import Any

from bot.kernel.errors import GoodwordError, NeverWorks
from bot.kernel.letter import is_ours, written_to
from bot.sources.base import Answer, Cursor, Discovery, Failure, Finding, Heard, SourceContext, Why
from bot.sources.mail.automatic import automatic, bounce_of, is_newsletter
from bot.sources.mail.mailbox import IDLE_ROUND, Fetched, Mailbox, Opened, mailbox
from bot.sources.mail.mapping import as_answer, map_mail
from bot.sources.mail.proof import is_proven
from bot.sources.mail.reading import ReadMail, Unreadable, answered, parse, read_mail
from bot.sources.mail.settings import MailSettings
from bot.sources.words import Matcher

STEP = 20
"""Mails after which the place is kept."""

FIRST_ROUND = 1.0
"""Seconds of the first round of IDLE, doubled until nothing comes: what came in one packet with the server's consent
shows at a round's end."""

ZONES = timedelta(days=1)
"""Servers search by their own days."""


class MailSource:
    """See the folder's README."""

    def __init__(self, settings: MailSettings, context: SourceContext) -> None:
        self._settings = settings
        self._context = context
        self._matcher = Matcher(settings.keywords)

    async def check(self) -> list[Finding]:
        """The login, each folder, and whether the server tells of new mail."""
        where = self._settings.where
        try:
            async with mailbox(self._settings) as box:
                rows = [Finding(where, True, f"logged in; {_idle_words(self._settings, box)}")]
                for folder in self._settings.folders:
                    rows.append(await self._check_folder(box, folder))
        except GoodwordError as error:
            return [Finding(where, False, error.message, error.remedy)]
        return rows

    async def _check_folder(self, box: Mailbox, folder: str) -> Finding:
        try:
            opened = await box.open(folder)
        except NeverWorks as error:
            return Finding(f"folder {folder}", False, error.message, error.remedy)
        return Finding(f"folder {folder}", True, f"{opened.mails:,} mails")

    async def discover(self, cursor: Mapping[str, Any]) -> AsyncIterator[Discovery]:
        """New mail of each folder, oldest first; a cursor every few. A folder that can't be opened is a value while
        another can; where none can, its error is raised."""
        marks: dict[str, Any] = {str(key): value for key, value in cursor.items()}
        problems: list[NeverWorks] = []
        async with mailbox(self._settings) as box:
            for folder in self._settings.folders:
                try:
                    opened = await box.open(folder)
                except NeverWorks as error:
                    problems.append(error)
                    continue
                async for found in self._folder(box, folder, opened, marks):
                    yield found
        if len(problems) == len(self._settings.folders):
            raise problems[0]
        for problem in problems:
            yield Failure("a folder of the mailbox", problem.message, problem.remedy)
        yield Cursor(dict(marks))

    async def _folder(
        self, box: Mailbox, folder: str, opened: Opened, marks: dict[str, Any]
    ) -> AsyncIterator[Discovery]:
        """From the mark on. Where numbers began anew, from the day of the last mail on: what is known already is
        recognised by what it says."""
        key = f"folder {folder}"
        uid, day = _read_mark(marks.get(key), opened.validity)
        if uid is not None:
            waiting = await box.after(uid)
        else:
            first = self._context.now - timedelta(days=self._settings.first_days)
            waiting = await box.since(day or first.date())
        last = uid
        if uid is None and not waiting and opened.next_uid is not None:
            last = opened.next_uid - 1
        for number, one in enumerate(waiting[: self._settings.max_mails], 1):
            fetched = await box.fetch(one)
            for found in await self._found(fetched, folder) if fetched else ():
                yield found
            last, day = one, _day(fetched, day)
            if number % STEP == 0:
                marks[key] = _mark(opened.validity, last, day)
                yield Cursor(dict(marks))
        if last is not None:
            marks[key] = _mark(opened.validity, last, day)
            yield Cursor(dict(marks))

    async def _found(self, fetched: Fetched, folder: str) -> list[Discovery]:
        """In a thread: a mail made to hurt may take its time."""
        return await asyncio.to_thread(self._read, fetched, folder)

    def _read(self, fetched: Fetched, folder: str) -> list[Discovery]:
        try:
            message = parse(fetched.content)
            bounce = bounce_of(message)
            if bounce is not None:
                return [_returned(bounce.why)] if bounce.final else []
            if self._left_alone(message):
                return [Heard(f"<{one}>") for one in answered(message) if is_ours(f"<{one}>")]
            mail = read_mail(message)
        except Unreadable as error:
            return [Failure(f"mail {fetched.uid} in {folder}", str(error), "Read it in a mail program.")]
        why = self._why(mail, folder)
        if not why:
            return []
        notes = (
            [] if fetched.whole else [f"only {len(fetched.content):,} of {fetched.size:,} bytes were read"]
        )
        if self._settings.authserv and not is_proven(message, self._settings.authserv):
            notes.append("nothing vouches for its sender")
        now = self._context.now
        return [map_mail(mail, self._settings.item_kind, why, fetched.arrived, now, tuple(notes))]

    def _left_alone(self, message: Message) -> bool:
        """What no person wrote for us, and what belongs to mail of ours: copies of it and answers to it, which
        ``answers`` reads."""
        ids = (*(f"<{one}>" for one in answered(message)), str(message.get("Message-ID", "")).strip())
        if automatic(message) or any(is_ours(one) for one in ids):
            return True
        return is_newsletter(message) and not self._settings.newsletters

    def _why(self, mail: ReadMail, folder: str) -> tuple[Why, ...]:
        """Why it is of interest; nothing where the settings exclude it."""
        wanted = {address.lower() for address in self._settings.recipients}
        if wanted and not wanted & mail.recipients:
            return ()
        if self._matcher.takes_all:
            return (Why("mail", folder),)
        return self._matcher.why(f"{mail.subject}\n{mail.text}")

    async def answers(self, uri: str, since: datetime) -> AsyncIterator[Answer]:
        """What people answered to our mail with this Message-ID. ``proven`` only where it comes from the address that
        was written to and that address's domain vouches for it; a mail that names our id shows no more than that
        somebody knew it."""
        found: dict[str, Answer] = {}
        async with mailbox(self._settings) as box:
            for folder in self._settings.folders:
                await box.open(folder)
                for uid in await box.answering(uri, (since - ZONES).date()):
                    fetched = await box.fetch(uid)
                    answer = await asyncio.to_thread(self._answer, fetched, uri) if fetched else None
                    if answer is not None and (answer.at is None or answer.at >= since - ZONES):
                        found.setdefault(answer.external_id, answer)
        for answer in sorted(found.values(), key=lambda one: one.at or self._context.now):
            yield answer

    def _answer(self, fetched: Fetched, uri: str) -> Answer | None:
        try:
            message = parse(fetched.content)
            if uri.strip("<>") not in answered(message) or automatic(message):
                return None
            mail = read_mail(message)
        except Unreadable:
            return None
        proven = written_to(uri, mail.address) and is_proven(message, self._settings.authserv)
        return as_answer(mail, fetched.arrived, self._context.now, proven=proven)

    async def listen(self, wake: Callable[[], Awaitable[None]]) -> None:
        """Wait in the first folder for new mail. Once at the start, since something may have come before."""
        if not self._settings.idle:
            return
        async with mailbox(self._settings) as box:
            if not box.can_idle:
                return
            await box.open(self._settings.folders[0])
            await wake()
            seconds = FIRST_ROUND
            while True:
                news = await box.wait_for_news(seconds)
                if news:
                    await wake()
                seconds = FIRST_ROUND if news else min(IDLE_ROUND, seconds * 2)


def _returned(why: str) -> Failure:
    return Failure("a mail of ours", f"It came back: {why}", "Check the address, or reach them another way.")


def _idle_words(settings: MailSettings, box: Mailbox) -> str:
    if not settings.idle:
        return "looked at in intervals"
    return (
        "new mail is told at once" if box.can_idle else "the server tells nothing by itself, so it is polled"
    )


def _mark(validity: int, uid: int, day: date | None) -> dict[str, Any]:
    return {"validity": validity, "uid": uid, "day": day.isoformat() if day else None}


def _read_mark(kept: object, validity: int) -> tuple[int | None, date | None]:
    """The last number that was read, and the day of that mail; whatever is not as we write it counts as absent."""
    if not isinstance(kept, Mapping):
        return None, None
    try:
        day = date.fromisoformat(str(kept.get("day")))
    except ValueError:
        day = None
    uid = kept.get("uid")
    if kept.get("validity") != validity or not isinstance(uid, int) or uid < 0:
        return None, day - ZONES if day else None
    return uid, day


def _day(fetched: Fetched | None, before: date | None) -> date | None:
    if fetched is None or fetched.arrived is None:
        return before
    return fetched.arrived.astimezone(UTC).date()

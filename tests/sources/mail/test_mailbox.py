"""A mailbox on a server with switches for faults: where reading goes on, and what a broken server is called."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TryLater
from bot.kernel.letter import message_id
from bot.sources.base import (
    Answer,
    CanListen,
    CanWatch,
    Cursor,
    Discovery,
    Failure,
    FoundItem,
    Kind,
    SourceContext,
)
from bot.sources.http import HttpPolicy, PoliteClient
from bot.sources.mail import mailbox as module
from bot.sources.mail.mapping import message_id_of
from bot.sources.mail.source import MailSource
from bot.sources.registry import validate_settings
from tests.sources.mail.mails import mail, numbered
from tests.sources.world import NOW
from tests.support.imap import ARRIVED, PASSWORD, SmallImap, small_imap
from tests.support.waiting import eventually

OURS = message_id("ask:1", "ana@creator.example", "brand.example")
PROOF = "mx.brand.example; dmarc=pass header.from=creator.example"


class Owner:
    """Whose end stops the server."""


@pytest.fixture
def box() -> Any:
    owner = Owner()
    made = small_imap(owner)
    yield made
    del owner


def source(settings: Mapping[str, Any]) -> MailSource:
    validated = validate_settings("mail", settings, "stories")
    http = PoliteClient(HttpPolicy(), agent="Goodword").for_run()
    return MailSource(validated, SourceContext("stories", http, NOW))  # type: ignore[arg-type]  # its kind


async def run(settings: Mapping[str, Any], cursor: Mapping[str, Any] | None = None) -> list[Discovery]:
    return [one async for one in source(settings).discover(cursor or {})]


def texts(found: list[Discovery]) -> list[str]:
    return [one.text for one in found if isinstance(one, FoundItem)]


def last(found: list[Discovery]) -> Mapping[str, Any]:
    assert isinstance(found[-1], Cursor)
    return found[-1].value


async def test_an_item_is_what_its_writer_wrote(box: SmallImap) -> None:
    box.add(mail("Lovely #TrailBottle\n\nOn 1 Nov 2026 Brand <s@brand.example> wrote:\n> #yesbrand\n"))
    (item,) = [one for one in await run(box.settings(item_kind="story")) if isinstance(one, FoundItem)]
    assert item.text == "Lovely #TrailBottle"
    assert item.tags == ("trailbottle",)
    assert (item.kind, item.platform, item.title) == (Kind.STORY, "mail", "My bottle")
    assert item.creator is not None
    assert (item.creator.external_id, item.creator.name) == ("ana@creator.example", "Ana")
    assert item.published_at == datetime(2026, 11, 19, 10, 0, tzinfo=UTC)
    assert message_id_of(item.external_id) == "<one@creator.example>"
    assert item.why[0].how == "mail"


async def test_a_nameless_writer_is_shown_without_the_whole_address(box: SmallImap) -> None:
    box.add(mail(From="ana@creator.example"))
    (item,) = [one for one in await run(box.settings()) if isinstance(one, FoundItem)]
    assert item.creator is not None
    assert item.creator.name == "a…@creator.example"


async def test_reading_goes_on_at_its_place(box: SmallImap) -> None:
    for number in range(1, 6):
        box.add(numbered(number))
    first = await run(box.settings(max_mails=3))
    assert texts(first) == ["Story 1", "Story 2", "Story 3"]
    second = await run(box.settings(max_mails=3), last(first))
    assert texts(second) == ["Story 4", "Story 5"]
    assert texts(await run(box.settings(), last(second))) == []
    box.add(numbered(6))
    assert texts(await run(box.settings(), last(second))) == ["Story 6"]


async def test_a_run_that_is_broken_off_goes_on_at_the_last_kept_place(
    box: SmallImap, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.sources.mail.source.STEP", 2)
    for number in range(1, 6):
        box.add(numbered(number))
    box.answer = lambda _tag, command: b"* BYE\r\n" if command.startswith("UID FETCH 5") else None
    found: list[Discovery] = []

    async def gather() -> None:
        async for one in source(box.settings()).discover({}):
            found.append(one)

    with pytest.raises(TryLater):
        await gather()
    kept = [one.value for one in found if isinstance(one, Cursor)][-1]
    box.answer = lambda _tag, _command: None
    assert texts(await run(box.settings(), kept)) == ["Story 5"]


async def test_numbers_that_begin_anew_lose_nothing(box: SmallImap) -> None:
    for number in range(1, 4):
        box.add(numbered(number))
    first = await run(box.settings())
    identities = {one.external_id for one in first if isinstance(one, FoundItem)}
    box.validity, box.mails = 8, {40: box.mails[3], 41: numbered(9)}
    second = await run(box.settings(), last(first))
    again = [one.external_id for one in second if isinstance(one, FoundItem)]
    assert again[0] in identities
    assert again[1] not in identities
    assert any("SINCE 18-Nov-2026" in command for command in box.commands)


async def test_a_mail_under_the_id_of_another_is_another(box: SmallImap) -> None:
    box.add(mail("The first."))
    box.add(mail("Not the same.", From="evil@evil.example"))
    found = [one.external_id for one in await run(box.settings()) if isinstance(one, FoundItem)]
    assert len(set(found)) == 2


async def test_nothing_is_marked_or_changed(box: SmallImap) -> None:
    box.add(numbered(1))
    await run(box.settings())
    verbs = {command.split()[0] for command in box.commands}
    assert verbs <= {"CAPABILITY", "LOGIN", "EXAMINE", "UID", "LOGOUT"}
    assert all("PEEK" in command for command in box.commands if "FETCH" in command)


async def test_what_settings_exclude_is_left_alone(box: SmallImap) -> None:
    box.add(numbered(1, "about tea"))
    box.add(numbered(2, "about coffee", To="other@brand.example"))
    box.add(numbered(3, "a newsletter on tea", List_Id="<news.example>"))
    assert len(texts(await run(box.settings()))) == 2
    assert texts(await run(box.settings(recipients=["Stories@brand.example"]))) == ["about tea"]
    assert texts(await run(box.settings(keywords=["coffee"]))) == ["about coffee"]
    assert len(texts(await run(box.settings(newsletters=True)))) == 3


async def test_mail_of_ours_and_answers_to_it_are_no_content(box: SmallImap) -> None:
    box.add(mail("a copy", Message_ID=OURS))
    box.add(numbered(2, "Yes!", In_Reply_To=OURS))
    box.add(numbered(3, "Yes!", References=f"<x@y.example> {OURS}"))
    assert texts(await run(box.settings())) == []


async def test_a_bounce_of_ours_is_told(box: SmallImap) -> None:
    report = (
        "From: MAILER-DAEMON@mx.example\nContent-Type: multipart/report; boundary=b\n\n--b\n"
        "Content-Type: message/delivery-status\n\nAction: failed\nDiagnostic-Code: smtp; 550 no such user\n\n--b\n"
        f"Content-Type: text/rfc822-headers\n\nMessage-ID: {OURS}\n\n--b--\n"
    )
    box.add(report.encode())
    (failure,) = [one for one in await run(box.settings()) if isinstance(one, Failure)]
    assert failure.what == "a mail of ours"
    assert "550 no such user" in failure.reason
    assert failure.remedy


async def test_a_mail_larger_than_is_read_is_read_from_its_beginning(box: SmallImap) -> None:
    box.add(mail("Beginning. " + "x" * 3_000_000))
    box.add(numbered(2))
    found = [one for one in await run(box.settings(max_kilobytes=100)) if isinstance(one, FoundItem)]
    assert found[0].text.startswith("Beginning.")
    assert any("only 100,000 of 3," in note for note in found[0].notes)
    assert found[1].text == "Story 2"


async def test_a_mail_without_words_is_named(box: SmallImap) -> None:
    box.add(mail("> only a quotation", Subject="Fwd: look"))
    (failure,) = [one for one in await run(box.settings()) if isinstance(one, Failure)]
    assert "Fwd: look" in failure.what


async def test_a_mail_that_is_gone_by_now_is_passed(box: SmallImap) -> None:
    box.add(numbered(1))
    box.add(numbered(2))
    box.answer = lambda tag, command: (
        f"{tag} OK done\r\n".encode() if command.startswith("UID FETCH 1 ") else None
    )
    assert texts(await run(box.settings())) == ["Story 2"]


async def test_senders_nothing_vouches_for_are_marked(box: SmallImap) -> None:
    box.add(numbered(1))
    box.add(f"Authentication-Results: {PROOF}\n".encode() + numbered(2))
    found = [
        one for one in await run(box.settings(authserv="mx.brand.example")) if isinstance(one, FoundItem)
    ]
    assert [("nothing vouches for its sender" in one.notes) for one in found] == [True, False]


async def answers(box: SmallImap, since: datetime = ARRIVED, **more: Any) -> list[Answer]:
    watching = source(box.settings(authserv="mx.brand.example", **more))
    return [one async for one in watching.answers(OURS, since)]


async def test_answers_say_whether_they_are_proven(box: SmallImap) -> None:
    proof = f"Authentication-Results: {PROOF}\n".encode()
    box.add(proof + numbered(1, "Yes!\n\n> quoted #yesbrand", In_Reply_To=OURS))
    box.add(numbered(2, "Yes, says a forger", In_Reply_To=OURS))
    box.add(proof + numbered(3, "Yes, says my sister", In_Reply_To=OURS, From="eva@creator.example"))
    box.add(proof + numbered(4, "I am away", In_Reply_To=OURS, Auto_Submitted="auto-replied"))
    box.add(proof + numbered(5, f"I only talk about {OURS}"))
    box.add(proof + numbered(6, "another thread", In_Reply_To="<x@y.example>"))
    found = {one.text: one for one in await answers(box)}
    assert {text: one.proven for text, one in found.items()} == {
        "Yes!": True,
        "Yes, says a forger": False,
        "Yes, says my sister": False,
    }
    assert found["Yes!"].creator_id == "ana@creator.example"
    assert found["Yes!"].at == ARRIVED
    assert await answers(box, ARRIVED + timedelta(days=9)) == []
    assert [one.external_id for one in await answers(box)] == [one.external_id for one in await answers(box)]


async def test_it_is_what_its_capabilities_say(box: SmallImap) -> None:
    made: object = source(box.settings())
    assert isinstance(made, CanListen)
    watching: CanWatch = source(box.settings())
    assert [one async for one in watching.answers(OURS, NOW)] == []


async def test_check_names_folders(box: SmallImap) -> None:
    box.add(numbered(1))
    rows = await source(box.settings(folders=["INBOX", "Nowhere"])).check()
    assert [(row.what, row.ok) for row in rows][1:] == [("folder INBOX", True), ("folder Nowhere", False)]
    assert "told at once" in rows[0].detail
    assert "There are: INBOX" in rows[2].remedy
    box.idle = False
    assert "polled" in (await source(box.settings()).check())[0].detail


async def test_one_folder_that_is_missing_stops_no_other(box: SmallImap) -> None:
    box.add(numbered(1))
    found = await run(box.settings(folders=["Nowhere", "INBOX"]))
    assert texts(found) == ["Story 1"]
    assert [one.remedy for one in found if isinstance(one, Failure)] == ["There are: INBOX."]
    with pytest.raises(NeverWorks, match="Nowhere"):
        await run(box.settings(folders=["Nowhere"]))


async def test_a_wrong_password_is_named_and_not_shown(box: SmallImap) -> None:
    wrong = box.settings(password="wr0ng-pass")
    with pytest.raises(FixCredentials, match="refused the login") as error:
        await run(wrong)
    assert "wr0ng-pass" not in repr(error.value) + str(error.value)
    (row,) = await source(wrong).check()
    assert not row.ok
    box.answer = lambda tag, command: f"{tag} NO {command}\r\n".encode() if "LOGIN" in command else None
    with pytest.raises(FixCredentials) as echoed:
        await run(box.settings())
    assert PASSWORD not in str(echoed.value)


@pytest.mark.parametrize(
    ("verb", "answer"),
    [
        ("UID FETCH", b"* BYE shutting down\r\n"),
        ("UID FETCH", b"* 1 FETCH (UID 1 BODY[]<0> {10}\r\nabc"),
        ("UID FETCH", b"* 1 FETCH (((((\r\nTAG OK\r\n"),
        ("UID FETCH", b"garbage\x00\xff\r\n" * 3),
        ("UID SEARCH", b"* SEARCH a b c\r\nTAG OK\r\n"),
        ("UID SEARCH", b"HTTP/1.1 400 Bad Request\r\n\r\n"),
        ("EXAMINE", b"* 1 EXISTS\r\nTAG OK\r\n"),
        ("EXAMINE", b"* OK [UIDVALIDITY x]\r\nTAG OK\r\n"),
    ],
)
async def test_a_broken_server_is_named(
    box: SmallImap, monkeypatch: pytest.MonkeyPatch, verb: str, answer: bytes
) -> None:
    monkeypatch.setattr(module, "READ_LIMIT", 0.5)
    box.add(numbered(1))
    box.answer = lambda tag, command: (
        answer.replace(b"TAG", tag.encode()) if command.startswith(verb) else None
    )
    with pytest.raises((TryLater, NeverWorks)):
        await run(box.settings())


async def test_a_server_without_end_is_cut_off(box: SmallImap) -> None:
    box.add(numbered(1))
    huge = b"* 1 FETCH (UID 1 BODY[]<0> {99999999999}\r\n" + b"x" * 1000
    box.answer = lambda _tag, command: huge if "FETCH" in command else None
    started = time.monotonic()
    with pytest.raises(NeverWorks, match="without end"):
        await run(box.settings())
    lines = b"* 1 EXISTS\r\n" * 500_000
    box.answer = lambda _tag, command: lines if "SEARCH" in command else None
    with pytest.raises(NeverWorks, match="without end"):
        await run(box.settings())
    assert time.monotonic() - started < 20


async def test_a_silent_server_does_not_hold_us(box: SmallImap, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "COMMAND_LIMIT", 0.5)
    box.answer = lambda _tag, command: b"" if "EXAMINE" in command else None
    started = time.monotonic()
    with pytest.raises(TryLater):
        await asyncio.wait_for(run(box.settings()), 10)
    assert time.monotonic() - started < 8


@pytest.mark.parametrize(
    "greeting", [b"* BYE too many connections\r\n", b"220 smtp.example ESMTP\r\n", b"\xff" * 50 + b"\r\n"]
)
async def test_what_is_no_imap_server_is_tried_later(box: SmallImap, greeting: bytes) -> None:
    box.greeting = greeting
    with pytest.raises(GoodwordError) as error:
        await run(box.settings())
    assert isinstance(error.value, TryLater | NeverWorks)


async def test_nobody_there_is_tried_later(box: SmallImap) -> None:
    with pytest.raises(TryLater, match="can't be reached"):
        await run(box.settings(port=1))


async def test_tls_that_is_none_is_named(box: SmallImap) -> None:
    with pytest.raises(FixSettings, match="TLS"):
        await run(box.settings(security="tls"))
    with pytest.raises(FixSettings, match="can't do what is set"):
        await run(box.settings(security="starttls"))
    assert not any("LOGIN" in command for command in box.commands)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"host": "a b"}, "host:"),
        ({"host": "imap.brand.example"}, "in the clear"),
        ({"folders": []}, "folders:"),
        ({"folders": ["a\r\nb"]}, "folders.0:"),
        ({"recipients": ["x"]}, "recipients.0: is no mail address"),
        ({"max_kilobytes": 1}, "max_kilobytes:"),
        ({"password": ""}, "GOODWORD_SOURCES_STORIES_PASSWORD"),
    ],
)
def test_settings_that_cannot_work_are_named(box: SmallImap, more: dict[str, Any], words: str) -> None:
    with pytest.raises(FixSettings) as error:
        source(box.settings(**more))
    assert words in str(error.value)


async def test_new_mail_is_told_at_once(box: SmallImap) -> None:
    calls: list[float] = []

    async def wake() -> None:
        calls.append(time.monotonic())

    listening = asyncio.create_task(source(box.settings()).listen(wake))
    await eventually(lambda: "IDLE" in box.commands)
    assert len(calls) == 1
    box.add(numbered(1))
    await eventually(lambda: len(calls) == 2)
    await eventually(lambda: box.commands.count("IDLE") >= 2)
    listening.cancel()
    started = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert time.monotonic() - started < 2


async def test_a_server_that_tells_nothing_is_only_polled(box: SmallImap) -> None:
    async def wake() -> None:
        raise AssertionError("nothing to tell")

    box.idle = False
    await asyncio.wait_for(source(box.settings()).listen(wake), 5)
    await asyncio.wait_for(source(box.settings(idle=False)).listen(wake), 5)


async def test_news_in_one_packet_with_the_consent_is_seen_soon(box: SmallImap) -> None:
    calls: list[float] = []

    async def wake() -> None:
        calls.append(time.monotonic())

    box.at_once = True
    listening = asyncio.create_task(source(box.settings()).listen(wake))
    await eventually(lambda: len(calls) >= 2, within=10)
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening


async def test_a_line_that_breaks_while_listening_is_named(box: SmallImap) -> None:
    box.hang_up = True

    async def wake() -> None:
        return

    with pytest.raises(TryLater):
        await asyncio.wait_for(source(box.settings()).listen(wake), 10)

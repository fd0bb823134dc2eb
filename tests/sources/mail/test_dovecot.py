"""The mailbox against Dovecot: what real servers do with EXAMINE, PEEK, UIDVALIDITY, HEADER searches and IDLE."""

from __future__ import annotations

import asyncio
import imaplib
import time
from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from bot.kernel.errors import FixCredentials, FixSettings, NeverWorks
from bot.kernel.letter import message_id
from bot.sources.base import FoundItem
from tests.sources.mail.mails import mail, numbered
from tests.sources.mail.test_mailbox import last, run, source, texts
from tests.sources.world import NOW
from tests.support.imap import PASSWORD, Dovecot, dovecot
from tests.support.waiting import eventually

pytestmark = pytest.mark.xdist_group("dovecot")
OURS = message_id("ask:1", "ana@creator.example", "brand.example")


@pytest.fixture(scope="module")
def server() -> Iterator[Dovecot]:
    with dovecot() as made:
        yield made


class Owner:
    """The mailbox's owner, with a mail program of their own."""

    def __init__(self, server: Dovecot, user: str) -> None:
        self.server, self.user = server, user
        self.line = imaplib.IMAP4("127.0.0.1", server.port)
        self.line.login(user, PASSWORD)

    def put(self, content: bytes, folder: str = "INBOX", days_ago: float = 1) -> None:
        when = imaplib.Time2Internaldate(NOW.timestamp() - days_ago * 86400)
        status, said = self.line.append(folder, "", when, content)
        assert status == "OK", said

    def flags(self) -> list[bytes]:
        self.line.select("INBOX", readonly=True)
        _, found = self.line.fetch("1:*", "(FLAGS)")
        return [one for one in found if isinstance(one, bytes)]

    def settings(self, **more: Any) -> dict[str, Any]:
        return self.server.settings(self.user, **more)


@pytest.fixture
def owner(server: Dovecot, request: pytest.FixtureRequest) -> Iterator[Owner]:
    made = Owner(server, f"u{abs(hash(request.node.nodeid)) % 10**9}")
    yield made
    made.line.logout()


async def test_mail_is_read_and_stays_unread_and_recent(owner: Owner) -> None:
    owner.put(mail("Hello\r\n\r\n> quoted"))
    owner.put(numbered(2, "blå himmel 😀"))
    found = await run(owner.settings())
    assert texts(found) == ["Hello", "blå himmel 😀"]
    flags = owner.flags()
    assert len(flags) == 2
    assert not any(b"\\Seen" in one for one in flags)
    assert all(b"\\Recent" in one for one in flags)


async def test_reading_goes_on_and_the_past_is_bounded(owner: Owner) -> None:
    owner.put(numbered(1), days_ago=60)
    owner.put(numbered(2))
    first = await run(owner.settings())
    assert texts(first) == ["Story 2"]
    again = await run(owner.settings(), last(first))
    assert texts(again) == []
    assert last(again) == last(first)
    owner.put(numbered(3), days_ago=60)
    assert texts(await run(owner.settings(), last(first))) == ["Story 3"]


async def test_an_empty_folder_has_a_place_too(owner: Owner) -> None:
    first = await run(owner.settings())
    assert texts(first) == []
    owner.put(numbered(1), days_ago=90)
    assert texts(await run(owner.settings(), last(first))) == ["Story 1"]


async def test_a_folder_that_was_made_anew_is_read_anew(owner: Owner) -> None:
    owner.line.create("Stories")
    owner.put(numbered(1), "Stories")
    first = await run(owner.settings(folders=["Stories"]))
    owner.line.delete("Stories")
    await asyncio.sleep(1.1)  # Dovecot's UIDVALIDITY is a time in seconds
    owner.line.create("Stories")
    owner.put(numbered(1), "Stories")
    owner.put(numbered(2), "Stories")
    second = await run(owner.settings(folders=["Stories"]), last(first))
    assert texts(second) == ["Story 1", "Story 2"]
    known = {one.external_id for one in first if isinstance(one, FoundItem)}
    assert len(known & {one.external_id for one in second if isinstance(one, FoundItem)}) == 1


async def test_folders_in_any_script(owner: Owner) -> None:
    owner.line.create('"Ber&AOQ-ttelser"')
    owner.put(numbered(1), '"Ber&AOQ-ttelser"')
    assert texts(await run(owner.settings(folders=["Berättelser"]))) == ["Story 1"]
    with pytest.raises(NeverWorks) as error:
        await run(owner.settings(folders=["Nirgends"]))
    assert "Berättelser" in error.value.remedy


async def test_a_large_mail_is_read_in_part(owner: Owner) -> None:
    owner.put(mail("Beginning. " + "y" * 900_000))
    (item,) = [one for one in await run(owner.settings(max_kilobytes=50)) if isinstance(one, FoundItem)]
    assert item.text.startswith("Beginning.")
    assert any(note.startswith("only 50,000 of ") for note in item.notes)


async def test_answers_are_found_by_the_server(owner: Owner) -> None:
    owner.line.create("Answers")
    owner.put(numbered(1, "Yes!", In_Reply_To=OURS))
    owner.put(numbered(2, "And more", References=f"<x@y.example> {OURS}"), "Answers")
    owner.put(numbered(3, "unrelated"))
    watching = source(owner.settings(folders=["INBOX", "Answers"]))
    assert {one.text async for one in watching.answers(OURS, NOW.replace(day=1))} == {"Yes!", "And more"}


def _called(calls: list[int], times: int) -> bool:
    return len(calls) >= times


async def test_idle_tells_of_new_mail(owner: Owner) -> None:
    owner.put(numbered(1))
    calls: list[int] = []

    async def wake() -> None:
        calls.append(len(calls))

    listening = asyncio.create_task(source(owner.settings()).listen(wake))
    await eventually(lambda: calls)
    for number in range(1, 4):
        await asyncio.to_thread(owner.put, numbered(number + 1))
        await eventually(partial(_called, calls, number + 1))
    listening.cancel()
    with pytest.raises(asyncio.CancelledError):
        await listening


async def test_a_wrong_password(owner: Owner) -> None:
    with pytest.raises(FixCredentials):
        await run(owner.settings(password="wr0ng-pass"))


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_the_line_is_secured_and_the_certificate_looked_at(
    owner: Owner, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    made = owner.server.certificate
    if made is None:
        pytest.skip("no openssl here to make a certificate with")
    owner.put(numbered(1))
    port = owner.server.tls_port if security == "tls" else owner.server.port
    settings = owner.settings(host="localhost", port=port, security=security)
    with pytest.raises(FixSettings, match="certificate"):
        await run(settings)
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    assert texts(await run(settings)) == ["Story 1"]
    with pytest.raises(FixSettings, match="certificate"):
        await run({**settings, "host": "127.0.0.1"})


async def test_idle_tells_over_tls(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    made = owner.server.certificate
    if made is None:
        pytest.skip("no openssl here to make a certificate with")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    calls: list[int] = []

    async def wake() -> None:
        calls.append(len(calls))

    settings = owner.settings(host="localhost", port=owner.server.tls_port, security="tls")
    listening = asyncio.create_task(source(settings).listen(wake))
    for number in range(1, 4):
        await eventually(partial(_called, calls, number))
        await asyncio.to_thread(owner.put, numbered(number))
    await eventually(partial(_called, calls, 4))
    listening.cancel()
    started = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await listening
    assert time.monotonic() - started < 2


async def test_check(owner: Owner) -> None:
    rows = await source(owner.settings()).check()
    assert all(row.ok for row in rows)

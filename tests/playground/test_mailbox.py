"""The playground's mailbox: sent to over SMTP by the bot's own mailer, read on its page in a real browser."""

from __future__ import annotations

import asyncio
import base64
import io
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosmtplib
import httpx
import pytest
import pytest_asyncio
from PIL import Image
from playwright.async_api import Page, expect

from bot.faces.mail.mailer import Mailer
from bot.kernel.errors import FixSettings, NeverWorks
from bot.kernel.letter import Enclosure
from bot.playground.mailbox import LocalMail
from bot.playground.mailbox.reading import framed, headers, take_apart
from bot.playground.slack import LocalSlack
from bot.playground.slack.clock import PlaygroundClock
from bot.settings import Mail, Settings
from tests.bot.faces.mail.letters import letter
from tests.support.browser import Desk


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "#0b6e5f").save(out, "PNG")
    return out.getvalue()


async def send(mail: LocalMail, **more: Any) -> str:
    own = Mail(host="127.0.0.1", port=mail.port, security="none", sender="stories@brand.example")
    mailer = Mailer(Settings(mail=own))
    return await mailer.send(mailer.compose(letter(**more)))


async def raw(mail: LocalMail, content: bytes) -> None:
    async with aiosmtplib.SMTP(hostname="127.0.0.1", port=mail.port) as smtp:
        await smtp.sendmail("eve@evil.example", ["mia@brand.example"], content)


@dataclass
class Stage:
    mail: LocalMail
    slack: LocalSlack

    async def get(self, path: str) -> httpx.Response:
        async with httpx.AsyncClient(base_url=self.slack.base_url) as client:
            return await client.get(f"/playground/mail/{path}")


@asynccontextmanager
async def staged(**more: Any) -> AsyncIterator[Stage]:
    async with LocalMail(**more) as mail, LocalSlack(limits="off", extra_routes=mail.control()) as slack:
        yield Stage(mail, slack)


@pytest_asyncio.fixture
async def stage() -> AsyncIterator[Stage]:
    async with staged() as made:
        yield made


async def test_a_mail_from_the_bots_mailer_is_listed_by_the_clock_and_read() -> None:
    clock = PlaygroundClock(scale=0, start=1_800_000_000.0)
    async with staged(clock=clock) as stage:
        shown = Enclosure(name="week.png", media_type="image/png", content=picture(), cid="chart")
        said = await send(
            stage.mail,
            subject="Wöchentlich ✓",
            html='<p>Hi <img src="cid:chart" alt="chart"></p>',
            text="Hi",
            enclosures=(shown,),
        )
        assert "kept as 1" in said
        line = (await stage.get("state")).json()["mails"][0]
        assert line["subject"] == "Wöchentlich ✓"
        assert "ana@creator.example" in line["to"]
        assert "stories@brand.example" in line["from"]
        assert datetime.fromisoformat(line["at"]) == datetime.fromtimestamp(1_800_000_000, UTC)
        mail = (await stage.get("mails/1")).json()["mail"]
        assert mail["text"].strip() == "Hi"
        assert mail["attached"] == []
        page = await stage.get("mails/1/html")
        assert base64.b64encode(picture()).decode() in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "allow-scripts" not in policy
        assert "allow-same-origin" not in policy


async def test_a_mail_over_the_limit_is_refused_as_mail_servers_do() -> None:
    async with staged(largest=20_000) as stage:
        with pytest.raises(NeverWorks):
            await send(stage.mail, text="far too long\n" * 3_000)
        assert (await stage.get("state")).json()["mails"] == []
        await send(stage.mail, text="short enough")
        assert len((await stage.get("state")).json()["mails"]) == 1


async def test_it_is_kept_with_what_was_opened(tmp_path: Path) -> None:
    journal = tmp_path / "mail" / "journal.jsonl"
    async with LocalMail(journal=journal) as mail:
        await send(mail, subject="One")
        await send(mail, subject="Two")
        mail.world.look(mail.world.mails[1])
        before = dict(mail.world.mails)
    async with LocalMail(journal=journal) as mail:
        assert mail.world.mails == before
        assert [each.seen for each in mail.world.mails.values()] == [True, False]
    journal.write_bytes(b"something else\n")
    with pytest.raises(FixSettings):
        async with LocalMail(journal=journal):
            pass


async def test_what_is_not_there_is_said(stage: Stage) -> None:
    for wrong in ("7", "x", "1" * 30):
        assert (await stage.get(f"mails/{wrong}")).status_code == 404
    await send(stage.mail)
    assert (await stage.get("mails/1/html")).json()["error"] == "no_html"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: =?utf-8?b?////?=\r\nFrom: =?x-none?q?a?=\r\n\r\nhi",
        b"Content-Type: text/html; charset=no-such\r\n\r\n<b>hi",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\nno parts",
        b"Subject: =?unicode-escape?q?=5Cud800?=\r\nContent-Type: text/plain; charset=unicode-escape\r\n\r\n\\ud800",
        b"Content-Type: image/png; name=\xe5\xff.png\r\nContent-Disposition: attachment\r\n\r\n",
        b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(1200)
        ),
    ],
    ids=["empty", "bytes", "words", "charset", "no-parts", "halves", "name", "deep"],
)
async def test_a_damaged_mail_is_listed_and_opens(stage: Stage, content: bytes) -> None:
    stage.mail.world.take("eve@evil.example", ["mia@brand.example"], content)
    assert (await stage.get("state")).json()["mails"][0]["to"] == "mia@brand.example"
    assert (await stage.get("mails/1")).status_code == 200


def test_a_picture_named_very_often_does_not_fill_the_memory() -> None:
    big = framed('<img src="cid:a">' * 5_000, {"a": ("image/png", b"x" * 1_000_000)})
    assert len(big) < 60_000_000


def test_a_header_beyond_ascii_is_read() -> None:
    assert headers("Subject: Grüße\r\nTo: å@b.example\r\n\r\n".encode())["subject"] == "Grüße"
    assert take_apart(b"Content-Type: text/plain\r\n\r\nhi").text == "hi"


# in the browser

HOSTILE = """<html><head><script>parent.document.title='owned'</script>
<meta http-equiv="refresh" content="0;url=http://127.0.0.1:{port}/away"></head>
<body onload="parent.document.title='owned'"><img src=x onerror="top.document.title='owned'">
<img src="http://127.0.0.1:{port}/beacon.png"><link rel="stylesheet" href="http://127.0.0.1:{port}/a.css">
<iframe srcdoc="<script>top.document.title='owned'</script>"></iframe>
<a id="up" target="_top" href="http://127.0.0.1:{port}/phish">up</a><p>still here</p></body></html>"""


async def opened(stage: Stage, desk: Desk, path: str = "/#/mail/1", width: int = 1280) -> Page:
    page = await desk.open(f"{stage.slack.base_url}{path}", width=width)
    await expect(page.locator("#mail-connection")).to_have_attribute("data-state", "connected")
    return page


@pytest.mark.chromium
@pytest.mark.parametrize("width", [1280, 390])
async def test_the_page_lists_opens_and_counts(stage: Stage, chromium_page: Desk, width: int) -> None:
    page = await opened(stage, chromium_page, "/#/general", width)
    switch = page.locator('#slack-half .chat-switch [data-half="mail"]')
    shown = Enclosure(name="week.png", media_type="image/png", content=picture(), cid="chart")
    await send(
        stage.mail,
        subject="The week",
        html='<p>Hello <img src="cid:chart" alt="c"></p>',
        text="Plain hello",
        enclosures=(shown,),
    )
    await expect(switch.locator(".count")).to_contain_text("1")
    await page.evaluate("location.hash = '#/mail/1'")
    await expect(page.locator("#mail-subject")).to_have_text("The week")
    frame = page.frame_locator("iframe.mail-frame")
    await expect(frame.locator("p")).to_contain_text("Hello")
    assert await frame.locator("img").evaluate("async img => (await img.decode(), img.naturalWidth)") == 40
    await expect(page.locator("#mail-half .chat-switch .count")).to_have_count(0)
    await page.get_by_role("button", name="Plain text").press("Enter")
    await expect(page.get_by_test_id("mail-text")).to_contain_text("Plain hello")
    await expect(page.get_by_role("button", name="Plain text")).to_be_focused()
    await send(stage.mail, subject="Another", html="<p>More</p>", text="More")
    await expect(page.locator("#mail-places .unread")).to_have_count(1)
    await page.keyboard.press("Alt+ArrowDown")
    await expect(page.locator("#mail-subject")).to_have_text("Another")
    await expect(page.locator("#mail-places .unread")).to_have_count(0)
    if width < 760:
        await expect(page.locator("#mail-places")).to_be_hidden()
        await page.locator("#mail-half .menu-button").click()
    entry = page.locator("#mail-places [data-entry='1']")
    await entry.focus()
    await page.keyboard.press("Enter")
    await expect(page.locator("#mail-subject")).to_have_text("The week")
    await expect(entry).to_have_attribute("aria-current", "page")
    assert all(each.seen for each in stage.mail.world.mails.values())
    assert await page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.chromium
async def test_hostile_mail_neither_scripts_the_page_nor_leaves_its_frame(
    stage: Stage, chromium_page: Desk
) -> None:
    head = "Subject: <img src=x onerror=alert(1)>\r\nFrom: <script>alert(1)</script>\r\nTo: mia@brand.example\r\n"
    reached: list[bool] = []

    def answer(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        reached.append(True)
        writer.close()

    elsewhere = await asyncio.start_server(answer, "127.0.0.1", 0)
    html = HOSTILE.replace("{port}", str(elsewhere.sockets[0].getsockname()[1]))
    await raw(stage.mail, f"{head}Content-Type: text/html; charset=utf-8\r\n\r\n{html}".encode())
    page = await opened(stage, chromium_page, "/#/general")
    await page.evaluate("location.hash = '#/mail/1'")
    frame = page.frame_locator("iframe.mail-frame")
    await expect(frame.locator("p")).to_have_text("still here")
    await expect(page.locator("#mail-subject")).to_have_text("<img src=x onerror=alert(1)>")
    await frame.locator("#up").click()
    await expect(frame.locator("p")).to_have_text("still here")
    assert page.url.endswith("#/mail/1")
    assert "owned" not in await page.title()
    assert await page.locator("#mail-half script, #mail-half img").count() == 0
    elsewhere.close()
    assert reached == []
    assert chromium_page.problems  # the browser refused what the mail wanted
    chromium_page.problems.clear()

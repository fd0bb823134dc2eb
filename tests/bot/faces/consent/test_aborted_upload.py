"""A creator whose connection breaks while their original is on its way: nothing of it stays."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from bot.faces.web.application import WebServer
from tests.bot.faces.consent.support import House, picture, token_in
from tests.support.waiting import eventually

SPOOLED = 3_000_000
"""More than Starlette keeps in memory, so that the file lies on disk when the connection breaks."""


def _unnamed_files() -> int:
    """Temporary files that this process holds open. They have no name: closing them frees the disk."""
    found = 0
    for each in Path("/proc/self/fd").iterdir():
        try:
            target = os.readlink(each)
        except OSError:  # closed meanwhile
            continue
        found += target.endswith("(deleted)") or "/#" in target
    return found


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="open files are listed by Linux alone")
async def test_an_upload_that_breaks_off_leaves_nothing(house: House) -> None:
    asked = await house.asked(media=["image"])
    server = WebServer(house.app, "127.0.0.1", 0)
    await server.start()
    try:
        async with house.browser() as browser:
            token = token_in((await browser.get(asked.path)).text)
        evidence = house.settings.data_dir / "evidence"
        kept, held = sorted(evidence.rglob("*")), _unnamed_files()
        fields = {
            "form": token,
            "do": "grant",
            "uses": "website",
            "credit": "Anna",
            "people": "y",
            "own": "y",
        }
        parts = [
            f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields.items()
        ]
        file = '--b\r\nContent-Disposition: form-data; name="original"; filename="a.jpg"\r\n\r\n'
        body = "".join([*parts, file]).encode() + picture() + b"x" * SPOOLED
        head = (
            f"POST {asked.path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: multipart/form-data; boundary=b\r\n"
            f"Content-Length: {len(body) + 1_000_000}\r\n\r\n"
        )
        _, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(head.encode() + body)
        await writer.drain()
        await eventually(lambda: _unnamed_files() > held, what="the file is on its way to the disk")
        writer.transport.abort()
        await eventually(lambda: _unnamed_files() == held, what="the file is gone")
        assert sorted(evidence.rglob("*")) == kept
        assert await house.actions(asked) == ["sent"]
        async with house.browser() as browser:  # and the same form still counts, once
            sent = await browser.post(
                asked.path, data=fields, files={"original": ("a.jpg", picture(), "image/jpeg")}
            )
        assert sent.status_code == 303
        assert await house.actions(asked) == ["sent", "granted"]
    finally:
        await server.stop()

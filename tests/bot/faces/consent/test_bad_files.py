"""Files that are something else than they say, that are far too large, or that unpack to far too much."""

from __future__ import annotations

import asyncio
import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from bot.faces.web.application import WebServer
from bot.storage.database import Database
from tests.bench.spent import most_memory
from tests.bot.faces.consent.sending import MEDIA, send
from tests.bot.faces.consent.support import House, open_house, picture, token_in

GIGABYTE = 1_000_000_000
CHUNK = bytes(1_000_000)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *more: bytes, data: bytes = b"") -> bytes:
    """A PNG that says that it is so large; ``more`` stands before its pixels."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", data or zlib.compress(bytes(1000)))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + pixels + chunk(b"IEND", b"")


def packed(megabytes: int) -> bytes:
    """Zeros, packed about a thousandfold."""
    return zlib.compress(bytes(megabytes * 1_000_000), 9)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("photo.jpg", bytes(50_000_000))
    return out.getvalue()


def animation() -> bytes:
    """Ten thousand by ten thousand, in many frames."""
    out = io.BytesIO()
    frames = [Image.new("P", (9000, 9000)) for _ in range(2)]
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])
    return out.getvalue()


def drawing() -> bytes:
    return b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>'


PIXELS, TYPE = "too many pixels", "neither a picture"
BAD = {
    "an archive": (archive(), TYPE),
    "packed": (gzip.compress(picture()), TYPE),
    "a drawing with code": (drawing(), TYPE),
    "a document": (b"%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript >> >>", TYPE),
    "a picture's side without end": (png(2**31 - 1, 2**31 - 1), PIXELS),
    "a wide one": (png(60_000, 60_000), PIXELS),
    "pixels that unpack for ever": (png(640, 480, data=packed(300)), ""),
    "words that unpack for ever": (png(640, 480, chunk(b"zTXt", b"a\x00\x00" + packed(100))), TYPE),
    "colours that unpack for ever": (png(640, 480, chunk(b"iCCP", b"a\x00\x00" + packed(100))), TYPE),
    "frames": (animation(), PIXELS),
    "a picture that is a page as well": (b"GIF89a/*" + b"<script>" * 500, TYPE),
    "a film that is a page": (b"\x00\x00\x00\x20ftypmp42<script>" + b"x" * 400, TYPE),
}


class Memory:
    """The most memory that this process held since, in MB more than it had: VmHWM of proc(5)."""

    def __init__(self) -> None:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
        self._had = most_memory()

    def more(self) -> float:
        return most_memory() - self._had


def files_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in (".db", ".key"))


@pytest.mark.parametrize("name", BAD)
async def test_what_a_file_really_is_decides(house: House, name: str) -> None:
    content, said = BAD[name]
    asked = await house.asked(media=["image"])
    evidence = house.settings.data_dir / "evidence"
    before, memory = files_of(evidence), Memory()
    async with house.browser() as browser:
        files = {"original": ("holiday.jpg", content, "image/jpeg")}
        page = await send(browser, asked, files=files, **MEDIA)
        assert memory.more() < 200, "it was not unpacked"
        if not said:  # what is too much is left unread, and what is there is a picture
            assert page.status_code == 303
            return
        assert (page.status_code, said in page.text) == (422, True), page.text
        assert 'value="Anna of Oslo"' in page.text, "what was typed is kept"
        assert files_of(evidence) == before
        assert (await house.row(asked.ask)).status == "asked"
        done = await send(browser, asked, files={"original": ("a.exe", picture(), "x/y")}, **MEDIA)
    assert done.status_code == 303, "another file is taken"


class Upload:
    """A form whose file goes on for a gigabyte, and how much of it was sent."""

    def __init__(self, token: str) -> None:
        words = {"form": token, "do": "grant", "credit": "Anna of Oslo", "uses": "website"}
        named = "".join(
            f'--edge\r\ncontent-disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in words.items()
        )
        named += '--edge\r\ncontent-disposition: form-data; name="original"; filename="a.mov"\r\n\r\n'
        self.head = named.encode()
        self.end = b"\r\n--edge--\r\n"
        self.sent = 0

    @property
    def length(self) -> int:
        return len(self.head) + GIGABYTE + len(self.end)

    async def body(self) -> AsyncIterator[bytes]:
        yield self.head
        while self.sent < GIGABYTE:
            self.sent += len(CHUNK)
            yield CHUNK
            await asyncio.sleep(0)
        yield self.end


@pytest.mark.timeout(120)
@pytest.mark.parametrize("announced", [True, False], ids=["announced", "without saying so"])
async def test_a_gigabyte_is_neither_kept_nor_held(
    sqlite_database: Database, tmp_path: Path, announced: bool
) -> None:
    """Over a real connection: the sender is let finish, so that a browser shows the answer; what they send is thrown
    away as it comes."""
    async with open_house(sqlite_database, tmp_path, rights={"original_megabytes": 1}) as house:
        asked = await house.asked()
        before, memory = files_of(tmp_path), Memory()
        server = WebServer(house.app, "127.0.0.1", 0)
        await server.start()
        try:
            base = f"http://127.0.0.1:{server.port}"
            async with httpx.AsyncClient(base_url=base, trust_env=False, timeout=60) as browser:
                upload = Upload(token_in((await browser.get(asked.path)).text))
                headers = {"content-type": "multipart/form-data; boundary=edge"}
                headers |= {"content-length": str(upload.length)} if announced else {}
                answer = await browser.post(asked.path, content=upload.body(), headers=headers)
                assert answer.status_code == 413
                assert "The file is too large: at most 1 MB" in answer.text
                assert 'value="Anna of Oslo"' in answer.text, "what was typed is kept"
                assert memory.more() < 100
                page = await browser.get(asked.path)  # and the next visitor is served
                assert page.status_code == 200
        finally:
            await server.stop()
        assert files_of(tmp_path) == before
        assert (await house.row(asked.ask)).status == "asked"

"""Reading an answer's body within a limit, counted after decompression: a bomb stops at the limit."""

from __future__ import annotations

import zlib
from collections.abc import AsyncIterator

from bot.kernel.errors import NeverWorks, TryLater

ACCEPTED = "gzip, deflate"
"""What we ask for, and all we can unpack within bounds."""

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS  # recognises either header


async def read_bounded(chunks: AsyncIterator[bytes], encoding: str, limit: int, what: str) -> bytes:
    """The body, unpacked. Raises NeverWorks where it is over the limit or packed in a way we did not ask for."""
    unpack = _unpacker(encoding, what)
    body = bytearray()
    async for chunk in chunks:
        body += chunk if unpack is None else unpack.feed(chunk, limit - len(body) + 1)
        if len(body) > limit:
            raise NeverWorks(
                f"{what} is larger than {limit:,} bytes, the limit for one answer.",
                remedy="Use a smaller feed or page, or ask its owner to shorten it.",
            )
    if unpack is not None:
        unpack.finish()
    return bytes(body)


class _Inflate:
    """One gzip or deflate stream, never unpacked further than asked."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._stream = zlib.decompressobj(_GZIP_OR_ZLIB)
        self._started = False

    def feed(self, chunk: bytes, room: int) -> bytes:
        try:
            return self._feed(chunk, room)
        except zlib.error:
            raise TryLater(f"{self._what} arrived damaged: it could not be unpacked.") from None

    def _feed(self, chunk: bytes, room: int) -> bytes:
        if not self._started:
            self._started = True
            try:
                return self._stream.decompress(chunk, room)
            except zlib.error:  # 'deflate' without the zlib header, as some servers send it
                self._stream = zlib.decompressobj(-zlib.MAX_WBITS)
        return self._stream.decompress(chunk, room)

    def finish(self) -> None:
        if self._started and not self._stream.eof:
            raise TryLater(f"{self._what} ended early: the packed answer is incomplete.")


def _unpacker(encoding: str, what: str) -> _Inflate | None:
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return None
    if name in ("gzip", "x-gzip", "deflate"):
        return _Inflate(what)
    raise NeverWorks(f"{what} is packed as '{name[:40]}', which we did not ask for and do not unpack.")

"""How a gateway connection writes: JSON text, or one of the two compressed streams."""

from __future__ import annotations

import importlib
import zlib
from typing import Any, Protocol

import orjson


class Packer(Protocol):
    """One connection's compressor, which keeps its window over all frames."""

    def pack(self, text: bytes) -> bytes: ...


class Zlib:
    """``compress=zlib-stream``: one zlib stream, flushed at every frame."""

    def __init__(self) -> None:
        self._stream = zlib.compressobj()

    def pack(self, text: bytes) -> bytes:
        """The frame, ending in 00 00 FF FF."""
        return self._stream.compress(text) + self._stream.flush(zlib.Z_SYNC_FLUSH)


class Zstd:
    """``compress=zstd-stream``, where Python has it (3.14, or the zstandard package): clients ask for it there."""

    def __init__(self, module: Any) -> None:
        self._stream = module.ZstdCompressor()
        if hasattr(self._stream, "compressobj"):
            self._stream = self._stream.compressobj()
        self._flush = getattr(module, "COMPRESSOBJ_FLUSH_BLOCK", None)

    def pack(self, text: bytes) -> bytes:
        """The frame, flushed."""
        flush = self._stream.FLUSH_BLOCK if self._flush is None else self._flush
        return bytes(self._stream.compress(text) + self._stream.flush(flush))


def packer(wanted: str | None) -> Packer | None:
    """The compressor a client asked for; None for plain text. Raises ValueError for one that is not there."""
    if not wanted:
        return None
    if wanted == "zlib-stream":
        return Zlib()
    if wanted == "zstd-stream":
        for name in ("compression.zstd", "zstandard"):
            try:
                return Zstd(importlib.import_module(name))
            except ImportError:
                continue
    raise ValueError(f"no compression {wanted!r}")


def text(op: int, data: Any = None, seq: int | None = None, event: str | None = None) -> bytes:
    """A gateway frame."""
    return orjson.dumps({"op": op, "d": data, "s": seq, "t": event})

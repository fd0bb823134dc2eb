"""Where a command's file goes: to standard output, or to the file that was named."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.kernel.errors import TellUser


async def write_out(written: bytes, output: Path | None) -> str:
    """Write it, and say where it is. None: standard output. Raises TellUser where the file can't be written."""
    if output is None:
        sys.stdout.buffer.write(written)
        sys.stdout.buffer.flush()
        return "standard output"
    try:
        await asyncio.to_thread(output.write_bytes, written)
    except OSError as error:
        raise TellUser(
            f"{output} can't be written: {error.strerror}.", remedy="Choose another file."
        ) from None
    return str(output)

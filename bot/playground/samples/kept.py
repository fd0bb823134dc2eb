"""What makes a demo the same one at its next start: ports, the shop's secrets, the network's token, when its timeline
began.

The addresses of sample pieces hold the port of their server, and an address is what a piece is known by. Links that
creators were sent hold the port of the bot's own web face.
"""

from __future__ import annotations

import base64
import os
import random
import secrets
import socket
import time
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, ValidationError

from bot.kernel.errors import FixSettings

FILE = "demo.json"
LONGEST_AWAY = 600.0
"""Seconds that the timeline goes on without the demo: after a weekend, thousands of pieces would wait otherwise."""

# Outside the range from which systems give ports to outgoing connections, so that it is free again next time.
_PORTS = range(20_000, 32_000)


def _token() -> str:
    return secrets.token_urlsafe(32)


def _secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


class Kept(BaseModel):
    """A demo's memory. ``started`` is in seconds since the epoch; speed and burst are those of the last run.
    ``leaps`` are the clock's jumps: the second of the timeline, and how far the clock was ahead then."""

    version: Literal[1] = 1
    samples_port: int = Field(default=0, ge=0, le=65535)
    page_port: int = Field(default=0, ge=0, le=65535)
    web_port: int = Field(default=0, ge=0, le=65535)
    secret: str = Field(default_factory=_secret, repr=False)
    orders: str = Field(default_factory=_secret, repr=False)
    token: str = Field(default_factory=_token, repr=False)
    started: float = Field(default_factory=time.time)
    speed: float = Field(default=1.0, gt=0)
    burst: int = Field(default=0, ge=0)
    leaps: list[tuple[float, float]] = []

    @property
    def ahead(self) -> float:
        """Seconds that the demo's clock is ahead of the real one."""
        return self.leaps[-1][1] if self.leaps else 0.0

    def go_on(self, *, speed: float, burst: int, now: float, seen: float) -> None:
        """Take up the timeline where it was, at another speed too; ``seen`` is when the demo last ran.

        Pieces never leave the timeline by this: the bot would take them for deleted.
        """
        self.started += max(0.0, now - seen - LONGEST_AWAY)
        self.started = now - (now - self.started) * self.speed / speed
        self.speed, self.burst = speed, max(self.burst, burst)


def recall(folder: Path, *, speed: float, burst: int) -> Kept:
    """The memory of the demo in this folder; a new one where there is none. Raises FixSettings on a damaged file."""
    folder.mkdir(parents=True, exist_ok=True)
    path, now = folder / FILE, time.time()
    if not path.exists():
        return Kept(samples_port=likely_free(), started=now, speed=speed, burst=burst)
    try:
        kept = Kept.model_validate_json(path.read_bytes())
    except (ValidationError, OSError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is damaged or of another version"
        raise FixSettings(
            f"{path}, where the demo keeps how it is set up, can't be read: {why}.",
            remedy="Use another folder with --data, or delete this one to start afresh.",
        ) from None
    kept.go_on(speed=speed, burst=burst, now=now, seen=path.stat().st_mtime)
    return kept


def keep(folder: Path, kept: Kept) -> None:
    """Write the memory, for its owner's eyes only: it holds secrets."""
    fresh = folder / f"{FILE}.new"
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as out:
        out.write(kept.model_dump_json())
    fresh.replace(folder / FILE)


def still_here(folder: Path) -> None:
    """Note that the demo runs now: the file's time says when it last did."""
    os.utime(folder / FILE)


def likely_free() -> int:
    """A port nobody listens on now, and which systems give to nobody else by themselves, unless luck fails."""
    for port in (*random.sample(_PORTS, 20), 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
            try:
                trial.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(trial.getsockname()[1])
    return 0

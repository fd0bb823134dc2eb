"""Many people who ask one address of a server, in a process of their own, over connections that stay open.

``python -m tests.bench.crowd PORT PATH COUNT STATUS RATE FIRST WHO ENDS`` says "ready", waits for a line, asks
``COUNT`` times (at most ``RATE`` times a second), each time as another person behind a proxy, and says how long the
answers took. ``ENDS`` is "broken" where the server is to be killed meanwhile, and else "asked"."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from tests.support.child import ROOT, environment

CONNECTIONS = 16
LONG_BEFORE = 1.0
"""Seconds before a server is killed, from which on nothing that was answered may be lost."""
AGENTS = {
    "people": "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "previews": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
}


def _request(path: str, number: int, who: str) -> bytes:
    address = f"{100 + number // 16_000_000}.{number // 62_500 % 250}.{number // 250 % 250}.{number % 250}"
    return (
        f"GET {path} HTTP/1.1\r\nHost: go.example.com\r\nUser-Agent: {AGENTS[who]}\r\n"
        f"Accept-Language: en-GB,en;q=0.9\r\nX-Forwarded-For: {address}\r\n\r\n"
    ).encode()


@dataclass
class Asking:
    """What is asked, and what came of it: moments in seconds of this process's clock. ``broken`` is when a connection
    was lost, where that is meant to happen."""

    port: int
    path: str
    count: int
    status: bytes
    rate: float
    first: int
    who: str
    breaks: bool = False
    began: float = 0.0
    asked: int = 0
    waits: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    broken: float | None = None

    async def run(self) -> dict[str, float]:
        """Ask so many times, or until a connection breaks; milliseconds, how many answers came a second, how many in
        all and how many a second before it broke."""
        self.began = time.perf_counter()
        await asyncio.gather(*(self._one() for _ in range(CONNECTIONS)))
        took = max(self.answered) - self.began
        waits, broken = sorted(self.waits), self.broken or float("inf")
        return {
            "p50_ms": waits[len(waits) // 2],
            "p99_ms": waits[int(len(waits) * 0.99)],
            "per_second": len(waits) / took,
            "answered": len(waits),
            "long_before": sum(at <= broken - LONG_BEFORE for at in self.answered),
        }

    def _turn(self) -> tuple[int, float] | None:
        """Who asks next, and when; None: nobody."""
        if self.asked == self.count or self.broken is not None:
            return None
        self.asked += 1
        return self.first + self.asked, self.began + (self.asked / self.rate if self.rate else 0)

    async def _one(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            while (mine := self._turn()) is not None:
                await self._ask(reader, writer, *mine)
        except (ConnectionError, asyncio.IncompleteReadError):
            if not self.breaks:
                raise
            self.broken = min(self.broken or float("inf"), time.perf_counter())
        writer.close()

    async def _ask(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, number: int, due: float
    ) -> None:
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        began = time.perf_counter()
        writer.write(_request(self.path, number, self.who))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 " + self.status):
            raise RuntimeError(f"it answered {head[:60]!r}")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if length:
            await reader.readexactly(length)
        self.answered.append(time.perf_counter())
        self.waits.append((self.answered[-1] - began) * 1000)


class Crowd:
    """A crowd that stands ready. ``go`` lets it ask once, and gives what it says."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def go(self) -> dict[str, float]:
        said, problem = await self._process.communicate(b"go\n")
        if self._process.returncode != 0:
            raise RuntimeError(f"the crowd failed: {problem.decode()[-500:]}")
        found: dict[str, float] = json.loads(said)
        return found


@asynccontextmanager
async def crowd(
    port: int,
    path: str,
    count: int,
    status: int,
    *,
    rate: float = 0,
    first: int = 0,
    who: str = "people",
    breaks: bool = False,
) -> AsyncIterator[Crowd]:
    """A crowd in a process of its own, started and waiting. ``first`` numbers its people; ``breaks``: the server is
    killed meanwhile."""
    ends = "broken" if breaks else "asked"
    arguments = (str(port), path, str(count), str(status), str(rate), str(first), who, ends)
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bench.crowd", *arguments),
        cwd=ROOT,
        env=environment(),
        stdin=pipe,
        stdout=pipe,
        stderr=pipe,
    )
    try:
        assert process.stdout is not None
        if await process.stdout.readline() != b"ready\n":
            raise RuntimeError("the crowd did not come")
        yield Crowd(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def main() -> None:
    port, path, count, status, rate, first, who, ends = sys.argv[1:9]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    asking = Asking(
        int(port), path, int(count), status.encode(), float(rate), int(first), who, breaks=ends == "broken"
    )
    sys.stdout.write(json.dumps(asyncio.run(asking.run())))


if __name__ == "__main__":
    main()

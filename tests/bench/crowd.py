"""Many people who ask one address of a server, in a process of their own, over connections that stay open.

``python -m tests.bench.crowd PORT PATH COUNT STATUS RATE FIRST WHO`` says "ready", waits for a line, asks ``COUNT``
times (at most ``RATE`` times a second), each time as another person behind a proxy, and says how long the answers
took."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from tests.support.child import ROOT, environment

CONNECTIONS = 16
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


async def _one(
    port: int,
    path: str,
    status: bytes,
    who: str,
    turn: Callable[[], tuple[int, float] | None],
    waits: list[float],
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while (mine := turn()) is not None:
        number, due = mine
        if (early := due - time.perf_counter()) > 0:
            await asyncio.sleep(early)
        began = time.perf_counter()
        writer.write(_request(path, number, who))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 " + status):
            raise RuntimeError(f"it answered {head[:60]!r}")
        length = next(
            (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0
        )
        if length:
            await reader.readexactly(length)
        waits.append((time.perf_counter() - began) * 1000)
    writer.close()


async def ask(
    port: int, path: str, count: int, status: str, rate: float, first: int, who: str
) -> dict[str, float]:
    """Ask so many times; milliseconds and how many answers came a second."""
    waits: list[float] = []
    began, asked = time.perf_counter(), 0

    def turn() -> tuple[int, float] | None:
        nonlocal asked
        if asked == count:
            return None
        asked += 1
        return first + asked, began + (asked / rate if rate else 0)

    await asyncio.gather(*(_one(port, path, status.encode(), who, turn, waits) for _ in range(CONNECTIONS)))
    took = time.perf_counter() - began
    waits.sort()
    return {
        "p50_ms": waits[len(waits) // 2],
        "p99_ms": waits[int(len(waits) * 0.99)],
        "per_second": count / took,
    }


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
    port: int, path: str, count: int, status: int, *, rate: float = 0, first: int = 0, who: str = "people"
) -> AsyncIterator[Crowd]:
    """A crowd in a process of its own, started and waiting. ``first`` numbers its people."""
    arguments = (str(port), path, str(count), str(status), str(rate), str(first), who)
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
    port, path, count, status, rate, first, who = sys.argv[1:8]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    found = asyncio.run(ask(int(port), path, int(count), status, float(rate), int(first), who))
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()

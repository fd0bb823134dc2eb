"""What every source must do, whatever it reads. ``test_contract.py`` runs it over every folder of the registry.

A source joins by having a folder in ``bot/sources`` and a ``tests/sources/<kind>/world.py`` with ``build``.
"""

from __future__ import annotations

import gzip
import json
import re
import socket
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpcore
import pytest

from bot.kernel.errors import FixCredentials, FixSettings, GoodwordError, NeverWorks, TryLater
from bot.sources.base import Cursor, Discovery, Failure, FoundItem, Source, SourceContext
from bot.sources.http import HttpPolicy, PoliteClient, user_agent
from bot.sources.registry import source_kind, validate_settings
from tests.sources.server import Answer, LocalServer, bomb
from tests.sources.world import HOSTILE, NOW, World

FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(slots=True)
class Stage:
    """One source in its world."""

    kind: str
    world: World
    server: LocalServer
    client: PoliteClient

    def source(self, settings: Mapping[str, Any] | None = None) -> Source:
        validated = validate_settings(self.kind, settings or self.world.settings, "mine")
        context = SourceContext("mine", self.client.for_run(), NOW, self.world.inbox)
        return source_kind(self.kind).build(validated, context)

    async def run(self, cursor: Mapping[str, Any] | None = None) -> list[Discovery]:
        return [found async for found in self.source().discover(cursor or {})]


@asynccontextmanager
async def polite(server: LocalServer, **policy: Any) -> AsyncIterator[PoliteClient]:
    """A client that may reach the server, without pauses, and gives up soon."""
    quick = {"pause": 0.0, "retries": 0, "read_timeout": 0.5, "total_timeout": 1.0, **policy}
    allowed = frozenset({server.endpoint})
    async with PoliteClient(
        HttpPolicy(allowed=allowed, **quick), agent=user_agent("https://brand.example")
    ) as client:
        yield client


def items(found: list[Discovery]) -> list[FoundItem]:
    return [one for one in found if isinstance(one, FoundItem)]


def last_cursor(found: list[Discovery]) -> Mapping[str, Any]:
    assert isinstance(found[-1], Cursor), "a run ends with a cursor"
    return found[-1].value


class SourceContract:
    """Inherited by ``TestEverySource``; ``stage`` is a fixture over all kinds."""

    async def test_gives_items_then_a_cursor(self, stage: Stage) -> None:
        found = await stage.run()
        assert len(items(found)) == stage.world.finds
        assert not [one for one in found if isinstance(one, Failure)]
        assert isinstance(last_cursor(found), Mapping)
        for item in items(found):
            assert item.external_id
            assert item.why
            assert item.published_at is None or item.published_at.utcoffset() is not None
            assert not FORBIDDEN.search(item.text + (item.title or "") + item.external_id)

    async def test_a_second_run_finds_nothing_new(self, stage: Stage) -> None:
        cursor = last_cursor(await stage.run())
        stage.world.inbox = ()
        again = await stage.run(cursor)
        assert items(again) == []
        assert last_cursor(again) == cursor

    async def test_an_odd_cursor_is_no_crash(self, stage: Stage) -> None:
        found = await stage.run(
            {"etag": 7, "seen": [], "given": None, "127.0.0.1 #x": {"id": 5}, "stamp": None}
        )
        assert len(items(found)) == stage.world.finds

    async def test_hostile_text_survives_as_text(self, stage: Stage) -> None:
        texts = [item.text for item in items(await stage.run())]
        assert any(HOSTILE in text for text in texts), texts
        assert not any("alert(1)" in text for text in texts)

    async def test_check_is_well(self, stage: Stage) -> None:
        findings = await stage.source().check()
        assert findings
        assert all(finding.ok for finding in findings), findings

    async def test_the_secret_is_nowhere(self, stage: Stage) -> None:
        secret = stage.world.secret or "none-there-is"
        said = [repr(await stage.source().check())]
        if stage.kind != "feed":  # an address is no secret by itself; its query is only kept out of messages
            said.append(repr(validate_settings(stage.kind, stage.world.settings)))
        for status in (401, 404, 429, 500):
            stage.server.fault = Answer(status=status)
            said.append(repr(await stage.source().check()))
            said.append(await self._message(stage))
        assert not [text for text in said if secret in text]

    async def test_a_wrong_setting_is_named_without_its_value(self, stage: Stage) -> None:
        wrong = {**stage.world.settings, "no_such_setting": "s3cret-value"}
        with pytest.raises(FixSettings) as error:
            validate_settings(stage.kind, wrong, "mine")
        assert "[sources.mine] no_such_setting:" in str(error.value)
        assert "s3cret-value" not in str(error.value)

    async def test_settings_are_documented(self, stage: Stage) -> None:
        readme = Path("bot/sources", stage.kind, "README.md")
        text = (Path(__file__).parents[2] / readme).read_text(encoding="utf-8")
        fields = source_kind(stage.kind).spec.settings.model_fields
        assert not [name for name in fields if f"`{name}`" not in text], f"missing in {readme}"

    # What follows concerns those that ask an outside server.

    async def test_sends_who_it_is(self, outside: Stage) -> None:
        await outside.run()
        agents = {seen.headers["user-agent"] for seen in outside.server.seen}
        assert agents == {"Goodword/0.1 (+https://brand.example)"}

    async def test_429_waits_as_asked(self, outside: Stage) -> None:
        outside.server.fault = Answer(status=429, headers={"retry-after": "77"})
        with pytest.raises(TryLater) as error:
            await outside.run()
        assert error.value.retry_after == pytest.approx(77, abs=2)

    async def test_500_is_tried_later(self, outside: Stage) -> None:
        outside.server.fault = Answer(status=500)
        with pytest.raises(TryLater):
            await outside.run()

    async def test_401_is_for_an_operator(self, outside: Stage) -> None:
        outside.server.fault = Answer(status=401)
        with pytest.raises(FixCredentials) as error:
            await outside.run()
        assert error.value.remedy

    @pytest.mark.parametrize("status", [404, 410])
    async def test_gone_never_works(self, outside: Stage, status: int) -> None:
        outside.server.fault = Answer(status=status)
        with pytest.raises(NeverWorks) as error:
            await outside.run()
        assert error.value.remedy

    @pytest.mark.parametrize(
        "body",
        [b"", b"\x00\xff\xfe<", b"<html><body>Back soon</body></html>", b'{"a":', b"[1, null, {}]", b"null"],
    )
    async def test_a_broken_body_is_named(self, outside: Stage, body: bytes) -> None:
        outside.server.fault = Answer(body)
        named: list[GoodwordError | Failure] = []
        try:
            named += [one for one in await outside.run() if isinstance(one, Failure)]
        except GoodwordError as error:
            named.append(error)
        assert named

    async def test_an_endless_body_is_cut_off(self, outside: Stage) -> None:
        outside.server.fault = Answer(b"x" * 1_000_000, endless=True)
        with pytest.raises(NeverWorks, match="larger than 5,000,000 bytes"):
            await outside.run()
        assert outside.server.sent < 50_000_000

    async def test_a_bomb_does_not_go_off(self, outside: Stage) -> None:
        outside.server.fault = bomb(80)
        with pytest.raises(NeverWorks, match="larger than"):
            await outside.run()

    async def test_a_cut_off_packed_body_is_tried_later(self, outside: Stage) -> None:
        packed = gzip.compress(b"<rss>" * 1000)
        outside.server.fault = Answer(packed[: len(packed) // 2], headers={"content-encoding": "gzip"})
        with pytest.raises(TryLater):
            await outside.run()

    @pytest.mark.parametrize("fault", [Answer(b"{}", stall=30), Answer(b"x" * 1000, drip=0.3)])
    async def test_a_slow_server_does_not_hold_us(self, outside: Stage, fault: Answer) -> None:
        outside.server.fault = fault
        started = time.monotonic()
        with pytest.raises(TryLater):
            await outside.run()
        assert time.monotonic() - started < 8

    @pytest.mark.parametrize(
        "target",
        [
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.5/",
            "http://[::1]/",
            "http://127.0.0.1:1/",
        ],
    )
    async def test_a_redirect_to_a_private_address_is_refused(
        self, outside: Stage, connections: list[str], target: str
    ) -> None:
        outside.server.fault = Answer(status=302, headers={"location": target})
        with pytest.raises(NeverWorks, match="address guard"):
            await outside.run()
        assert set(connections) <= {"127.0.0.1"}

    async def test_a_redirect_loop_ends(self, outside: Stage) -> None:
        outside.server.fault = Answer(status=302, headers={"location": "/again"})
        with pytest.raises(NeverWorks, match="more than 5 times"):
            await outside.run()

    async def test_nobody_there_is_tried_later(self, outside: Stage) -> None:
        with socket.socket() as taken:  # bound, and nobody listens
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
            text = json.dumps(outside.world.settings).replace(str(outside.server.port), str(port))
            outside.world.settings = json.loads(text)
            moved = LocalServer()
            moved.port = port
            async with polite(moved) as client:
                outside.client = client
                with pytest.raises(TryLater):
                    await outside.run()

    async def _message(self, stage: Stage) -> str:
        try:
            return repr(await stage.run())
        except GoodwordError as error:
            return f"{error!r} {error} {error.remedy} {error.__cause__!r} {error.__context__}"


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Where connections went; none leaves loopback while a test uses this."""
    went: list[str] = []
    real = httpcore.AnyIOBackend.connect_tcp

    async def recorded(self: Any, host: str, port: int, *more: Any, **named: Any) -> Any:
        went.append(host)
        if not host.startswith("127."):
            raise httpcore.ConnectError("kept on loopback by the test")
        return await real(self, host, port, *more, **named)

    monkeypatch.setattr(httpcore.AnyIOBackend, "connect_tcp", recorded)
    return went


__all__ = ["SourceContract", "Stage", "connections", "items", "last_cursor", "polite"]

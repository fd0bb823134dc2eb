"""Secrets never reach the log, whatever carries them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
import structlog

from bot.kernel.log import configure_logging, get_logger, hide_secrets, hide_value

BOT_TOKEN = "xoxb-" + "1-example"


@pytest.fixture
def lines() -> Iterator[StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    out = StringIO()
    configure_logging("DEBUG", json_lines=True, stream=out)
    yield out
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


def last(lines: StringIO) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(lines.getvalue().splitlines()[-1])
    return found


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"token {BOT_TOKEN} refused", BOT_TOKEN),
        ("postgresql://bot:hunter2!@db/x", "hunter2!"),
        ("wss://host/link?ticket=abc123&x=1", "abc123"),
        ("Authorization: Bearer abcdefghijkl", "abcdefghijkl"),
        ("GET /?access_token=zzz999 200", "zzz999"),
    ],
)
def test_a_secret_is_known_by_its_shape(text: str, secret: str) -> None:
    assert secret not in hide_secrets(text)
    assert "[hidden]" in hide_secrets(text)


def test_a_secret_is_known_by_its_value(lines: StringIO) -> None:
    hide_value("correct horse battery")
    get_logger("t").info("sent correct horse battery", detail={"deep": ["correct horse battery"]})
    assert "correct horse" not in lines.getvalue()


def test_a_secret_is_known_by_its_key(lines: StringIO) -> None:
    get_logger("t").warning("asked", app_token="whatever", headers={"Cookie": "a=b"})
    assert last(lines)["app_token"] == "[hidden]"
    assert last(lines)["headers"] == {"Cookie": "[hidden]"}


def test_an_exception_and_a_library_s_log_are_scrubbed_too(lines: StringIO) -> None:
    try:
        raise ValueError(f"bad token {BOT_TOKEN}")
    except ValueError:
        get_logger("t").error("failed", exc_info=True)
    logging.getLogger("some.library").warning("using %s", BOT_TOKEN)
    assert BOT_TOKEN not in lines.getvalue()
    assert "ValueError" in lines.getvalue()
    assert last(lines)["logger"] == "some.library"

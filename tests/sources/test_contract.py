"""The contract, for every source there is."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.sources.registry import known_kinds
from tests.sources.contract import SourceContract, Stage, connections, polite
from tests.sources.server import local_server
from tests.sources.world import prepare

KINDS = known_kinds()
OUTSIDE = [kind for kind in KINDS if importlib.util.find_spec(f"bot.sources.{kind}.client")]
"""Those that ask an outside server."""


@asynccontextmanager
async def staged(kind: str, folder: Path) -> AsyncIterator[Stage]:
    module = importlib.import_module(f"tests.sources.{kind}.world")
    async with local_server() as server, polite(server) as client:
        yield Stage(kind, prepare(module, server, folder), server, client)


@pytest.fixture(params=KINDS)
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(request.param, tmp_path) as made:
        yield made


@pytest.fixture(params=OUTSIDE)
async def outside(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    async with staged(request.param, tmp_path) as made:
        yield made


class TestEverySource(SourceContract):
    """Nothing to add: what all must do stands in the contract."""


__all__ = ["connections"]

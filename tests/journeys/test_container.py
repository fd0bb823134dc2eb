"""The container's parts without a container: the entry script, the compose files and what the image copies."""

from __future__ import annotations

import asyncio
import os
import re
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from bot.storage.migrate import pending
from tests.support.child import ROOT, child, connected, environment, run, tokens, write_settings

DOCKER = ROOT / "docker"
SCRIPT = str(DOCKER / "entrypoint.sh")
COMPOSE = sorted(DOCKER.glob("compose*.yaml"))


@pytest.fixture
def path(tmp_path: Path) -> str:
    """A PATH on which ``goodword`` is this checkout's, as it is in the image."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "goodword"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bot "$@"\n')
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.slow
async def test_it_migrates_runs_and_passes_signals_on(slack: LocalSlack, tmp_path: Path, path: str) -> None:
    data = tmp_path / "data"
    settings = write_settings(tmp_path / "goodword.toml", slack, web={"enabled": False})
    env = environment(**tokens(slack), PATH=path, GOODWORD_CONFIG=str(settings), GOODWORD_DATA_DIR=str(data))
    async with child("sh", SCRIPT, "run", cwd=tmp_path, env=env, name="container") as bot:
        await connected(slack, bot)
        assert "Applied: " in bot.said()
        assert (
            await bot.terminate(within=15) == 0
        )  # the shell made way for the bot, so the bot got the signal
    database = Database(f"sqlite:///{data / 'goodword.db'}")
    assert await asyncio.to_thread(pending, database) == []
    await database.close()


async def test_a_data_folder_that_cannot_be_written_is_said(tmp_path: Path, path: str) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("not a folder")
    env = environment(PATH=path, GOODWORD_DATA_DIR=str(in_the_way / "data"))
    done = await run("sh", SCRIPT, "run", cwd=tmp_path, env=env)
    assert done.code == 64
    assert f"{in_the_way / 'data'} is not writable" in done.err
    assert done.out == ""


async def test_other_commands_are_passed_through(tmp_path: Path, path: str) -> None:
    done = await run("sh", SCRIPT, "--version", cwd=tmp_path, env=environment(PATH=path))
    assert done.code == 0
    assert done.out.startswith("goodword ")


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_compose_files_name_what_exists(file: Path) -> None:
    whole: dict[str, Any] = yaml.safe_load(file.read_text())
    bot = whole["services"]["goodword"]
    assert (file.parent / bot["build"]["context"] / bot["build"]["dockerfile"]).is_file()
    named = {volume.split(":")[0] for service in whole["services"].values() for volume in service["volumes"]}
    assert {name for name in named if not name.startswith(".")} == set(whole["volumes"])
    used = {secret for service in whole["services"].values() for secret in service.get("secrets", [])}
    assert used == set(whole["secrets"])
    for variable, place in bot["environment"].items():
        assert variable.endswith("_FILE"), "a secret in the environment is shown by docker inspect"
        assert place.removeprefix("/run/secrets/") in bot["secrets"]
    assert bot["read_only"] is True
    assert bot["cap_drop"] == ["ALL"]


def test_the_image_copies_what_exists_and_is_not_root() -> None:
    lines = (DOCKER / "Dockerfile").read_text().splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from=" not in line]
    assert copied
    for source in (name for names in copied for name in names):
        assert (ROOT / source).exists(), source
        assert not _ignored(source), f"{source} is kept from the build by .dockerignore"
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users
    assert users[-1] not in ("root", "0")
    assert any(re.search(rf"useradd .*\b{users[-1]}$", line) for line in lines)
    assert (DOCKER / "entrypoint.sh").stat().st_mode & stat.S_IXUSR


def _ignored(source: str) -> bool:
    patterns = (ROOT / ".dockerignore").read_text().split()
    return source.rstrip("/") in {pattern.strip("/") for pattern in patterns}

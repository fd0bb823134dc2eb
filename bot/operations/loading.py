"""What commands begin with: the settings, logging, a loop. It loads little, so that ``--help`` is quick."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from bot.settings import Settings

T = TypeVar("T")


def settings_of(config: Path | None, *, must_exist: bool = False) -> Settings:
    """The settings, with logging as they say. Raises FixSettings."""
    from bot.kernel.log import configure_logging
    from bot.settings import load_settings

    settings = load_settings(config, must_exist=must_exist)
    json_lines = {"auto": None, "json": True, "text": False}[settings.log.format]
    configure_logging(settings.log.level, json_lines=json_lines)
    return settings


def run_now(work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run(work)

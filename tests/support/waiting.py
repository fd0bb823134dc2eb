"""Waiting for a condition instead of for a time."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any


async def eventually(condition: Callable[[], Any], *, within: float = 30.0, what: str = "") -> Any:
    """The condition's first true value. Fails, naming it, if there is none ``within`` so many seconds."""
    deadline = time.monotonic() + within
    while True:
        outcome = condition()
        value = await outcome if inspect.isawaitable(outcome) else outcome
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"{what or condition} did not come true within {within:g} s: {value!r}")
        await asyncio.sleep(0.02)

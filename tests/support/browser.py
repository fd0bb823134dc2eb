"""A headless Chromium for tests: found or skipped, kept off the network, its complaints collected."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest
from playwright.async_api import Browser, ConsoleMessage, Error, Page, async_playwright, expect

expect.set_options(timeout=20_000)  # milliseconds: a busy machine is slow, not wrong

NAMES = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Names of the outside world do not exist for a test.
    "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
]


def chromium_path() -> str | None:
    """Where the browser is: named by GOODWORD_CHROMIUM, or one on the PATH."""
    named = os.environ.get("GOODWORD_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@asynccontextmanager
async def headless_chromium() -> AsyncIterator[Browser]:
    """A browser of its own for one test; skips the test where none is installed."""
    path = chromium_path()
    if path is None:
        pytest.skip(
            "no Chromium here: install one (apt-get install chromium) or name it in GOODWORD_CHROMIUM"
        )
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Desk:
    """Opens pages in a browser and remembers what they complained about."""

    browser: Browser
    problems: list[str] = field(default_factory=list)

    async def open(
        self,
        url: str,
        *,
        width: int = 1280,
        height: int = 860,
        theme: Literal["light", "dark"] = "light",
        newcomer: bool = False,
    ) -> Page:
        """A page in a fresh profile, ready to be used. A ``newcomer`` still gets the introduction."""
        context = await self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, locale="en-GB"
        )
        context.set_default_timeout(10_000)
        if not newcomer:
            await context.add_init_script(
                "if (window === top) for (const half of ['', '.discord']) "
                "localStorage.setItem('goodword.welcomed' + half, '1')"
            )
        page = await context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", self._failed)
        await page.goto(url)
        await page.wait_for_selector("body[data-ready=yes]")
        return page

    async def close(self) -> None:
        """Close every page; before the server they show goes away, or they complain of that."""
        for context in self.browser.contexts:
            await context.close()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text} ({message.location})")

    def _failed(self, error: Error) -> None:
        self.problems.append(f"uncaught: {error}")

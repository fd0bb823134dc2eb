"""Finds the files of ``config/``: beside the package in a clone, or where the image put them."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.kernel.errors import FixSettings

PLACES = (Path(__file__).parents[2] / "config", Path(sys.prefix) / "config")


def config_folder() -> Path:
    """The folder with examples, sample content and the manifest. Raises FixSettings where it is missing."""
    for place in PLACES:
        if place.is_dir():
            return place
    raise FixSettings(
        "The folder config/ is not beside this installation.", remedy="Run from a clone of the repository."
    )


def example(name: str) -> str:
    """The text of one example file."""
    return (config_folder() / name).read_text(encoding="utf-8")

"""Settings of a file that is read again when it changes."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from bot.sources.base import Kind
from bot.sources.settings import SourceSettings


class FileSettings(SourceSettings):
    """``[sources.NAME]`` with ``kind = "fileimport"``."""

    path: Path = Field(description="The file; .csv, .tsv, .txt, .jsonl or .ndjson.")
    platform: str = Field("import", max_length=40, description="Platform of rows that name none.")
    item_kind: Kind | None = Field(None, description="Kind of rows that name none; else review or post.")
    language: str | None = Field(None, max_length=35, description="Language of rows that name none.")
    rating_scale: float | None = Field(
        None, gt=0, le=100, description="Best rating in the file; else guessed."
    )

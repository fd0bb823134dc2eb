"""Files: reviews, comments and posts exported from elsewhere, as CSV or JSON Lines."""

from __future__ import annotations

from datetime import timedelta

from bot.sources.base import Source, SourceContext, SourceSpec
from bot.sources.fileimport.reading import FileReader, template
from bot.sources.fileimport.settings import FileSettings

SOURCE = SourceSpec(
    key="fileimport",
    name="File (CSV, JSON Lines)",
    platform="import",
    settings=FileSettings,
    interval=timedelta(minutes=15),
    minimum_interval=timedelta(seconds=10),
    terms="Whoever imports has the right to hand the content over.",
)


def build(settings: FileSettings, context: SourceContext) -> Source:
    """A file for one run."""
    from bot.sources.fileimport.source import FileSource

    return FileSource(settings, context)


__all__ = ["SOURCE", "FileReader", "FileSettings", "build", "template"]

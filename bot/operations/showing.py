"""Tables on a terminal, JSON lines for programs. Outside text is shown as text: no markup, no controls."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson
from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.kernel.text import clean_line


def console() -> Console:
    """Where tables go. 100 columns where the width isn't known, so that a log stays readable."""
    return Console(width=None if sys.stdout.isatty() else 110, highlight=False)


def show_table(columns: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> None:
    """Print a table; a cell that is ``True`` or ``False`` becomes "ok" or "FAILS"."""
    table = Table(*columns, title=title or None, title_justify="left", header_style="bold")
    for row in rows:
        table.add_row(*(_cell(value) for value in row))
    console().print(table)


def show_json(rows: Iterable[Mapping[str, Any]]) -> None:
    """One JSON object a line."""
    for row in rows:
        sys.stdout.write(orjson.dumps(row, default=str).decode() + "\n")


def _cell(value: object) -> Text:
    if isinstance(value, bool):
        return Text("ok", style="green") if value else Text("FAILS", style="bold red")
    return Text(clean_line("" if value is None else str(value), 400))

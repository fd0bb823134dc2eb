"""A file in a folder."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.sources.server import LocalServer
from tests.sources.world import HOSTILE, World


def build(server: LocalServer, folder: Path) -> World:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(["Review", "Author", "Stars", "Unknown column"])
    rows.writerow(["The lid seals well.", "Ana", "5", "x"])
    rows.writerow([HOSTILE, "Bo", "1", "y"])
    path = folder / "reviews.csv"
    path.write_text(out.getvalue(), encoding="utf-8")
    return World({"path": str(path)}, finds=2)

"""Kept deliveries; there is no outside to ask."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sources.server import LocalServer
from tests.sources.world import HOSTILE, World

SECRET = "webhook-secret-27aa-long-enough"


def build(server: LocalServer, folder: Path) -> World:
    one = {"id": "r-1", "text": "The lid seals well.", "rating": 5, "unknown": {"deep": [1]}}
    two = {"items": [{"id": "r-2", "text": HOSTILE, "creator": {"name": "<script>x</script>"}}]}
    return World({"secrets": [SECRET]}, finds=2, secret=SECRET, inbox=(json.dumps(one), json.dumps(two)))

"""The pictures of a digest: trend, funnel and sentiment, drawn from its document alone."""

from __future__ import annotations

from bot.digests.charts.drawing import Picture, draw, draw_series, pictures

__all__ = ["Picture", "draw", "draw_series", "pictures"]

"""The pictures of a digest: trend, funnel and sentiment, drawn from its document alone."""

from __future__ import annotations

from bot.digests.charts.drawing import Picture, draw, draw_series, pictures
from bot.digests.charts.kept import KeptCharts

__all__ = ["KeptCharts", "Picture", "draw", "draw_series", "pictures"]

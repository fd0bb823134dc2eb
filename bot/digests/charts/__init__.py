"""The pictures of a digest: trend, funnel and sentiment, drawn from its document alone; and of a period that somebody
asks about: its course instead of the trend."""

from __future__ import annotations

from bot.digests.charts.course import Course
from bot.digests.charts.drawing import COURSES, Picture, draw, draw_course, draw_series, pictures
from bot.digests.charts.kept import KeptCharts

__all__ = ["COURSES", "Course", "KeptCharts", "Picture", "draw", "draw_course", "draw_series", "pictures"]

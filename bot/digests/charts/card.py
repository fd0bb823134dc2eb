"""One card to draw on, in pixels from its top left corner. The only module that touches matplotlib.

Only its object API: a figure of its own for each card, no pyplot, no global state. It is imported when the first card
is drawn, since that takes most of a second.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.digests.charts import palette as p

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties

_DPI = 100
_POINTS = 72 / _DPI
_ELLIPSIS = "…"
BETWEEN = " · "  # the parts of a subtitle
_LINE = 1.22  # of the type's size, from line to line


class Card:
    """A rounded card with its title; what stands outside the corners is transparent."""

    def __init__(self) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure

        self._figure = Figure(figsize=(p.WIDTH / _DPI, p.HEIGHT / _DPI), dpi=_DPI, facecolor="none")
        self._canvas = FigureCanvasAgg(self._figure)
        self._axes = self._figure.add_axes((0, 0, 1, 1), facecolor="none")
        self._axes.set_axis_off()
        self._axes.set_xlim(0, p.WIDTH)
        self._axes.set_ylim(p.HEIGHT, 0)
        self._axes.set_autoscale_on(False)
        self.box(
            3, 3, p.WIDTH - 6, p.HEIGHT - 6, fill=p.CARD, edge=p.BORDER, line=3, radius=p.RADIUS, under=True
        )

    def head(self, subtitle: str, title: str) -> float:
        """Writes both; how far down they reach. The title takes two lines at most."""
        wide = p.WIDTH - 2 * p.PAD
        parts = (drawable(one) for one in subtitle.split(BETWEEN))
        said = self.fit(BETWEEN.join(one for one in parts if one), p.SUBTITLE, wide)
        self.text(p.PAD, 78, said, size=p.SUBTITLE, colour=p.MUTED)
        lines, size = self._lines(title, wide)
        y = 78.0 + 12
        for line in lines:
            y += size * _LINE
            self.text(p.PAD, y, line, size=size, bold=True)
        return y

    def text(
        self,
        x: float,
        y: float,
        said: str,
        *,
        size: float,
        bold: bool = False,
        colour: str = p.INK,
        align: str = "left",
        middle: bool = False,
    ) -> None:
        """One line, ``y`` at its baseline or, with ``middle``, at its middle. Nothing in it is markup."""
        self._axes.text(
            x,
            y,
            drawable(said),
            fontproperties=_font(bold),
            fontsize=size * _POINTS,
            color=colour,
            ha=align,
            va="center_baseline" if middle else "baseline",
            parse_math=False,
            zorder=6,
        )

    def width(self, said: str, size: float, bold: bool = False) -> float:
        """How wide that is."""
        font = _font(bold).copy()
        font.set_size(size * _POINTS)
        renderer = self._canvas.get_renderer()  # type: ignore[no-untyped-call]  # matplotlib has no types
        return float(renderer.get_text_width_height_descent(drawable(said) or " ", font, False)[0])

    def fit(self, said: str, size: float, wide: float, bold: bool = False) -> str:
        """As much of it as fits, with an ellipsis where that isn't all."""
        said = drawable(said)
        if self.width(said, size, bold) <= wide:
            return said
        low, high = 0, len(said)
        while low < high:
            half = (low + high + 1) // 2
            if self.width(said[:half].rstrip() + _ELLIPSIS, size, bold) <= wide:
                low = half
            else:
                high = half - 1
        return said[:low].rstrip() + _ELLIPSIS

    def size(self, texts: Iterable[str], size: float, wide: float, bold: bool = False) -> float:
        """The size, not above ``size``, at which the longest of them fits; never below the smallest that reads."""
        widest = max((self.width(one, size, bold) for one in texts), default=0.0)
        return size if widest <= wide else max(p.SMALLEST, size * wide / widest)

    def box(
        self,
        x: float,
        y: float,
        wide: float,
        high: float,
        *,
        fill: str,
        edge: str = "none",
        line: float = 0,
        hatch: str | None = None,
        radius: float = 0,
        under: bool = False,
    ) -> None:
        """A rectangle; its hatch takes the edge's colour. ``under``: below all else."""
        from matplotlib.patches import FancyBboxPatch, Rectangle

        style: dict[str, Any] = {
            "facecolor": fill,
            "edgecolor": edge,
            "linewidth": line * _POINTS,
            "zorder": 0 if under else 2,
        }
        if hatch:
            style |= {"hatch": hatch, "hatch_linewidth": 3.0}
        if radius and wide > 2 * radius and high > 2 * radius:
            shape = f"round,pad=0,rounding_size={radius}"
            self._axes.add_patch(
                FancyBboxPatch((x, y), wide, high, boxstyle=shape, mutation_aspect=1, **style)
            )
        else:
            self._axes.add_patch(Rectangle((x, y), wide, high, **style))

    def rule(self, x: float, y: float, wide: float, colour: str = p.RULE) -> None:
        """A level line."""
        self._axes.plot([x, x + wide], [y, y], color=colour, linewidth=2 * _POINTS, zorder=1)

    def line(self, xs: Sequence[float], ys: Sequence[float], *, colour: str, marker: str) -> None:
        """A line with marks at its points, set off from what lies under it."""
        self._axes.plot(xs, ys, color=p.CARD, linewidth=9 * _POINTS, zorder=3, solid_joinstyle="round")
        self._axes.plot(xs, ys, color=colour, linewidth=5 * _POINTS, zorder=4, solid_joinstyle="round")
        self.marks(xs, ys, colour=colour, marker=marker)

    def marks(self, xs: Sequence[float], ys: Sequence[float], *, colour: str, marker: str) -> None:
        """Marks alone: o a disc, D a diamond, s a square."""
        self._axes.plot(
            xs,
            ys,
            linestyle="none",
            marker=marker,
            markersize=(17 if marker == "D" else 20) * _POINTS,
            markerfacecolor=colour,
            markeredgecolor=p.CARD,
            markeredgewidth=3 * _POINTS,
            zorder=5,
        )

    def png(self) -> bytes:
        """The picture: the same bytes for the same card. The card can't be drawn on afterwards."""
        into = io.BytesIO()
        self._canvas.print_png(  # type: ignore[no-untyped-call]  # matplotlib has no types
            into, metadata={"Software": None}, pil_kwargs={"optimize": True}
        )
        self._figure.clear()
        return into.getvalue()

    def _lines(self, title: str, wide: float) -> tuple[list[str], float]:
        for size in (p.TITLE, 42, 38):
            lines = self._wrapped(title, size, wide)
            if len(lines) <= 2 and all(self.width(one, size, True) <= wide for one in lines):
                return self._even(title, size, wide, lines), size
        return [lines[0], self.fit(" ".join(lines[1:]), 38, wide, True)], 38

    def _even(self, title: str, size: float, wide: float, lines: list[str]) -> list[str]:
        """Two lines of about the same length, so that no word stands alone."""
        while len(lines) == 2 and wide > p.WIDTH / 3:
            wide -= 40
            narrower = self._wrapped(title, size, wide)
            if len(narrower) > 2 or any(one.endswith(_ELLIPSIS) for one in narrower):
                break
            lines = narrower
        return lines

    def _wrapped(self, said: str, size: float, wide: float) -> list[str]:
        lines = [""]
        for word in drawable(said).split(" "):
            longer = f"{lines[-1]} {word}".strip()
            if lines[-1] and self.width(longer, size, True) > wide:
                lines.append(word)
            else:
                lines[-1] = longer
        return [self.fit(one, size, wide, True) for one in lines]


def drawable(said: str) -> str:
    """What of it the font has a sign for: the rest would stand as boxes."""
    signs = _signs()
    return " ".join("".join(one for one in said if ord(one) in signs or one == " ").split())


@cache
def _file(bold: bool) -> Path:
    """matplotlib brings its own font, so every machine draws the same."""
    from matplotlib import get_data_path

    return Path(get_data_path()) / "fonts" / "ttf" / ("DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


@cache
def _font(bold: bool) -> FontProperties:
    from matplotlib.font_manager import FontProperties

    return FontProperties(fname=str(_file(bold)))


@cache
def _signs() -> frozenset[int]:
    from matplotlib.font_manager import get_font

    plain, bold = (set(get_font(str(_file(one))).get_charmap()) for one in (False, True))
    return frozenset(plain & bold)

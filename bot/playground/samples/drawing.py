"""Small pictures drawn with plain shapes, so that cards have something of our own to show."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

SIZE = (960, 640)
Colour = tuple[int, int, int]
Draw = ImageDraw.ImageDraw
Dice = random.Random

PALETTES: list[tuple[Colour, Colour, Colour, Colour]] = [
    ((252, 233, 205), (240, 178, 122), (92, 64, 51), (46, 94, 78)),
    ((214, 234, 240), (120, 170, 190), (36, 60, 82), (222, 120, 80)),
    ((232, 240, 220), (150, 190, 130), (50, 80, 50), (200, 90, 70)),
    ((38, 42, 74), (96, 84, 140), (240, 220, 180), (236, 150, 90)),
]


def draw_picture(scene: str, seed: int) -> bytes:
    """A PNG of the named scene. An unknown scene is drawn as cups."""
    dice = random.Random(f"{scene}{seed}")  # noqa: S311 - a picture, the same on every run
    palette = PALETTES[3] if scene == "tent" else PALETTES[seed % 3]
    image = Image.new("RGB", SIZE)
    draw = ImageDraw.Draw(image)
    _sky(draw, palette[0], palette[1])
    SCENES.get(scene, _cups)(draw, palette[2], palette[3], dice)
    out = BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _sky(draw: Draw, top: Colour, bottom: Colour) -> None:
    for y in range(SIZE[1]):
        share = y / SIZE[1]
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        draw.line([(0, y), (SIZE[0], y)], fill=colour)


def _table(draw: Draw, colour: Colour) -> None:
    draw.rectangle([0, 500, SIZE[0], SIZE[1]], fill=colour)


def _steam(draw: Draw, x: float, y: float, dice: Dice) -> None:
    phase = dice.random() * 6
    for k in (-22, 0, 22):
        path = [(x + k + 9 * math.sin(step / 9 + phase + k), y - step) for step in range(0, 110, 4)]
        draw.line(path, fill=(255, 255, 255), width=5, joint="curve")


def _cup(draw: Draw, x: float, y: float, size: float, colour: Colour, tea: Colour, dice: Dice) -> None:
    draw.arc(
        [x + size * 0.7, y + size * 0.15, x + size * 1.25, y + size * 0.6], -90, 90, fill=colour, width=14
    )
    draw.pieslice([x, y - size * 0.8, x + size, y + size * 0.8], 0, 180, fill=colour)
    draw.ellipse([x, y - size * 0.12, x + size, y + size * 0.12], fill=colour)
    draw.ellipse([x + 10, y - size * 0.09, x + size - 10, y + size * 0.09], fill=tea)
    _steam(draw, x + size / 2, y - 20, dice)


def _cups(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    _table(draw, dark)
    for k, tea in enumerate([(190, 150, 60), (120, 150, 70), (150, 50, 40)]):
        _cup(draw, 110 + k * 270, 380, 190, (250, 247, 240) if k != 1 else accent, tea, dice)


def _teapot(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    _table(draw, dark)
    draw.arc([600, 290, 800, 480], -95, 95, fill=accent, width=26)
    draw.polygon([(320, 430), (190, 310), (230, 290), (350, 350)], fill=accent)
    draw.ellipse([290, 260, 690, 530], fill=accent)
    draw.ellipse([380, 250, 600, 310], fill=dark)
    draw.ellipse([470, 222, 510, 262], fill=accent)
    _steam(draw, 205, 280, dice)


def _mountain(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    draw.ellipse([640, 130, 780, 270], fill=(255, 236, 170))
    for k in range(4):
        peak = dice.randrange(120, 840)
        top = 220 + k * 60
        shade = tuple(min(255, c + 90 - k * 30) for c in dark)
        draw.polygon([(peak - 420, 640), (peak, top), (peak + 420, 640)], fill=shade)
        draw.polygon(
            [(peak - 62, top + 54), (peak, top), (peak + 62, top + 54), (peak, top + 34)],
            fill=(250, 250, 252),
        )
    draw.ellipse([330, 560, 660, 660], fill=dark)
    _cup(draw, 420, 480, 130, (205, 208, 212), accent, dice)


def _garden(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    for _ in range(26):
        _frond(draw, dice.randrange(SIZE[0]), 640, dice.uniform(-0.7, 0.7), dice.randrange(180, 420), dark)
    draw.polygon([(400, 250), (560, 250), (535, 560), (425, 560)], fill=(250, 250, 250))
    draw.polygon([(408, 310), (552, 310), (531, 550), (429, 550)], fill=(190, 40, 70))
    draw.rectangle([440, 330, 482, 372], fill=(240, 200, 210))
    draw.line([(520, 200), (480, 540)], fill=accent, width=8)


def _frond(draw: Draw, x: float, y: float, lean: float, height: float, colour: Colour) -> None:
    for step in range(0, int(height), 16):
        share = step / height
        cx, cy = x + lean * step, y - step
        half = 62 * (1 - share)
        draw.line([(cx - half, cy + 20), (cx, cy), (cx + half, cy + 20)], fill=colour, width=6)


def _leaf(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    edge = [
        (480 + side * 190 * math.sin(math.pi * t / 40) * (1 - t / 90), 560 - t * 12) for side, t in _outline()
    ]
    draw.polygon(edge, fill=dark)
    draw.line([(480, 620), (480, 90)], fill=accent, width=8)
    for t in range(6, 36, 5):
        reach = 150 * math.sin(math.pi * t / 40) * (1 - t / 90)
        y = 560 - t * 12
        draw.line([(480 - reach, y - 46), (480, y), (480 + reach, y - 46)], fill=accent, width=4)


def _outline() -> list[tuple[int, int]]:
    return [(-1, t) for t in range(41)] + [(1, t) for t in range(40, -1, -1)]


def _tent(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    for _ in range(90):
        x, y, r = dice.randrange(SIZE[0]), dice.randrange(420), dice.choice([1, 1, 2, 3])
        draw.ellipse([x - r, y - r, x + r, y + r], fill=dark)
    draw.rectangle([0, 530, SIZE[0], SIZE[1]], fill=(24, 30, 44))
    draw.polygon([(300, 560), (480, 300), (680, 560)], fill=accent)
    draw.polygon([(450, 560), (480, 300), (520, 560)], fill=(60, 34, 30))


def _book(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    _table(draw, dark)
    draw.polygon([(140, 520), (360, 440), (360, 560), (150, 620)], fill=(252, 250, 244))
    draw.polygon([(580, 520), (360, 440), (360, 560), (570, 620)], fill=(238, 234, 224))
    for k in range(5):
        draw.line([(175, 535 + k * 15), (335, 478 + k * 15)], fill=(150, 145, 135), width=3)
    _cup(draw, 650, 430, 190, accent, (170, 110, 50), dice)


def _tins(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    _table(draw, dark)
    for k, (x, y) in enumerate([(240, 400), (430, 400), (620, 400), (430, 230)]):
        colour = [accent, (214, 170, 90), (110, 130, 120), (180, 90, 80)][k]
        draw.rectangle([x, y, x + 160, y + 140], fill=colour)
        draw.rectangle([x - 5, y - 22, x + 165, y + 6], fill=dark)
        draw.rectangle([x + 30, y + 45, x + 130, y + 105], fill=(250, 246, 236))


def _cake(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    _table(draw, dark)
    draw.ellipse([170, 470, 610, 560], fill=(245, 245, 245))
    draw.rectangle([230, 370, 550, 510], fill=(196, 140, 84))
    draw.ellipse([230, 340, 550, 400], fill=(250, 236, 214))
    _cup(draw, 680, 430, 180, accent, (170, 120, 60), dice)


def _window(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    for _ in range(120):
        x, y = dice.randrange(SIZE[0]), dice.randrange(480)
        draw.line([(x, y), (x - 6, y + 26)], fill=(235, 240, 245), width=2)
    for x in (0, 470, 930):
        draw.rectangle([x, 0, x + 30, 500], fill=dark)
    _table(draw, dark)
    _cup(draw, 380, 400, 200, accent, (150, 90, 50), dice)


def _moka(draw: Draw, dark: Colour, accent: Colour, dice: Dice) -> None:
    _teapot(draw, dark, (178, 48, 44), dice)
    _cup(draw, 60, 480, 100, (250, 247, 240), (120, 60, 40), dice)
    _cup(draw, 800, 480, 100, (250, 247, 240), (120, 60, 40), dice)


SCENES: dict[str, Callable[[Draw, Colour, Colour, Dice], None]] = {
    "book": _book,
    "cake": _cake,
    "cups": _cups,
    "garden": _garden,
    "leaf": _leaf,
    "moka": _moka,
    "mountain": _mountain,
    "teapot": _teapot,
    "tent": _tent,
    "tins": _tins,
    "window": _window,
}

"""Colours and sizes of the charts. Pure.

Marks are of Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), which people with any colour vision tell
apart; each mark differs by fill, hatch or marker as well. The card is opaque, so that it reads the same on light and
dark. Sizes are pixels of a picture that a phone shows at three tenths: 36 px there are 11 px.
"""

from __future__ import annotations

WIDTH, HEIGHT = 1200, 675
PAD = 56
RADIUS = 36

CARD = "#F2F6FA"
BORDER = "#C9D5E0"
RULE = "#D3DCE5"
INK = "#1B2733"
MUTED = "#4A5866"

BLUE = "#0072B2"
BLUE_PALE = "#CCE1EF"
BLUE_EDGE = "#3F86B5"
VERMILLION = "#D55E00"
GREEN = "#008F68"  # the palette's bluish green, a little darker: 3:1 on the card
GREY = "#7F8B97"

TEXT_COLOURS = (INK, MUTED)
MARK_COLOURS = (BLUE, BLUE_EDGE, VERMILLION, GREEN, GREY)

TITLE, SUBTITLE, VALUE, LABEL, TICK = 46, 32, 44, 34, 32
SMALLEST = 28

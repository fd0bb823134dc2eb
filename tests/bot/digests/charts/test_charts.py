"""The pictures of a digest: what they hold, what they say, and what can't break them."""

from __future__ import annotations

import asyncio
import io
import logging
import subprocess
import sys
import threading
import warnings
from pathlib import Path
from typing import Any

import pytest
from fluent.runtime import FluentResource
from fluent.syntax import ast
from PIL import Image

from bot.digests.charts import KeptCharts, Picture, draw, draw_series, drawing, palette, pictures
from bot.digests.charts.columns import apart
from bot.digests.charts.wording import ALT_LIMIT, LANGUAGES, Wording, plain
from bot.digests.document import Bar, Document
from tests.support.documents import WEEK, empty_document, number, sample_document, span

LARGEST = 120_000  # bytes


def opened(picture: Picture) -> Image.Image:
    image = Image.open(io.BytesIO(picture.png))
    image.load()
    return image


def named(document: Document) -> dict[str, Picture]:
    return {one.name: one for one in draw(document)}


def bars(count: int, **values: int) -> list[Bar]:
    """The sample's last bars, the given values in all of them."""
    return [one.model_copy(update=values) for one in sample_document().trend[-count:]]


def has_colour(image: Image.Image, colour: str) -> bool:
    wanted = tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
    colours = image.convert("RGB").getcolors(image.width * image.height)
    assert colours is not None
    return wanted in {one for _, one in colours}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("language", LANGUAGES)
def test_three_pictures_are_drawn_as_a_card(language: str) -> None:
    found = named(sample_document(language=language))
    assert list(found) == ["trend", "funnel", "sentiment"]
    for one in found.values():
        image = opened(one)
        assert image.size == (one.width, one.height) == (1200, 675)
        assert len(one.png) < LARGEST
        alpha = image.getchannel("A")
        corners = [(0, 0), (1199, 0), (0, 674), (1199, 674)]
        assert [alpha.getpixel(at) for at in corners] == [0, 0, 0, 0]
        assert alpha.crop((20, 20, 1180, 655)).getextrema() == (255, 255)  # the same on light and dark
        assert has_colour(image, palette.CARD)
        assert has_colour(image, palette.INK)
    assert has_colour(opened(found["trend"]), palette.GREEN)
    assert has_colour(opened(found["trend"]), palette.VERMILLION)
    assert has_colour(opened(found["sentiment"]), palette.VERMILLION)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_leaves_the_card(language: str) -> None:
    """A margin inside the border stays empty, whatever the values."""
    large = {"found": 31_237_912, "approved": 912_345, "granted": 800_001, "positive": 99_999, "negative": 1}
    for document in (
        sample_document(language=language),
        sample_document(language=language, trend=bars(12, **large)),
        sample_document(language=language, brand="W" * 10_000),
    ):
        for one in draw(document):
            image = opened(one).convert("RGB")
            for box in ((10, 60, 26, 615), (1176, 60, 1190, 615), (60, 10, 1140, 40), (60, 655, 1140, 665)):
                colours = image.crop(box).getcolors()
                assert colours is not None
                assert len(colours) == 1, (one.name, box)


def test_text_and_marks_stand_out_from_the_card() -> None:
    assert all(contrast(one, palette.CARD) >= 4.5 for one in palette.TEXT_COLOURS)
    assert all(contrast(one, palette.CARD) >= 3 for one in palette.MARK_COLOURS)
    assert palette.SMALLEST * 360 / palette.WIDTH >= 8  # pixels on the narrowest phone


def test_the_same_document_gives_the_same_bytes() -> None:
    first = draw(sample_document())
    again = draw(Document.model_validate_json(sample_document().model_dump_json()))
    assert first == again
    assert all(not (set(opened(one).info) - {"dpi"}) for one in first)  # no software, no date


def test_alt_text_says_the_figures() -> None:
    found = named(sample_document())
    assert "41 pieces found, the most since September 2026" in found["trend"].alt
    assert "week 46: 36 found, 16 approved, 8 granted" in found["trend"].alt
    assert "week 36: 22 found" in found["trend"].alt
    assert "asked 14, was 5" in found["funnel"].alt
    assert "week 46 beside it" in found["funnel"].alt
    # 20 positive, 10 neutral, 5 negative
    assert "week 47: 57% positive, 29% neutral, 14% negative of 35" in found["sentiment"].alt


def test_alt_text_is_in_the_documents_language() -> None:
    assert "Woche 46: 36 gefunden" in named(sample_document(language="de"))["trend"].alt
    assert "vecka 46: 36 hittade" in named(sample_document(language="sv"))["trend"].alt
    assert "week 46: 36 found" in named(sample_document(language="tlh"))["trend"].alt


def test_languages_say_the_same_things() -> None:
    def keys(language: str) -> set[str]:
        source = (Path(drawing.__file__).parent / "words" / f"{language}.ftl").read_text("utf-8")
        body = FluentResource(source).body
        assert not [one for one in body if isinstance(one, ast.Junk)]
        return {one.id.name for one in body if isinstance(one, ast.Message)}

    assert keys("en") == keys("sv") == keys("de")


@pytest.mark.parametrize(
    ("change", "said"),
    [("up", "up from 36"), ("down", "down from 36"), ("level", "about as before (36)"), ("unknown", "found")],
)
def test_the_title_says_a_change_only_where_there_is_one(change: Any, said: str) -> None:
    document = sample_document(records=[], funnel=[number("found", 41, 36, change=change)])
    title = named(document)["trend"].alt.split(". ")[1]
    assert title.startswith("41 pieces found")
    assert title.endswith(said)


def test_what_has_nothing_to_show_is_left_out() -> None:
    assert draw(empty_document()) == []
    quiet = empty_document(trend=bars(3, positive=0, neutral=0, negative=0))
    assert list(named(quiet)) == ["trend"]


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_any_number_of_bars(count: int) -> None:
    course = ["trend"] if count > 1 else []
    assert list(named(sample_document(trend=bars(count)))) == [*course, "funnel", "sentiment"]


def test_values_that_cant_be() -> None:
    steps = [
        number("found", None, 3),
        number("approved", -4, -2),
        number("asked", float("nan"), float("inf")),
        number("granted", 2),
        number("published", 1e30, 1),
    ]
    odd = bars(3, found=-5, approved=-1, granted=4, positive=-3, neutral=0, negative=2)
    found = named(sample_document(funnel=steps, trend=odd, records=[]))
    assert list(found) == ["trend", "funnel", "sentiment"]
    assert "found not known, was 3" in found["funnel"].alt
    assert "approved -4, was -2" in found["funnel"].alt
    assert "asked not known" in found["funnel"].alt
    assert "0% positive, 0% neutral, 100% negative of 2" in found["sentiment"].alt


@pytest.mark.parametrize(
    ("language", "value", "said"),
    [
        ("en", 9_800, "9,800"),
        ("en", 1_200_000, "1.2M"),
        ("en", 250_000, "250K"),
        ("de", 250_000, "250.000"),
        ("de", 1_200_000, "1,2\xa0Mio."),
        ("sv", 1_200_000, "1,2\xa0mn"),
        ("de", -250_000, "-250.000"),
        ("en", 3 * 10**30, "3E30"),
    ],
)
def test_numbers_are_said_as_the_language_does(language: str, value: int, said: str) -> None:
    assert Wording.of(language, sample_document().period).number(value) == said


HOSTILE = [
    r"$\frac{1}{0}$ $x^{",
    "one\ntwo\r\n\u2028three",
    "\u202egnp.live\u202c \u200b\u2066x",
    "x" * 10_000,
    "茶の湯 🫖🍃 𓀀",
    "e" + "\u0301" * 5_000,
    "Ööå ßł Ωλ Жя שלום سلام",
    "%s {0} \\N{x} \x00\x1b[31m",
    "\ud800",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_are_only_text(text: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a glyph that is missing is a warning
        found = draw(sample_document(brand=text, about_name=text))
    assert len(found) == 3
    for one in found:
        assert len(one.alt) <= ALT_LIMIT
        assert not set(one.alt) & set("\n\r\u2028\u202e\u2066\u200b\x00\x1b\ud800")
        assert len(one.png) < LARGEST


def test_dollars_are_drawn_as_they_stand() -> None:
    """Were they markup, both would look the same but for the slant: the dollars take room."""
    from bot.digests.charts.card import Card

    card = Card()
    assert card.width("$x$", 40) > card.width("x", 40) * 2
    assert card.width("茶x🫖", 40) == card.width("x", 40)


def test_a_name_without_a_single_sign_leaves_no_gap() -> None:
    assert named(sample_document(brand="茶"))["trend"].png == named(sample_document(brand=""))["trend"].png


def test_plain_keeps_letters_and_cuts_the_rest() -> None:
    assert plain("  Ö\tl\u202e a ") == "Ö l a"
    assert plain("abcdef", 4) == "abc…"
    assert plain("e" + "\u0325" * 9) == "e\u0325\u0325"


def test_labels_move_apart() -> None:
    assert apart([10, 12, 200], 50, 0, 300) == [10, 60, 200]
    assert apart([290, 295, 299], 50, 0, 300) == [200, 250, 300]
    assert apart([0, 0, 0], 500, 0, 100) == [0, 50, 100]
    assert apart([], 50, 0, 100) == []


async def test_a_chart_that_cant_be_drawn_is_named(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(document: Document) -> None:
        raise RuntimeError("no paper left")

    monkeypatch.setitem(drawing.CHARTS, "funnel", broken)
    with caplog.at_level(logging.ERROR):
        found, missing = await pictures(sample_document())
    assert [one.name for one in found] == ["trend", "sentiment"]
    assert missing == ["chart-funnel"]
    assert "the chart funnel of digest 2026-W47 can't be drawn" in caplog.text
    assert "no paper left" in caplog.text


async def test_a_zone_that_isnt_one_costs_the_pictures_only() -> None:
    document = sample_document(period=span(WEEK).model_copy(update={"zone": "Mars/Olympus"}))
    assert await pictures(document) == ([], ["chart-trend", "chart-funnel", "chart-sentiment"])


async def test_pictures_are_drawn_off_the_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []

    def noting(document: Document) -> None:
        threads.append(threading.get_ident())

    for name in drawing.CHARTS:
        monkeypatch.setitem(drawing.CHARTS, name, noting)
    assert await pictures(sample_document()) == ([], [])
    assert len(threads) == 3
    assert threading.get_ident() not in threads


def test_many_threads_draw_the_same() -> None:
    results: list[list[Picture]] = []
    workers = [threading.Thread(target=lambda: results.append(draw(sample_document()))) for _ in range(4)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(60)
    assert len(results) == 4
    assert all(one == results[0] and len(one) == 3 for one in results)


def test_settings_of_the_machine_change_nothing() -> None:
    import matplotlib

    expected = draw(sample_document())
    with matplotlib.rc_context({"text.antialiased": False, "lines.antialiased": False, "hatch.linewidth": 9}):
        assert draw(sample_document()) == expected
        assert matplotlib.rcParams["hatch.linewidth"] == 9


def test_a_series_of_any_length() -> None:
    period = span(WEEK)
    many = [one for _ in range(9) for one in bars(10)]
    one = draw_series("Found since summer $x$", many, period=period, language="de", about="tag:tea")
    assert one is not None
    assert one.name == "series"
    assert one.alt.startswith("tag:tea. Found since summer $x$. ")
    assert len(one.alt) <= ALT_LIMIT
    assert len(one.png) < LARGEST
    assert draw_series("Nothing", bars(2, found=0, approved=0, granted=0), period=period) is None
    assert draw_series("Nothing", [], period=period) is None


def test_starting_the_bot_doesnt_pay_for_charts() -> None:
    code = "import sys, bot.app, bot.digests.charts; print('matplotlib' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert ran.stdout.strip() == "False"


_MEMORY = """
import resource
from bot.digests.charts import draw
from tests.support.documents import sample_document
def peak(): return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
document = sample_document()
start = peak()
assert len(draw(document)) == 3
for _ in range(4): draw(document)
warm = peak()
for _ in range(20): draw(document)
print(start, warm, peak())
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="other systems count memory in other units")
def test_memory_is_bounded_and_doesnt_grow() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", _MEMORY], capture_output=True, text=True, timeout=110, check=True
    )
    start, warm, end = (float(one) for one in ran.stdout.split())
    assert end - start < 150  # megabytes
    assert end - warm < 25


def counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The charts by name, as they are drawn from now on."""
    drawn: list[str] = []

    def noted(name: str, chart: Any) -> Any:
        def draw_it(document: Document) -> Any:
            drawn.append(name)
            return chart(document)

        return draw_it

    for name, chart in list(drawing.CHARTS.items()):
        monkeypatch.setitem(drawing.CHARTS, name, noted(name, chart))
    return drawn


async def test_one_chart_is_drawn_once_however_many_ask_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn, kept = counting(monkeypatch), KeptCharts(most=2)
    document = sample_document()
    every = await asyncio.gather(*(kept.chart((1, 1, "en"), "trend", document) for _ in range(5)))
    assert every[0] is not None
    assert all(one is every[0] for one in every)
    assert drawn == ["trend"]
    swedish = await kept.chart((1, 1, "sv"), "trend", sample_document(language="sv"))
    assert swedish is not None
    assert swedish.alt != every[0].alt
    await kept.chart((1, 1, "en"), "trend", document)
    await kept.chart(
        (1, 2, "en"), "trend", document
    )  # another revision pushes out what was asked for longest ago
    assert (len(kept), len(drawn)) == (2, 3)
    await kept.chart((1, 1, "en"), "trend", document)
    assert len(drawn) == 3
    await kept.chart((1, 1, "sv"), "trend", document)
    assert (len(kept), len(drawn)) == (2, 4)


async def test_a_chart_that_cant_be_drawn_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = KeptCharts()
    with monkeypatch.context() as broken:
        broken.setitem(drawing.CHARTS, "trend", lambda document: 1 / 0)
        assert await kept.chart(1, "trend", sample_document()) is None
    assert len(kept) == 0
    assert await kept.chart(1, "trend", sample_document()) is not None


async def test_that_there_is_nothing_to_show_is_kept_too() -> None:
    kept = KeptCharts()
    assert await kept.chart(1, "trend", empty_document()) is None
    assert len(kept) == 1

"""Markup to text, addresses, dates, words: pure, and never a crash."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.sources.base import Why
from bot.sources.canonical import canonical_url
from bot.sources.dates import read_date
from bot.sources.markup import TEXT_LIMIT, _sanitised, clean_text, one_line, plain_line, to_text
from bot.sources.words import Matcher, hashtags_in

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("a < b and c > d", "a < b and c > d"),
        ("1 &lt; 2 &amp;amp; x", "1 < 2 &amp; x"),
        ("<p>One</p><p>Two<br>Three</p>", "One\nTwo\nThree"),
        ("<P>One</P><BR/>Two", "One\nTwo"),
        ("<ul><li>a</li><li>b</li></ul>c", "a\nb\nc"),
        ("<blockquote>said</blockquote>answer", "said\nanswer"),
        ('see <a href="https://x.example/?a=1&amp;b=2">this <b>page</b></a>!', "see this page!"),
        ("line\none", "line\none"),
        ("<b>line</b>\none", "line one"),
        ("a<script>alert(1)</script>b", "ab"),
        ("a<SCRIPT>alert(1)</SCRIPT>b", "ab"),
        ("a<style>p { color: red }</style>b", "ab"),
        ("a<!-- hidden <b>x</b> -->b", "ab"),
        ("a<iframe src='x'>no</iframe>b", "ab"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ('<img src="x" alt="a > b">after', "after"),
        ("<table><tr><td>1</td><td>2</td></tr></table>", "1 2"),
        ("before <b unclosed", "before"),
        ("<my-element>x</my-element>", "x"),
        ("&nbsp;&#8203;x&#x1F600;", "\u200bx😀"),
        ("&#0;&#xD800;a\x00b\x1bc\ud800d", "\ufffd\ufffdabcd"),
        ("", ""),
    ],
)
def test_markup_to_text(markup: str, text: str) -> None:
    assert to_text(markup).text == text


def test_pictures_are_collected_and_counting_pixels_left_out() -> None:
    plain = to_text(
        '<p>x</p><img class="a" src="https://p.example/1.jpg?w=9&amp;h=8" alt="A  bottle" width="640" height=480>'
        "<img width='1' height='1' src='https://count.example/p.gif'><img src='//p.example/2.jpg'><IMG SRC=data:x>"
    )
    assert [(m.url, m.alt, m.width, m.height) for m in plain.images] == [
        ("https://p.example/1.jpg?w=9&h=8", "A bottle", 640, 480),
        ("https://p.example/2.jpg", None, None, None),
    ]


def test_a_million_characters_are_cut_with_a_note() -> None:
    plain = to_text("word " * 200_000)
    assert len(plain.text) == TEXT_LIMIT
    assert len(plain.notes) == 2
    assert "1,000,000 characters" in plain.notes[0]
    assert to_text("x" * (TEXT_LIMIT + 1)).notes == ("the text was cut at 50,000 of 50,001 characters",)


@pytest.mark.parametrize(
    "part",
    ["<", "<a", "<div>", "<!--", "<style>", "&lt;", '<a "', "<img src='", "]]>", '<a href="', "<p\n", "</"],
)
def test_hostile_repetition_stays_fast(part: str) -> None:
    started = time.process_time()
    to_text(part * (500_000 // len(part)))
    assert time.process_time() - started < 5


@settings(deadline=None)
@given(st.text(alphabet="<>/!-&;\"'= abpiIMG\n\x00\ud800scritymle#0", max_size=200))
def test_any_markup_gives_clean_text(markup: str) -> None:
    plain = to_text(markup)
    plain.text.encode()
    assert plain.text == clean_text(plain.text)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<b>", "</b>", "<br>", "<i>x</i>", " word ", "&amp;", "\n", "é"]),
        max_size=30,
    )
)
def test_the_short_way_and_the_parser_agree(parts: list[str]) -> None:
    markup = "".join(parts)
    assume("<" in markup)  # else it is no markup, and its line ends count
    # The parser may leave nothing but words, of a closing tag without its beginning say: still they are markup.
    assert to_text(markup).text == to_text("<i></i>" + _sanitised(markup)).text


def test_lines() -> None:
    assert one_line(" a\n b\x00 ") == "a b"
    assert one_line("x" * 600) == "x" * 499 + "…"
    assert one_line("\x00 ") is None
    assert plain_line("<b>Tom</b> &amp; <script>x</script>Ana") == "Tom & Ana"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://a.example/page", "https://a.example/page"),
        ("https://a.example", "https://a.example/"),
        ("HTTPS://A.Example:443/Page#top", "https://a.example/Page"),
        ("http://a.example.:80/", "http://a.example/"),
        ("https://a.example:8443/x", "https://a.example:8443/x"),
        ("https://a.example/?utm_source=x&b=2&UTM_medium=y&a=1&fbclid=z", "https://a.example/?a=1&b=2"),
        ("https://user:pass@a.example/x", "https://a.example/x"),
        ("https://a.example/#!/route", "https://a.example/#!/route"),
        ("https://www.youtube.com/watch?v=abc&si=sharer&feature=x", "https://www.youtube.com/watch?v=abc"),
        ("https://a.example/?si=meant", "https://a.example/?si=meant"),
        ("https://x.com/a/status/1?s=20&t=x", "https://x.com/a/status/1"),
        ("https://bücher.example/ä?q=ö", "https://xn--bcher-kva.example/%C3%A4?q=%C3%B6"),
        (" https://a.example/x ", "https://a.example/x"),
        ("https://m.a.example/x/amp/", "https://m.a.example/x/amp/"),
        ("http://[2001:db8::1]:80/x", "http://[2001:db8::1]/x"),
    ],
)
def test_canonical(url: str, canonical: str) -> None:
    assert canonical_url(url) == (canonical, None)
    assert canonical_url(canonical) == (canonical, None)


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example/",
        "mailto:a@b.example",
        "/relative",
        "http://",
        "http://a.example:port/",
        "http://[::1",
        "https://" + "a" * 2100,
        "http://a b.example/",
        "https://\udcff.example/",
    ],
)
def test_unusable_addresses_give_a_note(url: str) -> None:
    canonical, note = canonical_url(url)
    assert canonical is None
    assert note


def test_a_note_about_an_address_shows_no_secret() -> None:
    _, note = canonical_url("ftp://user:pa55@a.example/x?token=s3cret")
    assert note is not None
    assert "pa55" not in note
    assert "s3cret" not in note


@settings(deadline=None)
@given(st.text(max_size=80))
def test_no_address_crashes(url: str) -> None:
    for text in (url, f"https://{url}", f"https://a.example/{url}"):
        canonical, note = canonical_url(text)
        assert canonical is None or canonical_url(canonical)[1] is None
        assert canonical is None or note is None


@pytest.mark.parametrize(
    "value",
    [
        "Tue, 10 Nov 2026 09:00:00 +0100",
        "2026-11-10T08:00:00Z",
        "2026-11-10T09:00:00+01:00",
        "2026-11-10 08:00:00",
        "10 Nov 2026 08:00 GMT",
        "1794297600",
        1794297600,
        1794297600.0,
        1794297600000,
        "20261110T080000Z",
    ],
)
def test_dates(value: object) -> None:
    assert read_date(value, NOW) == (datetime(2026, 11, 10, 8, tzinfo=UTC), None)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        ("soon", "unreadable"),
        ("2026-13-45", "unreadable"),
        ({}, "unreadable"),
        (True, "unreadable"),
        ("x" * 500, "unreadable"),
        (NOW + timedelta(days=2), "future"),
        ("9999-12-31T23:59:59-12:00", "unreadable"),
        (0, "before 1995"),
        ("Thu, 01 Jan 1970 00:00:00 GMT", "before 1995"),
        (1e300, "unreadable"),
        (-1e18, "unreadable"),
    ],
)
def test_dates_that_cannot_be_right(value: object, word: str) -> None:
    when, note = read_date(value, NOW)
    assert when is None
    assert note is not None
    assert word in note


def test_no_date_is_no_fault() -> None:
    assert read_date(None, NOW) == (None, None)
    assert read_date(NOW + timedelta(hours=20), NOW)[0] is not None


@settings(deadline=None)
@given(st.one_of(st.text(max_size=40), st.floats(), st.integers()))
def test_no_date_crashes(value: object) -> None:
    when, _ = read_date(value, NOW)
    assert when is None or when.tzinfo is UTC


def test_matching_whole_words_in_any_case() -> None:
    matcher = Matcher(["Trail Bottle", "Brändy", "c++"], ["Hike"])
    assert matcher.why("my TRAIL bottle!", ()) == (Why("keyword", "Trail Bottle"),)
    assert matcher.why("brändy and c++", ("hike",)) == (
        Why("hashtag", "hike"),
        Why("keyword", "Brändy"),
        Why("keyword", "c++"),
    )
    assert matcher.why("trail bottles, brändyx", ()) == ()
    assert Matcher().takes_all


def test_hashtags() -> None:
    assert hashtags_in("#One and #two, #ONE; x#no &#38; #2026 https://a.example/#frag #día") == (
        "one",
        "two",
        "día",
    )

"""A letter says the same as text and as HTML, and nothing that others wrote becomes markup."""

from __future__ import annotations

import lxml.html
from hypothesis import given
from hypothesis import strategies as st

from bot.faces.mail.layout import Sender, compose
from bot.faces.mail.parts import Facts, Link, Part, Words, as_html, as_text
from tests.bot.faces.mail.letters import letter
from tests.support.mail_server import read

HOSTILE = 'Åsa <script>alert(1)</script> & "co" <img src=x onerror=y>'
PARTS: list[Part] = [
    Words("Hello,"),
    Facts(["Uses: website", f"Credit: {HOSTILE}"]),
    Link("Read it:", 'https://brand.example/r/a?b=1&c="2'),
    Words("Bye", small=True),
]


def test_the_text_is_for_reading() -> None:
    assert as_text(PARTS) == (
        f'Hello,\n\n- Uses: website\n- Credit: {HOSTILE}\n\nRead it:\nhttps://brand.example/r/a?b=1&c="2\n\nBye\n'
    )


def test_the_html_says_the_same_and_fetches_nothing() -> None:
    made = as_html(PARTS, "A <b>subject</b>", "sv")
    page = lxml.html.fromstring(made)
    assert page.get("lang") == "sv"
    assert page.findtext("head/title") == "A <b>subject</b>"
    assert [one.text for one in page.iter("li")] == ["Uses: website", f"Credit: {HOSTILE}"]
    [link] = page.iter("a")
    assert link.get("href") == link.text == 'https://brand.example/r/a?b=1&c="2'
    assert not [one.tag for one in page.iter("script", "img", "link", "style", "iframe", "form")]


@given(st.text(max_size=200))
def test_no_words_become_markup(words: str) -> None:
    tags = [one.tag for one in lxml.html.fromstring(as_html([Words("x")], "s", "en")).iter()]
    made = as_html([Words(f"x{words}")], f"s{words}", "en")
    cleaned = made.encode("utf-8", "replace").decode().replace("\x00", "")
    assert [one.tag for one in lxml.html.fromstring(cleaned).iter()] == tags


def test_both_travel_as_alternatives() -> None:
    mail = read(
        compose(
            letter(text=as_text(PARTS), html=as_html(PARTS, "s", "en")), Sender("a@brand.example", "Brand")
        ).content
    )
    assert [part.get_content_type() for part in mail.walk()] == [
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
    html = mail.get_body(("html",))
    assert html is not None
    assert "&lt;script&gt;" in html.get_content()

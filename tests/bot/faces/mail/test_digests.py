"""The digest as a mail: the same mail again, nothing fetched, nothing of strangers becomes markup."""

from __future__ import annotations

from dataclasses import dataclass

import lxml.html
import pytest

from bot.digests.document import Piece
from bot.faces.mail.digests import PICTURES_LIMIT, letters
from bot.faces.mail.layout import Sender, compose
from tests.bot.faces.mail.letters import AT, PIXEL
from tests.support.documents import empty_document, sample_document
from tests.support.mail_server import read

SENDER = Sender("a@brand.example", "Brand")


@dataclass(frozen=True)
class _Chart:
    name: str = "trend"
    png: bytes = PIXEL
    alt: str = 'Found: 41 "<b>'


def test_sent_again_it_is_the_same_mail_and_each_address_gets_one() -> None:
    first, second = (
        letters(sample_document(), [_Chart()], ["a@x.example", "B@x.example", "b@x.example"], "digest:1", AT)
        for _ in range(2)
    )
    assert [compose(one, SENDER) for one in first] == [compose(one, SENDER) for one in second]
    assert len({compose(one, SENDER).message_id for one in first}) == len(first) == 2


def test_pictures_travel_inside_and_say_what_they_show() -> None:
    [letter] = letters(sample_document(), [_Chart(), _Chart("funnel")], ["a@x.example"], "digest:1", AT)
    mail = read(compose(letter, SENDER).content)
    assert [part.get_content_type() for part in mail.walk()].count("image/png") == 2
    images = list(lxml.html.fromstring(letter.html).iter("img"))
    assert [one.get("src") for one in images] == ["cid:chart-1", "cid:chart-2"]
    assert images[0].get("alt") == 'Found: 41 "<b>'


def test_only_web_addresses_are_links_and_strangers_words_stay_words() -> None:
    pieces = [
        Piece(item_id=1, title="<script>x</script>\nBcc: y", url="javascript:alert(1)"),
        Piece(item_id=2, title="Fine", url="https://a.example/?a=1&b=2"),
        Piece(item_id=3, title="Secret", url="https://a.example/3", gone=True),
    ]
    [letter] = letters(
        sample_document(pieces=pieces, praise=[], shared_pieces=[]), [], ["a@x.example"], "digest:1", AT
    )
    page = lxml.html.fromstring(letter.html)
    assert [one.get("href") for one in page.iter("a")] == ["https://a.example/?a=1&b=2"]
    assert not list(page.iter("script", "img", "link", "style", "iframe"))
    assert "Secret" not in letter.text + letter.html
    assert "- <script>x</script> Bcc: y" in letter.text


def test_the_text_words_only_real_changes_and_says_small_samples() -> None:
    [letter] = letters(sample_document(), [], ["a@x.example"], "digest:1", AT)
    assert "- Found: 41 (before: 36)\n" in letter.text
    assert "- Asked: 14, up from 5\n" in letter.text
    assert "small sample" in letter.text
    assert "about 120,000" in letter.text
    assert "- tea-blogs: Found 0 (before: 4) · silent for 9 days\n" in letter.text
    assert "best week since September." in letter.text


@pytest.mark.parametrize("language", ["en", "sv", "de"])
def test_what_is_missing_is_named_in_a_quiet_week_too(language: str) -> None:
    document = empty_document(language=language, missing=["contests"])
    large = _Chart(png=b"x" * (PICTURES_LIMIT + 1))
    [letter] = letters(document, [large], ["a@x.example"], "digest:1", AT)
    named = {"en": "contests, a chart", "sv": "tävlingar, ett diagram", "de": "Wettbewerbe, ein Diagramm"}
    assert named[language] in letter.text
    assert "/goodword digest schedule" in letter.text
    assert not letter.enclosures

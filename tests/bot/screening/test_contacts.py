"""Contact data: found, masked, and dates are not phones. All numbers are made up or official samples."""

from __future__ import annotations

import pytest

from tests.bot.screening.conftest import Screen, of

FOUND = [
    ("Mejla anna.berg@exempel.se nu", "sv", "email", "anna.berg@exempel.se"),
    ("anna (at) exempel.se", "sv", "email", "anna (at) exempel.se"),
    ("max [ät] beispiel [punkt] de", "de", "email", "max [ät] beispiel [punkt] de"),
    ("an\u200bna@exempel.se", "sv", "email", "an\u200bna@exempel.se"),
    ("ring 070-123 45 67 nu", "sv", "phone", "070-123 45 67"),
    ("ring 0701-234567", "sv", "phone", "0701-234567"),
    ("+46 70 123 45 67", None, "phone", "+46 70 123 45 67"),
    ("Tel. 030 901820", "de", "phone", "030 901820"),
    ("0171/1234567", "de", "phone", "0171/1234567"),
    ("call (202) 555-0143", "en", "phone", "(202) 555-0143"),
    ("06 12 34 56 78", "fr", "phone", "06 12 34 56 78"),
    ("SE45 5000 0000 0583 9825 7466 TACK", "sv", "iban", "SE45 5000 0000 0583 9825 7466"),
    ("DE89370400440532013000", "de", "iban", "DE89370400440532013000"),
    ("4111 1111 1111 1111", None, "card", "4111 1111 1111 1111"),
    ("nr 5 4111-1111-1111-1111 03", None, "card", "4111-1111-1111-1111"),
    ("amex 378282246310005.", None, "card", "378282246310005"),
    ("811228-9874", "sv", "national_id", "811228-9874"),
    ("131052-308T", "fi", "national_id", "131052-308T"),
    ("12345678Z", "es", "national_id", "12345678Z"),
    ("RSSMRA85T10A562S", "it", "national_id", "RSSMRA85T10A562S"),
]


@pytest.mark.parametrize(("text", "language", "code", "found"), FOUND)
def test_found_where_it_stands_and_masked(
    run: Screen, text: str, language: str | None, code: str, found: str
) -> None:
    (flag,) = of(run(text, language=language), "contacts")
    assert flag.code == code
    assert text[flag.start : flag.end] == found
    shown = f"{flag.excerpt} {flag.reason}"
    assert found not in shown
    digits = "".join(one for one in found if one.isdigit())
    assert len(digits) < 6 or digits not in "".join(one for one in shown if one.isdigit())


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("am 04.09.2013 gekauft", "de"),
        ("04.09.2013 15:30", "de"),
        ("2013-09-04 10:30:00", "sv"),
        ("07/12/2023 07/13/2023", "en"),
        ("1 299,00 kr eller 12 345 678", "sv"),
        ("order 1234567890", "en"),
        ("ISBN 978-3-16-148410-0", "en"),
        ("https://shop.example/?id=0701234567", "sv"),
        ("DE89370400440532013001", "de"),  # wrong check digits
        ("4111 1111 1111 1112", "en"),
        ("811228-9875", "sv"),
        ("@anna och @anna@mastodon.social", "sv"),
        ("100000 000000 000000", "en"),
        ("size 8-10-12-14-16-18", "en"),
        ("me @ home.today", "en"),
    ],
)
def test_not_contact_data(run: Screen, text: str, language: str) -> None:
    assert of(run(text, language=language), "contacts") == []


def test_the_creators_own_handle_is_not_contact_data(run: Screen) -> None:
    text = "Följ mig: anna@mastodon.example"
    assert of(run(text, language="sv", creator_handle="@anna@mastodon.example"), "contacts") == []
    assert len(of(run(text, language="sv"), "contacts")) == 1


def test_severities(run: Screen) -> None:
    text = "anna@exempel.se, 070-123 45 67, 4111 1111 1111 1111"
    assert {flag.code: flag.severity.name for flag in of(run(text, language="sv"), "contacts")} == {
        "email": "notice", "phone": "notice", "card": "severe",
    }  # fmt: skip


def test_what_the_operator_allows_and_switches_off(run: Screen) -> None:
    text = "info@brand.example, x@other.example, 08-123 456 78"
    allowed = {"contacts": {"allow": ["brand.example", "X@other.example", "08-123 456 78"]}}
    assert of(run(text, language="sv", settings=allowed), "contacts") == []
    off = {"contacts": {"phones": False, "emails": False}}
    assert of(run(text, language="sv", settings=off), "contacts") == []


def test_regions_add_national_formats(run: Screen) -> None:
    assert of(run("ring 030 901820", language="sv"), "contacts") == []
    german = {"contacts": {"regions": ["DE"]}}
    assert len(of(run("ring 030 901820", language="sv", settings=german), "contacts")) == 1


def test_the_title_is_looked_at_too(run: Screen) -> None:
    (flag,) = of(run("Fin", title="Mejla a.b@exempel.se"), "contacts")
    assert flag.where == "title"

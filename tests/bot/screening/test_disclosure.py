"""Disclosure: tier and position; everyday words do not fire."""

from __future__ import annotations

import pytest

from tests.bot.screening.conftest import Screen, of

REST = " Den här är så fin att jag inte vet vad jag ska säga om den längre."


@pytest.mark.parametrize(
    ("text", "tier", "position", "found"),
    [
        ("#werbung Tolles Ding, das ich seit Wochen jeden Tag benutze", "clear", "first", "#werbung"),
        ("Anzeige | Das hier ist toll und bleibt es auch", "clear", "first", "Anzeige"),
        ("[Reklam] " + REST, "clear", "first", "Reklam"),
        ("Annons: " + REST, "clear", "first", "Annons"),
        (REST + " #reklam", "clear", "last", "#reklam"),
        (REST + " I betalt samarbete med dem." + REST, "clear", "middle", "I betalt samarbete med"),
        ("So happy about this one " + REST + " #a #b #c #ad #d", "clear", "tags", "#ad"),
        ("Paid partnership with them." + REST, "clear", "first", "Paid partnership"),
        ("Collaboration commerciale avec eux." + REST, "clear", "first", "Collaboration commerciale"),
        (REST + " I samarbete med @brand, tack!" + REST, "weak", "middle", "I samarbete med"),
        (REST + " In Zusammenarbeit mit", "weak", "last", "In Zusammenarbeit mit"),
        ("#gifted" + REST, "weak", "first", "#gifted"),
        ("Use my code ANNA20 now" + REST, "code", "first", "Use my code ANNA20"),
        ("Köp med koden SOMMAR15" + REST, "code", "first", "koden SOMMAR15"),
        (
            "Unbezahlte Werbung: super Sache, die ich selbst bezahlt habe",
            "denied",
            "first",
            "Unbezahlte Werbung",
        ),
        ("Not sponsored." + REST, "denied", "first", "Not sponsored"),
        (
            "#w\u200berbung" + REST,
            "clear",
            "first",
            "#w\u200berbung",
        ),
    ],
)
def test_tier_and_position(run: Screen, text: str, tier: str, position: str, found: str) -> None:
    result = run(text)
    (flag,) = of(result, "disclosure")
    assert (result.facts["disclosure"], result.facts["disclosure_position"]) == (tier, position)
    assert text[flag.start : flag.end].lower() == found.lower()
    assert flag.severity.name == "info"


def test_the_reason_is_a_sentence(run: Screen) -> None:
    (flag,) = of(run("#werbung Tolles Ding"), "disclosure")
    assert flag.reason == "Discloses a paid partnership: “#werbung” first in the text."


@pytest.mark.parametrize(
    "text",
    [
        "Ich liebe gute Werbung und jede Anzeige im Heft",
        "Anzeigen kann man das auch",
        "bra reklam på tv, snygg annons",
        "add more #adventure #spain #prideandjoy #sp #pr",
        "the code of conduct, CODE RED, zip code 12345, bar code SCAN",
        "use code anna20",
        "my partner and I, the sponsor of the match",
    ],
)
def test_everyday_words_do_not_fire(run: Screen, text: str) -> None:
    assert of(run(text), "disclosure") == []


def test_the_clearest_wins_and_platform_tags_count(run: Screen) -> None:
    result = run("#gifted, and a paid partnership" + REST)
    assert result.facts["disclosure"] == "clear"
    result = run(REST, tags=("Sommar", "#Annons"))
    assert (result.facts["disclosure"], result.facts["disclosure_position"]) == ("clear", "tags")
    assert of(result, "disclosure")[0].where == "tags"


def test_own_wordings(run: Screen) -> None:
    settings = {"disclosure": {"clear": ["#BrandPaid"], "weak": ["brand squad"], "ignore": ["#gifted"]}}
    assert run("#brandpaid" + REST, settings=settings).facts["disclosure"] == "clear"
    assert run("as Brand Squad" + REST, settings=settings).facts["disclosure"] == "weak"
    assert "disclosure" not in run("#gifted" + REST, settings=settings).facts

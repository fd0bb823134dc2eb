"""The language check: decided language, where it came from, and no noise."""

from __future__ import annotations

import pytest

from tests.bot.screening.conftest import Screen, of

LONG = {
    "sv": "Jag köpte den här förra veckan och den fungerar jättebra, färgen är lite mörkare än på bilden.",
    "de": "Ich habe das letzte Woche gekauft und es funktioniert super, die Farbe ist etwas dunkler.",
    "en": "I bought this last week and honestly it works great, the colour is a little darker though.",
    "fr": "Je l'ai acheté la semaine dernière et il fonctionne très bien, la couleur est un peu foncée.",
    "es": "Lo compré la semana pasada y la verdad funciona muy bien, el color es un poco más oscuro.",
    "fi": "Ostin tämän viime viikolla ja se toimii hienosti, väri on hieman tummempi kuin kuvassa oli.",
    "ja": "先週これを買いましたが、とても良くて、色は写真より少し暗いですが満足しています。",
}


@pytest.mark.parametrize("code", LONG)
def test_long_texts_are_detected(run: Screen, code: str) -> None:
    result = run(LONG[code])
    assert result.language == code
    assert result.facts["language_source"] == "detected"
    assert 0.5 <= float(result.facts["language_confidence"]) <= 1
    assert of(result, "language") == []


@pytest.mark.parametrize(
    ("text", "declared", "language", "source"),
    [
        ("Så fin!", "sv", "sv", "declared"),
        ("Bra grej", "nb-NO", "no", "declared"),
        ("Muito bom", "pt_BR", "pt", "declared"),
        ("👍🏽🔥❤️", "sv", "und", "none"),
        ("", "sv", "und", "none"),
        ("10/10!!", None, "und", "none"),
        ("ok wow", None, "und", "none"),
        ("https://a.example/och/det/blir/bara/bra #tagg @namn", None, "und", "none"),
        ("hej", "not a language", "und", "none"),
    ],
)
def test_short_texts_take_the_declared_language(
    run: Screen, text: str, declared: str | None, language: str, source: str
) -> None:
    result = run(text, language=declared)
    assert (result.facts["language"], result.facts["language_source"]) == (language, source)


def test_addresses_names_and_tags_do_not_decide(run: Screen) -> None:
    noise = " #thebestproductever @thatenglishshopname https://shop.example/with/english/words/in/it"
    assert run(LONG["sv"] + noise * 3).language == "sv"


def test_capitals_are_no_other_language(run: Screen) -> None:
    assert run(LONG["de"].upper()).language == "de"


def test_disagreement_is_information_only_and_agreement_silent(run: Screen) -> None:
    (flag,) = of(run(LONG["sv"], language="en-GB"), "language")
    assert (flag.code, flag.severity.name) == ("language_disagrees", "info")
    assert "“en”" in flag.reason
    assert "“sv”" in flag.reason
    assert of(run(LONG["sv"], language="sv-SE"), "language") == []


def test_the_title_helps_a_short_text(run: Screen) -> None:
    assert run("Super!", title=LONG["de"]).language == "de"


def test_own_languages_are_preferred_when_unsure(run: Screen) -> None:
    text = "Den er fin og god"  # Danish and Norwegian alike
    assert run(text, settings={"language": {"languages": ["no", "sv"]}}).language == "no"
    assert run(text, settings={"language": {"languages": ["da"]}}).language == "da"
    assert run(LONG["fi"], settings={"language": {"languages": ["no"]}}).language == "fi"

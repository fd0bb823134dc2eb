"""Word lists: precision first, disguises seen through, words masked."""

from __future__ import annotations

import pytest

from bot.screening.checks.insults import UNREVIEWED, mask, reviewed
from tests.bot.screening.conftest import Screen, of


@pytest.mark.parametrize(
    ("text", "language", "code", "found"),
    [
        ("you fucking liars", "en", "insult", "fucking"),
        ("such crap, damn it", "en", "coarse_word", "crap"),
        ("kill yourself please", "en", "slur", "kill yourself"),
        ("vilken jävla skitstövel", "sv", "insult", "skitstövel"),
        ("ihr Arschlöcher", "de", "insult", "Arschlöcher"),
        ("so ein Spast", "de", "slur", "Spast"),
        ("quel connard", "fr", "insult", "connard"),
        ("hijo de puta", "es", "insult", "hijo de puta"),
        ("che stronzo", "it", "insult", "stronzo"),
        ("for en kusse", "da", "insult", "kusse"),
        ("din drittsekk", "no", "insult", "drittsekk"),
        ("vittu mikä mulkku", "fi", "insult", "mulkku"),
        ("wat een klootzak", "nl", "insult", "klootzak"),
        ("you FUUUCK", "en", "insult", "FUUUCK"),
        ("f u c k you", "en", "insult", "f u c k"),
        ("oh f.u.c.k.e.d", "en", "insult", "f.u.c.k.e.d"),
        ("fu\u200bck this", "en", "insult", "fu\u200bck"),
        ("\uff46\uff55\uff43\uff4b this", "en", "insult", "\uff46\uff55\uff43\uff4b"),
        ("du är en h\u043era", "sv", "insult", "h\u043era"),
        ("you b1tch", "en", "insult", "b1tch"),
        ("åh, FUCK!", "sv", "insult", "FUCK"),
    ],
)
def test_found_where_it_stands(run: Screen, text: str, language: str, code: str, found: str) -> None:
    flags = of(run(text, language=language), "insults")
    assert found in [text[flag.start : flag.end] for flag in flags if flag.code == code]
    for flag in flags:
        assert flag.excerpt is not None
        assert "*" in flag.excerpt
        assert text[flag.start : flag.end] not in flag.reason


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Slut på rean, kocken gjorde god sås med stick och tik", "sv"),
        ("Ett stort fan av färgen, hård men bra, 600 bollar", "sv"),
        ("Geil! Die Vögel, der Schwanz der Katze, dick und blutig", "de"),
        ("En retard de livraison, la queue du chat, des piqûres", "fr"),
        ("Negro y blanco, los negros, la campana, una corrida", "es"),
        ("Finocchi e pesce, la scopa, la regina, il finocchio", "it"),
        ("Kunt u mij helpen? Een pot met prik, de dijk", "nl"),
        ("Det er tit fag og slut i dag, sæd til haven", "da"),
        ("Sinnsykt bra, stor fan, fag og slutt", "no"),
        ("Muna, kukko ja tavara; homo ja lesbo", "fi"),
        ("My breasts, sex life, nude lipstick, nipple cover, Scunthorpe, assess, classic cocktail", "en"),
        ("Galaxy A55 with 455 and a 5 5 5", "en"),
        ("gay, lesbian, trans, black, Muslim and Jewish people", "en"),
        ("schwule, lesbische und schwarze Menschen, Juden, Türken", "de"),
        ("I tasted my tea", "en"),
    ],
)
def test_ordinary_words_stay_unflagged(run: Screen, text: str, language: str) -> None:
    assert of(run(text, language=language), "insults") == []


def test_the_language_decides_which_list(run: Screen) -> None:
    assert of(run("la bella merda", language="de"), "insults") == []
    assert len(of(run("la bella merda", language="it"), "insults")) == 1
    assert len(of(run("Hurensohn"), "insults")) == 1  # no language told: all lists


def test_repeats_are_one_flag_with_a_count(run: Screen) -> None:
    (flag,) = of(run("fuck this, fuck that", language="en"), "insults")
    assert flag.data["count"] == 2
    assert flag.reason == "Holds an insult or obscene word (English): “f***”, 2 times."


def test_the_operators_own_words(run: Screen) -> None:
    settings = {"insults": {"allow": ["Fuck"], "extra": ["Brandsucks", "rotten deal"], "ignore_mild": True}}
    flags = of(run("Fuck, BRANDSUCKS! What a rotten deal, damn", language="en", settings=settings), "insults")
    assert [(flag.code, flag.severity.name) for flag in flags] == [("own_word", "warning")] * 2
    assert "your own list" in flags[0].reason


def test_an_unreviewed_list_needs_naming(run: Screen) -> None:
    assert of(run("kurwa mać", language="pl"), "insults") == []
    named = {"insults": {"languages": ["pl"]}}
    (flag,) = of(run("kurwa", language="pl", settings=named), "insults")
    assert "Polish" in flag.reason


def test_the_review_holds_together() -> None:
    """No entry is both ordinary and something else."""
    for code, one in reviewed().items():
        assert not one.slurs & one.mild, code
        assert not one.named & one.ordinary, code
    assert not set(reviewed()) & set(UNREVIEWED)


def test_mask() -> None:
    assert mask("son of a bitch") == "s** o* a b****"

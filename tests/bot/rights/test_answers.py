"""How answers are read: a yes takes both signs and nothing beside them that takes it back."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.rights.answers import Answer, classify
from bot.rights.drafts import Voice

VOICE = Voice("Fjord Coffee", "@fjordcoffee", "#yesfjord")
OURS = "Hi @anna! May we show your photo? If so, answer with #yesfjord and @fjordcoffee."

YES = [
    "#yesfjord @fjordcoffee",
    "Yes! #YesFjord @FjordCoffee love your coffee",
    "Sure, go ahead @fjordcoffee #yesfjord ☕️",
    "No problem! #yesfjord @fjordcoffee",
    "Why not #yesfjord @fjordcoffee",
    "Klart, inga problem! #yesfjord @fjordcoffee",
    "Ja gerne, kein Problem @fjordcoffee #yesfjord",
    "Avec plaisir, pas de souci ! #yesfjord @fjordcoffee",
    "¡Claro! sin problema @fjordcoffee #yesfjord",
    "Certo, nessun problema! @fjordcoffee #yesfjord",
    "Natuurlijk, geen probleem! #yesfjord @fjordcoffee",
    "@fjordcoffee@social.example #yesfjord",
    "#yes\u200bfjord @fjordcoffee",  # an invisible character that a keyboard put in
    "＃yesfjord ＠fjordcoffee",
    f"> {OURS}\n\nYes of course! #yesfjord @fjordcoffee",
    "Yes! #yesfjord @fjordcoffee\n\nOn Friday, Fjord Coffee wrote:\n> may we show it, or not?",
]
NO = [
    "No",
    "no thanks",
    "No, thank you.",
    "Nope!",
    "Sorry, no",
    "@fjordcoffee no",
    "please do not use my photo",
    "Please don’t use this, it is private",
    "Nej tack",
    "Använd inte min bild",
    "Nein danke.",
    "Bitte nicht verwenden!",
    "Non merci",
    "Je n’autorise pas ça",
    "No gracias",
    "No autorizo el uso",
    "No grazie",
    "Non autorizzo nessuno",
    "Nee bedankt",
    "Ik ga niet akkoord",
    "Leave me alone",
    "Hört auf, schreibt mir nicht",
]
UNCLEAR = [
    "",
    "   \u200b ",
    "Yes",
    "#yesfjord",
    "@fjordcoffee",
    "Thanks @fjordcoffee, lovely coffee",
    "yesfjord fjordcoffee",
    "#yesfjordland @fjordcoffee",
    "#yesfjord @fjordcoffeeclub",
    "#yesfjord @fjordcoffee.example",
    "mail@fjordcoffee #yesfjord",
    "https://evil.example/#yesfjord @fjordcoffee",
    "Yes but only on Instagram #yesfjord @fjordcoffee",
    "If you credit me #yesfjord @fjordcoffee",
    "What do you pay? #yesfjord @fjordcoffee",
    "Is this for real? @fjordcoffee",
    "No? #yesfjord @fjordcoffee",
    "No #yesfjord @fjordcoffee",
    "I will never say #yesfjord @fjordcoffee",
    "Ja, men bara på webben #yesfjord @fjordcoffee",
    "Ja, aber nur mit Namen #yesfjord @fjordcoffee",
    "Oui mais seulement ici #yesfjord @fjordcoffee",
    "Sí, pero sin anuncios #yesfjord @fjordcoffee",
    "Sì, però solo qui #yesfjord @fjordcoffee",
    "Ja, maar alleen hier #yesfjord @fjordcoffee",
    "Do not use it #yesfjord @fjordcoffee",
    "> #yesfjord @fjordcoffee",
    "They want me to write “#yesfjord @fjordcoffee”",
    'They want "#yesfjord @fjordcoffee" lol',
    "«#yesfjord @fjordcoffee» quoi",
    OURS,
    f"{OURS} ???",
    "Interesting\n\nOn Friday, Fjord Coffee wrote:\nAnswer with #yesfjord @fjordcoffee",
    "Ok\n\nAm Freitag schrieb Fjord Coffee:\n> #yesfjord @fjordcoffee",
    "Hm\n\n-----Original Message-----\n#yesfjord @fjordcoffee",
    "No idea who you people are or what this is about, I only ever post pictures of my cat and her friends",
    "No? Why do you ask",
]


@pytest.mark.parametrize("text", YES)
def test_a_clear_yes(text: str) -> None:
    assert classify(text, VOICE, [OURS]).answer is Answer.YES


@pytest.mark.parametrize("text", NO)
def test_a_clear_no(text: str) -> None:
    assert classify(text, VOICE, [OURS]).answer is Answer.NO


@pytest.mark.parametrize("text", UNCLEAR)
def test_what_a_person_has_to_read(text: str) -> None:
    verdict = classify(text, VOICE, [OURS])
    assert verdict.answer is Answer.UNCLEAR, verdict


@pytest.mark.parametrize(
    ("text", "left_alone"),
    [
        ("Leave me alone!", True),
        ("Kontakta mig inte igen", True),
        ("No thanks", False),
        ("Unsubscribe", True),
    ],
)
def test_who_wants_to_be_left_alone(text: str, left_alone: bool) -> None:
    assert classify(text, VOICE).never_contact is left_alone


def test_it_says_why() -> None:
    reasons = {
        "#yesfjord @fjordcoffee": "tags",
        "no thanks": "refusal",
        "do not use it": "forbids",
        "> #yesfjord @fjordcoffee": "quoted",
        "why? #yesfjord @fjordcoffee": "question",
        "but #yesfjord @fjordcoffee": "doubt",
        "#yesfjord": "incomplete",
        "no thanks #yesfjord @fjordcoffee": "contradiction",
        "": "nothing",
        "hello": "other",
    }
    assert {text: classify(text, VOICE).reason for text in reasons} == reasons


def test_one_language_is_read_by_its_own_words() -> None:
    """“men” is a condition in Swedish and people in English."""
    text = "The men in the picture agree #yesfjord @fjordcoffee"
    assert classify(text, VOICE, languages=["en"]).answer is Answer.YES
    assert classify(text, VOICE, languages=["sv"]).answer is Answer.UNCLEAR


@given(st.text(max_size=300))
def test_no_text_without_both_signs_is_a_yes(text: str) -> None:
    assert classify(text.replace("yesfjord", ""), VOICE).answer is not Answer.YES


@pytest.mark.parametrize(
    ("address", "asks"),
    [
        ("https://kettle.example/tea?utm_source=mail&x=1", False),
        ("https://kettle.example/tea", False),
        ("https://kettle.example/tea?", True),
        ("https://kettle.example/tea?a=b?", True),
        ("HTTP://?", True),
    ],
)
def test_the_question_mark_of_an_address_asks_nothing_and_one_behind_it_does(
    address: str, asks: bool
) -> None:
    said = f"{address} #yesfjord @fjordcoffee"
    assert (classify(said, VOICE).answer is Answer.UNCLEAR) is asks


@example("HTTP://", "?")
@given(st.text(max_size=200), st.sampled_from([" but ", " if ", "?", " nicht ", " men ", " pero ", "> "]))
def test_whatever_stands_around_it_a_doubt_is_no_yes(text: str, doubt: str) -> None:
    words = " ".join(text.replace('"', " ").split())
    said = (
        f"{doubt}#yesfjord @fjordcoffee {words}" if doubt == "> " else f"{words}{doubt}#yesfjord @fjordcoffee"
    )
    assert classify(said, VOICE).answer is not Answer.YES


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "text", ["“" * 10_000, "> " * 50_000, "no " * 100_000, "'a" * 50_000, "on " * 60_000, "#@" * 80_000]
)
def test_long_and_hostile_texts_are_read_quickly(text: str) -> None:
    assert classify(text, VOICE, [OURS]).answer is not Answer.YES


ASKED = """Hi Anna, this made our day! May we show it on our website, with credit to you?
If that is fine, please reply with both signs:
#yesfjord @fjordcoffee
Fjord Coffee"""


@pytest.mark.parametrize(
    "text",
    [
        ASKED,
        f"{ASKED}\n\nLovely that you like it",
        "If that is fine, please reply with both signs:\n#yesfjord @fjordcoffee\n...",
        "@fjordcoffee If that is fine,  please reply with both signs:\n  #YESfjord @fjordcoffee",
        "May we show it on our website, with credit to you? #yesfjord @fjordcoffee\n" + ASKED.splitlines()[1],
        "May we show it on our website, with credit to you? #yesfjord @fjordcoffee",
        "#yesfjord @fjordcoffee May we show it on our website, with\ncredit to you?",
        "May we show it on our website, with credit to you?\n#yesfjord\n@fjordcoffee",
        "May we show it on our website, with credit to you? #yesfjord @fjordcoffee Lovely that you like it",
        "If that is fine, please reply with\nboth signs:\n#yesfjord @fjordcoffee",
        "Yes #yesfjord @fjordcoffee May we show it on our website, with credit to you?\n???",
    ],
)
def test_what_comes_back_of_our_message_is_no_yes(text: str) -> None:
    assert classify(text, VOICE, [ASKED]).answer is Answer.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "#yesfjord @fjordcoffee",
        "@anna #yesfjord @fjordcoffee\nLove, Anna",
        "#yesfjord\n@fjordcoffee",
        f"{ASKED}\n\nYes, gladly! #yesfjord @fjordcoffee",
        "Yes, gladly! #yesfjord @fjordcoffee\n\nMay we show it on our website, with credit to you?",
        "May we show it on our website, with credit to you?\nYou may! #yesfjord @fjordcoffee",
    ],
)
def test_the_line_that_we_ask_people_to_write_is_theirs(text: str) -> None:
    assert classify(text, VOICE, [ASKED]).answer is Answer.YES

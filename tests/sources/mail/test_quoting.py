"""Own words out of mails of many programs and languages; and texts made to hurt."""

from __future__ import annotations

import time

import pytest

from bot.sources.mail.quoting import own_words, without_quotes
from bot.sources.markup import to_text

ASK = "> May we show it?\n> Answer #yesbrand @brand\n"

OWN = [
    ("no quotation at all\n\n- a list\n- goes on", None),
    ("Yes!\n\nOn Mon, Nov 23, 2026 at 10:12 AM Brand <s@brand.example> wrote:\n" + ASK, "Yes!"),
    ("Yes!\nOn Mon, Nov 23, 2026 at 10:12 AM Brand\n<s@brand.example> wrote:\n\n" + ASK, "Yes!"),
    ("Ja gerne\n\nAm 23.11.2026 um 10:12 schrieb Brand:\n" + ASK, "Ja gerne"),
    ("Ja, gärna\n\nDen mån 23 nov. 2026 kl 10:12 skrev Brand <s@brand.example>:\n\n" + ASK, "Ja, gärna"),
    ("はい\n\n2026年11月23日(月) 10:12 Brand <s@brand.example>：\n" + ASK, "はい"),
    ("Oui\n\nLe lun. 23 nov. 2026 à 10:12, Brand <s@brand.example> a écrit :\n\nOn peut ?", "Oui"),
    ("Ok\n\n-----Original Message-----\nFrom: Brand\nMay we?", "Ok"),
    ("Ok\n\n-------- Ursprüngliche Nachricht --------\nBetreff: x\nMay we?", "Ok"),
    ("Ok\n________________________________\nFrom: Brand <s@brand.example>\nMay we?", "Ok"),
    (
        "Ok\n\nVon: Brand <s@brand.example>\nGesendet: 23. November 2026 10:12\nAn: Ana\nBetreff: x\n\nDürfen wir?",
        "Ok",
    ),
    ("Ok\n\n*From:* Brand <s@brand.example>\n*Sent:* 23 November 2026\n*To:* Ana\n\nMay we?", "Ok"),
    ("> May we?\nYes.\n> For two years?\nNo, one.\n", "Yes.\nNo, one."),
    (ASK + "\nYes, both.", "Yes, both."),
    ("  > indented quotation\nYes", "Yes"),
    ("I like three things:\n- lid\n- colour\n- weight", None),
    ("My address is ana@creator.example: write to me", None),
    ("Ingredients:\n> 200 g flour", "Ingredients:"),
    ("Thanks\n\n-- \nAna\n#yesbrand @brand is my signature", "Thanks"),
    (ASK, ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "own"), OWN)
def test_own_words(text: str, own: str | None) -> None:
    assert own_words(text).text == (text if own is None else own)
    assert own_words(text.replace("\n", "\r\n")).text == (text if own is None else own)


def test_what_was_quoted_is_said() -> None:
    assert own_words("Yes\n" + ASK).quoted
    assert not own_words("Yes\n-- \nAna").quoted


@pytest.mark.parametrize(
    "markup",
    [
        '<p>Yes</p><div class="gmail_quote"><div>On Mon wrote:</div><blockquote>#yesbrand @brand</blockquote></div>',
        '<p>Yes</p><blockquote type="cite"><p>#yesbrand @brand</p></blockquote>',
        '<div>Yes</div><div id="divRplyFwdMsg">From: Brand</div><div>#yesbrand @brand</div>',
        '<div>Yes</div><div id="appendonsend"></div><hr><div>#yesbrand @brand</div>',
        "<p>Yes</p><BLOCKQUOTE><P>#yesbrand @brand</BLOCKQUOTE>",
        "<p>Yes</p><blockquote><blockquote><p>#yesbrand @brand",
    ],
)
def test_what_programs_wrap_as_quoted_goes(markup: str) -> None:
    left, quoted = without_quotes(markup)
    assert quoted
    assert to_text(left).text.strip() == "Yes"


@pytest.mark.parametrize(
    "piece",
    ["On ", "\n", "> ", "_", "-", "From: a@b.c 10:10\n", "On x 10:10 <a@b.c> wrote:\n", ":", "- x -", " "],
)
def test_a_text_made_to_hurt_takes_no_time(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.monotonic()
    own_words(text + "x")
    own_words("x\n" + text)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    "piece", ["<blockquote>", "<div class=gmail_quote>", "</blockquote>", "<!--<blockquote", "&quote;"]
)
def test_markup_made_to_hurt_takes_no_time(piece: str) -> None:
    started = time.monotonic()
    without_quotes(piece * (400_000 // len(piece)))
    assert time.monotonic() - started < 3

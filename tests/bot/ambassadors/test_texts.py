"""What goes into a network's composer: honest, within its limit, and nothing but text."""

from __future__ import annotations

from urllib.parse import parse_qs, quote, unquote, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ambassadors.lengths import graphemes, length
from bot.ambassadors.networks import ADDRESS_LIMIT, NETWORKS, Counting, Takes, address_limit
from bot.ambassadors.texts import (
    QUOTE_LIMIT,
    About,
    credit_of,
    disclosure_of,
    load_wordings,
    nearest,
    post,
    quoted,
    says_paid,
    suggestions,
)
from bot.curation.programme import Disclosure, Programme, from_settings
from bot.kernel.errors import Refused
from bot.settings import Brand, Settings
from bot.settings.ambassadors import AmbassadorsSection, DisclosureRule

LINK = "https://go.fjord.example/s/Ab3dE5g"
WORK = Disclosure("I work at Fjord Coffee.", "#employee")
WORDS = load_wordings()


def programme(**more: object) -> Programme:
    return from_settings(
        Settings(brand=Brand(name="Fjord Coffee"), ambassadors=AmbassadorsSection.model_validate(more))
    )


def whole(text: str, link: str, takes: Takes) -> str:
    return f"{text} {link}" if takes is Takes.TEXT_AND_LINK else text


def often(alphabet: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Texts of any length, up to longer than any network takes."""
    return st.builds(lambda text, times: (text * times)[:6000], alphabet, st.integers(1, 20))


@settings(max_examples=400, deadline=None)
@given(
    key=st.sampled_from(list(NETWORKS)),
    text=st.one_of(
        often(st.text(max_size=600)),
        often(st.text("字 ✨é👍🏽\n", max_size=400)),
        often(st.text("ab .", max_size=400)),
    ),
    credit=st.sampled_from(
        ["", "By Anna", "By " + "字" * 60, "Photo: Anna & Co, all rights reserved. " * 4, "By " + "é" * 200]
    ),
    work=st.sampled_from(
        [WORK, Disclosure("Ich arbeite bei " + "漢" * 60), Disclosure("A" * 120, "#" + "b" * 29)]
    ),
    room=st.sampled_from([None, 3000, 600]),
)
def test_whatever_is_written_the_post_says_who_shares_it_and_fits(
    key: str, text: str, credit: str, work: Disclosure, room: int | None
) -> None:
    network, credit = NETWORKS[key], credit.strip()
    try:
        made = post(network, text, credit, work, LINK, server="social.example", room=room)
    except Refused:
        must = f"{credit}\n{work.line}"
        short = length(f"{must}\n{LINK}", network.counting) > network.limit
        assert short or len(quote(must)) > 900, "only where what must stand there doesn't fit"
        return
    assert work.text in made.text
    assert work.tag in made.text
    assert credit in made.text
    assert room is None or len(made.text.encode("utf-16-le", "surrogatepass")) <= 2 * room
    given_whole = whole(made.text, LINK, network.takes)
    assert LINK in given_whole
    assert length(given_whole, network.counting) <= network.limit
    assert len(made.address) <= address_limit(network)
    if made.address:
        parts = urlsplit(made.address)
        assert parts.scheme in ("https", "mailto")
        assert len(parse_qs(parts.query, keep_blank_values=True)) <= 2
        assert not parts.fragment
        if network.takes is not Takes.LINK:
            assert work.text in unquote(made.address).replace("\r\n", "\n")


def test_a_disclosure_that_was_taken_out_comes_back() -> None:
    first = post(NETWORKS["bluesky"], "Lovely.", "By Anna", WORK, LINK)
    assert first.text == f"Lovely.\n\nBy Anna\nI work at Fjord Coffee. #employee\n{LINK}"
    assert post(NETWORKS["bluesky"], first.text, "By Anna", WORK, LINK).text == first.text, (
        "nothing is added twice"
    )
    without = first.text.replace(WORK.line, "")
    assert post(NETWORKS["bluesky"], without, "By Anna", WORK, LINK).text == first.text


@pytest.mark.parametrize(
    "trick",
    [
        "It isn't true that I work at Fjord Coffee.",
        "I\u200b work\u200b at Fjord Coffee. No!",
        "I work at Fjord Coffee.com #employees",
        "\u202eI work at Fjord Coffee. #employee".replace("I work", "I w0rk"),
        "i don't #employee.of.anybody",
    ],
)
def test_a_disclosure_cannot_be_hidden_in_other_words(trick: str) -> None:
    made = post(NETWORKS["bluesky"], trick, "", WORK, LINK)
    lines = made.text.splitlines()
    assert any(line.startswith("I work at Fjord Coffee.") for line in lines)
    assert "\u200b" not in made.text
    assert "\u202e" not in made.text


def test_words_of_ones_own_that_disclose_are_enough() -> None:
    said = "Proud! I work at Fjord Coffee. #employee and I love it"
    assert post(NETWORKS["bluesky"], said, "", WORK, LINK).text == f"{said}\n{LINK}"


def test_a_long_text_is_cut_between_words_and_the_disclosure_stays() -> None:
    made = post(NETWORKS["x"], "word " * 200, "By Anna", WORK, LINK)
    assert made.shortened
    assert made.text.endswith("word…\n\nBy Anna\nI work at Fjord Coffee. #employee")
    assert 270 < length(f"{made.text} {LINK}", Counting.WEIGHTED) <= 280
    inline = "a " * 130 + ". I work at Fjord Coffee. #employee"
    cut = post(NETWORKS["x"], inline, "", WORK, LINK)
    assert cut.shortened
    assert cut.text.count("I work at Fjord Coffee.") == 1


def test_what_no_network_has_room_for_is_refused() -> None:
    with pytest.raises(Refused, match="doesn't fit X"):
        post(NETWORKS["x"], "Hello", "", Disclosure("漢" * 200), LINK)


def test_links_and_line_breaks_cannot_break_out_of_an_address() -> None:
    nasty = "a&url=https://evil.example#x\r\nBcc: all@evil.example\r\n\r\n%0ahello?subject=b \ud800 “é”"
    for key, network in NETWORKS.items():
        made = post(network, nasty, "", WORK, LINK, title="T\r\nBcc: x@evil.example", server="social.example")
        if not made.address:
            continue
        parts = urlsplit(made.address)
        asked = parse_qs(parts.query, keep_blank_values=True)
        if network.takes is Takes.TEXT_AND_LINK:
            assert asked["url"] == [LINK], key
        if network.takes is Takes.LINK:
            assert [*asked.values()] == [[LINK]], key
        if key == "mail":
            assert asked["subject"] == ["T Bcc: x@evil.example"]
            assert set(asked) == {"subject", "body"}
        assert parts.path in ("", "/", parts.path.strip())
        assert "evil.example" not in parts.netloc


def test_an_address_is_short_enough_for_a_button() -> None:
    made = post(NETWORKS["threads"], "字" * 480, "", WORK, LINK)
    assert made.shortened
    assert len(made.address) <= ADDRESS_LIMIT


@pytest.mark.parametrize(
    ("text", "counting", "count"),
    [
        ("hello", Counting.WEIGHTED, 5),
        ("漢字", Counting.WEIGHTED, 4),
        (f"see {LINK}{'x' * 99}", Counting.WEIGHTED, 27),
        ("see fjord.example", Counting.WEIGHTED, 27),
        (f"see {LINK}{'x' * 99}", Counting.ADDRESS_23, 27),
        ("e\u0301🇸🇪🇸🇪👍🏽👩\u200d👩\u200d👧\r", Counting.GRAPHEMES, 6),
        ("a👍", Counting.EMOJI_BYTES, 5),
    ],
)
def test_lengths_are_counted_as_networks_count(text: str, counting: Counting, count: int) -> None:
    assert length(text, counting) == count


def test_long_texts_are_measured_in_time() -> None:
    assert graphemes("a" * 5000) == 5000
    assert length("a-" * 2500, Counting.WEIGHTED) == 5000
    assert length("a." * 2500, Counting.WEIGHTED) == 5000


@pytest.mark.parametrize("language", sorted(WORDS))
def test_each_language_has_texts_that_need_nothing_known(language: str) -> None:
    wording = WORDS[language]
    assert wording.texts.keys() == WORDS["en"].texts.keys()
    bare = suggestions(wording, About("", ""), programme())
    assert len(bare) >= 2
    full = suggestions(wording, About("Best coffee in town! Truly.", "", "review", 3), programme())
    assert len(full) == 3
    assert any("Best coffee in town! Truly." in one.text for one in full)
    assert not any("{" in one.text or "@" in one.text for one in full)
    assert disclosure_of(programme(), wording, "x", "").text.find("Fjord Coffee") > 0


def test_a_quotation_is_short_and_names_nobody() -> None:
    text = "Look @anna #ad https://evil.example now. " + "It is the best coffee of them all. " * 9
    found = quoted(text)
    assert len(found) <= QUOTE_LIMIT
    assert found.endswith(".")
    assert "@" not in found
    assert "evil" not in found
    assert quoted("“” @anna") == ""
    assert quoted("I wrote to #Fjord about a dent, and @anna answered! #coffee https://a.example") == (
        "I wrote to #Fjord about a dent, and … answered!"
    )
    assert len(quoted("x" * 900)) <= QUOTE_LIMIT


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Cold-brewed the #KettleAndFern hibiscus.", "Cold-brewed the #KettleAndFern hibiscus."),
        ("I love my #KettleAndFern #tea #love", "I love my #KettleAndFern"),
        ("Best cup of the year! #KettleAndFern #tea", "Best cup of the year!"),
        ("Best cup of the year\n#KettleAndFern #tea", "Best cup of the year"),
        ("Best cup 🍵 #KettleAndFern", "Best cup 🍵"),
        ("Thanks to @kettle @fern", "Thanks to …"),
        ("Read it here https://a.example #tea", "Read it here"),
        ("#ad Three cups, one #Kettle. #tea", "Three cups, one #Kettle."),
        ("#KettleAndFern #tea", ""),
    ],
)
def test_a_quotation_is_as_it_was_written_without_broken_ends(text: str, expected: str) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize("language", sorted(WORDS))
@pytest.mark.parametrize("kind", ["photo", "video", "review", "post", "story"])
@pytest.mark.parametrize("text", ["Best coffee in town.", ""])
def test_texts_fit_the_kind_of_piece_and_leave_the_creator_to_the_credit(
    language: str, kind: str, text: str
) -> None:
    wording = WORDS[language]
    assert not any("{creator}" in one for one in wording.texts.values())
    seen = set()
    for seed in range(4):
        found = suggestions(wording, About(text, "", kind, seed), programme())
        assert 2 <= len(found) <= 3
        assert all(kind in wording.kinds.get(one.id, {kind}) for one in found)
        seen.add(found[0].id)
    assert len(seen) > 1, "colleagues don't all say the same"
    if kind in ("photo", "video"):
        assert any(one in wording.kinds for one in seen), "some were made for it"


def test_a_quotation_gives_nobodys_number_away() -> None:
    text = (
        "Two arrived whole. Call me at +46 (0)70-123 45 67! Or write to anna.b@mail.example. Thanks anyway."
    )
    assert quoted(text) == "Two arrived whole. Thanks anyway."
    assert quoted("Ring mig på 070-174 06 35") == ""
    assert quoted("Open since 2019, 12 cups a day.") == "Open since 2019, 12 cups a day."


def test_a_piece_that_says_it_was_paid_for_is_told_so() -> None:
    assert says_paid("Lovely #AD tea", [])
    assert says_paid("Lovely", ["#Reklam"])
    assert not says_paid("Lovely #adventure, no ad", ["tea"])
    for wording in WORDS.values():
        plain = disclosure_of(programme(), wording, "x", "")
        paid = disclosure_of(programme(), wording, "x", "", paid=True)
        assert paid.text == f"{plain.text} {wording.paid}"
        made = post(NETWORKS["x"], "word " * 90, "By Anna", paid, LINK)
        assert wording.paid in made.text


def test_what_is_quoted_has_no_blocked_word() -> None:
    strict = programme(blocked_words=["CHEAP as chips"])
    about = About("Cheap  as chi\u200bps!", "", "", 1)
    assert all("hips" not in one.text for one in suggestions(WORDS["en"], about, strict))
    assert strict.blocked_in("so cheap as\nchips they are") == "CHEAP as chips"
    assert strict.blocked_in("cheap as chipsets") is None


def test_braces_and_markup_in_names_mean_nothing() -> None:
    about = About("{company} & <b>{creator}</b> <!channel>", "{quote}", "{quote}", 0)
    for one in suggestions(WORDS["en"], about, programme()):
        assert "{quote}" not in one.text
        assert "{creator}" not in one.text or "{company} & <b>{creator}</b>" in one.text
    assert credit_of(WORDS["en"], "@anna #1") == "By anna 1"
    assert credit_of(WORDS["en"], " \u200b ") == ""


def test_disclosures_differ_by_country_and_network() -> None:
    own = programme(
        disclosures=[
            DisclosureRule(
                language="de", country="DE", text="Anzeige: Ich arbeite bei {company}.", tag="#Werbung"
            ),
            DisclosureRule(language="de", network="x", text="Bei {company}."),
            DisclosureRule(language="de", network="x", country="AT", text="Werbung, {company}."),
        ]
    )
    de = nearest(WORDS, ["xx", "de"])
    said = {
        where: disclosure_of(own, de, *where).line
        for where in [("linkedin", "DE"), ("x", "DE"), ("x", "CH"), ("x", "AT"), ("mail", "")]
    }
    assert said == {
        ("linkedin", "DE"): "Anzeige: Ich arbeite bei Fjord Coffee. #Werbung",
        ("x", "DE"): "Anzeige: Ich arbeite bei Fjord Coffee. #Werbung",
        ("x", "CH"): "Bei Fjord Coffee.",
        ("x", "AT"): "Werbung, Fjord Coffee.",
        ("mail", ""): "Ich arbeite bei Fjord Coffee. #MeinArbeitgeber",
    }


@pytest.mark.timeout(20)
@pytest.mark.parametrize("run", ["@" * 60, "#" * 60, "http://a" * 60, "#a@b" * 40, " #a" * 90, " @" * 90])
def test_no_run_of_letters_makes_quoting_slow(run: str) -> None:
    """What can be split in many ways is split in one: else such a post would stop everything for minutes."""
    assert quoted(f"Best kettle {run} wow").startswith("Best kettle")
    assert quoted(f"Best kettle. {run}").startswith("Best kettle")

"""Wording: varied, in the creator's language, and not to be turned by a hostile name."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.kernel.errors import FixSettings
from bot.rights.drafts import (
    REQUIRED,
    AskFacts,
    Voice,
    address,
    draft,
    load_wordings,
    nearest,
    parse,
    with_link,
    with_uses,
)
from bot.rights.scope import WITHOUT_PROOF, Use

VOICE = Voice("Fjord Coffee", "@fjordcoffee", "#yesfjord")
WORDINGS = load_wordings()
LANGUAGES = ["en", "sv", "de", "fr", "es", "it", "nl"]
ROOT = Path(__file__).parents[3]
GOOD = '[[ask]]\nid = "a"\ntext = "{brand} {mention} {hashtag}"\n'


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_enough_different_wordings(language: str) -> None:
    templates = WORDINGS[language].templates
    assert len([template for template in templates if "creator" in template.variables]) >= 8
    assert len({template.text for template in templates}) == len(templates)
    openings = {" ".join(template.text.split()[:4]) for template in templates}
    assert len(openings) == len(templates)
    assert all(template.variables >= REQUIRED for template in templates)
    assert len([template for template in templates if template.variables <= REQUIRED]) >= 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_for_operators_are_the_packaged_ones(language: str) -> None:
    packaged = resources.files("bot.rights").joinpath("templates", f"{language}.toml").read_text("utf-8")
    assert (ROOT / "config" / "templates" / f"{language}.toml").read_text("utf-8") == packaged


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wording_adds_no_mention_tag_or_line_of_its_own(language: str) -> None:
    for template in WORDINGS[language].templates:
        assert not set("@#<>\n") & set(template.text), template.id
        assert len(template.text) < 400, template.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_names_what_it_asks_for_beyond_reposting(language: str) -> None:
    wordings = WORDINGS[language]
    short = draft(AskFacts("anna"), VOICE, WORDINGS, language).text
    assert with_uses(short, wordings, WITHOUT_PROOF) == short
    linked = with_link(short, wordings, "https://brand.example/p/x")
    full = with_uses(linked, wordings, frozenset(Use))
    assert all(words in full for words in wordings.uses.values())
    assert full.startswith(short)
    assert full.endswith("https://brand.example/p/x")
    assert with_uses(full, wordings, frozenset(Use)) == full, "it is named already"
    some = with_uses(short, wordings, frozenset({Use.WEBSITE, Use.PRINT}))
    assert wordings.uses["print"] in some
    assert wordings.uses["ads"] not in some


def test_the_operators_wordings_name_uses_too(tmp_path: Path) -> None:
    (tmp_path / "fi.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "sv.toml").write_text(GOOD, encoding="utf-8")
    loaded = load_wordings(tmp_path)
    assert loaded["sv"].uses == WORDINGS["sv"].uses
    assert loaded["fi"].also == WORDINGS["en"].also


def test_a_draft_says_who_asks_and_how_to_answer() -> None:
    made = draft(AskFacts("anna", platform="mastodon", url="https://a.example/1"), VOICE, WORDINGS, "sv-SE")
    assert made.language == "sv"
    for word in ("@anna", "Fjord Coffee", "@fjordcoffee", "#yesfjord"):
        assert word in made.text or word == "@anna"
    assert "{" not in made.text


def test_no_two_in_a_row_are_alike_and_all_are_used() -> None:
    used: list[str] = []
    facts = AskFacts("anna", platform="mastodon", url="https://a.example/1", seed=1)
    for _ in range(3 * len(WORDINGS["en"].templates)):
        used.insert(0, draft(facts, VOICE, WORDINGS, "en", used).template)
    size = len(WORDINGS["en"].templates)
    assert all(len(set(used[start : start + size])) == size for start in range(len(used) - size))


def test_a_wording_is_only_taken_where_all_it_needs_is_known() -> None:
    for seed in range(30):
        text = draft(AskFacts(seed=seed), VOICE, WORDINGS, "en").text
        assert "{" not in text
        assert "None" not in text


@pytest.mark.parametrize(
    ("wanted", "language"),
    [
        ("de-AT", "de"),
        ("fr-CA", "fr"),
        ("nl_BE", "nl"),
        ("sv_SE", "sv"),
        ("ja", "en"),
        (None, "en"),
        ("", "en"),
    ],
)
def test_the_nearest_language(wanted: str | None, language: str) -> None:
    assert nearest(WORDINGS, wanted).language == language


@pytest.mark.parametrize(
    ("handle", "name", "expected"),
    [
        ("anna", "Anna", "@anna"),
        ("@anna@fjord.example", None, "@anna@fjord.example"),
        ("anna <!channel>", "Anna Berg", "Anna Berg"),
        (None, "Anna @everyone <!here> #yesfjord", "Anna everyone here yesfjord"),
        (None, "Free money www.evil.example", ""),
        (None, "evil.com", ""),
        (None, "{brand}", "brand"),
        (None, "Zoë O’Hara-Müller", "Zoë O’Hara-Müller"),
        (None, "\u202eannA\u200b", "annA"),
        (None, "👋", ""),
        (None, None, ""),
    ],
)
def test_how_a_creator_is_addressed(handle: str | None, name: str | None, expected: str) -> None:
    assert address(handle, name) == expected


@given(st.text(max_size=80), st.text(max_size=80), st.integers(0, 50))
def test_no_name_adds_a_mention_a_tag_or_a_variable(handle: str, name: str, seed: int) -> None:
    text = draft(AskFacts(handle, name, seed=seed), VOICE, WORDINGS, "en").text
    rest = text.replace("@fjordcoffee", "").replace("#yesfjord", "")
    own = address(handle, name)
    assert rest.count("@") <= own.count("@") <= 2
    assert not set("#<>{}\n") & set(rest)


def test_braces_in_settings_and_addresses_mean_nothing() -> None:
    voice = Voice("{url} & Co", "@{creator}", "#x")
    made = [
        draft(AskFacts("anna", url="https://a.example/{brand}", seed=n), voice, WORDINGS, "en")
        for n in range(13)
    ]
    assert all("{url} & Co" in one.text and "@{creator}" in one.text for one in made)
    assert any("https://a.example/{brand}" in one.text for one in made)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "https://u:p@a.example/", "https://a.example/ x", "x" * 600]
)
def test_unfit_addresses_are_left_out(url: str) -> None:
    assert all(
        url not in draft(AskFacts("anna", url=url, seed=n), VOICE, WORDINGS, "en").text for n in range(13)
    )


def test_the_operator_replaces_a_language_and_adds_others(tmp_path: Path) -> None:
    for language in ("en", "fi"):
        (tmp_path / f"{language}.toml").write_text(GOOD.replace('"a"', f'"{language}"'), encoding="utf-8")
    loaded = load_wordings(tmp_path)
    assert [template.id for template in loaded["en"].templates] == ["en"]
    assert loaded.keys() == {*LANGUAGES, "fi"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("x =", "not valid TOML"),
        ("x = 1", "lacks what messages need"),
        ("[[ask]]\nid = 1\ntext = 'x'", "without id or text"),
        (GOOD.replace("{brand}", "{brand} {follower}"), "follower"),
        (GOOD.replace("{brand}", "{brand} {"), "..."),
        (GOOD.replace("{mention}", ""), "{mention}"),
        (GOOD + GOOD, "twice"),
        (f'also = "{{uses}}"\n{GOOD}', "[uses]"),
        (f"{GOOD}\n[uses]\nads = 1", "[uses]"),
        (f'{GOOD}\n[uses]\nbillboards = "posters"', "[uses]"),
        (f'also = "more"\n{GOOD}', "also"),
        (GOOD.replace("{brand}", "{brand} {creator}"), "nothing is known"),
    ],
)
def test_a_faulty_file_is_named_with_the_remedy(text: str, says: str) -> None:
    with pytest.raises(FixSettings) as caught:
        parse(text, "en", "templates/en.toml")
    assert "templates/en.toml" in caught.value.message
    assert says in str(caught.value)
    assert caught.value.remedy


def test_a_missing_folder_and_an_unreadable_file(tmp_path: Path) -> None:
    with pytest.raises(FixSettings, match="no folder"):
        load_wordings(tmp_path / "missing")
    (tmp_path / "en.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(FixSettings, match="can't be read"):
        load_wordings(tmp_path)

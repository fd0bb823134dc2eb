"""Codes that people say, and accounts as values."""

from __future__ import annotations

import re

import pytest

from bot.people.accounts import ALPHABET, KnownAccount, codes_in, hash_code, spell_code, twins


def test_a_code_has_no_letters_that_are_mistaken_for_one_another() -> None:
    assert len(set(ALPHABET)) == 32
    assert not set("0O1I") & set(ALPHABET)
    assert spell_code(bytes(range(8))) == "GW-2345-6789"
    assert spell_code(b"\xff" * 8) == "GW-ZZZZ-ZZZZ"
    assert re.fullmatch(r"GW-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}", spell_code(b"any eight"))


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("GW-7F3K-9QXM", ["GW-7F3K-9QXM"]),
        ("my code is gw 7f3k 9qxm, thanks #tea", ["GW-7F3K-9QXM"]),
        ("Gw7f3k9qxm", ["GW-7F3K-9QXM"]),
        ("gW-7F3K-9QXM", ["GW-7F3K-9QXM"]),
        ("(GW-7F3K-9QXM)\nGW-7F3K-9QXM and GW-2222-3333", ["GW-7F3K-9QXM", "GW-2222-3333"]),
        ("GW-7F3K-9QXMA", []),
        ("AGW-7F3K-9QXM", []),
        ("GW-7F3K-9QX0", []),
        ("GW-7F3K", []),
        ("", []),
        ("a dogwood", []),
    ],
)
def test_codes_are_read_as_people_write_them(text: str, codes: list[str]) -> None:
    assert codes_in(text) == codes


def test_a_long_hostile_text_is_read_in_no_time() -> None:
    assert codes_in("GW-" * 300_000) == []
    assert len(codes_in("GW-7F3K-9QXM " * 50_000)) == 1


def test_what_is_kept_of_a_code_doesnt_tell_it() -> None:
    kept = hash_code("GW-7F3K-9QXM")
    assert re.fullmatch(r"[0-9a-f]{64}", kept)
    assert kept != hash_code("GW-7F3K-9QXN")


def test_twins_are_two_accounts_in_one_chat() -> None:
    def known(number: int, platform: str) -> KnownAccount:
        return KnownAccount(number, platform, str(number), "A")

    assert twins([]) is None
    assert twins([known(1, "discord"), known(2, "slack"), known(3, "mastodon"), known(4, "mastodon")]) is None
    assert twins([known(1, "discord"), known(2, "slack"), known(3, "discord")]) == "discord"

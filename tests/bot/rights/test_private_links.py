"""Links that open a creator's pages: only those we gave out, each for its own purpose, until they are ended."""

from __future__ import annotations

import hashlib

import pytest

from bot.rights.chain import Signer
from bot.rights.private_links import PrivateLinks, link_hash, new_nonce
from bot.rights.tables import Ask
from tests.bot.review.support import NOW
from tests.bot.rights.support import KEY, Desk, one

LINKS = PrivateLinks("https://goodword.example.com/", lambda: KEY)


def ask(number: int = 7, generation: int = 0) -> Ask:
    return Ask(id=number, item_id=1, changed_at=NOW, link_generation=generation)


def test_a_secret_is_long_and_fresh() -> None:
    made = {new_nonce() for _ in range(1000)}
    assert len(made) == 1000
    assert all(len(one) == 22 for one in made)
    nonce = made.pop()
    assert link_hash(nonce) == hashlib.sha256(nonce.encode()).hexdigest()
    assert LINKS.answer(nonce) == f"https://goodword.example.com/p/{nonce}"


@pytest.mark.parametrize(
    "nonce", ["", "x", "a" * 21, "a" * 23, "a" * 21 + "/", "a" * 21 + "ä", "../" * 7 + "a"]
)
def test_what_is_no_secret_makes_no_link(nonce: str) -> None:
    with pytest.raises(ValueError, match="no secret"):
        LINKS.answer(nonce)


def test_without_an_address_there_are_no_links() -> None:
    nowhere = PrivateLinks("", lambda: KEY)
    assert nowhere.answer(new_nonce()) == nowhere.receipt(ask()) == nowhere.withdraw(ask()) == ""


def test_a_signed_link_gives_its_ask_back_for_its_own_purpose_alone() -> None:
    receipt, withdraw = LINKS.receipt_token(ask()), LINKS.withdraw_token(ask(generation=3))
    assert LINKS.receipt(ask()) == f"https://goodword.example.com/r/{receipt}"
    assert LINKS.read_receipt(receipt) == (7, 0)
    assert LINKS.read_withdraw(withdraw) == (7, 3)
    assert LINKS.read_withdraw(receipt) is None
    assert LINKS.read_receipt(withdraw) is None


@pytest.mark.parametrize(
    "change", [lambda t: t[:-1], lambda t: t + "A", lambda t: "A" + t[1:], lambda t: t * 50]
)
def test_a_token_that_was_changed_or_cut_is_none(change: object) -> None:
    assert callable(change)
    assert LINKS.read_receipt(change(LINKS.receipt_token(ask()))) is None


@pytest.mark.parametrize("value", [[], [1], [1, 2, 3], ["1", 0], {"a": 1}, None, 7])
def test_what_we_signed_but_not_as_a_link_is_none(value: object) -> None:
    assert LINKS.read_receipt(str(LINKS._signs("receipt").dumps(value))) is None


def test_another_installation_signs_otherwise() -> None:
    other = PrivateLinks("https://other.example", lambda: Signer(b"x" * 32))
    assert other.read_receipt(LINKS.receipt_token(ask())) is None
    assert LINKS.key("form") != LINKS.key("code") != other.key("code")


async def test_an_ask_keeps_the_hash_of_the_secret_alone(desk: Desk) -> None:
    nonce = new_nonce()
    item = await one(desk)
    await desk.ask(item, nonce=nonce)
    [row] = await desk.rows(item)
    assert row.link_hash == link_hash(nonce)
    assert row.link_expires_at == row.ends_at
    assert nonce not in str([row, await desk.steps(item)])

"""What recognises an answer again stands in the signed record for good: it must name nobody."""

from __future__ import annotations

from bot.intake.reaching.ways import answer_request
from bot.rights.chain import Signer
from bot.rights.private_links import PrivateLinks

ANSWER = "https://social.example/users/anna/statuses/7"


def links(seed: bytes) -> PrivateLinks:
    return PrivateLinks("", lambda: Signer(seed))


def test_an_answer_is_recognised_without_being_named() -> None:
    ours = links(b"k" * 32)
    request = answer_request(ours, ANSWER, "1")
    assert request == answer_request(links(b"k" * 32), ANSWER, "1"), "another replica says the same"
    assert request != answer_request(ours, ANSWER, "2")
    assert request != answer_request(links(b"x" * 32), ANSWER, "1"), "nobody else can try names"
    assert "anna" not in request
    assert request.startswith("answer:")

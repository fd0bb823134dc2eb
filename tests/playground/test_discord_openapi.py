"""The checker that holds traffic against Discord's OpenAPI document: it must complain where there is reason."""

from __future__ import annotations

import os
from typing import Any

import pytest

from bot.playground.discord import Exchange, LocalDiscord
from tests.playground.discord_bot import ContestBot
from tests.support.discord_fixtures import running
from tests.support.discord_openapi import REAL_DATA, Checker, checker, normalised

pytestmark = [
    pytest.mark.real_data,
    pytest.mark.skipif(
        REAL_DATA not in os.environ, reason=f"{REAL_DATA} is not set: no copy of Discord's document"
    ),
]
SEND = "/channels/5/messages"


def complaints(method: str, path: str, body: Any, status: int, answer: Any) -> list[str]:
    found = checker()
    found(Exchange(method, path, {}, "application/json", body, (), status, answer))
    return found.complaints


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "answer", "words"),
    [
        ("POST", SEND, {"embeds": [{"title": "t" * 300}]}, 200, None, "too long"),
        ("POST", SEND, {"components": [{"type": 1, "components": []}]}, 200, None, "non-empty"),
        ("GET", "/users/@me", None, 200, {"id": "1"}, "is a required property"),
        ("GET", "/users/@me", None, 204, None, "status 204 is not documented"),
        ("GET", "/never/heard", None, 200, {}, "not in the document"),
        ("PUT", f"{SEND}/pins/6", {"a": 1}, 204, None, "a body where none is documented"),
        ("POST", SEND, {"content": "x"}, 404, {"code": "words"}, "is a required property"),
    ],
)
def test_what_is_wrong_is_complained_of(
    method: str, path: str, body: Any, status: int, answer: Any, words: str
) -> None:
    assert words in "\n".join(complaints(method, path, body, status, answer))


def test_discord_takes_more_than_its_document_says() -> None:
    assert normalised({"channel_id": 5, "permissions": "8", "ids": [1 << 60], "points": 7}) == {
        "channel_id": "5",
        "permissions": 8,
        "ids": [str(1 << 60)],
        "points": 7,
    }


async def test_a_bots_whole_visit_gives_no_reason() -> None:
    found = checker()
    assert isinstance(found, Checker)
    async with LocalDiscord(limits="off", observer=found) as local, running(local, ContestBot()):
        await local.slash("noor", channel="contests", command="contest slow")
        answer = await local.slash("noor", channel="contests", command="contest card", options={"points": 1})
        where = {"channel": "contests", "message": answer["response"]["id"]}
        await local.click("lena", **where, custom_id="card:vote")
        await local.click("lena", **where, custom_id="card:enter")
        await local.submit("lena", values={"link": "https://a.example", "division": ["a"]})
    assert found.complaints == []
    assert found.seen["POST /interactions/{interaction_id}/{interaction_token}/callback"] == 5
    assert "PUT /applications/{application_id}/commands" in found.seen

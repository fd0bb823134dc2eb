"""The link that opens the right place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.content.tables import Item
from bot.people.tables import Creator
from bot.rights.where import Place, reply_place

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def item(url: str | None, platform: str = "mastodon") -> Item:
    return Item(kind="post", platform=platform, text="x", url=url, found_at=NOW, updated_at=NOW)


def creator(url: str | None) -> Creator:
    return Creator(platform="blog", external_id="1", url=url, first_seen_at=NOW, updated_at=NOW)


def test_the_post_comes_first() -> None:
    found = reply_place(item("https://social.example/@anna/1"), creator("mailto:anna@fjord.example"))
    assert found == Place("Open the post on Mastodon", "https://social.example/@anna/1")


def test_without_a_post_the_mail_address_or_the_profile() -> None:
    mail = "mailto:anna@fjord.example"
    assert reply_place(item(None, "blog"), creator(mail)) == Place("Write a mail", mail)
    profile = reply_place(item(None, "hackernews"), creator("https://news.example/anna"))
    assert profile == Place("Open the profile on Hacker News", "https://news.example/anna")


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        "https://user:secret@evil.example/",
        "https:///nowhere",
        "https://[broken/",
        "https://a.example/\u202egnp.exe",
        "mailto:a@b.example?bcc=all@b.example",
        "mailto:a@b.example,c@d.example",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_nothing_that_should_not_be_opened(url: str | None) -> None:
    assert reply_place(item(url)) is None
    assert reply_place(item(None), creator(url)) is None

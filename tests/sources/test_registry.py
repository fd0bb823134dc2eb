"""Finding sources by folder, and settings that explain what is wrong with them."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

import pytest

from bot.kernel.errors import FixSettings
from bot.sources.feed import FeedSettings
from bot.sources.registry import known_kinds, poll_interval, source_kind, validate_settings


def test_every_folder_is_a_kind() -> None:
    assert {"feed", "mastodon", "hackernews", "webhook", "fileimport"} <= set(known_kinds())
    for kind in known_kinds():
        spec = source_kind(kind).spec
        assert spec.key == kind
        assert spec.terms
        assert set(spec.secrets) <= set(spec.settings.model_fields)


def test_an_unknown_kind_names_the_known_ones() -> None:
    with pytest.raises(FixSettings, match=r"no source kind 'feeds'\. Known: bluesky, feed, "):
        source_kind("feeds")


@pytest.mark.parametrize(
    ("kind", "values", "words"),
    [
        ("feed", {}, ["[sources.blog] url: is missing"]),
        ("feed", {"url": "blog.example"}, ["[sources.blog] url:", "https://"]),
        (
            "feed",
            {"url": "https://a.example/", "max_items": 0, "keywords": [" "]},
            ["max_items:", "keywords.0:"],
        ),
        ("feed", {"url": "https://a.example/", "interval": 5}, ["interval:", "60 seconds"]),
        ("feed", {"url": "https://a.example/", "max_items": "many"}, ["max_items: must be a whole number"]),
        ("webhook", {}, ["secrets: is missing", "Set GOODWORD_SOURCES_BLOG_SECRETS (Signing secrets"]),
        ("webhook", {"secrets": ""}, ["secrets: needs 1 or more", "Set GOODWORD_SOURCES_BLOG_SECRETS"]),
        ("mastodon", {"servers": ["https://m.example"]}, ["give hashtags, or set mentions = true"]),
        ("mastodon", {"servers": ["https://m.example"], "mentions": True}, ["needs a token"]),
        ("mastodon", {"servers": [], "hashtags": ["a b"]}, ["servers:", "hashtags.0:"]),
        ("webhook", {"secrets": ["short-pa55"]}, ["at least 16 characters"]),
        ("webhook", {"secrets": ["x" * 16], "fields": {"body": "a"}}, ["unknown field 'body'"]),
        ("hackernews", {"keywords": []}, ["keywords:"]),
    ],
)
def test_settings_say_what_is_wrong(kind: str, values: dict[str, object], words: list[str]) -> None:
    with pytest.raises(FixSettings) as error:
        validate_settings(kind, {"kind": kind, **values}, "blog")
    assert all(word in str(error.value) for word in words), str(error.value)
    assert "pa55" not in str(error.value)
    assert error.value.__context__ is None or error.value.__suppress_context__


def test_settings_come_back_typed() -> None:
    settings = validate_settings(
        "feed", {"kind": "feed", "url": "https://a.example/f", "hashtags": ["#Trail"]}
    )
    assert isinstance(settings, FeedSettings)
    assert settings.hashtags == ("trail",)
    assert poll_interval(source_kind("feed").spec, settings) == timedelta(minutes=5)


def test_naming_the_kinds_loads_no_parser() -> None:
    code = (
        "import sys; from bot.sources.registry import known_kinds, validate_settings; known_kinds();"
        "validate_settings('feed', {'url': 'https://a.example/'});"
        "print([m for m in ('feedparser', 'fastfeedparser', 'lxml.etree') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.strip() == "[]"

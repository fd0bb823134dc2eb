"""The window that completes an addition."""

from __future__ import annotations

from typing import Any

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.sources.base import Kind
from cogs.add.view import Draft

PLATFORMS = (
    "web", "instagram", "facebook", "threads", "tiktok", "youtube", "x", "bluesky", "mastodon", "reddit", "linkedin",
    "pinterest", "hackernews", "trustpilot", "google", "tripadvisor", "blog", "podcast",
)  # fmt: skip
LANGUAGES = ("en", "sv", "de", "da", "nb", "fi", "nl", "fr", "es", "it", "pt", "pl", "ar", "he", "ja", "zh")
TEXT_LIMIT = 3000


def complete(draft: Draft, platform: str, kind: Kind) -> dict[str, Any]:
    """The address, what was guessed from it, and what the person saw there."""
    made = [b.section(f"*Address*\n{b.link(draft.url if len(draft.url) < 1000 else None, draft.url[:300])}")]
    if draft.note:
        made.append(b.context(f"Note: {b.isolate(draft.note)}"))
    text = b.text_input("text", multiline=True, initial=draft.text, limit=TEXT_LIMIT)
    hint = "Copy here what the post itself says. Without it, nobody can judge the item from its card."
    made += [
        b.field("What does it say?", text, "text", optional=True, hint=hint),
        b.field("Creator's name", b.text_input("name", limit=200), "name", optional=True),
        b.field(
            "Creator's handle",
            b.text_input("handle", limit=200, placeholder="@anna"),
            "handle",
            optional=True,
        ),
        b.field("Platform", _platforms(platform), "platform"),
        b.field("Kind", _kinds(kind), "kind"),
        b.field("Language", _languages(), "language", optional=True, hint="Empty: I find out by myself."),
    ]
    return b.modal(
        "Add content", made, callback_id=encode("add", "submit"), submit="Add", metadata=draft.pack()
    )


def _platforms(likely: str) -> b.Block:
    known = PLATFORMS if likely in PLATFORMS else (*PLATFORMS, likely)
    return b.select(
        "platform",
        "Where is it?",
        [b.option("Another website" if key == "web" else words.platform_word(key), key) for key in known],
        initial=likely,
    )


def _kinds(likely: Kind) -> b.Block:
    return b.select(
        "kind", "What is it?", [b.option(words.kind_word(kind), kind) for kind in Kind], initial=likely
    )


def _languages() -> b.Block:
    options = [b.option(words.language_word(code) or code, code) for code in LANGUAGES]
    return b.select("language", "Choose a language", options)

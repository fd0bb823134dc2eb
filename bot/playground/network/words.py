"""Texts of posts: what they mention, how long they are, and the HTML that Mastodon makes of them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

LONGEST = 500
URL_LENGTH = 23
"""What an address counts for, however long it is."""

_TOKEN = re.compile(
    r"(?P<url>https?://[^\s<>\"“”«»]+)"
    r"|(?<![\w@/])@(?P<name>\w+(?:[\w.-]*\w)?)(?:@(?P<domain>[\w-]+(?:[.-][\w-]+)*(?::\d{1,5})?))?"
    r"|(?<![\w&/#])#(?P<tag>\w*[^\W\d]\w*)"
)
_TRAILING = ".,;:!?)]}'’"


@dataclass(frozen=True, slots=True)
class Token:
    """Words (``kind`` "words"), or an address, a mention or a hashtag among them."""

    kind: str
    text: str
    value: str = ""
    domain: str | None = None


def tokens(text: str) -> Iterator[Token]:
    """The text in parts that add up to it."""
    at = 0
    for found in _TOKEN.finditer(text):
        whole = found[0].rstrip(_TRAILING) if found["url"] else found[0]
        if at < found.start():
            yield Token("words", text[at : found.start()])
        if found["url"]:
            yield Token("url", whole, whole)
        elif found["name"]:
            yield Token("mention", whole, found["name"], found["domain"])
        else:
            yield Token("tag", whole, found["tag"])
        at = found.start() + len(whole)
    if at < len(text):
        yield Token("words", text[at:])


def length(text: str) -> int:
    """As Mastodon counts: an address is 23 characters, a mention doesn't count its server."""
    return sum(_length(token) for token in tokens(text))


def _length(token: Token) -> int:
    if token.kind == "url":
        return URL_LENGTH
    return len(token.value) + 1 if token.kind == "mention" else len(token.text)


def tags(text: str) -> list[str]:
    """Hashtags in it, each once, folded."""
    return list(dict.fromkeys(token.value.casefold() for token in tokens(text) if token.kind == "tag"))


def mentions(text: str, known: Callable[[str, str | None], str | None]) -> list[str]:
    """Handles of those mentioned who are ``known`` (by name and server), each once."""
    found = (known(token.value, token.domain) for token in tokens(text) if token.kind == "mention")
    return list(dict.fromkeys(handle for handle in found if handle))


def to_html(text: str, base: str, known: Callable[[str, str | None], str | None]) -> str:
    """The ``content`` of a status: paragraphs, links; everything else is text."""
    body = "".join(_html(token, base, known) for token in tokens(text.strip()))
    paragraphs = re.split(r"\n{2,}", body)
    return "".join(f"<p>{paragraph.replace(chr(10), '<br />')}</p>" for paragraph in paragraphs)


def _html(token: Token, base: str, known: Callable[[str, str | None], str | None]) -> str:
    if token.kind == "url":
        return _link(token.text)
    if token.kind == "mention" and (handle := known(token.value, token.domain)):
        return (
            f'<span class="h-card" translate="no"><a href="{escape(base)}/@{handle}" class="u-url mention">'
            f"@<span>{handle}</span></a></span>"
        )
    if token.kind == "tag":
        return (
            f'<a href="{escape(base)}/tags/{escape(token.value.casefold())}" class="mention hashtag" rel="tag">'
            f"#<span>{escape(token.value)}</span></a>"
        )
    return escape(token.text, quote=False)


def _link(url: str) -> str:
    """Shown without its scheme and shortened; the whole of it stays in the text, hidden from sight."""
    scheme, _, rest = url.partition("://")
    prefix = f"{scheme}://www." if rest.startswith("www.") else f"{scheme}://"
    rest = rest.removeprefix("www.")
    shown, hidden = rest[:30], rest[30:]
    cls = ' class="ellipsis"' if hidden else ' class=""'
    return (
        f'<a href="{escape(url)}" target="_blank" rel="nofollow noopener" translate="no">'
        f'<span class="invisible">{prefix}</span><span{cls}>{escape(shown)}</span>'
        f'<span class="invisible">{escape(hidden)}</span></a>'
    )

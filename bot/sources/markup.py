"""HTML as sources send it, to plain text. The result is text, never markup: whoever shows it escapes it.

Well-behaved markup takes a short way through compiled patterns, each linear in the input; scripts, comments,
embedded documents and broken tags go through nh3 (an HTML5 parser) first. Both ways give the same text.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import nh3

from bot.sources.base import FoundMedia

TEXT_LIMIT = 50_000
"""Characters of text kept of one piece; more is cut, with a note."""

MARKUP_LIMIT = 500_000
"""Characters of markup looked at in one piece."""

TITLE_LIMIT = 500
IMAGE_LIMIT = 20
"""Pictures taken from the markup of one piece."""

_INLINE = "a abbr b cite code del em font i img ins kbd label mark q s small span strong sub sup tt u time"
_ODD = "script style svg math template noscript iframe textarea title xmp plaintext object select image"
_SAFE = (
    "a abbr b blockquote br code dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins li ol p pre q s"
    " small span strong sub sup table tbody td th thead tr u ul"
)
_CONTROLS = bytes(c for c in (*range(32), 127) if c not in (9, 10, 13))
_BLOCKS = (
    "address article aside blockquote br dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr li main nav ol p pre section summary table tbody thead tr ul"
)
_SEPARATORS = {
    tag: separator
    for names, separator in ((_BLOCKS, "\n"), ("td th", " "), (_INLINE, ""))
    for name in names.split()
    for tag in (name, f"/{name}", f"{name}/", f"{name} /", name.upper(), f"/{name.upper()}")
}
"""Tags as they are usually written, and what stands in their place."""

_OPEN_TAG = re.compile(r"/?[a-zA-Z]|[!?]")
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9:-]*")
_IMAGE_NAMES = frozenset({"img", "IMG"})
_WRITTEN = {name: f' {name}="' for name in ("src", "alt", "width", "height")}
_ATTRIBUTES = {
    name: re.compile(rf"""\s{name}\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
    for name in _WRITTEN
}
_ODD_NAMES = frozenset(_ODD.split())
_HIDDEN = (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"), ("<svg", "</svg>"))
_SAFE_TAGS = set(_SAFE.split())
_DROPPED_WITH_CONTENT = {
    "script",
    "style",
    "template",
    "noscript",
    "iframe",
    "textarea",
    "title",
    "object",
    "select",
}


@dataclass(frozen=True, slots=True)
class Plain:
    """Markup as text, the pictures in it, and what was left out."""

    text: str
    images: tuple[FoundMedia, ...] = ()
    notes: tuple[str, ...] = ()


def clean_text(text: str) -> str:
    """Without control characters and lone surrogates, which databases refuse.

    Zero-width and bidirectional characters stay: screening judges them.
    """
    try:
        raw = text.encode()
    except UnicodeEncodeError:
        raw = text.encode("utf-8", "ignore")
        text = raw.decode()
    kept = raw.translate(None, _CONTROLS)
    return text if len(kept) == len(raw) else kept.decode()


def one_line(text: str | None, limit: int = TITLE_LIMIT) -> str | None:
    """A title or a name: one line of at most ``limit`` characters, None where nothing is left."""
    if not text:
        return None
    line = " ".join(clean_text(text).split())
    return (line if len(line) <= limit else line[: limit - 1] + "…") or None


def plain_line(markup: str | None, limit: int = TITLE_LIMIT) -> str | None:
    """A title or a name that may hold markup or entities, as one line of text."""
    if not markup:
        return None
    if "<" in markup or "&" in markup:
        markup = to_text(markup[: limit * 20]).text
    return one_line(markup, limit)


def cut(text: str, limit: int = TEXT_LIMIT) -> tuple[str, tuple[str, ...]]:
    """The text within the limit, and the note that it was cut."""
    if len(text) <= limit:
        return text, ()
    return text[:limit], (f"the text was cut at {limit:,} of {len(text):,} characters",)


def plain_text(text: str) -> Plain:
    """Text that is no markup: control characters dropped, line ends unified, cut at the limit."""
    kept, notes = cut(clean_text(text.replace("\r\n", "\n").replace("\r", "\n")).strip())
    return Plain(kept, notes=notes)


def to_text(markup: str) -> Plain:
    """Markup as text: blocks and breaks end lines, links keep their words, pictures are collected."""
    notes: tuple[str, ...] = ()
    if len(markup) > MARKUP_LIMIT:
        notes = (f"only the first {MARKUP_LIMIT:,} of {len(markup):,} characters were read",)
        markup = markup[:MARKUP_LIMIT]
    images: tuple[FoundMedia, ...] = ()
    if "<" in markup:
        markup, images = _without_tags(markup)
    if "&" in markup:
        markup = html.unescape(markup)
    text, cut_note = cut(_tidy(clean_text(markup)))
    return Plain(text, images, notes + cut_note)


def _without_tags(markup: str) -> tuple[str, tuple[FoundMedia, ...]]:
    for start, end in _HIDDEN:
        if start in markup:
            markup = _cut_out(markup, start, end)
    read = _read_tags(markup) or _read_tags(_sanitised(clean_text(markup)))
    if read is None:  # not seen; what nh3 writes is well-formed
        return markup.replace("<", " "), ()
    text, images = read
    return text, tuple(_images(images)) if images else ()


def _read_tags(markup: str) -> tuple[str, list[str]] | None:
    """Text with a line end for each block tag, and the image tags; None where a parser has to look first.

    One pass of string splitting: the cheapest way there is without a parser, and feeds are mostly markup.
    """
    parts = markup.replace("\n", " ").split("<")
    kept = [parts.pop(0)]
    images: list[str] = []
    usual, keep = _SEPARATORS.get, kept.append
    for part in parts:
        tag, _, text = part.partition(">")
        separator = usual(tag)
        if separator is None:
            name, blank, attributes = tag.partition(" ")
            separator = usual(name) if blank else None
            if separator is None:
                separator = _separator(part, name)
            if separator is None or attributes.count('"') & 1:
                return None
            if name in _IMAGE_NAMES:
                images.append(" " + attributes)
            elif separator == "<":
                text = part
        if separator:
            keep(separator)
        keep(text)
    return "".join(kept), images


def _separator(part: str, name: str) -> str | None:
    """What stands in place of an unusual tag; '<' where it is none ('a < b'); None where it is odd."""
    if not _OPEN_TAG.match(part):
        return "<"
    found = _NAME.match(name)
    if ">" not in part or found is None or found.group().lower() in _ODD_NAMES:
        return None
    return _SEPARATORS.get(found.group().lower(), "")


def _cut_out(markup: str, start: str, end: str) -> str:
    """Without every stretch from ``start`` to ``end``; one that never ends is left for the parser."""
    kept: list[str] = []
    at = 0
    while (opened := markup.find(start, at)) >= 0:
        closed = markup.find(end, opened + len(start))
        if closed < 0:
            break
        kept.append(markup[at:opened])
        at = closed + len(end)
    kept.append(markup[at:])
    return "".join(kept)


def _sanitised(markup: str) -> str:
    """What a browser would make of it, reduced to a few tags; '<' in text comes out escaped."""
    return nh3.clean(
        markup,
        tags=_SAFE_TAGS,
        clean_content_tags=_DROPPED_WITH_CONTENT,
        attributes={"img": {"src", "alt", "width", "height"}},
        attribute_filter=lambda _tag, _name, value: value.replace("<", " ").replace(">", " "),
        link_rel=None,
    )


def _images(tags: list[str]) -> Iterator[FoundMedia]:
    found = (_image(attributes) for attributes in tags)
    return islice((image for image in found if image is not None), IMAGE_LIMIT)


def _image(attributes: str) -> FoundMedia | None:
    """A picture, unless it has no web address or is a counting pixel."""
    url = _attribute("src", attributes).strip()
    width, height = _pixels(_attribute("width", attributes)), _pixels(_attribute("height", attributes))
    if not url.startswith(("http://", "https://", "//")) or (width or 9) < 3 or (height or 9) < 3:
        return None
    url = "https:" + url if url.startswith("//") else url
    alt = one_line(_attribute("alt", attributes), 1000)
    return FoundMedia("image", clean_text(url), alt=alt, width=width, height=height)


def _attribute(name: str, attributes: str) -> str:
    written = _WRITTEN[name]
    at = attributes.find(written)
    if at >= 0:  # as nearly everybody writes it
        start = at + len(written)
        end = attributes.find('"', start)
        value = attributes[start:end] if end >= 0 else ""
    elif name not in attributes.lower():
        return ""
    else:
        found = _ATTRIBUTES[name].search(attributes)
        value = next((group for group in found.groups() if group), "") if found else ""
    return html.unescape(value) if "&" in value else value


def _pixels(value: str | None) -> int | None:
    return int(value) if value and value.isascii() and value.isdigit() and len(value) < 6 else None


def _tidy(text: str) -> str:
    """Lines without leading, trailing or doubled spaces, and no empty ones. Whole-text replacing is several times
    faster than going line by line, and each pass halves what it collapses."""
    for space in ("\t", "\r", "\xa0"):
        text = text.replace(space, " ")
    while "  " in text:
        text = text.replace("  ", " ")
    text = text.replace(" \n", "\n").replace("\n ", "\n")
    while "\n\n" in text:
        text = text.replace("\n\n", "\n")
    return text.strip()

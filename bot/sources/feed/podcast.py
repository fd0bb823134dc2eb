"""What podcast feeds say in the ``itunes:`` and ``podcast:`` namespaces, which general parsers leave out."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

_ITUNES = ("{http://www.itunes.com/dtds/podcast-1.0.dtd}", "{http://www.itunes.com/DTDs/Podcast-1.0.dtd}")
_PODCAST = (
    "{https://podcastindex.org/namespace/1.0}",
    "{https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md}",
)
_YES = frozenset({"yes", "true", "explicit"})
_MARKS = (b"itunes.com/", b"odcastindex")


@dataclass(frozen=True, slots=True)
class Extra:
    """One entry's additions. ``duration`` as written: seconds or h:mm:ss."""

    author: str | None = None
    summary: str | None = None
    image: str | None = None
    keywords: tuple[str, ...] = ()
    explicit: bool = False
    duration: str | None = None
    people: tuple[str, ...] = ()


def is_podcast_like(body: bytes) -> bool:
    """Whether the document names one of the namespaces near its start."""
    head = body[:5000]
    return any(mark in head for mark in _MARKS)


def read_extras(body: bytes) -> list[Extra]:
    """The additions of every item, in document order; empty where the document is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [_extra(item) for item in root.iter("item")]


def _extra(item: etree._Element) -> Extra:
    image = _element(item, _ITUNES, "image")
    keywords = (_text(item, "keywords") or "").split(",")
    people = [
        child.text.strip() for space in _PODCAST for child in item.findall(f"{space}person") if child.text
    ]
    return Extra(
        author=_text(item, "author"),
        summary=_text(item, "summary") or _text(item, "subtitle"),
        image=image.get("href") or image.text if image is not None else None,
        keywords=tuple(word.strip().lower() for word in keywords if word.strip())[:20],
        explicit=(_text(item, "explicit") or "").lower() in _YES,
        duration=_text(item, "duration"),
        people=tuple(people[:20]),
    )


def _element(item: etree._Element, spaces: tuple[str, ...], name: str) -> etree._Element | None:
    return next((found for space in spaces if (found := item.find(f"{space}{name}")) is not None), None)


def _text(item: etree._Element, name: str) -> str | None:
    element = _element(item, _ITUNES, name)
    return element.text.strip() or None if element is not None and element.text else None

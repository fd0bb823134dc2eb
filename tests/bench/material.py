"""Content to measure with: our own words, seeded, in three languages; no two pieces alike.

Posts are as short as on social networks. Articles are as long as what recorded live feeds carry in an entry (140
entries of 40 characters and more: mean 3,820 characters of HTML, median 1,894; the study this floor comes from took
its input from such feeds too).
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape

from bot.sources.base import FoundCreator, FoundItem, FoundMedia, Kind, Why

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
_WORDS = {
    "en": (
        "the lamp on my desk has been a quiet friend through these long evenings and we like how its warm light "
        "fills a room without asking for anything back though setting it up took an hour because one screw was "
        "missing from the box so we wrote to support who answered the same day with a new one and a kind note"
    ),
    "sv": (
        "lampan på mitt skrivbord har varit en stilla vän under de långa kvällarna och vi tycker om hur det varma "
        "ljuset fyller rummet utan att kräva något tillbaka även om monteringen tog en timme eftersom en skruv "
        "saknades i kartongen så vi skrev till kundtjänst som svarade samma dag med en ny och en vänlig hälsning"
    ),
    "de": (
        "die lampe auf meinem schreibtisch ist an langen abenden ein stiller freund und wir mögen wie ihr warmes "
        "licht den raum füllt ohne etwas dafür zu verlangen obwohl der aufbau eine stunde dauerte weil eine "
        "schraube im karton fehlte also schrieben wir dem kundendienst der am selben tag mit einer neuen antwortete"
    ),
}
_VOCABULARY = {language: text.split() for language, text in _WORDS.items()}
_NAMES = ("Anna Svensson", "Jonas Weber", "Priya Rao", "Maeve Quinn", "Lars Holm", "Ines Costa", "Tove Lind")


@dataclass(frozen=True, slots=True)
class Words:
    """One piece as its author wrote it."""

    number: int
    title: str
    body: str
    author: str
    image: str | None


def pieces(count: int, seed: int = 1) -> list[Words]:
    """So many posts; the same for the same seed."""
    chance = random.Random(seed)
    return [_piece(number, chance, chance.randint(3, 12)) for number in range(count)]


def articles(count: int, seed: int = 1) -> list[Words]:
    """So many blog articles; the same for the same seed."""
    chance = random.Random(seed)
    return [_piece(number, chance, _article_length(chance)) for number in range(count)]


def _article_length(chance: random.Random) -> int:
    """In sentences of about 65 characters; with the tags this comes to the recorded feeds' mean and median."""
    return max(3, min(240, round(chance.lognormvariate(3.2, 1.1))))


def _piece(number: int, chance: random.Random, length: int) -> Words:
    vocabulary = _VOCABULARY[chance.choice(("en", "en", "sv", "de"))]
    sentences = [
        " ".join(chance.choices(vocabulary, k=chance.randint(6, 16))).capitalize() + "."
        for _ in range(length)
    ]
    return Words(
        number=number,
        title=" ".join(chance.choices(vocabulary, k=5)).capitalize() + f" {number}",
        body=" ".join(sentences) + f" Piece {number}.",
        author=chance.choice(_NAMES),
        image=f"https://img.example/{number}.jpg" if chance.random() < 0.2 else None,
    )


def feed(feed_number: int, written: list[Words]) -> bytes:
    """An RSS 2.0 feed of these pieces, its bodies in HTML as blogs write them."""
    entries = "".join(_entry(feed_number, at, one) for at, one in enumerate(written))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<channel><title>Blog {feed_number}</title><link>https://blog{feed_number}.example/</link>"
        f"<description>A blog</description><language>en</language>{entries}</channel></rss>"
    ).encode()


def _entry(feed_number: int, at: int, one: Words) -> str:
    picture = f'<img src="{one.image}" alt="A lamp">' if one.image else ""
    first, _, rest = one.body.partition(". ")
    sentences = rest.split(". ")
    paragraphs = "".join(
        f"<p><em>{sentences[start]}</em>. {'. '.join(sentences[start + 1 : start + 5])}</p>\n"
        for start in range(0, len(sentences), 5)
    )
    html = f'<p>{first}.</p>{picture}{paragraphs}<p><a href="https://shop.example/lamp">The lamp</a></p>'
    when = format_datetime(NOW - timedelta(minutes=7 * at + feed_number))
    return (
        f"<item><title>{escape(one.title)}</title><link>https://blog{feed_number}.example/p/{one.number}</link>"
        f'<guid isPermaLink="false">urn:piece:{feed_number}:{one.number}</guid><pubDate>{when}</pubDate>'
        f"<dc:creator>{escape(one.author)}</dc:creator><description>{escape(html)}</description></item>"
    )


def found(one: Words, prefix: str = "piece") -> FoundItem:
    """A piece as a source gives it."""
    return FoundItem(
        external_id=f"{prefix}:{one.number}",
        kind=Kind.BLOG,
        platform="blog",
        title=one.title,
        text=one.body,
        url=f"https://{prefix}.example/p/{one.number}",
        creator=FoundCreator(external_id=f"{prefix}:{one.author}", name=one.author),
        media=(FoundMedia("image", one.image, alt="A lamp"),) if one.image else (),
        published_at=NOW - timedelta(minutes=one.number),
        why=(Why("feed", "A blog"),),
    )

"""``/gallery.json``: JSON Feed 1.1 with an extension ``_goodword``. Pure."""

from __future__ import annotations

from typing import Any

import orjson

from bot.faces.web.gallery.pieces import Page, Piece
from bot.rights.scope import names

VERSION = "https://jsonfeed.org/version/1.1"
TYPE = "application/feed+json"


def feed(page: Page, base: str, title: str, here: str) -> bytes:
    """The feed. ``base`` is where we are reached, ``here`` this page's own address after it."""
    made: dict[str, Any] = {
        "version": VERSION,
        "title": title,
        "home_page_url": f"{base}/gallery",
        "feed_url": f"{base}{here}",
        "items": [_item(piece, base) for piece in page.pieces],
    }
    if page.before is not None:
        made["next_url"] = f"{base}/gallery.json?before={page.before}"
    return orjson.dumps(made)


def media_url(base: str, token: str) -> str:
    return f"{base}/gallery/media/{token}"


def _item(piece: Piece, base: str) -> dict[str, Any]:
    author = {"name": piece.author, **({"url": piece.author_url} if piece.author_url else {})}
    made: dict[str, Any] = {
        "id": piece.token,
        "url": piece.url,
        "title": piece.title,
        "content_text": piece.text,
        "image": media_url(base, piece.pictures[0].token) if piece.pictures else "",
        "date_published": piece.published_at.isoformat(timespec="seconds"),
        "authors": [author],
        "language": piece.language,
        "_goodword": _goodword(piece, base),
    }
    kept = {name: value for name, value in made.items() if value != ""}
    return {**kept, "content_text": piece.text}  # the one that an item must have


def _goodword(piece: Piece, base: str) -> dict[str, Any]:
    licence = piece.licence
    return {
        "credit": piece.credit,
        "platform": piece.platform,
        "kind": piece.kind,
        "licence": {
            "kind": licence.kind,
            "uses": names(licence.uses),
            "from": licence.starts_at.isoformat(timespec="seconds"),
            "until": licence.until.isoformat(timespec="seconds") if licence.until is not None else None,
            "territory": licence.territory or None,
            "terms_version": licence.terms_version or None,
        },
        "pictures": [
            {
                "url": media_url(base, one.token),
                "of": one.kind,
                "width": one.width,
                "height": one.height,
                "alt": one.alt,
            }
            for one in piece.pictures
        ],
        "removal_url": f"{base}/gallery/removal?item={piece.token}",
    }

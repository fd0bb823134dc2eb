"""The sample web as a visitor sees it: a post, and whoever wrote it. Pure; every text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape

from bot.playground.network.payloads import avatar_path
from bot.playground.samples.timeline import Piece

HEADERS = {"Content-Security-Policy": "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"}
_STYLE = """
:root { color-scheme: light dark; --line: #ddd8cf; --muted: #6d675e; --bg: #faf8f4; --card: #fff; --text: #26231f }
@media (prefers-color-scheme: dark) {
  :root { --line: #3b3833; --muted: #a8a196; --bg: #1b1a18; --card: #242320; --text: #ece8e1 } }
body { margin: 0 auto; max-width: 620px; padding: 24px 16px; background: var(--bg); color: var(--text);
  font: 17px/1.55 system-ui, sans-serif; overflow-wrap: anywhere }
article { margin: 16px 0; padding: 18px; border: 1px solid var(--line); border-radius: 14px; background: var(--card) }
header { display: flex; gap: 12px; align-items: center }
header img { width: 48px; height: 48px; border-radius: 50%; object-fit: cover }
h1, h2 { margin: 0; font-size: 20px; line-height: 1.3 } h2 { margin-top: 12px }
a { color: inherit } p { margin: 12px 0 0; white-space: pre-line }
small, footer { color: var(--muted); font-size: 14px }
figure { margin: 14px 0 0 } figure img { display: block; width: 100%; border-radius: 10px }
"""


def post_path(piece: Piece) -> str:
    return f"/@{piece.handle}/{piece.number}" if piece.via == "mastodon" else f"/blog/{piece.number}"


def post_page(piece: Piece, at: datetime) -> str:
    """One post with its picture."""
    return page(piece.title or f"{piece.creator}: {piece.text[:60]}", _article(piece, at), piece.language)


def profile_page(pieces: Iterable[tuple[Piece, datetime]]) -> str:
    """Somebody's posts, newest first, each with a link to itself. There is one at least."""
    shown = list(pieces)
    newest = shown[0][0]
    count = "1 post" if len(shown) == 1 else f"{len(shown)} posts"
    head = _header(newest, f"@{newest.handle} · {newest.followers:,} followers · {count}", "h1", linked=False)
    return page(newest.creator, head + "".join(_article(piece, at, within=True) for piece, at in shown))


def _article(piece: Piece, at: datetime, *, within: bool = False) -> str:
    whose = f"@{piece.handle}" if piece.handle else "Guest author"
    top = "" if within else _header(piece, whose, "h1", linked=bool(piece.handle))
    title = f"<h2>{escape(piece.title)}</h2>" if piece.title else ""
    picture = ""
    if piece.picture:
        source = f"/pictures/{escape(piece.picture)}-{piece.number}.png"
        picture = f'<figure><img src="{source}" alt="{escape(piece.alt)}"></figure>'
    when = f'<time datetime="{at.isoformat()}">{at:%d %B %Y, %H:%M} UTC</time>'
    stamp = f'<a href="{escape(post_path(piece))}">{when}</a>' if within else when
    counts = "".join(
        f" · {n:,} {what}" for n, what in ((piece.likes, "likes"), (piece.shares, "shares")) if n
    )
    return (
        f'<article dir="auto" lang="{escape(piece.language)}">{top}{title}<p dir="auto">{escape(piece.text)}</p>'
        f"{picture}<p><small>{stamp}{counts}</small></p></article>"
    )


def _header(piece: Piece, below: str, tag: str, *, linked: bool) -> str:
    name = escape(piece.creator)
    if linked:
        name = f'<a href="/@{escape(piece.handle)}">{name}</a>'
    face = f'<img src="{avatar_path(piece.handle or piece.creator)}" alt="">'
    return f"<header>{face}<div><{tag}>{name}</{tag}><small>{escape(below)}</small></div></header>"


def page(title: str, body: str, language: str = "en") -> str:
    """A whole page around ``body``, which is HTML already."""
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>{body}"
        "<footer>A page of the demo's sample web, on this machine only.</footer></body></html>"
    )

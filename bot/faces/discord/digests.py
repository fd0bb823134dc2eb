"""A digest's community edition as Discord shows it: only who agreed is named."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import discord

from bot.digests.document import ContestLine, CreatorLine, Document, Piece
from bot.faces.digests.words import Words
from bot.faces.discord.markup import plain, when
from bot.faces.texts import say
from bot.kernel.text import clean_line

_PIECES, _CREATORS, _CONTESTS = 5, 8, 5
_RUNNING = ("open", "voting")
_ENDED = {"closed": "closed", "decided": "closed", "awarded": "ended", "finished": "ended"}
_WEB = ("https://", "http://")


def embeds(document: Document, chart: str = "") -> list[discord.Embed]:
    """The post; ``chart`` is the name of the attached picture. Contests' leaders are named without a permission of
    their pieces: a document holds only those whose standing is public in Discord anyway. Empty: there is nothing to
    celebrate and no contest to tell of, so nothing is posted. Send it with ``AllowedMentions.none()``."""
    language = document.language
    words = Words(language, document.period.zone)
    pieces = [_piece(one, words) for one in document.pieces if _shown(one)][:_PIECES]
    creators = [plain(one.name) for one in _creators(document)][:_CREATORS]
    running = [_standing(one) for one in document.contests if one.leaders][:_CONTESTS]
    others = [line for one in document.contests if not one.leaders and (line := _contest(one, language))]
    upcoming = _next(document.next_contest, language) if document.next_contest else ""
    sections = (
        ("pieces", pieces),
        ("creators", creators),
        ("standings", running),
        ("contests", others[:_CONTESTS]),
        ("ambassadors", _ambassadors(document, words)),
    )
    if not upcoming and not any(lines for _, lines in sections):
        return []
    celebrated = bool(pieces or creators)
    said = say(language, "community-thanks" if celebrated else "community-quiet")
    post = discord.Embed(
        title=say(language, "community-title"),
        description=f"{words.span(document.period.start, document.period.end)}\n{said}",
    )
    for key, lines in sections:
        if lines:
            post.add_field(name=say(language, f"community-{key}"), value=_fit(lines), inline=False)
    if upcoming:
        post.add_field(name=say(language, "community-next"), value=upcoming, inline=False)
    if chart and celebrated:
        post.set_image(url=f"attachment://{chart}")
    return [post]


def _ambassadors(document: Document, words: Words) -> list[str]:
    """What colleagues shared and who stands in front; a document names only those who want to be seen."""
    told = [words.told(one) for one in document.sharing if one.value]
    names = [plain(one.name, 40) for one in document.sharers if one.name and not one.gone]
    leading = " · ".join(f"{place}. {name}" for place, name in enumerate(names, 1))
    pieces = [_piece(one, words) for one in document.shared_pieces if _shown(one)]
    for key, lines in (("leading", [leading] if leading else []), ("most-shared", pieces)):
        if lines and told:
            told += [f"**{say(document.language, f'community-{key}')}**", *lines]
    return told


def _shown(one: Piece | CreatorLine) -> bool:
    return one.permitted and not one.gone


def _creators(document: Document) -> list[CreatorLine]:
    every = {
        one.creator_id: one for one in (*document.rising, *document.creators) if _shown(one) and one.name
    }
    return list(every.values())


def _piece(piece: Piece, words: Words) -> str:
    title = plain(clean_line(piece.title) or words.kind(piece.kind), 80)
    url = piece.url or ""
    safe = url.startswith(_WEB) and len(url) <= 300 and not any(one in url for one in "()<>[]\\ \n")
    said = f"[{title}]({url})" if safe else str(title)
    return f"{said} · {plain(piece.creator, 40)}" if piece.creator else said


def _contest(contest: ContestLine, language: str) -> str:
    """How a contest stands where nobody is named: nobody has a vote yet, a jury decides, or votes have ended and the
    winners hear it first. Empty for one that is only announced."""
    values: dict[str, Any] = {"title": plain(contest.title, 80)}
    if contest.phase in _RUNNING and contest.ends_at is not None:
        return say(language, "community-open", {**values, "when": when(contest.ends_at, "R")})
    key = "runs" if contest.phase in _RUNNING else _ENDED.get(contest.phase, "")
    return say(language, f"community-{key}", values) if key else ""


def _standing(contest: ContestLine) -> str:
    leaders = " · ".join(f"{place}. {plain(one, 40)}" for place, one in enumerate(contest.leaders[:3], 1))
    return f"{plain(contest.title, 80)}: {leaders}"


def _next(contest: ContestLine, language: str) -> str:
    values = {"title": plain(contest.title, 80)}
    if contest.starts_at is None:
        return say(language, "community-coming", values)
    return say(language, "community-starts", {**values, "when": when(contest.starts_at, "R")})


def _fit(lines: Sequence[str], limit: int = 1024) -> str:
    """As many whole lines as a field holds."""
    kept = ""
    for line in lines:
        if len(kept) + len(line) + 1 > limit:
            break
        kept += f"{line}\n"
    return kept.rstrip("\n") or "…"

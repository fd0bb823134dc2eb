"""What participants will read about a contest, before anybody does: the rules as Discord shows them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.kernel.text import clean_line
from cogs.contest.slack_blocks import View, window
from cogs.contest.slack_pages import back, top
from cogs.contest.slack_view import ContestView, Where

LANGUAGE = "en"
_TIME = re.compile(r"<t:(\d{1,12})(?::[a-zA-Z])?>")
_ESCAPED = re.compile(r"\\([^\w\s])")


def preview(contest: ContestView, where: Where, notice: str = "") -> View:
    """The rules as ``/contest rules`` tells them, in English; members read them in their own language."""
    made: list[b.Block] = [top(contest)]
    for title, text in parts(contest):
        pieces = b.chunks(text, 2500)
        made += [b.section(shown(piece, title if at == 0 else "")) for at, piece in enumerate(pieces)]
    made.append(b.context("So it reads in Discord. Times are shown to everybody in their own zone."))
    made.append(back(contest))
    return window("Preview", made, where, notice)


def parts(contest: ContestView) -> list[tuple[str, str]]:
    """Titles and texts in Discord's markup."""
    # Only a preview needs Discord's library, which takes long to load.
    from cogs.contest.discord_draw import Tongue, rules_of
    from cogs.contest.view import ContestView as Shown

    seen = Shown(
        contest.id, contest.slug, contest.name, contest.kind, contest.phase, contest.definition, contest.opens_at,
        contest.entries_close_at, contest.closes_at, contest.opens_at, contest.frozen,
    )  # fmt: skip
    found: list[tuple[str, str]] = []
    for embed in rules_of(Tongue(LANGUAGE), seen).embeds:
        body: Mapping[str, Any] = embed.to_dict()
        found.append((str(body.get("title") or ""), str(body.get("description") or "")))
        found += [(str(field["name"]), str(field["value"])) for field in body.get("fields") or ()]
        found.append(("", str((body.get("footer") or {}).get("text") or "")))
    return [(title, text) for title, text in found if title or text]


def shown(text: str, title: str = "") -> str:
    """Discord's markup as mrkdwn that shows the same: times in the reader's zone, nothing else takes effect."""
    said, at = [], 0
    for match in _TIME.finditer(text):
        said += [_plain(text[at : match.start()]), when(datetime.fromtimestamp(int(match[1]), UTC))]
        at = match.end()
    said.append(_plain(text[at:]))
    name = clean_line(_ESCAPED.sub(r"\1", title), 200)
    return (f"*{b.isolate(name)}*\n" if name else "") + "".join(said)


def _plain(text: str) -> str:
    return b.escape(_ESCAPED.sub(r"\1", text).replace("**", "").replace("`", ""))

"""``goodword digest list`` and ``show``: what was sent, as it is kept. Only reads."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from bot.digests import queries
from bot.digests.book import document_of
from bot.digests.document import Document, Number
from bot.digests.rules import State
from bot.digests.tables import Digest
from bot.faces.digests.words import Words
from bot.faces.texts import language_of
from bot.insights.figures import FIGURES, Unit
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.operations.reading import opened
from bot.operations.showing import show_json, show_table
from bot.settings import Settings

LISTED = 200
COLUMNS = ("Name", "Sent to", "Edition", "State", "Sent (UTC)", "Why not")


async def list_digests(settings: Settings, *, as_json: bool) -> None:
    """The latest digests, the newest first."""
    async with opened(settings) as session:
        found = await queries.digests(session, limit=LISTED)
    if as_json:
        show_json(_facts(one) for one in found)
    elif not found:
        click.echo("No digest was sent yet.")
    else:
        show_table(COLUMNS, ([*_facts(one).values()][1:] for one in found))


async def show_digest(settings: Settings, name: str, *, place: str | None, as_json: bool) -> None:
    """The digest of a period: its figures, or with ``as_json`` exactly the document that is kept. Raises TellUser
    where there is none."""
    async with opened(settings) as session:
        found = await queries.digests(session, name=name, place=place, limit=LISTED)
    kept = [(one, document) for one in found if (document := document_of(one)) is not None]
    sent = [one for one in kept if one[0].state == State.SENT]
    if not kept:
        raise TellUser(
            f"There is no digest {clean_line(name, 40)}"
            + (f" of {clean_line(place, 80)}." if place else "."),
            remedy="Look at: goodword digest list",
        )
    digest, document = (sent or kept)[0]
    if as_json:
        sys.stdout.write(document.model_dump_json(indent=2) + "\n")
        return
    title = f"{document.period.name} to {digest.face}, {clean_line(digest.place, 80)}: {digest.state}"
    show_table(("Figure", "Now", "Before", "Change"), _figures(document), title=title)


def _facts(row: Digest) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "place": f"{row.face}: {row.place}",
        "edition": row.edition,
        "state": row.state,
        "sent_at": None if row.sent_at is None else f"{row.sent_at:%Y-%m-%d %H:%M}",
        "problem": row.problem,
    }


def _figures(document: Document) -> Iterator[tuple[object, ...]]:
    words = Words(language_of(document.language), document.period.zone)

    def said(number: Number, value: float | None, sample: int | None) -> str:
        if value is not None and FIGURES[number.figure].unit is Unit.SHARE:
            return words.percent(value, tenths=True)
        return words.value(number.figure, value, number.currency or document.currency, sample=sample)

    numbers: list[Number] = [*document.funnel, *document.people, *document.sentiment, *document.rates]
    for one in (*numbers, *document.engagement, *document.value):
        change = "" if one.change == "unknown" else one.change
        before = "" if one.before is None else said(one, one.before, None)
        yield words.title(one.figure), said(one, one.value, one.sample), before, change

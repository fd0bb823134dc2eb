"""``goodword contest list``, ``show`` and ``export``: contests as the database has them. Only reads."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from pathlib import Path

import click
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.book import definition_of
from bot.contests.order import record_of
from bot.contests.overview import queries as overview
from bot.contests.overview.export import as_csv, as_json, every_entry
from bot.contests.overview.queries import Numbers
from bot.contests.tables import Contest, ContestAward
from bot.kernel.clock import utc_now
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line
from bot.operations.reading import opened
from bot.operations.showing import show_json, show_table
from bot.operations.writing import write_out
from bot.settings import Settings

LISTED = 1000


async def list_contests(settings: Settings, *, as_json: bool) -> None:
    """Every contest, the newest first."""
    async with opened(settings) as session:
        found = await queries.contests(session, limit=LISTED)
        numbers = await overview.numbers(session, [one.id or 0 for one in found])
    if as_json:
        show_json(_facts(one, numbers[one.id or 0]) for one in found)
    elif not found:
        click.echo("There are no contests yet. Make one in chat: /goodword contest new")
    else:
        rows = (_row(one, numbers[one.id or 0]) for one in found)
        show_table(("Name to give", "Contest", "Kind", "Phase", "Closes (UTC)", "Entries", "Waiting"), rows)


async def show_contest(settings: Settings, name: str) -> None:
    """One contest: where it stands, its prizes, what happened to it. Raises TellUser when there is none."""
    async with opened(settings) as session:
        contest = await _named(session, name)
        contest_id = contest.id or 0
        numbers = (await overview.numbers(session, [contest_id]))[contest_id]
        awards = await queries.awards(session, contest_id)
        entries = await overview.entries_of_ids(session, [one.entry_id for one in awards if one.entry_id])
        happened = Counter(action for _, action in await queries.phase_events(session, contest_id))
    show_table(("What", "Value"), _about(contest, numbers), title=clean_line(contest.name, 80))
    if awards:
        prizes = definition_of(contest).prizes
        shown = [
            (_prize(one, [each.name for each in prizes]), one.place, _entry(one, entries)) for one in awards
        ]
        rows = [(*line, award.status, award.reason) for line, award in zip(shown, awards, strict=True)]
        show_table(("Prize", "Place", "Entry", "Status", "Why"), rows)
    show_table(("Event", "Times"), happened.items())


async def export_contest(settings: Settings, name: str, form: str, output: Path | None) -> str:
    """Write everything of a contest to a file, or to standard output; gives where to. Raises TellUser when there is
    no such contest or the file can't be written."""
    async with opened(settings) as session:
        contest = await _named(session, name)
        entries = await every_entry(session, contest.id or 0)
        written = as_csv(entries) if form == "csv" else await as_json(session, contest, entries, utc_now())
    return await write_out(written, output)


async def _named(session: AsyncSession, name: str) -> Contest:
    found = await queries.by_slug(session, name.strip().casefold())
    if found is None and name.isascii() and name.isdigit() and len(name) < 19:
        found = await queries.get(session, int(name))
    if found is None:
        known = [one.slug for one in await queries.contests(session, limit=10)]
        raise TellUser(
            f"There is no contest “{clean_line(name, 60)}”.",
            remedy=f"There are: {', '.join(known)}." if known else "There are none yet.",
        )
    return found


def _row(contest: Contest, numbers: Numbers) -> tuple[object, ...]:
    closes = f"{contest.closes_at:%Y-%m-%d %H:%M:%S}"
    return contest.slug, contest.name, contest.kind, contest.phase, closes, numbers.entries, numbers.waiting


def _facts(contest: Contest, numbers: Numbers) -> dict[str, object]:
    return {
        "name": contest.slug,
        "title": contest.name,
        "kind": contest.kind,
        "phase": contest.phase,
        "opens_at": contest.opens_at,
        "entries_close_at": contest.entries_close_at,
        "closes_at": contest.closes_at,
        "entries": numbers.entries,
        "waiting": numbers.waiting,
        "accepted": numbers.accepted,
        "votes": numbers.votes,
        "flags": numbers.flags,
    }


def _about(contest: Contest, numbers: Numbers) -> list[tuple[str, object]]:
    record = record_of(contest)
    about: list[tuple[str, object]] = [
        ("Name to give", contest.slug),
        ("Kind", contest.kind),
        ("Phase", contest.phase),
        ("Opens", _time(contest.opens_at)),
        ("Entries until", _time(contest.entries_close_at)),
        ("Closes", _time(contest.closes_at)),
        ("Next change", _time(contest.due_at)),
        ("Entries", f"{numbers.accepted} accepted, {numbers.waiting} waiting, {numbers.others} others"),
        ("Votes", numbers.votes),
        ("Flags to settle", numbers.flags),
    ]
    if record is not None:
        about += [("Hash of the frozen list", record.frozen_hash), ("Hash of the last step", record.head)]
    return about


def _time(moment: datetime | None) -> str:
    return "" if moment is None else f"{moment:%Y-%m-%d %H:%M:%S} UTC"


def _prize(award: ContestAward, names: list[str]) -> str:
    return names[award.prize] if award.prize < len(names) else "a prize"


def _entry(award: ContestAward, entries: dict[int, overview.EntryRow]) -> str:
    entry = entries.get(award.entry_id or 0)
    if entry is not None:
        return f"{entry.number}: {entry.name}"
    return "" if award.account_id is None else f"account {award.account_id}"

"""``goodword contest``: a draw verified by anybody, from its published record alone."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click
import orjson

from bot.contests.draw import Outcome, Record, Verification, make_promise, read_record, verify
from bot.contests.draw.reading import MAX_BYTES
from bot.kernel.errors import TellUser
from bot.kernel.text import clean_line

_MARKS = {
    Outcome.OK: ("ok    ", "green"),
    Outcome.CAUTION: ("note  ", "yellow"),
    Outcome.FAILS: ("FAILS ", "red"),
}


def verify_and_show(file: Path, *, as_json: bool) -> bool:
    """Verify a record, show every check, and give whether everything holds."""
    try:
        record = read_record(_read(file))
    except TellUser as error:
        _unreadable(error, as_json=as_json)
        return False
    found = verify(record)
    if as_json:
        sys.stdout.write(orjson.dumps(_as_json(record, found)).decode() + "\n")
    else:
        _show(record, found)
    return found.ok


def promise_for(name: str, words: str) -> str:
    """The hash that one of two people hands in. Raises TellUser for words that can't be revealed."""
    return make_promise(clean_line(name, 200), words)


def _read(file: Path) -> bytes:
    """At most one byte more than may be read, which is enough to refuse it."""
    if str(file) == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise TellUser(f"{file} can't be read: {error.strerror}.", remedy="Check the file.") from None


def _unreadable(error: TellUser, *, as_json: bool) -> None:
    if as_json:
        told = {"ok": False, "error": error.message, "remedy": error.remedy}
        sys.stdout.write(orjson.dumps(told).decode() + "\n")
        return
    click.secho(error.message, err=True, fg="red")
    click.echo(f"What to do: {error.remedy}", err=True)


def _as_json(record: Record, found: Verification) -> dict[str, object]:
    return {
        "ok": found.ok,
        "contest": record.frozen.entry_list.contest,
        "name": record.frozen.entry_list.name,
        "entries": len(record.frozen.entry_list.entries),
        "frozen_hash": record.frozen_hash,
        "head": record.head,
        "seed": found.seed,
        "winners": found.winners,
        "drawn": found.drawn,
        "checks": [asdict(check) for check in found.checks],
    }


def _show(record: Record, found: Verification) -> None:
    listed = record.frozen.entry_list
    click.secho(f"{clean_line(listed.name)}: a draw among {len(listed.entries):,} entries", bold=True)
    for check in found.checks:
        mark, colour = _MARKS[check.outcome]
        click.secho(mark, fg=colour, bold=check.outcome is Outcome.FAILS, nl=False)
        click.echo(clean_line(check.title, 200))
        click.echo(f"      {clean_line(check.why, 600)}")
    click.echo()
    if found.seed is None:
        click.echo("Nothing is drawn yet.")
    else:
        shown = ", ".join(str(number) for number in found.winners) or "nobody"
        click.secho(f"Winners, by entry number: {shown}", bold=True)
    if found.ok:
        so_far = " so far" if found.seed is None else ""
        click.echo(
            f"Everything holds{so_far}. Compare this hash with the one posted in the contest's channel when entries "
            "closed:"
        )
        click.echo(f"  {record.frozen_hash}")
        if record.steps:
            click.echo("This one covers every step since; whoever has the same record has the same hash:")
            click.echo(f"  {record.head}")
    else:
        failed = len(found.failed)
        click.secho(
            f"{failed} check{'s' if failed != 1 else ''} failed: don't trust this draw.", fg="red", bold=True
        )

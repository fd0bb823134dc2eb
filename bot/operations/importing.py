"""``goodword import``: a file's rows down the line, with a progress bar and a report of what was not taken."""

from __future__ import annotations

import csv
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bot.intake.importing import Progress as Tell
from bot.intake.importing import Report, import_file, read_only
from bot.operations.opening import open_services
from bot.operations.showing import show_table
from bot.settings import Settings

SHOWN = 20


async def import_and_show(
    settings: Settings, file: Path, *, platform: str, report: Path | None, dry_run: bool
) -> int:
    """Import, show what came of it, and give how many rows were refused.

    Works beside a running bot, which then posts the cards, or while none runs.
    """
    with _progress() as bar:
        task = bar.add_task(file.name, total=None)

        def progress(read: int, size: int) -> None:
            bar.update(task, completed=read, total=size)

        if dry_run:
            result = await read_only(file, platform=platform, progress=progress)
        else:
            result = await _import(settings, file, platform, progress)
    _show(result, dry_run=dry_run)
    if report is not None:
        _write(report, result)
        click.echo(f"Refused rows and left out values are listed in {report}.")
    return result.refusals


async def _import(settings: Settings, file: Path, platform: str, progress: Tell) -> Report:
    async with open_services(settings) as services:
        return await import_file(
            services.database, services.intake, file, platform=platform, progress=progress
        )


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, transient=False)


def _show(result: Report, *, dry_run: bool) -> None:
    taken = [f"{result.incomplete} with values left out", f"{result.refusals} refused"]
    if dry_run:
        taken.insert(0, f"{result.rows - result.refusals} can be read")
        click.echo(f"{result.rows} rows: {', '.join(taken)}. Nothing was stored.")
    else:
        counts = ((result.new, "new"), *((count, word) for count, word, _ in _rarer(result) if count))
        taken = [*(f"{count} {word}" for count, word in counts), *taken]
        click.echo(f"{result.rows} rows read: {', '.join(taken)}.")
        for count, word, meaning in _rarer(result):
            if count:
                click.echo(f"  {word}: {meaning}")
    if result.unused_columns:
        click.echo(f"Columns not used: {', '.join(result.unused_columns)}.")
    if result.warned:
        show_table(("Line", "Taken, but"), result.warned[:SHOWN])
        _more(result.warnings)
    if result.refused:
        rows = [(line, one.reason, one.remedy) for line, one in result.refused[:SHOWN]]
        show_table(("Line", "Refused because", "What to do"), rows)
        _more(result.refusals)


def _rarer(result: Report) -> tuple[tuple[int, str, str], ...]:
    """What a row can be beside new, and what that means."""
    return (
        (result.edited, "changed", "known before; the text or another value is different now"),
        (result.merged, "seen elsewhere", "the same content stands here already from another place"),
        (result.ended, "removed", 'the row says "removed": the item is closed and no card shows it any more'),
        (result.unchanged, "known", "imported before and the same as then"),
    )


def _more(count: int) -> None:
    if count > SHOWN:
        click.echo(f"... and {count - SHOWN} more; --report FILE lists them.")


def _write(file: Path, result: Report) -> None:
    """Refused rows, and the values left out of rows that were taken, by line."""
    rows = [(line, "refused", one.reason, one.remedy) for line, one in result.refused]
    rows += [(line, "left out", note, "") for line, note in result.warned]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("line", "what", "reason", "remedy"))
        writer.writerows(sorted(rows))

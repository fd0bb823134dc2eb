"""``goodword import``: a file's rows down the line, with a progress bar and a report of what was refused."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path

import click
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from bot.app import all_jobs, build_services
from bot.intake.importing import Progress as Tell
from bot.intake.importing import Report, import_file, read_only
from bot.kernel.errors import FixSettings
from bot.operations.showing import show_table
from bot.settings import Settings
from bot.sources.http import PoliteClient
from bot.storage.database import Database
from bot.storage.migrate import pending
from bot.work import Enqueuer

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
        click.echo(f"Refused rows are listed in {report}.")
    return result.refusals


async def _import(settings: Settings, file: Path, platform: str, progress: Tell) -> Report:
    database = Database(settings.database_url, synchronous=settings.database.synchronous)
    try:
        if await asyncio.to_thread(pending, database):
            raise FixSettings("The database is not up to date.", remedy="Run: goodword migrate")
        work = Enqueuer(database, all_jobs())
        await work.prepare()
        services = build_services(settings, database, work)
        try:
            return await import_file(database, services.intake, file, platform=platform, progress=progress)
        finally:
            await services.outlet(PoliteClient).aclose()
            work.close()
    finally:
        await database.close()


def _progress() -> Progress:
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    return Progress(*columns, transient=False)


def _show(result: Report, *, dry_run: bool) -> None:
    if dry_run:
        readable = result.rows - result.refusals
        click.echo(
            f"{result.rows} rows: {readable} can be read, {result.refusals} refused. Nothing was stored."
        )
    else:
        click.echo(
            f"{result.rows} rows read: {result.new} new, {result.edited} changed, {result.merged} seen elsewhere, "
            f"{result.ended} ended, {result.unchanged} known, {result.refusals} refused."
        )
    if result.unused_columns:
        click.echo(f"Columns not used: {', '.join(result.unused_columns)}.")
    if result.refused:
        rows = [(line, one.reason, one.remedy) for line, one in result.refused[:SHOWN]]
        show_table(("Line", "Refused because", "What to do"), rows)
        if result.refusals > SHOWN:
            click.echo(f"... and {result.refusals - SHOWN} more; --report FILE lists them.")


def _write(file: Path, result: Report) -> None:
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(("line", "what", "reason", "remedy"))
        writer.writerows((line, one.what, one.reason, one.remedy) for line, one in result.refused)

"""The commands of privacy: ``goodword erase``, ``export-creator`` and ``retention``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.operations.loading import run_now, settings_of


@click.command()
@click.argument("creator")
@click.option("--yes", is_flag=True, help="Don't ask before erasing.")
@click.option("--json", "as_json", is_flag=True, help="The receipt as one JSON object instead of tables.")
@click.option(
    "--receipt",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the receipt to this file too: what was done, itself without personal data.",
)
@click.option(
    "--wait",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0, 3600),
    help="Seconds to wait for the running bot, which takes down what stands in chats.",
)
@click.pass_obj
def erase(
    config: Path | None, creator: str, yes: bool, as_json: bool, receipt: Path | None, wait: float
) -> None:
    """Erase the person CREATOR: their pieces, names, words and pictures, everywhere.

    CREATOR is a number, @handle, network:handle (mastodon:anna@social.example), a name, item:NUMBER, or
    a piece's address. Accounts that are linked as the same person's go together. Shown first, then asked.

    Works beside the running bot and while it is stopped. Killed at any moment, it goes on when the bot
    runs, or when the command is given again. Licences end; that there was consent stays, as hashes, and
    `goodword rights verify` goes on to hold. Nobody erased is taken in or asked again.

    Exit code 0: all is done. 1: nothing was erased, or what stands in chats waits for the bot.
    """
    from bot.operations.erasing import erase_creator

    done = erase_creator(settings_of(config), creator, yes=yes, as_json=as_json, receipt=receipt, wait=wait)
    sys.exit(0 if run_now(done) else 1)


@click.command("export-creator")
@click.argument("creator")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def export_creator(config: Path | None, creator: str, file: Path) -> None:
    """Write everything that is held about the person CREATOR to FILE, for them (GDPR articles 15 and 20).

    One JSON file: what each table says of them, with words on what it is, and the pictures that are held,
    in base64. CREATOR as for `goodword erase`. Give it to nobody else.
    """
    from bot.operations.handing_out import export_creator

    written = run_now(export_creator(settings_of(config), creator, file))
    click.echo(f"wrote {file}: {written}")


@click.command()
@click.option("--dry-run", is_flag=True, help="Only show what is over; remove nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.pass_obj
def retention(config: Path | None, dry_run: bool, as_json: bool) -> None:
    """Remove what is over its retention period now, which the running bot does by itself every six hours.

    Shows for each source how long its content is kept and why, how many pieces are over, and the oldest.
    What permission was asked for, who is cleared and what takes part in a contest is left alone.
    Shorten periods in the settings: content_days in [sources.NAME], keep_days in [retention].
    """
    from bot.operations.retention import retention

    count = run_now(retention(settings_of(config), dry_run=dry_run, as_json=as_json))
    if not as_json:
        click.echo(
            f"{count} pieces are over; nothing was removed." if dry_run else f"{count} pieces were removed."
        )


PRIVACY = (erase, export_creator, retention)

"""The command line: thin commands that load what they need only when they run.

Exit codes: 0 well, 1 something was found wrong (``check``, refused rows), 2 wrong usage, 64 settings or
credentials to mend, 75 try again later.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from bot import __version__
from bot.kernel.errors import GoodwordError, TryLater
from bot.operations.ambassador_commands import ambassadors
from bot.operations.loading import run_now, settings_of
from bot.operations.privacy_commands import PRIVACY

EXIT_SETTINGS, EXIT_LATER = 64, 75


class Friendly(click.Group):
    """Shows our own errors as a sentence and a remedy, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except GoodwordError as error:
            click.secho(error.message, err=True, fg="red")
            if error.remedy:
                click.echo(f"What to do: {error.remedy}", err=True)
            raise SystemExit(EXIT_LATER if isinstance(error, TryLater) else EXIT_SETTINGS) from None
        except KeyboardInterrupt:
            raise SystemExit(130) from None


@click.group(cls=Friendly, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", message="goodword %(version)s")
@click.option(
    "--config",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Settings file. Default: $GOODWORD_CONFIG, or goodword.toml in this folder.",
)
@click.pass_context
def goodword(ctx: click.Context, config: Path | None) -> None:
    """Customer content, found, screened and decided in your team chat.

    New here? `goodword demo` shows everything without an account. `goodword init` writes a settings
    file to start from, `goodword check` says what is still missing, `goodword run` runs it.
    """
    ctx.obj = config


@goodword.command()
@click.option(
    "--port", default=8080, show_default=True, type=click.IntRange(0, 65535), help="Of the page; 0: any."
)
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder to keep the demo in, to go on with it later. Default: a new one, removed at the end.",
)
@click.option(
    "--speed",
    default=1.0,
    show_default=True,
    type=click.FloatRange(0.1, 100),
    help="How fast content arrives.",
)
@click.option(
    "--burst", default=0, type=click.IntRange(0, 5000), help="Let so many extra pieces arrive at once."
)
def demo(port: int, data: Path | None, speed: float, burst: int) -> None:
    """Run against a local Slack with a page, on this machine only. No account, no key."""
    from bot.demo import run_demo

    run_now(run_demo(port=port, data=data, speed=speed, burst=burst))


@goodword.command()
@click.pass_obj
def run(config: Path | None) -> None:
    """Run the bot until it is told to stop (Ctrl-C or SIGTERM)."""
    settings = settings_of(config, must_exist=True)
    from bot.app import run_bot

    run_now(run_bot(settings))


@goodword.command()
@click.argument("folder", default=".", type=click.Path(file_okay=False, path_type=Path))
def init(folder: Path) -> None:
    """Write goodword.toml and the Slack app manifest into FOLDER, to start from."""
    from bot.operations.initialise import write_starting_files

    for written in write_starting_files(folder):
        click.echo(f"wrote {written}")
    click.echo("Next: create the Slack app from the manifest, set the two tokens, then run `goodword check`.")


@goodword.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.pass_obj
def check(config: Path | None, as_json: bool) -> None:
    """Check settings, tokens and scopes, the database and each source. Exit code 1 if a row fails."""
    from bot.operations.check import check_everything, show

    rows = asyncio.run(check_everything(config))
    show(rows, as_json=as_json)
    sys.exit(0 if all(row.ok for row in rows) else 1)


@goodword.command()
@click.pass_obj
def migrate(config: Path | None) -> None:
    """Bring the database to this version's schema. Safe to run again, and by several copies at once."""
    from bot.operations.migrating import migrate_database

    applied = migrate_database(settings_of(config))
    click.echo(f"Applied: {', '.join(applied)}." if applied else "The database is up to date.")


@goodword.command()
@click.option("--timeout", default=3.0, show_default=True, help="Seconds.")
@click.pass_obj
def health(config: Path | None, timeout: float) -> None:
    """Ask the running bot on this machine whether every part works (for container health checks)."""
    from bot.operations.health import ask_health

    ok, words = ask_health(settings_of(config), timeout)
    click.echo(words)
    sys.exit(0 if ok else 1)


@goodword.group()
def source() -> None:
    """Look at the configured sources."""


@source.command("list")
@click.pass_obj
def source_list(config: Path | None) -> None:
    """The configured sources and the kinds there are."""
    from bot.operations.sources import show_sources

    show_sources(settings_of(config))


@source.command("try")
@click.argument("name")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 500), help="Pieces to show.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.pass_obj
def source_try(config: Path | None, name: str, limit: int, as_json: bool) -> None:
    """Show what source NAME would find now. Nothing is stored."""
    from bot.operations.sources import try_and_show

    settings = settings_of(config, must_exist=True)
    run_now(try_and_show(settings, name, limit=limit, as_json=as_json))


@goodword.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--platform", default="import", show_default=True, help="Platform of rows that name none.")
@click.option(
    "--report",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write refused rows and left out values to this CSV file.",
)
@click.option("--dry-run", is_flag=True, help="Read and check only; store nothing.")
@click.pass_obj
def import_(config: Path | None, file: Path, platform: str, report: Path | None, dry_run: bool) -> None:
    """Take in content from FILE (CSV or JSON Lines). Running it again adds nothing twice."""
    from bot.operations.importing import import_and_show

    refused = run_now(
        import_and_show(settings_of(config), file, platform=platform, report=report, dry_run=dry_run)
    )
    sys.exit(1 if refused else 0)


@goodword.group()
def digest() -> None:
    """Look at the digests that were sent."""


@digest.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.pass_obj
def digest_list(config: Path | None, as_json: bool) -> None:
    """The latest digests, the newest first."""
    from bot.operations.digests import list_digests

    run_now(list_digests(settings_of(config), as_json=as_json))


@digest.command("show")
@click.argument("name")
@click.option("--place", help="The channel or address it went to. Default: the latest that was sent.")
@click.option("--json", "as_json", is_flag=True, help="The document exactly as it is kept.")
@click.pass_obj
def digest_show(config: Path | None, name: str, place: str | None, as_json: bool) -> None:
    """Show the digest of a period: NAME is a week such as 2026-W47, a month or a quarter."""
    from bot.operations.digests import show_digest

    run_now(show_digest(settings_of(config), name, place=place, as_json=as_json))


@goodword.group()
def contest() -> None:
    """Look at contests, take one out as a file, check a draw."""


@contest.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.pass_obj
def contest_list(config: Path | None, as_json: bool) -> None:
    """The contests there are, the newest first."""
    from bot.operations.contest_overview import list_contests

    run_now(list_contests(settings_of(config), as_json=as_json))


@contest.command("show")
@click.argument("name")
@click.pass_obj
def contest_show(config: Path | None, name: str) -> None:
    """Show where contest NAME stands, who won, and what happened."""
    from bot.operations.contest_overview import show_contest

    run_now(show_contest(settings_of(config), name))


@contest.command("export")
@click.argument("name")
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv"]),
    default="json",
    show_default=True,
    help="json: everything. csv: the entries with their scores, for a spreadsheet.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File. Default: shown.")
@click.pass_obj
def contest_export(config: Path | None, name: str, form: str, output: Path | None) -> None:
    """Write everything of contest NAME: entries with their scores, prizes, events, the draw's record.

    It holds names and what people entered: keep it as you keep other personal data. The draw's secret is
    in it only once it has been revealed.
    """
    from bot.operations.contest_overview import export_contest

    written = run_now(export_contest(settings_of(config), name, form, output))
    if output is not None:
        click.echo(f"wrote {written}")


@contest.command("verify")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
def contest_verify(file: Path, as_json: bool) -> None:
    """Do the draw in FILE again and say of every part whether it holds. Needs no settings, database or network.

    FILE is the record (draw.json) from the contest's page; - reads it from standard input. Nothing in
    it is believed: hashes, the beacon's signature, tickets and winners are worked out anew. The winners
    are shown by their entry numbers.

    What no program can know: whether the frozen part was published before the random number came.
    Compare the hash shown with the one posted in the contest's channel when entries closed.

    Exit code 0: everything holds. 1: something fails, or the file can't be read.
    """
    from bot.operations.contests import verify_and_show

    sys.exit(0 if verify_and_show(file, as_json=as_json) else 1)


@contest.command("promise")
@click.option("--name", prompt="Your name, as it stands in the contest", help="As it stands in the contest.")
def contest_promise(name: str) -> None:
    """Make your promise for a draw whose randomness comes from two people.

    Think of words that nobody can guess (16 characters or more), write them down, and hand in only what
    this prints. Say the words when both promises stand.
    """
    from bot.operations.contests import promise_for

    words = click.prompt("Your words (not shown)", hide_input=True, confirmation_prompt=True)
    click.echo(promise_for(name, words))


@goodword.group()
def rights() -> None:
    """Prove permissions: show one, take it out as a file, check that nobody changed the record."""


@rights.command("show")
@click.argument("item")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
@click.pass_obj
def rights_show(config: Path | None, item: str, as_json: bool) -> None:
    """Show what was asked about ITEM (the number on its card), what was answered, and every event since."""
    from bot.operations.rights import item_number, show_rights

    run_now(show_rights(settings_of(config), item_number(item), as_json=as_json))


@rights.command("export")
@click.argument("item")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def rights_export(config: Path | None, item: str, file: Path) -> None:
    """Write the record of ITEM to FILE: what was shown, text and pictures, the terms, receipts, every signed event.

    ITEM may be "all": then FILE has every event there is. Both can be checked with `goodword rights verify FILE`,
    on any machine; give it the public key that `goodword rights show` names.
    They hold names and what people wrote: keep them as you keep other personal data.
    """
    from bot.operations.rights import export_rights

    written = run_now(export_rights(settings_of(config), item, file))
    click.echo(f"wrote {file}: {written}")


@rights.command("picture")
@click.argument("item")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--use",
    type=click.Choice(["website", "mail", "social", "ads", "print", "employees"]),
    default="website",
    show_default=True,
    help="What it is for: the licence must cover that.",
)
@click.option("--number", type=int, default=1, show_default=True, help="Which of the item's pictures.")
@click.pass_obj
def rights_picture(config: Path | None, item: str, file: Path, use: str, number: int) -> None:
    """Write a picture of ITEM to FILE, with its maker, credit line and licence in it (IPTC metadata and EXIF).

    Only while a licence covers the use. With [credentials] in the settings it is signed (C2PA) as well.
    """
    from bot.operations.pictures import export_picture
    from bot.operations.rights import item_number
    from bot.rights.scope import Use

    made = run_now(export_picture(settings_of(config), item_number(item), file, use=Use(use), number=number))
    signed = "signed" if made.signed else "not signed"
    click.echo(f"wrote {file}: {made.credit.line}; {made.credit.usage} {signed}.")
    if made.unsigned:
        click.secho(made.unsigned, fg="yellow", err=True)


@rights.command("verify")
@click.argument("file", required=False, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--key", help="Public key to trust, 64 hexadecimal digits. Default: this installation's.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of text.")
@click.pass_obj
def rights_verify(config: Path | None, file: Path | None, key: str | None, as_json: bool) -> None:
    """Check the record of all permissions, or a FILE, and name the first event that doesn't hold.

    FILE is what `goodword rights export` wrote, or a creator's receipt.

    Each event is hashed anew, must follow the one before it and be signed by this installation. The last event seen
    is remembered in the data folder, so that events cut off at the end are missed the next time.

    Exit code 0: everything holds. 1: something doesn't.
    """
    from bot.operations.rights import verify_rights

    sys.exit(0 if run_now(verify_rights(settings_of(config), file, key=key, as_json=as_json)) else 1)


for each in PRIVACY:
    goodword.add_command(each)
goodword.add_command(ambassadors)

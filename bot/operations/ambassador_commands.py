"""The commands of the ambassador programme: ``goodword ambassadors board``, ``show`` and ``export``."""

from __future__ import annotations

from pathlib import Path

import click

from bot.operations.loading import run_now, settings_of

DAYS = click.option(
    "--days", default=28, show_default=True, type=click.IntRange(1, 3660), help="The last so many days."
)


@click.group()
def ambassadors() -> None:
    """Look at the ambassador programme: boards, and what sharing brought."""


@ambassadors.command()
@click.option("--period", type=click.Choice(["week", "season", "all"]), default="week", show_default=True)
@click.option("--by", type=click.Choice(["points", "clicks", "shares"]), default="points", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line instead of a table.")
@click.pass_obj
def board(config: Path | None, period: str, by: str, as_json: bool) -> None:
    """A leaderboard, best first: those who stand on it. Shares on X count on none."""
    from bot.operations.ambassadors import show_board

    run_now(show_board(settings_of(config), period, by, as_json=as_json))


@ambassadors.command()
@DAYS
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
@click.pass_obj
def show(config: Path | None, days: int, as_json: bool) -> None:
    """How it goes: people, shares, unique clicks, by network and by piece. Names nobody."""
    from bot.operations.ambassadors import show_programme

    run_now(show_programme(settings_of(config), days, as_json=as_json))


@ambassadors.command()
@click.argument("what", type=click.Choice(["board", "people", "networks", "pieces"]))
@DAYS
@click.option("--period", type=click.Choice(["week", "season", "all"]), default="week", help="Of the board.")
@click.option(
    "--by", type=click.Choice(["points", "clicks", "shares"]), default="points", help="Of the board."
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write. Default: standard output.",
)
@click.pass_obj
def export(config: Path | None, what: str, days: int, period: str, by: str, output: Path | None) -> None:
    """A table as CSV: a board, people with what they did, shares and clicks by network, or by piece.

    The first two say of colleagues who does how much, as managers see it in chat: keep them as you keep other
    personal data.
    """
    from bot.operations.ambassadors import export_table

    where = run_now(export_table(settings_of(config), what, days, period, by, output))
    click.echo(f"Written to {where}.", err=True)

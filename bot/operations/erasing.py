"""``goodword erase``: a person is erased, beside a running bot or while none runs.

The same transaction that begins it asks for durable work, so whatever dies is taken up by the bot, and by the same
command given again. What the rows and files hold is done here at once. What stands in chats is taken down by the
running bot, which alone is connected to them.
"""

from __future__ import annotations

import asyncio
import getpass
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import click
import orjson

from bot.faces.discord.erased import queries as in_discord
from bot.faces.slack.erased import queries as in_slack
from bot.intake.privacy import queries
from bot.intake.privacy.erasing import Eraser, begin
from bot.intake.privacy.overview import Row, overview
from bot.intake.privacy.receipt import receipt_of
from bot.intake.privacy.rules import Stage
from bot.intake.privacy.subject import Subject, find_creator, person_of, was_erased
from bot.intake.privacy.tables import Erasure
from bot.intake.privacy.wishes import ERASE
from bot.kernel.errors import TryLater
from bot.kernel.text import clean_line
from bot.operations.opening import open_services
from bot.operations.rights import write_file
from bot.operations.showing import show_json, show_table
from bot.people.rules import Person, Role
from bot.services import Services
from bot.settings import Settings
from bot.storage.personal import all_held
from bot.storage.unit_of_work import reading, unit_of_work

LOOK = 0.5
"""Seconds between two looks at how far the running bot is."""


async def erase_creator(
    settings: Settings, given: str, *, yes: bool, as_json: bool, receipt: Path | None, wait: float
) -> bool:
    """Show what will go, ask, erase, and give the receipt; whether all of it is done. Raises TellUser where nobody,
    or more than one, is meant."""
    async with open_services(settings) as services:
        async with reading(services.database) as session:
            creator = await find_creator(session, given)
            row = await queries.running(session, creator.id or 0)
            if row is None and was_erased(creator):
                row = await queries.last(session, creator.id or 0)
            subject = await person_of(session, creator)
            rows = await overview(session, subject) if row is None else []
        if row is None:
            if not as_json:
                show_subject(subject, rows)
            if not yes and not click.confirm("Erase all this for good?", err=as_json):
                click.echo("Nothing was erased.", err=as_json)
                return False
        row = row or await _begin(services, creator.id or 0)
        row = await _further(services, row)
        row = await _watch(services, row, wait)
        return await _tell(services, row, as_json=as_json, receipt=receipt)


def show_subject(subject: Subject, rows: list[Row]) -> None:
    """Who is meant, and what is held about them."""
    known = [
        (
            clean_line(one.platform, 30),
            clean_line(one.handle or one.external_id, 80),
            clean_line(one.name or "", 80),
        )
        for one in subject.everywhere
    ]
    show_table(("Network", "Account", "Name"), known, title="This person")
    held = [(one.count, one.table, one.about, "goes" if one.goes else "stays, names nobody") for one in rows]
    show_table(("Rows", "Table", "What", "Erasing"), held)
    click.echo(
        "Files with them go too: pictures, evidence, what they sent along. Licences end, and what was published by"
        " Goodword is taken down. They are never asked or taken in again. It can't be undone."
    )


async def _begin(services: Services, creator_id: int) -> Erasure:
    name = getpass.getuser()
    by = Person(f"cli:{name}", name, Role.MANAGER)
    async with unit_of_work(services.database) as session:
        row = await begin(session, creator_id, by, services.clock())
        await services.work.enqueue_soon(session, ERASE, creator_id, by.id, by.name)
    return row


async def _further(services: Services, row: Erasure) -> Erasure:
    """Every step that needs no chat."""
    eraser = Eraser(services)
    async with reading(services.database) as session:
        chats = await in_slack.anything_posted(session) or await in_discord.anything_posted(session)
    while row.stage != Stage.DONE and not (chats and row.stage == Stage.MESSAGES):
        try:
            row = await eraser.step(row.id or 0)
        except TryLater:
            break
    return row


async def _watch(services: Services, row: Erasure, wait: float) -> Erasure:
    """Wait for the running bot to do the rest, as long as that may take."""
    loop = asyncio.get_running_loop()
    end = loop.time() + wait
    while row.stage != Stage.DONE and loop.time() < end:
        await asyncio.sleep(LOOK)
        async with reading(services.database) as session:
            row = await queries.get(session, row.id or 0) or row
    return row


async def _tell(services: Services, row: Erasure, *, as_json: bool, receipt: Path | None) -> bool:
    async with reading(services.database) as session:
        dropped = await queries.dropped_since(session, row.id or 0)
    made = receipt_of(row, all_held(), dropped)
    if receipt is not None:
        await write_file(receipt, _once(orjson.dumps(made, option=orjson.OPT_INDENT_2) + b"\n"))
    if as_json:
        show_json([made])
    else:
        _show(made)
    return row.stage == Stage.DONE


def _show(made: dict[str, Any]) -> None:
    erased = [(count, what.replace("_", " ")) for what, count in made["erased"].items()]
    show_table(("Erased", "What"), erased, title=f"Erasure {made['erasure']} of creator {made['creator']}")
    show_table(("Kept", "Why"), [(f"{one['table']}: {one['what']}", one["why"]) for one in made["kept"]])
    for left in made["not_reached"]:
        click.secho(f"Not reached: {left}", fg="yellow")
    click.echo(f"Asked for by {made['asked_for_by']} at {made['started_at'][:19]} UTC.")
    if made["finished_at"] is not None:
        click.secho(f"Done at {made['finished_at'][:19]} UTC.", fg="green")
    else:
        click.secho(
            "Not all is done: what stands in chats is taken down while the bot runs (goodword run), by itself. "
            "Give the same command again to see how far it is.",
            fg="yellow",
        )


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data

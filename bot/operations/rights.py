"""``goodword rights show``, ``export`` and ``verify``: the record of permissions, for whoever wants it proved."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import click
import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.clock import utc_now
from bot.kernel.errors import FixSettings, TellUser
from bot.kernel.text import clean_line
from bot.operations.showing import show_json, show_table
from bot.rights import queries
from bot.rights.keys import FILE as KEY_FILE
from bot.rights.kit import kit_of
from bot.rights.links.queries import link_of
from bot.rights.receipts import Receipts
from bot.rights.record import file_lines, record_of
from bot.rights.verifying import Verified, export_lines, verify_file, verify_stored
from bot.settings import Settings
from bot.storage.database import Database
from bot.storage.migrate import pending
from bot.storage.unit_of_work import reading

EVERYTHING = "all"
HEAD = "rights.head"
"""In the data folder: the last event that a verification saw, so that the next one misses what is cut off."""


async def show_rights(settings: Settings, item_id: int, *, as_json: bool) -> None:
    """What is held about an item's permission. Raises TellUser where there is nothing."""
    async with open_session(settings) as session:
        record = await _record(session, settings, item_id)
    if as_json:
        show_json([record])
        return
    for consent in record["consents"]:
        said = [(name.replace("_", " "), _words(value)) for name, value in consent.items()]
        show_table(("What", "Value"), said, title=f"Permission {consent['id']}")
    shown = [
        (one["at"][:19], one["sha256"], _piece(one), sum(1 for each in one["media"] if each["sha256"]))
        for one in record["notices"]
    ]
    show_table(("Shown at (UTC)", "SHA-256", "What", "Pictures kept"), shown)
    for one in record["terms"]:
        show_table(("Terms", "Value"), [(name, _words(value)) for name, value in one.items()])
    rows = (
        (one["sequence"], one["at"][:19], one["action"], one["actor"], one["via"], _said(one))
        for one in record["events"]
    )
    show_table(("Event", "When (UTC)", "What", "Who", "From", "Words"), rows)
    click.echo(f"Public key: {record['public_key']}")


async def export_rights(settings: Settings, what: str, file: Path) -> str:
    """Write the record of an item, or every event of all of them, to a file that can be verified by itself. Nothing
    is left half-written. Raises TellUser."""
    kit = kit_of(settings)
    async with open_session(settings) as session:
        if what == EVERYTHING:
            count = await write_file(file, export_lines(session, kit.signer().public))
            return f"{count} lines"
        item_id = item_number(what)
        record = await _record(session, settings, item_id)
        links = [link_of(row) for row in await queries.event_rows(session, item_id)]
    await write_file(file, file_lines(record, links, kit.signer(), kit.evidence))
    return f"{len(links)} events"


async def verify_rights(settings: Settings, file: Path | None, *, key: str | None, as_json: bool) -> bool:
    """Check every event of the database, or of a file, and show what was found; whether everything holds."""
    if file is not None:
        public = key or await asyncio.to_thread(_own_key, settings)
        found = await asyncio.to_thread(verify_file, file, public)
        if public is None and not as_json:
            click.echo("Checked with the key in the file itself: compare it with one you got another way.")
    else:
        async with open_session(settings) as session:
            found = await verify_stored(session, kit_of(settings).signer().public, least=_known(settings))
        if found.ok:
            await asyncio.to_thread(_remember, settings, found)
    _show(found, as_json=as_json)
    return found.ok


def item_number(given: str) -> int:
    """An item by the number on its card. Raises TellUser."""
    digits = given.strip().removeprefix("#")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 18:
        raise TellUser(
            f"“{clean_line(given, 60)}” is no item.",
            remedy=f"Give the number on its card, or “{EVERYTHING}”.",
        )
    return int(digits)


def _own_key(settings: Settings) -> str | None:
    """The public key of this installation; None where it has none, as where somebody else checks a file."""
    if settings.rights.key is None and not (settings.data_dir / KEY_FILE).exists():
        return None
    return kit_of(settings).signer().public


async def _record(session: AsyncSession, settings: Settings, item_id: int) -> dict[str, Any]:
    return await record_of(session, item_id, Receipts(kit_of(settings), settings), settings, utc_now())


def _piece(notice: dict[str, Any]) -> str:
    if notice["erased"]:
        return "(erased)"
    return _words(" · ".join(notice[name] for name in ("title", "text", "url") if notice[name]))


async def write_file(file: Path, lines: AsyncIterator[bytes]) -> int:
    """Into a file beside it first, so that an old export stays until the new one is whole."""
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    except OSError as error:
        raise TellUser(f"{file} can't be written: {error.strerror}.", remedy="Choose another file.") from None
    count = 0
    try:
        with os.fdopen(handle, "wb") as opened:
            async for line in lines:
                opened.write(line)
                count += 1
        os.replace(temporary, file)
    except OSError as error:
        raise TellUser(f"{file} can't be written: {error.strerror}.", remedy="Choose another file.") from None
    finally:
        await asyncio.to_thread(Path(temporary).unlink, missing_ok=True)
    return count


def _known(settings: Settings) -> tuple[int, str] | None:
    try:
        found = orjson.loads((settings.data_dir / HEAD).read_bytes())
        return int(found["sequence"]), str(found["hash"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        raise TellUser(
            f"{settings.data_dir / HEAD} can't be read: it says where the last verification ended.",
            remedy="If it was damaged by accident, remove it and verify against an export of yours.",
        ) from None


def _remember(settings: Settings, found: Verified) -> None:
    if found.links:
        said = orjson.dumps({"sequence": found.last, "hash": found.head})
        (settings.data_dir / HEAD).write_bytes(said + b"\n")


def _show(found: Verified, *, as_json: bool) -> None:
    if as_json:
        told = {
            "ok": found.ok,
            "events": found.links,
            "last": found.last,
            "head": found.head,
            "erased_words": found.erased,
            "first_broken": found.broken or None,
            "problem": found.problem or None,
            "public_key": found.public,
        }
        sys.stdout.write(orjson.dumps(told).decode() + "\n")
    elif found.ok:
        click.secho(f"Everything holds: {found.links} events, the last is {found.last}.", fg="green")
        click.echo(f"Hash of the last event: {found.head}\nPublic key: {found.public}")
        if found.erased:
            click.echo(f"Words that were erased, as is allowed: {found.erased}.")
    else:
        what = f"Event {found.broken}" if found.broken else "The record"
        click.secho(f"{what} is broken: {found.problem}.", fg="red", err=True)
        if found.broken:
            click.echo(f"The {found.links} events before it hold.", err=True)


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_words(each)}" for name, each in value.items() if name != "text")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value)
    return "" if value is None else clean_line(str(value), 300)


def _said(event: dict[str, Any]) -> str:
    kept = event["text"]
    said = " · ".join(kept[name] for name in ("text", "note") if kept.get(name))
    return clean_line(said, 200) or ("(erased)" if set(event["words"]) - set(kept) else "")


@asynccontextmanager
async def open_session(settings: Settings) -> AsyncIterator[AsyncSession]:
    """The database, for looking. Raises FixSettings where it is not up to date."""
    database = Database(settings.database_url, synchronous=settings.database.synchronous)
    try:
        if await asyncio.to_thread(pending, database):
            raise FixSettings("The database is not up to date.", remedy="Run: goodword migrate")
        async with reading(database) as session:
            yield session
    finally:
        await database.close()

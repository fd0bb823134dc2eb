"""Everything that is held about a person, for them (GDPR articles 15 and 20): what the lists beside the tables say is
told, row by row, with the files."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from typing import Any

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.intake.privacy.overview import ids_of
from bot.intake.privacy.subject import Subject
from bot.rights.book import Kit
from bot.storage.personal import TOLD, Held, all_held, rows_of

FORMAT = "goodword-person-1"
_DIGEST = re.compile(r"[0-9a-f]{64}")


async def parts_of(
    session: AsyncSession, subject: Subject, kit: Kit, head: Mapping[str, Any]
) -> AsyncIterator[bytes]:
    """One JSON object, in parts: ``head``, then "tables" with what each says of them, then "files" in base64, named
    as the rows name them. A row, or a file, at a time is in memory."""
    yield b"{" + orjson.dumps({"format": FORMAT, **head})[1:-1] + b',\n"tables": ['
    ids = await ids_of(session, subject)
    connection = await session.connection()
    files: dict[str, None] = {}
    between = b"\n"
    for held in all_held():
        told = {name: fate for name, fate in held.columns.items() if isinstance(fate, TOLD)}
        if held.whose is None or not told:
            continue
        opened = False
        async for row in rows_of(connection, held, ids[held.whose]):
            if not opened:
                what = {name: fate.what for name, fate in told.items()}
                yield between + orjson.dumps({"table": held.name, "about": held.about, "columns": what})[:-1]
                yield b',"rows": ['
            yield (b",\n" if opened else b"\n") + _row(held, told, row)
            opened = True
            files |= dict.fromkeys(_named(row))
        if opened:
            yield b"]}"
            between = b",\n"
    yield b'],\n"files": {'
    between = b"\n"
    for name in files:
        data = await asyncio.to_thread(_read, kit, name)
        if data is not None:
            yield between + orjson.dumps(name) + b":" + orjson.dumps(base64.b64encode(data).decode())
            between = b",\n"
    yield b"}}\n"


def _row(held: Held, told: Mapping[str, Any], row: Mapping[str, Any]) -> bytes:
    number = {"id": row["id"]} if "id" in row else {}
    times = {name: value for name, value in row.items() if name.endswith("_at") or name == "at"}
    said = {name: row[name] for name in told}
    return orjson.dumps({**number, **{n: v for n, v in times.items() if v is not None}, **said}, default=str)


def _named(row: Mapping[str, Any]) -> Iterator[str]:
    """Files that a row names: previews, pictures as they were shown, originals that were sent along."""
    if isinstance(row.get("file"), str):
        yield f"media/{row['file']}"
    media, data = row.get("media"), row.get("data")
    for one in media if isinstance(media, list) else ():
        if isinstance(one, dict) and _DIGEST.fullmatch(str(one.get("sha256") or "")):
            yield f"evidence/{one['sha256']}"
    if isinstance(data, dict) and _DIGEST.fullmatch(str(data.get("original") or "")):
        yield f"evidence/{data['original']}"


def _read(kit: Kit, name: str) -> bytes | None:
    """A file that is held; None where its time was up, or where it was changed: then it is not theirs any more."""
    folder, _, file = name.partition("/")
    try:
        return kit.previews.read(file) if folder == "media" else kit.evidence.get(file)
    except ValueError:
        return None

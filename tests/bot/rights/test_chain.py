"""The chain can't be changed unseen: the first link that doesn't hold is named."""

from __future__ import annotations

import asyncio
import stat
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
import pytest
import sqlalchemy as sa

from bot.kernel.errors import FixSettings, TellUser
from bot.rights.chain import START, Checker, Link, Signer, hash_of, salted
from bot.rights.keys import load_signer
from bot.rights.links import queries as chain
from bot.rights.scope import Use
from bot.rights.verifying import Verified, export_lines, verify_file, verify_stored
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA
from tests.bot.rights.support import KEY, YES, Desk

OTHER = Signer(b"x" * 32)


async def filled(desk: Desk) -> list[int]:
    """Two items with six events: asked, answered, taken back."""
    creator = await desk.room.creator(handle="anna", name="Anna")
    items = await desk.room.queued(2, creator_id=creator)
    asks = [await desk.asked(item, frozenset({Use.WEBSITE, Use.ADS})) for item in items]
    await desk.answer(asks[0], YES, by="anna")
    await desk.answer(asks[1], "How much do you pay?", by="anna")
    await desk.decline(asks[1], text="No.", note="by phone", actor=MIA)
    await desk.withdraw(asks[0])
    return items


async def verified(desk: Desk, **more: Any) -> Verified:
    async with reading(desk.database) as session:
        return await verify_stored(session, KEY.public, **more)


async def tamper(desk: Desk, *statements: str) -> None:
    async with unit_of_work(desk.database) as session:
        for statement in statements:
            await (await session.connection()).execute(sa.text(statement))


async def test_a_whole_chain_holds(desk: Desk) -> None:
    assert (await verified(desk)).ok
    await filled(desk)
    found = await verified(desk)
    assert (found.ok, found.links, found.last, found.erased) == (True, 6, 6, 0)
    async with reading(desk.database) as session:
        links = [link async for link in chain.links(session)]
    assert links[0].previous == START
    assert [link.sequence for link in links] == [1, 2, 3, 4, 5, 6]
    assert all(later.previous == link.hash for link, later in pairwise(links))


@pytest.mark.parametrize(
    ("statement", "broken", "words"),
    [
        (
            "UPDATE ask_event SET text = 'Yes to everything' WHERE sequence = 3",
            3,
            "text is not what was written",
        ),
        ("UPDATE ask_event SET note = 'by mail' WHERE sequence = 5", 5, "note is not what was written"),
        ("UPDATE ask_event SET actor_name = 'Ole' WHERE sequence = 1", 1, "actor name is not"),
        ("UPDATE ask_event SET credit = 'nobody' WHERE sequence = 1", 1, "credit is not"),
        ("UPDATE ask_event SET action = 'granted' WHERE sequence = 5", 5, "content is not"),
        ("UPDATE ask_event SET actor = 'U0OLE00001' WHERE sequence = 2", 2, "content is not"),
        ("UPDATE ask_event SET via = 'mail' WHERE sequence = 4", 4, "content is not"),
        (
            "UPDATE ask_event SET at = '2020-01-01 00:00:00.000000+00:00' WHERE sequence = 6",
            6,
            "content is not",
        ),
        ("UPDATE ask_event SET request_id = 'r' WHERE sequence = 6", 6, "content is not"),
        ("UPDATE ask_event SET item_id = 99 WHERE sequence = 2", 2, "content is not"),
        ("UPDATE ask_event SET data = '{}' WHERE sequence = 3", 3, "content is not"),
        ("UPDATE ask_event SET hashes = '{}' WHERE sequence = 3", 3, "content is not"),
        ("UPDATE ask_event SET salts = '{}' WHERE sequence = 3", 3, "is not what was written"),
        ("UPDATE ask_event SET signature = 'beef' WHERE sequence = 4", 4, "not signed"),
        ("UPDATE ask_event SET signature = 'no hex' WHERE sequence = 4", 4, "not signed"),
        ("UPDATE ask_event SET hash = previous WHERE sequence = 4", 4, "content is not"),
        ("UPDATE ask_event SET previous = hash WHERE sequence = 4", 4, "does not follow"),
        ("DELETE FROM ask_event WHERE sequence = 1", 1, "1 should stand here"),
        ("DELETE FROM ask_event WHERE sequence = 4", 4, "4 should stand here"),
        ("DELETE FROM ask_event WHERE sequence > 4", 5, "missing"),
        ("DELETE FROM ask_event", 1, "missing"),
        ("UPDATE rights_chain SET hash = 'x'", 7, "missing"),
        ("DELETE FROM rights_chain", 7, "missing"),
    ],
)
async def test_every_change_is_named(desk: Desk, statement: str, broken: int, words: str) -> None:
    await filled(desk)
    if not desk.database.is_sqlite:
        statement = statement.replace("'{}'", "'{}'::jsonb")
    await tamper(desk, statement)
    found = await verified(desk)
    assert (found.ok, found.broken) == (False, broken)
    assert words in found.problem


async def test_a_reordered_chain_is_named(desk: Desk) -> None:
    await filled(desk)
    swap = [(3, -1), (4, 3), (-1, 4)]
    await tamper(
        desk, *(f"UPDATE ask_event SET sequence = {new} WHERE sequence = {old}" for old, new in swap)
    )
    found = await verified(desk)
    assert (found.broken, found.problem) == (3, "it does not follow the event before it")


async def test_a_chain_cut_off_with_its_head_is_missed_by_what_was_known(desk: Desk) -> None:
    """Whoever may write the whole database can cut it off whole; a hash that was noted before tells."""
    await filled(desk)
    before = await verified(desk)
    await tamper(
        desk,
        "DELETE FROM ask_event WHERE sequence > 4",
        "UPDATE rights_chain SET sequence = 4, hash = (SELECT hash FROM ask_event WHERE sequence = 4)",
    )
    assert (await verified(desk)).ok
    found = await verified(desk, least=(before.last, before.head))
    assert (found.broken, "known by this number" in found.problem) == (6, True)


async def test_a_chain_written_anew_with_another_key_is_not_ours(desk: Desk) -> None:
    await filled(desk)
    async with reading(desk.database) as session:
        links = [link async for link in chain.links(session)]
    previous = START
    checker = Checker(KEY.public)
    ours = Checker(OTHER.public)
    for link in links:
        forged = replace(link, previous=previous)
        digest = hash_of(forged.body())
        forged = replace(forged, hash=digest, signature=OTHER.sign(digest))
        previous = digest
        assert ours.take(forged) == ""
        if link.sequence == 1:
            assert "not signed by this installation" in checker.take(forged)


async def test_words_are_erased_and_the_chain_holds(desk: Desk) -> None:
    items = await filled(desk)
    await tamper(
        desk, "UPDATE ask_event SET salts = '{}', text = NULL, actor_name = NULL, credit = NULL, note = NULL"
    )
    found = await verified(desk)
    assert (found.ok, found.erased > 10) == (True, True)
    async with reading(desk.database) as session:
        lines = b"".join([line async for line in export_lines(session, KEY.public)])
    assert b"anna" not in lines.lower()
    assert items


async def exported(desk: Desk, file: Path) -> list[bytes]:
    async with reading(desk.database) as session:
        lines = [line async for line in export_lines(session, KEY.public)]
    await asyncio.to_thread(file.write_bytes, b"".join(lines))
    return lines


def _changed(lines: list[bytes], number: int, **values: Any) -> list[bytes]:
    lines[number] = orjson.dumps({**orjson.loads(lines[number]), **values}) + b"\n"
    return lines


CUTS: list[tuple[Callable[[list[bytes]], list[bytes]], int]] = [
    (lambda lines: lines[:-1], 7),  # without its end
    (lambda lines: lines[:-3] + lines[-1:], 5),  # two events before the end left out
    (lambda lines: [*lines[:-1], lines[-1][:9]], 7),
    (lambda lines: [*lines[:3], lines[3][:40]], 3),
    (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 1),
    (lambda lines: [*lines[:4], lines[3], *lines[4:]], 4),
    (lambda lines: _changed(lines, 2, action="granted"), 2),
    (lambda lines: _changed(lines, 2, sequence="two"), 2),
    (lambda lines: _changed(lines, 5, data={"deep": 1.5e400}), 5),
    (lambda lines: [*lines[:2], b"[]\n", *lines[2:]], 2),
]


@pytest.mark.parametrize(("change", "broken"), CUTS)
async def test_an_export_stands_by_itself(
    desk: Desk, tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], broken: int
) -> None:
    await filled(desk)
    file = tmp_path / "all.jsonl"
    lines = await exported(desk, file)
    assert verify_file(file).ok
    assert verify_file(file, KEY.public).links == 6
    assert not verify_file(file, OTHER.public).ok
    file.write_bytes(b"".join(change(lines)))
    found = verify_file(file, KEY.public)
    assert (found.ok, found.broken) == (False, broken), found


def test_a_file_that_is_no_export_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x"
    for content in (b"", b"hello", b"{}", b"[1]", b'{"format": "other"}', b"\xff\xfe"):
        file.write_bytes(content)
        with pytest.raises(TellUser, match="no record"):
            verify_file(file)
    file.write_bytes(b'{"format": "goodword-rights-1", "public_key": "12"}\n')
    with pytest.raises(TellUser, match="no public key"):
        verify_file(file)


def test_a_long_chain_is_checked_in_constant_memory(tmp_path: Path) -> None:
    def written(count: int) -> Path:
        file, previous = tmp_path / f"{count}.jsonl", START
        with file.open("wb") as opened:
            opened.write(orjson.dumps({"format": "goodword-rights-1", "public_key": KEY.public}) + b"\n")
            for number in range(1, count + 1):
                words = {"text": "word " * 40}
                hashes, salts = salted(words)
                link = Link(number, 1, 1, number, "noted", "system", "system", "2026-11-20T12:00:00.000000+00:00",
                            hashes=hashes, salts=salts, words=words, previous=previous)  # fmt: skip
                previous = hash_of(link.body())
                link = replace(link, hash=previous, signature=KEY.sign(previous))
                opened.write(orjson.dumps(link.as_json()) + b"\n")
            opened.write(orjson.dumps({"end": {"links": count, "head": previous}}) + b"\n")
        return file

    def most(file: Path) -> int:
        tracemalloc.start()
        assert verify_file(file, KEY.public).ok
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return peak

    few, many = written(100), written(3000)
    most(few)
    assert most(many) < most(few) + 100_000


def test_the_key_is_made_once_for_this_user_alone(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    first = load_signer(folder)
    assert load_signer(folder).public == first.public
    assert stat.S_IMODE((folder / "rights.key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["rights.key"]
    given = load_signer(folder, "ab" * 32)
    assert given.public != first.public
    (folder / "rights.key").write_text("not a key")
    with pytest.raises(FixSettings, match=r"rights\.key holds no key"):
        load_signer(folder)
    with pytest.raises(FixSettings, match="GOODWORD_RIGHTS_KEY"):
        load_signer(folder, "short")

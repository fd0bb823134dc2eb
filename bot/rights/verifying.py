"""Checking the chain link by link, from the database or from a file, in constant memory."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.kernel.errors import TellUser
from bot.rights.chain import FORMAT, Checker, Link, read_link
from bot.rights.links import queries as chain
from bot.rights.receipt_check import problems
from bot.rights.receipt_fields import SCHEMA as RECEIPT
from bot.rights.record_check import RecordChecker

LONGEST_LINE = 5_000_000  # bytes; a message and an answer are at most some ten thousand


@dataclass(frozen=True, slots=True)
class Verified:
    """What was found. ``broken`` is the number of the first event that doesn't hold (0: what stands beside the
    events doesn't) and ``problem`` what is wrong with it, empty when everything holds. ``erased`` counts words that
    were erased, which is allowed."""

    links: int
    last: int
    head: str
    erased: int = 0
    broken: int = 0
    problem: str = ""
    public: str = ""

    @property
    def ok(self) -> bool:
        return not self.problem


async def verify_stored(
    session: AsyncSession, public: str, *, least: tuple[int, str] | None = None
) -> Verified:
    """Check every event in the database, and that none is missing at the end. ``least`` is an event known from
    before, by number and hash: an export or a note on paper."""
    checker = Checker(public)
    known = ""
    async for link in chain.links(session):
        problem = checker.take(link)
        if problem:
            return _broken(checker, checker.sequence + 1, problem)
        if least is not None and link.sequence == least[0]:
            known = link.hash
    sequence, head = await chain.head(session)
    if (sequence, head) != (checker.sequence, checker.hash):
        missing = checker.sequence + 1
        return _broken(
            checker, missing, f"it is missing: there were {sequence} events, and {checker.links} are left"
        )
    if least is not None and known != least[1]:
        return _broken(checker, least[0], "it is not the event that was known by this number")
    return _well(checker)


def verify_file(file: Path, public: str | None = None) -> Verified:
    """Check an export: all events (a line each), the record of one item, or a creator's receipt. ``public`` is the
    key to trust; without it the file's own, which proves only that the file is whole. Blocks. Raises TellUser for
    what is none of these."""
    try:
        with file.open("rb") as opened:
            first = opened.readline(LONGEST_LINE)
            if (given := _receipt(first, opened)) is not None:
                return _receipt_holds(given, public)
            start = _header(first, file)
            checker = Checker(_key(public or str(start.get("public_key"))), gaps=bool(start.get("gaps")))
            return _lines(iter(lambda: opened.readline(LONGEST_LINE), b""), checker)
    except OSError as error:
        raise TellUser(f"{file} can't be read: {error.strerror}.", remedy="Check the file.") from None


def _receipt(first: bytes, opened: BinaryIO) -> dict[str, Any] | None:
    """A receipt, in one line or many; None for what is none. An export's first line is whole by itself, so no more
    of it is read here."""
    many = first.strip() == b"{"
    try:
        found = orjson.loads(first + opened.read(LONGEST_LINE) if many else first)
    except orjson.JSONDecodeError:
        return None
    return found if isinstance(found, dict) and found.get("schema_version") == RECEIPT else None


def _receipt_holds(given: dict[str, Any], public: str | None) -> Verified:
    found = problems(given, _key(public) if public else None)
    if found:
        return Verified(0, 0, "", problem=found[0])
    chain_of_it = given["goodword"]["chain"]
    last = chain_of_it["events"][-1]
    said = public or str(chain_of_it["public_key"])
    return Verified(len(chain_of_it["events"]), int(last["sequence"]), str(last["hash"]), public=said)


def _header(line: bytes, file: Path) -> dict[str, Any]:
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise TellUser(f"{file} is no record of permissions.", remedy="Make one with: goodword rights export")
    return found


def _key(public: str) -> str:
    try:
        return bytes.fromhex(public).hex() if len(bytes.fromhex(public)) == 32 else _no_key()
    except ValueError:
        return _no_key()


def _no_key() -> str:
    raise TellUser(
        "That is no public key.", remedy="It has 64 hexadecimal digits, as goodword rights show says."
    )


def _lines(lines: Iterable[bytes], checker: Checker) -> Verified:
    """Links, and at the end a line that says how many there are: without it the file was cut off."""
    beside = RecordChecker(checker.public)
    for line in lines:
        after = checker.sequence + 1
        try:
            given = orjson.loads(line)
        except orjson.JSONDecodeError:
            return _broken(checker, after, "the file is damaged or cut off here")
        if isinstance(given, dict) and "end" in given:
            return _ended(checker, given["end"], beside)
        if isinstance(given, dict) and "sequence" not in given:
            if problem := _beside(beside, given):
                return _broken(checker, 0, problem)
            continue
        try:
            link = read_link(given)
        except ValueError as error:
            return _broken(checker, after, str(error))
        problem = checker.take(link) or beside.event(link)
        if problem:
            return _broken(checker, link.sequence if checker.gaps else after, problem)
    return _broken(checker, checker.sequence + 1, "the file is cut off here")


def _beside(beside: RecordChecker, given: dict[str, Any]) -> str:
    """What is wrong with what stands beside the events in an item's record."""
    try:
        return beside.take(given)
    except (KeyError, TypeError, AttributeError) as error:
        return f"it can't be read ({type(error).__name__}: {error})"


def _ended(checker: Checker, end: Any, beside: RecordChecker) -> Verified:
    if problem := beside.end():
        return _broken(checker, 0, problem)
    said = (end.get("links"), end.get("head")) if isinstance(end, dict) else (None, None)
    if said != (checker.links, checker.hash):
        return _broken(checker, checker.sequence + 1, f"it is missing: the file says it has {said[0]} events")
    return _well(checker)


def _well(checker: Checker) -> Verified:
    return Verified(checker.links, checker.sequence, checker.hash, checker.erased, public=checker.public)


def _broken(checker: Checker, sequence: int, problem: str) -> Verified:
    return Verified(
        checker.links, checker.sequence, checker.hash, checker.erased, sequence, problem, checker.public
    )


async def export_lines(session: AsyncSession, public: str) -> AsyncIterator[bytes]:
    """Every event, a line each, between a line that says what this is and one that says where it ends."""
    yield orjson.dumps({"format": FORMAT, "public_key": public}) + b"\n"
    last: Link | None = None
    count = 0
    async for link in chain.links(session):
        yield orjson.dumps(link.as_json()) + b"\n"
        last, count = link, count + 1
    yield end_line(count, last)


def end_line(count: int, last: Link | None) -> bytes:
    return (
        orjson.dumps({"end": {"links": count, "head": last.hash if last is not None else "0" * 64}}) + b"\n"
    )

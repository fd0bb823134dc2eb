"""What may not stand in a digest any more is taken out of its document, and its message is drawn anew.

A piece goes when it is deleted, withdrawn or erased where it was found, and when somebody demanded that it goes; in
the community's edition also when its permission ends. A creator's name goes when they are erased; in the
community's edition also when none of their pieces is permitted any more. An ambassador's name goes when they leave,
or stay off the boards from then on.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.digests import queries, wishes
from bot.digests.book import document_of
from bot.digests.document import ContestLine, CreatorLine, Document, Piece, Sharer
from bot.digests.queries import Leaving
from bot.digests.tables import Digest
from bot.kernel.clock import Clock
from bot.storage.database import Database
from bot.storage.personal import SOMEBODY, Named
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work import Enqueuer

WORDS = frozenset({"title", "creator", "name", "about_name", "leaders", "url"})
"""The fields of a document in which people's words and names stand."""


class Context(Protocol):
    """What the sweep needs of the running services."""

    @property
    def database(self) -> Database: ...
    @property
    def work(self) -> Enqueuer: ...
    @property
    def clock(self) -> Clock: ...


def without(document: Document, leaving: Leaving) -> Document:
    """The document without the words of these pieces and the names of these people. Figures stay."""
    items, creators, ambassadors = leaving.items, leaving.creators, leaving.ambassadors

    def piece(one: Piece) -> Piece:
        if one.item_id in items:
            return one.model_copy(
                update={
                    "title": "",
                    "creator": "",
                    "creator_id": None,
                    "url": None,
                    "gone": True,
                    "permitted": False,
                }
            )
        if one.creator_id in creators:
            return one.model_copy(update={"creator": "", "creator_id": None})
        return one

    def creator(one: CreatorLine) -> CreatorLine:
        if one.creator_id not in creators:
            return one
        return one.model_copy(update={"name": "", "gone": True, "permitted": False})

    def sharer(one: Sharer) -> Sharer:
        if one.ambassador_id not in ambassadors:
            return one
        return one.model_copy(update={"name": "", "gone": True})

    return document.model_copy(
        update={
            "sharers": [sharer(one) for one in document.sharers],
            **{
                name: [piece(one) for one in getattr(document, name)]
                for name in ("pieces", "praise", "complaints", "shared_pieces")
            },
            **{name: [creator(one) for one in getattr(document, name)] for name in ("creators", "rising")},
        }
    )


def unnamed(document: Document, named: Named) -> Document:
    """The document with somebody's names replaced wherever they stand in words (a contest's leaders, say). What the
    document is built of stays: whoever goes by "team" or "week" can be erased too."""
    pattern = named.pattern
    if pattern is None:
        return document

    def said(value: Any, key: str = "") -> Any:
        if isinstance(value, str):
            words = key in WORDS or (key == "slice" and value.startswith("tag:"))
            return pattern.sub(f"[{SOMEBODY}]", value) if words else value
        if isinstance(value, list):
            return [said(one, key) for one in value]
        return {name: said(one, name) for name, one in value.items()} if isinstance(value, dict) else value

    return Document.model_validate(said(document.model_dump(mode="json")))


def unled(document: Document, accounts: Collection[int]) -> Document:
    """The document without the names of these accounts among contests' leaders. Their places stay."""

    def contest(one: ContestLine) -> ContestLine:
        names = [
            f"[{SOMEBODY}]" if account in accounts else name
            for name, account in zip(one.leaders, one.leader_ids, strict=False)
        ]
        return one.model_copy(update={"leaders": [*names, *one.leaders[len(names) :]]})

    following = document.next_contest
    return document.model_copy(
        update={
            "contests": [contest(one) for one in document.contests],
            "next_contest": None if following is None else contest(following),
        }
    )


async def store(session: AsyncSession, row: Digest, document: Document) -> Document:
    """Store a document that was built before, without whoever was erased and what left meanwhile; gives what is
    stored. The caller holds the digest: an erasure that ends before is seen here, and a later one finds the document
    when it looks through all of them (``intake.privacy.digests``), for which it waits until the digest is free."""
    digest_id = row.id or 0
    await queries.name_in(session, digest_id, document)
    leaving = await queries.left(session, digest_id)
    erased = await queries.erased_accounts(session, document.account_ids())
    kept = unled(without(document, leaving), erased)
    await queries.mark_gone(session, digest_id, leaving)
    row.document = kept.model_dump(mode="json")
    await queries.save(session, row)
    return kept


async def sweep(context: Context) -> int:
    """Take out what left since the last time; from how many digests. Doing it twice takes it out once."""
    async with reading(context.database) as session:
        leaving = await queries.leaving(session, context.clock())
    for digest_id, gone in sorted(leaving.items(), key=lambda one: one[0]):
        async with unit_of_work(context.database) as session:
            row = await queries.hold(session, digest_id)
            if row is not None:
                await take_out(session, context.work, row, gone)
    return len(leaving)


async def take_out(
    session: AsyncSession,
    work: Enqueuer,
    row: Digest,
    leaving: Leaving,
    named: Named | None = None,
) -> bool:
    """Rewrite a digest that the caller holds; whether anything was in it. Its message is drawn anew by a job."""
    document = document_of(row)
    await queries.mark_gone(session, row.id or 0, leaving)
    if document is None:
        return False
    left = without(document, leaving)
    if named is not None:
        left = unnamed(left, named)
    if left == document:
        return False
    row.document = left.model_dump(mode="json")
    row.revision += 1
    await queries.save(session, row)
    await work.enqueue_soon(session, wishes.REDRAW, row.id)
    return True

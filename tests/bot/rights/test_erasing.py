"""Erasing a creator's words: they are gone everywhere, the chain holds, and they are not asked again."""

from __future__ import annotations

import sqlalchemy as sa

from bot.content.tables import Media
from bot.rights.erasing import Erased
from bot.rights.links import queries as chain
from bot.rights.outcomes import AskDone
from bot.rights.scope import Scope, Use
from bot.rights.verifying import export_lines, verify_stored
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.review.support import MIA
from tests.bot.rights.support import KEY, Desk, kind

SAID = "I am Anna Svensson, and fine: #yesfjord @fjordcoffee"


async def erase(desk: Desk, creator: int) -> Erased:
    desk.tick()
    async with unit_of_work(desk.database) as session:
        return await desk.asks.erase(session, creator, MIA, desk.now)


async def everything(desk: Desk) -> str:
    """All that the area's tables hold, and an export."""
    async with reading(desk.database) as session:
        lines = [line async for line in export_lines(session, KEY.public)]
        connection = await session.connection()
        rows = [
            str(tuple(row))
            for table in ("ask", "ask_event", "snapshot", "do_not_contact")
            for row in await connection.execute(sa.text(f"SELECT * FROM {table}"))
        ]
    return b"".join(lines).decode() + "".join(rows)


async def test_a_creator_is_erased(desk: Desk) -> None:
    creator = await desk.room.creator(external_id="a1", handle="anna", name="Anna Svensson")
    other = await desk.room.creator(external_id="b1", handle="bert", name="Bert")
    items = await desk.room.queued(2, creator_id=creator, url="https://a.example/anna", title="Anna Svensson")
    [theirs] = await desk.room.queued(1, creator_id=other)
    names = ["ab" * 16 + ".jpg", "cd" * 16 + ".jpg"]
    for name in names:
        desk.kit.previews.write(name, name.encode())
    async with unit_of_work(desk.database) as session:
        for item, name in ((items[0], names[0]), (items[0], names[1]), (theirs, names[1])):
            where = "https://p.example/" + ("bert" if item == theirs else "Svensson")
            session.add(Media(item_id=item, kind="image", url=where, state="cached", file=name))
    asks = [await desk.asked(item, frozenset({Use.WEBSITE}), text="Dear Anna Svensson") for item in items]
    asked = await desk.ask(theirs, scope=Scope(credit="@bert"))
    assert isinstance(asked, AskDone)
    kept = asked.ask.id or 0
    await desk.answer(asks[0], SAID)
    await desk.answer(kept, "Bert says #yesfjord @fjordcoffee")
    assert "Svensson" in await everything(desk)

    erased = await erase(desk, creator)
    for digest in erased.files:
        desk.kit.evidence.remove(digest)
    assert (erased.asks, erased.snapshots) == (2, 2)
    assert len(erased.files) == 1, "what another piece shows too stays"
    assert erased.words >= 6
    assert await desk.licence(items[0]) is None
    assert [(await desk.row(ask)).status for ask in asks] == ["withdrawn", "declined"]
    assert items[0] in await desk.removals()
    left = await everything(desk)
    for words in ("Svensson", "anna", SAID):
        assert words not in left
    assert "Bert says" in left
    assert await desk.licence(theirs) is not None
    async with reading(desk.database) as session:
        found = await verify_stored(session, KEY.public)
        links = [link async for link in chain.links(session)]
    assert (found.ok, found.erased) == (True, erased.words)
    assert [link.action for link in links].count("erased") == 2
    assert kind(await desk.ask(items[1])) == "do_not_contact"
    assert (await erase(desk, creator)).words == 0

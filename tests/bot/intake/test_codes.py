"""Codes that people post: they link whoever wrote the post, whatever else stands in it."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.content.queries import events_of
from bot.intake.tidying import tidy
from bot.people.accounts import KnownAccount
from bot.sources.base import FoundCreator, FoundItem
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import MIA, NOW, post
from tests.bot.intake.support import Line

BO = FoundCreator("2", "@bo@social.example", "Bo Ek")


async def member(line: Line, external_id: str = "1") -> KnownAccount:
    async with unit_of_work(line.database) as session:
        return await line.identities.account(session, "discord", external_id, line.now, name="Anna")


async def new_code(line: Line, account: KnownAccount) -> str:
    async with unit_of_work(line.database) as session:
        return await line.identities.new_code(session, account.id, line.now)


async def linked(line: Line, account: KnownAccount) -> list[str]:
    async with reading(line.database) as session:
        return sorted(one.key for one in await line.identities.accounts_of(session, account.id))


async def test_a_post_with_a_code_links_its_creator(line: Line) -> None:
    anna = await member(line)
    code = await new_code(line, anna)
    hostile = f"<script>alert(1)</script> @everyone '; DROP TABLE account;-- {code.lower()} #tea"
    taken = await line.take("masto", post("1", "Nothing in here but praise"), post("2", hostile))
    assert await linked(line, anna) == ["discord:1", "mastodon:1"]
    async with reading(line.database) as session:
        known = (await line.identities.accounts_of(session, anna.id))[1]
        events = await events_of(session, taken.new)
    assert (known.name, known.handle) == (MIA.name, MIA.handle)
    [event] = events[taken.new[1]]
    assert (event.event, event.actor) == ("account_linked", "source:masto")
    assert event.data == {"account": "mastodon:1", "with": "discord:1"}
    assert code not in str(event.data)


async def test_a_code_in_a_title_or_an_edit_counts_too(line: Line) -> None:
    anna, bo = await member(line), await member(line, "2")
    await line.take("masto", post("1", "Nothing in here but praise"))
    await line.take("masto", post("1", f"Nothing in here but {await new_code(line, anna)}"))
    title = f"Hello {await new_code(line, bo)}"
    await line.take("masto", post("2", "Something of another person altogether", title=title, creator=BO))
    assert await linked(line, anna) == ["discord:1", "mastodon:1"]
    assert await linked(line, bo) == ["discord:2", "mastodon:2"]


async def test_of_a_copied_code_the_first_use_counts(line: Line) -> None:
    anna = await member(line)
    said = f"This is my code, {await new_code(line, anna)}, is it not"
    await line.take("masto", post("1", said), post("2", f"Stolen! {said}", creator=BO))
    await line.take("masto", post("3", f"Once more {said}", creator=BO))
    assert await linked(line, anna) == ["discord:1", "mastodon:1"]


async def test_what_no_platform_vouches_for_links_nobody(line: Line) -> None:
    anna = await member(line)
    code = await new_code(line, anna)
    named = post("1", f"I am Anna, and {code}", creator=FoundCreator("", None, "Anna Alm"))
    nobody = post("2", f"I am nobody in particular, {code}", creator=None)
    await line.take("blog", named, nobody)
    assert await linked(line, anna) == ["discord:1"]
    await line.take("masto", post("3", f"But this is me: {code}"))  # it is good still
    assert len(await linked(line, anna)) == 2


async def test_codes_that_are_unknown_or_old_cost_the_batch_nothing(line: Line) -> None:
    anna = await member(line)
    code = await new_code(line, anna)
    line.forward(hours=49)
    taken = await line.take(
        "masto", post("1", f"Too late {code}"), post("2", "GW-2222-3333 " * 40), post("3", "More praise")
    )
    assert len(taken.new) == 3
    assert await linked(line, anna) == ["discord:1"]
    line.forward(days=40)
    await tidy(line)
    async with reading(line.database) as session:
        assert await line.identities.open_codes(session, [code], NOW) == []


async def test_without_a_code_nothing_is_asked_and_with_many_once(line: Line) -> None:
    await line.take("masto", post("1", "Warm up"))
    plain = [post(f"a{number}", f"Praise number {number} of tea") for number in range(20)]
    coded = [post(f"b{number}", f"GW-2222-{2222 + number} it is") for number in range(7)]
    assert await _asked(line, plain) == 0
    assert await _asked(line, coded) == 1


async def _asked(line: Line, batch: list[FoundItem]) -> int:
    """How many statements ask about codes while a batch is taken."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = line.database.engine.sync_engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        await line.take("masto", *batch)
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)
    return sum("link_code" in statement for statement in asked)

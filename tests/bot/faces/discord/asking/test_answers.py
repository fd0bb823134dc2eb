"""What members answer to a private message: written or by its buttons."""

from __future__ import annotations

import asyncio

import pytest

from bot.rights.scope import Proof
from tests.bot.faces.discord.asking.support import TEXT, YES, Asking
from tests.support.waiting import eventually


async def test_a_member_is_asked_once_and_nobody_is_notified_by_it(asking: Asking) -> None:
    ask = await asking.ask(await asking.entered())

    await asking.send(ask)
    await asking.send(ask)

    [sent] = asking.directs()
    assert sent["content"] == TEXT
    assert sent["mentions"] == []
    assert (await asking.row(ask)).delivery == "sent"
    assert [one.source for one in await asking.watches()] == ["@discord"]


async def test_a_yes_with_both_signs_by_the_account_that_was_asked_grants_all_that_was_asked(
    asking: Asking,
) -> None:
    ask = await asking.asked()

    await asking.write(YES)
    await asking.look()
    await asking.look()

    row = await asking.row(ask)
    assert (row.status, row.proof, row.granted_uses) == ("granted", Proof.REPLY, ["website", "ads"])
    assert row.answer == YES
    assert (await asking.actions(ask)).count("granted") == 1


async def test_what_is_written_is_looked_at_at_once(asking: Asking) -> None:
    await asking.asked()
    before = await asking.looks_wanted()

    await asking.write(YES)

    await eventually(lambda: _more(asking, before))


async def _more(asking: Asking, before: int) -> bool:
    return await asking.looks_wanted() > before


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Yes, but only with my name #yesbrand @brand", "answered"),
        ("Which picture do you mean?", "answered"),
        ('You wrote "#yesbrand @brand"', "answered"),
        (f"> {TEXT}", "answered"),
        (TEXT, "answered"),
        ("#yesbrand", "answered"),
        ("No, thank you", "declined"),
        ("withdraw", "declined"),
    ],
)
async def test_all_else_is_read_by_a_person_and_a_no_is_a_no(asking: Asking, said: str, status: str) -> None:
    ask = await asking.asked()

    await asking.write(said)
    await asking.look()

    assert await asking.status(ask) == status


@pytest.mark.parametrize("said", ["withdraw", "Nej", "I withdraw my permission, sorry"])
async def test_a_no_after_a_yes_takes_it_back(asking: Asking, said: str) -> None:
    ask = await asking.asked()
    await asking.write(YES)
    await asking.look()

    await asking.write(said)
    await asking.look()

    assert await asking.status(ask) == "withdrawn"


async def test_a_mention_of_the_bot_is_one_of_the_brand(asking: Asking) -> None:
    ask = await asking.asked()

    await asking.write("Sure #yesbrand @goodword")
    await asking.look()

    assert await asking.status(ask) == "granted"


async def test_an_edited_answer_counts_as_what_it_says_now(asking: Asking) -> None:
    ask = await asking.asked()
    wrote = await asking.write("Hm, let me see")
    await asking.look()

    await asking.edit(wrote, YES)
    await asking.look()

    assert await asking.status(ask) == "granted"


async def test_a_deleted_answer_is_told_after_two_looks(asking: Asking) -> None:
    ask = await asking.asked()
    wrote = await asking.write(YES)
    await asking.look()

    await asking.delete(wrote)
    await asking.look()
    assert "no longer" not in await asking.told()
    await asking.look()

    steps = await asking.steps(ask)
    assert [one.data.get("what") for one in steps if one.action.value == "noted"] == ["answer-gone"]


async def test_where_two_requests_wait_a_yes_without_a_reply_is_read_by_a_person(asking: Asking) -> None:
    first = await asking.asked()
    second = await asking.ask(await asking.entered(text="Another tea, my contest entry too"))
    await asking.send(second)

    await asking.write(YES)
    await asking.look()

    assert (await asking.status(first), await asking.status(second)) == ("asked", "answered")


async def test_a_reply_answers_the_request_that_it_replies_to(asking: Asking) -> None:
    first = await asking.asked()
    message = asking.request()
    second = await asking.ask(await asking.entered(text="Another tea, my contest entry too"))
    await asking.send(second)

    await asking.write(YES, reply_to=message["id"])
    await asking.look()

    assert (await asking.status(first), await asking.status(second)) == ("granted", "asked")


async def test_a_yes_by_button_says_its_scope_first(asking: Asking) -> None:
    ask = await asking.asked()

    scope = (await asking.press(asking.request(), "yes"))["response"]
    assert "In paid advertising" in scope["content"]
    assert await asking.status(ask) == "asked"
    done = (await asking.press(scope, "yes_sure"))["response"]

    row = await asking.row(ask)
    assert "Thank you" in done["content"]
    assert (row.status, row.proof, row.granted_uses) == ("granted", Proof.REPLY, ["website", "ads"])
    assert row.credit == "Noor"


async def test_two_presses_at_once_grant_once(asking: Asking) -> None:
    ask = await asking.asked()
    scope = (await asking.press(asking.request(), "yes"))["response"]

    await asyncio.gather(*(asking.press(scope, "yes_sure") for _ in range(3)))

    assert (await asking.actions(ask)).count("granted") == 1


async def test_what_was_shown_before_something_happened_is_not_granted(asking: Asking) -> None:
    ask = await asking.asked()
    scope = (await asking.press(asking.request(), "yes"))["response"]
    await asking.write("Wait, which picture?")
    await asking.look()

    said = (await asking.press(scope, "yes_sure"))["response"]

    assert "Something changed" in said["content"]
    assert await asking.status(ask) == "answered"


async def test_a_no_by_button_counts_at_once(asking: Asking) -> None:
    ask = await asking.asked()

    said = (await asking.press(asking.request(), "no"))["response"]

    assert "won't use it" in said["content"]
    assert await asking.status(ask) == "declined"
    assert "is over" in (await asking.press(asking.request(), "yes"))["response"]["content"]


async def test_taking_back_by_button_is_asked_about_once(asking: Asking) -> None:
    ask = await asking.asked()
    scope = (await asking.press(asking.request(), "yes"))["response"]
    await asking.press(scope, "yes_sure")

    sure = (await asking.press(asking.request(), "no"))["response"]
    assert await asking.status(ask) == "granted"
    await asking.press(sure, "no_sure")

    assert await asking.status(ask) == "withdrawn"


async def test_who_writes_where_nothing_was_asked_is_helped_once_a_day(asking: Asking) -> None:
    await asking.write("hello?")
    await eventually(lambda: _said(asking, 2))
    await asking.write("hello??")
    await asking.write("anybody?")
    asking.bot.clock.on(days=1)
    await asking.write("hello again")
    await eventually(lambda: _said(asking, 6))

    ours = [one for one in asking.directs() if one["author"].get("bot")]
    assert len(ours) == 2
    assert "/contest list" in ours[0]["content"]


async def _said(asking: Asking, many: int) -> bool:
    return len(asking.directs()) >= many

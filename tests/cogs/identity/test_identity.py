"""Linking accounts from Slack: codes, unlinking, and what managers do for others."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import select

from bot.contests.wishes import DM
from bot.faces.slack.blocks import search_text
from bot.kernel.errors import TellUser
from bot.people.accounts import KnownAccount
from bot.people.identity.wishes import TOLD
from bot.people.queries import upsert_creators
from bot.people.tables import LinkCode
from bot.services import Services
from bot.sources.base import FoundCreator
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.identity.jobs import told as run_told
from cogs.identity.view import Named, label, read_named, the_one
from tests.bot.content.pieces import rows
from tests.support.slack_bot import CHANNEL, MIA, TOM, SlackBot, found


async def type_it(bot: SlackBot, user: str, text: str) -> str:
    """Send a command, and give what the person was told."""
    before = len(bot.slack.ephemerals(user))
    answer = await bot.slack.command(user, channel=CHANNEL, command="/goodword", text=text)
    assert answer["acked"], answer
    answers = await bot.slack.wait_for(lambda: bot.slack.ephemerals(user)[before:], what="an answer")
    return f"{answers[0].get('text', '')}\n{search_text(answers[0].get('blocks') or [])}"


async def account(bot: SlackBot, platform: str, external_id: str, **facts: Any) -> KnownAccount:
    async with unit_of_work(bot.services.database) as session:
        return await bot.services.identities.account(
            session, platform, external_id, bot.services.clock(), **facts
        )


async def code_for(bot: SlackBot, known: KnownAccount) -> str:
    async with unit_of_work(bot.services.database) as session:
        return await bot.services.identities.new_code(session, known.id, bot.services.clock())


async def together(bot: SlackBot, known: KnownAccount) -> list[str]:
    async with reading(bot.services.database) as session:
        return sorted(one.platform for one in await bot.services.identities.accounts_of(session, known.id))


async def of_slack(bot: SlackBot, user: str) -> KnownAccount:
    person = bot.slack.world.person_named(user)
    return await account(bot, "slack", person.id)


async def asked(database: Database, job: str) -> int:
    found = await rows(database, f"select count(*) from workflow_status where name = '{job}'")
    return int(found[0][0])


async def test_a_code_is_told_privately_and_links_whoever_says_it_elsewhere(bot: SlackBot) -> None:
    said = await type_it(bot, TOM, "link")
    [code] = set(re.findall(r"GW-\w{4}-\w{4}", said))
    assert "/contest link" in said
    assert "show it to nobody" in said
    assert all(code not in str(message) for message in bot.cards())
    anna = await account(bot, "discord", "123", name="Tom @everyone <b>")
    async with unit_of_work(bot.services.database) as session:
        await bot.services.identities.redeem(
            session, code, anna.id, anna.key, "discord", bot.services.clock()
        )
    assert await together(bot, await of_slack(bot, TOM)) == ["discord", "slack"]
    again = await type_it(bot, TOM, "link")
    assert "Linked already: \u2068Tom @everyone &lt;b&gt; (Discord)" in again
    assert await asked(bot.services.database, TOLD) == 1


async def test_a_code_from_elsewhere_is_said_here_once(bot: SlackBot) -> None:
    code = await code_for(bot, await account(bot, "discord", "123", name="Tom W."))
    said = await type_it(bot, TOM, f"link {code.lower()}")
    assert "Linked: \u2068Tom W. (Discord)\u2069 is you too" in said
    assert "was used already" in await type_it(bot, MIA, f"link {code}")


async def test_a_post_with_the_code_links_too(bot: SlackBot) -> None:
    [code] = set(re.findall(r"GW-\w{4}-\w{4}", await type_it(bot, TOM, "link")))
    await bot.take(replace(found(f"It is me {code} #yesbrand")))
    assert await together(bot, await of_slack(bot, TOM)) == ["mastodon", "slack"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("hello", "“hello” is no code. A code looks like GW-7F3K-9QXM"),
        ("<!channel>", "is no code"),
        ("GW-2222-3333", "Nobody was given the code GW-2222-3333"),
    ],
)
async def test_what_is_no_code_is_answered_with_what_to_do(bot: SlackBot, text: str, why: str) -> None:
    said = await type_it(bot, TOM, f"link {text}")
    assert why in said
    assert "<!channel>" not in said


async def test_ones_own_code_is_no_use_here(bot: SlackBot) -> None:
    [code] = set(re.findall(r"GW-\w{4}-\w{4}", await type_it(bot, TOM, "link")))
    assert "own code" in await type_it(bot, TOM, f"link {code}")
    assert "two accounts in Slack" in await type_it(bot, MIA, f"link {code}")


async def test_guessing_is_stopped(bot: SlackBot) -> None:
    for letter in "ABCDEFGHJK":
        assert "Nobody was given" in await type_it(bot, TOM, f"link GW-2222-333{letter}")
    assert "Too many codes that don't exist" in await type_it(bot, TOM, "link GW-2222-333L")


async def test_linked_accounts_are_shown_and_taken_apart_by_a_button(bot: SlackBot) -> None:
    assert "linked with no other" in await type_it(bot, TOM, "unlink")
    other = await account(bot, "mastodon", "9", name="Tom", handle="@tom@social.example")
    await type_it(bot, TOM, f"link {await code_for(bot, other)}")
    said = await type_it(bot, TOM, "unlink")
    assert "Tom (@tom@social.example, Mastodon)" in said
    shown = bot.slack.ephemerals(TOM)[-1]
    button = next(
        block["accessory"]
        for block in shown["blocks"]
        if str(other.id) in str((block.get("accessory") or {}).get("action_id"))
    )
    assert button["confirm"]["style"] == "danger"
    await bot.slack.click(TOM, action_id=button["action_id"], channel=CHANNEL, ts=shown["ts"])
    await bot.slack.wait_for(lambda: "is on its own again" in str(bot.private(TOM)), what="the answer")
    assert await together(bot, other) == ["mastodon"]


async def test_a_button_takes_out_ones_own_accounts_only(bot: SlackBot) -> None:
    other = await account(bot, "mastodon", "9", name="Tom")
    await type_it(bot, TOM, f"link {await code_for(bot, other)}")
    await type_it(bot, TOM, "unlink")
    shown = bot.slack.ephemerals(TOM)[-1]
    async with unit_of_work(bot.services.database) as session:
        await bot.services.identities.unlink(session, other.id, "U0MIA00001", "slack", bot.services.clock())
    action = f"g1:identity:unlink:::{other.id}"
    await bot.slack.click(TOM, action_id=action, channel=CHANNEL, ts=shown["ts"])
    await bot.slack.wait_for(lambda: "nothing to do" in str(bot.private(TOM)), what="the answer")


async def test_a_manager_links_a_person_with_a_handle(bot: SlackBot) -> None:
    async with unit_of_work(bot.services.database) as session:
        anna = FoundCreator("a1", "@anna@social.example", "Anna")
        other = FoundCreator("a2", "@anna@other.example", "Anna O.")
        await upsert_creators(session, "mastodon", [anna, other], bot.services.clock())
    answer = await bot.slack.command(MIA, channel=CHANNEL, command="/goodword", text="link @anna on Mastodon")
    assert answer["acked"]
    await bot.slack.wait_for(lambda: bot.slack.modal(MIA), what="the window")
    assert "@anna on Mastodon" in str(bot.modal(MIA)["blocks"])
    tom = bot.slack.world.person_named(TOM).id
    for values, block, why in (
        ({"other": "@anna on mastodon"}, "first", "Choose the person in Slack, or name"),
        (
            {"person": tom, "first": "tom on discord", "other": "@anna on mastodon"},
            "first",
            "Choose the person",
        ),
        ({"first": "tom on discord", "other": "@anna on mastodon"}, "first", "Nobody called tom on Discord"),
        ({"person": tom, "other": "@anna on mastodon"}, "other", "That may be 2 accounts"),
        ({"person": tom, "other": "anna"}, "other", "Which account? Write it as HANDLE on PLATFORM"),
    ):
        answer = await bot.submit(MIA, **{"person": None, "first": "", **values})
        assert why in str(answer["response"]["errors"][block]), answer
    answer = await bot.submit(MIA, person=tom, first="", other="@anna@social.example on mastodon")
    assert answer["acked"], answer
    await bot.slack.wait_for(lambda: "are one person" in str(bot.private(MIA)), what="the answer")
    assert await together(bot, await of_slack(bot, TOM)) == ["mastodon", "slack"]
    assert "isn't linked with any other account any more" in await type_it(
        bot, MIA, "unlink @anna@social.example on mastodon"
    )
    assert await together(bot, await of_slack(bot, TOM)) == ["slack"]


async def test_who_is_no_manager_links_and_unlinks_nobody_else(bot: SlackBot) -> None:
    for text in ("link @anna on mastodon", "unlink @anna on mastodon"):
        said = await type_it(bot, TOM, text)
        assert "content-managers" in said
        assert bot.slack.modal(TOM) is None


async def test_who_is_linked_by_somebody_else_is_told_where_they_are(bot: SlackBot) -> None:
    services: Services = bot.services
    tom = await of_slack(bot, TOM)
    await run_told(services, tom.id, "linked", {"account": "Eve <!here> (mastodon)"}, "k1")
    await run_told(services, tom.id, "unlinked", {"account": "Tom (slack)"}, "k2")
    linked, unlinked = [each["text"] for each in bot.directly(TOM)]
    assert "\u2068Eve &lt;!here&gt; (mastodon)\u2069 was linked with your account" in linked
    assert "/goodword unlink" in linked
    assert "isn't linked with any other" in unlinked
    member = await account(bot, "discord", "123", name="Tom")
    for _ in range(2):
        await run_told(services, member.id, "linked", {"account": "Eve (mastodon)"}, "k3")
    await run_told(services, (await account(bot, "mastodon", "5")).id, "linked", {"account": "Eve"}, "k4")
    await run_told(services, 999_999, "linked", {"account": "Eve"}, "k5")
    assert await asked(services.database, DM) == 1
    assert len(bot.directly(TOM)) == 2


async def test_no_code_is_kept_or_logged(bot: SlackBot, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    [code] = set(re.findall(r"GW-\w{4}-\w{4}", await type_it(bot, TOM, "link")))
    async with reading(bot.services.database) as session:
        kept = (await session.exec(select(LinkCode))).all()
    assert len(kept) == 1
    assert code not in str([one.model_dump() for one in kept])
    assert code not in caplog.text


@pytest.mark.parametrize(
    ("text", "handle", "platform"),
    [
        ("@anna on Mastodon", "@anna", "mastodon"),
        ("anna smith  on  Hacker News", "anna smith", "hackernews"),
        ("ON on on", "ON", "on"),
        ("a on b on twitter", "a on b", "x"),
    ],
)
def test_an_account_is_named_as_people_say_it(text: str, handle: str, platform: str) -> None:
    named = read_named(text)
    assert named.platform == platform
    assert named.handle == handle


@pytest.mark.parametrize("text", ["", "anna", "on mastodon", "anna on", "anna on <script>", "a" * 5000])
def test_what_names_no_account_is_refused(text: str) -> None:
    with pytest.raises(TellUser, match="HANDLE on PLATFORM"):
        read_named(text)


def test_several_accounts_are_named_and_none_is_chosen() -> None:
    one = KnownAccount(1, "mastodon", "a1", "Anna", "@anna@social.example")
    two = KnownAccount(2, "mastodon", "a2", "@anna@x.example", "@anna@x.example")
    named = Named("anna", "mastodon")
    assert the_one([one], named) is one
    with pytest.raises(
        TellUser, match=r"Anna \(@anna@social.example, Mastodon\), @anna@x.example \(Mastodon\)"
    ):
        the_one([one, two], named)
    assert label(KnownAccount(3, "hackernews", "x", "x")) == "x (Hacker News)"

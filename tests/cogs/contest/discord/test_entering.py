"""Every way into a contest from Discord, and what each refuses."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from bot.contests import queries
from bot.contests.rules import Kind
from bot.contests.tables import ContestEntry
from bot.kernel.errors import TryLater
from bot.sources.base import FoundCreator, FoundItem
from bot.sources.base import Kind as ItemKind
from bot.storage.unit_of_work import reading, unit_of_work
from tests.support.discord_bot import DiscordBot, text_of

PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + b"\0" * 64).decode()


async def _entries(bot: DiscordBot, user: str) -> list[ContestEntry]:
    async with reading(bot.services.database) as session:
        return await queries.entries_of(session, [await _account(bot, session, user)])


async def _account(bot: DiscordBot, session: Any, user: str) -> int:
    from bot.people.identity.queries import find

    found = await find(session, "discord", bot.discord.person(user).id)
    assert found is not None
    return found.id


def _file(name: str, content_type: str) -> dict[str, str]:
    return {"filename": name, "content_type": content_type, "content_base64": PNG}


async def test_a_picture_is_entered_as_a_file(bot: DiscordBot) -> None:
    await bot.contest()
    answer = await bot.slash("noor", "contest enter", file=_file("tea.png", "image/png"))
    assert "Entered as number 1" in text_of(answer["response"])
    [entry] = await _entries(bot, "noor")
    assert entry.status == "waiting"


@pytest.mark.parametrize(
    ("user", "said"), [("noor", "can't be entered"), ("elsa", "kan tävla"), ("lena", "nicht mitmachen")]
)
async def test_a_file_of_another_kind_is_refused_in_ones_language(
    bot: DiscordBot, user: str, said: str
) -> None:
    await bot.contest()
    answer = await bot.slash(user, "contest enter", file=_file("run.exe", "application/x-msdownload"))
    assert said in text_of(answer["response"]) or "inte kan tävla" in text_of(answer["response"])
    assert "run.exe" in text_of(answer["response"])
    assert await _entries(bot, user) == []


async def test_several_ways_at_once_are_refused(bot: DiscordBot) -> None:
    await bot.contest()
    answer = await bot.slash(
        "noor", "contest enter", link="https://social.example/@n/1", file=_file("tea.png", "image/png")
    )
    assert "one of them, not several" in text_of(answer["response"])


async def test_a_link_that_is_none_is_refused_with_the_remedy(bot: DiscordBot) -> None:
    await bot.contest()
    answer = await bot.slash("noor", "contest enter", link="javascript:alert(1)")
    assert "can't be entered" in text_of(answer["response"])
    private = await bot.slash("noor", "contest enter", link="http://127.0.0.1/x")
    assert "private network" in text_of(private["response"])
    assert await _entries(bot, "noor") == []


async def test_ones_own_message_is_entered_from_its_menu_and_again_when_it_changed(bot: DiscordBot) -> None:
    await bot.contest()
    sent = await bot.discord.post("noor", channel="general", text="Tea in the rain, my contest entry")
    message = sent["message"]["id"]
    answer = await bot.discord.message_command(
        "noor", channel="general", message=message, command="Enter this message"
    )
    assert "Entered as number 1" in text_of(answer["response"])
    await bot.discord.hands.edit_message("noor", channel="general", message=message, text="Tea in the snow")
    again = await bot.discord.message_command(
        "noor", channel="general", message=message, command="Enter this message"
    )
    assert "says something else by now" in text_of(again["response"])
    [entry] = await _entries(bot, "noor")
    assert entry.status == "waiting"


async def test_somebody_elses_message_is_refused(bot: DiscordBot) -> None:
    await bot.contest()
    sent = await bot.discord.post("jonas", channel="general", text="My tea")
    answer = await bot.discord.message_command(
        "lena", channel="general", message=sent["message"]["id"], command="Enter this message"
    )
    assert "von jemand anderem" in text_of(answer["response"])


async def test_with_several_contests_a_message_waits_for_the_choice(bot: DiscordBot) -> None:
    await bot.contest()
    winter = await bot.contest(name="Winter of tea")
    sent = await bot.discord.post("noor", channel="general", text="A contest entry of mine")
    asked = await bot.discord.message_command(
        "noor", channel="general", message=sent["message"]["id"], command="Enter this message"
    )
    chosen = await bot.discord.select(
        "noor",
        channel="general",
        message=asked["response"]["id"],
        custom_id=asked["response"]["components"][0]["components"][0]["custom_id"],
        values=[str(winter)],
    )
    assert "Winter of tea" in text_of(chosen["response"])
    [entry] = await _entries(bot, "noor")
    assert entry.contest_id == winter


async def test_a_found_post_of_a_linked_account_is_offered_and_entered(bot: DiscordBot) -> None:
    contest = await bot.contest(hashtag="#autumnoftea")
    nothing = await bot.slash("noor", "contest enter")
    assert "No post of yours was found with" in text_of(nothing["response"])
    await _post_found(bot, "noor")
    offered = (await bot.slash("noor", "contest enter"))["response"]
    assert "We found these posts of yours" in text_of(offered)
    [option] = offered["components"][0]["components"][0]["options"]
    done = await bot.pick("noor", offered, "enter_post", option["value"])
    assert "Entered as number 1" in text_of(done["response"])
    completed = await bot.discord.autocomplete(
        "noor", channel="contests", command="contest enter", option="post", value=""
    )
    assert completed["choices"] == []  # entered already
    assert contest


async def _post_found(bot: DiscordBot, user: str) -> None:
    """A post of the member's account elsewhere, which they linked."""
    creator = FoundCreator("noor@social", "noor", "Noor", "https://social.example/@noor")
    item = FoundItem(
        external_id="post-1",
        kind=ItemKind.POST,
        platform="mastodon",
        text="Rain and tea, a contest entry #autumnoftea",
        url="https://social.example/@noor/99",
        creator=creator,
        tags=("autumnoftea",),
    )
    services = bot.services
    await services.intake.run(services.database, "test", [item], bot.clock())
    async with unit_of_work(services.database) as session:
        mine = await bot.account_id(session, user)
        other = await services.identities.account(
            session, "mastodon", "noor@social", bot.clock(), name="Noor"
        )
        code = await services.identities.new_code(session, mine, bot.clock())
        await services.identities.redeem(session, code, other.id, other.key, "test", bot.clock())


async def test_a_season_asks_for_the_task(bot: DiscordBot) -> None:
    await bot.contest(
        kind=Kind.POINTS,
        tasks=[
            {"key": "latte", "title": "Latte art", "points": 50},
            {"key": "cup", "title": "Your cup", "points": 20},
        ],
    )
    completed = await bot.discord.autocomplete(
        "noor", channel="contests", command="contest enter", option="task", value="la"
    )
    assert [each["value"] for each in completed["choices"]] == ["latte"]
    missing = await bot.slash("noor", "contest enter", link="https://social.example/@n/5")
    assert "Choose one of its tasks" in text_of(missing["response"])
    done = await bot.slash("noor", "contest enter", link="https://social.example/@n/5", task="latte")
    assert "Entered as number 1" in text_of(done["response"])
    unknown = await bot.slash("noor", "contest enter", link="https://social.example/@n/6", task="dance")
    assert "no task “dance”" in text_of(unknown["response"])


async def test_entering_after_the_close_says_when_it_closed(bot: DiscordBot) -> None:
    await bot.contest()
    bot.clock.on(days=2, seconds=2)
    answer = await bot.slash("noor", "contest enter", link="https://social.example/@n/7")
    assert "are closed" in text_of(answer["response"])
    assert "<t:" in text_of(answer["response"])


async def test_a_message_that_was_deleted_takes_its_entry_and_card_with_it(bot: DiscordBot) -> None:
    from bot.people.rules import Person, Role
    from bot.review.rules import Action
    from bot.review.service import Decision
    from cogs.contest.discord_looking import look_at_messages

    contest = await bot.contest()
    sent = await bot.discord.post("noor", channel="general", text="Tea in the rain, my contest entry")
    message = sent["message"]["id"]
    await bot.discord.message_command(
        "noor", channel="general", message=message, command="Enter this message"
    )
    [entry] = await _entries(bot, "noor")
    async with unit_of_work(bot.services.database) as session:
        wanted = Decision(entry.item_id, Action.APPROVE, Person("m", "Mia", Role.MANAGER), None, "test")
        await bot.services.reviews.decide(session, [wanted], bot.clock())
    await bot.show(contest)
    assert len(bot.cards()) == 1
    assert await look_at_messages(bot.services) == 0
    await bot.discord.hands.delete_message("noor", channel="general", message=message)
    assert await look_at_messages(bot.services) == 0, "it was asked about just now"
    bot.clock.on(minutes=61)
    assert await look_at_messages(bot.services) == 1
    [entry] = await _entries(bot, "noor")
    assert entry.status == "withdrawn"
    await bot.show(contest)
    assert bot.cards() == []


async def test_what_was_looked_at_longest_ago_is_looked_at_first_and_nothing_is_left_out(
    bot: DiscordBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cogs.contest import discord_looking

    await bot.contest(entries_per_member=10)
    await bot.enter("noor", approve=False)  # a link: it has no message, and must not be first for ever
    ids = []
    for number in range(3):
        sent = await bot.discord.post(
            "noor", channel="general", text=f"Tea number {number}, my contest entry"
        )
        ids.append(sent["message"]["id"])
        await bot.discord.message_command(
            "noor", channel="general", message=ids[-1], command="Enter this message"
        )
    monkeypatch.setattr(discord_looking, "AT_ONCE", 2)

    async def asked() -> list[str]:
        before = len(bot.discord.requests("GET", "/messages/"))
        await discord_looking.look_at_messages(bot.services)
        return [each.path.rsplit("/", 1)[1] for each in bot.discord.requests("GET", "/messages/")[before:]]

    bot.clock.on(minutes=1)
    looks = []
    for _ in range(4):
        looks.append(await asked())
        bot.clock.on(minutes=1)
    assert [one for look in looks for one in look] == ids
    assert looks[2:] == [[], []], "nothing more often than once an hour"
    bot.discord.fault("500", request="GET /channels/*/messages/*", count=5)
    bot.clock.on(hours=1)
    with pytest.raises(TryLater):
        await asked()
    bot.clock.on(minutes=1)
    looks = [await asked(), await asked()]
    assert [one for look in looks for one in look] == ids, "what wasn't answered is asked again"


async def test_who_has_entered_as_often_as_allowed_hears_that_before_any_choice(bot: DiscordBot) -> None:
    await bot.contest(hashtag="#tea")
    await bot.enter("noor")
    answer = await bot.slash("noor", "contest enter")
    assert text_of(answer["response"]).startswith("You have entered 1 of 1 times.")
    other = await bot.slash("jonas", "contest enter")
    assert "No post of yours was found with" in text_of(other["response"])


async def test_an_upload_to_another_contest_is_not_offered_as_a_found_post(bot: DiscordBot) -> None:
    await bot.contest(name="Autumn of tea")
    await bot.contest(name="Winter of tea")
    await bot.slash("noor", "contest enter", contest="autumn-of-tea", file=_file("tea.png", "image/png"))
    answer = await bot.slash("noor", "contest enter", contest="winter-of-tea")
    assert "Send what you want to enter" in text_of(answer["response"])
    assert not answer["response"].get("components")


async def test_one_link_is_asked_for_where_there_is_a_space_in_it(bot: DiscordBot) -> None:
    await bot.contest()
    two = "https://social.example/@n/1 https://social.example/@n/2"
    answer = await bot.slash("noor", "contest enter", link=two)
    assert "Write one link" in text_of(answer["response"])
    assert await _entries(bot, "noor") == []


async def test_a_card_of_a_link_shows_what_is_known_of_it(bot: DiscordBot) -> None:
    contest = await bot.contest()
    await bot.enter("noor")
    await bot.show(contest)
    [card] = bot.cards()
    assert card["embeds"][0]["description"].startswith("https://social.example/@noor/")

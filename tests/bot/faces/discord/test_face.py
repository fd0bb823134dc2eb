"""Interactions reach their handlers and are answered, whatever happens in between."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import discord
import pytest
from pydantic import SecretStr

from bot.contests.refusals import Refused
from bot.faces.discord.acts import Option, button, custom_id, menu, view_of
from bot.faces.discord.context import Answer, DiscordContext
from bot.faces.discord.face import DiscordFace
from bot.faces.discord.forms import Field, form
from bot.faces.discord.markup import link, paragraphs, plain, tell
from bot.faces.discord.router import DiscordRouter
from bot.faces.discord.telling import tell_commands
from bot.kernel.errors import FixCredentials, TellUser, TryLater
from bot.playground.discord import LocalDiscord
from bot.services import Services
from bot.settings import Discord as DiscordSettings
from bot.settings import Settings
from bot.storage.database import Database
from bot.wiring import all_jobs, build_services
from bot.work import Enqueuer
from tests.support.discord_bot import DiscordBot, discord_bot, text_of
from tests.support.discord_fixtures import pointed_at

AREA = "contest"


class Handlers:
    """Handlers that do what a test wants."""

    def __init__(self) -> None:
        self.seen: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()

    def register(self, router: DiscordRouter, _services: Services) -> None:
        router.command("contest list", self.slow)
        router.command("contest vote", self.fails, complete={"contest": self.names})
        router.component(AREA, "standings", self.count)
        router.component(AREA, "votes", self.chosen)
        router.component(AREA, "rules", self.asks)
        router.modal(AREA, "form", self.filled)

    async def slow(self, ctx: DiscordContext) -> None:
        await self.gate.wait()
        view = view_of(
            button("Count", custom_id(AREA, "standings", 7)),
            button("Form", custom_id(AREA, "rules", 7)),
            button("Gone", custom_id(AREA, "no_more", 7)),
            menu(custom_id(AREA, "votes", 7), [Option("One", "1"), Option("Two", "2")]),
        )
        await ctx.answer(Answer("done", view=view))

    async def fails(self, ctx: DiscordContext, contest: str = "") -> None:
        match contest:
            case "told":
                raise TellUser("It can't be *done*.", remedy="Do something else, @everyone.")
            case "refused":
                raise Refused("vote-own-entry", {}, "English", "only")
            case "unknown":
                raise Refused("no-such-key", {}, "Said in English.", "As it is.")
            case _:
                raise RuntimeError("a fault with a secret in it")

    async def names(self, ctx: DiscordContext, typed: str) -> list[tuple[str, str]]:
        if typed == "boom":
            raise RuntimeError("no names")
        return [(f"name {at}", str(at)) for at in range(40)]

    async def count(self, ctx: DiscordContext) -> None:
        self.seen.append(ctx.subject)
        await ctx.answer(Answer(f"{len(self.seen)}"))

    async def chosen(self, ctx: DiscordContext) -> None:
        await ctx.answer(Answer(",".join(ctx.values)))

    async def asks(self, ctx: DiscordContext) -> None:
        await ctx.open(
            form("A form", custom_id(AREA, "form", ctx.subject), [Field("a", "A"), Field("b", "B")])
        )

    async def filled(self, ctx: DiscordContext) -> None:
        await ctx.answer(Answer(f"{ctx.subject}: {ctx.fields['a']} {ctx.fields['b']}"))


class Bare:
    """A face with handlers of a test's own."""

    def __init__(self, discord: LocalDiscord, face: DiscordFace, handlers: Handlers) -> None:
        self.discord = discord
        self.face = face
        self.handlers = handlers

    async def page(self, user: str = "noor") -> dict[str, Any]:
        answer = await self.discord.slash(user, channel="contests", command="contest list")
        response = answer["response"]
        assert isinstance(response, dict)
        return response

    async def click(self, message: dict[str, Any], identity: str, user: str = "noor") -> dict[str, Any]:
        return await self.discord.click(user, channel="contests", message=message["id"], custom_id=identity)


@pytest.fixture
async def bare(discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path) -> Any:
    discord_local.world.ack_seconds = 30.0  # a busy machine is no reason for an answer to come too late
    settings = DiscordSettings(
        bot_token=SecretStr(discord_local.bot_token),
        api_url=discord_local.api_url,
        gateway_url=discord_local.gateway_url,
    )
    work = Enqueuer(sqlite_database, all_jobs())
    await work.prepare()
    services = build_services(Settings(data_dir=tmp_path, discord=settings), sqlite_database, work)
    handlers = Handlers()
    with pointed_at(discord_local):
        face = DiscordFace(services, register=handlers.register, hurry=0.2)
        await face.start()
        await asyncio.wait_for(face.caught_up.wait(), 10)
        yield Bare(discord_local, face, handlers)
        await face.stop()
    work.close()


async def test_a_handler_that_takes_longer_is_acknowledged_for_and_answers_then(bare: Bare) -> None:
    bare.handlers.gate.clear()
    asyncio.get_running_loop().call_later(0.6, bare.handlers.gate.set)
    answer = await bare.discord.slash("noor", channel="contests", command="contest list")
    assert answer["type"] == 5
    assert answer["response"]["content"] == "done"
    assert answer["response"]["flags"] & 64


@pytest.mark.parametrize(
    ("how", "user", "said"),
    [
        ("told", "noor", "It can't be \\*done\\*. Do something else, @\u200beveryone."),
        ("refused", "noor", "This is your own entry. Choose somebody else's."),
        ("refused", "elsa", "Det här är ditt eget bidrag. Välj någon annans."),
        ("unknown", "elsa", "Said in English. As it is."),
    ],
)
async def test_a_refusal_is_told_privately_in_the_members_language(
    bare: Bare, how: str, user: str, said: str
) -> None:
    answer = await bare.discord.slash(
        user, channel="contests", command="contest vote", options={"contest": how}
    )
    assert answer["response"]["content"] == said
    assert answer["response"]["flags"] & 64
    assert not bare.discord.pings


async def test_a_fault_is_told_by_its_number_and_says_nothing_of_itself(bare: Bare) -> None:
    answer = await bare.discord.slash("noor", channel="contests", command="contest vote")
    assert "tell the organisers incident" in answer["response"]["content"]
    assert "secret" not in answer["response"]["content"]


async def test_a_fault_in_completing_offers_nothing_and_many_are_cut_to_what_discord_takes(
    bare: Bare,
) -> None:
    async def typed(value: str) -> Any:
        answer = await bare.discord.autocomplete(
            "noor", channel="contests", command="contest vote", option="contest", value=value
        )
        return answer["choices"]

    assert len(await typed("")) == 25
    assert await typed("boom") == []


async def test_a_menu_and_a_form_hand_over_what_was_given(bare: Bare) -> None:
    page = await bare.page()
    chosen = await bare.discord.select(
        "noor", channel="contests", message=page["id"], custom_id="g1:contest:votes:7", values=["2"]
    )
    assert chosen["response"]["content"] == "2"
    opened = await bare.click(page, "g1:contest:rules:7")
    assert opened["modal"]["title"] == "A form"
    filled = await bare.discord.submit("noor", values={"a": "x", "b": "y"})
    assert filled["response"]["content"] == "7: x y"


async def test_a_button_that_is_no_more_is_answered_in_words(bare: Bare) -> None:
    page = await bare.page("lena")
    answer = await bare.click(page, "g1:contest:no_more:7", "lena")
    assert "von einer älteren Version" in answer["response"]["content"]


async def test_an_interaction_that_comes_twice_is_handled_once(bare: Bare) -> None:
    page = await bare.page()
    await bare.click(page, "g1:contest:standings:7")
    [again] = [each for each in bare.discord.world.interactions.values() if each.type == 3][-1:]
    assert again
    client = bare.face.client
    data = {
        "id": again.id,
        "application_id": str(bare.discord.application_id),
        "type": 3,
        "token": again.token,
        "version": 1,
        "locale": "en-US",
        "channel_id": page["channel_id"],
        "user": {"id": "5", "username": "noor", "discriminator": "0", "avatar": None},
        "message": page,
        "data": {"custom_id": "g1:contest:standings:7", "component_type": 2},
        "entitlements": [],
        "attachment_size_limit": 10_485_760,
        "authorizing_integration_owners": {},
    }
    await bare.face.act(discord.Interaction(data=data, state=client._connection))  # type: ignore[arg-type]  # as received
    assert len(bare.handlers.seen) == 1


async def test_nothing_about_messages_and_forms_stays_in_memory(bare: Bare) -> None:
    page = await bare.page()
    await bare.click(page, "g1:contest:rules:7")
    store = bare.face.client._connection._view_store
    assert store._views == {}
    assert store._modals == {}
    assert list(bare.face.client.cached_messages) == []


async def test_commands_are_told_once_and_again_when_the_server_forgot_them(bot: DiscordBot) -> None:
    guild = await bot.face.places.guild()
    services = bot.services
    told = len(bot.discord.requests("PUT", "/commands"))
    assert not await tell_commands(bot.face.tree, guild, services.database, services.clock)
    assert len(bot.discord.requests("PUT", "/commands")) == told
    bot.discord.world.commands.clear()
    assert await tell_commands(bot.face.tree, guild, services.database, services.clock)
    assert bot.discord.world.commands


async def test_commands_carry_their_words_in_every_language(bot: DiscordBot) -> None:
    commands = {each["name"]: each for each in bot.discord.world.commands.values()}
    contest = commands["contest"]
    assert contest["description_localizations"]["sv-SE"].startswith("Tävlingar")
    assert contest["description_localizations"]["de"].startswith("Wettbewerbe")
    assert commands["Enter this message"]["name_localizations"]["de"] == "Hiermit mitmachen"
    assert commands["contest-manage"]["default_member_permissions"] == str(1 << 13)
    assert contest["default_member_permissions"] is None


async def test_a_refused_token_is_the_operators_to_mend(
    discord_local: LocalDiscord, sqlite_database: Database, tmp_path: Path
) -> None:
    settings = DiscordSettings(
        bot_token=SecretStr("wrong"), api_url=discord_local.api_url, gateway_url=discord_local.gateway_url
    )
    work = Enqueuer(sqlite_database, all_jobs())
    services = build_services(Settings(data_dir=tmp_path, discord=settings), sqlite_database, work)
    with pointed_at(discord_local):
        face = DiscordFace(services)
        with pytest.raises(FixCredentials, match="GOODWORD_DISCORD_BOT_TOKEN"):
            await face.start()
    work.close()


async def test_members_are_known_with_what_discord_says_of_them(bot: DiscordBot) -> None:
    await bot.slash("yusuf", "contest list")
    account_id = None
    from bot.people.identity.queries import find
    from bot.storage.unit_of_work import reading

    async with reading(bot.services.database) as session:
        known = await find(session, "discord", bot.discord.person("yusuf").id)
        assert known is not None
        account_id = known.id
    assert known.name == "يوسف القحطاني"
    assert known.locale == "en-US"
    assert known.made_at is not None
    assert known.joined_at is not None
    assert known.made_at < known.joined_at
    assert account_id


def test_markup_of_people_is_made_harmless() -> None:
    assert (
        plain("@everyone <@1> **b** <t:1:R> ``x``")
        == "@\u200beveryone \\<@1> \\*\\*b\\*\\* \\<t:1:R> \\`\\`x\\`\\`"
    )
    assert plain("يوسف") == "\u2068يوسف\u2069"
    assert plain("🍵✨") == "🍵✨"
    assert plain("a\nb\u202ec") == "a bc"
    assert len(paragraphs("*" * 500, 100)) <= 100
    assert link("[x](y)", "javascript:alert(1)") == plain("[x](y)")
    assert link("here", "https://a.example/1") == "[here](<https://a.example/1>)"
    assert tell("en", "by-somebody", name="*x*") == "by \\*x\\*"


@pytest.mark.parametrize(
    "text",
    [
        "[here](https://a.example) [there](https://b.example)",  # the library escapes the first of them alone
        "[first](x) **bold** ||hidden|| `code` (y)",  # and nothing in between
        "[over\ntwo lines](https://a.example)",
        "there](https://b.example)",  # the rest of a link that somebody else's words began
    ],
)
def test_no_link_of_its_own_wording_comes_out_of_what_people_wrote(text: str) -> None:
    for said in (plain(text), paragraphs(text, 500)):
        assert not re.search(r"(?<!\\)[\[\]*|`]", said)


@pytest.mark.parametrize("extra", ["x" * 100, "a:b"])
def test_identities_that_discord_could_not_keep_are_refused(extra: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        custom_id("contest", "vote", 1, extra)


async def test_status_says_whether_it_is_connected(bot: DiscordBot) -> None:
    assert bot.face.status() == {"connected": True, "listens": True, "guilds": 1}
    await bot.face.disconnect()
    assert bot.face.status()["connected"] is False
    assert text_of({"content": "x"}) == "x"


async def test_it_starts_while_discord_is_away_and_connects_when_it_is_back(
    sqlite_database: Database, tmp_path: Path, unused_tcp_port: int
) -> None:
    token = "playground.away"
    base = f"http://127.0.0.1:{unused_tcp_port}/discord"
    settings = DiscordSettings(
        bot_token=SecretStr(token),
        api_url=f"{base}/api/v10",
        gateway_url=f"{base.replace('http', 'ws')}/gateway",
    )
    work = Enqueuer(sqlite_database, all_jobs())
    await work.prepare()
    services = build_services(Settings(data_dir=tmp_path, discord=settings), sqlite_database, work)
    local = LocalDiscord(port=unused_tcp_port, bot_token=token, limits="off")
    with pointed_at(local):
        face = DiscordFace(services)
        await face.start()
        try:
            assert face.status()["connected"] is False
            with pytest.raises(TryLater):
                await face.places.guild()
            async with local:
                await asyncio.wait_for(face.caught_up.wait(), 20)
                assert face.status()["connected"] is True
                assert local.world.commands
                await face.disconnect()
        finally:
            await face.stop()
    work.close()


async def test_of_two_replicas_one_listens_and_the_other_takes_over(
    discord_local: LocalDiscord, postgres_url: str, tmp_path: Path
) -> None:
    first_database, second_database = Database(postgres_url), Database(postgres_url)
    try:
        async with discord_bot(discord_local, first_database, tmp_path) as first:
            contest = await first.contest()
            await first.enter("noor")
            await first.show(contest)
            card = first.cards()[0]
            work = Enqueuer(second_database, all_jobs())
            services = build_services(first.services.settings, second_database, work)
            second = DiscordFace(services)
            await second.start()
            try:
                assert second.status()["listens"] is False
                assert discord_local.gateway.connected == 1
                assert (await second.places.channel()).name == "contests"  # it sends all the same
                await first.face.disconnect()
                await asyncio.wait_for(second.caught_up.wait(), 20)
                assert discord_local.gateway.connected == 1
                answer = await first.press("sam", card, "vote")
                assert "It has 1 vote now" in text_of(answer["response"])
            finally:
                await second.stop()
                work.close()
    finally:
        await first_database.close()
        await second_database.close()

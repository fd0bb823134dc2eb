"""Unmodified discord.py against the local Discord: what a contest bot does, end to end over real sockets.

Where ``GOODWORD_REAL_DATA`` has Discord's OpenAPI document, every request and answer is held against it.
"""

from __future__ import annotations

import base64
import io
from typing import Any

import aiohttp
import discord
import pytest

from bot.playground.discord import LocalDiscord
from bot.playground.discord.sample import ANNOUNCEMENTS, CONTESTS, GENERAL, MANAGERS, WINNER
from bot.playground.slack import ActError, PlaygroundClock
from tests.playground.discord_bot import PNG, ContestBot, Standings
from tests.support.discord_fixtures import openapi_checked, pointed_at, running

HERE: dict[str, Any] = {"channel": "contests"}


async def test_a_command_with_options_is_answered_in_the_persons_language(
    discord_local: LocalDiscord,
) -> None:
    async with running(discord_local, ContestBot()):
        answer = await discord_local.slash(
            "lena", **HERE, command="contest card", options={"points": 3, "who": "noor", "colour": "blue"}
        )
        shown = discord_local.messages("contests")
    assert answer["acked"]
    assert answer["type"] == 4
    assert answer["response"]["content"] == "3 for noor in blue, de"
    assert [each["id"] for each in shown] == [answer["response"]["id"]]
    assert shown[0]["interaction_metadata"]["user"]["username"] == "lena"


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"points": 6}, "option_range"),
        ({"points": "3"}, "option_type"),
        ({}, "missing_option"),
        ({"points": 3, "speed": 1}, "unknown_option"),
        ({"points": 3, "who": "nobody at all"}, "user_not_found"),
    ],
)
async def test_options_are_checked_before_anything_is_sent(
    discord_local: LocalDiscord, options: dict[str, object], error: str
) -> None:
    async with running(discord_local, ContestBot()):
        with pytest.raises(ActError) as refused:
            await discord_local.slash("noor", **HERE, command="contest card", options=options)
    assert refused.value.code == error
    assert discord_local.requests("POST", "/callback") == []


async def test_suggestions_follow_what_is_typed(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()):
        answer = await discord_local.autocomplete(
            "noor", **HERE, command="contest card", option="colour", value="re"
        )
    assert answer["choices"] == [{"name": "Red", "value": "red"}, {"name": "Green", "value": "green"}]


async def test_thinking_is_filled_by_the_first_follow_up_and_stays_private(
    discord_local: LocalDiscord,
) -> None:
    async with running(discord_local, ContestBot()):
        answer = await discord_local.slash("noor", **HERE, command="contest slow")
        await discord_local.wait_for(lambda: len(discord_local.ephemerals("noor")) == 2)
        attached = answer["response"]["attachments"][0]
        seen_by_lena = discord_local.messages("contests", "lena")
    assert answer["type"] == 5
    assert not answer["pending"]
    assert answer["response"]["content"] == "late"
    assert answer["response"]["for_user"] == discord_local.person("noor").id
    assert (attached["filename"], attached["width"], attached["description"]) == ("chart.png", 64, "A chart")
    assert seen_by_lena == []


async def test_buttons_menus_and_forms(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()):
        card = (await discord_local.slash("noor", **HERE, command="contest card", options={"points": 1}))[
            "response"
        ]
        place = {**HERE, "message": card["id"]}
        pressed = await discord_local.click("lena", **place, custom_id="card:vote")
        await discord_local.select("lena", **place, custom_id="card:pick", values=["b"])
        await discord_local.wait_for(lambda: discord_local.messages("contests")[0]["content"] == "picked b")
        chosen = await discord_local.select("lena", **place, custom_id="card:who", values=["elsa"])
        opened = await discord_local.click("lena", **place, custom_id="card:enter")
        sent = await discord_local.submit(
            "lena",
            modal=opened["modal"]["id"],
            values={
                "link": "https://a.example/1",
                "division": ["a"],
                "picture": [{"filename": "p.png", "content_type": "image/png", "size": 70}],
            },
        )
    assert pressed["type"] == 7
    assert pressed["response"]["content"] == "voted by lena"
    assert chosen["response"]["content"] == "chose ['elsa']"
    assert opened["modal"]["title"] == "Enter the contest"
    assert sent["response"]["content"] == "entered https://a.example/1 ['a'] [70]"
    assert discord_local.modal("lena") is None


async def test_a_person_can_press_only_what_is_there(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()):
        card = (await discord_local.slash("noor", **HERE, command="contest card", options={"points": 1}))[
            "response"
        ]
        place = {**HERE, "message": card["id"]}
        for wrong, error in [
            ({**place, "custom_id": "card:none"}, "component_not_found"),
            ({**place, "custom_id": "card:gone"}, "component_disabled"),
            ({**place, "custom_id": "card:pick"}, "not_a_button"),
            ({**HERE, "message": "1", "custom_id": "card:vote"}, "message_not_found"),
        ]:
            with pytest.raises(ActError) as refused:
                await discord_local.click("noor", **wrong)
            assert refused.value.code == error
        await discord_local.click("noor", **place, custom_id="card:enter")
        wrong_values: list[tuple[dict[str, Any], str]] = [
            ({"link": ""}, "field_length"),
            ({"link": "x", "division": ["c"]}, "select_value"),
            ({"link": "x", "division": ["a"], "other": "y"}, "unknown_field"),
        ]
        for values, error in wrong_values:
            with pytest.raises(ActError) as refused:
                await discord_local.submit("noor", values=values)
            assert refused.value.code == error
        assert discord_local.modal("noor") is not None


async def test_menus_of_messages_and_people(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()):
        posted = await discord_local.post("jonas", channel="general", text="Tea again, hi @lena")
        entered = await discord_local.message_command(
            "noor", channel="general", message=posted["message"]["id"], command="Enter this message"
        )
        looked = await discord_local.user_command("noor", channel="general", target="nils", command="Look up")
    lena = discord_local.person("lena").id
    assert entered["response"]["content"] == f"entered 'Tea again, hi <@{lena}>'"
    assert looked["response"]["content"] == "joined True"


async def test_a_file_given_to_a_command_can_be_read(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()):
        answer = await discord_local.slash(
            "noor",
            **HERE,
            command="contest upload",
            options={"picture": {"filename": "a.png", "content_base64": base64.b64encode(PNG).decode()}},
        )
    assert answer["response"]["content"] == f"image/png {len(PNG)} 64"


async def test_direct_messages_roles_and_members(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()) as client:
        guild = client.get_guild(discord_local.guild_id)
        assert guild is not None
        assert len(guild.members) == 11
        elsa = guild.get_member_named("elsa")
        assert elsa is not None
        await elsa.send("You won")
        winner = guild.get_role(int(WINNER))
        assert winner is not None
        await elsa.add_roles(winner, reason="contest")
        await discord_local.wait_for(lambda: winner in elsa.roles)
        fetched = await guild.fetch_member(elsa.id)
        assert fetched.roles[-1] == winner
        await elsa.remove_roles(winner)
        with pytest.raises(discord.Forbidden) as too_low:
            await elsa.add_roles(discord.Object(int(MANAGERS)))
        await discord_local.hands.close_dms("elsa")
        with pytest.raises(discord.Forbidden) as closed:
            await elsa.send("Again")
    assert [each["content"] for each in discord_local.messages("@goodword", "elsa")] == ["You won"]
    assert too_low.value.code == 50013
    assert closed.value.code == 50007
    assert discord_local.person("elsa").roles == []


async def test_a_message_is_sent_changed_pinned_reacted_to_and_deleted(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()) as client:
        channel = client.get_channel(int(GENERAL))
        assert isinstance(channel, discord.TextChannel)
        embed = discord.Embed(title="Standings", colour=0x2F7D4F).set_image(url="attachment://chart.png")
        embed.add_field(name="1.", value="Noor")
        message = await channel.send(embed=embed, file=discord.File(io.BytesIO(PNG), "chart.png"))
        assert await message.attachments[0].read() == PNG
        assert message.embeds[0].image.url == message.attachments[0].url
        message = await message.edit(content="now", attachments=[discord.File(io.BytesIO(b"x" * 9), "b.txt")])
        assert [each.filename for each in message.attachments] == ["b.txt"]
        assert message.edited_at is not None
        with pytest.raises(discord.Forbidden):
            await message.pin()
        await discord_local.hands.set_permissions(allow=["pin_messages"])
        await message.pin()
        assert [each.id async for each in channel.pins()] == [message.id]
        await message.add_reaction("🍵")
        answer = await message.reply("reply", mention_author=False)
        assert (await channel.fetch_message(answer.id)).reference is not None
        assert [each.id async for each in channel.history(limit=5)] == [answer.id, message.id]
        thread = await message.create_thread(name="About it")
        await thread.send("inside")
        await message.delete()
        with pytest.raises(discord.NotFound) as gone:
            await message.edit(content="never")
        layout = await channel.send(view=Standings(), file=discord.File(io.BytesIO(PNG), "chart.png"))
        assert layout.flags.components_v2
        await discord_local.wait_for(lambda: client.told("message_delete") == [message.id])
    assert gone.value.code == 10008
    kept = [each.filename for each in discord_local.world.files.values()]
    assert kept == ["chart.png"]


async def test_what_members_do_reaches_the_bot(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot(content=True)) as client:
        posted = await discord_local.post("noor", channel="general", text="Good tea")
        await discord_local.hands.react(
            "lena", channel="general", message=posted["message"]["id"], emoji="🍵"
        )
        await discord_local.leave("jonas")
        await discord_local.join("jonas")
        await discord_local.join("greta", display="Greta", locale="sv-SE", account_days=2)
        await discord_local.hands.delete_channel("announcements")
        await discord_local.hands.delete_role("Contest winner")
        await discord_local.hands.delete_message("noor", channel="general", message=posted["message"]["id"])
        await discord_local.wait_for(lambda: client.told("message_delete"))
        assert client.told("message") == ["Good tea"]
        assert client.told("reaction") == ["🍵"]
        assert client.told("leave") == ["jonas"]
        assert client.told("join") == ["jonas", "greta"]
        assert client.told("channel_delete") == ["announcements"]
        assert client.told("role_delete") == ["Contest winner"]
        guild = client.get_guild(discord_local.guild_id)
        assert guild is not None
        greta = guild.get_member_named("greta")
        assert greta is not None
        assert 1.9 < (discord.utils.utcnow() - greta.created_at).total_seconds() / 86_400 < 2.1


async def test_without_the_intent_words_and_members_are_not_told() -> None:
    async with LocalDiscord(limits="off") as local, running(local, ContestBot(members=False)) as client:
        await local.post("noor", channel="general", text="secret")
        await local.post("noor", channel="general", text="hello @goodword")
        await local.post("noor", channel="@goodword", text="direct")
        await local.join("greta")
        await local.hands.delete_role("Contest winner")
        await local.wait_for(lambda: client.told("role_delete"))
        assert client.told("message") == ["", f"hello <@{local.application_id}>", "direct"]
        assert client.told("join") == []


async def test_an_app_that_does_not_answer_is_told_of_to_the_person() -> None:
    with openapi_checked() as found:
        async with (
            LocalDiscord(limits="off", ack_seconds=0.2, observer=found) as local,
            running(local, ContestBot()) as client,
        ):
            silent = await local.slash("noor", **HERE, command="contest silent")
            late = await local.slash("noor", **HERE, command="contest late")
            await local.wait_for(lambda: client.failures, what="the bot's answer is refused")
            twice = await local.slash("noor", **HERE, command="contest twice")
            await local.wait_for(lambda: len(client.failures) == 2)
    assert silent["error"] == late["error"] == "no_response"
    assert silent["message"] == "The application did not respond."
    assert twice["response"]["content"] == "once"
    codes = [each.original.code for each in client.failures]  # type: ignore[attr-defined]  # of discord.py
    assert codes == [10062, 40060]
    assert [each["content"] for each in local.messages("contests")] == ["once"]


async def test_nobody_answers_where_no_app_is_connected(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()):
        assert discord_local.world.commands
    await discord_local.wait_for(lambda: not discord_local.gateway.connected)
    answer = await discord_local.slash("noor", **HERE, command="contest silent")
    assert answer["error"] == "not_connected"


async def test_a_dropped_connection_is_resumed_and_misses_nothing(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot(content=True)) as client:
        await discord_local.gateway.strike("disconnect")
        await discord_local.wait_for(lambda: not discord_local.gateway.connected)
        await discord_local.post("noor", channel="general", text="while you were away")
        await discord_local.wait_for(lambda: client.told("resumed"), what="the bot resumes")
        assert client.told("message") == ["while you were away"]
        await discord_local.gateway.strike("reconnect")
        await discord_local.wait_for(lambda: discord_local.gateway.resumed == 2)
        answer = await discord_local.slash("noor", **HERE, command="contest card", options={"points": 2})
        assert answer["acked"]
    assert discord_local.gateway.identified == 1


async def test_a_swallowed_event_never_comes(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot(content=True)) as client:
        discord_local.fault("swallow", event="MESSAGE_CREATE")
        await discord_local.post("noor", channel="general", text="lost")
        await discord_local.post("noor", channel="general", text="told")
        await discord_local.wait_for(lambda: client.told("message"))
        assert client.told("message") == ["told"]


async def test_a_429_is_waited_out_and_a_500_tried_again(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()) as client:
        channel = client.get_channel(int(CONTESTS))
        assert isinstance(channel, discord.TextChannel)
        discord_local.fault("429", request="POST /channels/*/messages", count=2, seconds=0.05)
        await channel.send("after two refusals")
        discord_local.fault("500", request="POST /channels/*/messages", after=True)
        await channel.send("sent twice, kept once: its nonce is the same")
    assert [each["content"] for each in discord_local.messages("contests")] == [
        "after two refusals",
        "sent twice, kept once: its nonce is the same",
    ]


async def test_edits_of_an_old_message_are_rationed() -> None:
    clock = PlaygroundClock(scale=0)
    async with LocalDiscord(clock=clock) as local, running(local, ContestBot()) as client:
        channel = client.get_channel(int(CONTESTS))
        assert isinstance(channel, discord.TextChannel)
        message = await channel.send("standings")
        clock.advance(3601)
        for number in range(3):
            await message.edit(content=f"standings {number}")
        with pytest.raises(discord.HTTPException) as refused:
            await _edit_once(client, message)
        assert refused.value.code == 30046
        assert refused.value.status == 429


async def _edit_once(client: discord.Client, message: discord.Message) -> None:
    """Without discord.py's patience, which would wait and try again."""
    async with aiohttp.ClientSession() as session:
        url = discord.http.Route("PATCH", f"/channels/{message.channel.id}/messages/{message.id}").url
        headers = {"Authorization": f"Bot {client.http.token}"}
        async with session.patch(url, json={"content": "again"}, headers=headers) as response:
            if response.status != 200:
                raise discord.HTTPException(response, await response.json())


async def test_where_the_bot_may_not_write(discord_local: LocalDiscord) -> None:
    async with running(discord_local, ContestBot()) as client:
        channel = client.get_channel(int(ANNOUNCEMENTS))
        assert isinstance(channel, discord.TextChannel)
        await channel.send("news")
        codes = []
        for denied in (["send_messages"], ["view_channel"]):
            await discord_local.hands.set_permissions(deny=denied, channel="announcements")
            with pytest.raises(discord.Forbidden) as refused:
                await channel.send("more")
            codes.append(refused.value.code)
        await discord_local.hands.set_permissions(deny=["manage_roles"])
        with pytest.raises(discord.Forbidden) as refused:
            await channel.guild.create_role(name="New")
        codes.append(refused.value.code)
    assert codes == [50013, 50001, 50013]


async def test_a_bot_in_two_shards(discord_local: LocalDiscord, monkeypatch: pytest.MonkeyPatch) -> None:
    async def at_once(self: discord.Client, shard_id: int | None, *, initial: bool = False) -> None:
        """discord.py's own hook for when to identify; its default waits five seconds between shards."""

    monkeypatch.setattr(discord.AutoShardedClient, "before_identify_hook", at_once)
    client = discord.AutoShardedClient(
        intents=discord.Intents.default(), shard_count=2, guild_ready_timeout=0.1
    )
    async with running(discord_local, client):
        guild = client.get_guild(discord_local.guild_id)
        assert guild is not None
        assert guild.shard_id == (discord_local.guild_id >> 22) % 2
        assert discord_local.gateway.connected == 2


async def test_a_wrong_token_is_refused() -> None:
    async with LocalDiscord() as local, ContestBot() as client:
        with pointed_at(local), pytest.raises(discord.LoginFailure):
            await client.login("wrong")

"""A guild that is kept goes on where it was, and what is private is not kept."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import pytest

from bot.kernel.errors import FixSettings
from bot.playground.discord import LocalDiscord
from tests.playground.discord_bot import PNG, ContestBot
from tests.support.discord_fixtures import running


def _kept(folder: Path) -> LocalDiscord:
    return LocalDiscord(limits="off", journal=folder / "discord" / "journal.jsonl")


async def test_everything_people_would_miss_is_there_again(tmp_path: Path) -> None:
    picture = {"filename": "a.png", "content_base64": base64.b64encode(PNG).decode()}
    async with _kept(tmp_path) as local, running(local, ContestBot()):
        posted = (await local.post("noor", channel="general", text="look", files=[picture]))["message"]
        await local.hands.react("lena", channel="general", message=posted["id"], emoji="🍵")
        await local.slash("noor", channel="contests", command="contest card", options={"points": 1})
        await local.slash("noor", channel="contests", command="contest slow")
        await local.join("greta", display="Greta")
        await local.leave("jonas")
        await local.hands.give_role("noor", role="Contest winner")
        await local.hands.delete_channel("announcements")
        await local.post("elsa", channel="@goodword", text="direct")
        gone = (await local.post("noor", channel="general", text="gone"))["message"]["id"]
        await local.hands.delete_message("noor", channel="general", message=gone)
        commands, people = dict(local.world.commands), dict(local.world.people)
        last = local.world.new_id()
    async with _kept(tmp_path) as again:
        world = again.world
        assert world.commands == commands
        assert world.people == people
        assert not again.person("jonas").inside
        assert [each.name for each in world.channels.values() if each.name] == ["contests", "general"]
        kept = again.messages("general")
        assert [each["content"] for each in kept] == ["look"]
        assert kept[0]["reactions"][0]["count"] == 1
        assert kept[0]["attachments"][0]["url"].startswith(world.address)
        assert world.files[kept[0]["attachments"][0]["id"]].data == PNG
        assert [each["content"][:5] for each in again.messages("contests", "noor")] == ["1 for"]
        assert [each["content"] for each in again.messages("@goodword", "elsa")] == ["direct"]
        assert world.people[world.owner_id].name == "sam"
        assert int(world.new_id()) > int(last)
        message = again.messages("contests")[0]["id"]
        async with running(again, ContestBot()):
            answer = await again.click("lena", channel="contests", message=message, custom_id="card:vote")
        assert answer["response"]["content"] == "voted by lena"


async def test_half_a_line_is_what_a_killed_process_loses(tmp_path: Path) -> None:
    async with _kept(tmp_path) as local:
        await local.post("noor", channel="general", text="whole")
    path = tmp_path / "discord" / "journal.jsonl"
    with path.open("ab") as out:
        out.write(b'["message","1 2",{"body":')
    async with _kept(tmp_path) as local:
        assert [each["content"] for each in local.messages("general")] == ["whole"]


async def test_no_secret_is_written(tmp_path: Path) -> None:
    async with _kept(tmp_path) as local, running(local, ContestBot()):
        await local.slash("noor", channel="contests", command="contest slow")
        tokens = [local.bot_token, *local.world.interactions]
        written = (tmp_path / "discord" / "journal.jsonl").read_text()
    assert [each for each in tokens if each in written] == []
    kinds = {json.loads(each)[0] for each in written.splitlines()[1:]}
    assert "message" not in kinds  # the only one was private


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"goodword-playground":1}\n', "does not start"),
        (b'{"goodword-playground-discord":7}\n', "of version 7"),
        (
            b'{"goodword-playground-discord":1}\n["guild","it",{"owner":"1"}]\n["role","1",{"odd":1}]\n',
            "fit together",
        ),
    ],
)
async def test_an_unreadable_journal_is_named_and_left_alone(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = tmp_path / "discord" / "journal.jsonl"
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(FixSettings, match=why) as error:
        await _kept(tmp_path).start()
    assert str(path) in error.value.message
    assert path.read_bytes() == content

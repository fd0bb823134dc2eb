"""The local Slack goes on where it was: in a new process, on another port, after a torn write."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.kernel.errors import FixSettings
from bot.playground.slack import LocalSlack
from bot.playground.slack.journal import Journal
from tests.support.slack_app import refused, web_client

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def _journal(tmp_path: Path) -> Path:
    return tmp_path / "slack" / "journal.jsonl"


def _inside(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _card(text: str) -> dict[str, Any]:
    button = {"type": "button", "action_id": "g1:x", "text": {"type": "plain_text", "text": "Go"}}
    return {
        "channel": "C0REVIEW01",
        "text": text,
        "blocks": [{"type": "actions", "elements": [button]}],
        "metadata": {"event_type": "card", "event_payload": {"item": 7}},
    }


async def _upload(slack: LocalSlack, data: bytes) -> str:
    found = await web_client(slack).files_upload_v2(filename="a.png", content=data)
    return str(found["file"]["id"])


async def test_everything_of_a_channel_comes_back(tmp_path: Path) -> None:
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        client = web_client(slack)
        first = await client.chat_postMessage(**_card("one"))
        second = await client.chat_postMessage(**_card("two"))
        gone = await client.chat_postMessage(channel="C0REVIEW01", text="gone")
        await client.chat_postMessage(channel="C0REVIEW01", text="reply", thread_ts=first["ts"])
        await client.chat_update(channel="C0REVIEW01", ts=second["ts"], text="changed")
        await client.reactions_add(channel="C0REVIEW01", timestamp=second["ts"], name="eyes")
        await client.chat_delete(channel="C0REVIEW01", ts=gone["ts"])
        await client.chat_postMessage(channel="U0MIA00001", text="to you alone")
        await client.chat_scheduleMessage(channel="C0GENERAL1", text="later", post_at=slack.world.now + 900)
        await slack.post("mia", channel="general", text="see https://example.com")
        before = slack.world.messages
        old = dict(slack.world.read_up_to)
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        assert slack.world.messages == before
        assert slack.world.read_up_to == old
        [one, two] = slack.messages("content-review")
        assert (one["metadata"], one["reply_count"], two["text"]) == (_card("")["metadata"], 1, "changed")
        assert two["reactions"][0]["name"] == "eyes"
        assert slack.messages("@goodword", "mia")[0]["text"] == "to you alone"
        assert [each["content"]["text"] for each in slack.world.scheduled.values()] == ["later"]
        client = web_client(slack)
        replies = await client.conversations_replies(channel="C0REVIEW01", ts=first["ts"])
        assert [each["text"] for each in replies["messages"]] == ["one", "reply"]
        later = await client.chat_postMessage(channel="C0REVIEW01", text="three")
        assert float(later["ts"]) > float(second["ts"])
        await client.chat_update(channel="C0REVIEW01", ts=first["ts"], text="changed by the new process")


async def test_uploads_come_back_and_addresses_follow_the_port(tmp_path: Path) -> None:
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        kept, dropped = await _upload(slack, PNG), await _upload(slack, PNG + b"2")
        await web_client(slack).files_delete(file=dropped)
        link = f"{slack.base_url}/archives/C0REVIEW01"
        await web_client(slack).chat_postMessage(channel="C0REVIEW01", text=f"<{link}|there>")
        old = slack.base_url
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        assert slack.base_url != old
        assert slack.world.files[kept].data == PNG
        assert dropped not in slack.world.files
        [message] = slack.messages("content-review")
        assert message["text"] == f"<{slack.base_url}/archives/C0REVIEW01|there>"
        assert (await web_client(slack).files_info(file=kept))["file"]["url_private"].startswith(
            slack.base_url
        )
    assert _inside(tmp_path / "slack" / "files") == [kept]


async def test_a_torn_last_line_is_ignored_and_the_file_is_compacted(tmp_path: Path) -> None:
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        sent = await web_client(slack).chat_postMessage(channel="C0REVIEW01", text="start")
        for number in range(30):
            await web_client(slack).chat_update(channel="C0REVIEW01", ts=sent["ts"], text=f"at {number}")
    long = len(_journal(tmp_path).read_bytes())
    with _journal(tmp_path).open("ab") as out:
        out.write(b'["message","C0REVIEW01 1.2",{"ts":"1.2","text":"half \xc3')
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        assert [each["text"] for each in slack.messages("content-review")] == ["at 29"]
    assert len(_journal(tmp_path).read_bytes()) < long / 3


async def test_a_long_run_writes_the_file_anew(tmp_path: Path) -> None:
    path = _journal(tmp_path)
    async with LocalSlack(limits="off") as slack:
        journal = Journal(path, spare=10_000)
        journal.open(slack.world)
        sent = await web_client(slack).chat_postMessage(channel="C0REVIEW01", text="start")
        for number in range(60):
            await web_client(slack).chat_update(
                channel="C0REVIEW01", ts=sent["ts"], text=f"{number} " + "x" * 500
            )
        journal.close()
    assert len(path.read_bytes()) < 20_000
    async with LocalSlack(journal=path) as slack:
        assert [each["text"][:3] for each in slack.messages("content-review")] == ["59 "]


async def test_a_disk_that_refuses_stops_the_keeping_and_nothing_else(tmp_path: Path) -> None:
    path = _journal(tmp_path)
    async with LocalSlack(journal=path) as slack:
        await slack.post("mia", channel="general", text="one")
        (path.parent / "files").rmdir()
        file = await _upload(slack, PNG)
        await slack.post("mia", channel="general", text="two")
        assert slack.world.files[file].data == PNG
        assert len(slack.messages("general")) == 2
    async with LocalSlack(journal=path) as slack:
        assert [each["text"] for each in slack.messages("general")] == ["one"]


async def test_a_reader_of_an_earlier_run_is_told_to_look_again(tmp_path: Path) -> None:
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        await slack.post("mia", channel="general", text="one")
        seen = slack.world.feed.last_id
    async with LocalSlack(journal=_journal(tmp_path)) as slack:
        for text in ("two", "three", "four"):
            await slack.post("mia", channel="general", text=text)
        following = slack.world.feed.follow(seen)
        first = await anext(following)
        await following.aclose()  # type: ignore[attr-defined]
    assert first is not None
    assert first.type == "reset"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"other": 1}\n', "does not start"),
        (b"\x00\x01", "does not start"),
        (b"[]\n", "does not start"),
        (b'{"goodword-playground":99}\n', "of version 99"),
        (b'{"goodword-playground":1}\nnonsense\n["read","a b","1.0"]\n', "line 2 is damaged"),
        (b'{"goodword-playground":1}\n["unheard","a",1]\n', "line 2 is not one of ours"),
        (b'{"goodword-playground":1}\n["channel","C1",{"odd":1}]\n', "does not fit together"),
        (b'{"goodword-playground":1}\n["message","C1 1.0",7]\n', "does not fit together"),
    ],
)
async def test_an_unreadable_journal_names_file_reason_and_remedy(
    tmp_path: Path, content: bytes, why: str
) -> None:
    path = _journal(tmp_path)
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(FixSettings, match=why) as error:
        await LocalSlack(journal=path).start()
    assert str(path) in error.value.message
    assert "--data" in error.value.remedy
    assert path.read_bytes() == content


async def test_a_file_name_from_the_journal_stays_in_its_folder(tmp_path: Path) -> None:
    path = _journal(tmp_path)
    path.parent.mkdir()
    path.write_bytes(
        b'{"goodword-playground":1}\n'
        b'["file","../secret",{"id":"../secret","name":"a","size":1,"created":1,"completed":true}]\n'
    )
    (tmp_path / "secret").write_bytes(b"s")
    async with LocalSlack(journal=path) as slack:
        assert slack.world.files == {}


async def test_without_a_journal_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with LocalSlack() as slack:
        await slack.post("mia", channel="general", text="one")
        assert (await refused(web_client(slack), "chat.delete", channel="C0GENERAL1", ts="1.0"))["error"]
    assert _inside(tmp_path) == []

"""What the operator's commands do beneath the command line."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import yaml

from bot.faces.slack.inspection import SCOPES
from bot.faces.web.application import WebServer, application
from bot.kernel.errors import TellUser
from bot.operations.check import check_everything, show
from bot.operations.examples import config_folder, example
from bot.operations.health import ask_health
from bot.operations.initialise import write_starting_files
from bot.operations.migrating import migrate_database
from bot.operations.showing import show_json, show_table
from bot.settings import Settings, Web, load_settings
from bot.sources.base import Finding

HOSTILE = "\x1b[31m[red]bold[/red]\x07 \u202eright\nsecond line"


def test_the_starting_files_are_usable_and_never_overwritten(tmp_path: Path) -> None:
    written = write_starting_files(tmp_path / "new")
    assert [path.name for path in written] == ["goodword.toml", "slack-manifest.yaml"]
    settings = load_settings(written[0], {}, must_exist=True)
    assert settings.review.channel == "#content-review"
    assert settings.sources == {}
    written[0].write_text("mine")
    with pytest.raises(TellUser, match="exists already"):
        write_starting_files(tmp_path / "new")
    assert written[0].read_text() == "mine"


def test_nothing_is_written_when_one_of_the_files_is_there(tmp_path: Path) -> None:
    (tmp_path / "slack-manifest.yaml").write_text("mine")
    with pytest.raises(TellUser):
        write_starting_files(tmp_path)
    assert not (tmp_path / "goodword.toml").exists()


def test_the_manifest_asks_for_every_scope_the_check_looks_for() -> None:
    manifest = yaml.safe_load(example("slack-manifest.yaml"))
    assert set(SCOPES) <= set(manifest["oauth_config"]["scopes"]["bot"])
    assert manifest["settings"]["socket_mode_enabled"] is True
    assert (config_folder() / "sample" / "pieces.toml").is_file()


def test_outside_text_in_tables_is_text(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("What", ""), [(HOSTILE, True), ("plain", False), (None, "")])
    shown = capsys.readouterr().out
    assert "[31m[red]bold[/red] right second line" in shown
    assert "\x1b[31m" not in shown
    assert "\x07" not in shown
    assert "\u202e" not in shown
    assert "ok" in shown
    assert "FAILS" in shown


def test_rows_for_programs_are_one_json_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    show_json([{"text": HOSTILE}, {"path": Path("/x")}])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2
    assert lines[1] == '{"path":"/x"}'


def test_findings_are_shown_with_their_remedy(capsys: pytest.CaptureFixture[str]) -> None:
    rows = [Finding("Slack", True, "signed in"), Finding("Database", False, "old", "Run: goodword migrate")]
    show(rows, as_json=False)
    show(rows, as_json=True)
    shown = capsys.readouterr().out
    assert shown.count("Run: goodword migrate") == 2


@asynccontextmanager
async def _readiness(parts: Mapping[str, tuple[bool, str]]) -> AsyncIterator[int]:
    async def ready() -> Mapping[str, tuple[bool, str]]:
        return parts

    server = WebServer(application(ready), "127.0.0.1", 0)
    await server.start()
    try:
        yield server.port
    finally:
        await server.stop()


@pytest.mark.parametrize(("well", "host"), [(True, "127.0.0.1"), (True, "0.0.0.0"), (False, "127.0.0.1")])
async def test_health_asks_the_running_bot(well: bool, host: str) -> None:
    async with _readiness({"slack": (well, "connected" if well else "not connected")}) as port:
        settings = Settings(web=Web(host=host, port=port))
        ok, words = await asyncio.to_thread(ask_health, settings, 5.0)
    assert ok is well
    assert "connected" in words


def test_health_without_anybody_to_ask() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    ok, words = ask_health(Settings(web=Web(port=port)), 1.0)
    assert not ok
    assert words.startswith(
        f"Nothing answers at http://127.0.0.1:{port}/readyz. Start the bot with: goodword run"
    )
    ok, words = ask_health(Settings(web=Web(enabled=False)), 1.0)
    assert not ok
    assert "web.enabled" in words


def test_migrating_twice_applies_once(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    assert migrate_database(settings)
    assert migrate_database(settings) == []


async def test_the_check_hides_the_password_of_a_database_that_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setenv("GOODWORD_DATABASE_URL", f"postgresql://me:hunter2secret@127.0.0.1:{port}/goodword")
    file = tmp_path / "goodword.toml"
    file.write_text(f'data_dir = "{tmp_path}"\n[slack]\napi_url = "http://127.0.0.1:{port}/api/"\n')
    rows = await check_everything(file)
    failing = {row.what: row for row in rows if not row.ok}
    assert {"Database", "Slack bot token", "Slack app token", "Brand", "Sources"} <= set(failing)
    assert all(row.remedy for row in failing.values())
    assert "hunter2secret" not in str(rows)


async def test_looking_makes_no_data_folder_and_counts_what_is_missing(tmp_path: Path) -> None:
    folder, file = tmp_path / "data", tmp_path / "goodword.toml"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    file.write_text(f'data_dir = "{folder}"\n[slack]\napi_url = "http://127.0.0.1:{port}/api/"\n')
    [found] = [row for row in await check_everything(file) if row.what == "Database"]
    assert (found.ok, found.detail, found.remedy) == (False, "does not exist yet", "Run: goodword migrate")
    assert not folder.exists()
    folder.mkdir()
    (folder / "goodword.db").touch()
    [found] = [row for row in await check_everything(file) if row.what == "Database"]
    assert found.detail == "lacks 1 revision of the schema"


async def test_an_empty_folder_is_told_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    [row] = await check_everything(None)
    assert (row.what, row.ok, row.detail) == ("Settings", False, "There is no goodword.toml.")
    assert "goodword init" in row.remedy


async def test_the_examples_brand_and_a_missing_secret_are_rows_with_a_remedy(tmp_path: Path) -> None:
    file, _ = write_starting_files(tmp_path)
    file.write_text(f'{file.read_text()}\n[sources.tea-shop]\nkind = "webhook"\n')
    failing = {row.what: row for row in await check_everything(file) if not row.ok}
    brand, shop = failing["Brand"], failing["Source tea-shop"]
    assert brand.detail.startswith("still the example's: name Kettle & Fern, handle @kettleandfern")
    assert "[brand]" in brand.remedy
    assert "Set GOODWORD_SOURCES_TEA_SHOP_SECRETS" in shop.remedy
    text = file.read_text().replace("Kettle & Fern", "Oak").replace("kettleandfern", "oak")
    file.write_text(text)
    assert "Brand" not in {row.what for row in await check_everything(file) if not row.ok}


async def test_a_settings_file_that_cannot_be_used_is_one_finding(tmp_path: Path) -> None:
    file = tmp_path / "goodword.toml"
    file.write_text("[review]\nburst = 0\n")
    [row] = await check_everything(file)
    assert (row.what, row.ok) == ("Settings", False)
    assert "review.burst" in row.detail
    assert row.remedy


async def test_the_check_says_which_ways_to_creators_are_open(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    file = tmp_path / "goodword.toml"
    start = f'data_dir = "{tmp_path}"\n[slack]\napi_url = "http://127.0.0.1:{port}/api/"\n'
    server = f'"http://127.0.0.1:{port}"'
    reads = f'[sources.far]\nkind = "mastodon"\nservers = [{server}]\nhashtags = ["x"]\n'
    file.write_text(start + reads)
    rows = {row.what: row for row in await check_everything(file) if row.what.startswith("Asking")}
    assert rows["Asking"].detail == "everywhere a person sends the message"
    assert "GOODWORD_SOURCES_FAR_TOKEN" in rows["Asking: far"].remedy
    file.write_text(f'{start}{reads}token = "t0ken"\n[mail]\nhost = "127.0.0.1"\nsender = "a@b.example"\n')
    [row] = [row for row in await check_everything(file) if row.what.startswith("Asking")]
    assert row.detail == (
        "by itself on mastodon (far), mail (no mailbox is read for answers); elsewhere a person sends the message"
    )


async def test_the_check_says_whether_there_is_anything_to_share_and_whom_people_ask(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOODWORD_DATABASE_URL", raising=False)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    file = tmp_path / "goodword.toml"
    start = f'data_dir = "{tmp_path}"\n[slack]\napi_url = "http://127.0.0.1:{port}/api/"\n'
    file.write_text(start)

    async def looked() -> dict[str, Finding]:
        return {row.what: row for row in await check_everything(file)}

    rows = await looked()
    assert "Ambassadors" not in rows, "there is no database to ask"
    assert rows["Privacy"].detail == "the statement names nobody whom people can ask"
    assert "contact under [links]" in rows["Privacy"].remedy
    migrate_database(load_settings(file, {}))
    row = (await looked())["Ambassadors"]
    assert (row.ok, row.detail) == (True, "nothing can be shared now")
    assert "uses under" not in row.remedy, "first messages ask for it by themselves"
    file.write_text(f'{start}[rights]\nuses = ["website", "social"]\n')
    assert 'Add "employees" to uses under [rights]' in (await looked())["Ambassadors"].remedy
    more = '[brand]\ncontact = "privacy@oak.example"\n[rights]\nuses = ["employees"]\n'
    file.write_text(start + more)
    rows = await looked()
    assert rows["Privacy"].detail == "the statement names privacy@oak.example"
    assert "uses under" not in rows["Ambassadors"].remedy
    file.write_text(f"{start}{more}[ambassadors]\nenabled = false\n[links]\nenabled = false\n")
    assert not {"Privacy", "Ambassadors"} & (await looked()).keys()

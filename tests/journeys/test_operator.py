"""What an operator meets on the command line, from an empty folder to a running bot and back."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.content.tables import Item
from bot.playground.slack import LocalSlack
from bot.storage.database import Database
from tests.journeys.burst import count, feed
from tests.sources.server import local_server
from tests.support.child import GOODWORD, child, connected, environment, goodword, tokens, write_settings

pytestmark = pytest.mark.slow
CSV = """author,text,rating
Anna,The tea is warm and so is the parcel it came in,5
Ben,,
Cleo,Arrived broken but they sent another one the same day,nine
alone
Dora,My grandmother drinks nothing else since last winter,5
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


async def stored(folder: Path) -> int:
    database = Database(f"sqlite:///{folder / 'data' / 'goodword.db'}")
    try:
        return await count(database, sa.select(sa.func.count()).select_from(Item))
    finally:
        await database.close()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "goodword init"),
        ("[slack", "not valid TOML"),
        ("[slack]\nbot_tocken = 'x'", "slack.bot_tocken"),
        ("[slack]\nbot_token = 'xoxb-secret-value'", "GOODWORD_SLACK_BOT_TOKEN"),
        ("[review]\nburst = 'many'", "review.burst"),
    ],
)
async def test_a_settings_file_to_mend_is_said_in_a_sentence(
    tmp_path: Path, text: str | None, said: str
) -> None:
    if text is not None:
        (tmp_path / "goodword.toml").write_text(text)
    done = await goodword("run", cwd=tmp_path)
    assert done.code == 64, done
    assert said in done.err
    assert "What to do:" in done.err
    assert "Traceback" not in done.said
    assert "xoxb-secret-value" not in done.said


async def test_from_an_empty_folder_to_a_complete_check(slack: LocalSlack, tmp_path: Path) -> None:
    assert (await goodword("init", "bot", cwd=tmp_path)).code == 0
    again = await goodword("init", "bot", cwd=tmp_path)
    assert again.code == 64
    assert "exists already" in again.err
    home = tmp_path / "bot"
    settings = home / "goodword.toml"
    settings.write_text(settings.read_text().replace("https://slack.com/api/", slack.api_url))
    example = await goodword("check", cwd=home, env=environment(**tokens(slack)))
    assert "still the example's" in example.out
    settings.write_text(settings.read_text().replace("Kettle & Fern", "Oak").replace("kettleandfern", "oak"))
    nothing = await goodword("check", cwd=home)
    assert nothing.code == 1
    assert "GOODWORD_SLACK_BOT_TOKEN" in nothing.out
    assert "goodword migrate" in nothing.out
    env = environment(**tokens(slack))
    first, second = [await goodword("migrate", cwd=home, env=env) for _ in range(2)]
    assert (first.code, second.code) == (0, 0)
    assert first.out.startswith("Applied: ")
    assert "up to date" in second.out
    async with local_server() as web:
        web.routes["/feed.xml"] = lambda _: feed(3)
        text = settings.read_text().replace("allowed = []", f'allowed = ["127.0.0.1:{web.port}"]')
        settings.write_text(f'{text}\n[sources.blog]\nkind = "feed"\nurl = "{web.url}/feed.xml"\n')
        complete = await goodword("check", cwd=home, env=env)
        assert complete.code == 0, complete.said
        assert "FAILS" not in complete.out
        web.routes.clear()
        broken = await goodword("check", cwd=home, env=env)
    assert broken.code == 1
    assert "Source blog" in broken.out
    for done in (nothing, first, complete, broken):
        assert "Traceback" not in done.said
        assert not any(secret in done.said for secret in tokens(slack).values())


async def test_a_wrong_token_is_said_and_never_shown(slack: LocalSlack, tmp_path: Path) -> None:
    write_settings(tmp_path / "goodword.toml", slack, top={"data_dir": tmp_path / "data"})
    wrong = {**tokens(slack), "GOODWORD_SLACK_BOT_TOKEN": "xoxb-of-another-workspace"}
    check = await goodword("check", cwd=tmp_path, env=environment(**wrong))
    run = await goodword("run", cwd=tmp_path, env=environment(**wrong))
    assert (check.code, run.code) == (1, 64)
    for done in (check, run):
        assert "GOODWORD_SLACK_BOT_TOKEN" in done.said
        assert "Traceback" not in done.said
        assert "of-another-workspace" not in done.said


async def test_an_import_reports_what_it_refused_and_doubles_nothing(tmp_path: Path) -> None:
    write_settings(tmp_path / "goodword.toml", top={"data_dir": tmp_path / "data"})
    (tmp_path / "tea.csv").write_text(CSV)
    early = await goodword("import", "tea.csv", cwd=tmp_path)
    assert early.code == 64
    assert "goodword migrate" in early.err
    assert (await goodword("migrate", cwd=tmp_path)).code == 0
    dry = await goodword("import", "tea.csv", "--dry-run", cwd=tmp_path)
    assert dry.code == 1
    assert await stored(tmp_path) == 0
    first = await goodword("import", "tea.csv", "--report", "refused.csv", cwd=tmp_path)
    second = await goodword("import", "tea.csv", cwd=tmp_path)
    assert "5 rows read: 3 new, 1 with values left out, 2 refused." in first.out
    assert "0 new" in second.out
    assert "3 known, 1 with values left out, 2 refused" in second.out
    assert await stored(tmp_path) == 3
    assert (first.code, second.code) == (1, 1)
    refused = (tmp_path / "refused.csv").read_text().splitlines()
    assert refused[0] == "line,what,reason,remedy"
    assert [line.split(",")[:2] for line in refused[1:]] == [
        ["3", "refused"],
        ["4", "left out"],
        ["5", "refused"],
    ]
    missing = await goodword("import", "nowhere.csv", cwd=tmp_path)
    assert missing.code == 2
    assert "Traceback" not in early.said + dry.said + first.said + second.said + missing.said


async def test_trying_a_source_stores_nothing(tmp_path: Path) -> None:
    async with local_server() as web:
        web.routes["/feed.xml"] = lambda _: feed(5)
        write_settings(
            tmp_path / "goodword.toml",
            top={"data_dir": tmp_path / "data"},
            http={"allowed": [f"127.0.0.1:{web.port}"], "pause": 0},
            sources={"blog": {"kind": "feed", "url": f"{web.url}/feed.xml"}},
        )
        assert (await goodword("migrate", cwd=tmp_path)).code == 0
        tried = await goodword("source", "try", "blog", cwd=tmp_path)
        assert tried.code == 0, tried.said
        assert "5 found, 0 unreadable. Nothing was stored." in tried.out
        assert await stored(tmp_path) == 0
        unknown = await goodword("source", "try", "blgo", cwd=tmp_path)
        assert unknown.code == 64
        assert "Configured: blog" in unknown.err
        listed = await goodword("source", "list", cwd=tmp_path)
        assert listed.code == 0
        assert "blog" in listed.out
        web.routes.clear()
        failing = await goodword("source", "try", "blog", cwd=tmp_path)
        assert failing.code in (64, 75)
        assert "Traceback" not in tried.said + unknown.said + failing.said


async def test_running_being_healthy_and_stopping(slack: LocalSlack, tmp_path: Path) -> None:
    write_settings(
        tmp_path / "goodword.toml",
        slack,
        top={"data_dir": tmp_path / "data"},
        web={"port": free_port()},
        log={"level": "DEBUG", "format": "json"},
    )
    env = environment(**tokens(slack))
    away = await goodword("health", cwd=tmp_path, env=env)
    assert away.code == 1
    assert "Nothing answers at" in away.out
    async with child(*GOODWORD, "run", cwd=tmp_path, env=env, name="run") as bot:
        await connected(slack, bot)
        await bot.says('"started"')
        well = await goodword("health", cwd=tmp_path, env=env)
        assert well.code == 0, well.said
        second = await goodword("run", cwd=tmp_path, env=env)
        assert second.code == 64
        assert "Traceback" not in second.said
        assert await bot.terminate(within=15) == 0
        said = bot.said()
    assert '"stopped"' in said
    assert "Traceback" not in said
    for text in (said, well.said, second.said):
        assert not any(secret in text for secret in tokens(slack).values())


async def test_help_names_every_command(tmp_path: Path) -> None:
    done = await goodword("--help", cwd=tmp_path)
    assert done.code == 0
    for name in ("demo", "run", "init", "check", "migrate", "source", "import", "health"):
        assert f"  {name} " in done.out
    assert "Run the bot" in (await goodword("run", "--help", cwd=tmp_path)).out
    assert (await goodword("rnu", cwd=tmp_path)).code == 2

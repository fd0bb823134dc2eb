"""Who counts: people once a day, programs never, and nothing that a script does moves much."""

from __future__ import annotations

import asyncio
import random
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.links import queries
from bot.links.clicks import queries as clicks
from bot.links.clicks.batch import Click
from bot.links.clicks.machines import is_program
from bot.links.clicks.own import leave_out
from bot.links.clicks.visitors import address_of, household, visitor
from bot.storage.database import Database
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.faces.links.support import CHROME, FIREFOX, LINKEDIN, Sharing, open_sharing

IN_APPS = [
    CHROME,
    FIREFOX,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 "
    "[LinkedInApp]/9.30.1234",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9 Build/AP3A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 "
    "Chrome/130.0 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/490.0.0.0;]",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 "
    "Instagram 350.0.0.0 (iPhone15,2; iOS 18_1; en_US; en; scale=3.00; 1179x2556; 1)",
    "Mozilla/5.0 (Linux; Android 14; CUBOT NOTE 50) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Mobile "
    "Safari/537.36",
    "Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
    "Opera/9.80 (Android; Opera Mini/36.2/191.256; U; en) Presto/2.12.423 Version/12.16",
]
PROGRAMS = [
    LINKEDIN,
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "meta-externalagent/1.1",
    "Twitterbot/1.0",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "WhatsApp/2.23.20.0",
    "TelegramBot (like TwitterBot)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (compatible; Bluesky Cardyb/1.1; +mailto:support@bsky.app)",
    "Mastodon/4.3.1 (http.rb/5.2.0; +https://mastodon.social/) Bot",
    "Akkoma 3.13; https://akkoma.example <admin@akkoma.example>",
    "Signal-Android/7.20",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 "
    "Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",  # how Apple's messages look ahead
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/130.0 Safari/537.36",
    "curl/8.5.0",
    "python-requests/2.32",
    "Go-http-client/2.0",
    "undici",
    "Mozilla/5.0",
    "x" * 500,
    "",
]


@pytest.mark.parametrize("agent", IN_APPS)
def test_browsers_are_people(agent: str) -> None:
    assert not is_program(agent)


@pytest.mark.parametrize("agent", PROGRAMS)
def test_programs_say_what_they_are(agent: str) -> None:
    assert is_program(agent)


async def test_people_count_once_a_day_and_their_clicks_up_to_a_limit(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    await anywhere.follow(link, times=3)
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors, found.ignored) == (3, 1, 0)
    assert found.first_click_at == anywhere.now
    anywhere.tick(minutes=5)
    await anywhere.follow(link, times=20)  # ten of one visitor count
    await anywhere.follow(link, agent=FIREFOX)
    await anywhere.follow(link, address="198.51.100.9")
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors, found.ignored, found.machines) == (12, 3, 13, 0)


async def test_a_link_that_nobody_followed_has_noughts(sharing: Sharing) -> None:
    assert await sharing.counted(await sharing.shared()) == queries.Clicked()


@pytest.mark.parametrize("network", ["bluesky", "copy"])
async def test_programs_previews_and_fetches_ahead_count_apart(anywhere: Sharing, network: str) -> None:
    link = await anywhere.shared(network=network)
    for agent in PROGRAMS:
        assert (await anywhere.follow(link, agent=agent)).status_code in (200, 302)
    ahead: dict[str, Any] = {
        "sec-purpose": "prefetch;prerender",
        "purpose": "prefetch",
        "x-purpose": "preview",
        "x-moz": "prefetch",
    }
    for name, value in ahead.items():
        said: dict[str, Any] = {name: value}
        await anywhere.follow(link, **said)
    async with anywhere.person() as person:
        head = await person.head(f"/s/{link.code}")
        assert (head.status_code, head.content) == (302 if network == "bluesky" else 200, b"")
        assert (await person.post(f"/s/{link.code}")).status_code == 405
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors) == (0, 0)
    assert found.machines == len(PROGRAMS) + len(ahead) + 1
    assert await anywhere.count("link_visitor") == 0


async def test_a_script_that_clicks_on_and_on_is_one_visitor(sharing: Sharing) -> None:
    link = await sharing.shared()
    await sharing.follow(link, times=2_000)
    found = await sharing.counted(link)
    assert (found.clicks, found.visitors) == (10, 1)
    assert found.ignored == 1_990
    assert await sharing.count("link_visitor") == 1


async def test_looks_at_ones_own_post_neither_count_nor_make_suspect(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    own = Click(link.id or 0, anywhere.now, "203.0.113.5", CHROME)
    for _ in range(2):  # they open the composer again
        async with unit_of_work(anywhere.database) as session:
            await leave_out(session, own)
        await anywhere.follow(link, times=queries.DOUBTFUL + 2)
        assert await anywhere.counted(link) == queries.Clicked()
    begin, end = anywhere.now - timedelta(days=1), anywhere.now + timedelta(days=1)
    async with reading(anywhere.database) as session:
        assert await queries.doubtful(session, begin, end, 5) == []
    await anywhere.follow(link, agent=FIREFOX, times=queries.DOUBTFUL + 12)
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors, found.ignored) == (10, 1, 12), "another's are told"


async def test_a_script_that_changes_its_name_with_each_click_is_one_address(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    for number in range(120):
        await anywhere.follow(link, agent=CHROME.replace("142", str(number)))
        if number % 40 == 0:
            await anywhere.counter.flush()
    await anywhere.follow(link, agent=CHROME.replace("142", "119"), times=5)
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors) == (25, 25)
    assert found.ignored == 100
    rows = await anywhere.count("link_visitor")
    await anywhere.follow(link, agent=CHROME.replace("142", "7777"), times=50)
    assert (await anywhere.counted(link)).visitors == 25
    assert await anywhere.count("link_visitor") == rows, "a full address costs no rows"


async def test_who_was_turned_away_stays_so_after_a_restart(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_sharing(sqlite_database, tmp_path / "a", visitors_per_address=1) as sharing:
        link = await sharing.shared()
        await sharing.follow(link)
        await sharing.follow(link, agent=FIREFOX)
        assert (await sharing.counted(link)).visitors == 1
        async with open_sharing(sqlite_database, tmp_path / "b", visitors_per_address=1) as again:
            again.now = sharing.now
            await again.follow(link, agent=FIREFOX, times=3)
            found = await again.counted(link)
            assert (found.clicks, found.visitors, found.ignored) == (1, 1, 4)


async def test_a_household_with_many_addresses_of_ipv6_is_one(sharing: Sharing) -> None:
    link = await sharing.shared()
    for host in range(5):
        await sharing.follow(link, address=f"2001:db8:1:2::{host + 1}")
    await sharing.follow(link, address="2001:db8:1:3::1")
    assert (await sharing.counted(link)).visitors == 2
    assert household("::ffff:192.0.2.7") == "192.0.2.7"
    assert household("fe80::1%eth0") == "fe80::/64"
    assert household("no address") == "no address"


async def test_the_address_is_the_servers_word(sharing: Sharing) -> None:
    """Whoever sends X-Forwarded-For themselves is not believed: the server in front decides whom it trusts."""
    link = await sharing.shared()
    for number in range(5):
        claimed: dict[str, Any] = {"x-forwarded-for": f"198.51.100.{number}"}
        await sharing.follow(link, **claimed)
    assert (await sharing.counted(link)).visitors == 1


# ---- days, and what is forgotten ----


async def test_on_the_next_day_the_same_visitor_counts_again_and_cannot_be_known(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    await anywhere.follow(link)
    await anywhere.counter.flush()
    first = await hashes(anywhere)
    anywhere.tick(days=1)
    await anywhere.follow(link)
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors) == (2, 2)
    assert len(await hashes(anywhere) - first) == 1, "another secret makes other hashes"


async def test_secrets_and_hashes_of_past_days_are_deleted_and_numbers_stay(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    await anywhere.follow(link)
    await anywhere.counter.flush()
    await anywhere.forget()
    assert (await anywhere.count("link_salt"), await anywhere.count("link_visitor")) == (1, 1)
    midnight = anywhere.now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    anywhere.now = midnight + timedelta(minutes=9)
    await anywhere.forget()
    assert await anywhere.count("link_salt") == 1, "clocks of replicas differ a little"
    anywhere.tick(minutes=2)
    await anywhere.forget()
    await anywhere.forget()
    assert (await anywhere.count("link_salt"), await anywhere.count("link_visitor")) == (0, 0)
    assert anywhere.counter._salts == {}
    assert (await anywhere.counted(link)).visitors == 1


async def test_no_row_holds_an_address(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    address, agent = "203.0.113.77", CHROME.replace("142", "131")
    await anywhere.follow(
        link, address=address, agent=agent, referer="https://www.linkedin.com/feed/update/private-page"
    )
    await anywhere.counter.flush()
    tables = ("link", "link_day", "link_visitor", "link_salt", "link_source")
    async with reading(anywhere.database) as session:
        connection = await session.connection()
        rows = [
            str(row) for name in tables for row in await connection.exec_driver_sql(f"SELECT * FROM {name}")
        ]
    whole = "\n".join(rows)
    assert "linkedin.com" in whole
    for hidden in (address, "131.0", "private-page", "feed/update"):
        assert hidden not in whole


def test_hashes_differ_by_link_and_day() -> None:
    salts = [b"a" * 32, b"b" * 32]
    made = [visitor(salt, link, "192.0.2.1", CHROME) for salt in salts for link in (1, 2)]
    assert len(set(made)) == len({address_of(one) for one in made}) == 4
    assert {len(one) for one in made} == {16}
    assert address_of(made[0]) == address_of(visitor(salts[0], 1, "192.0.2.1", FIREFOX))
    assert made[0] != visitor(salts[0], 1, "192.0.2.1", FIREFOX)
    assert visitor(salts[0], 1, "192.0.2.1", "\ud800") != visitor(salts[0], 1, "192.0.2.1", "")


# ---- where people come from ----


async def test_where_clicks_come_from_is_known_over_all_links_only(
    sqlite_database: Database, tmp_path: Path
) -> None:
    async with open_sharing(sqlite_database, tmp_path, country_header="CF-IPCountry") as sharing:
        links = [await sharing.shared(), await sharing.shared()]
        for number, link in enumerate(links):
            where: dict[str, Any] = {"referer": "https://www.linkedin.com/feed/", "cf-ipcountry": "SE"}
            await sharing.follow(link, address=f"192.0.2.{number}", **where)
        await sharing.follow(links[0], address="192.0.2.8", referer="android-app://com.linkedin.android/")
        await sharing.follow(links[0], agent=LINKEDIN, **where)  # a program comes from nowhere
        for odd in ("XX", "se", "T1", "<b>", "S" * 900):
            there: dict[str, Any] = {"cf-ipcountry": odd}
            await sharing.follow(links[0], address="192.0.2.9", **there)
        odd_pages = [
            "http://intranet/x",
            "http://10.0.0.1/",
            "javascript:alert(1)",
            "https://goodword.example.com/s/x",
        ]
        for odd in odd_pages:
            await sharing.follow(links[0], address="192.0.2.9", referer=odd)
        await sharing.counter.flush()
        async with reading(sharing.database) as session:
            found = await queries.sources(
                session, sharing.now - timedelta(days=1), sharing.now + timedelta(days=1)
            )
        assert found == {
            "referrer": {"linkedin.com": 2, "android-app:com.linkedin.android": 1},
            "country": {"SE": 2},
        }


async def test_made_up_referrers_fill_no_table(sharing: Sharing) -> None:
    link = await sharing.shared()
    for number in range(300):
        where = f"https://made-up-{number}.example/"
        await sharing.follow(link, address=f"198.51.{number // 250}.{number % 250}", referer=where)
        if number % 100 == 0:
            await sharing.counter.flush()
    await sharing.counter.flush()
    assert await sharing.count("link_source") == 201
    async with reading(sharing.database) as session:
        found = await queries.sources(
            session, sharing.now - timedelta(days=1), sharing.now + timedelta(days=1)
        )
    assert found["referrer"]["other"] == 100


# ---- several copies, and databases that are away ----


async def test_two_replicas_count_a_visitor_once(anywhere: Sharing, tmp_path: Path) -> None:
    async with open_sharing(anywhere.database, tmp_path / "other") as other:
        link = await anywhere.shared()
        other.now = anywhere.now
        codes = random.Random(7)
        people = [(f"192.0.2.{codes.randrange(40)}", codes.choice([CHROME, FIREFOX])) for _ in range(300)]

        async def half(replica: Sharing, part: list[tuple[str, str]]) -> None:
            for address, agent in part:
                await replica.follow(link, address=address, agent=agent)

        await asyncio.gather(half(anywhere, people[:150]), half(other, people[150:]))
        await other.counter.flush()
        found = await anywhere.counted(link)
        assert found.visitors == len(set(people))
        assert found.clicks + found.ignored == 300


async def test_clicks_wait_for_a_database_that_is_away(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    await anywhere.follow(link)
    await anywhere.counter.flush()
    await anywhere.run("ALTER TABLE link_day RENAME TO link_day_away")
    if anywhere.database.is_sqlite:  # PostgreSQL calls a missing table a fault of the statement
        await anywhere.follow(link, address="192.0.2.2", times=2)
        await asyncio.sleep(0.2)
        assert anywhere.counter.lost == 0
    await anywhere.run("ALTER TABLE link_day_away RENAME TO link_day")
    await anywhere.follow(link, address="192.0.2.3")
    found = await anywhere.counted(link)
    assert (found.clicks, found.visitors) == ((4, 3) if anywhere.database.is_sqlite else (2, 2))


async def test_a_lost_connection_loses_no_click(postgres_url: str, tmp_path: Path) -> None:
    database = Database(postgres_url)
    try:
        async with open_sharing(database, tmp_path) as sharing:
            link = await sharing.shared()
            for number in range(30):
                await sharing.follow(link, address=f"192.0.2.{number}")
                if number % 10 == 5:
                    await _end_connections(sharing)
            found = await sharing.counted(link)
            assert (found.clicks, found.visitors, sharing.counter.lost) == (30, 30, 0)
    finally:
        await database.close()


async def _end_connections(sharing: Sharing) -> None:
    """As a server does that is restarted."""
    statement = (
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    async with sharing.database.engine.connect() as connection:
        await connection.exec_driver_sql(statement)


async def test_more_than_fits_is_dropped_and_said(
    sharing: Sharing, capsys: pytest.CaptureFixture[str]
) -> None:
    link = await sharing.shared()
    sharing.counter._pause = 30.0
    sharing.counter._waiting.most = 5
    for number in range(9):
        await sharing.follow(link, address=f"192.0.2.{number}")
        assert sharing.counter.waiting <= 5
    await sharing.counter.stop()
    found = await sharing.counted(link)
    assert found.visitors + sharing.counter.lost == 9
    assert sharing.counter.lost == 4
    assert "clicks_lost" in capsys.readouterr().out


async def test_a_stop_writes_what_waits(sharing: Sharing) -> None:
    link = await sharing.shared()
    sharing.counter._pause = 30.0
    await sharing.follow(link)
    assert sharing.counter.waiting == 1
    await asyncio.gather(sharing.counter.stop(), sharing.counter.stop())
    async with reading(sharing.database) as session:
        assert (await queries.totals(session, [link.id or 0]))[link.id or 0].visitors == 1


# ---- what other rooms read ----


async def test_what_changed_is_given_in_order_and_whole(anywhere: Sharing) -> None:
    start = anywhere.now
    links = [await anywhere.shared() for _ in range(4)]
    for link in links[:3]:
        anywhere.tick()
        await anywhere.follow(link)
        await anywhere.counter.flush()
    ids = [link.id for link in links]
    async with reading(anywhere.database) as session:
        assert (await queries.changed_since(session, start, 10))[0] == ids[:3]
        found, last = await queries.changed_since(session, start, 2)
        assert found == ids[:2]
        assert last is not None
        assert (await queries.changed_since(session, last, 2))[0] == ids[2:3]
    anywhere.tick()
    for link in links:
        await anywhere.follow(link, address="192.0.2.9")
    await anywhere.counter.flush()
    async with reading(anywhere.database) as session:
        found, _ = await queries.changed_since(session, anywhere.now - timedelta(microseconds=1), 1)
    assert len(found) >= 1
    # Of a link that is clicked again the next day, the first day's look goes no further than that day.
    anywhere.now += timedelta(days=1)
    await anywhere.follow(links[0], address="192.0.2.10")
    await anywhere.counter.flush()
    async with reading(anywhere.database) as session:
        found, reached = await queries.changed_since(session, start, 1)
    assert found[0] == ids[0]
    assert reached is not None
    assert reached < anywhere.now - timedelta(hours=12)


async def test_clicks_by_network_and_piece(anywhere: Sharing) -> None:
    piece, other = await anywhere.piece(), await anywhere.piece()
    await anywhere.follow(await anywhere.link(piece.item))
    await anywhere.follow(await anywhere.link(piece.item, network="copy"))
    await anywhere.follow(await anywhere.link(other.item, network="copy"), times=2)
    await anywhere.counter.flush()
    today = anywhere.now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with reading(anywhere.database) as session:
        networks, items = await queries.brought(session, today, today + timedelta(days=1))
        nothing = await queries.brought(session, today + timedelta(days=1), today + timedelta(days=2))
        ever = await queries.brought(session, today - timedelta(days=400), today + timedelta(days=1))
    assert {name: (one.clicks, one.visitors) for name, one in networks.items()} == {
        "bluesky": (1, 1),
        "copy": (3, 2),
    }
    assert {name: one.visitors for name, one in items.items()} == {piece.item: 2, other.item: 1}
    assert nothing == ({}, {})
    assert ever == (networks, items)


async def hashes(sharing: Sharing) -> set[bytes]:
    async with reading(sharing.database) as session:
        rows = await (await session.connection()).exec_driver_sql("SELECT who FROM link_visitor")
        return {bytes(row[0]) for row in rows}


async def test_a_day_has_one_secret_whoever_asks_first(anywhere: Sharing) -> None:
    async with unit_of_work(anywhere.database) as session:
        first = await clicks.salt_of(session, anywhere.now.date())
    async with unit_of_work(anywhere.database) as session:
        assert await clicks.salt_of(session, anywhere.now.date()) == first
    assert len(first) == 32

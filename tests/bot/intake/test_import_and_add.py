"""Files and addresses that people bring."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.queries import get_items
from bot.intake.add import Added, add_url
from bot.intake.importing import import_file, read_only
from bot.kernel.errors import TellUser
from bot.people.rules import Person, Role
from bot.storage.unit_of_work import reading, unit_of_work
from tests.bot.content.pieces import LONG, NOW, everything, post
from tests.bot.intake.support import Line

NOAH = Person("U0NOAH0001", "Noah", Role.MODERATOR)


async def test_an_import_reports_what_it_took_and_refused(line: Line, tmp_path: Path) -> None:
    file = tmp_path / "reviews.csv"
    lines = ["id,text,rating,colour"]
    lines += [f"r{n},The jacket number {n} kept me dry in the rain,{n % 5 + 1},red" for n in range(450)]
    lines += ["r900,too,many,cells,here", 'r901,"",,']
    file.write_text("\n".join(lines), encoding="utf-8")
    seen: list[tuple[int, int]] = []
    report = await import_file(
        line.database,
        line.intake,
        file,
        progress=lambda read, size: seen.append((read, size)),
        clock=line.clock,
    )
    assert (report.rows, report.new, report.refusals) == (452, 450, 2)
    assert [row for row, _ in report.refused] == [452, 453]
    assert report.unused_columns == ["colour"]
    assert seen[-1] == (file.stat().st_size, file.stat().st_size)
    assert seen == sorted(seen)
    again = await import_file(line.database, line.intake, file, clock=line.clock)
    assert (again.new, again.unchanged) == (0, 450)
    assert len(await everything(line.database)) == 450


async def test_a_value_that_is_left_out_is_reported_and_stands_on_the_item(
    line: Line, tmp_path: Path
) -> None:
    file = tmp_path / "reviews.csv"
    file.write_text(
        "id,text,url,rating,date\n"
        "r1,The jacket kept me dry in the rain,https://shop.example/1,5,2026-11-01\n"
        "r2,The lid of the kettle does not close,notaurl,eleven,yesterday-ish\n"
        "r3,My mother asks where I found these,https://shop.example/3,4,2026-13-45\n"
        "r4,too,many,cells,here,now\n",
        encoding="utf-8",
    )
    looked = await read_only(file, clock=line.clock)
    report = await import_file(line.database, line.intake, file, clock=line.clock)
    for one in (looked, report):
        assert (one.rows, one.incomplete, one.warnings, one.refusals) == (4, 2, 4, 1)
        assert one.warned == [
            (3, "rating 'eleven' is no number; left empty"),
            (3, "url: the address was not a web address: 'notaurl'; left empty"),
            (3, "the date was unreadable: 'yesterday-ish'; left empty"),
            (4, "the date was unreadable: '2026-13-45'; left empty"),
        ]
    assert report.new == 3
    async with reading(line.database) as session:
        kept = (await get_items(session, [1, 2, 3])).values()
    assert [note for item in kept for note in item.notes] == [note for _, note in report.warned]


async def test_a_file_that_is_none_is_refused_with_a_remedy(line: Line, tmp_path: Path) -> None:
    with pytest.raises(TellUser, match="can't be opened"):
        await import_file(line.database, line.intake, tmp_path / "nowhere.csv")


async def _add(line: Line, url: str, **more: str) -> Added:
    async with unit_of_work(line.database) as session:
        return await add_url(session, line.intake, url, NOAH, NOW, **more)  # type: ignore[arg-type]


async def test_an_address_is_added_once(line: Line) -> None:
    added = await _add(line, "<https://www.instagram.com/p/abc/?igsh=1|the post>")
    assert not added.known
    again = await _add(line, "https://www.instagram.com/p/abc/")
    assert again == Added(added.item_id, known=True)
    async with reading(line.database) as session:
        item = (await get_items(session, [added.item_id]))[added.item_id]
    assert (item.platform, item.kind, item.text) == ("instagram", "photo", "")
    assert item.why == [{"how": "person", "what": "Noah"}]


async def test_a_source_fills_in_what_was_added(line: Line) -> None:
    added = await _add(line, "https://social.example/@mia/1")
    taken = await line.take("masto", post("1"))
    assert (taken.new, taken.edited) == ((), (added.item_id,))
    assert (await everything(line.database))[0].text == LONG


async def test_an_address_that_a_source_found_is_not_added_again(line: Line) -> None:
    taken = await line.take("masto", post("1"))
    assert await _add(line, "social.example/@mia/1#top") == Added(taken.new[0], known=True)


@pytest.mark.parametrize(
    "url", ["", "javascript:alert(1)", "not an address", "ftp://files.example/x", "https://"]
)
async def test_what_is_no_address_is_refused(line: Line, url: str) -> None:
    with pytest.raises(TellUser, match="can't be added"):
        await _add(line, url)

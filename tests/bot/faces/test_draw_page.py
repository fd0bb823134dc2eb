"""The page of a draw: with and without JavaScript, for true records, false ones and hostile ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field, replace

import httpx
import pytest
import pytest_asyncio
from playwright.async_api import expect

from bot.contests.draw import Draw, EntryList, Record, read_record
from bot.faces.web.application import WebServer, application
from bot.faces.web.draws import draw_routes
from tests.bot.contests.draws import CLOSED, HOSTILE, OPENED, by_two_people, drawn, entries, frozen, opened
from tests.support.browser import Desk, headless_chromium


def false_one() -> Record:
    """Somebody wrote another reason into the last re-roll."""
    record = drawn()
    last = record.all(Draw)[-1]
    steps = tuple(replace(step, reason="another") if step is last else step for step in record.steps)
    return replace(record, steps=steps)


def hostile() -> Record:
    listed = EntryList.of(
        7, f"{HOSTILE} \"'><img src=x onerror=alert(1)>", CLOSED, [(n, n) for n in range(1, 30)]
    )
    record = opened(listed, 2).draw(HOSTILE, OPENED, reason=HOSTILE, excluded={3: HOSTILE})
    return record.draw(f"'{HOSTILE}", OPENED, reason="<b>again</b>")


@dataclass
class Site:
    """The web application with draws by contest number."""

    url: str = ""
    records: dict[int, Record] = field(default_factory=dict)

    def page(self, contest: int) -> str:
        return f"{self.url}/contests/{contest}/draw"

    async def load(self, contest: int) -> Record | None:
        return self.records.get(contest)


@pytest_asyncio.fixture
async def site() -> AsyncIterator[Site]:
    made = Site(
        records={1: drawn(), 2: frozen(), 3: by_two_people(), 4: false_one(), 5: hostile()},
    )
    server = WebServer(application(_ready, draw_routes(made.load)), "127.0.0.1", 0)
    await server.start()
    made.url = f"http://127.0.0.1:{server.port}"
    yield made
    await server.stop()


async def _ready() -> Mapping[str, tuple[bool, str]]:
    return {}


async def get(url: str) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(url)


# Without JavaScript


async def test_the_page_tells_all_of_it(site: Site) -> None:
    record = site.records[1]
    answer = await get(site.page(1))
    page = answer.text
    assert answer.status_code == 200
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    for part in (
        record.frozen_hash,
        record.frozen.entries_hash,
        record.seed.hex(),
        record.head,
        "round 1,000",
    ):
        assert part in page
    assert page.index("What was fixed") < page.index("What was random") < page.index("How to check it")
    assert [page.count(f'data-winner="{number}"') for number in record.winners] == [1] * len(record.winners)
    assert "didn&#x27;t claim" in page


@pytest.mark.parametrize("typed", ["{}", "%23{}", "+{}+"])
async def test_a_number_is_found_without_a_script(site: Site, typed: str) -> None:
    record = site.records[1]
    winner, loser = record.winners[0], record.order[-1]
    excluded = next(iter(sorted(record.excluded)))

    async def answer(number: int) -> str:
        return (await get(f"{site.page(1)}?number={typed.format(number)}")).text

    assert f"Entry {winner} has place" in await answer(winner)
    assert "and wins" in await answer(winner)
    assert f"Entry {loser} has place 12 of 12 in the order. It doesn't win" in await answer(loser)
    assert f"Entry {excluded} has place" in await answer(excluded)
    assert "was left out" in await answer(excluded)
    assert "Entry 999 isn't in the frozen list" in await answer(999)


@pytest.mark.parametrize("typed", ["x", "-1", "1.5", "%3Cscript%3E", "٣", "9" * 5000, "%00", ""])
async def test_anything_may_be_typed(site: Site, typed: str) -> None:
    answer = await get(f"{site.page(1)}?number={typed}")
    assert answer.status_code == 200
    assert ("id=answer" in answer.text) is bool(typed)
    assert "<script>" not in answer.text


async def test_lots_that_only_order_ties_name_no_winner(site: Site) -> None:
    site.records[6] = opened().lots([(1, 2, 3)], "Mia", OPENED)
    page = (await get(f"{site.page(6)}?number=2")).text
    assert "Every sum" in page or "everything holds" in page
    assert "Winning entry numbers" not in page
    assert "data-winner" not in page
    assert "of 12 in the order of the lots." in page


async def test_a_false_record_is_called_false(site: Site) -> None:
    page = (await get(site.page(4))).text
    assert "Something is wrong with this record" in page
    assert "Step 4 doesn&#x27;t have the right hash" in page


async def test_a_draw_to_come_shows_what_is_fixed(site: Site) -> None:
    page = (await get(f"{site.page(2)}?number=7")).text
    assert "The draw is yet to come" in page
    assert "Entry 7 is in the frozen list" in page
    assert "Winning entry numbers" not in page


async def test_hostile_words_stay_words(site: Site) -> None:
    page = (await get(site.page(5))).text
    for bad in ("<script>alert", "<img", "<b>again", "\u202e"):
        assert bad not in page
    assert "&lt;script&gt;alert(1)" in page


async def test_the_download_is_the_record(site: Site) -> None:
    answer = await get(f"{site.page(1)}.json")
    assert answer.headers["content-disposition"] == 'attachment; filename="draw-1.json"'
    assert answer.headers["content-type"] == "application/json"
    assert read_record(answer.content) == site.records[1]


async def test_what_is_not_there_is_404(site: Site) -> None:
    for path in (
        "contests/99/draw",
        "contests/99/draw.json",
        "contests/assets/..%2Fdraws.py",
        "contests/x/draw",
    ):
        assert (await get(f"{site.url}/{path}")).status_code == 404
    assert "There is no such draw" in (await get(site.page(99))).text


async def test_a_record_is_shown_as_it_stands_now(site: Site) -> None:
    """What a verification found is kept by what the record holds, not by its contest."""
    assert "The draw is yet to come" in (await get(site.page(2))).text
    site.records[2] = opened().draw("Mia", OPENED)
    assert "Winning entry numbers" in (await get(site.page(2))).text
    pages = await asyncio.gather(*(get(site.page(number)) for number in (1, 2, 1, 3, 1, 4)))
    assert [page.status_code for page in pages] == [200] * 6


# With JavaScript


@pytest_asyncio.fixture
async def desk() -> AsyncIterator[Desk]:
    async with headless_chromium() as browser:
        found = Desk(browser)
        yield found
        await found.close()
        assert not found.problems


@pytest.mark.chromium
async def test_the_readers_browser_does_the_sums_again(site: Site, desk: Desk) -> None:
    for contest in (1, 2, 3, 5):
        page = await desk.open(site.page(contest))
        await expect(page.locator("#browser")).to_have_text("✓ Your browser did the sums again and agrees.")
    await desk.close()


@pytest.mark.chromium
async def test_the_readers_browser_finds_a_change(site: Site, desk: Desk) -> None:
    page = await desk.open(site.page(4))
    await expect(page.locator("#browser")).to_contain_text("does NOT agree: step 4")
    # The page shows another winner than the record gives.
    honest = site.records[1]
    shown = await desk.open(site.page(1))
    await shown.route(
        "**/draw.json", lambda route: route.fulfill(json=opened(entries(13)).draw("M", OPENED).plain())
    )
    await shown.reload()
    await expect(shown.locator("#browser")).to_contain_text("the hash on this page, the seed, the winners")
    assert honest.winners
    await desk.close()


@pytest.mark.chromium
async def test_ten_thousand_entries_in_a_browser(site: Site, desk: Desk) -> None:
    site.records[6] = opened(entries(10_000), 10).draw("Mia", OPENED)
    page = await desk.open(site.page(6))
    await expect(page.locator("#browser")).to_have_text("✓ Your browser did the sums again and agrees.")
    await desk.close()


@pytest.mark.chromium
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_phone_needs_no_sideways_scrolling_and_finds_a_number(
    site: Site, desk: Desk, theme: str
) -> None:
    page = await desk.open(site.page(1), width=360, height=740, theme="dark" if theme == "dark" else "light")
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    await page.get_by_label("Your entry number").fill(str(site.records[1].winners[0]))
    await page.get_by_role("button", name="Look").click()
    await expect(page.locator("#answer")).to_contain_text("and wins")
    await desk.close()

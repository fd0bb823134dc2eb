"""``goodword demo`` as a newcomer meets it: started as a process, opened in a browser, clicked through."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, TimeoutError, expect

from tests.support.browser import Desk, chromium_path
from tests.support.child import GOODWORD, environment
from tests.support.waiting import eventually

# One demo serves them all, so they stay in one process.
pytestmark = [pytest.mark.chromium, pytest.mark.slow, pytest.mark.xdist_group("demo")]
SLOWLY = 45_000  # milliseconds: a card waits its turn, one a second, and this machine may be busy
ADDRESS = re.compile(r"Open (http://127\.0\.0\.1:\d+)")


@contextmanager
def demo_process(data: Path) -> Iterator[str]:
    """The demo's address. Ended as Ctrl-C ends it; its end must be clean."""
    log = data / "demo.log"
    data.mkdir(exist_ok=True)
    command = [*GOODWORD, "demo", "--port", "0", "--data", str(data), "--speed", "2"]
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=data, env=environment(), stdout=out, stderr=out)
    try:
        yield _address(process, log)
        process.terminate()
        assert process.wait(20) == 0, log.read_text()
    finally:
        process.kill()
        process.wait()
    assert "Traceback" not in log.read_text()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    deadline = time.monotonic() + 60
    while (found := ADDRESS.search(log.read_text())) is None:
        assert process.poll() is None, log.read_text()
        assert time.monotonic() < deadline, log.read_text()
        time.sleep(0.05)
    return found[1]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One demo for all of these tests; each has cards of its own."""
    if chromium_path() is None:
        pytest.skip(
            "no Chromium here: install one (apt-get install chromium) or name it in GOODWORD_CHROMIUM"
        )
    with demo_process(tmp_path_factory.mktemp("demo")) as address:
        yield address


@pytest_asyncio.fixture
async def page(demo: str, chromium_page: Desk) -> AsyncIterator[Page]:
    """Mia's page, with cards on it."""
    opened = await chromium_page.open(demo)
    opened.set_default_timeout(SLOWLY)
    await expect(card(opened, "Marta W.")).to_be_visible(timeout=60_000)
    yield opened
    await chromium_page.close()


def card(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words).filter(has=page.locator("[data-action-id]"))


def loose(words: str) -> re.Pattern[str]:
    """The words, with whatever marks keep names of other scripts in their place between them."""
    marks = "[\u2066-\u2069]*"
    return re.compile(f"{marks}\\s+{marks}".join(re.escape(word) for word in words.split()))


def control(place: Page | Locator, verb: str) -> Locator:
    return place.locator(f'[data-action-id*=":{verb}:"]')


async def menu(page: Page, place: Locator, choice: str) -> None:
    """Choose from a card's menu; it closes when the card is drawn again meanwhile, so one opens it again."""
    option = page.get_by_role("option", name=choice)

    async def opened() -> bool:
        await control(place, "review:menu").click()
        try:
            await option.click(timeout=3_000)
        except TimeoutError:
            return False
        return True

    await eventually(opened, within=60, what=f"the menu offers {choice}")


async def send(page: Page, line: str) -> None:
    """Type a line and send it, past the suggestions."""
    box = page.locator("#composer")
    await box.fill(line)
    await box.press("Escape")
    await box.press("Enter")
    await expect(box).to_have_value("")


async def as_(page: Page, person: str) -> None:
    await page.locator("#act-as").select_option(person)


def answer(page: Page, words: str) -> Locator:
    return page.get_by_role("article").filter(has_text=words).filter(has_text="Only visible to you").last


async def test_approve_and_undo(page: Page) -> None:
    marta = card(page, "Marta W.")
    await control(marta, "review:approve").click()
    await expect(marta).to_contain_text(loose("Approved by Mia Lindqvist"), timeout=SLOWLY)
    await expect(control(marta, "review:approve")).to_have_count(0)
    await control(marta, "review:undo").click()
    await expect(control(marta, "review:approve")).to_be_visible(timeout=SLOWLY)
    await expect(marta).to_contain_text("Der Kräutertee ist wunderbar mild")


async def test_reject_with_a_reason(page: Page) -> None:
    dee = card(page, "Arrived stale")
    await control(dee, "review:reject").click()
    dialog = page.get_by_role("dialog")
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog.get_by_text("Choose a reason or write one.")).to_be_visible()
    await dialog.get_by_label("In your own words").fill("Answered by support")
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog).to_be_hidden()
    await expect(dee).to_contain_text(loose("Rejected by Mia Lindqvist"), timeout=SLOWLY)
    await expect(dee).to_contain_text("Answered by support")


async def test_permission_is_drafted_sent_and_granted(page: Page) -> None:
    ridge = card(page, "Sunrise on the ridge")
    await control(ridge, "ask:open").click()
    dialog = page.get_by_role("dialog")
    words = dialog.get_by_label(re.compile("Message in"))
    await expect(words).to_have_value(re.compile(r"Kettle (&|&amp;) Fern|@kettleandfern"))
    await words.fill("Hello Ingrid, may we show your sunrise, on our employees' own accounts too?")
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog).to_be_hidden()
    await expect(ridge).to_contain_text(loose("Permission asked by Mia Lindqvist"), timeout=SLOWLY)
    await control(ridge, "ask:open").click()
    await expect(dialog).to_contain_text("Hello Ingrid, may we show your sunrise")
    await dialog.get_by_role("radio", name=re.compile("^Granted")).check()
    await dialog.get_by_label("Note").fill("Answered in a reply")
    await page.get_by_test_id("modal-submit").click()
    await expect(ridge).to_contain_text(loose("Permission granted by Mia Lindqvist"), timeout=SLOWLY)


async def test_the_menu_notes_campaigns_media_and_history(page: Page) -> None:
    lucia = card(page, "Té frío de hibisco")
    dialog = page.get_by_role("dialog")
    await expect(lucia.get_by_role("img", name="A glass of iced tea between ferns")).to_be_visible(
        timeout=SLOWLY
    )
    await menu(page, lucia, "Add note…")
    await dialog.get_by_label("Note").fill("For the summer page")
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog).to_be_hidden()
    await menu(page, lucia, "Add to campaign…")
    await dialog.get_by_label(re.compile("new one|New campaign")).fill("Cold tea")
    await page.get_by_test_id("modal-submit").click()
    await expect(lucia).to_contain_text(loose("campaign Cold tea"), timeout=SLOWLY)
    await menu(page, lucia, "Hide media")
    await expect(lucia).to_contain_text("Media hidden", timeout=SLOWLY)
    await expect(lucia.get_by_role("img", name="A glass of iced tea")).to_have_count(0)
    await menu(page, lucia, "History")
    for words in ("For the summer page", "Cold tea", "Mia Lindqvist"):
        await expect(dialog).to_contain_text(words, timeout=SLOWLY)
    await page.keyboard.press("Escape")
    await menu(page, lucia, "Show media")
    await expect(lucia.get_by_role("img", name="A glass of iced tea between ferns")).to_be_visible(
        timeout=SLOWLY
    )


async def test_others_see_it_and_a_viewer_is_told_whom_to_ask(page: Page) -> None:
    ewan = card(page, "Good strong breakfast blend")
    await as_(page, "U0TOM00001")
    await control(ewan, "review:approve").click()
    await expect(answer(page, "Only moderators can decide.")).to_contain_text("Ask", timeout=SLOWLY)
    await as_(page, "U0MIA00001")
    await control(ewan, "review:approve").click()
    await expect(ewan).to_contain_text(loose("Approved by Mia Lindqvist"), timeout=SLOWLY)
    await as_(page, "U0NOAH0001")
    await expect(ewan).to_contain_text(loose("Approved by Mia Lindqvist"), timeout=SLOWLY)
    await control(ewan, "review:undo").click()
    await expect(answer(page, "approved this")).to_contain_text("Only they or a manager")


async def test_triage(page: Page) -> None:
    # The story goes on by the clock: there must be something left to triage.
    await expect(control(page, "review:approve").nth(3)).to_be_visible(timeout=SLOWLY)
    await as_(page, "U0AISHA001")
    await send(page, "/goodword triage")
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("0 decided", timeout=SLOWLY)
    for number in (1, 2):
        await control(dialog, "triage:approve").click()
        await expect(dialog).to_contain_text(f"{number} decided", timeout=SLOWLY)
    before = await control(dialog, "triage:skip").get_attribute("data-action-id")
    await control(dialog, "triage:skip").click()
    await expect(control(dialog, "triage:skip")).not_to_have_attribute("data-action-id", before or "")
    await dialog.get_by_role("button", name="Done").click()
    await expect(dialog).to_be_hidden()


async def test_the_other_commands(page: Page) -> None:
    await send(page, "/goodword help")
    helped = answer(page, "You are a manager")
    for word in ("triage", "search", "sources", "settings", "add"):
        await expect(helped).to_contain_text(f"/goodword {word}", timeout=SLOWLY)
    await send(page, "/goodword sources")
    for name in ("tea-blogs", "mastodon", "shop"):
        await expect(answer(page, "tea-blogs")).to_contain_text(name, timeout=SLOWLY)
    await send(page, "/goodword settings")
    await expect(answer(page, "Cards go to")).to_contain_text("#content-review", timeout=SLOWLY)
    await send(page, "/goodword serch tea")
    await expect(answer(page, "There is no command")).to_contain_text("/goodword search", timeout=SLOWLY)
    await send(page, "/goodword add https://social.example/@nina/77 seen on the train")
    dialog = page.get_by_role("dialog")
    await dialog.get_by_label("What does it say?").fill("Kettle & Fern on the night train, twice")
    await dialog.get_by_label("Creator's name").fill("Nina Holm")
    await page.get_by_test_id("modal-submit").click()
    await expect(dialog).to_be_hidden()
    await send(page, "/goodword search night train")
    await expect(answer(page, "night train")).to_contain_text("Nina Holm", timeout=SLOWLY)


async def test_app_home(page: Page) -> None:
    await page.get_by_test_id("app-home").first.click()
    home = page.locator("#home-panel")
    await expect(home).to_contain_text("for a decision", timeout=SLOWLY)
    await expect(home).to_contain_text("Decided today")
    await control(home, "triage:open").or_(home.locator('[data-action-id="g1:triage:open"]')).first.click()
    await expect(page.get_by_role("dialog")).to_contain_text("0 decided", timeout=SLOWLY)
    await page.get_by_role("dialog").get_by_role("button", name="Done").click()


async def test_hostile_content_stays_text_and_calls_nobody(page: Page) -> None:
    found = answer(page, "your bot breaks")

    async def searched() -> int:
        await send(page, "/goodword search breaks")
        await expect(answer(page, "breaks")).to_be_visible(timeout=SLOWLY)
        return await found.count()

    # It is on the timeline after 40 seconds, at twice the speed after half of that.
    await eventually(searched, within=60, what="the hostile piece has arrived")
    await found.locator("button", has_text="Open").first.click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("<script>alert('tea')</script> <!channel> @everyone", timeout=SLOWLY)
    await expect(dialog).to_contain_text("Bobby")
    assert await dialog.locator("script, b, .special, .mention, a[href*='example.com']").count() == 0
    await page.get_by_test_id("modal-close").click()
    assert await page.get_by_role("article").locator(".special").count() == 0


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 1280), ("light", 390)])
async def test_it_fits_the_window(
    demo: str, chromium_page: Desk, tmp_path: Path, theme: str, width: int
) -> None:
    page = await chromium_page.open(demo, width=width, theme="dark" if theme == "dark" else "light")
    await expect(page.get_by_role("article").first).to_be_visible(timeout=60_000)
    assert await page.evaluate("document.documentElement.scrollWidth") <= width
    await page.screenshot(path=tmp_path / f"{theme}-{width}.png")

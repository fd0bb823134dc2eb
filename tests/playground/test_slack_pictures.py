"""Pictures that stand in messages as private uploads, and what can go wrong with them."""

from __future__ import annotations

import io
import re
from typing import Any

import aiohttp
import pytest
from PIL import Image
from playwright.async_api import expect
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.samples.drawing import draw_picture
from bot.playground.slack import LocalSlack
from bot.playground.slack.clock import PlaygroundClock
from bot.playground.slack.uploads import size_of
from tests.support.browser import Desk

REVIEW = "C0REVIEW01"
PNG = draw_picture("teapot", 1)


def client_of(slack: LocalSlack) -> AsyncWebClient:
    return AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)


async def begun(client: AsyncWebClient, data: bytes = PNG, name: str = "chart.png") -> str:
    """An upload whose bytes are there and which isn't completed."""
    place = await client.files_getUploadURLExternal(filename=name, length=len(data), alt_txt="A chart")
    async with aiohttp.ClientSession() as http, http.post(place["upload_url"], data=data) as answer:
        assert answer.status == 200
    return str(place["file_id"])


async def post(client: AsyncWebClient, file: str, alt: str = "Pieces by day") -> Any:
    image = {"type": "image", "slack_file": {"id": file}, "alt_text": alt}
    return await client.chat_postMessage(channel=REVIEW, text="The week", blocks=[image])


async def error_of(client: AsyncWebClient, file: str) -> str:
    with pytest.raises(SlackApiError) as refused:
        await post(client, file)
    return str(refused.value.response["error"])


async def test_a_picture_is_usable_once_its_upload_is_complete_and_only_a_picture() -> None:
    async with LocalSlack(limits="off") as slack:
        client = client_of(slack)
        file = await begun(client)
        assert await error_of(client, file) == "invalid_blocks"
        done = await client.files_completeUploadExternal(files=[{"id": file}])
        assert (done["files"][0]["mimetype"], done["files"][0]["is_public"]) == ("image/png", False)
        assert (await post(client, file))["ok"]
        words = await begun(client, b"no picture", "chart.png")
        await client.files_completeUploadExternal(files=[{"id": words}])
        assert await error_of(client, words) == "invalid_blocks"
        assert await error_of(client, "F0NOTTHERE1") == "invalid_blocks"


async def test_a_picture_that_slack_still_looks_at_is_refused_for_a_while() -> None:
    clock = PlaygroundClock(scale=0)
    async with LocalSlack(limits="off", clock=clock) as slack:
        client = client_of(slack)
        slack.fault("unready", method="files.completeUploadExternal", seconds=5)
        file = await begun(client)
        done = await client.files_completeUploadExternal(files=[{"id": file}])
        assert (done["ok"], done["files"][0]["mimetype"]) == (True, "")
        assert await error_of(client, file) == "invalid_blocks"
        clock.advance(5)
        assert (await client.files_info(file=file))["file"]["mimetype"] == "image/png"
        assert (await post(client, file))["ok"]


async def test_an_upload_that_fails_and_a_channel_that_was_archived() -> None:
    async with LocalSlack(limits="off") as slack:
        client = client_of(slack)
        slack.fault("refuse", method="files.completeUploadExternal", error="internal_error")
        file = await begun(client)
        with pytest.raises(SlackApiError, match="internal_error"):
            await client.files_completeUploadExternal(files=[{"id": file}])
        await client.files_completeUploadExternal(files=[{"id": file}])
        url = f"{slack.base_url}/playground/slack"
        async with aiohttp.ClientSession() as http:
            for act, refused in (("archive", True), ("unarchive", False)):
                body = {"user": "mia", "channel": "content-review"}
                async with http.post(f"{url}/{act}", json=body) as answer:
                    assert (await answer.json())["is_archived"] is refused
                if refused:
                    assert await error_of(client, file) == "is_archived"
                else:
                    assert (await post(client, file))["ok"]


@pytest.mark.chromium
async def test_the_page_shows_it_with_its_words(chromium_page: Desk) -> None:
    async with LocalSlack(limits="off") as slack:
        client = client_of(slack)
        file = await begun(client)
        await client.files_completeUploadExternal(files=[{"id": file}])
        await post(client, file, 'Pieces "by" <b>day</b>')
        page = await chromium_page.open(slack.base_url)
        picture = page.get_by_role("article").locator("img")
        await expect(picture).to_have_attribute("alt", 'Pieces "by" <b>day</b>')
        await expect(picture).to_have_js_property("complete", True)
        assert await picture.evaluate("node => node.naturalWidth > 0")
        await chromium_page.close()


@pytest.mark.chromium
@pytest.mark.parametrize("width", [1440, 390], ids=["desk", "phone"])
async def test_a_picture_has_its_own_shape_before_it_arrives(chromium_page: Desk, width: int) -> None:
    async with LocalSlack(limits="off") as slack:
        client = client_of(slack)
        chart = draw_wide()
        file = await begun(client, chart)
        await client.files_completeUploadExternal(files=[{"id": file}])
        await post(client, file)
        page = await chromium_page.open(slack.base_url)
        await page.set_viewport_size({"width": width, "height": 800})
        frame = page.locator(".block-picture")
        shapes = []
        for _ in range(2):  # before and after its bytes are there
            box = await frame.bounding_box()
            assert box is not None
            shapes.append((round(box["width"]), round(box["height"])))
            await frame.locator("img").evaluate("image => image.decode()")
        assert shapes[0] == shapes[1]
        assert shapes[0][0] / shapes[0][1] == pytest.approx(1200 / 675, rel=0.02)
        await frame.locator("img").evaluate("image => image.dispatchEvent(new Event('error'))")
        await expect(frame).to_contain_text("could not be loaded")
        await expect(frame).not_to_have_class(re.compile("sized"))


def draw_wide() -> bytes:
    """A picture of a chart's size."""
    out = io.BytesIO()
    Image.new("RGB", (1200, 675), "#336699").save(out, "PNG")
    return out.getvalue()


def test_the_size_is_read_of_pictures_alone() -> None:
    assert size_of(draw_wide()) == (1200, 675)
    assert size_of(b"\x89PNG\r\n\x1a\n and no more") == (0, 0)
    assert size_of(b"") == (0, 0)

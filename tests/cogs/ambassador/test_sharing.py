"""The pages behind Share buttons, and the windows in which a text is edited."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import unquote

import pytest

from bot.curation.service import Curation
from bot.faces.web.sharing import ShareTokens
from bot.settings import Web
from tests.cogs.ambassador.support import GO, NOW, Stage, share_address, shown
from tests.support.slack_bot import control

TOKENS = ShareTokens(lambda: b"k" * 32, GO)


async def opened(stage: Stage, **values: Any) -> int:
    await stage.pieces(3)
    return await stage.join(**values)


@pytest.mark.parametrize(
    "headers",
    [
        {"User-Agent": "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"},
        {"Sec-Purpose": "prefetch"},
        {"User-Agent": "curl/8.5.0"},
        {"User-Agent": ""},
    ],
)
async def test_programs_make_nothing(stage: Stage, headers: dict[str, str]) -> None:
    await opened(stage)
    address = share_address(stage.picks()[0], "linkedin")
    assert (await stage.visit(address, **headers)).status_code == 200
    assert (await stage.visit(address, "HEAD")).status_code == 200
    assert await stage.shares() == []
    # A person whose browser looks like a program still gets there, by the button.
    assert (await stage.visit(address, "POST", **headers)).status_code == 200
    assert len(await stage.shares()) == 1


async def test_a_network_without_text_gets_a_page_to_copy_from(stage: Stage) -> None:
    await opened(stage)
    address = share_address(stage.picks()[0], "linkedin")
    page = await stage.visit(address)
    assert page.status_code == 200
    assert "I work at Fjord Coffee. #employee" in page.text
    assert 'href="https://www.linkedin.com/sharing/share-offsite/?url=' in page.text
    assert "script-src 'self'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "private, no-store"
    assert page.headers["referrer-policy"] == "no-referrer"
    german = await stage.visit(f"{address}?lang=de")
    assert "Weiter zu LinkedIn" in german.text
    assert len(await stage.shares()) == 1
    assert (await stage.visit("/sharing/copy.js")).headers["content-type"].startswith("text/javascript")
    mail = await stage.visit(share_address(stage.picks()[0], "mail"))
    assert 'href="mailto:?subject=' in mail.text


async def test_a_look_at_the_own_link_is_no_visit(anywhere: Stage) -> None:
    stage = anywhere
    who = await opened(stage)
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    [share] = await stage.shares()
    assert (await stage.visit(f"/s/{share.code}")).status_code == 200  # the same address and browser
    await stage.counted()
    [share] = await stage.shares()
    assert (share.shared_at, share.visitors) == (None, 0)
    await stage.follow(share.code)
    [share] = await stage.shares()
    assert (share.how, share.visitors) == ("click", 1), "a stranger's visit counts"
    await stage.show(who)


async def test_a_server_that_somebody_named_is_never_redirected_to(stage: Stage) -> None:
    """An address of ours would lead anywhere that an insider names."""
    await opened(stage, networks=["mastodon", "bluesky"], mastodon="https://evil.example/@lea")
    page = await stage.visit(share_address(stage.picks()[0], "mastodon"))
    assert page.status_code == 200
    assert "location" not in page.headers
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
    assert ">Open evil.example</a>" in page.text
    assert 'href="https://evil.example/share?text=' in page.text
    assert 'rel="noopener noreferrer"' in page.text
    assert "I work at Fjord Coffee. #employee" in page.text
    assert len(await stage.shares()) == 1
    assert (await stage.visit(share_address(stage.picks()[0], "bluesky"))).status_code == 303


async def test_forged_and_old_addresses_lead_nowhere(stage: Stage) -> None:
    who = await opened(stage)
    address = share_address(stage.picks()[0], "linkedin")
    assert (await stage.visit(address[:-4] + "AAAA")).status_code == 404
    assert (await stage.visit("/share/nonsense")).status_code == 404
    assert (await stage.visit(TOKENS.address(who, 1, "linkedin", stage.now))).status_code == 404
    stage.now += timedelta(days=60)
    assert (await stage.visit(address)).status_code == 410
    assert await stage.shares() == []


async def test_whoever_left_shares_nothing(stage: Stage) -> None:
    await opened(stage)
    address = share_address(stage.picks()[0], "bluesky")
    await stage.command("lea", "ambassador leave")
    await press_private(stage, "leave")
    went = await stage.visit(address)
    assert went.status_code == 409
    assert await stage.shares() == []


async def press_private(stage: Stage, verb: str) -> None:
    message = stage.slack.ephemerals("lea")[-1]
    await stage.press("lea", message, verb)


def test_a_token_tells_what_it_was_made_of_and_no_more() -> None:
    address = TOKENS.address(7, 12, "mastodon", NOW)
    found = TOKENS.read(address.rpartition("/")[2])
    assert found is not None
    assert (found.ambassador_id, found.item_id, found.network) == (7, 12, "mastodon")
    assert timedelta(days=45) < found.until - NOW <= timedelta(days=46)
    assert "mastodon" not in address
    assert address == TOKENS.address(7, 12, "mastodon", NOW)
    assert ShareTokens(lambda: b"o" * 32, GO).read(address.rpartition("/")[2]) is None


async def test_an_edited_text_keeps_its_disclosure_and_the_rules(anywhere: Stage) -> None:
    stage = anywhere
    who = await opened(stage)
    await stage.press("lea", stage.picks()[0], "edit")
    view = await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    text = next(one["block_id"] for one in view["blocks"] if str(one.get("block_id")).startswith("text"))
    refused = await stage.bot.submit("lea", **{text: "Not CHEAP at all", "network": "bluesky"})
    assert refused["response"]["errors"] == {
        text: "“cheap” may not stand in what you share. Take it out, or say it in other words."
    }
    assert await stage.shares() == []
    done = await stage.bot.submit("lea", **{text: "My favourite lamp <!here> & more", "network": "bluesky"})
    assert done["response"]["response_action"] == "update"
    said = str(stage.bot.modal("lea"))
    assert "I work at Fjord Coffee. #employee" in said
    assert "My favourite lamp" in said
    button = control(stage.bot.modal("lea"), "ambassador:open")
    assert button
    await stage.bot.submit("lea")
    [share] = await stage.shares()
    assert (share.network, share.how) == ("bluesky", "said")
    await stage.show(who)
    message = stage.picks()[0]
    assert "Your text" in shown(message)
    assert "Shared on Bluesky" in shown(message)
    went = await stage.visit(share_address(message, "bluesky"))
    assert "favourite%20lamp" in went.headers["location"]
    assert "%23employee" in went.headers["location"]


@pytest.mark.parametrize("network", ["facebook", "copy"])
async def test_what_must_stand_there_is_never_cut_in_a_window(stage: Stage, network: str) -> None:
    await opened(stage)
    await stage.press("lea", stage.picks()[0], "edit")
    view = await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    text = next(one["block_id"] for one in view["blocks"] if str(one.get("block_id")).startswith("text"))
    await stage.bot.submit("lea", **{text: "Such a lovely lamp. " * 145, "network": network})
    [share] = await stage.shares()
    [post] = [
        one["text"]["text"]
        for one in stage.bot.modal("lea")["blocks"]
        if one["type"] == "section" and one["text"]["type"] == "plain_text"
    ]
    lines = post.splitlines()
    assert lines[-3].startswith("By Anna")
    assert lines[-2:] == ["I work at Fjord Coffee. #employee", f"{GO}/s/{share.code}"]


async def test_where_nothing_can_be_shared_the_window_says_so(stage: Stage) -> None:
    await opened(stage)
    first = stage.picks()[0]
    for networks, said in ((), "There is no network"), (("mastodon",), "Mastodon needs the server"):
        section = stage.services.settings.ambassadors.model_copy(update={"networks": networks})
        settings = stage.services.settings.model_copy(update={"ambassadors": section})
        stage.ambassadors.curation = Curation(settings)
        await stage.press("lea", first, "edit")
        await stage.slack.wait_for(partial(says, stage, said), what="an answer")


def says(stage: Stage, said: str) -> bool:
    return said in shown((stage.slack.ephemerals("lea") or [{}])[-1])


async def test_what_is_shown_beforehand_says_that_the_creator_was_paid(stage: Stage) -> None:
    """What is posted says it; so does what is shown of the post."""
    await stage.pieces(3, text="Such a lovely lamp! #ad", tags=("#ad",))
    await stage.join()
    first = stage.picks()[0]
    went = await stage.visit(share_address(first, "bluesky"))
    paid = "Its creator was paid."
    assert paid in unquote(went.headers["location"])
    assert paid in shown(first)
    await stage.press("lea", first, "edit")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    assert paid in stage.bot.modal_text("lea")


async def test_another_suggestion_replaces_the_text(stage: Stage) -> None:
    await opened(stage)
    await stage.press("lea", stage.picks()[0], "edit")
    view = await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    texts = [(one["text"]["text"], one["accessory"]) for one in view["blocks"] if one.get("accessory")]
    assert len(texts) == 3
    assert all(len(text) > 75 or not text.endswith("…") for text, _ in texts), "whole texts are shown"
    wanted, use = texts[-1]
    await stage.slack.click("lea", view_id=view["id"], action_id=use["action_id"])
    await stage.slack.wait_for(
        lambda: (stage.slack.modal("lea") or {}).get("hash") != view["hash"], what="another text"
    )
    field = next(
        one for one in stage.bot.modal("lea")["blocks"] if str(one.get("block_id")).startswith("text")
    )
    assert field["element"]["initial_value"] == wanted


async def test_there_is_one_place_to_copy(stage: Stage) -> None:
    """A field whose edits change nothing is no place to edit, nor one of two to copy from."""
    await opened(stage)
    await stage.press("lea", stage.picks()[0], "edit")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    await stage.bot.submit("lea", network="linkedin")
    view = stage.bot.modal("lea")
    assert not [one for one in view["blocks"] if one["type"] == "input"]
    assert "opens a page where you copy the text" in stage.bot.modal_text("lea")
    assert "/share/" in str(view["blocks"])


async def test_without_pages_a_window_does_it(stage: Stage) -> None:
    stage.services.settings = stage.services.settings.model_copy(update={"web": Web(enabled=False)})
    await stage.pieces(3)
    await stage.join()
    message = stage.picks()[0]
    assert not [one for block in message["blocks"] for one in block.get("elements") or [] if "url" in one]
    await stage.press("lea", message, "compose")
    await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    assert "copy it, since LinkedIn takes only the link" in stage.bot.modal_text("lea")
    assert "I work at Fjord Coffee. #employee" in str(stage.bot.modal("lea"))
    assert "https://www.linkedin.com/sharing/share-offsite/" in str(stage.bot.modal("lea"))
    assert len(await stage.shares()) == 1


def test_pages_say_no_names_in_their_address() -> None:
    found = TOKENS.read(TOKENS.address(1, 2, "x", NOW).rpartition("/")[2])
    assert found is not None
    assert replace(found, network="x") == found

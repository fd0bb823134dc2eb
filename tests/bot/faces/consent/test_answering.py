"""What creators send from their page: kept whole and once, or refused with what to do and what they typed."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.content.tables import Item
from bot.rights.codes import codes_in
from bot.rights.private_links import new_nonce
from bot.rights.rules import AskAction
from bot.rights.scope import Channel, Proof, Use
from bot.rights.visiting import VIA
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work.notices import NOTICE
from tests.bot.faces.consent.support import ALL, Asked, House, open_house, picture, token_in
from tests.bot.faces.consent.test_receipt_pages import house_wanted

HOSTILE = '<b>"Anna" & Co</b>\' {{ 7*7 }}'


async def send(
    browser: httpx.AsyncClient, asked: Asked, do: str = "grant", *, token: str = "", **fields: Any
) -> httpx.Response:
    """Open the page, fill it in and press a button."""
    files = fields.pop("files", None)
    if not token:
        token = token_in((await browser.get(asked.path)).text)
    data = {"form": token, "do": do, **fields}
    return await browser.post(asked.path, data=data, files=files or {"nothing": ("", b"")})


GRANT: dict[str, Any] = {"uses": ["website", "social"], "credit": "Anna of Oslo"}
MEDIA: dict[str, Any] = {**GRANT, "people": "yes", "own": "yes"}


async def test_a_yes_is_granted_with_what_was_shown(house: House) -> None:
    asked = await house.asked(media=["image"], language="sv")
    async with house.browser() as browser:
        done = await send(browser, asked, **MEDIA)
        assert done.status_code == 303
        page = await browser.get(f"/p/{asked.nonce}{done.headers['location']}")
    ask = await house.row(asked.ask)
    assert (ask.status, ask.granted_uses, ask.proof) == ("granted", ["website", "social"], "none")
    assert ask.credit == "Anna of Oslo"
    step = (await house.steps(asked))[-1]
    assert (step.action, step.via) == (AskAction.GRANTED, VIA)
    assert step.data["language"] == "sv"
    assert step.data["terms_version"] == "1"
    assert step.data["confirms_people"] is True
    assert step.data["confirms_own"] is True
    shown = house.services.asks.kit.evidence.get(step.data["page"])
    assert shown is not None
    words = json.loads(shown)  # what was shown can be read again
    assert words["uses"]["website"] == "På sin webbplats, till exempel i ett galleri"
    assert words["terms"]["sha256"] == step.data["terms_sha256"]
    assert (
        "My first cup" not in shown.decode()
    )  # the piece itself stands in the snapshot, which can be erased
    terms = house.services.asks.kit.evidence.get(step.data["terms_sha256"])
    assert terms == house.services.asks.terms.text("sv").encode()
    assert "Tack: du har tillåtit det" in page.text
    assert "Anna of Oslo" in page.text
    assert re.search(r'href="\.\./r/[\w.-]+\?lang=sv"', page.text)
    assert re.search(r'href="\.\./w/[\w.-]+\?lang=sv"', page.text)


async def test_less_is_granted_when_less_is_ticked(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        await send(browser, asked, uses=["website"], credit="Anna")
    assert (await house.row(asked.ask)).granted_uses == ["website"]


async def test_the_team_is_told_of_a_name_that_nothing_proves(house: House) -> None:
    for credit in ("@Anna", "Anna Berg", "Mallory"):
        asked = await house.asked(creator={"handle": "anna", "name": "Anna Berg", "external_id": credit})
        async with house.browser() as browser:
            done = await send(browser, asked, uses=["website"], credit=credit)
            assert done.status_code == 303, done.text
    told = [what for what, *_ in await house_wanted(house, NOTICE) if "is to be named" in what]
    assert len(told) == 1
    assert "“Mallory”" in told[0]


async def test_nothing_beyond_what_was_asked_can_be_sent(house: House) -> None:
    asked = await house.asked(uses=frozenset({Use.WEBSITE}))
    async with house.browser() as browser:
        await send(browser, asked, uses=["website", "social", "ads", "nonsense"], credit="Anna")
    ask = await house.row(asked.ask)
    assert (ask.granted_uses, ask.pending) == (["website"], {})


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"credit": "Anna", "people": "yes", "own": "yes"}, "Tick at least one place"),
        ({"uses": ["website"], "credit": " \u200b ", "people": "yes", "own": "yes"}, "Say how to name you"),
        ({"uses": ["website"], "credit": "Anna", "own": "yes"}, "people in it agree"),
        ({"uses": ["website"], "credit": "Anna", "people": "yes"}, "yours to allow"),
    ],
)
async def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    house: House, fields: dict[str, Any], said: str
) -> None:
    asked = await house.asked(media=["image"])
    async with house.browser() as browser:
        page = await send(browser, asked, **fields)
    assert page.status_code == 422
    assert said in page.text
    assert 'role="alert"' in page.text
    assert "Nothing was sent yet" in page.text
    if fields["credit"].strip(" \u200b"):
        assert 'value="Anna"' in page.text
    assert ('id="use-website" checked' in page.text) == ("uses" in fields)
    assert 'id="use-social" checked' not in page.text
    assert (await house.row(asked.ask)).status == "asked"
    assert await house.actions(asked) == ["sent"]


async def test_hostile_words_are_kept_as_text(house: House) -> None:
    asked = await house.asked(media=["image"])
    async with house.browser() as browser:
        page = await send(browser, asked, uses=["website"], credit=HOSTILE, people="yes")
        assert HOSTILE not in page.text
        assert "&lt;b&gt;&#34;Anna&#34; &amp; Co&lt;/b&gt;" in page.text
        await send(browser, asked, **{**MEDIA, "credit": HOSTILE})
        page = await browser.get(asked.path)
    assert "<b>" not in page.text
    assert (await house.row(asked.ask)).credit == HOSTILE


async def test_pressed_twice_counts_once(database: Database, tmp_path: Path) -> None:
    async with open_house(database, tmp_path / "data") as house:
        asked = await house.asked(uses=ALL)
        async with house.browser() as browser:
            token = token_in((await browser.get(asked.path)).text)
            both = await asyncio.gather(
                *(send(browser, asked, token=token, uses=["website", "ads"], credit="Anna") for _ in range(3))
            )
            again = await send(browser, asked, token=token, uses=["website", "ads"], credit="Anna")
        assert [one.status_code for one in [*both, again]] == [303] * 4
        assert await house.actions(asked) == ["sent", "granted", "noted"]


async def test_a_form_from_before_something_changed_is_shown_again(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        token = token_in((await browser.get(asked.path)).text)
        async with unit_of_work(house.database) as session:
            item = await session.get(Item, asked.item)
            assert item is not None
            item.text = "Quite another text"
            session.add(item)
        page = await send(browser, asked, token=token, uses=["website"], credit="Anna B")
        assert page.status_code == 409
        assert "has changed since you opened the page" in page.text
        assert "Quite another text" in page.text
        assert 'value="Anna B"' in page.text
        assert 'id="use-social" checked' not in page.text
        assert (await house.row(asked.ask)).status == "asked"
        fresh = await send(browser, asked, token=token_in(page.text), uses=["website"], credit="Anna B")
        assert fresh.status_code == 303


async def test_going_back_after_an_answer_does_nothing_more(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        tokens = [token_in((await browser.get(asked.path)).text) for _ in range(2)]
        await send(browser, asked, "decline", token=tokens[0])
        page = await send(browser, asked, token=tokens[1], **GRANT)
    assert page.status_code == 409
    assert "You said no" in page.text
    assert (await house.row(asked.ask)).status == "declined"


async def test_a_no_is_honoured_for_good(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        done = await send(browser, asked, "decline", never="yes")
        assert done.status_code == 303
        page = await browser.get(asked.path)
        link = re.search(r'href="\.\.(/r/[^"]+)"', page.text)
        assert link is not None
        receipt = await browser.get(link[1])
    assert "You said no" in page.text
    assert "You said no" in receipt.text
    assert receipt.status_code == 200
    assert "../w/" not in page.text
    assert 'value="grant"' not in page.text
    async with unit_of_work(house.database) as session:
        from bot.people.tables import Creator
        from bot.rights.contacts import must_not_contact

        creator = await session.get(Creator, asked.creator)
        assert creator is not None
        assert await must_not_contact(session, creator)


async def test_a_question_goes_to_a_person_whatever_it_says(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        done = await send(browser, asked, "question", question="No! Or yes? #yesfjord @fjordcoffee <script>")
        assert done.status_code == 303
        page = await browser.get(f"/p/{asked.nonce}{done.headers['location']}")
        assert "has reached the team" in page.text
        ask = await house.row(asked.ask)
        assert (ask.status, ask.answer) == ("answered", "No! Or yes? #yesfjord @fjordcoffee <script>")
        assert (await send(browser, asked, **GRANT)).status_code == 303  # they may still decide
    assert (await house.row(asked.ask)).status == "granted"


async def test_an_empty_question_is_no_question(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await send(browser, asked, "question", question=" \n ")
    assert page.status_code == 422
    assert 'href="#question"' in page.text
    assert await house.actions(asked) == ["sent"]


async def test_asking_leaves_time_for_the_answer(house: House) -> None:
    asked = await house.asked()
    house.tick(days=13)
    async with house.browser() as browser:
        await send(browser, asked, "question", question="Who are you?")
        house.tick(days=10)  # the ask alone would have ended
        assert (await send(browser, asked, **GRANT)).status_code == 303
    assert (await house.row(asked.ask)).status == "granted"


# what the link alone can't prove


async def test_more_than_reposting_waits_for_a_code_from_the_account(house: House) -> None:
    asked = await house.asked(uses=ALL, channel=Channel.REPLY)
    async with house.browser() as browser:
        await send(browser, asked, uses=["website", "ads", "print"], credit="Anna B")
        page = await browser.get(asked.path)
        assert (await house.row(asked.ask)).granted_uses == ["website"]
        assert "One more step" in page.text
        [code] = set(codes_in(page.text))
        await house.answered(asked.ask, f"Here you are: {code.lower()}", by="c1", request_id="m1")
        ask = await house.row(asked.ask)
        assert ask.granted_uses == ["website", "ads", "print"]
        assert (ask.proof, ask.credit, ask.pending, ask.code_hash) == ("code", "Anna B", {}, None)
        assert "One more step" not in (await browser.get(asked.path)).text


async def test_a_yes_without_the_code_confirms_uses_and_nothing_that_the_page_said(house: House) -> None:
    asked = await house.asked(uses=ALL, channel=Channel.REPLY, media=["image"])
    async with house.browser() as browser:
        await send(browser, asked, uses=["ads"], credit="Mallory", people="yes", own="yes")
    await house.answered(asked.ask, "Yes! #yesfjord @fjordcoffee", by="c1", request_id="m1")
    ask, [*_, last] = await house.row(asked.ask), await house.steps(asked)
    assert (ask.granted_uses, ask.proof, ask.pending) == (["ads"], "reply", {})
    assert ask.credit != "Mallory"
    assert last.data["proof"] == "reply"
    assert not {"people", "own", "confirms_people", "confirms_own"} & last.data.keys()


async def test_only_uses_that_need_proof_grant_nothing_before_it(house: House) -> None:
    asked = await house.asked(uses=frozenset({Use.ADS}))
    async with house.browser() as browser:
        done = await send(browser, asked, uses=["ads"], credit="Anna")
        assert done.status_code == 303
        page = await browser.get(asked.path)
        assert (await house.row(asked.ask)).status == "asked"
        [code] = set(codes_in(page.text))
        await house.answered(asked.ask, code, by="@anna1", request_id="m1")
    ask = await house.row(asked.ask)
    assert (ask.status, ask.granted_uses, ask.proof) == ("granted", ["ads"], "code")


@pytest.mark.parametrize(
    ("text", "proof", "by"),
    [
        ("{code}", Proof.REPLY, "somebody-else"),
        ("{code}", Proof.NONE, "c1"),
        ("What is {code}?", Proof.REPLY, "c1"),
        ("> {code}", Proof.REPLY, "c1"),
        ("GW-0000-0000", Proof.REPLY, "c1"),
    ],
)
async def test_a_code_confirms_only_in_the_creators_own_clear_words(
    house: House, text: str, proof: Proof, by: str
) -> None:
    asked = await house.asked(uses=ALL)
    async with house.browser() as browser:
        await send(browser, asked, uses=["ads"], credit="Anna")
        [code] = set(codes_in((await browser.get(asked.path)).text))
    await house.answered(asked.ask, text.format(code=code), proof, by=by, request_id="m1")
    assert (await house.row(asked.ask)).granted_uses == []


async def test_a_no_with_the_code_is_a_no(house: House) -> None:
    asked = await house.asked(uses=ALL)
    async with house.browser() as browser:
        await send(browser, asked, uses=["ads"], credit="Anna")
        [code] = set(codes_in((await browser.get(asked.path)).text))
    await house.answered(asked.ask, f"No, I don't want that. {code}", by="c1", request_id="m1")
    assert (await house.row(asked.ask)).status == "declined"


async def test_the_code_is_for_what_was_chosen_when_it_was_shown(house: House) -> None:
    """Somebody else who has the link can't have a code confirm more than its owner saw."""
    asked = await house.asked(uses=ALL)
    async with house.browser() as browser:
        await send(browser, asked, uses=["print"], credit="Anna")
        [first] = set(codes_in((await browser.get(asked.path)).text))
        await send(browser, asked, uses=["print", "ads"], credit="Anna")
        [second] = set(codes_in((await browser.get(asked.path)).text))
    assert first != second
    await house.answered(asked.ask, first, by="c1", request_id="m1")
    assert (await house.row(asked.ask)).granted_uses == []


async def test_a_link_from_a_mail_proves_the_address(house: House) -> None:
    asked = await house.asked(uses=ALL, channel=Channel.MAIL)
    async with house.browser() as browser:
        page = await browser.get(asked.path)
        assert "needs one more step" not in page.text
        await send(browser, asked, uses=["website", "ads"], credit="Anna")
    ask = await house.row(asked.ask)
    assert (ask.granted_uses, ask.proof) == (["website", "ads"], "mail")


# links and forms that don't count


async def test_after_the_time_to_answer_a_yes_is_not_taken(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        token = token_in((await browser.get(asked.path)).text)
        house.tick(days=15)
        page = await send(browser, asked, token=token, **GRANT)
        assert page.status_code in (400, 409)
        assert (await house.row(asked.ask)).status == "asked"
        shown = await browser.get(asked.path)
        assert "The time to answer is over" in shown.text
        assert 'value="grant"' not in shown.text
        assert (await send(browser, asked, "question", question="May I still?")).status_code == 303
        assert (await send(browser, asked, "decline")).status_code == 303
    assert (await house.row(asked.ask)).status == "declined"


@pytest.mark.parametrize("kind", ["forged", "empty", "another", "cut"])
async def test_a_form_that_is_not_from_this_page_does_nothing(house: House, kind: str) -> None:
    asked, other = await house.asked(), await house.asked()
    async with house.browser() as browser:
        mine = token_in((await browser.get(asked.path)).text)
        token = {
            "forged": mine[:-3] + "AAA",
            "empty": "x",
            "another": token_in((await browser.get(other.path)).text),
            "cut": mine[:20],
        }[kind]
        for do in ("grant", "decline", "question"):
            page = await send(browser, asked, do, token=token, question="Who?", **GRANT)
            assert page.status_code == 400
            assert "did not come from this page" in page.text
    assert await house.actions(asked) == ["sent"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", ""),
        (b"{}", "application/json"),
        (b"--x\r\nrubbish", "multipart/form-data; boundary=x"),
        (b"rubbish", "multipart/form-data"),
        (b"a=" + b"x" * 300_000, "application/x-www-form-urlencoded"),
        (b"&".join(b"f%d=1" % n for n in range(5000)), "application/x-www-form-urlencoded"),
        (b"\xff\xfe\x00", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_that_is_no_form_is_said_to_be_none(house: House, content: bytes, kind: str) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        page = await browser.post(asked.path, content=content, headers={"content-type": kind})
    assert page.status_code in (400, 413)
    assert 'role="alert"' in page.text
    assert await house.actions(asked) == ["sent"]


async def test_a_form_to_an_unknown_link_is_not_read(house: House) -> None:
    async with house.browser() as browser:
        page = await browser.post(f"/p/{new_nonce()}", data={"do": "grant"})
    assert page.status_code == 404


async def test_too_many_forms_wait(house: House) -> None:
    asked = await house.asked()
    async with house.browser() as browser:
        answers = [await send(browser, asked, "question", question=f"{n}?") for n in range(22)]
    assert answers[0].status_code == 303
    assert answers[-1].status_code == 429
    assert int(answers[-1].headers["retry-after"]) > 60


async def test_what_has_ended_says_so(house: House) -> None:
    asked = await house.asked(days=10)
    async with house.browser() as browser:
        await send(browser, asked, **GRANT)
        assert "Thank you" in (await browser.get(asked.path)).text
        house.now += timedelta(days=11)
        assert "The permission has ended" in (await browser.get(asked.path)).text
        async with unit_of_work(house.database) as session:
            await house.services.asks.withdraw(session, asked.ask, house.now)
    assert (await house.row(asked.ask)).status == "withdrawn"


# the original


async def test_an_original_is_kept_by_its_content(house: House) -> None:
    asked = await house.asked(media=["image"])
    sent = picture(1600, 1200)
    async with house.browser() as browser:
        done = await send(
            browser, asked, files={"original": ("../../../etc/passwd\x00.exe", sent, "text/html")}, **MEDIA
        )
    assert done.status_code == 303
    data = (await house.steps(asked))[-1].data
    assert data["original"] == hashlib.sha256(sent).hexdigest()
    assert (data["original_type"], data["original_bytes"]) == ("image/jpeg", len(sent))
    assert house.services.asks.kit.evidence.get(data["original"]) == sent
    assert "passwd" not in str((await house.events(asked))[-1])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" + b"\x00" * 500, "neither a picture"),
        (b"<html><script>alert(1)</script>", "neither a picture"),
        (picture()[:400], "neither a picture"),
        (b"\x00\x00\x00\x18ftypisom" + b"\x00" * 400, "neither a picture"),
        (picture(9000, 9000, "PNG"), "too many pixels"),
        (b"\xff\xd8\xff" + b"x" * 1_100_000, "too large"),
    ],
    ids=["program", "page", "cut", "only a beginning", "bomb", "large"],
)
async def test_a_file_that_is_not_taken_leaves_nothing_behind(
    sqlite_database: Database, tmp_path: Path, content: bytes, said: str
) -> None:
    async with open_house(sqlite_database, tmp_path, rights={"original_megabytes": 1}) as house:
        asked = await house.asked(media=["image"])
        before = sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file())
        async with house.browser() as browser:
            page = await send(browser, asked, files={"original": ("a.jpg", content, "image/jpeg")}, **MEDIA)
        assert page.status_code in (413, 422)
        assert said in page.text
        assert 'value="Anna of Oslo"' in page.text
        assert (await house.row(asked.ask)).status == "asked"
        assert sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file()) == before


async def test_a_body_far_beyond_the_limit_keeps_the_words(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_house(sqlite_database, tmp_path, rights={"original_megabytes": 1}) as house:
        asked = await house.asked(media=["image"])
        large = {"original": ("a.jpg", picture() + b"x" * 5_000_000, "image/jpeg")}
        async with house.browser() as browser:
            page = await send(browser, asked, files=large, **MEDIA)
        assert page.status_code == 413
        assert "The file is too large: at most 1 MB" in page.text
        assert 'value="Anna of Oslo"' in page.text
        assert 'id="people" required checked' in page.text
        assert (await house.row(asked.ask)).status == "asked"


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (
            b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom\x00\x00\x04\x00moov" + b"\x00" * 300,
            "video/mp4",
        ),
        (
            b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  \x00\x00\x00\x08wide" + b"\x00" * 300,
            "video/quicktime",
        ),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm" + b"\x00" * 300, "video/webm"),
    ],
)
async def test_a_video_is_known_by_its_container(house: House, head: bytes, kind: str) -> None:
    asked = await house.asked(media=["video"])
    async with house.browser() as browser:
        done = await send(browser, asked, files={"original": ("a", head, "x/y")}, **MEDIA)
    assert done.status_code == 303
    assert (await house.steps(asked))[-1].data["original_type"] == kind


async def test_erasing_a_creator_erases_their_original(house: House) -> None:
    from tests.bot.review.support import MIA

    asked = await house.asked(media=["image"])
    async with house.browser() as browser:
        await send(browser, asked, files={"original": ("a.jpg", picture(1600, 1200))}, **MEDIA)
    digest = (await house.steps(asked))[-1].data["original"]
    async with unit_of_work(house.database) as session:
        erased = await house.services.asks.erase(session, asked.creator, MIA, house.tick())
    assert digest in erased.files
    async with house.browser() as browser:
        assert (await browser.get(asked.path)).status_code == 404

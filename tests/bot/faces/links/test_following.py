"""Following a link: where it leads, what comes first, and when it leads nowhere any more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.curation.service import Curation
from bot.faces.web.links.page import over_page
from bot.kernel.errors import NeverWorks
from bot.links.tokens import read
from bot.people.rules import Person, Role
from bot.rights.scope import Proof, Use
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.bot.faces.links.support import SECRET, Sharing, open_sharing, query_of

MIA = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
HOSTILE = (
    '</p><script>alert(1)</script><img src=x onerror=alert(1)> "q" \' & {{ 7*7 }} \u202eevil\u202c <@U1> #x'
)


async def test_a_link_leads_on_and_says_where_people_came_from(anywhere: Sharing) -> None:
    link = await anywhere.shared(campaign="summer")
    answer = await anywhere.follow(link)
    assert answer.status_code == 302
    where = answer.headers["location"]
    assert where.startswith("https://shop.example/tea?size=2&utm_source=bluesky&")
    assert where.endswith("#boxes")
    query = query_of(answer)
    assert (query["utm_medium"], query["utm_campaign"]) == (["employee"], ["summer"])
    click = read(anywhere.links.key(), query["gw"][0])
    assert click is not None
    assert click.link_id == link.id
    assert click.at == anywhere.now.replace(minute=0, second=0, microsecond=0)
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert "set-cookie" not in answer.headers
    assert (await anywhere.counted(link)).visitors == 1


async def test_its_own_address_is_what_the_service_says(sharing: Sharing) -> None:
    link = await sharing.shared()
    assert sharing.services.links.address(link.code) == f"https://goodword.example.com/s/{link.code}"


async def test_parameters_of_the_target_that_pretend_to_be_ours_are_replaced(sharing: Sharing) -> None:
    link = await sharing.shared(target="https://shop.example/?utm_source=spam&a=1&GW=forged&b=%C3%A5")
    query = query_of(await sharing.follow(link))
    assert query["utm_source"] == ["bluesky"]
    assert (query["a"], query["b"]) == (["1"], ["å"])
    assert len(query["gw"]) == 1
    assert "GW" not in query


@pytest.mark.parametrize("network", ["linkedin", "facebook", "copy", "a network of tomorrow"])
async def test_where_a_network_hides_the_disclosure_a_page_comes_first(
    sharing: Sharing, network: str
) -> None:
    link = await sharing.shared(network=network)
    answer = await sharing.follow(link)
    assert answer.status_code == 200
    assert "I work at Fjord Coffee. #employee" in answer.text
    assert "Photo: Anna Berg" in answer.text
    assert 'href="https://shop.example/tea?size=2&amp;utm_source=' in answer.text
    assert "Visit shop.example" in answer.text
    assert answer.headers["cache-control"] == "private, no-store"
    assert (await sharing.counted(link)).clicks == 1


@pytest.mark.parametrize("network", ["x", "bluesky", "mastodon", "threads", "whatsapp", "mail"])
async def test_elsewhere_it_leads_on_at_once(sharing: Sharing, network: str) -> None:
    assert (await sharing.follow(await sharing.shared(network=network))).status_code == 302


async def test_the_page_may_always_come_first(sqlite_database: Database, tmp_path: Path) -> None:
    async with open_sharing(sqlite_database, tmp_path, landing="always") as sharing:
        assert (await sharing.follow(await sharing.shared())).status_code == 200


async def test_without_a_target_the_page_shows_the_piece(sharing: Sharing) -> None:
    piece = await sharing.piece(text="My first cup this morning", media=("image",))
    link = await sharing.link(piece.item, target=None)
    answer = await sharing.follow(link)
    assert "My first cup this morning" in answer.text
    assert 'href="https://social.example/@anna/1"' in answer.text
    assert f'src="{link.code}/picture"' in answer.text
    picture = await sharing.follow(f"{link.code}/picture")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/jpeg")
    assert b"Photo" in picture.content or b"anna" in picture.content, "the credit is inside"


async def test_what_people_wrote_stays_text(sharing: Sharing) -> None:
    piece = await sharing.piece(text=HOSTILE, changes={"title": HOSTILE})
    link = await sharing.link(piece.item, target=None, disclosure=HOSTILE, credit=HOSTILE, network="copy")
    page = (await sharing.follow(link)).text
    assert page.count("&lt;script&gt;alert(1)") >= 4
    assert "<script" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in page
    assert "49" not in page.split("{{ 7*7 }}")[0][-3:]


async def test_a_hidden_picture_is_not_shown(sharing: Sharing) -> None:
    piece = await sharing.piece(media=("image",), changes={"media_hidden": True})
    link = await sharing.link(piece.item, target=None)
    assert "/picture" not in (await sharing.follow(link)).text
    assert (await sharing.follow(f"{link.code}/picture")).status_code == 410


async def test_the_language_is_that_of_the_link_unless_somebody_chooses(sharing: Sharing) -> None:
    link = await sharing.shared(network="copy", language="sv")
    assert "Besök shop.example" in (await sharing.follow(link)).text
    assert "shop.example besuchen" in (await sharing.follow(f"{link.code}?lang=de")).text


async def test_whoever_turns_the_language_followed_the_link_once(sharing: Sharing) -> None:
    link = await sharing.shared(network="copy", language="sv")
    await sharing.follow(link)
    await sharing.follow(f"{link.code}?lang=de", **{"sec-fetch-site": "same-origin"})
    assert (await sharing.counted(link)).clicks == 1
    await sharing.follow(f"{link.code}?lang=de", **{"sec-fetch-site": "cross-site"})
    assert (await sharing.counted(link)).clicks == 2, "that address was pasted somewhere"


async def test_a_preview_names_the_piece_and_who_made_it(sharing: Sharing) -> None:
    titled = await sharing.piece(media=("image",), changes={"title": 'My "first" cup'})
    bare = await sharing.piece(media=())
    page = (await sharing.follow(await sharing.link(titled.item, target=None))).text
    assert '<meta property="og:title" content="My &#34;first&#34; cup">' in page
    assert "I work at Fjord Coffee. #employee Photo: Anna Berg" in page
    assert '<meta name="twitter:card" content="summary_large_image">' in page
    plain = (await sharing.follow(await sharing.link(bare.item, target=None))).text
    assert '<meta property="og:title" content="Photo: Anna Berg">' in plain
    assert '<meta name="twitter:card" content="summary">' in plain


# ---- what is over ----


async def test_where_a_link_is_over_there_is_a_way_on(sharing: Sharing) -> None:
    link = await sharing.shared()
    async with unit_of_work(sharing.database) as session:
        curation = Curation(sharing.services.settings)
        await curation.set_leads_to(session, "https://fjord.example/new", MIA, sharing.now)
        await sharing.services.links.end_of_owner(session, 7, "left", sharing.now)
    over = await sharing.follow(link)
    assert over.status_code == 410
    assert 'href="https://fjord.example/new"' in over.text
    assert "Visit fjord.example" in over.text
    missing = await sharing.follow("abcdefgh")
    assert "fjord.example/new" not in missing.text
    settings = sharing.services.settings
    gallery = settings.gallery.model_copy(update={"enabled": True})
    with_gallery = settings.model_copy(update={"gallery": gallery})
    page = bytes(over_page(with_gallery, "en", "javascript:alert(1)").body).decode()
    assert "javascript:" not in page
    assert 'href="../gallery?lang=en"' in page


async def test_a_licence_that_runs_out_ends_the_link_in_its_second(sharing: Sharing) -> None:
    piece = await sharing.piece(days=30)
    link = await sharing.link(piece.item)
    until = (await sharing.row(piece.ask)).licence_until
    assert until is not None
    sharing.tick(seconds=(until - sharing.now).total_seconds() - 1)
    assert (await sharing.follow(link)).status_code == 302
    sharing.tick(seconds=1)
    over = await sharing.follow(link)
    assert over.status_code == 410
    assert "This is no longer shared" in over.text
    assert "shop.example" not in over.text
    assert (await sharing.counted(link)).clicks == 1


async def test_a_kept_link_ends_in_its_second_too(sqlite_database: Database, tmp_path: Path) -> None:
    """Without asking the database again: the licence's end is known."""
    async with open_sharing(sqlite_database, tmp_path, look=3600) as sharing:
        piece = await sharing.piece(days=30)
        link = await sharing.link(piece.item)
        assert (await sharing.follow(link)).status_code == 302
        until = (await sharing.row(piece.ask)).licence_until
        assert until is not None
        sharing.now = until
        assert (await sharing.follow(link)).status_code == 410


ENDS: dict[str, Any] = {
    "withdrawn": lambda sharing, piece: sharing.withdraw(piece),
    "taken down": lambda sharing, piece: sharing.take_down(piece.item),
    "deleted by its creator": lambda sharing, piece: sharing.deleted(piece.item),
}


@pytest.mark.parametrize("how", sorted(ENDS))
async def test_whatever_ends_the_licence_ends_the_link(anywhere: Sharing, how: str) -> None:
    piece = await anywhere.piece()
    link, page = await anywhere.link(piece.item), await anywhere.link(piece.item, network="copy", target=None)
    assert [(await anywhere.follow(one)).status_code for one in (link, page)] == [302, 200]
    await ENDS[how](anywhere, piece)
    assert [(await anywhere.follow(one)).status_code for one in (link, page)] == [410, 410]


async def test_a_licence_for_the_website_alone_is_none_for_employees(sharing: Sharing) -> None:
    piece = await sharing.shown(uses=frozenset({Use.WEBSITE}), proof=Proof.REPLY)
    assert (await sharing.follow(await sharing.link(piece.item))).status_code == 410


async def test_a_renewed_licence_opens_the_link_again(sharing: Sharing) -> None:
    piece = await sharing.piece()
    link = await sharing.link(piece.item)
    await sharing.take_down(piece.item)
    assert (await sharing.follow(link)).status_code == 410
    await sharing.lift(piece.item)
    assert (await sharing.follow(link)).status_code == 302


async def test_links_of_somebody_who_left_are_over(anywhere: Sharing) -> None:
    piece = await anywhere.piece()
    mine, other = await anywhere.link(piece.item), await anywhere.link(piece.item, owner=8)
    await anywhere.follow(mine)
    async with unit_of_work(anywhere.database) as session:
        assert await anywhere.services.links.end_of_owner(session, 7, "left", anywhere.now) == 1
        assert await anywhere.services.links.end_of_owner(session, 7, "left", anywhere.now) == 0
    assert [(await anywhere.follow(one)).status_code for one in (mine, other)] == [410, 302]


async def test_whoever_withdraws_leaves_numbers_alone(anywhere: Sharing) -> None:
    link = await anywhere.shared()
    await anywhere.follow(link)
    await anywhere.counter.flush()
    for _ in range(2):
        async with unit_of_work(anywhere.database) as session:
            await anywhere.services.links.release_owner(session, 7, anywhere.now)
    async with unit_of_work(anywhere.database) as session:
        row = await session.get_one(type(link), link.id)
        assert (row.owner, row.disclosure) == (None, "")
    assert (await anywhere.follow(link)).status_code == 410
    assert (await anywhere.counted(link)).visitors == 1


# ---- forged codes, open redirects ----


@pytest.mark.parametrize("code", ["x", "abcdefgh", "ABCDEFGH2", "aaaaaaa0", "..", "a" * 5000, "Ωabcdefg"])
async def test_a_code_that_nobody_was_given_leads_nowhere(sharing: Sharing, code: str) -> None:
    answer = await sharing.follow(code)
    assert answer.status_code == 404
    if not code.startswith("."):
        assert "location" not in answer.headers


async def test_a_code_is_none_that_differs_in_case_or_has_something_behind_it(sharing: Sharing) -> None:
    link = await sharing.shared()
    for code in (link.code.swapcase(), f"{link.code}x", f"{link.code}/", f"{link.code}//evil.example"):
        assert (await sharing.follow(code)).status_code in (404, 307), code


@pytest.mark.parametrize(
    "query",
    ["url=https://evil.example", "target=//evil.example", "utm_source=x&gw=y", "next=\\\\evil.example"],
)
async def test_nothing_in_a_request_changes_where_it_leads(sharing: Sharing, query: str) -> None:
    link = await sharing.shared()
    lie: dict[str, Any] = {"x-forwarded-host": "evil.example"}
    answer = await sharing.follow(f"{link.code}?{query}", **lie)
    assert answer.headers["location"].startswith("https://shop.example/tea?size=2&utm_source=bluesky&")
    assert "evil" not in answer.headers["location"]


@pytest.mark.parametrize(
    "target",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example",
        "/relative",
        "https://",
        "https://user:password@evil.example/",
        "https://shop.example@evil.example/",
        "https://evil.example\\@shop.example",
        "https://shop.example/\r\nSet-Cookie: a=b",
        "https://shop.example/ x",
        "https://shop.example:99999/",
        "ftp://shop.example/",
        "https://[::1/",
        "https://shop.example/\u202egpj",
        "https://shop.example/<script>",
        "https://shop.example/" + "x" * 3000,
        "",
    ],
)
async def test_no_link_is_made_to_what_is_no_web_address(sharing: Sharing, target: str) -> None:
    piece = await sharing.piece()
    with pytest.raises(NeverWorks, match="No link can lead"):
        await sharing.link(piece.item, target=target)


async def test_addresses_in_other_letters_are_encoded(sharing: Sharing) -> None:
    link = await sharing.shared(target="https://bücher.example/på?q=ö#å")
    where = (await sharing.follow(link)).headers["location"]
    assert where.startswith("https://xn--bcher-kva.example/p%C3%A5?q=%C3%B6&")


async def test_a_database_that_is_away_leads_nobody_on(sharing: Sharing) -> None:
    link = await sharing.shared()
    await sharing.follow(link)
    await sharing.counter.flush()
    await sharing.run("ALTER TABLE link RENAME TO link_away")
    answer = await sharing.follow(link)
    await sharing.run("ALTER TABLE link_away RENAME TO link")
    assert answer.status_code == 503
    assert answer.headers["retry-after"] == "5"
    assert "in a few seconds" in answer.text
    assert (await sharing.follow(link)).status_code == 302


async def test_a_page_that_cannot_be_made_is_asked_for_again(sharing: Sharing) -> None:
    link = await sharing.shared(network="copy")
    await sharing.run("ALTER TABLE media RENAME TO media_away")
    assert (await sharing.follow(link)).status_code == 503
    await sharing.run("ALTER TABLE media_away RENAME TO media")
    assert (await sharing.follow(link)).status_code == 200
    assert (await sharing.counted(link)).clicks == 1


async def test_the_privacy_statement_says_what_is_counted(sharing: Sharing) -> None:
    async with sharing.person() as browser:
        for language, words in (("en", "keyed hash"), ("sv", "nycklad hash"), ("de", "Hash mit Schlüssel")):
            page = await browser.get(f"/privacy?lang={language}")
            assert page.status_code == 200
            assert words in page.text
            assert "hello@fjord.example" in page.text
            assert "30 " in page.text  # the window of conversions
            assert SECRET not in page.text

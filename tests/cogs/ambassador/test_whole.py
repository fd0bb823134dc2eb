"""From joining to a place on the leaderboard, as somebody in Slack and a stranger in a browser do it."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from tests.cogs.ambassador.support import FORM, GO, Stage, share_address, shown, token_of


async def test_join_share_follow_and_lead(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(4)
    ambassador = await stage.join("lea")
    first, *others = stage.picks("lea")
    assert len(others) == 2
    assert "I work at Fjord Coffee. #employee" in shown(first)
    assert "By Anna" in shown(first)

    went = await stage.visit(share_address(first, "bluesky"))
    assert went.status_code == 303
    assert went.headers["location"].startswith("https://bsky.app/intent/compose?text=")
    assert "%23employee" in went.headers["location"]
    again = await stage.visit(share_address(first, "bluesky"))
    assert again.headers["location"] == went.headers["location"]
    [share] = await stage.shares()

    await stage.show(ambassador)
    assert "Opened on Bluesky" in shown(stage.picks("lea")[0])
    await stage.follow(share.code, visitors=3)
    await stage.show(ambassador)
    assert "Shared on Bluesky · first click" in shown(stage.picks("lea")[0])
    assert "3 unique clicks" in shown(stage.picks("lea")[0])

    board = await stage.said("lea", "leaderboard")
    assert (
        ":first_place_medal: Lea Moreau · 18" in board
    )  # 10 for the share, 5 for the first of a piece, 3 visitors
    assert "You: place 1 of 1, with 18 points" in board
    me = await stage.said("lea", "me")
    assert "This week: 18 points, 1 share, 3 unique clicks · place 1 of 1" in me.replace("*", "")
    assert "Your first share on Bluesky" in me


async def test_what_a_visitor_buys_counts_once(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    await stage.join("lea")
    for network in ("bluesky", "x"):
        await stage.visit(share_address(stage.picks("lea")[0], network))
    bluesky, x = await stage.shares()
    for order in ("order-1", "order-1", "order-2"):
        assert (await stage.bought(bluesky.link_id, order)).status_code in (200, 201)
    await stage.bought(x.link_id, "order-3")
    assert "Lea Moreau · 40" in await stage.said("lea", "leaderboard")


async def test_who_moves_to_direct_messages_shows_the_channel_no_addresses(stage: Stage) -> None:
    await stage.pieces(3)
    who = await stage.join("lea", place="channel")
    await stage.command("lea", "ambassador settings")
    await stage.bot.submit("lea", **{**FORM, "place": "dm"})
    await stage.show(who)
    for message in stage.slack.messages("ambassadors"):
        assert "Share…" in shown(message)
        assert "/share/" not in str(message["blocks"])


async def test_a_shared_link_leads_to_the_shop_and_what_is_bought_there_counts(anywhere: Stage) -> None:
    """From a manager's address to the points for an order, by the token that the link itself gives out."""
    stage = anywhere
    await stage.pieces(3)
    await stage.join("lea")
    await stage.leads_to("https://shop.fjord.example/tea?size=2")
    pick = stage.picks("lea")[0]
    for network in ("bluesky", "linkedin", "x"):
        await stage.visit(share_address(pick, network))
    bluesky, linkedin, x = await stage.shares()

    went = await stage.visit(f"{GO}/s/{bluesky.code}")
    assert went.status_code == 302
    query = parse_qs(urlsplit(went.headers["location"]).query)
    assert went.headers["location"].startswith("https://shop.fjord.example/tea?size=2&utm_source=bluesky&")
    assert (query["utm_medium"], query["utm_campaign"]) == (["employee"], ["ambassadors"])
    page = await stage.visit(f"{GO}/s/{linkedin.code}")
    assert page.status_code == 200
    assert "Visit shop.fjord.example" in page.text
    assert "I work at Fjord Coffee. #employee" in page.text
    on_x = await stage.visit(f"{GO}/s/{x.code}")

    token = query["gw"][0]
    assert (await stage.reported(token, "order-1")).json()["outcome"] == "kept"
    assert (await stage.reported(token, "order-1")).json()["outcome"] == "repeated"
    assert (await stage.reported(token_of(on_x.headers["location"]), "order-2")).status_code == 201
    assert (await stage.reported(token_of(page.text), "order-3")).status_code == 201
    assert "Lea Moreau · 40" in await stage.said("lea", "leaderboard")  # two conversions, none on X


async def test_what_a_pixel_says_gives_nothing_until_the_shop_signs_it(anywhere: Stage) -> None:
    stage = anywhere
    settings = stage.services.settings
    links = settings.links.model_copy(update={"pixel": True})
    stage.services.settings = settings.model_copy(update={"links": links})
    await stage.pieces(3)
    await stage.join("lea")
    await stage.leads_to("https://shop.fjord.example/tea")
    await stage.visit(share_address(stage.picks("lea")[0], "bluesky"))
    [share] = await stage.shares()
    token = token_of((await stage.visit(f"{GO}/s/{share.code}")).headers["location"])
    assert (await stage.visit(f"{GO}/s/p.gif?gw={token}&id=order-1")).headers["content-type"] == "image/gif"
    assert "Lea Moreau" not in await stage.said("lea", "leaderboard")
    assert (await stage.reported(token, "order-1")).json()["outcome"] == "kept"
    assert "Lea Moreau · 20" in await stage.said("lea", "leaderboard")


async def test_a_pick_that_is_shared_again_leads_where_managers_say_by_then(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    await stage.join("lea")
    pick = stage.picks("lea")[0]
    await stage.visit(share_address(pick, "bluesky"))
    [share] = await stage.shares()
    assert (await stage.visit(f"{GO}/s/{share.code}")).status_code == 200, "the page of the piece here"
    await stage.leads_to("https://shop.fjord.example/tea")
    assert (await stage.visit(f"{GO}/s/{share.code}")).status_code == 200, (
        "what was shared leads where it did"
    )
    await stage.visit(f"{share_address(pick, 'bluesky')}?target=https://evil.example&leads_to=//evil.example")
    assert [one.code for one in await stage.shares()] == [share.code]
    went = await stage.visit(f"{GO}/s/{share.code}")
    assert went.headers["location"].startswith("https://shop.fjord.example/tea?utm_source=bluesky")
    assert "evil" not in went.headers["location"]

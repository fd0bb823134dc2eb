"""From joining to a place on the leaderboard, as somebody in Slack and a stranger in a browser do it."""

from __future__ import annotations

from tests.cogs.ambassador.support import FORM, Stage, share_address, shown


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
    assert "3 visitors" in shown(stage.picks("lea")[0])

    board = await stage.said("lea", "leaderboard")
    assert (
        ":first_place_medal: Lea Moreau · 18" in board
    )  # 10 for the share, 5 for the first of a piece, 3 visitors
    assert "You: place 1 of 1, with 18 points" in board
    me = await stage.said("lea", "me")
    assert "This week: 18 points, 1 share, 3 visitors · place 1 of 1" in me.replace("*", "")
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

"""App Home, as ambassadors see it."""

from __future__ import annotations

from functools import partial

from tests.cogs.ambassador.support import Stage, share_address, shown
from tests.support.slack_bot import Json, press


async def home(stage: Stage, user: str) -> list[Json]:
    before = len(stage.slack.calls("views.publish"))
    await stage.slack.open_home(user)
    await stage.slack.wait_for(lambda: len(stage.slack.calls("views.publish")) > before, what="App Home")
    view: Json = await stage.slack.wait_for(lambda: stage.slack.home(user), what="App Home")
    return list(view["blocks"])


def _more_than(stage: Stage, before: int) -> bool:
    return len(stage.bot.directly("lea")) > before


async def test_whoever_may_not_decide_sees_what_is_theirs_first(stage: Stage) -> None:
    await stage.pieces(6)
    invited = await home(stage, "lea")
    assert "Join" in shown({"blocks": invited})
    assert shown({"blocks": invited}).startswith("Ambassador")
    who = await stage.join()
    await stage.visit(share_address(stage.picks()[0], "bluesky"))
    await stage.show(who)
    await stage.press("lea", stage.picks()[0], "said")
    await stage.press("lea", stage.picks()[1], "save")
    blocks = await home(stage, "lea")
    said = shown({"blocks": blocks})
    assert "One pick waits under *Messages*. One is saved for later." in said
    assert "The next ones come" in said
    assert "*This week*: 15 points, 1 share, 0 unique clicks · place 1 of 1" in said
    assert said.startswith("Ambassador"), "what they are here for comes first"
    assert "Triage" not in said
    for verb, answer in (
        ("me", "You as an ambassador"),
        ("leaderboard", "Lea Moreau · 15"),
        ("more", "3 more picks are on their way"),
    ):
        before = len(stage.bot.directly("lea"))
        view = stage.slack.home("lea")
        assert view is not None
        await press(stage.slack, "lea", blocks, f"ambassador:{verb}", view_id=view["id"])
        await stage.slack.wait_for(partial(_more_than, stage, before), what=verb)
        assert answer in shown(stage.bot.directly("lea")[-1])


async def test_whoever_decides_has_the_queue_first_and_their_own_below(stage: Stage) -> None:
    await stage.pieces(3)
    said = shown({"blocks": await home(stage, "mia")})
    assert "Content review" in said
    assert "Ambassador" not in said
    await stage.join("mia")
    said = shown({"blocks": await home(stage, "mia")})
    assert said.index("Content review") < said.index("3 picks wait under")


async def test_whose_picks_stand_in_the_channel_is_told_so(stage: Stage) -> None:
    await stage.pieces(3)
    await stage.join(place="channel")
    said = shown({"blocks": await home(stage, "lea")})
    assert "Your picks stand in the ambassadors' channel." in said
    assert "under *Messages*" not in said

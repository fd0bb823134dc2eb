"""App Home, as ambassadors see it."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from bot.ambassadors import offers
from bot.curation.service import Curation
from bot.faces.slack.tables import SlackMessage
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador.queries import PICK, key_of
from tests.cogs.ambassador.support import MIA_PERSON, Stage, share_address, shown
from tests.support.slack_bot import Json, press


async def home(stage: Stage, user: str) -> list[Json]:
    def drawn() -> int:
        """Without those that only bring the chart of an earlier one."""
        return len([one for one in stage.slack.calls("views.publish") if "hash" not in one.args])

    before = drawn()
    await stage.slack.open_home(user)
    await stage.slack.wait_for(lambda: drawn() > before, what="App Home")
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


async def test_what_waits_and_what_is_saved_is_counted_whole(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join()
    many = range(1000, 1060)
    async with unit_of_work(stage.services.database) as session:
        for item in many:
            session.add(SlackMessage(key=key_of(who, item), kind=PICK, channel="D1", ts=f"1.{item}"))
        await offers.show(session, who, [(item, []) for item in many], stage.now)
    assert "63 picks wait under" in shown({"blocks": await home(stage, "lea")})
    async with unit_of_work(stage.services.database) as session:
        for item in many:
            await offers.save(session, who, item, stage.now)
    said = shown({"blocks": await home(stage, "lea")})
    assert "3 picks wait under *Messages*. 60 are saved for later." in said


async def test_what_can_not_be_shared_from_a_message_does_not_wait(stage: Stage) -> None:
    curation = Curation(stage.services.settings)
    items = await stage.pieces(5)
    who = await stage.join()
    picked = [one.item_id for one in await stage.offers()]
    looked_at, on_its_way = [one for one in items if one not in picked]
    async with unit_of_work(stage.services.database) as session:
        await curation.hold(session, picked[0], stage.now + timedelta(days=1), MIA_PERSON, stage.now)
        await offers.take(session, who, looked_at, stage.now)
    await stage.show(who)
    async with unit_of_work(stage.services.database) as session:
        await offers.show(session, who, [(on_its_way, [])], stage.now)
    assert "2 picks wait under" in shown({"blocks": await home(stage, "lea")})

"""Messages follow what managers decide, arrive within working hours, and can be shared from where all see them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.ambassadors.membership import wanted_of
from bot.ambassadors.rules import AWAITED, Preferences, may_arrive
from bot.ambassadors.wishes import SHOW
from bot.curation.rules import Limit, Mark
from bot.curation.service import Curation
from bot.faces.slack.tables import SlackMessage
from bot.storage.unit_of_work import unit_of_work
from bot.work.tables import WakeUp
from cogs.ambassador import giving, slack_telling
from tests.cogs.ambassador.support import MIA_PERSON, Stage, share_address, shown
from tests.support.slack_bot import Json, press
from tests.support.work import asked_for

HOURS = Preferences(networks=("linkedin",), zone="UTC")
TUESDAY = datetime(2026, 11, 24, tzinfo=UTC)


def buttons(message: Json) -> list[str]:
    return [
        str(one["url"]) for block in message["blocks"] for one in block.get("elements") or [] if "url" in one
    ]


async def wishes(stage: Stage) -> list[int]:
    """Whose messages a look asks for, once what was asked for before is done."""
    async with unit_of_work(stage.services.database) as session:
        await (await session.connection()).execute(sa.update(WakeUp).values(pending=False))
    before = len(await asked_for(stage.services.database, SHOW))
    await giving.look(stage.services)
    return [one for one, *_ in (await asked_for(stage.services.database, SHOW))[before:]]


async def looked(stage: Stage, who: int) -> Json:
    """A minute later: the first pick's message."""
    assert who in await wishes(stage)
    await stage.show(who)
    return stage.picks()[0]


def item_of(message: Json) -> int:
    ids = [str(one.get("action_id")) for block in message["blocks"] for one in block.get("elements") or []]
    return int(next(one.split(":")[3] for one in ids if ":save:" in one))


async def test_what_is_hidden_or_held_back_loses_its_buttons_and_gets_them_back(anywhere: Stage) -> None:
    stage, curation = anywhere, Curation(anywhere.services.settings)
    await stage.pieces(3)
    who = await stage.join()
    first = stage.picks()[0]
    item = item_of(first)
    await stage.visit(share_address(first, "bluesky"))
    await stage.show(who)
    for kind, words in ((Mark.HIDE, "taken out of the programme"), (Mark.HOLD, "held back")):
        async with unit_of_work(stage.services.database) as session:
            if kind is Mark.HIDE:
                await curation.hide(session, item, MIA_PERSON, stage.now)
            else:
                until = stage.now + timedelta(days=1)
                await curation.hold(session, item, until, MIA_PERSON, stage.now)
        message = await looked(stage, who)
        assert words in shown(message)
        assert buttons(message) == []
        assert "I shared it" in shown(message), "what was posted before can still be told"
        assert await wishes(stage) == [], "what shows it already is let be"
        if kind is Mark.HIDE:
            async with unit_of_work(stage.services.database) as session:
                await curation.lift(session, item, kind, MIA_PERSON, stage.now)
        else:
            stage.now += timedelta(days=1, seconds=1)
        message = await looked(stage, who)
        assert words not in shown(message)
        assert len(buttons(message)) == 3


async def test_a_limit_that_is_reached_and_raised_shows_in_everybodys_message(stage: Stage) -> None:
    curation = Curation(stage.services.settings)
    await stage.pieces(3)
    who, other = await stage.join(), await stage.join("tom")
    first = stage.picks()[0]
    item = item_of(first)
    async with unit_of_work(stage.services.database) as session:
        await curation.limit(session, item, Limit(1, 7), MIA_PERSON, stage.now)
    await stage.visit(share_address(first, "bluesky"))
    await stage.show(who)
    assert len(buttons(stage.picks()[0])) == 3, "their own open composer takes nothing from themselves"
    await stage.press("lea", stage.picks()[0], "said")
    await looked(stage, who)
    await stage.show(other)

    def theirs() -> str:
        return " ".join(map(shown, stage.picks("tom")))

    assert "as often as it may be for now" in theirs()
    async with unit_of_work(stage.services.database) as session:
        await curation.limit(session, item, Limit(5, 7), MIA_PERSON, stage.now)
    await looked(stage, who)
    await stage.show(other)
    assert "as often as it may be" not in theirs()


@pytest.mark.parametrize(
    ("asked", "now", "may"),
    [
        ((10, 0), (10, 1), True),
        ((16, 59), (17, 1), False),  # chosen for them, and late
        ((23, 0), (23, 1), True),  # they asked for it at night
        ((23, 0), (23, 59), False),  # Slack was away meanwhile
        ((3, 0), (9, 0), True),
    ],
)
def test_when_a_pick_may_arrive(asked: tuple[int, int], now: tuple[int, int], may: bool) -> None:
    first, then = (TUESDAY.replace(hour=hour, minute=minute) for hour, minute in (asked, now))
    assert may_arrive(HOURS, first, then) is may


async def test_what_comes_too_late_waits_for_the_next_working_hour(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(9)
    who = await stage.join()
    row = await stage.row("lea")
    assert row is not None
    assert row.next_at is not None
    stage.now = row.next_at + timedelta(seconds=5)
    await giving.turns(stage.services)
    wanted = wanted_of(row)
    stage.now = stage.now.replace(hour=22)
    await stage.show(who)
    assert len(stage.picks()) == 3, "Slack was away until they had gone home"
    assert await asked_for(stage.services.database, SHOW)
    await stage.said("lea", "picks")
    await stage.show(who)
    assert len(stage.picks()) == 6, "what they ask for comes at once, and only that"
    stage.now += AWAITED + timedelta(hours=12)
    assert may_arrive(wanted, stage.now, stage.now)
    await stage.show(who)
    assert len(stage.picks()) == 8


async def test_the_first_picks_come_when_somebody_joins_at_night_unless_they_are_late(stage: Stage) -> None:
    await stage.pieces(3)
    stage.now = stage.now.replace(hour=23)
    await stage.join()
    assert "at once, since you are here" in str(stage.slack.ephemerals("lea"))
    assert len(stage.picks()) == 3
    async with unit_of_work(stage.services.database) as session:
        connection = await session.connection()
        await connection.execute(sa.delete(SlackMessage))
    before = len(stage.picks())
    stage.now += timedelta(hours=2)
    await stage.show(1)
    assert len(stage.picks()) == before


async def test_whoever_takes_part_shares_from_the_channel(anywhere: Stage) -> None:
    stage = anywhere
    await stage.pieces(3)
    who = await stage.join("lea", place="channel")
    other = await stage.join("mia", networks=["bluesky", "linkedin", "threads"])
    [first, *_] = stage.slack.messages("ambassadors")

    async def press_share(user: str) -> None:
        await press(
            stage.slack, user, first["blocks"], "ambassador:here", channel="ambassadors", ts=first["ts"]
        )

    await press_share("tom")
    assert "Join first: /goodword ambassador join" in stage.told("tom")
    assert stage.slack.modal("tom") is None
    budget = len(await stage.offers())
    await press_share("mia")
    view = await stage.slack.wait_for(lambda: stage.slack.modal("mia"), what="the window")
    assert "I work at Fjord Coffee" in stage.bot.modal_text("mia")
    assert share_address(view, "bluesky") != share_address({**view}, "threads")
    for network in ("bluesky", "linkedin", "threads", "x"):
        assert share_address(view, network)
    assert len(stage.picks("mia")) == 3, "nothing was shared, so nothing is written"
    await stage.show(other)
    assert len(stage.picks("mia")) == len([one for one in await stage.offers() if one.ambassador_id == other])
    assert len(await stage.offers()) == budget, "she was offered it as well"
    await stage.visit(share_address(view, "bluesky"))
    [share] = await stage.shares()
    assert (share.ambassador_id, share.network) == (other, "bluesky")
    await press_share("lea")
    own = await stage.slack.wait_for(lambda: stage.slack.modal("lea"), what="the window")
    await stage.visit(share_address(own, "bluesky"))
    assert {one.ambassador_id for one in await stage.shares()} == {who, other}


async def test_a_piece_chosen_in_the_channel_is_no_pick_of_the_week(stage: Stage) -> None:
    await stage.pieces(6)
    await stage.join("lea", place="channel")
    other = await stage.join("mia")
    theirs = {one.item_id for one in await stage.offers() if one.ambassador_id == other}
    message = next(
        one
        for one in stage.slack.messages("ambassadors")
        if not any(f":here:{item}:" in str(one["blocks"]) for item in theirs)
    )
    before = len(stage.picks("mia"))
    await press(
        stage.slack, "mia", message["blocks"], "ambassador:here", channel="ambassadors", ts=message["ts"]
    )
    view = await stage.slack.wait_for(lambda: stage.slack.modal("mia"), what="the window")
    await stage.show(other)
    assert len(stage.picks("mia")) == before
    await stage.visit(share_address(view, "bluesky"))
    await stage.show(other)
    assert len(stage.picks("mia")) == before + 1
    last = stage.picks("mia")[-1]
    assert "You chose it in the channel" in shown(last)
    assert "Did you post it?" in shown(last)
    async with unit_of_work(stage.services.database) as session:
        programme = await stage.ambassadors.programme(session)
        membership = stage.ambassadors.membership
        left = await membership.picks_left(session, other, programme, stage.now, asked=True)
        assert await membership.picks_left(session, other, programme, stage.now) == programme.picks_a_week
    assert left == programme.picks_a_week - len(theirs)


async def test_thanks_are_told_once_in_the_persons_language_and_stand_in_their_own_view(
    anywhere: Stage,
) -> None:
    stage = anywhere
    stage.slack.world.person_named("lea").locale = "de-DE"
    [item, *_] = await stage.pieces(3)
    who = await stage.join()
    async with unit_of_work(stage.services.database) as session:
        programme = await stage.ambassadors.programme(session)
        made = await stage.ambassadors.sharing.share(
            session, who, item, "bluesky", "Seht!", programme, stage.now
        )
        await stage.ambassadors.sharing.said(session, who, made.share_id, programme, stage.now)
        assert await stage.ambassadors.thanking.from_creator(session, item, stage.now)
    for _ in range(2):
        await slack_telling.tell(stage.services)
    direct = [shown(one) for one in stage.picks() if ":heart:" in shown(one)]
    assert len(direct) == 1
    assert direct[0].startswith(":heart: Anna 1 dankt dir fürs Teilen.")
    assert direct[0].endswith("|Der Beitrag>")
    in_public = [shown(one) for one in stage.slack.messages("ambassadors") if ":heart:" in shown(one)]
    assert len(in_public) == 1
    assert "Anna" not in in_public[0], "a creator's name stands only where it is erased with them"
    assert "Dank von Anna 1 für das Teilen" in await stage.said("lea", "me")

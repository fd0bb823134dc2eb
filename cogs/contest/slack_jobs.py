"""The durable work that keeps managers in Slack up to date about contests. The parts that speak to Slack are looked
up when a job runs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.contests.rules import Phase
from bot.contests.wishes import TELL
from bot.people.rules import SYSTEM
from bot.services import Services
from bot.storage.unit_of_work import unit_of_work
from bot.work import Job
from cogs.contest.slack_blocks import go, status
from cogs.contest.slack_flags import evidence
from cogs.contest.slack_telling import CLOSING_SOON, QUIET, told
from cogs.contest.slack_view import ContestView, Where, load, load_flag

SHOW_SLACK = "contests.show_slack"
"""Keep the managers' message about a contest current. Its argument is the contest."""
GATHER = 5.0
"""Seconds in which further changes gather: votes come many a second, and Slack takes about one change a second."""
BEFORE = timedelta(hours=24)


async def ask_to_show(services: Services, contest_id: int) -> None:
    """Have the managers' message redrawn. Asking twice is asking once."""
    async with unit_of_work(services.database) as session:
        await services.work.enqueue_soon(
            session, SHOW_SLACK, contest_id, window=GATHER, partition=f"slack-contest:{contest_id}"
        )


async def show(services: Services, contest_id: int) -> None:
    """Post or change the message, and ask for the reminder before closing. Twice, the second run finds nothing to
    change."""
    from bot.faces.slack.face import SlackFace
    from bot.faces.slack.kept import keep

    contest = await load(services, contest_id, SYSTEM)
    if contest is None or contest.phase is Phase.DRAFT:
        return
    await _remind(services, contest)
    face = services.outlet(SlackFace)
    review = services.settings.review
    text, blocks = status(contest, services.clock())
    await keep(face, f"contest:{contest_id}", review.notices_channel or review.channel, text, blocks)


async def _remind(services: Services, contest: ContestView) -> None:
    ends = _ending(contest)
    if ends is None or ends - BEFORE <= services.clock():
        return
    key = f"{CLOSING_SOON}:{contest.id}:{ends.isoformat()}"
    delay = (ends - BEFORE - services.clock()).total_seconds()
    data = {"ends": ends.isoformat()}
    async with unit_of_work(services.database) as session:
        await services.work.enqueue(session, TELL, contest.id, CLOSING_SOON, data, key, key=key, delay=delay)


def _ending(contest: ContestView) -> datetime | None:
    """When entries, or else all of it, will be over."""
    match contest.phase:
        case Phase.ANNOUNCED | Phase.OPEN:
            return contest.entries_close_at
        case Phase.VOTING:
            return contest.closes_at
        case _:
            return None


async def tell(services: Services, contest_id: int, kind: str, data: Mapping[str, Any], key: str) -> None:
    """One notice, with a button to the contest. It stands once, however often this runs."""
    from bot.faces.slack.face import SlackFace
    from bot.faces.slack.once import post_once

    contest = await load(services, contest_id, SYSTEM)
    if contest is None or kind in QUIET:
        return
    if kind == CLOSING_SOON and data.get("ends") != _iso(_ending(contest)):
        return  # it was extended, closed or cancelled meanwhile
    said = told(kind, contest, data)
    if said is None:
        return
    page = {"flag": "flags", "decided": "winners", "closed-waiting": "entries"}.get(kind, "contest")
    button = go("Open the contest", Where(page, contest_id))
    more = await _evidence(services, data) if kind == "flag" else ""
    face = services.outlet(SlackFace)
    await post_once(face, f"contest:{key}", said[0], said[1], [button], more)


async def _evidence(services: Services, data: Mapping[str, Any]) -> str:
    """What a flag rests on, in mrkdwn."""
    flag = await load_flag(services, int(data.get("flag_id") or 0))
    return evidence(flag) if flag else ""


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


SLACK_JOBS = (Job(SHOW_SLACK, show, queue="deliver"), Job(TELL, tell))

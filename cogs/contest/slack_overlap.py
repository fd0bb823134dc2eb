"""Two people edit one contest: whoever saves second is told who changed what, and takes the newer version or saves
over it on purpose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.contests import queries
from bot.contests.definition import Definition, read_definition
from bot.contests.rules import ContestAction
from bot.contests.tables import Contest, ContestEvent
from bot.faces import words as said
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.kernel.text import clean_line
from bot.storage.unit_of_work import reading

OVER = "over"
"""In a form's identity: saving it replaces what somebody else saved meanwhile, and its person was told so."""
_WRITTEN = (ContestAction.CREATE, ContestAction.EDIT)
_DID: Mapping[str, str] = {ContestAction.ANNOUNCE: "announced it", ContestAction.OPEN: "opened it"}
_PARTS: Mapping[str, str] = {
    "kind": "what decides", "rules_text": "rules", "time_zone": "time zone", "opens_at": "opening",
    "entries_close_at": "end of entries", "closes_at": "closing", "review_grace_hours": "hours for review",
    "votes_per_member": "votes each member has", "votes_per_entry": "votes on one entry",
    "entries_per_member": "entries each", "min_account_days": "age of accounts",
    "min_member_days": "age of memberships", "leavers_may_win": "whether leavers win",
    "one_prize_each": "prizes each", "eligibility": "who may take part", "engagement_points": "engagement",
    "claim_days": "days to claim", "ties": "equal scores", "draw": "the draw's chance",
    "draw_people": "people of the draw", "winner_role": "winners' role",
}  # fmt: skip
"""What people call the parts of a definition that have other names there."""
MOST = 6  # parts that are named


@dataclass(frozen=True, slots=True)
class Overlap:
    """What somebody else did since the form was opened. ``told`` is plain text."""

    revision: int
    told: str


async def overlap(ctx: SlackContext, contest: Contest, seen: int) -> Overlap:
    """What changed after the revision ``seen``, and by whom."""
    async with reading(ctx.services.database) as session:
        events = await queries.events(session, contest.id or 0)
    since = [one for one in events if one.revision > seen]
    before = [one for one in events if one.revision <= seen and one.action in _WRITTEN]
    parts = _changed(before[-1], contest) if before else []
    lines = [_line(ctx, one) for one in since[-3:]]
    told = " ".join([*lines, f"Changed: {', '.join(parts)}." if parts else ""]).strip()
    return Overlap(contest.revision, told or "It was changed meanwhile.")


def notice(found: Overlap, contest_id: int) -> list[b.Block]:
    """What stands above the form then."""
    sure = b.confirm("Load the newer version?", "What you have typed here is lost.", "Load it")
    load = b.button("Load the newer version", encode("contest", "reload", contest_id), confirm=sure)
    said = (
        f":warning: *Not saved.* {b.escape(found.told)}\n*Save over it* keeps everything as it stands below, in "
        "place of that."
    )
    return [b.section(said), b.actions([load], "overlap"), b.divider()]


def _line(ctx: SlackContext, event: ContestEvent) -> str:
    who = "You" if event.actor == ctx.person.id else clean_line(event.actor_name, 60)
    where = " in another window" if event.actor == ctx.person.id and event.via == "slack" else ""
    return f"{who} {_DID.get(event.action, 'changed it')}{where} {said.ago(event.at, ctx.now)}."


def _changed(before: ContestEvent, contest: Contest) -> list[str]:
    """The parts that are other than they were."""
    was, now = read_definition(before.data), read_definition(contest.definition)
    names = [name for name in Definition.model_fields if getattr(was, name) != getattr(now, name)]
    parts = [_PARTS.get(name, name) for name in names]
    return parts if len(parts) <= MOST else [*parts[:MOST], f"and {len(parts) - MOST} more"]

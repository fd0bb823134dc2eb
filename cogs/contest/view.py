"""What a contest shows, as plain values; each face draws it in its own way."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contests import queries
from bot.contests.book import definition_of
from bot.contests.definition import Definition
from bot.contests.rules import EntryStatus, Kind, Phase
from bot.contests.tables import Contest, ContestEntry
from bot.faces.item_view import ItemView
from bot.faces.queries import load_item_views
from bot.kernel.text import clean_line

RUNNING = (Phase.OPEN, Phase.VOTING)
VISIBLE = tuple(phase for phase in Phase if phase is not Phase.DRAFT)
ENDED = (Phase.FINISHED, Phase.CANCELLED)
SHOWN_FOR = timedelta(days=30)
"""How long a contest that is over stays in the list."""
TITLE = 80


@dataclass(frozen=True, slots=True)
class ContestView:
    """A contest as participants see it."""

    id: int
    slug: str
    name: str
    kind: Kind
    phase: Phase
    definition: Definition
    opens_at: datetime
    entries_close_at: datetime
    closes_at: datetime
    changed_at: datetime
    frozen: bool

    @property
    def running(self) -> bool:
        return self.phase in RUNNING


def view_of(contest: Contest) -> ContestView:
    return ContestView(
        id=contest.id or 0,
        slug=contest.slug,
        name=contest.name,
        kind=Kind(contest.kind),
        phase=Phase(contest.phase),
        definition=definition_of(contest),
        opens_at=contest.opens_at,
        entries_close_at=contest.entries_close_at,
        closes_at=contest.closes_at,
        changed_at=contest.changed_at,
        frozen=contest.record is not None,
    )


async def visible(session: AsyncSession, now: datetime, limit: int = 25) -> list[ContestView]:
    """What participants are shown, what runs first."""
    found = [view_of(each) for each in await queries.contests(session, VISIBLE, limit=4 * limit)]
    kept = [each for each in found if each.phase not in ENDED or now - each.changed_at < SHOWN_FOR]
    order = {phase: at for at, phase in enumerate((*RUNNING, Phase.ANNOUNCED, *VISIBLE))}
    return sorted(kept, key=lambda each: (order.get(each.phase, 99), each.closes_at, each.id))[:limit]


async def load(session: AsyncSession, contest_id: int) -> ContestView | None:
    """A contest by its id; None where there is none."""
    found = await queries.get(session, contest_id)
    return None if found is None else view_of(found)


def named(among: Sequence[ContestView], wanted: str) -> ContestView | None:
    """By slug, then by name in any case, then by the only name that begins so."""
    said = clean_line(wanted, 100).casefold()
    for each in among:
        if said in (each.slug.casefold(), each.name.casefold()):
            return each
    like = [each for each in among if each.name.casefold().startswith(said)]
    return like[0] if said and len(like) == 1 else None


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with what it shows. ``item`` is None where its content is known no more."""

    id: int
    contest_id: int
    number: int
    status: EntryStatus
    reason: str | None
    account_id: int
    task: str | None
    item: ItemView | None

    @property
    def showable(self) -> bool:
        """Whether everybody may see it."""
        return self.status is EntryStatus.ACCEPTED and self.item is not None and not self.item.gone

    @property
    def title(self) -> str:
        """One line of what it is; empty for a picture without words."""
        if self.item is None:
            return ""
        return clean_line(self.item.title or self.item.text, TITLE)

    @property
    def made_by(self) -> str:
        """Who made it, as far as is known."""
        creator = self.item.creator if self.item is not None else None
        return (creator.name or creator.handle or "") if creator is not None else ""

    @property
    def picture(self) -> str | None:
        """Our cached preview, in the media folder."""
        if self.item is None or self.item.media_hidden:
            return None
        cached = (each.file for each in self.item.media if each.state == "cached" and each.file)
        return next(cached, None)


async def entry_views(session: AsyncSession, entries: Collection[ContestEntry]) -> list[EntryView]:
    """Entries with their content, in the order given."""
    items = await load_item_views(session, [each.item_id for each in entries])
    return [
        EntryView(
            id=each.id or 0,
            contest_id=each.contest_id,
            number=each.number,
            status=EntryStatus(each.status),
            reason=each.reason,
            account_id=each.account_id,
            task=each.task,
            item=items.get(each.item_id),
        )
        for each in entries
    ]

"""What insights show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from bot.content.queries import campaigns
from bot.digests.building.figures import Figures
from bot.digests.building.reading import Insight, figures_of, insight_of
from bot.digests.building.within import course_of
from bot.digests.charts import Course
from bot.digests.document import Number
from bot.faces.digests.words import Words
from bot.insights.periods import Period, before, parse
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.insights.wanted import LONGEST, Asked, Wanted

TAGS = 20  # offered in the menu
OFFERED = 35  # of sources, and of campaigns
TOP = 5  # hashtags and sources that are listed


@dataclass(frozen=True, slots=True)
class View:
    """``names``: what the slices that can be chosen are called, by slice; untrusted. ``at``: the moment to which the
    period is meant; ``course``: what there is to draw; ``drawing``: another one for each view that was counted."""

    wanted: Wanted
    period: Period
    compared: Period
    insight: Insight
    names: Mapping[str, str]
    words: Words
    at: datetime
    course: Course
    drawing: str

    @property
    def asked(self) -> Asked:
        return Asked(self.wanted, self.at)

    def numbers(self) -> list[Number]:
        """Every figure that is shown, in the order it is read."""
        found = self.insight.numbers()
        if not self.wanted.slice:
            found += [*self.leading("tag", TOP), *self.leading("source", TOP)]
        return found

    def leading(self, kind: str, most: int) -> list[Number]:
        """How many pieces the largest slices of a kind brought."""
        whole = self.insight.whole
        return [whole.count("found", one) for one in whole.slices(kind, "found")[:most]]


def words_of(services: Services) -> Words:
    """The language and zone of the team's digest."""
    section = services.settings.digest
    return Words(section.language, section.time_zone)


async def load(services: Services, wanted: Wanted, at: datetime | None = None) -> View:
    """Count it. ``at``: the moment to which its period is meant, now if none is given. Raises TellUser for a period
    that is none."""
    words, at = words_of(services), at or services.clock()
    period = parse(wanted.period, at, words.zone)
    async with reading(services.database) as session:
        figures = await figures_of(session, period)
        named = [(f"campaign:{one.id}", one.name) for one in await campaigns(session)]
        names = _names(services, wanted, figures, named)
        called = named_slice(wanted.slice, names)
        course = await course_of(
            session, figures, period, wanted.slice, language=words.language, named=called
        )
    insight = insight_of(figures, wanted.slice)
    return View(wanted, period, before(period), insight, names, words, at, course, uuid4().hex[:8])


def named_slice(slice: str, names: Mapping[str, str]) -> str:
    """What a slice is called, as anybody wrote it; "" for everything."""
    kind, _, rest = slice.partition(":")
    name = names.get(slice, rest)
    return f"#{name}" if kind == "tag" else name


def _names(
    services: Services, wanted: Wanted, figures: Figures, named: Sequence[tuple[str, str]]
) -> dict[str, str]:
    sources = dict.fromkeys([one.partition(":")[2] for one in figures.slices("source", "found")])
    names = {f"source:{one}": one for one in [*sources, *services.settings.sources][:OFFERED]}
    names |= dict(named[:OFFERED])
    names |= {one: one.partition(":")[2] for one in figures.slices("tag", "found")[:TAGS]}
    names = {slice: name for slice, name in names.items() if len(slice) <= LONGEST}
    if wanted.slice and wanted.slice not in names:  # one that brought nothing, or is far down the list
        names[wanted.slice] = dict(named).get(wanted.slice, wanted.slice.partition(":")[2])
    return names

"""What insights show, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.queries import campaigns
from bot.digests.building.reading import Insight, figures_of, insight_of
from bot.digests.document import Number
from bot.faces.digests.words import Words
from bot.insights.periods import Period, before, parse
from bot.services import Services
from bot.storage.unit_of_work import reading
from cogs.insights.wanted import LONGEST, Wanted

TAGS = 20  # offered in the menu
OFFERED = 35  # of sources, and of campaigns


@dataclass(frozen=True, slots=True)
class View:
    """``names``: what the slices that can be chosen are called, by slice; untrusted."""

    wanted: Wanted
    period: Period
    compared: Period
    insight: Insight
    names: Mapping[str, str]
    words: Words

    def leading(self, kind: str, most: int) -> list[Number]:
        """How many pieces the largest slices of a kind brought."""
        whole = self.insight.whole
        return [whole.count("found", one) for one in whole.slices(kind, "found")[:most]]


def words_of(services: Services) -> Words:
    """The language and zone of the team's digest."""
    section = services.settings.digest
    return Words(section.language, section.time_zone)


async def load(services: Services, wanted: Wanted) -> View:
    """Count it. Raises TellUser for a period that is none."""
    words, now = words_of(services), services.clock()
    period = parse(wanted.period, now, words.zone)
    async with reading(services.database) as session:
        figures = await figures_of(session, period)
        named = [(f"campaign:{one.id}", one.name) for one in await campaigns(session)]
    sources = dict.fromkeys([one.partition(":")[2] for one in figures.slices("source", "found")])
    names = {f"source:{one}": one for one in [*sources, *services.settings.sources][:OFFERED]}
    names |= dict(named[:OFFERED])
    names |= {one: one.partition(":")[2] for one in figures.slices("tag", "found")[:TAGS]}
    names = {slice: name for slice, name in names.items() if len(slice) <= LONGEST}
    if wanted.slice and wanted.slice not in names:  # one that brought nothing, or is far down the list
        names[wanted.slice] = dict(named).get(wanted.slice, wanted.slice.partition(":")[2])
    return View(wanted, period, before(period), insight_of(figures, wanted.slice), names, words)

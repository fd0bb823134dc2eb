"""Charts beside figures that somebody looks at: files of ours that stand in a window or in App Home alone.

The figures are shown at once; the pictures follow when they are drawn, uploaded, and Slack has looked at them. What
was drawn of the same facts is shown again. A day after it was uploaded a picture is deleted by durable work, so none
stays behind, whatever this process forgets. A kill between an upload and asking for that leaves a file that nobody
sees.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import orjson
from slack_sdk.web.async_client import AsyncWebClient

from bot.digests.charts import Course, Picture, draw_course
from bot.faces.charts import FORGET
from bot.faces.slack.uploads import upload
from bot.kernel.errors import NeverWorks
from bot.kernel.log import get_logger
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from bot.work import Enqueuer

LIVES = 24 * 3600.0
"""Seconds until a picture is deleted."""
SHOWN_AGAIN = LIVES / 2
"""A picture of this age isn't shown anew: a window may stay open for a while."""
KNOWN = 200
"""Pictures that are remembered."""
YOUNG = 60.0
"""Seconds for which Slack may look at what was uploaded."""
PAUSES = (0.3, 0.7, 1.5, 3.0, 6.0)
"""Seconds between attempts to show what was uploaded a moment ago."""

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Chart:
    """Slack's id of a picture, and what it shows in words: somebody's names may stand in it."""

    file: str
    alt: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be shown by now, by the name of the chart."""

    charts: Mapping[str, Chart] = field(default_factory=dict)
    state: Literal["ready", "drawing", "missing"] = "ready"


Draw = Callable[[Shown, str], Awaitable[str | None]]
"""Draws the whole view with those charts, only where the view still has that hash ("": whatever it shows). Gives the
new hash, or None where it isn't there any more or shows something else."""


@dataclass(frozen=True, slots=True)
class _Known:
    """None: there is nothing to show of it."""

    chart: Chart | None
    since: float


class Charts:
    """The pictures of one workspace."""

    def __init__(
        self,
        client: AsyncWebClient,
        database: Database,
        work: Enqueuer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = client
        self._database = database
        self._work = work
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._drawing = asyncio.Lock()  # one thread at a time, and nothing drawn twice at once

    def known(self, course: Course, names: Sequence[str]) -> Shown:
        """What of it stands in Slack already. Calls nobody."""
        held = {name: self._held(_key(name, course)) for name in names}
        charts = {name: one.chart for name, one in held.items() if one is not None and one.chart is not None}
        return Shown(charts, "drawing" if None in held.values() else "ready")

    def forget(self, course: Course, names: Sequence[str]) -> None:
        """Draw them anew next time: Slack doesn't know the files any more."""
        for name in names:
            self._known.pop(_key(name, course), None)

    async def present(
        self,
        course: Course,
        names: Sequence[str],
        draw: Draw,
        *,
        hash_: str = "",
        waits: Callable[[], bool] = lambda: True,
    ) -> None:
        """Draw at once, and again when the charts are there. ``hash_``: of what was drawn at once already;
        ``waits``: whether anybody still does. A view that changed meanwhile is left alone. Raises what ``draw``
        raises."""
        at = hash_ or await self._at_once(course, names, draw)
        if at is None or (not hash_ and self.known(course, names).state == "ready"):
            return
        for again in (True, False):
            ready = await self._all(course, names, waits)
            if ready is None or not waits():
                return
            young = self._young(course, names)
            try:
                await _patiently(draw, ready, at, PAUSES if young else ())
                return
            except NeverWorks as error:
                log.warning("charts_refused", problem=str(error))
                self.forget(course, names)
                if young or not again:  # else somebody deleted them: drawn anew they can be shown
                    break
        await draw(Shown({}, "missing"), at)

    async def _at_once(self, course: Course, names: Sequence[str], draw: Draw) -> str | None:
        shown = self.known(course, names)
        try:
            return await draw(shown, "")
        except NeverWorks:
            if not shown.charts:
                raise
            self.forget(course, names)  # somebody, or the workspace's retention, deleted a file
            return await draw(self.known(course, names), "")

    async def _all(self, course: Course, names: Sequence[str], waits: Callable[[], bool]) -> Shown | None:
        """Draw and upload what is lacking; None where nobody waits any more."""
        async with self._drawing:
            if not waits():
                return None
            lacking = [name for name in names if self._held(_key(name, course)) is None]
            drawn, failed = await _drawn(course, lacking)
            pictures = [one for one in drawn.values() if one is not None]
            files = await upload(self._client, pictures)
            if files:
                async with unit_of_work(self._database) as session:
                    await self._work.enqueue(session, FORGET, list(files), delay=LIVES)
            standing = dict(zip((one.name for one in pictures), files, strict=False))
            for name, picture in drawn.items():
                if picture is None:
                    self._keep(_key(name, course), None)
                elif name in standing:
                    self._keep(_key(name, course), Chart(standing[name], picture.alt))
        shown = self.known(course, names)
        complete = not failed and len(files) == len(pictures)
        return Shown(shown.charts, "ready" if complete else "missing")

    def _held(self, key: str) -> _Known | None:
        found = self._known.get(key)
        if found is None or self._clock() - found.since > SHOWN_AGAIN:
            return None
        self._known.move_to_end(key)
        return found

    def _young(self, course: Course, names: Sequence[str]) -> bool:
        """Whether Slack may still be looking at any of them."""
        held = (self._held(_key(name, course)) for name in names)
        return any(one is not None and self._clock() - one.since < YOUNG for one in held)

    def _keep(self, key: str, chart: Chart | None) -> None:
        self._known[key] = _Known(chart, self._clock())
        self._known.move_to_end(key)
        while len(self._known) > KNOWN:
            self._known.popitem(last=False)


async def _drawn(course: Course, names: Sequence[str]) -> tuple[dict[str, Picture | None], bool]:
    """The pictures, None for one that has nothing to show; and whether one could not be drawn."""
    found: dict[str, Picture | None] = {}
    failed = False
    for name in names:
        try:
            found[name] = await draw_course(name, course)
        except NeverWorks:  # logged where it happened
            failed = True
    return found, failed


async def _patiently(draw: Draw, shown: Shown, hash_: str, pauses: Sequence[float]) -> None:
    """Draw with pictures that were uploaded a moment ago: Slack refuses them until it has looked at them."""
    for pause in pauses if shown.charts else ():
        try:
            await draw(shown, hash_)
            return
        except NeverWorks:
            await asyncio.sleep(pause)
    await draw(shown, hash_)


def _key(name: str, course: Course) -> str:
    """The same for the same facts in the same words."""
    bars = [[one.model_dump(mode="json") for one in every] for every in (course.now, course.was)]
    facts = [name, course.document.model_dump(mode="json"), bars]
    return hashlib.sha256(orjson.dumps(facts)).hexdigest()

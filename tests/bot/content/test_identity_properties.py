"""Whatever sources do with ids, dates and order: the same pieces are the same items."""

from __future__ import annotations

import asyncio
import random
import shutil
import tempfile
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.sources.base import FoundCreator, FoundItem, Removed
from bot.storage.database import Database
from tests.bot.content.pieces import MIA, StoredItem, everything, post, store
from tests.support.databases import SqliteTemplate

TEXTS = ("The jacket kept me dry for a whole week", "These boots are made for walking far", "Nice", "")
SOURCES = ("masto", "blog", "sky")
Entry = tuple[str, FoundItem | Removed]
CREATORS = (
    MIA,
    FoundCreator("2", "mia", "Mia Lindqvist"),
    FoundCreator("3", "lindqvist", "Mia Lindqvist"),
    FoundCreator("", None, "Mia Lindqvist"),
    FoundCreator("", None, "Mia"),
)


def _entry(
    source: str, external_id: str, text: str, page: int, removed: str, creator: FoundCreator = MIA
) -> Entry:
    if removed:
        return source, Removed(external_id, removed)
    url = f"https://site.example/{page}" if page else None
    platform = "mastodon" if source == "sky" else source
    return source, post(external_id, text, url=url, platform=platform, creator=creator if page != 2 else None)


entries = st.builds(
    _entry,
    st.sampled_from(SOURCES),
    st.sampled_from(("a", "b", "c", "d")),
    st.sampled_from(TEXTS),
    st.integers(0, 3),
    st.sampled_from(("", "", "", "", "deleted", "withdrawn")),
    st.sampled_from(CREATORS),
)
LIMITS = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


async def _stored(template: SqliteTemplate, batches: Sequence[Sequence[Entry]]) -> list[StoredItem]:
    """What stands after these batches, each of one source's entries at a time."""
    folder = Path(tempfile.mkdtemp(prefix="goodword-"))
    database = Database(template.copy_to(folder / "t.db"))
    try:
        for batch in batches:
            for source, run in _runs(batch):
                await store(database, source, *run)
        return await everything(database)
    finally:
        await database.close()
        shutil.rmtree(folder)


def _runs(batch: Sequence[Entry]) -> list[tuple[str, list[FoundItem | Removed]]]:
    runs: list[tuple[str, list[FoundItem | Removed]]] = []
    for source, entry in batch:
        if not runs or runs[-1][0] != source:
            runs.append((source, []))
        runs[-1][1].append(entry)
    return runs


@LIMITS
@given(st.lists(entries, max_size=20))
def test_any_split_into_batches_gives_the_same_items(
    sqlite_template: SqliteTemplate, batch: list[Entry]
) -> None:
    whole = asyncio.run(_stored(sqlite_template, [batch]))
    assert whole == asyncio.run(_stored(sqlite_template, [[entry] for entry in batch]))


@LIMITS
@given(st.sampled_from(SOURCES), st.lists(entries, max_size=25), st.lists(st.integers(1, 9), max_size=3))
def test_any_cut_of_one_sources_batch_gives_the_same_items(
    sqlite_template: SqliteTemplate, source: str, batch: list[Entry], cuts: list[int]
) -> None:
    before = [(name, entry) for name, entry in batch if name != source]
    own = [(source, entry) for _, entry in batch]
    edges = [0, *sorted({cut for cut in cuts if cut < len(own)}), len(own)]
    parts = [own[start:end] for start, end in pairwise(edges)]
    whole = asyncio.run(_stored(sqlite_template, [before, own]))
    assert whole == asyncio.run(_stored(sqlite_template, [before, *parts]))


@LIMITS
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.integers(1, 3)), min_size=1, max_size=6, unique=True))
def test_reissued_ids_and_new_order_never_make_new_items(
    sqlite_template: SqliteTemplate, pieces: list[tuple[str, int]]
) -> None:
    first = [_entry("blog", f"id-{n}", text, page, "") for n, (text, page) in enumerate(pieces)]
    later = [_entry("blog", f"new-{n}", text, page, "") for n, (text, page) in enumerate(reversed(pieces))]
    once = asyncio.run(_stored(sqlite_template, [first]))
    twice = asyncio.run(_stored(sqlite_template, [first, later, later]))
    assert [(one.text, one.version) for one in once] == [(one.text, one.version) for one in twice]


@LIMITS
@given(
    st.lists(st.tuples(st.sampled_from(("mia_l", "lindqvist", None)), st.booleans()), min_size=2, max_size=5),
    st.randoms(use_true_random=False),
)
def test_one_text_under_one_name_is_one_item_in_any_order(
    sqlite_template: SqliteTemplate, places: list[tuple[str | None, bool]], chance: random.Random
) -> None:
    """Each place is a platform of its own, with whatever handle, the name spelt plainly or not."""
    batches: list[list[Entry]] = []
    for number, (handle, plain) in enumerate(places):
        creator = FoundCreator("", handle, "Mia Lindqvist" if plain else "MIA \u200blindqvist ☀️")
        source, url = f"place-{number}", f"https://place-{number}.example/x"
        batches.append([(source, post("x", TEXTS[0], url=url, platform=source, creator=creator))])
    chance.shuffle(batches)
    [item] = asyncio.run(_stored(sqlite_template, [*batches, *batches]))
    assert sorted(one[0] for one in item.sightings) == sorted(source for [(source, _)] in batches)

"""Finding: the whole line, the feed's parser, the store, an unchanged feed, and a database that grows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

from sqlmodel import select

from bot.content.service import Contents
from bot.intake.line import text_of
from bot.intake.poll import poll
from bot.screening.merge import screen_many
from bot.screening.registry import load_checks
from bot.services import Services
from bot.sources.feed.mapping import Reading, map_entries
from bot.sources.feed.parse import parse_feed
from bot.sources.words import Matcher
from bot.storage.unit_of_work import unit_of_work
from tests.bench import material, product
from tests.bench.cases._growing import grown
from tests.bench.cases._stored import stored_rows
from tests.bench.floors.core import insert_batches
from tests.bench.floors.lxml_feed import read_feed
from tests.bench.floors.near_limit import near_limit
from tests.bench.harness import Goal, Plan, Question, Result, Sample, compare, compare_many, cpu_time
from tests.bench.product import CHANNEL, Folder
from tests.bench.scale import Scale
from tests.bench.wire import Served, wire
from tests.support.slack_bot import VirtualTime

CASE = "ingest"
POLLS_AT_ONCE = 4  # as the queue of polls has it


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Every question of this case."""
    plan = scale.plan(rounds)
    with product.working_folder() as folder:
        async with wire(scale.feeds, scale.feed_items, folder.path) as served:
            yield await whole_line(plan, scale, folder, served)
            for result in await unchanged(plan, scale, folder, served):
                yield result
        yield await parsing(plan, scale)
        yield await storing(plan, scale, folder)
        async for result in grown(plan, scale, folder):
            yield result


# ---- the whole line ----


async def whole_line(plan: Plan, scale: Scale, folder: Folder, served: Served) -> Result:
    """Feeds polled, stored, screened and carded in lists, against the near-limit line. Items a CPU second."""
    expected = scale.feeds * scale.feed_items

    async def floor() -> float:
        count, seconds = await near_limit(folder.file(), served.url, scale.feeds)
        assert count == expected
        return count / seconds

    async def candidate() -> Sample:
        sources = {f"blog{n}": {"kind": "feed", "url": f"{served.url}/feed/{n}"} for n in range(scale.feeds)}
        made = product.settings(folder, served.port, f"{served.url}/api/", sources)
        time, before = VirtualTime(), await served.counts()
        async with (
            product.opened(folder.fresh()) as database,
            product.services(made, database) as built,
            product.sending(built, time) as face,
        ):
            with cpu_time() as so_far:
                await poll_all(built, list(sources))
                polled = so_far()
                while await face.delivery.deliver(CHANNEL):
                    pass
                seconds = so_far()
        after = await served.counts()
        assert after["offered"] - before["offered"] == expected, "every item is offered in a message, once"
        messages = after["posts"] - before["posts"]
        per_item = {"found_us": polled / expected * 1e6, "carded_us": (seconds - polled) / expected * 1e6}
        return {"rate": expected / seconds, "items_a_message": expected / messages, **per_item}

    async def first() -> Sample:
        return {"rate": await floor()}

    question = Question("whole line, cards in lists", "rate", Goal(at_least=0.5), "items a CPU second")
    about = "lxml, SHA-256, Core, slack_sdk with a shared session (floors/near_limit.py)"
    (result,) = await compare_many(CASE, [question], first, candidate, plan=plan, floor_is=about)
    result.notes["screening_alone_us"] = _screening(scale)
    result.notes["without"] = "the durable-work engine's own cost of a job: polls and deliveries are called"
    return result


def _screening(scale: Scale) -> float:
    """CPU µs an item of the checks alone, which the floor has none of."""
    texts = [text_of(material.found(one)) for one in material.articles(scale.feed_items)]
    checks = load_checks()
    screen_many(texts, checks)
    with cpu_time() as so_far:
        screen_many(texts, checks)
        return so_far() / len(texts) * 1e6


async def poll_all(built: Services, names: Sequence[str]) -> None:
    """Poll each source once, as many at once as the queue would."""
    room = asyncio.Semaphore(POLLS_AT_ONCE)

    async def one(name: str) -> None:
        async with room:
            await poll(built, name)

    await asyncio.gather(*(one(name) for name in names))


# ---- an unchanged feed ----


async def unchanged(plan: Plan, scale: Scale, folder: Folder, served: Served) -> list[Result]:
    """A poll of a feed that says nothing new, against its first poll: a 304, and the same bytes again."""
    results = []
    for path, what in (("same", "unchanged feed, answered 304"), ("feed", "unchanged feed, no validators")):
        results.append(await _unchanged(plan, scale, folder, served, path, what))
    return results


async def _unchanged(
    plan: Plan, scale: Scale, folder: Folder, served: Served, path: str, what: str
) -> Result:
    sources = {"blog": {"kind": "feed", "url": f"{served.url}/{path}/0"}}
    made = product.settings(folder, served.port, f"{served.url}/api/", sources)

    async def first_poll() -> float:
        async with product.opened(folder.fresh()) as database, product.services(made, database) as built:
            with cpu_time() as so_far:
                await poll(built, "blog")
                return so_far() * 1e6

    async with product.opened(folder.fresh()) as database, product.services(made, database) as built:
        await poll(built, "blog")

        async def again() -> float:
            with cpu_time() as so_far:
                for _ in range(scale.polls):
                    await poll(built, "blog")
                return so_far() / scale.polls * 1e6

        about = f"the product's own first poll of that feed, {scale.feed_items} entries"
        goal = Goal(at_most=0.08)
        return await compare(CASE, what, first_poll, again, goal, plan=plan, floor_is=about)


# ---- the parser ----


async def parsing(plan: Plan, scale: Scale) -> Result:
    """Feed bytes to entries, against lxml taking six fields of each. Mapping to items is in the notes."""
    count = scale.feed_items
    body = material.feed(1, material.articles(count))

    async def floor() -> Sample:
        with cpu_time() as so_far:
            for _ in range(scale.parses):
                assert len(read_feed(body)) == count
            return {"parse": so_far() / count / scale.parses * 1e6}

    async def candidate() -> Sample:
        with cpu_time() as so_far:
            for _ in range(scale.parses):
                feed = parse_feed(body, {}, "bench")
            parsed = so_far()
            assert len(feed.entries) == count
            reading = Reading(feed, "https://blog1.example/feed", material.NOW, Matcher((), ()))
            for _ in range(scale.parses):
                items = list(map_entries(reading))
            mapped = so_far() - parsed
            assert len(items) == count
        return {"parse": parsed / count / scale.parses * 1e6, "map": mapped / count / scale.parses * 1e6}

    question = Question("well-formed feed, parsed", "parse", Goal(at_most=3.0), "CPU µs an entry")
    about = "lxml, six fields of each entry (floors/lxml_feed.py)"
    (result,) = await compare_many(CASE, [question], floor, candidate, plan=plan, floor_is=about)
    return result


# ---- the store ----


async def storing(plan: Plan, scale: Scale, folder: Folder) -> Result:
    """Pieces made ready beforehand, stored in batches of 100, against the same rows inserted with Core."""
    batches, rows = await stored_rows(folder, scale.stored)

    async def floor() -> float:
        async with product.opened(folder.fresh()) as database:
            return await insert_batches(database, rows) / scale.stored * 1e6

    async def candidate() -> float:
        async with product.opened(folder.fresh()) as database:
            async with unit_of_work(database) as session:
                await session.exec(select(1))
            contents = Contents()
            with cpu_time() as so_far:
                for batch in batches:
                    async with unit_of_work(database) as session:
                        stored = await contents.store(session, "bench", batch, material.NOW)
                    assert len(stored.new) == len(batch)
                return so_far() / scale.stored * 1e6

    about = "the same rows with Core, asynchronous, batches of 100 (floors/core.py)"
    goal = Goal(at_most=2.0)
    result = await compare(
        CASE,
        "store, batches of 100",
        floor,
        candidate,
        goal,
        plan=plan,
        unit="CPU µs an item",
        floor_is=about,
    )
    result.notes["rows_an_item"] = sum(len(each) for batch in rows for each in batch.values()) / scale.stored
    return result

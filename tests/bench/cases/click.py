"""Clicking: how soon one is acknowledged, what registering more costs, and decisions that are committed."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable
from itertools import count

from bot.faces.queries import load_item_views
from bot.faces.slack.context import SlackContext
from bot.faces.slack.deciding import decide, settle
from bot.faces.slack.face import SlackFace
from bot.faces.slack.limits import Pace
from bot.faces.slack.router import SlackRouter
from bot.review.rules import Action
from bot.services import Services
from bot.storage.unit_of_work import reading
from tests.bench import product
from tests.bench.clicker import Driver, clicker
from tests.bench.floors.sdk import bolt_without_a_write, sdk_ack_only
from tests.bench.harness import Goal, MeasureMany, Plan, Question, Result, Sample, compare_many, cpu_time
from tests.bench.product import Folder
from tests.bench.scale import Scale
from tests.support.slack_bot import VirtualTime

CASE = "click"
IN_FLIGHT = 50
MORE_ACTIONS = 40
_WARM = 30


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """Every question of this case. Each side has a clicker of its own and stays connected throughout."""
    plan = scale.plan(rounds)
    with product.working_folder() as folder:
        async with clicker(folder.path, "one") as one, clicker(folder.path, "other") as other:
            for result in await acknowledged(plan, scale, folder, one, other):
                yield result
            for result in await registered(plan, scale, folder, one, other):
                yield result
            for result in await decided(plan, scale, folder, one, other):
                yield result


# ---- what the product does when clicked ----


async def _only_ack(ctx: SlackContext) -> None:
    await ctx.ack()


async def _decide(ctx: SlackContext) -> None:
    """Commit, then acknowledge: what the person waits for."""
    await decide(ctx, Action.APPROVE)
    await ctx.ack()


async def _decide_and_redraw(ctx: SlackContext) -> None:
    """What a card's button does: the card is redrawn as well, after the acknowledgement."""
    await settle(ctx, await decide(ctx, Action.APPROVE))


def _register(router: SlackRouter, _services: Services) -> None:
    router.action("bench", "ack", _only_ack)
    router.action("bench", "decide", _decide)
    router.action("bench", "redraw", _decide_and_redraw)


def _register_more(router: SlackRouter, services: Services) -> None:
    _register(router, services)
    for number in range(MORE_ACTIONS - 3):
        router.action("bench", f"more{number}", _only_ack)


@contextlib.asynccontextmanager
async def _product(
    folder: Folder,
    driver: Driver,
    items: int = 0,
    register: Callable[[SlackRouter, Services], None] = _register,
) -> AsyncIterator[SlackFace]:
    """The product connected to a clicker, with so many items waiting (ids from 1)."""
    made = product.settings(folder, driver.port, driver.api_url)
    async with product.opened(folder.fresh()) as database, product.services(made, database) as built:
        await product.queue(built, items)
        time = VirtualTime()
        face = SlackFace(built, pace=Pace(time.now, time.sleep), register=register)
        await face.start()
        try:
            yield face
        finally:
            await face.stop()


def _clicking(driver: Driver, clicks: int, at_once: int, verb: str) -> MeasureMany:
    """Click items one after the other, none twice; CPU of this process a click, and the waits."""
    first = count(1, clicks)

    async def measure() -> Sample:
        with cpu_time() as so_far:
            waits = await driver.click(clicks, at_once, verb, next(first))
            return {"cpu": so_far() / clicks * 1e6, "p50_ms": waits["p50"], "p99_ms": waits["p99"]}

    return measure


# ---- the questions ----


async def acknowledged(plan: Plan, scale: Scale, folder: Folder, one: Driver, other: Driver) -> list[Result]:
    """From click to acknowledgement, one at a time, where nothing is written."""
    question = Question("click to acknowledgement, p50", "p50_ms", Goal(at_most=2.5), "ms")
    async with sdk_ack_only(one.api_url), _product(folder, other):
        for driver in (one, other):
            await driver.click(_WARM, 1, "bench.ack")
        return await compare_many(
            CASE,
            [question],
            _clicking(one, scale.clicks, 1, "bench.ack"),
            _clicking(other, scale.clicks, 1, "bench.ack"),
            plan=plan,
            floor_is="slack_sdk's client that only acknowledges (floors/sdk.py)",
        )


async def registered(plan: Plan, scale: Scale, folder: Folder, one: Driver, other: Driver) -> list[Result]:
    """The same click with three actions registered, and with forty."""
    question = Question(f"{MORE_ACTIONS} actions registered", "cpu", Goal(at_most=1.25), "CPU µs a click")
    async with _product(folder, one), _product(folder, other, register=_register_more):
        for driver in (one, other):
            await driver.click(_WARM, 1, "bench.ack")
        return await compare_many(
            CASE,
            [question],
            _clicking(one, scale.clicks, 1, "bench.ack"),
            _clicking(other, scale.clicks, 1, "bench.ack"),
            plan=plan,
            floor_is="the product with three actions registered",
        )


async def decided(plan: Plan, scale: Scale, folder: Folder, one: Driver, other: Driver) -> list[Result]:
    """Decisions on different items, fifty in flight, each acknowledged after its commit."""
    questions = [
        Question("decision committed, 50 in flight, CPU", "cpu", Goal(at_most=2.0), "CPU µs a click"),
        Question("decision committed, 50 in flight, p99", "p99_ms", Goal(at_most=2.5), "ms"),
    ]
    runs = len(plan.order) * plan.rounds + 2
    async with (
        bolt_without_a_write(one.api_url),
        _product(folder, other, items=scale.clicks * runs) as face,
    ):
        for driver in (one, other):
            await driver.click(_WARM, IN_FLIGHT, "bench.ack")
        decisions = _clicking(other, scale.clicks, IN_FLIGHT, "bench.decide")
        results = await compare_many(
            CASE,
            questions,
            _clicking(one, scale.clicks, IN_FLIGHT, "bench.ack"),
            decisions,
            plan=plan,
            floor_is="Bolt with process_before_response, one listener, no write (floors/sdk.py)",
        )
        await _check_decided(face.services, scale)
        redrawn = await _redrawn(face, other, scale, scale.clicks * (runs - 1) + 1)
        for result in results:
            result.notes |= redrawn
        return results


async def _redrawn(face: SlackFace, driver: Driver, scale: Scale, first: int) -> dict[str, float]:
    """The same with the card drawn anew through the response URL, for the notes: that is no part of the goal."""
    with cpu_time() as so_far:
        waits = await driver.click(scale.clicks, IN_FLIGHT, "bench.redraw", first)
        await face.dispatcher.drain(60)
        cpu = so_far() / scale.clicks * 1e6
    return {"with_redraw_cpu": cpu, "with_redraw_p99_ms": waits["p99"]}


async def _check_decided(built: Services, scale: Scale) -> None:
    """Every click that was acknowledged is in the database."""
    async with reading(built.database) as session:
        views = await load_item_views(session, range(1, min(scale.clicks, 500) + 1))
    assert {view.status.value for view in views.values()} == {"approved"}

"""Ten thousand cards into one channel: no faster than the chat allows, and no slower."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from math import ceil

from bot.playground.slack import LocalSlack
from bot.playground.slack.clock import PlaygroundClock
from tests.bench import product
from tests.bench.harness import Goal, Result, cpu_time
from tests.bench.product import Folder
from tests.bench.scale import Scale

CASE = "cards"
A_MESSAGE = 16  # items with buttons that Slack takes in one message


class SteppedTime:
    """The local Slack's clock, set forward by whoever sleeps: the limits are enforced, nobody waits."""

    def __init__(self, clock: PlaygroundClock) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock()

    async def sleep(self, seconds: float) -> None:
        self._clock.advance(seconds)


async def run(rounds: int, scale: Scale) -> AsyncIterator[Result]:
    """One delivery: time is virtual, so that nothing varies between rounds but the CPU in the notes."""
    with product.working_folder() as folder:
        yield await delivered(folder, scale)


async def delivered(folder: Folder, scale: Scale) -> Result:
    """Post every item to a local Slack that enforces its limits; seconds are those of its clock."""
    clock = PlaygroundClock(scale=0, start=time.time())
    async with LocalSlack(clock=clock, limits="enforce", message_burst=1) as slack:
        made = product.settings(folder, 1, slack.api_url, bot_token=slack.bot_token)
        async with product.opened(folder.fresh()) as database, product.services(made, database) as built:
            await product.queue(built, scale.cards)
            async with product.sending(built, SteppedTime(clock)) as face:
                began, messages = clock(), 0
                with cpu_time() as so_far:
                    while steps := await face.delivery.deliver("content-review"):
                        messages += steps
                    cpu = so_far()
                took = clock() - began
        shown = _offered(slack)
        refused = [call for call in slack.world.calls if call.error == "ratelimited"]
        least = ceil(scale.cards / A_MESSAGE)
        whole = len(shown) == len(set(shown)) == scale.cards
        return Result(
            case=CASE,
            what=f"{scale.cards:,} items into one channel",
            floor=float(least),
            candidate=took,
            ratio=took / least,
            goal=f"{Goal(at_most=1.1)}, no 429",
            holds=Goal(at_most=1.1).holds(took / least) and not refused and whole,
            unit="virtual s",
            floor_is=f"{A_MESSAGE} items a message, one message a second",
            rounds=1,
            notes={
                "messages": messages,
                "refused_429": len(refused),
                "each_offered_once": whole,
                "cpu_us_an_item": cpu / scale.cards * 1e6,
                "cpu_includes": "the local Slack, which checks every block",
            },
        )


def _offered(slack: LocalSlack) -> list[int]:
    """The items that some message of the channel offers to approve, as often as one does."""
    return [
        int(element["action_id"].split(":")[3])
        for message in slack.messages("content-review")
        for block in message.get("blocks", [])
        for element in block.get("elements", [])
        if str(element.get("action_id", "")).startswith("g1:review:approve:")
    ]

"""Short ways to ask, answer and say, beside a bot in a local Slack."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from bot.faces.slack.blocks import search_text
from bot.faces.steps import SAY
from bot.people.rules import Person, Role
from bot.rights import queries
from bot.rights.asking import Request
from bot.rights.outcomes import AskDone, AskOutcome
from bot.rights.scope import Channel, Proof, Scope, Use
from bot.rights.tables import Ask
from bot.services import Services
from bot.sources.base import FoundItem
from bot.storage.unit_of_work import reading, unit_of_work
from bot.work.notices import NOTICE
from cogs.notices.jobs import post as tell
from cogs.rights.jobs import say
from tests.support.slack_bot import CHANNEL, SlackBot, action_in, found, press
from tests.support.work import asked_for

NOAH_HIMSELF = Person("U0NOAH0001", "Noah Berg", Role.MODERATOR)
MANAGER = Person("U0MIA00001", "Mia Lindqvist", Role.MANAGER)
SITE = frozenset({Use.WEBSITE})
WANTED = Scope(frozenset({Use.WEBSITE, Use.ADS, Use.PRINT}), "Sweden", 365, "@anna", "1")
Json = dict[str, Any]


async def say_all(services: Services) -> None:
    """What the durable work does with every step so far."""
    for ask_id, revision in sorted(await asked_for(services.database, SAY)):
        await say(services, ask_id, revision)


async def tell_all(services: Services) -> None:
    """Post every notice that was asked for."""
    for arguments in await asked_for(services.database, NOTICE):
        await tell(services, *arguments)


async def do(services: Services, act: Callable[..., Awaitable[AskOutcome]], *args: Any, **more: Any) -> Ask:
    """One step, committed."""
    async with unit_of_work(services.database) as session:
        done = await act(session, *args, **more)
    assert isinstance(done, AskDone), done
    return done.ask


async def carded(bot: SlackBot, text: str = "item one", **changes: Any) -> int:
    """An item with a card."""
    item: FoundItem = found(text, **changes)
    (item_id,) = await bot.take(item)
    await bot.deliver()
    return item_id


async def asked(bot: SlackBot, item_id: int, scope: Scope = WANTED, channel: Channel = Channel.HAND) -> Ask:
    """Somebody asked about it."""
    request = Request("May we show this?", scope, channel)
    services = bot.services
    return await do(services, services.asks.ask, item_id, NOAH_HIMSELF, services.clock(), request)


async def said(bot: SlackBot, ask: Ask, words: str, proof: Proof = Proof.REPLY) -> Ask:
    """The creator answered."""
    services = bot.services
    return await do(services, services.asks.answered, ask.id, words, proof, services.clock(), via="mastodon")


async def answered(bot: SlackBot, words: str = "Yes, but no ads please?", **changes: Any) -> Ask:
    """An item whose creator said something that a person has to read, and it is said below the card."""
    ask = await asked(bot, await carded(bot, **changes))
    ask = await said(bot, ask, words)
    await say_all(bot.services)
    return ask


async def granted(bot: SlackBot, scope: Scope = WANTED, channel: Channel = Channel.HAND) -> Ask:
    """An item that is licensed."""
    services = bot.services
    ask = await asked(bot, await carded(bot), scope, channel)
    return await do(
        services, services.asks.grant, ask.id, scope.uses, Proof.REPLY, services.clock(), credit=scope.credit
    )


async def stands(services: Services, ask: Ask) -> Ask:
    """The ask as it is now."""
    async with reading(services.database) as session:
        row = await queries.get_ask(session, ask.id or 0)
    assert row is not None
    return row


def thread(bot: SlackBot, card: int = 0) -> list[Json]:
    """The posts below a card, oldest first."""
    top = [each for each in every(bot) if not each.get("thread_ts") or each["thread_ts"] == each["ts"]]
    below = [each for each in every(bot) if each.get("thread_ts") == top[card]["ts"] != each["ts"]]
    return sorted(below, key=lambda each: str(each["ts"]))


def every(bot: SlackBot) -> list[Json]:
    """All messages of the review channel, in threads or not, oldest first."""
    world = bot.slack.world
    (place,) = [channel for channel in world.channels.values() if channel.name == CHANNEL]
    return sorted(world.messages.get(place.id, {}).values(), key=lambda each: str(each["ts"]))


def texts(bot: SlackBot, card: int = 0) -> list[str]:
    """What the posts below a card say."""
    return [search_text(each["blocks"]) for each in thread(bot, card)]


def has(message: Json, verb: str) -> bool:
    """Whether a message offers that."""
    try:
        action_in(message["blocks"], verb)
    except AssertionError:
        return False
    return True


async def press_on(bot: SlackBot, user: str, message: Json, verb: str) -> Json:
    """Press a button of a message, wherever it stands."""
    return await press(bot.slack, user, message["blocks"], verb, channel=CHANNEL, ts=message["ts"])


async def renewal(bot: SlackBot, ask: Ask) -> Ask:
    """Somebody asked to go on."""
    services = bot.services
    request = Request("May we go on?", Scope(SITE, "", 365, "@anna", "1"))
    return await do(services, services.asks.renew, ask.item_id, NOAH_HIMSELF, services.clock(), request)

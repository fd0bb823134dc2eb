"""Telling of badges: in the channel where ambassadors meet, or to the person alone; and of suggestions, to whoever
made them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.ambassadors import suggesting
from bot.ambassadors.badges.rules import Kind
from bot.ambassadors.badges.service import Celebration, told, untold
from bot.ambassadors.suggesting import Decided
from bot.ambassadors.suggestions import queries as suggestions
from bot.faces.queries import load_item_views
from bot.faces.slack import blocks as b
from bot.faces.slack.face import SlackFace
from bot.faces.slack.kept import keep
from bot.faces.slack.profiles import Profiles
from bot.faces.texts import Markup
from bot.kernel.errors import FixCredentials, NeverWorks
from bot.kernel.log import get_logger
from bot.people.accounts import KnownAccount
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ambassador.acting import PLATFORM
from cogs.ambassador.queries import CELEBRATION
from cogs.ambassador.slack_me import badge_words, maker_of
from cogs.ambassador.slack_named import Post, say
from cogs.ambassador.slack_unthanking import thanks_key
from cogs.ambassador.words import Words

AT_ONCE = 20
log = get_logger(__name__)


async def tell(services: Services) -> None:
    """See ``jobs.tell``."""
    await _tell_badges(services)
    await _tell_decisions(services)


async def _tell_badges(services: Services) -> None:
    async with reading(services.database) as session:
        found = await untold(session, services.clock(), AT_ONCE)
        accounts = await services.identities.known(session, [one.account_id for one in found])
    for one in found:
        async with unit_of_work(services.database) as session:
            mine = await told(session, one.badge_id, services.clock())
        account = accounts.get(one.account_id)
        if mine and account is not None and account.platform == PLATFORM:
            try:
                await _tell(services, one, account)
            except (NeverWorks, FixCredentials) as error:
                log.warning("badge_not_told", badge=one.badge_id, problem=str(error))


async def _tell_decisions(services: Services) -> None:
    """What people decided about suggestions, each at most once."""
    async with reading(services.database) as session:
        found = await suggesting.untold(session, services.clock(), AT_ONCE)
        accounts = await services.identities.known(session, [one.account_id for one in found])
    for one in found:
        async with unit_of_work(services.database) as session:
            mine = await suggestions.set_told(session, one.suggestion_id, services.clock())
        account = accounts.get(one.account_id)
        if mine and account is not None and account.platform == PLATFORM:
            try:
                await _tell_decision(services, one, account)
            except (NeverWorks, FixCredentials) as error:
                log.warning("decision_not_told", suggestion=one.suggestion_id, problem=str(error))


async def _tell_decision(services: Services, one: Decided, account: KnownAccount) -> None:
    """With the piece's address, and so as a message that is erased with its creator."""
    profiles = services.outlet(Profiles)
    words = Words((await profiles.of(account.external_id)).language)
    async with reading(services.database) as session:
        item = (await load_item_views(session, [one.item_id])).get(one.item_id)
    address = item.url if item is not None and not item.gone else ""
    what = b.link(address, words.plain("to-suggestion")) if address else words.md("to-suggestion")
    key = "suggestion-accepted" if one.accepted else "suggestion-rejected"
    said = words.md(key, what=Markup(what), count=one.points, points=words.number(one.points))
    room = await profiles.room(account.external_id)
    face, made = services.outlet(SlackFace), [b.section(said)]
    await keep(
        face, f"suggestion:{one.suggestion_id}", room, said, made, kind="suggestion", item_ids=[one.item_id]
    )


async def _tell(services: Services, one: Celebration, account: KnownAccount) -> None:
    face, wanted = services.outlet(SlackFace), services.settings.ambassadors.channel
    if one.in_public and wanted:
        place, facts = await face.channels.id_of(wanted), (one.kind.value, str(one.number))
        await say(services, Post(CELEBRATION, place, (one.ambassador_id,), facts, str(one.badge_id)), drawn)
        if one.kind is not Kind.THANKS:
            return
    profiles = services.outlet(Profiles)
    words = Words((await profiles.of(account.external_id)).language)
    if one.kind is Kind.THANKS and one.item_id is not None:
        await _thank(services, one, one.item_id, words, await profiles.room(account.external_id))
        return
    what = badge_words(words, one.kind.value, one.number, one.network)
    said = words.md("badge-got", what=Markup(what))
    await face.replies.direct(account.external_id, said, [b.section(said)])


async def _thank(services: Services, one: Celebration, item_id: int, words: Words, room: str) -> None:
    """With the creator's name and their piece, and so as a message that is erased with them."""
    async with reading(services.database) as session:
        item = (await load_item_views(session, [item_id])).get(item_id)
    name = maker_of(item)
    said = words.md("thanked-by", creator=name) if name else words.md("thanked")
    if item is not None and name and item.url:
        said = f"{said} {b.link(item.url, words.plain('to-piece'))}"
    key = thanks_key(one.ambassador_id, item_id)
    await keep(
        services.outlet(SlackFace), key, room, said, [b.section(said)], kind="thanks", item_ids=[item_id]
    )


def drawn(words: Words, post: Post, names: Sequence[str]) -> tuple[str, list[b.Block]]:
    """A celebration in the channel. Its facts are the badge's kind and number."""
    kind, number = post.facts
    said = words.md(f"celebrate-{kind}", name=names[0], count=int(number), number=words.number(int(number)))
    return said, [b.section(said)]

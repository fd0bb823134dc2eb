"""A creator's receipt by mail: when they answered or took something back, and when they ask for it on its page.

Nobody can be mailed at will with it: so many letters a permission and day are kept count of in its row, and so many
an address in memory, whichever page they are wanted on.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import orjson
from limits import parse
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.faces.mail.parts import Facts, Link, Part, Words, as_html, as_text
from bot.faces.texts import language_of, say
from bot.kernel.errors import TellUser
from bot.kernel.letter import SEND, Enclosure, Letter, address_mark, mail_address
from bot.kernel.text import clean_line
from bot.people.queries import get_creators
from bot.people.tables import Creator
from bot.rights import contacts, queries
from bot.rights.outcomes import AskDone
from bot.rights.private_links import PrivateLinks
from bot.rights.receipt import ANSWERS
from bot.rights.receipt_fields import Receipt
from bot.rights.receipts import Receipts
from bot.rights.rules import AskStatus
from bot.rights.tables import Ask
from bot.settings import Settings
from bot.work import Enqueuer

WANTED_A_DAY = 3
"""Letters about one permission that are sent because somebody asked for them on its page."""
MOST_A_DAY = 6
"""Letters about one permission altogether: whoever changes their mind back and forth is not told every time."""
_PER_ADDRESS = parse("6/day")
_TWICE = timedelta(minutes=1)
"""A second press for the same address within this time is the same wish."""


class ReceiptMail:
    """Writes the letters; durable work sends them. It flushes; whoever opened the unit of work commits."""

    def __init__(self, settings: Settings, receipts: Receipts, links: PrivateLinks, work: Enqueuer) -> None:
        self._enabled = settings.mail.enabled
        self._brand = settings.brand.name
        self._receipts = receipts
        self._links = links
        self._work = work
        self._pace = MovingWindowRateLimiter(MemoryStorage())

    async def happened(self, session: AsyncSession, done: AskDone) -> None:
        """Told of every step of every permission. A receipt goes out for an answer where an address is known."""
        if not self._enabled or done.step.action not in ANSWERS or done.step.data.get("why") == "erased":
            return
        ask = done.ask
        creator = await _creator(session, ask)
        address = ask.receipt_to or _own_address(creator)
        silent = creator is not None and await contacts.must_not_contact(session, creator)
        if not address or silent or len(_of_the_day(ask, done.step.at)) >= MOST_A_DAY:
            return
        await self._send(session, ask, address, done.step.at, pressed=False)

    async def wanted(self, session: AsyncSession, ask_id: int, address: str, now: datetime) -> bool:
        """Somebody with the receipt's link wants it mailed there, now and when something changes; False where it was
        sent often enough. Pressing twice sends once."""
        ask = await queries.locked(session, ask_id)
        if ask is None or not self._enabled:
            return False
        times = _of_the_day(ask, now)
        if ask.receipt_to == address and times and now - max(times) < _TWICE:
            return True
        if len(times) >= WANTED_A_DAY or not await self._pace.hit(_PER_ADDRESS, address_mark(address)):
            return False
        ask.receipt_to = address
        await self._send(session, ask, address, now, pressed=True)
        return True

    async def _send(
        self, session: AsyncSession, ask: Ask, address: str, now: datetime, *, pressed: bool
    ) -> None:
        found = await self._receipts.of(session, ask)
        if found is None:
            return
        times = [*_of_the_day(ask, now), now]
        ask.receipt_mails = [one.isoformat() for one in times]
        await queries.save(session, ask)
        key = f"receipt:{ask.id}:{ask.revision}:{len(times)}:{now:%Y%m%d%H%M%S%f}"
        letter = self._letter(ask, found, address, key, now, pressed=pressed)
        await self._work.enqueue(session, SEND, letter.as_argument(), key=f"{key}:{address_mark(address)}")

    def _letter(
        self, ask: Ask, found: Receipt, address: str, key: str, now: datetime, *, pressed: bool
    ) -> Letter:
        language = language_of(ask.language)
        state = [one for one in found.events if one.event_state != "removed"][-1].event_state
        values = {"brand": self._brand, "state": state}
        content = orjson.dumps(found.model_dump(mode="json"), option=orjson.OPT_INDENT_2)
        subject = say(language, "receipt-mail-subject", values)
        parts = self._parts(ask, found, state, language)
        return Letter(
            key=key,
            to=address,
            subject=subject,
            text=as_text(parts),
            html=as_html(parts, subject, language),
            language=language,
            enclosures=(
                Enclosure(
                    name=f"receipt-{found.receipt_id}.json", media_type="application/json", content=content
                ),
            ),
            at=now,
            automatic=not pressed,
        )

    def _parts(self, ask: Ask, found: Receipt, state: str, language: str) -> list[Part]:
        return [
            Words(say(language, "receipt-mail-hello")),
            Words(say(language, "receipt-mail-body")),
            Facts(_facts(found, state, language)),
            *self._where(ask, language),
            Words(say(language, "receipt-mail-attached")),
            Words(say(language, "receipt-mail-why", {"brand": self._brand}), small=True),
            Words(self._brand, small=True),
        ]

    def _where(self, ask: Ask, language: str) -> list[Part]:
        """The private links; none where nobody reaches our pages."""
        page = self._links.receipt(ask)
        if not page:
            return []
        told: list[Part] = [Link(say(language, "receipt-mail-page"), page)]
        if ask.status == AskStatus.GRANTED:
            told.append(Link(say(language, "receipt-mail-withdraw"), self._links.withdraw(ask)))
        return [*told, Words(say(language, "receipt-mail-private"))]


def _facts(found: Receipt, state: str, language: str) -> list[str]:
    ours = found.goodword
    lines = [say(language, f"receipt-state-{state}")]
    left_out = [one.purpose for one in found.purposes if one.purpose not in ours.uses]
    for key, uses in (("receipt-uses", ours.uses), ("receipt-not-uses", left_out)):
        if uses:
            named = "; ".join(say(language, f"consent-use-{use}") for use in uses)
            lines.append(f"{say(language, key)}: {named}")
    if ours.uses:
        where = say(language, "receipt-worldwide") if ours.territory == "worldwide" else ours.territory
        until = ours.valid_until[:10] or say(language, "receipt-open-end")
        lines += [
            f"{say(language, 'receipt-territory')}: {clean_line(where, 200)}",
            f"{say(language, 'receipt-since')}: {ours.valid_from[:10]}",
            f"{say(language, 'receipt-until')}: {until}",
            f"{say(language, 'receipt-credit')}: {clean_line(ours.credit, 200)}",
        ]
    url = ours.shown.content.get("url") if ours.shown is not None else None
    return [*lines, *([f"{say(language, 'receipt-piece')}: {clean_line(str(url), 500)}"] if url else [])]


async def _creator(session: AsyncSession, ask: Ask) -> Creator | None:
    if ask.creator_id is None:
        return None
    return (await get_creators(session, [ask.creator_id])).get(ask.creator_id)


def _own_address(creator: Creator | None) -> str:
    """The address that somebody wrote to us from; "" for people of other networks."""
    if creator is None or creator.platform != "mail":
        return ""
    try:
        return mail_address(creator.external_id)
    except TellUser:
        return ""


def _of_the_day(ask: Ask, now: datetime) -> list[datetime]:
    times = [datetime.fromisoformat(one) for one in ask.receipt_mails]
    return [one for one in times if now - one < timedelta(days=1)]

"""What App Home shows somebody of the ambassadors' programme: what is theirs, in their own language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.numbers import format_decimal
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.ambassadors import queries
from bot.ambassadors.boards.service import own
from bot.ambassadors.rules import Measure, OfferState, Status, periods_of
from bot.ambassadors.service import Ambassadors
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.faces.slack.picks.queries import waiting
from bot.faces.texts import Markup, say
from bot.people.identity.queries import find
from bot.services import Services

_AREA = "ambassador"


@dataclass(frozen=True, slots=True)
class Own:
    """How somebody stands. ``ambassador_id`` None: they don't take part, and may. ``rank`` None: they have nothing
    this week, or stay off the board. ``waiting``: picks in messages of theirs that they did nothing
    with yet."""

    language: str
    company: str
    ambassador_id: int | None = None
    paused: bool = False
    next_at: datetime | None = None
    in_channel: bool = False
    waiting: int = 0
    saved: int = 0
    points: int = 0
    shares: int = 0
    clicks: int = 0
    rank: int | None = None
    total: int = 0


async def load(
    services: Services, session: AsyncSession, user_id: str, language: str, now: datetime
) -> Own | None:
    """None where there is no programme, or their account was deactivated."""
    programme = await services.outlet(Ambassadors).programme(session)
    if not programme.enabled:
        return None
    account = await find(session, "slack", user_id)
    rows = await queries.of_accounts(session, [account.id]) if account is not None else []
    row = next(iter(rows), None)
    if row is not None and row.status == Status.ENDED:
        return None
    if row is None or row.status == Status.LEFT:
        return Own(language, programme.company)
    who, week = row.id or 0, periods_of(now, programme.zone).week
    points, shares, clicks = [
        await own(session, week, one, who, 0) for one in (Measure.POINTS, Measure.SHARES, Measure.CLICKS)
    ]
    return Own(
        language=language,
        company=programme.company,
        ambassador_id=who,
        paused=row.status == Status.PAUSED,
        next_at=row.next_at,
        in_channel=row.place == "channel" and bool(services.settings.ambassadors.channel),
        waiting=await waiting(session, who),
        saved=await queries.count_offers(session, who, OfferState.SAVED),
        points=points.score,
        shares=shares.score,
        clicks=clicks.score,
        rank=points.rank,
        total=points.total,
    )


def blocks(mine: Own) -> list[b.Block]:
    """The section, with its buttons."""
    made = [b.header(_say(mine, "home-title", plain=True))]
    if mine.ambassador_id is None:
        join = b.button(
            _say(mine, "join", plain=True),
            encode(_AREA, "settings"),
            label=_say(mine, "form-title", plain=True),
        )
        return [*made, b.section(_say(mine, "join-what", company=mine.company)), b.actions([join])]
    numbers = {"points": mine.points, "shares": mine.shares, "clicks": mine.clicks}
    values: dict[str, Any] = {key: _number(mine, one) for key, one in numbers.items()}
    values |= {f"{key}n": one for key, one in numbers.items()}
    line = _say(mine, "me-line", period=Markup(_say(mine, "period-week", plain=True)), **values)
    if mine.rank is not None:
        place = _say(mine, "me-place", rank=_number(mine, mine.rank), total=_number(mine, mine.total))
        line = f"{line} · {place}"
    return [*made, b.section(f"{_picks(mine)}\n{line}"), b.actions(_buttons(mine, mine.ambassador_id))]


def _picks(mine: Own) -> str:
    kept = _say(mine, "home-picks", count=mine.waiting, saved=mine.saved)
    if mine.in_channel:
        kept = _say(mine, "home-picks-channel")
    if mine.paused:
        return f"{kept}\n{_say(mine, 'me-paused')}"
    coming = _say(mine, "home-next", when=Markup(when(mine.next_at))) if mine.next_at is not None else ""
    return f"{kept}\n{coming}".strip()


def _buttons(mine: Own, ambassador_id: int) -> list[b.Block]:
    more = encode(_AREA, "more", None, None, (str(ambassador_id),))
    return [
        b.button(_say(mine, "more", plain=True), more),
        b.button(_say(mine, "home-me", plain=True), encode(_AREA, "me")),
        b.button(_say(mine, "board-title", plain=True), encode(_AREA, "leaderboard")),
        b.button(_say(mine, "settings", plain=True), encode(_AREA, "settings")),
    ]


def _say(mine: Own, key: str, *, plain: bool = False, **values: Any) -> str:
    escape = {} if plain else {"escape": b.isolate}
    return say(mine.language, f"amb-{key}", values, **escape)


def _number(mine: Own, value: int) -> Markup:
    return Markup(format_decimal(value, locale=mine.language))

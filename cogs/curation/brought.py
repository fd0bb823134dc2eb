"""What the programme brought and cost, and where clicks came from, in words."""

from __future__ import annotations

from collections.abc import Callable

from babel import Locale
from babel.numbers import format_currency, format_decimal

from bot.faces.slack import blocks as b
from bot.faces.texts import Markup
from bot.kernel.text import clean_line
from bot.links.sources import Named
from cogs.curation.overview import Goes
from cogs.curation.telling import NAME, Teller


def worth(tell: Teller, goes: Goes) -> str:
    """ " (€120.00)": what conversions were worth, each currency apart."""
    values = [_money(tell, value, currency) for currency, value in goes.worth.values]
    return f" ({', '.join(values)})" if values else ""


def lines(tell: Teller, goes: Goes) -> list[str]:
    """What is to be known of conversions, and what they and the clicks cost; nothing where there is nothing."""
    made, found = [], goes.worth
    if found.assumed and goes.prices.per_conversion is not None:
        assumed = _money(tell, goes.prices.per_conversion, found.currency)
        made.append(tell.say("assumed", count=found.assumed, each=Markup(assumed)))
    if goes.pixels:
        made.append(tell.say("pixels", count=goes.pixels))
    if goes.converted.number or goes.pixels:
        made.append(tell.say("window", days=goes.window_days))
    made += [tell.say(f"left-out-{what}", count=count) for what, count in _left_out(goes) if count]
    if found.cost is not None:
        parts = [tell.say("cost", cost=Markup(_money(tell, found.cost, found.currency)))]
        for key, each in (("per-click", found.per_click), ("per-conversion", found.per_conversion)):
            if each is not None:
                parts.append(tell.say(key, each=Markup(_money(tell, each, found.currency))))
        made.append(f"{', '.join(parts)}.")
    return made


def _left_out(goes: Goes) -> tuple[tuple[str, int], ...]:
    return ("ignored", goes.ignored), ("machines", goes.machines)


def doubtful(tell: Teller, goes: Goes) -> list[b.Block]:
    """Links whose clicks were mostly left out: somebody may press them by hand, or has a program do it."""
    if not goes.doubtful:
        return []
    lines = [f":warning: *{tell.say('doubtful')}*", tell.say("doubtful-about")]
    for one in goes.doubtful:
        name = goes.owners.get(one.owner, "") if one.owner is not None else ""
        what = tell.say(
            "doubtful-line",
            name=clean_line(name, NAME) or tell.plain("somebody"),
            network=tell.network(one.network),
            item=str(one.item_id),
            ignored=one.clicked.ignored,
            clicks=one.clicked.clicks,
        )
        lines.append(f"• {what}")
    return [b.section("\n".join(lines))]


def sources(tell: Teller, goes: Goes) -> list[b.Block]:
    """Websites and countries, of all links together."""
    found = [
        *_line(tell, "websites", goes.websites, lambda host: f"`{b.escape(host)}`"),
        *_line(tell, "countries", goes.countries, lambda code: b.escape(country(code, tell.language))),
    ]
    if not found:
        return []
    few = tell.say("sources-few", count=goes.few)
    return [b.section("\n".join([f"*{tell.say('sources')}*", *found, f"_{few}_"]))]


def _line(tell: Teller, what: str, found: Named, say: Callable[[str], str]) -> list[str]:
    if not found.total:
        return []
    parts = [f"{say(name)} {_count(tell, clicks)}" for name, clicks in found.first]
    if found.others:
        parts.append(tell.say(f"other-{what}", clicks=_count(tell, found.others)))
    return [f"• {tell.say(what)}: {' · '.join(parts)}"]


def country(code: str, language: str) -> str:
    """ "Sweden"; the code where nobody calls it anything."""
    return str(Locale.parse(language).territories.get(code, code))


def _count(tell: Teller, number: int) -> str:
    return str(format_decimal(number, locale=tell.language))


def _money(tell: Teller, value: float, currency: str) -> str:
    return b.escape(format_currency(value, currency, locale=tell.language))

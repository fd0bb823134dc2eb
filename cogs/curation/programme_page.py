"""What holds for the whole programme, as the window shows it."""

from __future__ import annotations

from typing import Any

from bot.ambassadors.texts import load_wordings
from bot.curation.programme import DISCLOSURE, Programme
from bot.curation.rules import Limit, Setting
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.texts import Markup
from bot.settings.ambassadors import names_company
from cogs.curation.loading import Held
from cogs.curation.slack_view import AREA, Look
from cogs.curation.telling import Teller

_WORDED = {
    Setting.NETWORKS: "networks",
    Setting.PICKS_A_WEEK: "picks",
    Setting.BLOCKED_WORDS: "words",
    Setting.PIECE_LIMIT: "each-piece",
    Setting.LEADS_TO: "leads",
}


def page(look: Look, held: Held) -> list[b.Block]:
    """Each setting with its value, who set it, and ways to change it."""
    tell, now = look.tell, held.now
    made = [b.section(f"*{tell.say('tab-programme')}*\n{tell.say('programme-about')}")]
    for setting, value in values_of(now).items():
        head = f"*{tell.say(_WORDED[setting])}*\n{_value(tell, setting, value)}"
        made.append(b.section(f"{head}\n_{_whose(tell, now, setting.value)}_", _change(look, setting)))
        if look.manages and stamp(now, setting.value):
            made.append(b.actions([_give_back(tell, setting.value)]))
    made += _disclosures(look, held)
    return [*made, b.section(f"*{tell.say('points')}*\n{_points(tell, now)}")]


def values_of(now: Programme) -> dict[Setting, dict[str, Any]]:
    """The settings that are one value each, as they would be kept."""
    limit = now.piece_limit
    return {
        Setting.NETWORKS: {"names": list(now.networks)},
        Setting.PICKS_A_WEEK: {"number": now.picks_a_week},
        Setting.BLOCKED_WORDS: {"words": list(now.blocked_words)},
        Setting.PIECE_LIMIT: {"shares": limit.shares, "days": limit.days} if limit else {"shares": 0},
        Setting.LEADS_TO: {"url": now.leads_to},
    }


def _value(tell: Teller, setting: Setting, value: dict[str, Any]) -> str:
    if setting is Setting.NETWORKS:
        return b.escape(tell.networks(value["names"]))
    if setting is Setting.BLOCKED_WORDS:
        words = b.cut(b.isolate(", ".join(value["words"])), 1000)
        return words if value["words"] else tell.say("no-words")
    if setting is Setting.PIECE_LIMIT:
        return tell.limit(Limit(value["shares"], value["days"])) if value["shares"] else tell.say("no-limit")
    if setting is Setting.LEADS_TO:
        where = b.link(value["url"], value["url"]) if value["url"] else tell.say("leads-here")
        return f"{where}\n{tell.say('leads-about')}"
    return tell.setting(setting.value, value)


def _whose(tell: Teller, now: Programme, key: str) -> str:
    for one in now.changed:
        if one.key == key:
            return tell.say("set-here", who=Markup(tell.who(one.by_name, one.at)))
    return tell.say("from-settings")


def stamp(now: Programme, key: str) -> int:
    """Which value of a setting somebody saw: 0 for that of the settings."""
    return next((int(one.at.timestamp() * 1000) for one in now.changed if one.key == key), 0)


def _change(look: Look, setting: Setting) -> b.Block | None:
    if not look.manages:
        return None
    text, called = look.tell.plain("change"), look.tell.plain(_WORDED[setting])
    return b.button(text, encode(AREA, f"set_{setting.value}"), label=f"{called}: {text}")


def _give_back(tell: Teller, key: str) -> b.Block:
    # A colon parts the identity of a button: a key travels with dots.
    return b.button(tell.plain("give-back"), encode(AREA, "give_back", extra=(key.replace(":", "."),)))


def _disclosures(look: Look, held: Held) -> list[b.Block]:
    """The packaged one of each language, and what is said instead for a network or a country."""
    tell, now = look.tell, held.now
    made = [b.section(f"*{tell.say('disclosures')}*")]
    everywhere = {
        (code, "", ""): (one.disclosure.text, one.disclosure.tag) for code, one in load_wordings().items()
    }
    said = {key: (one.text, one.tag) for key, one in now.disclosures.items()}
    for (language, network, country), (text, tag) in sorted({**everywhere, **said}.items()):
        key = f"{DISCLOSURE}:{language}:{network}:{country}"
        where = tell.disclosure(language, network, country)
        words = f"{text} {tag}".strip().replace("{company}", now.company)
        line = tell.say("packaged", where=where, words=words)
        if not names_company(text, now.company):
            line += f"\n:warning: {tell.say('disclosure-nameless')}"
        button = None
        if stamp(now, key):
            line += f"\n_{_whose(tell, now, key)}_"
            button = _give_back(tell, key) if look.manages else None
        made.append(b.section(line, button))
    if look.manages:
        made.append(b.actions([b.button(tell.plain("add-disclosure"), encode(AREA, "set_disclosure"))]))
    return made


def _points(tell: Teller, now: Programme) -> str:
    rules = now.points
    lines = [
        tell.say(
            "points-line",
            share=rules.share,
            shares=rules.shares_a_day,
            said=rules.said_a_week,
            first=rules.first,
            click=rules.click,
            most=rules.clicks_a_day,
            conversion=rules.conversion,
            suggestion=rules.suggestion,
        ),
        tell.say("points-said", said=rules.said_a_week),
        tell.say("points-none", networks=tell.networks(sorted(now.without_points))),
        tell.say("points-why"),
    ]
    return "\n".join(lines)

"""The window in which somebody says how they want to take part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bot.ambassadors.refusals import Why
from bot.ambassadors.rules import DAY, Cadence, Preferences, interest, server_of
from bot.curation.programme import Programme
from bot.faces.actions import encode
from bot.faces.ambassadors.refusals import refusal_words
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.profiles import Profile
from bot.kernel.errors import Refused
from bot.kernel.text import clean_line
from cogs.ambassador.acting import AREA
from cogs.ambassador.words import Words

LANGUAGES = ("en", "sv", "de", "da", "no", "fi", "nl", "fr", "es", "it", "pt", "pl", "cs", "uk", "ja", "zh")
"""Languages of pieces that somebody may want; suggested texts exist in some of them."""
USUAL = ("linkedin", "copy")
_FIELD = {
    Why.NO_NETWORK: "networks",
    Why.NO_SERVER: "mastodon",
    Why.TOO_MANY_INTERESTS: "interests",
    Why.NO_LANGUAGE: "languages",
    Why.NO_PLACE: "place",
    Why.NO_ZONE: "zone",
    Why.HOURS: "to",
    Why.DAYS: "days",
    Why.COUNTRY: "country",
}


def first_wishes(profile: Profile, programme: Programme, *, public: bool) -> Preferences:
    """What a form says that nobody has filled in. ``public``: people outside the company read the boards, so nobody
    stands on them who didn't say so."""
    usual = tuple(one for one in USUAL if one in programme.networks)
    languages = tuple(dict.fromkeys((profile.language, "en")))
    return Preferences(
        networks=usual or programme.networks[:1],
        languages=languages,
        zone=profile.zone,
        country=profile.country,
        on_board=not public,
    )


def form(
    words: Words,
    wanted: Preferences,
    programme: Programme,
    channel: str,
    *,
    public: bool,
    member: bool,
    metadata: str,
    whole: bool = False,
) -> dict[str, Any]:
    """The window. ``channel`` is where ambassadors meet, "" where they meet nowhere; ``public``: people outside the
    company read the boards. Whoever joins is asked what is needed; all the rest, which has good answers already,
    comes where they want it (``whole``) and with their settings later."""
    made: list[b.Block] = []
    if not member:
        made.append(b.section(words.md("join-what", company=programme.company)))
    made += [
        _networks(words, wanted, programme),
        _languages(words, wanted),
        _cadence(words, wanted),
        _board(words, wanted, public=public),
    ]
    if member or whole:
        made += [
            _interests(words, wanted),
            *([_mastodon(words, wanted)] if "mastodon" in programme.networks else []),
            *_when(words, wanted, channel),
            _country(words, wanted),
        ]
    else:
        made.append(b.actions([b.button(words.plain("more-settings"), encode(AREA, "whole"))], "whole"))
        made.append(b.context(words.md("more-settings-what")))
    return b.modal(
        words.plain("form-title-member" if member else "form-title"),
        made,
        callback_id=encode(AREA, "save"),
        submit=words.plain("save" if member else "join"),
        close=words.plain("cancel"),
        metadata=metadata,
    )


def _field(
    words: Words, name: str, element: b.Block, *, optional: bool = False, hint: bool = False
) -> b.Block:
    said = words.plain(f"field-{name}-hint") if hint else None
    return b.field(words.plain(f"field-{name}"), element, name, optional=optional, hint=said)


def _interests(words: Words, wanted: Preferences) -> b.Block:
    interests: b.Block = {
        "type": "multi_external_select",
        "action_id": encode(AREA, "interests"),
        "placeholder": b.plain(words.plain("field-interests-placeholder"), 150),
        "min_query_length": 0,
    }
    if wanted.interests:
        interests["initial_options"] = [b.option(name_of(one), one) for one in wanted.interests]
    return _field(words, "interests", interests, optional=True, hint=True)


def _languages(words: Words, wanted: Preferences) -> b.Block:
    tongues = [b.option(words.tongue(code), code) for code in dict.fromkeys((*wanted.languages, *LANGUAGES))]
    languages: b.Block = {
        "type": "multi_static_select",
        "action_id": "languages",
        "placeholder": b.plain(words.plain("field-languages"), 150),
        "options": tongues,
        "initial_options": [one for one in tongues if one["value"] in wanted.languages],
    }
    return _field(words, "languages", languages, hint=True)


def _networks(words: Words, wanted: Preferences, programme: Programme) -> b.Block:
    networks = [b.option(words.network(key), key) for key in programme.networks]
    return _field(words, "networks", inputs.boxes("networks", networks, wanted.networks))


def _mastodon(words: Words, wanted: Preferences) -> b.Block:
    server = b.text_input("mastodon", initial=wanted.mastodon, placeholder="mastodon.social", limit=200)
    return _field(words, "mastodon", server, optional=True, hint=True)


def _cadence(words: Words, wanted: Preferences) -> b.Block:
    often = [b.option(words.plain(f"cadence-{one.value}"), one.value) for one in Cadence]
    return _field(words, "cadence", b.radio("cadence", often, initial=wanted.cadence.value))


def _when(words: Words, wanted: Preferences, channel: str) -> list[b.Block]:
    days = [b.option(name, str(number)) for number, name in enumerate(words.days())]
    zone = inputs.suggested(
        encode(AREA, "zone"), words.plain("field-zone"), b.option(wanted.zone, wanted.zone)
    )
    made = list[b.Block]()
    if channel:
        name = channel.lstrip("#")
        places = [
            b.option(words.plain("place-dm"), "dm"),
            b.option(words.plain("place-channel", name=name), "channel"),
        ]
        made.append(_field(words, "place", b.radio("place", places, initial=wanted.place)))
    return [
        *made,
        _field(words, "from", inputs.clock("from", _clock(wanted.hours[0]))),
        _field(words, "to", inputs.clock("to", _clock(wanted.hours[1]))),
        _field(words, "days", inputs.boxes("days", days, [str(one) for one in wanted.days])),
        _field(words, "zone", zone),
    ]


def _country(words: Words, wanted: Preferences) -> b.Block:
    country = b.text_input("country", initial=wanted.country, placeholder="SE", limit=2)
    return _field(words, "country", country, optional=True, hint=True)


def _board(words: Words, wanted: Preferences, *, public: bool) -> b.Block:
    shown = [b.option(words.plain("board-yes-public" if public else "board-yes"), "yes")]
    board = inputs.boxes("board", shown, ["yes"] if wanted.on_board else [])
    hint = words.plain("field-board-public") if public else None
    return b.field(words.plain("field-board"), board, "board", optional=True, hint=hint)


def typed(fields: Mapping[str, Any], before: Preferences) -> Preferences:
    """What stands in the short window so far; ``before`` where it can't be."""
    try:
        return replace(
            before,
            networks=_several(fields.get("networks")),
            languages=_several(fields.get("languages")),
            cadence=Cadence(str(fields.get("cadence") or before.cadence.value)),
            on_board="yes" in _several(fields.get("board")),
        )
    except Refused:  # Slack keeps what was typed in fields that stay
        return before


def entered(
    fields: Mapping[str, Any], before: Preferences, words: Words, *, public: bool
) -> tuple[Preferences | None, dict[str, str]]:
    """What the window says, or what is wrong with it by field. What it doesn't ask for stays as it was. ``public``:
    it said that people outside read the boards."""

    def said(name: str, otherwise: Any) -> Any:
        return fields.get(name, otherwise)

    on_board = "yes" in _several(fields.get("board"))
    server = str(said("mastodon", before.mastodon) or "").strip()
    begin = _minutes(said("from", None), 0) if "from" in fields else before.hours[0]
    end = _minutes(said("to", None), 0) or DAY if "to" in fields else before.hours[1]
    days = _several(said("days", [str(one) for one in before.days]))
    try:
        return (
            Preferences(
                networks=_several(fields.get("networks")),
                interests=tuple(filter(None, map(interest, _several(said("interests", before.interests))))),
                languages=_several(fields.get("languages")),
                mastodon=(server_of(server) or clean_line(server, 100)) if server else "",
                cadence=Cadence(str(fields.get("cadence") or before.cadence.value)),
                place=str(fields.get("place") or before.place),
                zone=str(fields.get("zone") or before.zone),
                hours=(begin, end),
                days=tuple(sorted(int(one) for one in days if one.isdigit())),
                country=str(said("country", before.country) or "").strip().upper(),
                on_board=on_board,
                public=on_board and (public or before.public),
            ),
            {},
        )
    except Refused as error:
        field, why = _FIELD.get(Why(error.key), "networks"), refusal_words(error, words.language)
        if field in fields:
            return None, {field: why}
        return None, {"networks": f"{why} {words.plain('under-more-settings')}"}


def name_of(key: str) -> str:
    """An interest as a menu shows it."""
    return key.partition(":")[2] if key.startswith(("campaign:", "collection:")) else key


def _several(value: Any) -> tuple[str, ...]:
    return (
        tuple(str(one) for one in value) if isinstance(value, Sequence) and not isinstance(value, str) else ()
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _minutes(value: Any, otherwise: int) -> int:
    hour, _, minute = str(value or "").partition(":")
    return int(hour) * 60 + int(minute) if hour.isdigit() and minute.isdigit() else otherwise

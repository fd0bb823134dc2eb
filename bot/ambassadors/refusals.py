"""Why something can't be done in the programme, in English. A face translates by the key."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.kernel.errors import Refused


class Why(StrEnum):
    """Stable keys of refusals, as the texts of every language name them."""

    OFF = "ambassador-off"
    UNKNOWN = "ambassador-unknown"
    ENDED = "ambassador-ended"
    NO_NETWORK = "ambassador-no-network"
    NO_SERVER = "ambassador-no-server"
    TOO_MANY_INTERESTS = "ambassador-too-many-interests"
    NO_LANGUAGE = "ambassador-no-language"
    NO_PLACE = "ambassador-no-place"
    NO_ZONE = "ambassador-no-zone"
    HOURS = "ambassador-hours"
    DAYS = "ambassador-days"
    COUNTRY = "ambassador-country"
    NOT_OFFERED = "ambassador-not-offered"
    NOT_LICENSED = "share-not-licensed"
    HELD = "share-held"
    HIDDEN = "share-hidden"
    LIMIT = "share-limit"
    NETWORK_OFF = "share-network-off"
    NOWHERE = "share-nowhere"
    BLOCKED = "share-blocked-word"
    TOO_LONG = "share-too-long"
    UNKNOWN_SHARE = "share-unknown"
    NOBODY_TO_THANK = "thanks-nobody"
    NOT_CELEBRATED = "celebrate-not-on-boards"
    CELEBRATED = "celebrate-already"
    REMIND_PAUSED = "remind-paused"
    THEY_LEFT = "they-left"
    REMINDED = "remind-already"
    SUGGEST_ADDRESS = "suggest-address"
    SUGGEST_PRIVATE = "suggest-private"
    SUGGEST_TOO_MANY = "suggest-too-many"


_WORDS: dict[Why, tuple[str, str]] = {
    Why.OFF: (
        "The ambassador programme is switched off.",
        "An operator switches it on: [ambassadors] enabled.",
    ),
    Why.UNKNOWN: ("You aren't an ambassador.", "Join first: /goodword ambassador join"),
    Why.ENDED: ("That account was deactivated, so it takes no part any more.", "Join again once it is back."),
    Why.NO_NETWORK: ("No network is chosen.", "Choose at least one on which you would share."),
    Why.NO_SERVER: ("Mastodon needs the server of your account.", "Write it such as mastodon.social."),
    Why.TOO_MANY_INTERESTS: ("Those are more than {most} interests.", "Leave the ones that matter most."),
    Why.NO_LANGUAGE: ("No language is chosen.", "Choose at least one."),
    Why.NO_PLACE: ("Picks come as direct messages or in a channel.", "Choose one of them."),
    Why.NO_ZONE: ("“{name}” is not a time zone.", "Write one such as Europe/Stockholm."),
    Why.HOURS: ("Working hours begin before they end, within one day.", "Write them such as 09:00 to 17:00."),
    Why.DAYS: ("No working day is chosen.", "Choose at least one day of the week."),
    Why.COUNTRY: ("“{name}” is not a country.", "Write its two letters, such as SE."),
    Why.NOT_OFFERED: ("That piece isn't among your picks.", "Look at your picks again."),
    Why.NOT_LICENSED: (
        "This piece may not be shared by colleagues now: its creator's permission doesn't cover it, or has ended.",
        "Choose another one.",
    ),
    Why.HELD: ("This piece is held back for now.", "It can be shared from {when}."),
    Why.HIDDEN: ("This piece was taken out of the programme.", "Choose another one."),
    Why.LIMIT: ("This piece was shared as often as it may be for now.", "Choose another one."),
    Why.NETWORK_OFF: ("Sharing on {network} is switched off here.", "Choose another network."),
    Why.NOWHERE: (
        "There is no network on which anything is shared now.",
        "Tell a manager of the programme.",
    ),
    Why.BLOCKED: ("“{word}” may not stand in what you share.", "Take it out, or say it in other words."),
    Why.TOO_LONG: (
        "What must stand in the post doesn't fit {network}.",
        "Choose another network, or tell a manager: a shorter disclosure or credit helps.",
    ),
    Why.UNKNOWN_SHARE: ("That share isn't known.", "Open the piece again and share it anew."),
    Why.NOBODY_TO_THANK: (
        "Nobody shared this piece who wasn't thanked for it already.",
        "Shares on networks that forbid rewards, such as X, aren't thanked for.",
    ),
    Why.NOT_CELEBRATED: (
        "{name} doesn't stand on the boards.",
        "Celebrate somebody who does, or thank {name} in person.",
    ),
    Why.CELEBRATED: ("{name} was celebrated this week already.", "Celebrate somebody else, or wait a week."),
    Why.REMIND_PAUSED: ("{name} paused, and so wants no word from here.", "Ask in person."),
    Why.THEY_LEFT: ("They take no part in the programme any more.", "Look at the programme anew."),
    Why.REMINDED: ("{name} was reminded within the last {days} days.", "Ask in person, or wait."),
    Why.SUGGEST_ADDRESS: (
        "That can't be suggested: {problem}.",
        "Send the full address of the post, starting with https://",
    ),
    Why.SUGGEST_PRIVATE: (
        "That can't be suggested: the address leads to a private network, where nobody outside can see it.",
        "Send the public address of the post.",
    ),
    Why.SUGGEST_TOO_MANY: (
        "You have suggested {most} pieces within a day, which is as many as can be looked at.",
        "Come back tomorrow.",
    ),
}


def refused(why: Why, **values: Any) -> Refused:
    """The error for a reason, with its values put into the English text."""
    message, remedy = _WORDS[why]
    return Refused(why.value, values, message.format(**values), remedy.format(**values))

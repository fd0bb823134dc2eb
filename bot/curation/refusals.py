"""Why something can't be curated so, in English. A face translates by the key."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.kernel.errors import Refused


class Why(StrEnum):
    """Stable keys of refusals, as the texts of every language name them."""

    NO_NAME = "curation-no-name"
    NAME_TAKEN = "curation-name-taken"
    UNKNOWN_COLLECTION = "curation-unknown-collection"
    CLOSED = "curation-collection-closed"
    FULL = "curation-collection-full"
    UNKNOWN_ITEM = "curation-unknown-item"
    PAST = "curation-past"
    RANGE = "curation-range"
    NOT_ALLOWED = "curation-not-allowed"
    UNKNOWN_NETWORK = "curation-unknown-network"
    NO_NETWORK = "curation-no-network"
    WORD_LENGTH = "curation-word-length"
    DISCLOSURE = "curation-disclosure"
    DISCLOSURE_COMPANY = "curation-disclosure-company"
    DISCLOSURE_TAG = "curation-disclosure-tag"
    DISCLOSURE_COUNTRY = "curation-disclosure-country"
    DISCLOSURE_LANGUAGE = "curation-disclosure-language"
    TARGET = "curation-target"
    STALE = "curation-stale"


_WORDS: dict[Why, tuple[str, str]] = {
    Why.NO_NAME: ("A collection needs a name with letters or digits.", "Write one such as summer 2026."),
    Why.NAME_TAKEN: ("There is a collection “{name}” already.", "Add to it, or choose another name."),
    Why.UNKNOWN_COLLECTION: ("There is no collection “{name}”.", "Choose one from the list."),
    Why.CLOSED: ("The collection “{name}” is closed.", "Open it again, or choose another one."),
    Why.FULL: ("The collection “{name}” holds {most} pieces, which is as many as it can.", "Begin another."),
    Why.UNKNOWN_ITEM: ("There is no item {item}.", "Give the number that its card shows."),
    Why.PAST: ("That moment is over.", "Choose one that lies ahead."),
    Why.RANGE: ("That must be a whole number from {least} to {most}.", "Write one of those."),
    Why.NOT_ALLOWED: ("Only managers curate.", "Ask one of them."),
    Why.UNKNOWN_NETWORK: ("“{name}” is no network.", "Choose from {known}."),
    Why.NO_NETWORK: ("No network would be left.", "Leave at least one."),
    Why.WORD_LENGTH: (
        "“{name}” can't be blocked: it has no letter, or is too long.",
        "Write a word or a few.",
    ),
    Why.DISCLOSURE: (
        "A disclosure has 1 to {most} characters.",
        "Write one such as: I work at {{company}}.",
    ),
    Why.DISCLOSURE_COMPANY: (
        "A disclosure says whom people work for: {{company}} or “{company}” must stand in it.",
        "Write one such as: I work at {{company}}.",
    ),
    Why.DISCLOSURE_TAG: (
        "The tag is one hashtag of letters and digits, of at most {most} characters.",
        "Write one such as #employee, or none.",
    ),
    Why.DISCLOSURE_COUNTRY: ("A country is two letters.", "Write one such as SE, or none."),
    Why.DISCLOSURE_LANGUAGE: ("A language is two or three small letters.", "Write one such as en."),
    Why.TARGET: (
        "Links can't lead to that address.",
        "Write a web address that begins with https:// or http://, without spaces and without a user name, of at "
        "most {most} characters.",
    ),
    Why.STALE: ("Somebody changed that again meanwhile.", "Look at what stands now."),
}


def refused(why: Why, **values: Any) -> Refused:
    """The error for a reason, with its values put into the English text."""
    message, remedy = _WORDS[why]
    return Refused(why.value, values, message.format(**values), remedy.format(**values))

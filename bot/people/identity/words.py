"""Why accounts can't be linked, in English. A face translates by the key."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.kernel.errors import Refused


class Why(StrEnum):
    """Stable keys of refusals, as the texts of every language name them."""

    NO_CODE = "link-no-code"
    UNKNOWN = "link-unknown-code"
    USED = "link-used"
    EXPIRED = "link-expired"
    OWN = "link-own"
    TOO_MANY = "link-too-many"
    TWINS = "link-twins"
    ONE_ACCOUNT = "link-one-account"
    NO_ACCOUNT = "link-no-account"


_NEW = "Ask for a new one with /contest link in Discord or /goodword link in Slack."
_WORDS: dict[Why, tuple[str, str]] = {
    Why.NO_CODE: ("“{code}” is no code.", "A code looks like GW-7F3K-9QXM."),
    Why.UNKNOWN: ("Nobody was given the code {code}.", f"Check its letters. {_NEW}"),
    Why.USED: ("That code was used already.", _NEW),
    Why.EXPIRED: ("That code has expired.", _NEW),
    Why.OWN: ("That is this account's own code.", "Say it from your other account."),
    Why.TOO_MANY: ("Too many codes that don't exist.", "Try again in {minutes} minutes."),
    Why.TWINS: (
        "That would make one person of two accounts in {chat}, which a code can't do.",
        "Ask an administrator to link them.",
    ),
    Why.ONE_ACCOUNT: ("That is one account.", "Name two."),
    Why.NO_ACCOUNT: ("There is no such account.", "It has to have said something here before."),
}


def refused(why: Why, **values: Any) -> Refused:
    """The refusal with its words filled in."""
    message, remedy = _WORDS[why]
    return Refused(why.value, values, message.format(**values), remedy.format(**values))

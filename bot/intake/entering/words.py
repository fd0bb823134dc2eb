"""Why something can't be entered, in English. A face translates by the key."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from bot.contests.refusals import Refused


class Why(StrEnum):
    """Stable keys of refusals, as the texts of every language name them."""

    LINK = "enter-link"
    ONE_LINK = "enter-one-link"
    MESSAGE_LINK = "enter-message-link"
    NOTHING = "enter-nothing"
    NOT_YOUR_MESSAGE = "enter-not-your-message"
    SOMEBODY_ELSES = "enter-somebody-elses"
    NOT_LINKED = "enter-not-linked"
    NO_HASHTAG = "enter-no-hashtag"
    GONE = "enter-gone"
    BLOCKED = "enter-blocked"
    FILE_TYPE = "enter-file-type"
    FILE_LIES = "enter-file-lies"
    FILE_LARGE = "enter-file-large"
    FILE_EMPTY = "enter-file-empty"


_SEND_ALLOWED = "Send {allowed}."
_WORDS: dict[Why, tuple[str, str]] = {
    Why.LINK: ("That can't be entered: {problem}", "{remedy}"),
    Why.ONE_LINK: ("There is more than one word in that link.", "Write one link, and nothing besides."),
    Why.MESSAGE_LINK: (
        "That link leads to a message in Discord.",
        "Open the menu of your own message there, then Apps, “Enter this message”.",
    ),
    Why.NOTHING: (
        "That message has neither words nor a picture or video, so there is nothing to enter.",
        "Enter a message that has one, a link or a file.",
    ),
    Why.NOT_YOUR_MESSAGE: ("That message is somebody else's.", "Enter one of your own."),
    Why.SOMEBODY_ELSES: (
        "That was made by {creator} on {platform}, who is known as somebody else.",
        "Enter something of your own. If that is you, unlink the account there and link it with this one.",
    ),
    Why.NOT_LINKED: (
        "That was made by {creator} on {platform}, and that account isn't linked with yours.",
        "Get a code with /contest link in Discord or /goodword link in Slack, post it there with the campaign's "
        "hashtag, then enter again.",
    ),
    Why.NO_HASHTAG: (
        "That doesn't carry {hashtag}, which this contest asks for.",
        "Add it to your post, or enter the post by its link.",
    ),
    Why.GONE: ("That isn't there any more.", "Enter something that still stands where it was posted."),
    Why.BLOCKED: ("Nothing is taken from this account any more.", "Ask the organisers why."),
    Why.FILE_TYPE: ("The file “{name}” is of a kind that can't be entered.", _SEND_ALLOWED),
    Why.FILE_LIES: ("The file “{name}” says that it is {type}, which its name doesn't.", _SEND_ALLOWED),
    Why.FILE_LARGE: (
        "The file “{name}” has {size} MB; {most} MB is the most.",
        "Send a smaller one, or post it elsewhere and enter the link.",
    ),
    Why.FILE_EMPTY: ("The file “{name}” is empty.", "Send it again."),
}


def refused(why: Why, **values: Any) -> Refused:
    """The refusal with its words filled in."""
    message, remedy = _WORDS[why]
    return Refused(why.value, values, message.format(**values), remedy.format(**values))

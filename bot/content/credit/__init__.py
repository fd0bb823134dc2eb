"""Who made a picture and what may be done with it, written into the picture's own file."""

from bot.content.credit.containers import KINDS, Kind, NotAPicture, kind_of
from bot.content.credit.facts import Credit
from bot.content.credit.marking import mark, read_marks
from bot.content.credit.signing import NotSigned, Signature, signature_of

__all__ = [
    "KINDS",
    "Credit",
    "Kind",
    "NotAPicture",
    "NotSigned",
    "Signature",
    "kind_of",
    "mark",
    "read_marks",
    "signature_of",
]

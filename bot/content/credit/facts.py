"""What is said in a picture about its maker and its licence. Pure."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

from bot.kernel.text import clean_line

LONGEST = 1000
"""Characters of one value: what is written stays far below the 64 kB that a JPEG segment holds."""


@dataclass(frozen=True, slots=True)
class Credit:
    """The values, each one line; what is empty is left out. Names of IPTC Photo Metadata 2023.1 in brackets."""

    creator: str  # who made it (dc:creator)
    line: str  # how to name them beside the picture (photoshop:Credit)
    source: str = ""  # where it comes from (photoshop:Source)
    rights: str = ""  # the copyright notice (dc:rights)
    usage: str = ""  # what the licence allows (xmpRights:UsageTerms)
    statement: str = ""  # address that says more (xmpRights:WebStatement)
    licensor: str = ""  # who licensed it (plus:LicensorName)
    licensor_url: str = ""  # where to find them (plus:LicensorURL)
    headline: str = ""  # a description for those who don't see it (Iptc4xmpCore:AltTextAccessibility)

    def clean(self) -> Credit:
        """The same without anything that a line, XML or a terminal can't hold."""
        return replace(self, **{each.name: _clean(getattr(self, each.name)) for each in fields(self)})


def _clean(text: str) -> str:
    return clean_line("".join(one for one in text if one not in "\ufffe\uffff"), LONGEST)

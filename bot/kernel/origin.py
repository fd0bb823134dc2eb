"""Whose a piece of content is."""

from __future__ import annotations

from enum import StrEnum


class Origin(StrEnum):
    """Whose a piece is: what customers made, and what is compared with it. The value is stored: never rename one."""

    UGC = "ugc"  # made by whoever posted it, unpaid
    BRAND = "brand"  # the brand's own
    INFLUENCER = "influencer"  # made by somebody who is paid for it, as themselves
    PAID = "paid"  # an advertisement


OWN = frozenset({Origin.BRAND, Origin.PAID})
"""The team's own: counted, and nobody's to review or to ask about."""

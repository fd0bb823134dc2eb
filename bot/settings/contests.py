"""The section of contests."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from bot.settings.section import Section


class Chain(Section):
    """A drand network other than the public quicknet: what its /info says."""

    hash: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    public_key: Annotated[str, Field(pattern=r"^[0-9a-f]+$")]
    scheme: str
    period: Annotated[int, Field(ge=1, le=86_400)]
    genesis: Annotated[int, Field(ge=0)]


class ContestsSection(Section):
    """Where draws take their public chance from: relays of a drand network, asked in turn."""

    beacons: tuple[str, ...] = ("https://api.drand.sh", "https://drand.cloudflare.com")
    chain: Chain | None = None  # None: quicknet
    draw_margin_seconds: Annotated[int, Field(ge=1, le=86_400)] = 60  # from the freeze to the named round

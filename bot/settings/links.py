"""The section of tracked links."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, SecretStr

from bot.settings.section import Section


class LinksSection(Section):
    """Short links that employees share, with [web]: where they begin, what is counted, and conversions."""

    enabled: bool = True
    address: Annotated[str, Field(pattern=r"^(https?://[^\s<>|?#]+)?$")] = (
        ""  # a short domain that leads here; empty: [web] address
    )
    landing: Literal["where_hidden", "always"] = (
        "where_hidden"  # when a page with credit and disclosure comes first
    )
    campaign: Annotated[str, Field(pattern=r"^[\w.-]{1,60}$")] = (
        "ambassadors"  # utm_campaign where a link has none
    )
    clicks_per_visitor: Annotated[int, Field(ge=1, le=1000)] = 10  # on one link in a day; more count no more
    visitors_per_address: Annotated[int, Field(ge=1, le=10_000)] = 25  # likewise: an office, or a script
    country_header: Annotated[str, Field(pattern=r"^[A-Za-z0-9-]{0,60}$")] = (
        ""  # in which a proxy of ours says the country; empty: none is counted
    )
    window_days: Annotated[int, Field(ge=1, le=365)] = 30  # from the click to what it led to
    pixel: bool = False  # whether a picture in a page may say it too; anybody can forge that
    contact: Annotated[str, Field(pattern=r"^([^\s@<>]+@[^\s@<>]+)?$")] = (
        ""  # whom the privacy statement names; empty: [brand] contact
    )
    key: SecretStr | None = None

"""What a report of a conversion says, and whether it belongs to a click. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, model_validator

from bot.links.tokens import Click

MICROS = 1_000_000
ID_LIMIT = 200
_AN_HOUR = timedelta(hours=1)


class How(StrEnum):
    """How it is known. The value is stored: never rename one."""

    CALL = "call"  # signed, from server to server
    PIXEL = "pixel"  # a picture in a page of the shop: anybody can forge it


class Outcome(StrEnum):
    """What came of a report."""

    KEPT = "kept"
    REPEATED = "repeated"  # the same id was reported before
    LATE = "late"  # the click is longer ago than the window
    UNKNOWN = "unknown"  # no token of ours


class Report(BaseModel):
    """A report as the shop sends it. ``id`` is the shop's own, of an order for example; ``click`` is what the address
    held as ``gw``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: Annotated[str, Field(min_length=1, max_length=ID_LIMIT)]
    click: Annotated[str, Field(min_length=1, max_length=100)]
    value: Annotated[Decimal, Field(ge=0, le=1_000_000_000, decimal_places=6, allow_inf_nan=False)] | None = (
        None
    )
    currency: Annotated[str, Field(pattern=r"^([A-Z]{3})?$")] = ""

    @model_validator(mode="after")
    def _money_has_a_currency(self) -> Report:
        if self.value is not None and not self.currency:
            raise ValueError("a value needs its currency")
        return self

    @property
    def micros(self) -> int | None:
        """The value in millionths of the currency."""
        return int(self.value * MICROS) if self.value is not None else None


@dataclass(frozen=True, slots=True)
class Window:
    """For how long after a click something counts as its doing."""

    days: int

    def holds(self, click: Click, now: datetime) -> bool:
        """A token says the hour alone, so the whole hour is given."""
        return now - click.at <= timedelta(days=self.days) + _AN_HOUR


def key_of(given: str) -> str:
    """What is kept of the shop's id: enough to know it again, nothing to look an order up by."""
    return sha256(given.encode("utf-8", "surrogatepass")).hexdigest()

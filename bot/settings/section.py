"""What sections of the settings are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict

from bot.kernel.targets import checked_target
from bot.kernel.zones import zone_names


class Section(BaseModel):
    """A section of the file. Unknown keys are errors: a typing mistake must not be a silent default."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def checked_zone(name: str) -> str:
    """Raises ValueError for a name that is no time zone's."""
    if name not in zone_names():
        raise ValueError(f"“{name[:60]}” is not a time zone; write one such as Europe/Stockholm")
    return name


def _target(address: str) -> str:
    return checked_target(address) if address else ""


Target = Annotated[str, AfterValidator(_target)]
"""Where shared links lead: a web address, or empty."""

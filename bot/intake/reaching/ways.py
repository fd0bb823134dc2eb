"""Which ways to creators are open, as the settings say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.content.tables import Sighting
from bot.intake.reaching.rules import FIRST
from bot.settings import Settings
from bot.sources.base import Capability
from bot.sources.registry import source_kind, validate_settings


@dataclass(slots=True)
class Pace:
    """How soon to look for answers again, see ``rules.FIRST``. Servers of our own bear more."""

    first: timedelta = FIRST


def replying(settings: Settings) -> dict[str, list[str]]:
    """The sources that can reply, by platform: switched on, and with what writing needs. Raises FixSettings."""
    found: dict[str, list[str]] = {}
    for name, section in settings.sources.items():
        spec = source_kind(section.kind).spec
        if not section.enabled or Capability.REPLY not in spec.capabilities:
            continue
        own = validate_settings(section.kind, section.own(), name)
        if all(getattr(own, needed, None) for needed in spec.reply_needs):
            found.setdefault(spec.platform, []).append(name)
    return found


def mailboxes(settings: Settings) -> list[str]:
    """The sources in which answers to our mail are seen."""
    kinds = {name: section.kind for name, section in settings.sources.items() if section.enabled}
    return [
        name
        for name, kind in kinds.items()
        if (spec := source_kind(kind).spec).platform == "mail" and Capability.WATCH in spec.capabilities
    ]


def without_writing(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The sources that could reply if they had these settings too."""
    able = {name for names in replying(settings).values() for name in names}
    return {
        name: spec.reply_needs
        for name, section in settings.sources.items()
        if section.enabled and name not in able
        if Capability.REPLY in (spec := source_kind(section.kind).spec).capabilities
    }


def speaker(
    names: Sequence[str], platform: str, sightings: Sequence[Sighting]
) -> tuple[str, Sighting] | None:
    """Which of these sources replies to a piece, and where it saw it: the one that found it, else the first, if
    another of that platform did. None where nobody knows an address to reply to."""
    for one in sightings:
        if one.source in names:
            return one.source, one
    others = [one for one in sightings if one.platform == platform]
    return (names[0], others[0]) if names and others else None

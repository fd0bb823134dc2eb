"""Which ways to creators are open, as the settings say."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.content.tables import Sighting
from bot.intake.reaching.rules import FIRST
from bot.kernel.errors import FixSettings
from bot.rights.private_links import PrivateLinks
from bot.settings import Settings, SourceSection
from bot.sources.base import CanWatch, Capability, SourceSpec
from bot.sources.registry import known_kinds, source_kind, validate_settings


@dataclass(slots=True)
class Pace:
    """How soon to look for answers again, see ``rules.FIRST``. Servers of our own bear more."""

    first: timedelta = FIRST


def answer_request(links: PrivateLinks, external_id: str, version: str) -> str:
    """What recognises an answer that was recorded already. It stands in the signed record for good, so it is keyed
    with the installation's secret: the id may name who wrote it."""
    said = f"{external_id}:{version}".encode()
    return f"answer:{hmac.digest(links.key('answer'), said, 'sha256').hex()}"


class Watchers:
    """Who sees answers on ways for which no source is configured: a chat in which we are. Faces add themselves."""

    def __init__(self) -> None:
        self._all: dict[str, CanWatch] = {}

    def add(self, platform: str, watcher: CanWatch) -> None:
        self._all[_name(platform)] = watcher

    def of(self, name: str) -> CanWatch | None:
        """By the name that a watch keeps in place of a source's."""
        return self._all.get(name)

    def name(self, platform: str) -> str:
        """What a watch of messages there keeps; empty where nobody sees what is answered."""
        name = _name(platform)
        return name if name in self._all else ""


def _name(platform: str) -> str:
    return f"@{platform}"  # no source is called so


def replying(settings: Settings) -> dict[str, list[str]]:
    """The sources that can reply, by platform: switched on, and with what writing needs. One whose settings are wrong
    can't; it says so itself when it is read."""
    found: dict[str, list[str]] = {}
    for name, section, spec in _enabled(settings):
        if Capability.REPLY not in spec.capabilities:
            continue
        try:
            own = validate_settings(section.kind, section.own(), name)
        except FixSettings:
            continue
        if all(getattr(own, needed, None) for needed in spec.reply_needs):
            found.setdefault(spec.platform, []).append(name)
    return found


def _enabled(settings: Settings) -> Iterator[tuple[str, SourceSection, SourceSpec]]:
    for name, section in settings.sources.items():
        if section.enabled and section.kind in known_kinds():
            yield name, section, source_kind(section.kind).spec


def mailboxes(settings: Settings) -> list[str]:
    """The sources in which answers to our mail are seen."""
    return [
        name
        for name, _, spec in _enabled(settings)
        if spec.platform == "mail" and Capability.WATCH in spec.capabilities
    ]


def without_writing(settings: Settings) -> dict[str, tuple[str, ...]]:
    """The sources that could reply if they had these settings too."""
    able = {name for names in replying(settings).values() for name in names}
    return {
        name: spec.reply_needs
        for name, _, spec in _enabled(settings)
        if name not in able and Capability.REPLY in spec.capabilities and spec.reply_needs
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

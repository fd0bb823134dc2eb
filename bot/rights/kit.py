"""What permissions are kept with, made from the settings."""

from __future__ import annotations

from functools import cache

from bot.content.media.folder import MediaFolder
from bot.rights.book import Kit
from bot.rights.chain import Signer
from bot.rights.evidence import Evidence
from bot.rights.keys import load_signer
from bot.rights.limits import Limits
from bot.rights.private_links import PrivateLinks
from bot.rights.scope import Use, read_uses
from bot.rights.terms import load_terms
from bot.settings import Rights, Settings


def kit_of(settings: Settings) -> Kit:
    """Raises FixSettings where the terms can't be read; the key is read, or made, when it is first needed."""
    rights = settings.rights
    given = rights.key.get_secret_value() if rights.key is not None else None

    @cache
    def signer() -> Signer:
        return load_signer(settings.data_dir, given)

    return Kit(
        signer=signer,
        evidence=Evidence(settings.evidence_dir),
        previews=MediaFolder(settings.media_dir),
        limits=limits_of(rights, programme=settings.ambassadors.enabled),
        terms=load_terms(rights.terms_version, rights.terms_file),
        links=PrivateLinks(settings.web.address if settings.web.enabled else "", signer),
    )


def asks_leave_out_employees(rights: Rights) -> bool:
    """Whether, with the programme enabled, no ask covers sharing by employees: the settings say for what to ask, and
    not for that."""
    return _chosen(rights) and Use.EMPLOYEES not in read_uses(rights.uses)


def _chosen(rights: Rights) -> bool:
    """Whether the settings say for what to ask, rather than leave it to us."""
    return "uses" in rights.model_fields_set


def limits_of(rights: Rights, *, programme: bool = False) -> Limits:
    """``programme``: employees share pieces, so first messages ask for that too, unless the settings say for what to
    ask: without it nobody would have anything to share."""
    also = frozenset({Use.EMPLOYEES}) if programme and not _chosen(rights) else frozenset()
    return Limits(
        asks_per_creator=rights.asks_per_creator,
        asks_days=rights.asks_days,
        remind_after_days=rights.remind_after_days,
        no_reminders=frozenset(name.strip().casefold() for name in rights.no_reminders),
        ask_ends_after_days=rights.ask_ends_after_days,
        licence_days=rights.licence_days,
        warn_days=tuple(sorted(set(rights.warn_days), reverse=True)),
        uses=read_uses(rights.uses),
        also=also,
        territory=rights.territory,
        terms_version=rights.terms_version,
    )

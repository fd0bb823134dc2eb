"""The gallery's parts, made from the settings."""

from __future__ import annotations

from bot.content.credit import Signature, signature_of
from bot.faces.web.gallery.routes import Gallery
from bot.kernel.errors import FixSettings
from bot.kernel.log import get_logger
from bot.rights.pictures import Pictures
from bot.services import Services
from bot.settings import Settings

log = get_logger(__name__)


def gallery_of(services: Services) -> Gallery | None:
    """The gallery; None where it, or the whole web face, is switched off."""
    settings = services.settings
    if not (settings.web.enabled and settings.gallery.enabled):
        return None
    return Gallery(services, pictures_of(services, signature_of_settings(settings)))


def pictures_of(services: Services, signature: Signature | None) -> Pictures:
    kit = services.asks.kit
    return Pictures(services.settings.pictures_dir, kit.previews, kit.evidence, signature)


def signature_of_settings(settings: Settings) -> Signature | None:
    """What pictures are signed with. Where it can't be used they carry credits alone: ``goodword check`` says why."""
    try:
        return signature_of(settings.credentials.certificate, settings.credentials.key_file)
    except FixSettings as error:
        log.warning("pictures_not_signed", problem=error.message, remedy=error.remedy)
        return None

"""The public gallery: the first place where licensed content is shown.

``/gallery`` for people, ``/gallery.json`` for websites, ``/gallery/media/...`` for both. It shows what
``bot.rights.licensed`` says may be shown on a website, at that second, and nothing else.
"""

from bot.faces.web.gallery.routes import Gallery
from bot.faces.web.gallery.surface import GallerySurface
from bot.faces.web.gallery.wiring import gallery_of

__all__ = ["Gallery", "GallerySurface", "gallery_of"]

"""Tracked links, where people follow them: ``/s/{code}``, the page with credit and disclosure, what they led to, and
the privacy statement."""

from bot.faces.web.links.routes import TrackedLinks, link_routes
from bot.faces.web.links.surface import LinkSurface

__all__ = ["LinkSurface", "TrackedLinks", "link_routes"]

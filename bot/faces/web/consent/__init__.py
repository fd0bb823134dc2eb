"""The private pages of a permission: where a creator answers, gets their receipt, and takes a yes back."""

from bot.faces.web.consent.routes import consent_routes

__all__ = ["consent_routes"]

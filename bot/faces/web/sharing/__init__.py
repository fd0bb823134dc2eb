"""Where an ambassador's Share button leads: ``/share/{token}`` makes the tracked link and goes on to the network."""

from bot.faces.web.sharing.routes import sharing_routes
from bot.faces.web.sharing.tokens import RENEWED, ShareTokens, Sharing, issued, tokens_of

__all__ = ["RENEWED", "ShareTokens", "Sharing", "issued", "sharing_routes", "tokens_of"]

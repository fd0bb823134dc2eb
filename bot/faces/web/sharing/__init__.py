"""Where an ambassador's Share button leads: ``/share/{token}`` makes the tracked link and goes on to the network."""

from bot.faces.web.sharing.routes import sharing_routes
from bot.faces.web.sharing.tokens import ShareTokens, Sharing, tokens_of

__all__ = ["ShareTokens", "Sharing", "sharing_routes", "tokens_of"]

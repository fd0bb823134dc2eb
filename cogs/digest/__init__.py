"""The digest: what a period brought, in the channel that wants to read it."""

from __future__ import annotations

from bot.faces.cog import Cog

COG = Cog(
    key="digest",
    title="Digest",
    personal_data="None of its own: a digest that was sent is kept by bot/digests.",
)

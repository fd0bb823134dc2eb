"""Asking a creator for permission: a drafted message to copy, and what came of it recorded by hand."""

from bot.faces.cog import Cog

COG = Cog(
    key="ask",
    title="Permission requests",
    personal_data="The message sent to a creator and what they answered, as evidence; erased with the item.",
)

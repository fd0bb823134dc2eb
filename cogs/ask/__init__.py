"""Asking a creator for permission: a message that a person sends or has sent, and what was answered."""

from bot.faces.cog import Cog

COG = Cog(
    key="ask",
    title="Permission requests",
    personal_data="The message sent to a creator and what they answered, as evidence; erased with the item.",
)

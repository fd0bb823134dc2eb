"""What Discord refuses in what an app sends, beyond what its OpenAPI document says."""

from bot.playground.discord.validate.messages import check_body, check_message, check_size

__all__ = ["check_body", "check_message", "check_size"]

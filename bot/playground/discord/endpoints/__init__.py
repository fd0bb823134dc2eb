"""The REST operations, a file for each part of the API; importing them enters them into the table."""

from bot.playground.discord.endpoints import (
    channels,
    commands,
    guilds,
    interactions,
    members,
    messages,
    users,
    webhooks,
)

ALL = (channels, commands, guilds, interactions, members, messages, users, webhooks)

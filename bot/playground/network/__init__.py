"""A local Mastodon: a small network at the wire, where a brand's account can speak with those who posted.

Its answers, errors and limits are those of Mastodon 4.5 (https://docs.joinmastodon.org/methods/). What is posted
comes from a story that goes on by itself and from whoever writes: the bot over the wire, a visitor as a creator.
"""

from bot.playground.network.server import LocalNetwork

__all__ = ["LocalNetwork"]

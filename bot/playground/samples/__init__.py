"""A sample brand's customers: a blog feed, their posts on a local Mastodon and a shop, on loopback, for the demo.

The words are our own and the pictures are drawn by us; the bot reads them as it reads the real thing.
"""

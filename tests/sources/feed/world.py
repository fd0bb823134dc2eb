"""A blog's feed on loopback."""

from __future__ import annotations

from html import escape
from pathlib import Path

from tests.sources.server import Answer, LocalServer, Seen
from tests.sources.world import HOSTILE, World

FEED = f"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:odd="urn:odd">
<channel><title>Trail notes</title><link>https://trail.example/</link><odd:what>new</odd:what>
<item><title>First light</title><link>https://trail.example/first?utm_source=feed</link>
<guid isPermaLink="false">t-1</guid><pubDate>Tue, 10 Nov 2026 08:00:00 +0100</pubDate><dc:creator>Ana</dc:creator>
<description>&lt;p&gt;The lid seals &lt;b&gt;well&lt;/b&gt;.&lt;/p&gt;
&lt;script&gt;alert(1)&lt;/script&gt;</description>
<odd:unknown depth="3">ignored</odd:unknown></item>
<item><title>Second</title><link>https://trail.example/second</link><guid>t-2</guid>
<pubDate>Wed, 11 Nov 2026 08:00:00 GMT</pubDate><description>{escape(escape(HOSTILE))}</description></item>
</channel></rss>
"""
SECRET = "feed-secret-9f31"


def build(server: LocalServer, folder: Path) -> World:
    def feed(seen: Seen) -> Answer:
        if seen.headers.get("if-none-match") == '"v1"':
            return Answer(status=304)
        return Answer(FEED.encode(), headers={"content-type": "application/rss+xml", "etag": '"v1"'})

    server.routes["/feed"] = feed
    return World({"url": f"{server.url}/feed?token={SECRET}"}, finds=2, secret=SECRET)

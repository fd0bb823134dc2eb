"""Where people share, as data: how long a post may be, and the address that opens the composer, filled in.

Only documented addresses are used. Where a composer takes no text (``takes`` is ``Takes.LINK``), the person copies
it. Text is percent-encoded (RFC 3986) as UTF-8, so nothing in it can end the parameter or name another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from bot.settings.ambassadors import NETWORKS as KNOWN

ADDRESS_LIMIT = 3000
"""Characters of a composer's address: what a button in Slack takes (Block Kit, button element, ``url``)."""
MAIL_ADDRESS_LIMIT = 1900
"""Of a mail's: mail programs on Windows cut longer ones (2,083 characters in all)."""


class Takes(StrEnum):
    """What a composer can be filled in with."""

    TEXT = "text"  # a text, in which the link stands
    TEXT_AND_LINK = "text and link"  # each in a parameter of its own
    LINK = "link"  # the link alone: the text is copied
    NOTHING = "nothing"  # there is no composer: text and link are copied


class Counting(StrEnum):
    """How a network counts the length of a post, see ``bot.ambassadors.lengths``."""

    CHARACTERS = "characters"
    WEIGHTED = "weighted"  # X: wide characters are two, every address is 23
    GRAPHEMES = "graphemes"  # Bluesky: what a reader sees as one
    ADDRESS_23 = "address 23"  # Mastodon: characters, every address is 23
    EMOJI_BYTES = "emoji bytes"  # Threads: characters, emojis by their bytes


@dataclass(frozen=True, slots=True)
class Network:
    """A network. ``composer`` is the address with ``{text}``, ``{link}``, ``{title}`` and ``{server}`` in it;
    ``source`` is where limit and address are documented."""

    key: str
    name: str
    limit: int
    counting: Counting
    takes: Takes
    composer: str
    source: str

    @property
    def anybodys(self) -> bool:
        """Whether its composer stands on a server that the person names."""
        return "{server}" in self.composer


_ALL = (
    Network(
        "linkedin",
        "LinkedIn",
        3000,
        Counting.CHARACTERS,
        Takes.LINK,
        "https://www.linkedin.com/sharing/share-offsite/?url={link}",
        "https://learn.microsoft.com/linkedin/consumer/integrations/self-serve/plugins/share-plugin",
    ),
    Network(
        "x",
        "X",
        280,
        Counting.WEIGHTED,
        Takes.TEXT_AND_LINK,
        "https://x.com/intent/tweet?text={text}&url={link}",
        "https://docs.x.com/x-for-websites/post-button/guides/web-intent",
    ),
    Network(
        "facebook",
        "Facebook",
        5000,
        Counting.CHARACTERS,
        Takes.LINK,
        "https://www.facebook.com/sharer/sharer.php?u={link}",
        "https://developers.facebook.com/docs/plugins/share-button",
    ),
    Network(
        "bluesky",
        "Bluesky",
        300,
        Counting.GRAPHEMES,
        Takes.TEXT,
        "https://bsky.app/intent/compose?text={text}",
        "https://docs.bsky.app/docs/advanced-guides/intent-links",
    ),
    Network(
        "mastodon",
        "Mastodon",
        500,
        Counting.ADDRESS_23,
        Takes.TEXT,
        "https://{server}/share?text={text}",
        "https://docs.joinmastodon.org/user/posting/",
    ),
    Network(
        "threads",
        "Threads",
        500,
        Counting.EMOJI_BYTES,
        Takes.TEXT_AND_LINK,
        "https://www.threads.com/intent/post?text={text}&url={link}",
        "https://developers.facebook.com/docs/threads/threads-web-intents",
    ),
    Network(
        "whatsapp",
        "WhatsApp",
        4096,
        Counting.CHARACTERS,
        Takes.TEXT,
        "https://wa.me/?text={text}",
        "https://faq.whatsapp.com/5913398998672934",
    ),
    Network(
        "mail",
        "Mail",
        1500,
        Counting.CHARACTERS,
        Takes.TEXT,
        "mailto:?subject={title}&body={text}",
        "https://www.rfc-editor.org/rfc/rfc6068",
    ),
    Network(
        "copy",
        "Copied link",
        5000,
        Counting.CHARACTERS,
        Takes.NOTHING,
        "",
        "nobody's: the person pastes it where they like",
    ),
)
NETWORKS: Mapping[str, Network] = {one.key: one for one in _ALL}
"""By key, in the order in which people are shown them."""
if tuple(NETWORKS) != KNOWN:
    raise RuntimeError("the settings know other networks than there are")


def composer(network: Network, text: str, link: str, *, title: str = "", server: str = "") -> str:
    """The address that opens the network's composer; "" where there is none. ``text`` holds the link where the
    network takes it in the text. ``server`` is a checked host name (``rules.server_of``)."""
    if network.key == "mail":
        text = text.replace("\n", "\r\n")  # RFC 6068, 5: line breaks in a body are %0D%0A
    values = {"text": _encoded(text), "link": _encoded(link), "title": _encoded(title), "server": server}
    return network.composer.format(**values)


def address_limit(network: Network) -> int:
    """Characters that the composer's address may have."""
    return MAIL_ADDRESS_LIMIT if network.key == "mail" else ADDRESS_LIMIT


def _encoded(text: str) -> str:
    return quote(text, safe="")

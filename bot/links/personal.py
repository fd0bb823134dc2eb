"""What these tables hold about people, see ``bot.storage.personal``. Of whoever follows a link nothing is held that
could be told apart after the day. Whose link it is stands as a number of the ambassadors' room."""

from __future__ import annotations

from bot.links.tables import Link, LinkConversion, LinkDay, LinkSalt, LinkSource, LinkVisitor
from bot.storage.personal import CODE, Gone, Held, Ours, Whose

_LINK = Ours("the number of a link")
_COUNTED = Ours("a number of ours: how many")

HELD = (
    Held(
        Link,
        "Short links to your pieces, which people of the brand shared.",
        {
            "code": Ours("random"),
            "owner": Ours(
                "the ambassadors' number of who shares it: theirs, and not of whoever made the piece"
            ),
            "network": CODE,
            "target": Gone("Where it led."),
            "disclosure": Ours("what people of the brand say of themselves, in the programme's words"),
            "credit": Gone("How you are named on its page.", ""),
            "language": CODE,
            "campaign": Ours("a name from the settings or of a collection"),
            "why_ended": CODE,
            "changed": Ours("a number of ours: the order of changes"),
        },
        Whose.ITEM,
        "item_id",
    ),
    Held(
        LinkDay,
        "How often a link was followed in a day.",
        {
            "link_id": _LINK,
            "clicks": _COUNTED,
            "visitors": _COUNTED,
            "machines": _COUNTED,
            "ignored": _COUNTED,
        },
    ),
    Held(
        LinkVisitor,
        "Hashes of today's visitors.",
        {
            "link_id": _LINK,
            "who": Ours("a hash whose key is thrown away when the day is over"),
            "number": _COUNTED,
        },
    ),
    Held(LinkSalt, "The secret of today's hashes.", {"salt": Ours("random")}),
    Held(
        LinkSource,
        "Where the clicks of a day came from, over all links.",
        {"kind": CODE, "name": Ours("the host of a website, or a country"), "clicks": _COUNTED},
    ),
    Held(
        LinkConversion,
        "What clicks led to, as the operator's shop said.",
        {
            "key": Ours("the hash of the shop's own number"),
            "link_id": _LINK,
            "how": CODE,
            "value_micros": Ours("what something was worth, of nobody that can be told"),
            "currency": CODE,
        },
    ),
)

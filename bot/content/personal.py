"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.content.metrics import METRICS
from bot.content.tables import (
    Campaign,
    CampaignItem,
    ContentEvent,
    Item,
    ItemVersion,
    Measurement,
    Media,
    Sighting,
)
from bot.storage.personal import CODE, DIGEST, SETTING, TEAM, Actor, Gone, Held, Ours, Stays, Whose

HELD = (
    Held(
        Item,
        "Your pieces as they were found.",
        {
            "kind": Stays("What it is: a post, a review.", "counts of what was decided need it"),
            "platform": Stays("Where it was found.", "counts of what was decided need it"),
            "creator_identity": Gone("Your handle or name in a plain spelling.", ""),
            "name_identity": Gone("Your name in a plain spelling.", ""),
            "title": Gone("Its title."),
            "text": Gone("What it says.", ""),
            "language": Gone("Its language, as recognised."),
            "declared_language": Gone("Its language, as declared."),
            "sentiment": Gone("Whether it sounds happy, as its stars or words say."),
            "origin": Stays(
                "Whether it is a customer's, the brand's, an influencer's or an advertisement.",
                "counts of what was found need it",
            ),
            "url": Gone("Its address."),
            "rating": Gone("The stars you gave."),
            "metrics": Gone("Likes and the like, as counted there.", {}),
            "tags": Gone("Its hashtags.", []),
            "why": Gone("Why it was found.", []),
            "notes": Gone("What was mended or left out when it was read, and who handed it in.", []),
            "fingerprint": Gone("A digest of its words, to recognise it elsewhere.", ""),
            "match_key": Gone("A digest of its words and your handle.", ""),
            "name_match_key": Gone("A digest of its words and your name.", ""),
            "published_at": Gone("When you published it."),
            "life": Stays(
                "Whether it is there, deleted, withdrawn or erased.", "so that it never comes back"
            ),
        },
        Whose.ITEM,
        "id",
    ),
    Held(
        Sighting,
        "Where your pieces were seen.",
        {
            "source": SETTING,
            "external_id": Gone("The id it has there."),
            "platform": CODE,
            "url": Gone("Its address there."),
            "url_key": DIGEST,
            "piece_key": DIGEST,
            "content_hash": DIGEST,
        },
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        ItemVersion,
        "What your pieces said before you edited them.",
        {"title": Gone("Its title then."), "text": Gone("What it said then.")},
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        Measurement,
        "How often your pieces were liked, answered, shared and seen, as we counted again and again.",
        {
            "platform": CODE,
            "stood": Gone("What was counted before the platform counted anew."),
            **{name: Gone(f"{name.capitalize()} at that time.") for name in METRICS},
            **{f"gained_{name}": Gone(f"{name.capitalize()} more than the time before.") for name in METRICS},
        },
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        Media,
        "Pictures, videos and sounds of your pieces, and our small previews of them.",
        {
            "kind": CODE,
            "url": Gone("Its address."),
            "preview_url": Gone("The address of its preview."),
            "alt": Gone("Its description."),
            "state": CODE,
            "problem": Gone("Why there is no preview."),
            "file": Gone("Our preview: the name of the file in the folder media/ of this archive."),
        },
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(Campaign, "Campaigns of the brand.", {"name": SETTING, "hashtag": SETTING, "created_by": TEAM}),
    Held(
        CampaignItem,
        "Campaigns that your pieces were in.",
        {"added_by": Actor("Who put it there: somebody of the team, or the source that found it.")},
        Whose.ITEM,
        "item_id",
        row_goes=True,
    ),
    Held(
        ContentEvent,
        "What happened to your pieces: found again, edited, deleted.",
        {
            "event": CODE,
            "actor": Actor("Who did it: a source, somebody of the team, or you."),
            "via": Ours("a word of ours: from where it was done"),
            "data": Gone("Details: the address where it was seen again, a reason.", {}),
        },
        Whose.ITEM,
        "item_id",
    ),
)

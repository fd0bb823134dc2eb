"""What these tables hold about people, see ``bot.storage.personal``. The words of requests and events are erased by
``Asks.erase``, which ends what runs first and keeps the chain whole."""

from __future__ import annotations

from bot.rights.tables import (
    Ask,
    AskEvent,
    Clearance,
    CreatorEvent,
    DoNotContact,
    RightsChain,
    Snapshot,
    Takedown,
)
from bot.storage.personal import CODE, DIGEST, TEAM, Elsewhere, Gone, Held, Ours, Stays, Whose, Words

_CHAIN = "Asks.erase: the words go with their salts, their hashes stay in the chain"
_PROOF = "proves that there was a request, and what was answered to it, without saying by whom"

HELD = (
    Held(
        Ask,
        "Requests to you about your pieces, and what became of them.",
        {
            "status": Stays("Where it stands.", _PROOF),
            "language": CODE,
            "template": CODE,
            "text": Elsewhere("The message to you.", _CHAIN),
            "uses": Stays("What was asked for.", _PROOF),
            "granted_uses": Stays("What you allowed.", _PROOF),
            "territory": Stays("Where.", _PROOF),
            "credit": Elsewhere("How you are named.", _CHAIN),
            "terms_version": CODE,
            "channel": Stays("How you were asked.", _PROOF),
            "delivery": CODE,
            "reference": Gone("The network's id of our message to you."),
            "asked_by": TEAM,
            "asked_by_name": TEAM,
            "answer": Elsewhere("What you answered, the last time.", _CHAIN),
            "proof": Stays("How it was known that it was you.", _PROOF),
            "warned": CODE,
            "link_hash": Gone("A hash of the secret in your private link."),
            "code_hash": Gone("A hash of the code that you were shown."),
            "pending": Elsewhere("What you chose on the page, until a code confirms it.", _CHAIN),
            "receipt_to": Elsewhere("The mail address that you gave for the receipt.", _CHAIN),
            "receipt_mails": Elsewhere("When the receipt was mailed to you, the last day.", _CHAIN),
        },
        Whose.ITEM,
        "item_id",
    ),
    Held(
        AskEvent,
        "Every step of these requests, as a signed record.",
        {
            "action": Stays("What happened.", _PROOF),
            "actor": Ours("who of the team acted, or a number that stood for you"),
            "actor_name": Elsewhere("Your name, where you acted.", _CHAIN),
            "via": CODE,
            "note": Elsewhere("A note.", _CHAIN),
            "text": Elsewhere("The message to you, or your words.", _CHAIN),
            "credit": Elsewhere("How you are named.", _CHAIN),
            "data": Stays("Details of the step: uses, times, our message's id, hashes of files.", _PROOF),
            "hashes": DIGEST,
            "salts": Elsewhere("Random values that hide what the hashes are of.", _CHAIN),
            "request_id": Ours("the number of a click, or a keyed hash of an answer"),
            "previous": DIGEST,
            "hash": DIGEST,
            "signature": DIGEST,
        },
        Whose.ITEM,
        "item_id",
    ),
    Held(RightsChain, "The end of the signed record.", {"hash": DIGEST, "problem": CODE}),
    Held(
        Takedown,
        "That somebody demanded that your pieces go. Their words are in the signed record.",
        {"by": TEAM, "by_name": TEAM, "lifted_by": TEAM, "lifted_by_name": TEAM},
        Whose.ITEM,
        "item_id",
    ),
    Held(
        Snapshot,
        "Your pieces as they were when you were asked.",
        {
            "title": Gone("Its title."),
            "text": Gone("What it said.", ""),
            "url": Gone("Its address."),
            "language": CODE,
            "media": Gone("Its pictures: their addresses, and hashes that name files in evidence/.", []),
            "sha256": Stays("A hash of all this.", _PROOF),
        },
        Whose.ITEM,
        "item_id",
    ),
    Held(
        DoNotContact,
        "Accounts that are never asked again, as hashes.",
        {
            "platform": CODE,
            "account_hash": DIGEST,
            "reason": Words("Why, in words of the team.", ""),
            "by": TEAM,
        },
    ),
    Held(
        CreatorEvent,
        "What was decided about you as a whole: not to ask you, that your pieces need no asking, that a copy of what "
        "is held was made.",
        {
            "event": CODE,
            "reason": Gone("Why, in words of the team.", ""),
            "by": TEAM,
            "by_name": TEAM,
            "data": Ours("numbers"),
            "request_id": Ours("the number of a click"),
        },
        Whose.CREATOR,
        "creator_id",
    ),
    Held(
        Clearance,
        "That your pieces need no asking: what was agreed.",
        {
            "kind": Stays("Paid, or cleared beforehand.", "a contract, without whom it was with"),
            "uses": Stays("For what.", "a contract, without whom it was with"),
            "credit": Gone("How you are named.", ""),
            "note": Gone("What the team noted.", ""),
            "by": TEAM,
            "ended_by": TEAM,
        },
        Whose.CREATOR,
        "creator_id",
    ),
)

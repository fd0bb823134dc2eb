"""The draw explained to somebody who has never heard of a hash."""

from __future__ import annotations

from dataclasses import dataclass

from bot.contests.draw.randomness import DrandRound, TwoPeople, time_of
from bot.contests.draw.record import Draw, Record
from bot.contests.draw.values import spoken


@dataclass(frozen=True, slots=True)
class Paragraph:
    title: str
    text: str


def explain(record: Record) -> tuple[Paragraph, ...]:
    """What was fixed before, what was random, how the winners follow, and what a reader can do about it."""
    return (
        Paragraph("What was fixed when entries closed", _fixed(record)),
        Paragraph("What was random", _random(record)),
        Paragraph("How the winners came out", _winners(record)),
        Paragraph("Why nobody could choose the winner", _why(record)),
        Paragraph("How to check it yourself", _check(record)),
    )


def _fixed(record: Record) -> str:
    listed = record.frozen.entry_list
    return (
        f"Entries closed at {spoken(listed.closed_at)}. The list of {len(listed.entries):,} entry numbers was "
        "frozen, and the organiser chose a secret number. Neither can be swapped unnoticed: a fingerprint (a hash) "
        "of both was published at once. Whoever changes one number in the list, or the secret, gets another "
        "fingerprint. No names stand in the list; if you took part, you know your number."
    )


def _random(record: Record) -> str:
    source = record.frozen.source
    if isinstance(source, DrandRound):
        return (
            f"A public random number that didn't exist yet: number {source.round:,} of a random beacon called drand, "
            f"due at {_when(source)}. That number was named when the list was frozen. The beacon signs what it "
            "publishes, and the signature can be checked."
        )
    return (
        f"Words that {' and '.join(source.people)} thought of. Each first handed in a fingerprint of their words; "
        "only when both fingerprints stood here did they say the words. Nobody could fit their words to the other's."
    )


def _when(source: DrandRound) -> str:
    try:
        return spoken(time_of(source.chain, source.round))
    except OverflowError:
        return "a time that never comes"


def _winners(record: Record) -> str:
    how = (
        "The organiser's secret and the random number are mixed into a seed. From the seed every entry number gets a "
        "ticket, a long number that looks random and can't be anything else. The lowest tickets win."
    )
    draws = record.all(Draw)
    if not draws:
        return f"{how} Nothing has been drawn so far."
    again = len(draws) - 1
    if not again:
        return how
    times = "once" if again == 1 else f"{again} times"
    return (
        f"{how} It was drawn again {times}, because a winner didn't count or didn't claim the prize: the place went "
        "to the next lowest ticket, never back to somebody drawn before. Each reason stands below."
    )


def _why(record: Record) -> str:
    if isinstance(record.frozen.source, TwoPeople):
        who = ", ".join(("the organiser", *record.frozen.source.people))
        return (
            f"Three secrets are mixed: of {who}. Whoever knows only one or two of them can't tell the outcome, so "
            "one of the three who keeps a secret is enough. All three together could cheat: that is why a random "
            "beacon is better, where there is a network."
        )
    return (
        "The organiser fixed list and secret before the random number existed, so they couldn't be fitted to it. The "
        "beacon's makers didn't know the secret, so they couldn't favour anybody either. One thing you must look at "
        "yourself: that the fingerprint was posted before the random number came."
    )


def _check(record: Record) -> str:
    return (
        f"1. Compare the fingerprint {record.frozen_hash} with the one posted in the contest's channel when entries "
        "closed, "
        "and look when it was posted.\n2. Look for your own number.\n3. Download the record and run: goodword "
        "contest verify draw.json. Or work it out with any program that knows SHA-256; the record's format is open."
    )

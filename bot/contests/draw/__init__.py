"""A draw that anybody can run again. Pure: no database, network, settings or clock.

When entries close, ``freeze`` fixes the entry list, a hash of the organiser's secret and the public randomness that
will be used, and its hash is posted. When that randomness is there, ``Record.open`` reveals the secret and mixes both
into a seed; every entry's ticket follows from it, and the lowest tickets win. ``verify`` does all of it again.

A million entries take seconds: give ``freeze``, ``Record.order``, ``to_json`` and ``verify`` to a thread then.
"""

from bot.contests.draw.checking import Check, Outcome, Verification, verify
from bot.contests.draw.entries import MAX_ENTRIES, EntryList
from bot.contests.draw.randomness import (
    QUICKNET,
    Beacon,
    Chain,
    DrandRound,
    TwoPeople,
    make_promise,
    promise_of,
    round_at,
    time_of,
)
from bot.contests.draw.reading import read_plain, read_record
from bot.contests.draw.record import Draw, Exclusion, Lots, Opening, Promise, Record, Reveal, Winner, freeze
from bot.contests.draw.tickets import (
    SECRET_BYTES,
    commitment,
    new_secret,
    order,
    seed,
    ticket,
    winners,
)
from bot.contests.draw.words import Paragraph, explain

__all__ = [
    "MAX_ENTRIES",
    "QUICKNET",
    "SECRET_BYTES",
    "Beacon",
    "Chain",
    "Check",
    "DrandRound",
    "Draw",
    "EntryList",
    "Exclusion",
    "Lots",
    "Opening",
    "Outcome",
    "Paragraph",
    "Promise",
    "Record",
    "Reveal",
    "TwoPeople",
    "Verification",
    "Winner",
    "commitment",
    "explain",
    "freeze",
    "make_promise",
    "new_secret",
    "order",
    "promise_of",
    "read_plain",
    "read_record",
    "round_at",
    "seed",
    "ticket",
    "time_of",
    "verify",
    "winners",
]

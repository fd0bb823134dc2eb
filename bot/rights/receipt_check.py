"""Checking a receipt that somebody brings: that nobody changed it, and that what it says was signed. Pure.

It needs nothing but the receipt: whoever trusts the public key need not trust us, nor reach us.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from bot.rights.chain import Checker, Link, hash_of, read_link
from bot.rights.receipt import STATES, allowed, answer, events
from bot.rights.receipt_fields import Receipt
from bot.rights.rules import AskAction


def problems(document: Any, public: str | None = None) -> list[str]:
    """What is wrong with a receipt that somebody has, in words; nothing where all of it holds. ``public`` is the key
    to trust; without it the receipt's own, which proves only that nobody changed it since."""
    try:
        found = Receipt.model_validate(document, strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(one) for one in first["loc"]) or "the document"
        return [f"{where}: {first['msg']}"]
    try:
        links = [read_link(one) for one in found.goodword.chain.events]
        checker = Checker(public or found.goodword.chain.public_key, gaps=True)
    except ValueError as error:
        return [f"the events can't be read: {error}"]
    for link in links:
        problem = checker.take(link) or _foreign(link, found)
        if problem:
            return [f"event {link.sequence}: {problem}"]
    if not links or any(one.action not in STATES for one in links):
        return ["the events are not those of an answer"]
    return [*_said(found, links), *_hashes(found, links)]


def _foreign(link: Link, found: Receipt) -> str:
    same = (link.ask_id, link.item_id) == (found.goodword.permission, found.goodword.item)
    return "" if same else "it is of another permission"


def _said(found: Receipt, links: Sequence[Link]) -> list[str]:
    """What the receipt says, held against its signed events."""
    scope = next(
        (one.data for one in reversed(links) if one.action in (AskAction.GRANTED, AskAction.SENT)), {}
    )
    ours = found.goodword
    stands = {one.purpose: one.event_state for one in found.purposes}
    said: list[tuple[str, object, object]] = [
        ("events", found.events, events(links)),
        ("goodword.uses", ours.uses, allowed(links)),
        (
            "purposes",
            sorted(use for use, state in stands.items() if state == "given"),
            sorted(allowed(links)),
        ),
        ("goodword.territory", ours.territory, scope.get("territory") or "worldwide"),
        ("goodword.duration_days", ours.duration_days, scope.get("duration_days", 0)),
        ("goodword.credit", ours.credit, _credit(links, ours.credit)),
        ("goodword.answer", ours.answer, answer(links)),
        ("privacy_notice.version", found.privacy_notice.version, scope.get("terms_version", "")),
    ]
    return [f"{name} is not what the signed events say" for name, has, signed in said if has != signed]


def _credit(links: Sequence[Link], said: str) -> str:
    """The credit line of the last event that has one; as said where it was erased since."""
    named = [one for one in links if "credit" in one.hashes][-1:]
    return named[0].words.get("credit", said) if named else ""


def _hashes(found: Receipt, links: Sequence[Link]) -> list[str]:
    shown, notice = found.goodword.shown, found.privacy_notice
    wrong = []
    if shown is not None and shown.content and hash_of(shown.content) != shown.sha256:
        wrong.append("goodword.shown is not what its hash says")
    if shown is not None and shown.sha256 not in [one.data.get("snapshot") for one in links]:
        wrong.append("goodword.shown is not what the signed events name")
    if notice.text and hashlib.sha256(notice.text.encode()).hexdigest() != notice.sha256:
        wrong.append("privacy_notice is not what its hash says")
    if notice.sha256 and notice.sha256 not in [one.data.get("terms_sha256") for one in links]:
        wrong.append("privacy_notice is not what the signed events name")
    return wrong

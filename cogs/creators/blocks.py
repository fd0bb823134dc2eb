"""The window about a creator, drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import orjson

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.permissions import CLEARANCES, uses_words
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.faces.slack.permission import day, last_day
from bot.faces.slack.places import item_row
from bot.kernel.text import clean_line
from bot.people.tables import Creator
from bot.rights.creators.rules import CreatorAct
from bot.rights.rules import AskStatus
from bot.rights.tables import Ask, Clearance, CreatorEvent
from cogs.creators.finding import SEARCH, label_of
from cogs.creators.view import STAGES, AccountLine, CreatorPage, ErasureLine

AREA = "creators"
CLEARANCES_SHOWN = 10
_DID = {
    CreatorAct.NEVER: "said never to ask them",
    CreatorAct.LIFTED: "allowed asking them again",
    CreatorAct.CLEARED: "added a clearance",
    CreatorAct.CLEARANCE_ENDED: "ended a clearance",
    CreatorAct.EXPORTED: "exported everything",
    CreatorAct.ERASING: "asked for their erasure",
}
_MISSING = (
    (CreatorAct.NEVER, CreatorAct.LIFTED, "say that they are never asked"),
    (CreatorAct.CLEARED, CreatorAct.CLEARED, "add or end clearances, export and erase"),
)
_STATUS = {
    AskStatus.DRAFT: "drafted",
    AskStatus.ASKED: "asked, no answer yet",
    AskStatus.REMINDED: "reminded, no answer yet",
    AskStatus.ANSWERED: "answered: somebody has to read it",
    AskStatus.GRANTED: "granted",
    AskStatus.DECLINED: "declined",
    AskStatus.EXPIRED: "expired",
    AskStatus.WITHDRAWN: "withdrawn",
    AskStatus.SUPERSEDED: "replaced by a renewal",
    AskStatus.NONE: "started over",
}


def did(event: CreatorEvent) -> str:
    """What somebody decided, after their name."""
    known = {act.value: said for act, said in _DID.items()}
    return known.get(event.event, "changed something")


def page(
    shown: CreatorPage, notice: str = "", whom: Mapping[str, str] | None = None, *, deep: bool = False
) -> b.Block:
    """Everything about them. ``notice`` is mrkdwn; ``whom`` says whom to ask for what is not open to this person;
    ``deep``: no further window fits on top of this one."""
    made: list[b.Block] = [b.section(notice)] if notice else []
    made.append(b.section(_heading(shown)))
    made += [b.section(text) for text in _standing(shown)]
    made += _accounts(shown)
    made += _clearances(shown)
    made.append(b.section(_permissions(shown)))
    made += _pieces(shown, deep=deep)
    if shown.events:
        made.append(b.context("\n".join(_event(one) for one in shown.events)))
    if row := _buttons(shown):
        made.append(b.actions(row))
    if whom:
        made.append(b.context("\n".join(b.escape(text) for text in whom.values())))
    return b.modal(
        "Creator",
        made,
        callback_id=encode(AREA, "page", shown.id, shown.revision),
        close="Close",
        metadata=pack(deep=deep),
    )


def pack(*, deep: bool) -> str:
    return orjson.dumps({"deep": deep}).decode()


def is_deep(metadata: str) -> bool:
    try:
        found = orjson.loads(metadata or "{}")
    except orjson.JSONDecodeError:
        return False
    return isinstance(found, dict) and found.get("deep") is True


def gone(creator_id: int, erasure: ErasureLine | None) -> b.Block:
    """In place of somebody who isn't there any more."""
    if erasure is None:
        said = f"There is no creator {creator_id} any more."
    elif erasure.finished_at is not None:
        at = when(erasure.finished_at)
        said = f":wastebasket: Creator {creator_id} was erased {at}. Nothing of them is held any more."
    else:
        said = _erasing(erasure)
    made = [b.section(said)]
    if erasure is not None and erasure.finished_at is None:
        made.append(b.actions([b.button("Look again", encode(AREA, "show", creator_id))]))
    return b.modal("Creator", made, callback_id=encode(AREA, "page", creator_id), close="Close")


def candidates(found: Sequence[Creator], typed: str, *, sure: bool, more: bool) -> list[b.Block]:
    """Who may be meant, each with a button."""
    wanted = b.isolate(clean_line(typed, 80))
    first = (
        f"Several creators are called “{wanted}”."
        if sure
        else f"Nobody is called exactly “{wanted}”. These come near:"
    )
    made = [b.section(first)]
    for one in found:
        seen = f"seen first {when(one.first_seen_at)}"
        blocked = " · blocked" if one.blocked_at is not None else ""
        button = b.button("Open", encode(AREA, "open", one.id), label=f"Open {label_of(one)}"[:75])
        made.append(b.section(f"*{b.isolate(label_of(one))}* · #{one.id}\n{seen}{blocked}", button))
    hint = (
        "There are more of them: add the platform, as in `/goodword creator mastodon:@anna`."
        if more
        else b_search()
    )
    return [*made, b.context(hint)]


def b_search() -> str:
    return f"None of them? {SEARCH}"


def _heading(shown: CreatorPage) -> str:
    first = shown.accounts[0]
    name = b.link(first.url, shown.label)
    return f"*{name}* · creator #{shown.id}"


def _standing(shown: CreatorPage) -> list[str]:
    """What keeps anybody from asking them."""
    said = []
    if shown.erasure is not None:
        said.append(_erasing(shown.erasure))
    elif shown.listing is not None:
        said.append(_listed(shown))
    for one in shown.accounts:
        if one.blocked_at is not None:
            by = f" by {b.mention(one.blocked_by)}" if one.blocked_by else ""
            why = f": {b.isolate(clean_line(one.blocked_reason, 300))}" if one.blocked_reason else ""
            said.append(
                f":no_entry: {b.isolate(one.label)} is *blocked* since {when(one.blocked_at)}{by}{why}. "
                "The menu of any card of theirs has *Unblock creator*."
            )
    return said


def _erasing(erasure: ErasureLine) -> str:
    stages = list(STAGES)
    at = f"step {stages.index(erasure.stage) + 1} of {len(stages)}"
    return (
        f":hourglass_flowing_sand: *Being erased*, as {b.isolate(erasure.by_name)} asked {when(erasure.at)}: "
        f"{STAGES[erasure.stage]} ({at})."
    )


def _listed(shown: CreatorPage) -> str:
    listing = shown.listing
    assert listing is not None
    since = when(listing.since)
    if listing.strict and listing.reason == "erased":
        why = "somebody of this name was erased. Only a manager can lift that"
        return f":no_bell: *Never contact* since {since}: {why}."
    if listing.strict:
        noted = f" (noted by {b.person(listing.by, shown.listed_by)})" if listing.by[:1] in ("U", "W") else ""
        return (
            f":no_bell: *Never contact* since {since}: they asked us not to{noted}. Only a manager can lift that, "
            "and says why."
        )
    by = b.person(listing.by, shown.listed_by)
    part = "" if listing.whole else " This holds for a part of their accounts."
    return f":no_bell: *Never contact* since {since}, by {by}: {b.isolate(clean_line(listing.reason, 300))}.{part}"


def _accounts(shown: CreatorPage) -> list[b.Block]:
    lines = [_account(one, shown) for one in shown.accounts[:15]]
    if len(shown.accounts) > 15:
        lines.append(f"and {len(shown.accounts) - 15} more accounts")
    lines += [f"• {b.isolate(clean_line(one, 120))}: linked with theirs" for one in shown.chats[:10]]
    return [b.section("\n".join(["*Accounts*", *lines]))]


def _account(one: AccountLine, shown: CreatorPage) -> str:
    followers = f" · {words.number(one.followers)} followers" if one.followers is not None else ""
    enough = ": often enough for now" if one.asked >= shown.most_asked else ""
    asked = f"asked {one.asked} of {shown.most_asked} times in {shown.days} days{enough}"
    return f"• {b.link(one.url, one.label)}{followers} · {asked} · known since {day(one.first_seen_at)}"


def _clearances(shown: CreatorPage) -> list[b.Block]:
    over = f" ({shown.ended_clearances} ended)" if shown.ended_clearances else ""
    if not shown.clearances:
        return [b.section(f"*Clearances*{over}\nNone: each piece needs asking.")]
    made = [b.section(f"*Clearances*{over}: for these uses nobody need ask.")]
    several = len(shown.accounts) > 1
    names = {one.id: one.label for one in shown.accounts}
    for one in shown.clearances[:CLEARANCES_SHOWN]:
        whose = f" · {b.isolate(names.get(one.creator_id, ''))}" if several else ""
        made.append(b.section(_clearance(one) + whose, _end(one, shown)))
    if len(shown.clearances) > CLEARANCES_SHOWN:
        made.append(b.context(f"and {len(shown.clearances) - CLEARANCES_SHOWN} more"))
    return made


def _clearance(one: Clearance) -> str:
    ends = f"until {last_day(one.ends_at)}" if one.ends_at is not None else "until somebody ends it"
    note = f"\n>{b.isolate(clean_line(one.note, 300))}" if one.note else ""
    credit = f" · credit {b.isolate(clean_line(one.credit, 100))}" if one.credit else ""
    kind = CLEARANCES.get(one.kind, one.kind)
    return f"• *{b.escape(kind)}*: {uses_words(one.uses)} · from {day(one.starts_at)} {ends}{credit}{note}"


def _end(one: Clearance, shown: CreatorPage) -> b.Block | None:
    if CreatorAct.CLEARANCE_ENDED not in shown.open:
        return None
    sure = b.confirm(
        "End this clearance?",
        f"{uses_words(one.uses)}: what it alone allows leaves every place where we show it, from this second on.",
        "End it",
        danger=True,
    )
    return b.button(
        "End clearance", encode(AREA, "end", shown.id, shown.revision, (str(one.id),)), confirm=sure
    )


def _permissions(shown: CreatorPage) -> str:
    if not shown.statuses:
        return "*Permissions*\nNobody ever asked them."
    counts = ", ".join(
        f"{count} {_STATUS[status].split(':')[0].split(',')[0]}" for status, count in shown.statuses.items()
    )
    return "\n".join([f"*Permissions*: {counts}", *(_ask(one) for one in shown.asks)])


def _ask(one: Ask) -> str:
    status = AskStatus(one.status) if one.status in set(AskStatus) else AskStatus.NONE
    granted = status is AskStatus.GRANTED
    uses = uses_words(one.granted_uses if granted else one.uses)
    ends = f" until {last_day(one.licence_until)}" if granted and one.licence_until is not None else ""
    for_what = f" for {uses}" if uses else ""
    return f"• item {one.item_id}: *{_STATUS[status]}*{for_what}{ends} · {when(one.changed_at)}"


def _pieces(shown: CreatorPage, *, deep: bool) -> list[b.Block]:
    if not shown.piece_count:
        return [b.section("*Pieces*\nNothing of theirs is here.")]
    made = [b.section(f"*Pieces*: {words.number(shown.piece_count)}, the newest first")]
    for one in shown.pieces:
        row = item_row(one)
        if deep:
            row.pop("accessory", None)
        if link := shown.links.get(one.item_id):
            row["text"]["text"] += f" · {b.link(link, 'card')}"
        made.append(row)
    if shown.piece_count > len(shown.pieces):
        made.append(
            b.context(f"`/goodword search from:@{b.escape(clean_line(shown.handle, 60))}` lists them all.")
        )
    return made


def _event(one: CreatorEvent) -> str:
    who = (
        b.isolate(one.by_name)
        if one.by_name
        else ("they" if one.by.startswith("creator") else b.mention(one.by))
    )
    why = f": {b.isolate(clean_line(one.reason, 150))}" if one.reason else ""
    return f"{when(one.at)} · {who} {did(one)}{why}"


def _buttons(shown: CreatorPage) -> list[b.Block]:
    def one(text: str, verb: str, style: str | None = None) -> b.Block:
        return b.button(text, encode(AREA, verb, shown.id, shown.revision), style=style)

    if shown.erasure is not None:
        return [b.button("Look again", encode(AREA, "show", shown.id))]
    offered = (
        (CreatorAct.NEVER, "Never contact…", "never", None),
        (CreatorAct.LIFTED, "Allow asking again…", "lift", None),
        (CreatorAct.CLEARED, "Add clearance…", "clear", None),
        (CreatorAct.EXPORTED, "Export everything", "export", None),
        (CreatorAct.ERASING, "Erase…", "erase", "danger"),
    )
    return [one(text, verb, style) for act, text, verb, style in offered if act in shown.open]


def missing(shown: CreatorPage) -> list[tuple[CreatorAct, str]]:
    """What is not open to this person for want of a right, in words after "can"."""
    if shown.erasure is not None:
        return []
    return [
        (act, said) for act, or_this, said in _MISSING if act not in shown.open and or_this not in shown.open
    ]


def back(creator_id: int) -> b.Block:
    return b.actions([b.button("Back", encode(AREA, "show", creator_id))])

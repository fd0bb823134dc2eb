"""The windows: an item's record, what waits for a person, a takedown notice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.permissions import days_words, uses_words, way_words
from bot.faces.slack import blocks as b
from bot.faces.slack.card import summary_line
from bot.kernel.text import clean_line, truncate
from bot.rights.rules import AskAction
from cogs.rights.loading import Page, Record
from cogs.rights.queries import Need, Waiting
from cogs.rights.words import proof_words

CONSENTS_SHOWN = 6
EVENTS_SHOWN = 60  # the last ones; the file has all
SHOWN = 1500  # characters of a message, an answer or a piece
NEEDS = {
    Need.TAKEDOWN: ":no_entry: Takedown, not known to be gone",
    Need.ANSWERED: ":speech_balloon: Answered, waits for a decision",
    Need.DOUBT: ":warning: Nobody knows whether the request went out",
    Need.ENDING: ":hourglass_flowing_sand: Permission ends soon",
}
_OURS = (AskAction.DRAFT, AskAction.SENT, AskAction.REMINDED)
"""Events of which the text is our own message, shown with the permission."""
_DID = {
    "draft": "drafted",
    "sent": "asked",
    "delivered": "delivered",
    "reminded": "reminded",
    "answered": "answered",
    "granted": "granted",
    "declined": "declined",
    "withdrawn": "withdrawn",
    "expired": "expired",
    "superseded": "superseded by a renewal",
    "reopen": "started over",
    "noted": "noted",
    "warned": "said that it ends soon",
    "removed": "removed, and looked for",
    "erased": "erased personal words",
    "taken_down": "takedown notice",
    "lifted": "takedown notice lifted",
}


def record(found: Record, metadata: str, notice: str = "") -> dict[str, Any]:
    """What legal asks for: what was shown, asked, answered and agreed, who it was, and every event since."""
    about = about_line(found.about)
    made = [b.section(f"*Item {found.item_id}*\n{about}")]
    if notice:
        made.append(b.section(notice))
    made += list(_takedown(found))
    if found.record is None:
        made.append(b.section("Nobody has asked about it, so there is no record yet."))
        made.append(b.actions(_tools(found), "tools"))
        return b.modal("Rights", made, callback_id=_callback(found), close="Close", metadata=metadata)
    made.append(b.section(verified(found)))
    made.append(b.actions(_tools(found), "tools"))
    consents = found.record["consents"]
    for consent in consents[-CONSENTS_SHOWN:]:
        made += _consent(consent)
    if len(consents) > CONSENTS_SHOWN:
        made.append(b.context(f"{len(consents) - CONSENTS_SHOWN} earlier ones are in the file."))
    made += _shown(found.record["notices"])
    made += _events(found.record["events"])
    return b.modal("Rights", made, callback_id=_callback(found), close="Close", metadata=metadata)


def about_line(item: ItemView | None) -> str:
    """What an item is, as mrkdwn; nothing of what one that is gone said."""
    if item is None:
        return "It is no longer in the database."
    if item.gone:
        kind = f"{words.kind_word(item.kind)} on {words.platform_word(item.platform)}"
        return f"{b.escape(kind)}, {words.LIVES.get(item.life, words.LIVES['deleted'])}"
    return summary_line(item)


def _callback(found: Record) -> str:
    return encode("rights", "record", found.item_id)


def _tools(found: Record) -> list[b.Block]:
    row = []
    if found.record is not None:
        export = encode("rights", "export", found.item_id)
        row.append(b.button("Export the signed file", export, style="primary"))
    if found.taken_down is None:
        row.append(b.button("Take it down…", encode("rights", "takedown", found.item_id), style="danger"))
    else:
        row.append(b.button("Lift the takedown…", encode("rights", "lift", found.item_id)))
    return row


def verified(found: Record) -> str:
    """Whether the record holds, as mrkdwn."""
    lines = []
    if found.problem:
        lines.append(f":rotating_light: *This item's events don't hold:* {b.escape(found.problem)}.")
    else:
        lines.append(
            ":lock: This item's events hold: each is whole, and signed with this installation's key."
        )
    chain = found.chain
    if chain is None or chain.checked_at is None:
        lines.append("The whole chain was not checked yet; that happens once a day.")
    elif chain.broken_since is not None:
        since, problem = b.moment(chain.broken_since), b.escape(clean_line(chain.problem, 300))
        at = f" at event {chain.broken_at}" if chain.broken_at else ""
        lines.append(f":rotating_light: *The chain is broken{at}, known since {since}:* {problem}.")
        lines.append("Tell the operator: `goodword rights verify` says more.")
    else:
        checked = b.moment(chain.checked_at)
        lines.append(
            f"The whole chain held when it was last checked, {checked}, up to event {chain.checked_to}."
        )
    return "\n".join(lines)


def _takedown(found: Record) -> Iterator[b.Block]:
    row = found.taken_down
    if row is None:
        return
    gone = (
        f"Gone everywhere, looked at {b.moment(row.gone_at)}." if row.gone_at else "Not known to be gone yet."
    )
    yield b.section(
        f":no_entry: *A takedown notice stands*, recorded by {b.isolate(clean_line(row.by_name, 80))} ·"
        f" {b.moment(row.at)}. It is shown nowhere of ours. {gone}"
    )


def _consent(one: Mapping[str, Any]) -> list[b.Block]:
    """One request and what was agreed to."""
    if one["state"] == "none" and not one["message"]:
        return []
    asked, terms = one["requested_by"], one["terms"]
    lines = [f"*Permission {one['id']}: {b.escape(str(one['state']))}*"]
    if one["requested_at"]:
        who = b.isolate(clean_line(asked["name"] or asked["id"] or "somebody", 80))
        way = way_words(one["channel"])
        lines.append(f"Asked by {who}{f', {way}' if way else ''} · {_when(one['requested_at'])}")
        lines.append(f"Asked for: {b.escape(uses_words(one['purposes_requested']) or 'nothing')}")
    if one["valid_from"]:
        lines.append(f"Granted: {b.escape(uses_words(one['purposes']) or 'nothing')}")
        until = _when(one["valid_until"]) if one["valid_until"] else "withdrawn"
        lines.append(f"From {_when(one['valid_from'])} until {until}")
    lines.append(f"Territory: {b.isolate(clean_line(one['jurisdiction'], 100))}")
    if one["retention_period_days"]:
        lines.append(f"For {days_words(int(one['retention_period_days']))}")
    if one["credit"]:
        lines.append(f"Credit: {b.isolate(clean_line(one['credit'], 200))}")
    if one["answered_at"]:
        lines.append(f"Answered {_when(one['answered_at'])} · identity: {proof_words(one['identity_proof'])}")
    if terms["version"]:
        digest = f" · SHA-256 `{b.escape(terms['sha256'])}`" if terms["sha256"] else ""
        lines.append(f"Terms version {b.isolate(clean_line(terms['version'], 40))}{digest}")
    made = [b.divider(), b.section("\n".join(lines))]
    if one["message"]:
        made += [b.context("The message:"), b.written(truncate(one["message"], SHOWN))]
    if one["answer"]:
        made += [
            b.context("The answer, verbatim:"),
            *(b.written(part) for part in b.chunks(one["answer"])[:4]),
        ]
    return made


def _shown(notices: Sequence[Mapping[str, Any]]) -> list[b.Block]:
    """What exactly was shown, by its hash."""
    made: list[b.Block] = []
    for one in notices[-5:]:
        kept = sum(1 for each in one["media"] if each["sha256"])
        pictures = f" · {kept} of {len(one['media'])} pictures kept" if one["media"] else ""
        erased = " · its words were erased" if one["erased"] else ""
        made.append(b.divider())
        made.append(
            b.section(f"*What was shown* · {_when(one['at'])}{pictures}{erased}\nSHA-256 `{one['sha256']}`")
        )
        if said := " · ".join(one[name] for name in ("title", "text") if one[name]):
            made.append(b.written(truncate(said, SHOWN)))
    if len(notices) > 5:
        made.append(b.context(f"{len(notices) - 5} earlier ones are in the file."))
    return made


def _events(events: Sequence[Mapping[str, Any]]) -> list[b.Block]:
    """Every event, the latest last, as many as fit."""
    lines = [_event(one) for one in events[-EVENTS_SHOWN:]]
    made: list[b.Block] = [b.divider(), b.section(f"*Events* ({len(events)})")]
    if len(events) > len(lines):
        made.append(b.context(f"{len(events) - len(lines)} earlier ones are in the file."))
    piece: list[str] = []
    for line in lines:
        if sum(len(one) + 1 for one in piece) + len(line) > b.SECTION:
            made.append(b.section("\n".join(piece)))
            piece = []
        piece.append(line)
    return [*made, *([b.section("\n".join(piece))] if piece else [])]


def _event(one: Mapping[str, Any]) -> str:
    said = one["text"]
    who = said.get("actor_name") or one["actor"]
    line = f"{one['sequence']} · {_when(one['at'])} · *{b.escape(_DID.get(one['action'], one['action']))}*"
    line += f" · {b.isolate(clean_line(str(who), 60))} ({b.escape(clean_line(one['via'], 20))})"
    surfaces = one["data"].get("surfaces") if one["action"] == AskAction.REMOVED else None
    if surfaces:
        line += f" · from {b.escape(', '.join(clean_line(str(each), 40) for each in surfaces))}"
    if (theirs := said.get("text")) and one["action"] not in _OURS:
        line += f" · “{b.isolate(clean_line(theirs, 150))}”"
    if note := said.get("note"):
        line += f" · {b.isolate(clean_line(note, 150))}"
    return line


def _when(moment: str) -> str:
    return b.moment(datetime.fromisoformat(moment))


def waiting(page: Page) -> dict[str, Any]:
    """What needs a person, with a button to each."""
    made: list[b.Block] = []
    total = sum(page.counts.values())
    if not total:
        made.append(b.section(":sparkles: *Nothing needs a person.* No answer waits, nothing ends soon."))
    else:
        made.append(
            b.section("\n".join(f"{NEEDS[one]}: *{page.counts[one]}*" for one in sorted(page.counts)))
        )
    for one in page.waiting:
        made += [b.divider(), _row(one, page.items.get(one.item_id))]
    turn = []
    if page.number:
        turn.append(b.button("Back", encode("rights", "page", page.number - 1)))
    if page.more:
        turn.append(b.button("More", encode("rights", "page", page.number + 1)))
    if turn:
        made.append(b.actions(turn))
    return b.modal("Rights", made, callback_id=encode("rights", "waiting"), close="Close")


def _row(one: Waiting, item: ItemView | None) -> b.Block:
    when = f"ends {b.day(one.at)}" if one.need is Need.ENDING else f"since {b.moment(one.at)}"
    about = about_line(item)
    button = b.button(
        "Open", encode("rights", "open", one.item_id, 0), label=f"Open the record of item {one.item_id}"
    )
    return b.section(f"{NEEDS[one.need]} · {when}\n#{one.item_id} · {about}", button)


def takedown(item_id: int, item: ItemView | None, metadata: str) -> dict[str, Any]:
    """Who demands it, and why."""
    about = about_line(item)
    made = [
        b.section(f"*Item {item_id}*\n{about}"),
        b.section(
            "It leaves everything of ours at once, whatever its creator allowed, and nobody is asked about it. "
            "What is known of it stays as evidence. A manager can lift it."
        ),
        b.field(
            "Who demands it?", b.text_input("who", limit=200), "who", hint="How they can be reached, too."
        ),
        b.field("What do they object to?", b.text_input("reason", multiline=True, limit=2500), "reason"),
    ]
    callback = encode("rights", "take_down", item_id)
    return b.modal("Takedown notice", made, callback_id=callback, submit="Take it down", metadata=metadata)


def lift(item_id: int, item: ItemView | None, demanded: str, metadata: str) -> dict[str, Any]:
    """Why it may be shown again."""
    about = about_line(item)
    made = [b.section(f"*Item {item_id}*\n{about}")]
    if demanded:
        made += [b.context("What was demanded:"), b.written(demanded)]
    made.append(b.section("Where it is licensed it is shown again from then on."))
    made.append(b.field("Why may it be shown again?", b.text_input("reason", multiline=True), "reason"))
    callback = encode("rights", "lift_it", item_id)
    return b.modal("Lift the takedown", made, callback_id=callback, submit="Lift it", metadata=metadata)

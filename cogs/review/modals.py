"""The windows of the review cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.faces import words
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack import card
from bot.faces.slack.context import Origin
from bot.people.rules import Person
from bot.review.rules import Status

View = dict[str, Any]


def _callback(verb: str, item: ItemView) -> str:
    return encode("review", verb, item.item_id, item.revision)


def _about(item: ItemView) -> b.Block:
    return b.context(card.summary_line(item))


def reject(item: ItemView, origin: Origin) -> View:
    """A reason from a short list, free text, or both."""
    options = [b.option(reason, reason) for reason in words.REASONS]
    return b.modal(
        "Reject",
        [
            _about(item),
            b.context("Choose a reason, or say it in your own words: one of the two is needed."),
            b.field("Reason", b.select("reason", "Choose a reason", options), "reason", optional=True),
            b.field(
                "In your own words",
                b.text_input("text", multiline=True, limit=300, placeholder="Only your team reads this"),
                "text",
                optional=True,
            ),
        ],
        callback_id=_callback("reject", item),
        submit="Reject",
        metadata=origin.pack(),
    )


def escalate(item: ItemView, origin: Origin, people: Mapping[str, str]) -> View:
    """To whom, and what they should know."""
    return b.modal(
        "Escalate to a person",
        [
            _about(item),
            b.field("Who should decide?", b.people_select("to", "Choose a person", people), "to"),
            b.field("What should they know?", b.text_input("note", multiline=True), "note", optional=True),
        ],
        callback_id=_callback("escalate", item),
        submit="Escalate",
        metadata=origin.pack(),
    )


def note(item: ItemView, origin: Origin) -> View:
    return b.modal(
        "Add note",
        [
            _about(item),
            b.field(
                "Note",
                b.text_input("note", multiline=True),
                "note",
                hint="It stands on the card and in the history.",
            ),
        ],
        callback_id=_callback("note", item),
        submit="Add",
        metadata=origin.pack(),
    )


def campaign(item: ItemView, names: Sequence[str], origin: Origin) -> View:
    """An existing campaign or a new one."""
    made = [_about(item)]
    usable = [name for name in names if 0 < len(name) <= 150 and name not in item.campaigns][:100]
    if usable:
        made.append(b.context("Choose a campaign or name a new one: one of the two is needed."))
        options = [b.option(name, name) for name in usable]
        made.append(
            b.field("Campaign", b.select("campaign", "Choose a campaign", options), "campaign", optional=True)
        )
    made.append(
        b.field(
            "Or a new one" if usable else "New campaign",
            b.text_input("name", limit=80),
            "name",
            optional=bool(usable),
        )
    )
    return b.modal(
        "Add to campaign", made, callback_id=_callback("campaign", item), submit="Add", metadata=origin.pack()
    )


def block(item: ItemView, origin: Origin) -> View:
    """Asked again, since it closes everything of theirs that waits."""
    who = b.isolate(item.creator.label) if item.creator else "this creator"
    text = (
        f"Nothing more from *{who}* on {b.escape(words.platform_word(item.platform))} comes into the queue, and what "
        "waits of theirs is closed. What is approved stays approved. You can unblock them "
        "with the button on any card that this closes, or in the menu of any of their items."
    )
    return b.modal(
        "Block creator?",
        [b.section(text), b.field("Why", b.text_input("text", limit=300), "text", optional=True)],
        callback_id=_callback("block", item),
        submit="Block",
        metadata=origin.pack(),
    )


def details(
    item: ItemView, files: Mapping[int, str], person: Person, origin: Origin, nonce: str = ""
) -> View:
    """The whole item with the buttons that are open to this person."""
    made: list[b.Block] = []
    if not item.waiting:
        made.append(b.section(card.decision_line(item)))
    elif item.status is Status.ESCALATED:
        made.append(b.section(card.escalation(item)))
    made += card.content(item, files, whole=True, pictures=3)
    if not item.gone:
        made.append(card.buttons(item, nonce, item.actions(person.role, person.id), in_modal=True))
    return b.modal(
        "Item", made, callback_id=_callback("details", item), close="Close", metadata=origin.pack()
    )

"""What was done when somebody was erased, for who asked for it: numbers and no names."""

from __future__ import annotations

from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.intake.privacy.tables import Erasure


def receipt(row: Erasure) -> tuple[str, list[b.Block]]:
    """The message as text and as blocks."""
    text = f"Creator {row.creator_id} was erased."
    done = [f"• {count} × {b.escape(place.replace('_', ' '))}" for place, count in sorted(row.counts.items())]
    where = b.escape(", ".join(row.platforms))
    made = [
        b.section(
            f":wastebasket: *Creator {row.creator_id}* ({where}) was erased, as you asked "
            f"{when(row.started_at)}"
            + (f"; done {when(row.finished_at)}." if row.finished_at is not None else ".")
        ),
        b.section("*Receipt*\n" + ("\n".join(done[:60]) or "There was nothing to erase.")),
    ]
    if row.left:
        made.append(
            b.section(":warning: *Not reached*\n" + "\n".join(f"• {b.escape(one)}" for one in row.left[:20]))
        )
    made.append(
        b.context(
            "They are not taken in or asked again. Delete exports and copies made by hand, and look for what "
            "we wrote to them on their own network."
        )
    )
    return text, made

"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.intake.reaching.tables import HeardAnswer, Watch
from bot.rights.tables import Ask
from bot.storage.personal import CODE, DIGEST, SETTING, Gone, Held, Through, Whose

_ASK = Through("ask_id", Ask, "item_id")

HELD = (
    # Before the messages, by which they are found.
    Held(
        HeardAnswer,
        "Answers of yours that were taken in; their words stand in the signed record.",
        {"external_id": Gone("The network's id of your answer."), "version": DIGEST},
        Whose.ITEM,
        Through("watch_id", Watch, _ASK),
        row_goes=True,
    ),
    Held(
        Watch,
        "Messages of ours to you, under which answers are looked for.",
        {
            "platform": CODE,
            "source": SETTING,
            "reference": Gone("The network's id of our message to you."),
        },
        Whose.ITEM,
        _ASK,
        row_goes=True,
    ),
)

"""What these tables hold about people, see ``bot.storage.personal``. The messages themselves are redrawn or deleted
in Slack by ``erased`` here."""

from __future__ import annotations

from bot.faces.slack.tables import SlackFile, SlackMessage, SlackMessageItem
from bot.storage.personal import CODE, DIGEST, Held, Ours

HELD = (
    Held(
        SlackMessage,
        "Which message in Slack shows what.",
        {
            "key": Ours("a word of ours and numbers: what the message shows"),
            "kind": CODE,
            "channel": Ours("Slack's id of a channel of the team"),
            "ts": Ours("Slack's number of the message"),
            "rendered": DIGEST,
            "lost": Ours("why it can't be changed"),
        },
    ),
    Held(SlackMessageItem, "Which pieces a message shows.", {}),
    Held(
        SlackFile,
        "Pictures in Slack: deleted there with the preview.",
        {"file_id": Ours("Slack's id of a file")},
    ),
)

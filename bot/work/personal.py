"""What these tables hold about people, see ``bot.storage.personal``."""

from __future__ import annotations

from bot.storage.personal import CODE, DIGEST, Elsewhere, Held, Ours
from bot.work.tables import DueTime, FailedWork, WakeUp

HELD = (
    Held(DueTime, "When what is due.", {"name": CODE, "trigger": CODE}),
    Held(WakeUp, "What is asked for.", {"key": Ours("a job's name, and numbers or a hash of them")}),
    Held(
        FailedWork,
        "Work that gave up.",
        {
            "work_id": DIGEST,
            "job": CODE,
            "problem": Elsewhere("What went wrong; it may name an address.", "bot.work.forgetting"),
            "remedy": Elsewhere("What to do about it.", "bot.work.forgetting"),
        },
    ),
)
ENGINE = {
    "workflow_input": {"inputs": "bot.work.forgetting"},
    "workflow_output": {"output": "bot.work.forgetting", "error": "bot.work.forgetting"},
    "workflow_status": {
        "inputs": "bot.work.forgetting",
        "output": "bot.work.forgetting",
        "error": "bot.work.forgetting",
    },
    "operation_outputs": {"output": "bot.work.forgetting", "error": "bot.work.forgetting"},
}
"""The engine's tables that hold words of jobs, by column: what erases them. Its other columns hold names, numbers and
states; its tables for messages and schedules are not used, and a test sees to it that they are empty."""

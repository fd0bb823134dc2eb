"""What an answer leads to, as a permission stands. Pure."""

from __future__ import annotations

from bot.rights.answers import Answer, Verdict
from bot.rights.rules import WAITING, AskAction, AskStatus

OPEN = WAITING | {AskStatus.ANSWERED}
"""Where a yes counts."""


def leads_to(status: AskStatus, verdict: Verdict) -> AskAction:
    """What an answer does to an ask that stands so. A no counts wherever there is something to say no to."""
    if verdict.answer is Answer.NO:
        if status is AskStatus.GRANTED:
            return AskAction.WITHDRAWN
        ended = (AskStatus.DECLINED, AskStatus.WITHDRAWN, AskStatus.SUPERSEDED)
        return AskAction.NOTED if status in ended else AskAction.DECLINED
    if status in OPEN:
        return AskAction.GRANTED if verdict.answer is Answer.YES else AskAction.ANSWERED
    return AskAction.ANSWERED if status is AskStatus.EXPIRED else AskAction.NOTED

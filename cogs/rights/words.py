"""Permissions in words: how it is known who said it, and what stands where a button is for something else."""

from __future__ import annotations

from bot.kernel.text import clean_line
from bot.rights.rules import AskRefusal, AskState

PROOFS = {
    "none": "by the private link alone",
    "reply": "by a reply from the account that made it",
    "code": "by a code that the account posted",
    "mail": "by a link in a mail to the known address",
    "hand": "somebody of the team read the answer",
}


def proof_words(proof: str) -> str:
    """How it is known who answered."""
    return PROOFS.get(proof, clean_line(proof, 40))


def standing(state: AskState) -> AskRefusal:
    """Why a button for an earlier state does nothing: what stands, by whom and since when."""
    return AskRefusal(
        "already_answered", state.changed_by, state.changed_by_name, state.changed_at, state.status
    )

"""Odd votes in words: what was seen, how likely that is by chance, and what a manager may do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack.card import when
from bot.kernel.text import clean_line
from cogs.contest import slack_words as words
from cogs.contest.slack_blocks import View, window
from cogs.contest.slack_pages import back, top, who
from cogs.contest.slack_view import FLAGS, ContestView, FlagView, Where

KINDS = {
    "burst": "Many votes in a short time",
    "newcomers": "Many votes by new accounts",
    "ring": "People who vote for one another",
    "self": "Votes for oneself with linked accounts",
}
NAMED = 6


def flags(contest: ContestView, found: Sequence[FlagView], where: Where, notice: str = "") -> View:
    """What nobody has settled yet, the newest first."""
    made: list[b.Block] = [top(contest)]
    if not found:
        made.append(
            b.section(":sparkles: *Nothing odd about the votes.* Somebody looks every ten minutes: I do.")
        )
    for one in found:
        made += [b.section(evidence(one)), b.actions(_buttons(contest, one), f"flag-{one.flag.id}")]
    if len(found) == FLAGS:
        made.append(b.context(f"The newest {FLAGS}. Settle some to see more."))
    made.append(b.context("A flag changes nothing by itself: votes are voided only by you, with a reason."))
    made.append(back(contest))
    return window("Odd votes", made, where, notice)


def _buttons(contest: ContestView, one: FlagView) -> list[b.Block]:
    def ask(text: str, outcome: str, style: str | None = None) -> b.Block:
        extra = ("settle", str(one.flag.id), outcome)
        return b.button(text, encode("contest", "ask", contest.id, contest.revision, extra), style=style)

    row = [ask("Dismiss…", "dismiss")]
    if one.flag.evidence.get("ids"):
        row.append(ask("Void these votes…", "void", "danger"))
    if one.entry is not None:
        row.append(ask(f"Disqualify number {one.entry.number}…", "disqualify"))
    return row


def evidence(one: FlagView) -> str:
    """What was seen, in mrkdwn."""
    flag = one.flag
    head = f":triangular_flag_on_post: *{KINDS.get(flag.kind, 'Something odd')}* · {when(flag.found_at)}"
    if one.entry is not None:
        by = who(one.entry.name, one.entry.platform, one.entry.external_id)
        head += f"\nNumber {one.entry.number} by {by}"
    return f"{head}\n{in_words(flag.kind, flag.evidence, one)}"


def in_words(kind: str, found: Mapping[str, Any], one: FlagView | None = None) -> str:
    """The evidence of a flag as sentences, in mrkdwn."""
    count = int(found.get("count") or 0)
    match kind:
        case "burst":
            begun, ended = _moment(found.get("from")), _moment(found.get("until"))
            expected = _number(found.get("expected"))
            return (
                f"{words.count(count, 'vote')} between {begun} and {ended}, where {expected} were to be expected. "
                f"{_chance(found.get('chance'))}"
            )
        case "newcomers":
            return (
                f"{count:,} of {int(found.get('of') or 0):,} votes are by accounts made since "
                f"{_moment(found.get('new_since'))}; over all entries it is {_number(found.get('usual'))} percent. "
                f"{_chance(found.get('chance'))}"
            )
        case "ring":
            return f"{_ring(found, one)} {words.count(count, 'vote')} went round among them."
        case "self":
            return f"{words.count(count, 'vote')} by accounts that belong to whoever entered it, as is known by now."
        case _:
            return f"{words.count(count, 'vote')}."


def _ring(found: Mapping[str, Any], one: FlagView | None) -> str:
    accounts = [int(account) for account in found.get("accounts") or ()]
    inside: Mapping[str, int] = found.get("inside") or {}
    cast: Mapping[str, int] = found.get("cast") or {}
    people = one.people if one is not None else {}
    named = []
    for account in accounts[:NAMED]:
        person = people.get(account)
        name = b.isolate(clean_line(person.name, 40)) if person else f"account {account}"
        named.append(f"{name} ({inside.get(str(account), 0)} of {cast.get(str(account), 0)} votes)")
    more = f" and {len(accounts) - NAMED} more" if len(accounts) > NAMED else ""
    return f"{len(accounts)} people vote mostly for one another: {', '.join(named)}{more}."


def _chance(value: Any) -> str:
    if not isinstance(value, int | float) or not 0 < value < 1:
        return ""
    if value < 1e-9:
        return "By chance that happens less than once in a billion times."
    return f"By chance that happens about once in {round(1 / value):,} times."


def _number(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else "few"


def _moment(value: Any) -> str:
    try:
        return when(datetime.fromisoformat(str(value)))
    except ValueError:
        return "an unknown time"

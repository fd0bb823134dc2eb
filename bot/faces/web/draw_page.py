"""The page of a draw, for somebody who has never heard of a hash. Pure; every outside text is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from bot.contests.draw import DrandRound, Draw, Outcome, Record, Verification, explain, ticket, time_of
from bot.contests.draw.values import spoken

PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Robots-Tag": "all",  # draws are public
}
SHOWN_TICKETS = 25
SHOWN_WINNERS = 200
TICKET_DIGITS = 16
_MARKS = {Outcome.OK: "✓", Outcome.CAUTION: "!", Outcome.FAILS: "✗"}
_SAID = {Outcome.OK: "Holds", Outcome.CAUTION: "Read this", Outcome.FAILS: "Fails"}


def draw_page(record: Record, found: Verification, asked: str | None = None) -> str:
    """The page. ``found`` is what ``verify`` says of the record; ``asked`` is the number looked for, as typed."""
    name = escape(record.frozen.entry_list.name)
    parts = (
        f"<header><p class=kicker>The draw, and how to check it</p><h1>{name}</h1></header>",
        _verdict(found),
        _winners(record, found),
        _search(record, found, asked),
        _explained(record),
        _facts(record, found),
        _tickets(record, found),
        _again(record),
        _checks(found),
    )
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<title>{name}: the draw</title><link rel=stylesheet href=../assets/draw.css>"
        "<script type=module src=../assets/draw.js></script></head>"
        f"<body data-record=draw.json><main>{''.join(parts)}</main></body></html>"
    )


def missing_page() -> str:
    """Where there is no such draw."""
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1"><title>No such draw</title>'
        "<link rel=stylesheet href=../assets/draw.css></head><body><main><h1>There is no such draw</h1>"
        "<p>The contest doesn't exist, chance decides nothing in it (its rules say what does), or its "
        "entries haven't closed yet: a draw's page appears when they do.</p></main></body></html>"
    )


def _verdict(found: Verification) -> str:
    if not found.ok:
        kind, words = "fails", "Something is wrong with this record. Don't trust this draw."
    elif found.seed is None:
        kind, words = "caution", "The draw is yet to come. What is fixed for it stands below."
    elif any(check.outcome is Outcome.CAUTION for check in found.checks):
        kind, words = (
            "caution",
            "Every sum comes out right again. Something rests on people: see the notes below.",
        )
    else:
        kind, words = "ok", "This record was worked out again, and everything holds."
    return (
        f'<p class="verdict {kind}" id=verdict><span aria-hidden=true>{_MARKS[Outcome(kind)]}</span> {words}</p>'
        "<p class=verdict id=browser role=status hidden></p>"
    )


def _winners(record: Record, found: Verification) -> str:
    if found.seed is None or not record.all(Draw):  # lots that only order ties name no winner
        return ""
    shown = found.winners[:SHOWN_WINNERS]
    chips = "".join(f'<li data-winner="{number}">{number:,}</li>' for number in shown)
    more = len(found.winners) - len(shown)
    rest = f"<p>... and {more:,} more; the download has them all.</p>" if more else ""
    listed = f"<ol class=winners>{chips}</ol>{rest}" if shown else "<p>Nobody was drawn.</p>"
    return f"<section><h2>Winning entry numbers</h2>{listed}</section>"


def _search(record: Record, found: Verification, asked: str | None) -> str:
    typed = (asked or "").strip()[:20]
    answer = f"<p class=answer id=answer role=status>{_answer(record, found, typed)}</p>" if typed else ""
    return (
        "<section><h2>Look for your number</h2><form method=get action=draw>"
        "<label for=number>Your entry number</label>"
        f'<input id=number name=number inputmode=numeric autocomplete=off value="{escape(typed)}">'
        f"<button>Look</button></form>{answer}</section>"
    )


def _answer(record: Record, found: Verification, typed: str) -> str:
    digits = typed.lstrip("#").strip()
    if not (digits.isascii() and digits.isdigit()):
        return "Type the number of your entry, for example 17."
    number = int(digits)
    if number not in set(record.frozen.entry_list.numbers):
        return f"Entry {number} isn't in the frozen list, so it doesn't take part. If it should, ask the organiser."
    if found.seed is None:
        return f"Entry {number} is in the frozen list and takes part."
    place = f"place {found.order.index(number) + 1:,} of {len(found.order):,}"
    if not record.all(Draw):
        return f"Entry {number} has {place} in the order of the lots."
    excluded = {each.number: each.reason for draw in record.all(Draw) for each in draw.excluded}
    if number in excluded:
        return f"Entry {number} has {place} in the order, but was left out: {escape(excluded[number])}."
    if number in found.winners:
        return f"Entry {number} has {place} in the order, and wins."
    return f"Entry {number} has {place} in the order. It doesn't win, unless places pass on and reach it."


def _explained(record: Record) -> str:
    return "".join(
        f"<section><h2>{escape(each.title)}</h2>{_lines(each.text)}</section>" for each in explain(record)
    )


def _lines(text: str) -> str:
    return "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())


def _facts(record: Record, found: Verification) -> str:
    frozen, rows = record.frozen, list[tuple[str, str]]()
    rows.append(("Entries closed", spoken(frozen.entry_list.closed_at)))
    rows.append(("Entries in the list", f"{len(frozen.entry_list.entries):,}"))
    rows.append(("Hash of the entry list", _hash(frozen.entries_hash)))
    rows.append(("Hash of the secret", _hash(frozen.commitment)))
    rows.append(("Hash of the rules' text", _hash(frozen.rules_hash)))
    rows.append(("Hash of all that was fixed", _hash(record.frozen_hash, "frozen")))
    if frozen.replaces is not None:
        rows.append(("Takes the place of", _hash(frozen.replaces)))
    if isinstance(frozen.source, DrandRound):
        rows.append(("Named in advance", f"drand, round {frozen.source.round:,}, {_time(frozen.source)}"))
        rows.append(("drand network", _hash(frozen.source.chain.hash)))
    else:
        rows.append(("Named in advance", escape(" and ".join(frozen.source.people))))
    if record.opening is not None:
        rows.append(("The secret", _hash(record.opening.secret)))
        if record.opening.beacon is not None:
            rows.append(("The random number", _hash(record.opening.beacon.randomness)))
    if found.seed is not None:
        rows.append(("The seed", _hash(found.seed, "seed")))
    rows.append(("Last hash of the record", _hash(record.head)))
    cells = "".join(f"<div><dt>{title}</dt><dd>{value}</dd></div>" for title, value in rows)
    return (
        f"<section><h2>The numbers</h2><dl>{cells}</dl>"
        "<p><a class=button href=draw.json>Download the record (draw.json)</a></p></section>"
    )


def _hash(value: str, name: str = "") -> str:
    mark = f' id="{name}"' if name else ""
    return f"<code{mark}>{escape(value)}</code>"


def _time(source: DrandRound) -> str:
    try:
        return spoken(time_of(source.chain, source.round))
    except OverflowError:
        return "never"


def _tickets(record: Record, found: Verification) -> str:
    if found.seed is None:
        return ""
    made = bytes.fromhex(found.seed)
    excluded = frozenset(each.number for draw in record.all(Draw) for each in draw.excluded)
    winners = frozenset(found.winners)
    rows = "".join(
        f"<tr{' class=won' if number in winners else ''}><td>{place}</td><td>{number}</td>"
        f"<td><code>{ticket(made, number)[:TICKET_DIGITS]}…</code></td>"
        f"<td>{_state(number, winners, excluded)}</td></tr>"
        for place, number in enumerate(found.order[:SHOWN_TICKETS], start=1)
    )
    return (
        "<section><h2>The lowest tickets</h2><table><thead><tr><th>Place<th>Entry<th>Ticket<th></tr></thead>"
        f"<tbody>{rows}</tbody></table></section>"
    )


def _state(number: int, winners: Iterable[int], excluded: Iterable[int]) -> str:
    return "left out" if number in excluded else "wins" if number in winners else ""


def _again(record: Record) -> str:
    draws = record.all(Draw)
    if not draws:
        return ""
    items = "".join(_one_draw(count, draw) for count, draw in enumerate(draws, start=1))
    return f"<section><h2>Every draw</h2><ol class=draws>{items}</ol></section>"


def _one_draw(count: int, draw: Draw) -> str:
    title = "The draw" if count == 1 else "Drawn again"
    numbers = ", ".join(str(winner.number) for winner in draw.winners[:SHOWN_WINNERS])
    reason = f" Reason: {escape(draw.reason)}." if draw.reason else ""
    left_out = "".join(
        f"<li>Entry {each.number} left out: {escape(each.reason)}</li>" for each in draw.excluded
    )
    more = f"<ul>{left_out}</ul>" if left_out else ""
    return f"<li><strong>{title}</strong>, {spoken(draw.at)}, by {escape(draw.by)}: {numbers}.{reason}{more}</li>"


def _checks(found: Verification) -> str:
    items = "".join(
        f"<li class={check.outcome.value}><span class=mark aria-hidden=true>{_MARKS[check.outcome]}</span><div>"
        f"<strong>{escape(check.title)}</strong> <span class=said>{_SAID[check.outcome]}</span>"
        f"<p>{escape(check.why)}</p></div></li>"
        for check in found.checks
    )
    return f"<section><h2>What was checked</h2><ul class=checks>{items}</ul></section>"

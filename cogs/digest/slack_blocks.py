"""A digest as two Slack messages: a short one, and the rest in its thread.

The channel's message answers what a busy manager asks on Monday: how did it go (one sentence, a picture, the way from
found to free to show), what must I do, and what is worth looking at (three pieces). Everything else is evidence,
read by whoever wonders, and lies one click away in the thread: a channel in which nobody has to scroll past a digest
is one where it stays welcome.

Whatever the document holds, both stay within Slack's limits: lists are cut ("and 12 more") and what doesn't fit into
a message at all is left off and said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from bot.digests.document import (
    Attention,
    ContestLine,
    CreatorLine,
    Document,
    Line,
    Number,
    Piece,
    Record,
    Sharer,
    Times,
)
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.figure_rows import NAME, label_of
from bot.kernel.text import clean_line
from cogs.digest.slack_words import Words

T = TypeVar("T")
AREA = "digest"
BLOCKS = 50  # of a message
CHARACTERS = 12_000  # of a message's blocks as they travel; Slack takes 13,200
TOP = 3  # pieces in the short message
PICTURES = 2  # in the short message; more stand in the thread
LISTED = 5  # lines of a list in the thread
URL = 300  # a longer address would take a list's room: the title stands without


def short(
    document: Document, *, digest_id: int | None, pictures: Sequence[tuple[str, str]] = ()
) -> list[b.Block]:
    """The channel's message. ``pictures`` are Slack's file ids with their alt texts; without a ``digest_id``, which
    a preview has none of, there are no buttons."""
    words = Words.of(document)
    days = words.common.span(document.period.start, document.period.end)
    made = [b.header(_title(document, words)), b.context(days), b.section(_headline(document, words))]
    made += [b.image(alt, slack_file=file) for file, alt in pictures[:PICTURES]]
    if not document.quiet:
        made += _list(words, "ds-funnel", document.funnel, words.number, most=len(document.funnel) or 1)
    made += _list(words, "ds-attention", document.attention, lambda one: _attention(one, words))
    made += _list(words, "ds-pieces", document.pieces, lambda one: _piece(one, words), most=TOP)
    missing = _missing(document, words)
    tail = [b.context(*missing)] if missing else []
    tail += [_buttons(document, digest_id, words)] if digest_id is not None else []
    return fit(made, words, tail)


def summary(document: Document) -> str:
    """The digest in a line of mrkdwn, for notifications and screen readers."""
    words = Words.of(document)
    return b.cut(f"{b.escape(_title(document, words))}. {_headline(document, words)}", 500)


def details(document: Document, pictures: Sequence[tuple[str, str]] = ()) -> list[b.Block]:
    """The thread's message: everything that the short one leaves out, with those of ``pictures`` that had no room
    there. Empty where there is nothing to add."""
    words = Words.of(document)

    def piece(one: Piece) -> str:
        return _piece(one, words)

    def creator(one: CreatorLine) -> str:
        return _creator(one, words)

    def line(one: Line) -> str:
        return _line(one, words)

    def contest(one: ContestLine) -> str:
        return _contest(one, words)

    following = [document.next_contest] if document.next_contest else []
    made = [
        *(b.image(alt, slack_file=file) for file, alt in pictures[PICTURES:]),
        *_list(words, "ds-pieces", document.pieces[TOP:], piece),
        *_list(words, "ds-people", document.people, words.number),
        *_list(words, "ds-creators", document.creators, creator),
        *_list(words, "ds-rising", document.rising, creator),
        *_list(words, "ds-sentiment", document.sentiment, words.number),
        *_list(words, "ds-praise", document.praise, piece, most=TOP),
        *_list(words, "ds-complaints", document.complaints, piece, most=TOP),
        *_list(words, "ds-tags", document.tags, lambda one: _line(one, words, "#")),
        *_list(words, "ds-campaigns", document.campaigns, line),
        # Silent ones first: they are why somebody reads this list, and must not be cut off.
        *_list(words, "ds-sources", sorted(document.sources, key=lambda one: not one.silent), line),
        *_list(words, "ds-response", document.times, lambda one: _times(one, words)),
        *_list(words, "ds-load", document.load, line),
        *_list(words, "ds-rates", document.rates, words.number, most=8),
        *_list(words, "ds-engagement", document.engagement, words.number, most=12),
        *_list(words, "ds-origins", document.origins, line),
        *_list(words, "ds-value", document.value, words.number),
        *_list(words, "ds-contests", document.contests, contest),
        *_list(words, "ds-next-contest", following, contest),
        *_list(words, "ds-ambassadors", document.sharing, words.number),
        *_list(words, "ds-sharers", document.sharers, lambda one: _sharer(one, words)),
        *_list(words, "ds-shared-pieces", document.shared_pieces, piece, most=TOP),
    ]
    return fit(made, words)


def fit(made: Sequence[b.Block], words: Words, tail: Sequence[b.Block] = ()) -> list[b.Block]:
    """As many of the blocks as one message takes, with ``tail`` always; what was left off is said."""
    note = b.context(words.tell("ds-cut"))
    room = CHARACTERS - size([note, *tail])
    kept: list[b.Block] = []
    for block in made:
        room -= size([block])
        if room < 0 or len(kept) + len(tail) + 1 >= BLOCKS:
            return [*kept, note, *tail]
        kept.append(block)
    return [*kept, *tail]


def size(made: Sequence[b.Block]) -> int:
    """Characters of blocks as they travel."""
    return len(json.dumps(list(made), ensure_ascii=False))


def sections(document: Document) -> list[tuple[str, list[Number]]]:
    """The key of each section's title, and its figures, in the order of ``numbers``."""

    def of(lines: Iterable[Line]) -> list[Number | None]:
        return [one for each in lines for one in each.numbers]

    def made(creators: Iterable[CreatorLine]) -> list[Number | None]:
        return [one for each in creators for one in (each.pieces, each.gained)]

    every: tuple[tuple[str, Sequence[Number | None]], ...] = (
        ("ds-funnel", document.funnel),
        ("ds-engagement", document.engagement),
        ("ds-people", document.people),
        ("ds-sentiment", document.sentiment),
        ("ds-rates", document.rates),
        ("ds-response", [one.median for one in document.times]),
        ("ds-value", document.value),
        ("ds-pieces", [one.number for one in document.pieces]),
        ("ds-creators", made(document.creators)),
        ("ds-rising", made(document.rising)),
        ("ds-tags", of(document.tags)),
        ("ds-campaigns", of(document.campaigns)),
        ("ds-sources", of(document.sources)),
        ("ds-load", of(document.load)),
        ("ds-origins", of(document.origins)),
        ("ds-contests", [one for each in document.contests for one in (each.entries, each.votes)]),
        ("ds-ambassadors", document.sharing),
        ("ds-sharers", [one.number for one in document.sharers]),
        ("ds-shared-pieces", [one.number for one in document.shared_pieces]),
    )
    return [(title, [one for one in found if one is not None]) for title, found in every]


def numbers(document: Document) -> list[Number]:
    """Every figure of the document in the order it is read. A figure's place here is its address: the document is
    kept as it was sent, so a button that was posted long ago still finds its figure."""
    return [one for _, found in sections(document) for one in found]


def _title(document: Document, words: Words) -> str:
    """Plain text: a header knows no markup."""
    span = document.period
    if document.about_name and document.about_name != span.name:
        return words.tell("ds-title-about", brand=document.brand, about=document.about_name, period=span.name)
    return words.tell("ds-title", brand=document.brand, period=span.name)


def _headline(document: Document, words: Words) -> str:
    if document.quiet:
        return words.tell(
            "ds-empty-then" if document.looks_back else "ds-empty", period=b.escape(document.period.name)
        )
    by = {one.figure: one.value or 0 for one in document.funnel}
    found, granted = by.get("found", 0), by.get("granted", 0)
    said = words.tell(
        "ds-headline",
        foundn=found,
        found=words.count(found),
        approved=words.count(by.get("approved", 0)),
        grantedn=granted,
        granted=words.count(granted),
    )
    return " ".join([said, *(_record(one, words) for one in document.records[:1])])


def _record(record: Record, words: Words) -> str:
    figure = words.figure(record.figure)
    if record.since is None:
        return words.tell("ds-record-ever", figure=figure)
    return words.tell("ds-record-since", figure=figure, month=words.month(record.since))


def _list(
    words: Words, title: str, entries: Sequence[T], say: Callable[[T], str], *, most: int = LISTED
) -> list[b.Block]:
    """A titled list in one section. A line that would run over the section is left off and counted."""
    if not entries:
        return []
    lines, room = [f"*{words.tell(title)}*"], b.SECTION - 200
    for entry in entries[:most]:
        line = f"• {say(entry)}"
        room -= len(line) + 1
        if room < 0:
            break
        lines.append(line)
    rest = len(entries) - (len(lines) - 1)
    if rest > 0:
        lines.append(f"_{words.tell('ds-more', count=rest, shown=words.count(rest))}_")
    return [b.section("\n".join(lines))]


def _title_of(piece: Piece, words: Words) -> str:
    """Its title, or what it is; plain text."""
    if piece.gone:
        return words.tell("ds-gone")
    return clean_line(piece.title, NAME) or label_of(words.common.untitled(piece.kind, piece.item_id))


def _piece(piece: Piece, words: Words) -> str:
    if piece.gone:
        return words.tell("ds-gone")
    address = piece.url if piece.url and len(piece.url) <= URL else None
    title = b.ISOLATE_START + b.link(address, _title_of(piece, words)) + b.ISOLATE_END
    said = words.tell("ds-by", piece=title, creator=words.name(piece.creator)) if piece.creator else title
    return f"{said}: {words.number(piece.number)}" if piece.number else said


def _creator(one: CreatorLine, words: Words) -> str:
    if one.gone:
        return words.tell("ds-gone-creator")
    parts = [words.number(each) for each in (one.pieces, one.gained) if each is not None]
    parts += [words.tell("ds-first")] if one.first_time else []
    return f"{words.name(one.name)}: {', '.join(parts)}"


def _sharer(one: Sharer, words: Words) -> str:
    if one.gone:
        return words.tell("ds-gone-sharer")
    return f"{words.name(one.name)}: {words.number(one.number)}"


def _line(one: Line, words: Words, sign: str = "") -> str:
    parts = [words.number(each) for each in one.numbers[:3]]
    if one.silent:
        parts.append(words.common.silence(one))
    return f"{':zzz: ' if one.silent else ''}{sign}{words.name(words.common.line(one))}: {', '.join(parts)}"


def _times(one: Times, words: Words) -> str:
    median = words.number(one.median, title="")
    told = words.tell("ds-times", median=median, p90=words.number(one.p90, title="", compare=False))
    return f"{words.figure(one.figure)}: {told}"


def _contest(one: ContestLine, words: Words) -> str:
    parts = [words.number(one.entries), words.number(one.votes)]
    if one.phase == "announced" and one.starts_at:
        parts = [words.tell("ds-starts", day=words.common.date(one.starts_at))]
    elif one.ends_at:
        parts.append(words.tell("ds-ends", day=words.common.date(one.ends_at)))
    if one.leaders:
        names = ", ".join(words.name(name) for name in one.leaders[:3])
        parts.append(words.tell("ds-leaders", names=names))
    return f"{words.name(one.title)}: {', '.join(parts)}"


def _attention(one: Attention, words: Words) -> str:
    return words.common.attention(one, words.name(one.name) if one.name else "")


def _missing(document: Document, words: Words) -> list[str]:
    """What could not be made, by name."""
    lacking = clean_line(words.common.lacking(document.missing), 300)
    return [words.tell("ds-no-part", what=b.escape(lacking))] if lacking else []


def _buttons(document: Document, digest_id: int, words: Words) -> b.Block:
    # The figures are asked for while somebody looks for one: a list of them all would be most of the message.
    opening = inputs.suggested(encode(AREA, "open", digest_id), words.tell("ds-open"))
    return b.actions(
        [
            *([opening] if numbers(document) else []),
            *(
                b.button(words.tell(f"ds-{verb}"), encode(AREA, verb, digest_id))
                for verb in ("export", "schedule", "send")
            ),
        ]
    )


def names(document: Document) -> dict[str, str]:
    """What the slices of its figures are called, as plain text."""
    words = Words.of(document)
    lines = (*document.campaigns, *document.sources, *document.load, *document.origins)
    found = {one.slice: words.common.line(one) for one in lines if one.slice}
    found |= {one.slice: f"#{one.name}" for one in document.tags}
    found |= {f"creator:{one.creator_id}": one.name for one in (*document.creators, *document.rising)}
    shared = (*document.shared_pieces, *document.pieces)
    found |= {f"item:{one.item_id}": _title_of(one, words) for one in shared}
    found |= {f"ambassador:{one.ambassador_id}": one.name for one in document.sharers}
    contests = (*document.contests, *([document.next_contest] if document.next_contest else []))
    return found | {f"contest:{one.contest_id}": one.title for one in contests}


def labels(document: Document) -> list[str]:
    """What each of its figures is called, with its value, as plain text."""
    words, called = Words.of(document), names(document)
    return [
        f"{words.figure(one.figure)}{f', {called.get(one.slice) or one.slice}' if one.slice else ''}: "
        f"{words.value(one.figure, one.value, one.sample)}"
        for one in numbers(document)
    ]

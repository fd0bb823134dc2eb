"""The window of curation: collections, pieces, the programme, changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.ambassadors.badges.queries import Sharer
from bot.curation.rules import Change, Mark, Marked
from bot.curation.tables import Collection
from bot.faces.actions import encode
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.places import item_row
from bot.faces.texts import Markup
from bot.kernel.text import clean_line
from cogs.curation.loading import PAGE, Decided, Inside, Piece, Shelf, line_of
from cogs.curation.steps import COLLECTION, PIECE, SECTIONS, Step, Where, pack
from cogs.curation.telling import NAME, Teller

AREA = "curation"
NAMED = 3
"""People who are named in a line; others are a number."""
View = dict[str, Any]
MARKED = {
    Mark.PIN: ":pushpin:",
    Mark.HOLD: ":hourglass:",
    Mark.HIDE: ":see_no_evil:",
    Mark.LIMIT: ":bar_chart:",
    Mark.THANK: ":heart:",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What was just done, and how it is taken back. Plain text. ``badge``: somebody got it by that."""

    text: str
    undo: Sequence[Step] = ()
    problem: bool = False
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks: in which language, whether they may change anything, what they did before."""

    tell: Teller
    manages: bool
    notice: Notice | None = None
    whom: str = ""  # managers, by name: whom somebody else may ask


def window(look: Look, where: Where, made: Sequence[b.Block]) -> View:
    """The window around a page."""
    tell = look.tell
    blocks: list[b.Block] = []
    if look.notice is not None:
        undo = pack(look.notice.undo)
        button = b.button(tell.plain("undo"), encode(AREA, "undo"), value=undo) if undo else None
        sign = ":warning:" if look.notice.problem else ":white_check_mark:"
        blocks.append(b.section(f"{sign} {b.escape(clean_line(look.notice.text, 400))}", button))
    blocks += [_tabs(tell, where), b.divider(), *made]
    if not look.manages:
        blocks.append(b.context(tell.say("only-managers", whom=look.whom or tell.plain("managers"))))
    return b.modal(
        tell.plain("title"),
        blocks,
        callback_id=encode(AREA, "window"),
        close=tell.plain("close"),
        metadata=where.pack(),
    )


def _tabs(tell: Teller, where: Where) -> b.Block:
    here = {COLLECTION: "collections", PIECE: "pieces"}.get(where.section, where.section)
    return b.actions(
        [
            b.button(
                tell.plain(f"tab-{one}"),
                encode(AREA, "show", extra=(one,)),
                value=Where(one).pack(),
                style="primary" if one == here else None,
            )
            for one in SECTIONS
        ]
    )


def turns(tell: Teller, where: Where, total: int) -> list[b.Block]:
    """Previous and next, where there is more than a page."""
    row = []
    if where.page > 1:
        row.append(_to(tell.plain("previous"), "previous", where.at(where.page - 1)))
    if where.page * PAGE < total:
        row.append(_to(tell.plain("next"), "next", where.at(where.page + 1)))
    return [b.actions(row)] if row else []


def _to(text: str, verb: str, where: Where, label: str | None = None) -> b.Block:
    extra = (where.key,) if where.key else ()
    return b.button(text, encode(AREA, verb, extra=extra), value=where.pack(), label=label)


# collections


def shelf(look: Look, found: Shelf, where: Where) -> list[b.Block]:
    """All collections, the open ones first."""
    tell = look.tell
    made = [b.section(f"*{tell.say('tab-collections')}*\n{tell.say('collections-about')}")]
    if look.manages:
        made.append(b.actions([b.button(tell.plain("new"), encode(AREA, "new"), style="primary")]))
    for row, pieces in found.rows:
        name = clean_line(row.name, NAME)
        text = f"*{b.isolate(name)}*{_closed(tell, row)}\n{tell.say('pieces', count=pieces)} · {_made_by(tell, row)}"
        made.append(b.section(text, _to(tell.plain("open"), "open", Where(COLLECTION, row.slug), name)))
    if not found.total:
        made.append(b.section(tell.say("no-collections")))
    return [*made, *turns(tell, where, found.total)]


def _closed(tell: Teller, row: Collection) -> str:
    return f" · {tell.say('closed')}" if row.closed_at is not None else ""


def _made_by(tell: Teller, row: Collection) -> str:
    made = tell.say("made-by", who=Markup(tell.who(row.created_by_name, row.created_at)))
    if row.changed_at is None:
        return made
    changed = tell.say("changed-by", who=Markup(tell.who(row.changed_by_name or "", row.changed_at)))
    return f"{made}, {changed}"


def inside(look: Look, found: Inside, where: Where) -> list[b.Block]:
    """One collection with its pieces."""
    tell, row = look.tell, found.row
    head = f"*{b.isolate(clean_line(row.name, NAME))}*{_closed(tell, row)}\n{tell.say('pieces', count=found.total)}"
    if found.leads_to:
        head += f"\n{tell.say('leads-inside', url=Markup(b.link(found.leads_to, found.leads_to)))}"
    made = [b.section(head, _to(tell.plain("back"), "back", Where())), b.context(_made_by(tell, row))]
    if look.manages:
        made.append(b.actions(_collection_buttons(tell, row)))
    for item_id, item in found.items:
        made += _member(look, row, item_id, item, shareable=item_id in found.shareable)
    if not found.items:
        made.append(b.section(tell.say("empty-collection")))
    return [*made, *turns(tell, where, found.total)]


def _collection_buttons(tell: Teller, row: Collection) -> list[b.Block]:
    extra = (row.slug,)
    rename = b.button(tell.plain("rename"), encode(AREA, "rename", extra=extra))
    if row.closed_at is not None:
        return [b.button(tell.plain("reopen"), encode(AREA, "reopen", extra=extra)), rename]
    add = b.button(tell.plain("add"), encode(AREA, "add", extra=extra), style="primary")
    return [add, rename, b.button(tell.plain("close-it"), encode(AREA, "shut", extra=extra))]


def _member(
    look: Look, row: Collection, item_id: int, item: ItemView | None, *, shareable: bool
) -> list[b.Block]:
    tell = look.tell
    text = named(tell, item_id, item)
    if not shareable:
        text += f"\n{tell.say('not-shareable')}"
    out = None
    if look.manages:
        action = encode(AREA, "out", item_id, extra=(row.slug,))
        out = b.button(tell.plain("take-out"), action, label=f"{tell.plain('take-out')} #{item_id}")
    return [b.section(text, out)]


def named(tell: Teller, item_id: int, item: ItemView | None) -> str:
    """One line that names a piece; a piece that is gone is its number alone."""
    if item is None or item.gone:
        return tell.say("gone", item=str(item_id))
    return b.link(item.url, line_of(item)) if item.url else b.isolate(line_of(item))


# pieces


def decided(look: Look, found: Decided, where: Where) -> list[b.Block]:
    """What stands about pieces, and the way to one of them."""
    tell = look.tell
    search = inputs.suggested(encode(AREA, "choose"), tell.plain("choose"))
    made = [
        b.section(f"*{tell.say('tab-pieces')}*\n{tell.say('pieces-about')}"),
        b.actions([search]),
    ]
    for mark in found.marks:
        name = named(tell, mark.item_id, found.items.get(mark.item_id))
        text = f"{_marked(tell, mark)}\n{name}"
        if mark.item_id not in found.shareable:
            text += f"\n{tell.say('not-shareable')}"
        made.append(b.section(text, _to(tell.plain("open"), "open", Where(PIECE, str(mark.item_id)))))
    if not found.marks:
        made.append(b.section(tell.say("no-marks")))
    return [*made, *turns(tell, where, found.total)]


def _marked(tell: Teller, mark: Marked) -> str:
    said = tell.mark(mark.kind, mark.until, mark.limit)
    return f"{MARKED[mark.kind]} *{said}* · {tell.who(tell.name(mark.by, mark.by_name), mark.at)}"


def piece(look: Look, found: Piece) -> list[b.Block]:
    """One piece: whether ambassadors may share it, what stands about it, what may be decided."""
    tell, item = look.tell, found.item
    made = [item_row(item)]
    if found.licence is None:
        made.append(b.section(tell.say("no-licence")))
    else:
        kept_back = Mark.HIDE in found.marks or Mark.HOLD in found.marks
        said = "licensed-kept-back" if kept_back else "licensed"
        made.append(b.section(tell.say(said, until=Markup(tell.until(found.licence.until)))))
    made.append(b.context(_about(tell, found)))
    for kind in Mark:
        if (mark := found.marks.get(kind)) is not None:
            lift = encode(AREA, "lift", item.item_id, extra=(kind.value,))
            label = f"{tell.plain('lift')}: {tell.plain(f'do-{kind.value}')}"
            button = b.button(tell.plain("lift"), lift, label=label) if look.manages else None
            made.append(b.section(_marked(tell, mark), button))
    if look.manages and not item.gone:
        made.append(b.actions(_piece_buttons(tell, found)))
    # What stands is shown above, with who and when.
    past = [one for one in found.changes if one.id.lifted or not one.stands]
    if past:
        made.append(b.context(*(_told(tell, one) for one in past)))
    return made


def _about(tell: Teller, found: Piece) -> str:
    names = ", ".join(clean_line(row.name, NAME) for row in found.collections)
    inside = tell.say("in-collections", names=names) if names else tell.say("in-no-collection")
    said = f"{inside} · {tell.say('shared', count=found.shares)}"
    if found.sharers:
        said += f" · {tell.say('shared-by', names=names_of(tell, found.sharers), count=len(found.sharers))}"
    if found.leads.target is not None:
        where = Markup(b.link(found.leads.target, found.leads.target))
        of = found.leads.of or ""
        said += f" · {tell.say('piece-leads', url=where, of=int(bool(of)), named=of)}"
    return said


def names_of(tell: Teller, sharers: Sequence[Sharer]) -> str:
    """ "Lea Moreau, Noah Berg and 3 more": plain text."""
    named = ", ".join(clean_line(one.name, 40) or "…" for one in sharers[:NAMED])
    rest = len(sharers) - NAMED
    return tell.plain("and-more", names=named, count=rest) if rest > 0 else named


def _piece_buttons(tell: Teller, found: Piece) -> list[b.Block]:
    number = found.item.item_id
    made = [
        b.button(tell.plain("do-pin"), encode(AREA, "pin", number)),
        b.button(tell.plain("do-hold"), encode(AREA, "hold", number)),
    ]
    if Mark.HIDE not in found.marks:
        made.append(b.button(tell.plain("do-hide"), encode(AREA, "hide", number)))
    made.append(b.button(tell.plain("do-limit"), encode(AREA, "limit", number)))
    made.append(b.button(tell.plain("do-collections"), encode(AREA, "sort", number)))
    if thanked := [one for one in found.sharers if not one.thanked]:
        made.append(_thank_button(tell, found.item, thanked))
    return made


def _thank_button(tell: Teller, item: ItemView, sharers: Sequence[Sharer]) -> b.Block:
    creator = clean_line(item.creator.label, 40) if item.creator else tell.plain("its-creator")
    sure = b.confirm(
        tell.plain("thank-title"),
        tell.plain("thank-sure", creator=creator, names=names_of(tell, sharers)),
        tell.plain("thank-yes"),
        no=tell.plain("cancel"),
    )
    return b.button(tell.plain("do-thank"), encode(AREA, "thank", item.item_id), confirm=sure)


# changes


def changed(look: Look, found: Sequence[Change], names: dict[str, str]) -> list[b.Block]:
    """The latest changes, each with who and when, and taking it back. ``names``: people by id."""
    tell = look.tell
    made = [b.section(f"*{tell.say('tab-changes')}*\n{tell.say('changes-about')}")]
    for one in found:
        undo = None
        if look.manages and one.stands:
            steps = pack([Step("change", change=one.id)])
            undo = b.button(tell.plain("undo"), encode(AREA, "undo", extra=(one.id.pack(),)), value=steps)
        made.append(b.section(_told(tell, one, names), undo))
    if not found:
        made.append(b.section(tell.say("no-changes")))
    return made


def _told(tell: Teller, change: Change, names: dict[str, str] | None = None) -> str:
    name = tell.name(change.by, change.by_name) or (names or {}).get(change.by, "")
    return f"{tell.change(change)} · {tell.who(name, change.at)}"

"""A pick as a message: the piece, why it was chosen, what to say, and where.

Nothing here depends on the time of drawing, so an unchanged pick gives an unchanged message and needs no edit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from babel.lists import format_list

from bot.ambassadors.picking.reasons import Reason
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.rules import OfferState
from bot.ambassadors.sharing import SAID, Sayable
from bot.ambassadors.shortening import Clicked
from bot.ambassadors.tables import Ambassador, Offer, Share
from bot.faces.actions import encode
from bot.faces.ambassadors.refusals import refusal_words
from bot.faces.ambassadors.words import why_words
from bot.faces.item_view import ItemView
from bot.faces.slack import blocks as b
from bot.faces.texts import Markup
from bot.faces.web.sharing import ShareTokens
from bot.kernel.text import clean_line, truncate
from bot.rights.where import platform_name
from cogs.ambassador.acting import AREA, act
from cogs.ambassador.words import Words

TEXT_SHOWN = 400
SAID_SHOWN = 700
BUTTONS = 4
"""Networks with a button of their own; the others are in the menu beside them."""
_MENU = 5
"""Options that such a menu takes (Block Kit, overflow menu element)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """Everything a pick's message shows. ``item`` None: it is gone. ``why_not``: words of why it can't be shared now,
    "" where it can; ``over``: it never can again. ``tokens`` None: buttons open a window."""

    words: Words
    row: Ambassador
    offer: Offer
    item: ItemView | None
    networks: Sequence[str]
    sayable: Sayable | None = None
    why_not: str = ""
    over: bool = False
    shares: Sequence[Share] = ()
    totals: Mapping[int, Clicked] = field(default_factory=dict)
    files: Mapping[int, str] = field(default_factory=dict)
    tokens: ShareTokens | None = None
    nowhere: Why | None = None  # why there is no network for them
    in_channel: bool = False
    issued: datetime | None = None  # from when on its buttons count; None: since it was offered

    def act(self, verb: str, *extra: str) -> str:
        return act(verb, self.offer.item_id, self.row.id or 0, *extra)


def card(shown: Shown) -> tuple[str, list[b.Block]]:
    """What notifications say, and the message."""
    if shown.offer.state == OfferState.SKIPPED:
        return _skipped(shown)
    text = shown.words.md("pick-for-all" if shown.in_channel else "pick", creator=_creator(shown))
    made = [b.section(_heading(shown))]
    if shown.over or shown.item is None:
        said = shown.words.md("pick-over") if shown.item is not None else shown.words.md("pick-gone")
        return text, [*made, *_shares(shown, buttons=False), b.context(said)]
    made += _piece(shown)
    reasons = [found for one in shown.offer.why if (found := Reason.read(one)) is not None]
    if reasons:
        made.append(b.context(f":sparkles: {why_words(reasons, shown.words.language, escape=b.isolate)}"))
    if shown.why_not:
        return text, [*made, *_shares(shown, buttons=True), b.context(b.escape(shown.why_not))]
    made += saying(shown)
    made += _shares(shown, buttons=True)
    made.append(_networks(shown))
    if shown.in_channel:
        made.append(b.context(shown.words.md("for-all")))
    else:
        made.append(_rest(shown))
    return text, made


def left(words: Words) -> tuple[str, list[b.Block]]:
    """In place of a pick of somebody who left."""
    said = words.md("left-pick")
    return said, [b.context(said)]


def link_button(text: str, action_id: str, address: str, style: str | None = None) -> b.Block:
    """A button that opens an address of ours, or a composer's, which may be longer than one of a stranger's."""
    made = b.button(text, action_id, style=style)
    return {**made, "url": address}


def _creator(shown: Shown) -> str:
    item = shown.item
    if item is None or item.gone or item.creator is None:
        return shown.words.plain("somebody")
    return clean_line(item.creator.label, 80)


def _heading(shown: Shown) -> str:
    item = shown.item
    if item is None or item.gone:
        return f"*{b.isolate(_creator(shown))}*"
    label = clean_line(_creator(shown), 80)
    what = shown.words.plain(
        "kind-on", kind=shown.words.kind(item.kind), platform=platform_name(item.platform)
    )
    if shown.over:  # what may not be shown any more is not led to either
        return f"*{b.isolate(label)}*\n{b.escape(what)}"
    name = b.link(item.creator.url, label) if item.creator is not None else b.escape(label)
    return f"*{b.ISOLATE_START}{name}{b.ISOLATE_END}*\n{b.link(item.url, what)}"


def _piece(shown: Shown) -> list[b.Block]:
    item = shown.item
    assert item is not None
    made: list[b.Block] = []
    if item.title:
        made.append(b.section(f"*{b.isolate(clean_line(item.title, 200))}*"))
    if item.text:
        made.append(b.written(truncate(item.text, TEXT_SHOWN)))
    picture = next((media for media in item.media if media.id in shown.files), None)
    if picture is not None and not item.media_hidden:
        alt = clean_line(picture.alt or "", 1500) or shown.words.plain("picture", creator=_creator(shown))
        made.append(b.image(alt, slack_file=shown.files[picture.id]))
    return made


def said_of(offer: Offer, sayable: Sayable) -> str:
    """What the person would say: their own words, else the first suggestion."""
    return offer.draft or (sayable.texts[0].text if sayable.texts else "")


def saying(shown: Shown) -> list[b.Block]:
    """The post as it would stand there, and what of it can't be taken out."""
    sayable = shown.sayable
    if sayable is None:
        return []
    added = "\n".join(one for one in (sayable.credit, sayable.disclosure) if one)
    said = truncate(said_of(shown.offer, sayable), SAID_SHOWN)
    head = _head(shown, sayable)
    return [
        b.section(f"*{head}*"),
        b.written(f"{said}\n\n{added}".strip()),
        b.context(shown.words.md("added")),
    ]


def _head(shown: Shown, sayable: Sayable) -> str:
    at, texts = place_of(shown.offer, sayable), len(sayable.texts)
    if at is None:
        return shown.words.md("your-text")
    return shown.words.md("suggested-text", at=at + 1, texts=texts)


def place_of(offer: Offer, sayable: Sayable) -> int | None:
    """Which of the suggested texts it is that the person would say; None where it is one of their own."""
    said = said_of(offer, sayable).strip()
    return next((at for at, one in enumerate(sayable.texts) if one.text.strip() == said), None)


def _shares(shown: Shown, *, buttons: bool) -> list[b.Block]:
    """How it was shared so far, and which composers were opened, with ways to say what became of that: a line or two,
    however many networks there are."""
    made = []
    known = [one for one in shown.shares if one.shared_at is not None]
    if known:
        lines = "\n".join(_shared(shown, one) for one in known)
        made.append(b.section(lines, _take_back(shown, known) if buttons else None))
    opened = [one for one in shown.shares if one.shared_at is None and one.how is None]
    if opened and buttons:
        made += _opened(shown, opened)
    return made


def _opened(shown: Shown, opened: Sequence[Share]) -> list[b.Block]:
    words = shown.words
    if len(opened) == 1:
        [share] = opened
        said = words.md(
            "opened",
            network=words.network(share.network),
            way=Markup(share.network),
            when=_when(share.opened_at),
        )
        label = words.plain("said-it-on", network=words.network(share.network), way=Markup(share.network))
        yes = b.button(words.plain("said-it"), shown.act("said", str(share.id)), style="primary", label=label)
    else:
        said = words.md("opened-several", networks=_listed(words, opened))
        options = [b.option(words.way(one.network), shown.act("said", str(one.id))) for one in opened]
        yes = b.select(shown.act("which"), words.plain("said-it-which"), options)
    no = b.button(words.plain("not-posted"), shown.act("not_posted"))
    return [b.section(said), b.actions([yes, no], f"opened{shown.offer.item_id}")]


def _listed(words: Words, shares: Sequence[Share]) -> Markup:
    """Their networks: "LinkedIn, X and mail"."""
    return Markup(format_list([words.way(one.network) for one in shares], locale=words.language))


def _shared(shown: Shown, share: Share) -> str:
    got = shown.totals.get(share.link_id)
    first = got.first_click_at if got is not None else None
    network = shown.words.network(share.network)
    if got is not None and first is not None and got.visitors:
        return shown.words.md(
            "shared-clicked",
            network=network,
            way=Markup(share.network),
            when=_when(first),
            count=got.visitors,
            visitors=shown.words.number(got.visitors),
        )
    when = _when(share.shared_at or share.opened_at)
    return shown.words.md("shared", network=network, way=Markup(share.network), when=when)


def _take_back(shown: Shown, shares: Sequence[Share]) -> b.Block | None:
    """For what was only said: a button, or a menu where it was said of several networks."""
    words = shown.words
    said = [one for one in shares if one.how == SAID and not one.visitors]
    if len(said) > 1:
        options = [b.option(words.way(one.network), shown.act("unsaid", str(one.id))) for one in said]
        return b.select(shown.act("which"), words.plain("not-shared-which"), options)
    return b.button(words.plain("not-shared"), shown.act("unsaid", str(said[0].id))) if said else None


def _networks(shown: Shown) -> b.Block:
    """A button for each of the person's networks, and all others in a menu; why there is none where that leaves
    nothing: Slack refuses a message with an empty row."""
    words = shown.words
    if shown.in_channel:
        button = b.button(words.plain("share-this"), shown.act("here"), style="primary")
        return b.actions([button], f"share{shown.offer.item_id}")
    if shown.nowhere is not None:
        return _nowhere(words, shown.nowhere)
    own, others = _sorted(shown)
    elements = [_button(shown, key, first=at == 0) for at, key in enumerate(own[:BUTTONS])]
    if more := [*own[BUTTONS:], *others]:
        options = [_option(shown, key) for key in more]
        if len(more) > _MENU:
            rest = b.option(words.plain("all-networks"), shown.act("here"))
            options = [*options[: _MENU - 1], rest]
        elements.append({"type": "overflow", "action_id": shown.act("menu"), "options": options})
    return b.actions(elements, f"share{shown.offer.item_id}")


def _nowhere(words: Words, why: Why) -> b.Block:
    """Why nothing can be shared on any network, with the way to settings that mend it where these are theirs."""
    button = b.button(words.plain("settings"), encode(AREA, "settings")) if why is Why.NO_SERVER else None
    return b.section(b.escape(refusal_words(refused(why), words.language)), button)


def every_network(shown: Shown) -> b.Block:
    """A button for each network, the person's own first."""
    own, others = _sorted(shown)
    elements = [_button(shown, key, first=at == 0) for at, key in enumerate([*own, *others])]
    return b.actions(elements, f"share{shown.offer.item_id}")


def _sorted(shown: Shown) -> tuple[list[str], list[str]]:
    """The person's networks that are on, and the others."""
    own = [one for one in shown.row.networks if one in shown.networks]
    others = [one for one in shown.networks if one not in own and (one != "mastodon" or shown.row.mastodon)]
    return own, others


def _button(shown: Shown, key: str, *, first: bool) -> b.Block:
    name, style = shown.words.network(key), "primary" if first else None
    label = shown.words.plain("share-on", network=name, way=key)
    if shown.tokens is None:
        return b.button(name, shown.act("compose", key), style=style, label=label)
    address = shown.tokens.address(
        shown.row.id or 0, shown.offer.item_id, key, shown.issued or shown.offer.at
    )
    made = link_button(name, shown.act("open", key), address, style)
    return {**made, "accessibility_label": truncate(label, 75)}


def _option(shown: Shown, key: str) -> b.Block:
    made = b.option(shown.words.network(key), shown.act("compose" if shown.tokens is None else "open", key))
    if shown.tokens is None:
        return made
    address = shown.tokens.address(
        shown.row.id or 0, shown.offer.item_id, key, shown.issued or shown.offer.at
    )
    return {**made, "url": address}


def _rest(shown: Shown) -> b.Block:
    words, elements = shown.words, list[b.Block]()
    elements.append(b.button(words.plain("edit"), shown.act("edit")))
    texts = shown.sayable
    if texts is not None and len(texts.texts) > 1 and place_of(shown.offer, texts) is not None:
        elements.append(b.button(words.plain("another-text"), shown.act("another")))
    if shown.offer.state == OfferState.SAVED:
        elements.append(b.button(words.plain("unsave"), shown.act("undo")))
    elif shown.offer.state == OfferState.SHOWN:
        elements.append(b.button(words.plain("save-later"), shown.act("save")))
        elements.append(b.button(words.plain("skip"), shown.act("skip")))
    return b.actions(elements, f"rest{shown.offer.item_id}")


def _skipped(shown: Shown) -> tuple[str, list[b.Block]]:
    said = shown.words.md("skipped", creator=_creator(shown))
    undo = None if shown.over else b.button(shown.words.plain("undo"), shown.act("undo"))
    return said, [b.section(said, undo)]


def _when(moment: datetime) -> Markup:
    return Markup(b.moment(moment))

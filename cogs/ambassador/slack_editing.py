"""The windows in which a text is chosen, edited, checked against the rules, and opened on a network."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from bot.ambassadors import offers, queries
from bot.ambassadors.refusals import Why, refused
from bot.ambassadors.service import Ambassadors
from bot.ambassadors.sharing import Prepared, Sayable
from bot.ambassadors.tables import Ambassador
from bot.ambassadors.wishes import ask_to_show
from bot.faces.actions import encode
from bot.faces.ambassadors.refusals import refusal_words
from bot.faces.slack import blocks as b
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.faces.web.sharing import tokens_of
from bot.kernel.errors import Refused, TellUser
from bot.storage.unit_of_work import unit_of_work
from cogs.ambassador.acting import AREA, act, extra_number, networks_of, owner, worded, words_of
from cogs.ambassador.slack_cards import link_button, said_of
from cogs.ambassador.slack_picks import said_words
from cogs.ambassador.words import Words

TEXT_LIMIT = 2900
FIELD = 3000
"""Characters that a field of a window takes at most (Block Kit, plain-text input)."""
OTHER_WAYS = ("mail", "copy")
"""Ways to share that are no network."""
_AT_FIELD = {Why.BLOCKED: "text", Why.TOO_LONG: "text", Why.NETWORK_OFF: "network", Why.NO_SERVER: "network"}


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    router.action(AREA, "edit", worded(edit))
    router.action(AREA, "compose", worded(compose))
    router.action(AREA, "begin", worded(begin))
    router.view(AREA, "edited", edited)
    router.view(AREA, "ready", worded(ready))


async def edit(ctx: SlackContext) -> None:
    """Open the window with the person's text."""
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        offer = await queries.offer(session, me.id, ctx.item_id)
        if offer is None:
            raise refused(Why.NOT_OFFERED)
        networks = networks_of(me.row, me.programme)
        network = next((one for one in me.row.networks if one in networks), networks[0])
        sharing = ctx.services.outlet(Ambassadors).sharing
        sayable = await sharing.offered(session, me.row, ctx.item_id, me.programme, ctx.now, network)
    await ctx.ack()
    text = said_of(offer, sayable)
    await ctx.open_modal(_window(words, me.row, ctx.item_id, sayable, networks, network, text))


async def begin(ctx: SlackContext) -> None:
    """Begin with another suggested text: it replaces what stands in the field."""
    words = await words_of(ctx)
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        networks = networks_of(me.row, me.programme)
        wanted = next((one for one in networks if one == ctx.field("network")), networks[0])
        sharing = ctx.services.outlet(Ambassadors).sharing
        sayable = await sharing.offered(session, me.row, ctx.item_id, me.programme, ctx.now, wanted)
    await ctx.ack()
    at = extra_number(ctx, 1)
    if at < len(sayable.texts):
        view = _window(words, me.row, ctx.item_id, sayable, networks, wanted, sayable.texts[at].text)
        await ctx.update_modal(view)


def _window(
    words: Words,
    row: Ambassador,
    item_id: int,
    sayable: Sayable,
    networks: list[str],
    network: str,
    text: str,
) -> dict[str, Any]:
    made: list[b.Block] = []
    if len(sayable.texts) > 1:
        made.append(b.section(f"*{words.md('begin-with')}*"))
        for at, one in enumerate(sayable.texts):  # whole: an option of a menu takes 75 characters
            mark = {"style": "primary"} if one.text.strip() == text.strip() else {}
            use = b.button(words.plain("use-text"), act("begin", item_id, row.id or 0, str(at)))
            made.append({**b.written(one.text), "accessory": {**use, **mark}})
    chosen = [b.option(words.network(one), one) for one in networks]
    made += [
        b.field(
            words.plain("field-text"),
            b.text_input("text", multiline=True, initial=text, limit=TEXT_LIMIT),
            b.fresh("text", uuid4().hex[:6]),
        ),
        b.field(words.plain("field-network"), b.select("network", "…", chosen, initial=network), "network"),
        b.context(
            words.md("added-this", added=" · ".join(filter(None, (sayable.credit, sayable.disclosure))))
        ),
    ]
    return b.modal(
        words.plain("edit-title"),
        made,
        callback_id=act("edited", item_id, row.id or 0),
        submit=words.plain("go-on"),
        close=words.plain("cancel"),
    )


async def edited(ctx: SlackContext) -> None:
    """Keep the text, and show what goes to the network with a button that opens it; or say at the field what is
    wrong."""
    words = await words_of(ctx)
    text, network = str(ctx.field("text") or ""), str(ctx.field("network") or "")
    try:
        made = await _prepared(ctx, network, text)
    except TellUser as error:
        said = refusal_words(error, words.language)
        at = _AT_FIELD.get(Why(error.key), "text") if isinstance(error, Refused) else "text"
        await ctx.ack(response_action="errors", errors={_block(ctx, at): said})
        return
    await ctx.ack(response_action="update", view=_result(ctx, words, made))


async def ready(ctx: SlackContext) -> None:
    """ "I shared it", said in the window. Said twice it counts once."""
    words, ambassadors = await words_of(ctx), ctx.services.outlet(Ambassadors)
    async with unit_of_work(ctx.services.database) as session:
        me = await owner(ctx, session)
        new = await ambassadors.sharing.said(session, me.id, extra_number(ctx, 1), me.programme, ctx.now)
        await ask_to_show(session, ctx.services.work, me.id)
    await ctx.ack(response_action="clear")
    if new is not None:
        await ctx.tell_privately(said_words(words, new, me.programme))


async def compose(ctx: SlackContext) -> None:
    """The window with the post for a network, where no page of ours can be reached."""
    words = await words_of(ctx)
    extra = ctx.action.extra if ctx.action is not None else ()
    made = await _prepared(ctx, extra[1] if len(extra) > 1 else "", None)
    await ctx.ack()
    await ctx.open_modal(_result(ctx, words, made))


async def _prepared(ctx: SlackContext, network: str, text: str | None) -> Prepared:
    """Make the share, with a text of the person's that is kept; None: what they would say."""
    services = ctx.services
    ambassadors = services.outlet(Ambassadors)
    async with unit_of_work(services.database) as session:
        me = await owner(ctx, session)
        if text is not None:
            sayable = await ambassadors.sharing.offered(session, me.row, ctx.item_id, me.programme, ctx.now)
            same = bool(sayable.texts) and text.strip() == sayable.texts[0].text
            await offers.write(session, me.id, ctx.item_id, "" if same else text, ctx.now)
        made = await ambassadors.open(session, me.id, ctx.item_id, network, me.programme, ctx.now, FIELD)
        await ask_to_show(session, services.work, me.id)
    return made


def _result(ctx: SlackContext, words: Words, made: Prepared) -> dict[str, Any]:
    network = words.network(made.network)
    on_page = tokens_of(ctx.services) is not None  # one place to copy: our page, which has a button for it
    how = "ready" if not made.copied else "ready-page" if on_page else "ready-copy"
    if made.network in OTHER_WAYS:
        how = "ready-mail" if made.network == "mail" else "ready-copy-link" if on_page else "ready-paste"
    blocks = [b.section(words.md(how, network=network))]
    if made.shortened:
        blocks.append(b.context(words.md("shortened", network=network)))
    if made.copied and not on_page:
        entry = b.text_input("post", multiline=True, initial=made.text, limit=FIELD)
        hint = words.plain("field-post-hint")
        blocks.append(b.field(words.plain("field-post"), entry, "post", optional=True, hint=hint))
    else:
        blocks.append(b.written(made.text))
    address = _address(ctx, made)
    if address:
        button = link_button(
            words.plain("open-network", network=network, way=made.network),
            encode(AREA, "open"),
            address,
            "primary",
        )
        blocks.append(b.actions([button]))
    blocks.append(b.context(words.md("after")))
    extra = ctx.action.extra if ctx.action is not None else ()
    return b.modal(
        words.plain("ready-title"),
        blocks,
        callback_id=encode(AREA, "ready", ctx.item_id, None, (extra[0], str(made.share_id))),
        submit=words.plain("said-it"),
        close=words.plain("close"),
    )


def _address(ctx: SlackContext, made: Prepared) -> str:
    """The composer's, or our page with the text to copy, where it has one."""
    composer = made.address if made.address.startswith("https://") else ""
    tokens = tokens_of(ctx.services)
    if tokens is None or (composer and not made.copied):
        return composer
    extra = ctx.action.extra if ctx.action is not None else ()
    return tokens.address(int(extra[0]), ctx.item_id, made.network, ctx.now)


def _block(ctx: SlackContext, name: str) -> str:
    """The id of a field as it is in the window now."""
    values = ((ctx.view or {}).get("state") or {}).get("values") or {}
    return next((one for one in values if one.rsplit("#", 1)[0] == name), name)

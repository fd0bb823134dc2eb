"""The permission window: a message goes out when a person presses, and what was answered is recorded."""

from __future__ import annotations

from dataclasses import replace

from bot.faces.refusals import no_right
from bot.faces.slack import blocks as b
from bot.faces.slack.context import Origin, SlackContext
from bot.faces.slack.painter import Painter
from bot.faces.slack.router import Handler, SlackRouter
from bot.faces.slack.staff import Staff
from bot.kernel.errors import TellUser
from bot.people.rules import Right, may
from bot.rights.queries import asks_of
from bot.rights.rules import AskRefusal
from bot.rights.scope import names
from bot.rights.service import AskOutcome, AskRefused
from bot.rights.surfaces import Senders
from bot.rights.where import platform_name
from bot.services import Services
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.ask import acting, forms, modals, shown
from cogs.ask.forms import AskForm, Wrong
from cogs.ask.loading import Found, Wish, load
from cogs.ask.reasons import why_not
from cogs.ask.view import AskWindow, Mode


def register(router: SlackRouter, _services: Services) -> None:
    """Hang the handlers on the router."""
    router.action("ask", "open", open_ask)
    router.action("ask", "write", turn_to(Mode.ASK))
    router.action("ask", "heard", turn_to(Mode.HEARD))
    router.action("ask", "renew", turn_to(Mode.RENEW))
    router.action("ask", "reminder", turn_to(Mode.REMIND))
    router.action("ask", "again", another_wording)
    router.action("ask", "language", another_language)
    router.action("ask", "way", another_way)
    router.action("ask", "keep", keep)
    router.action("ask", "byhand", sent_by_hand)
    router.action("ask", "place", _just_a_link)
    router.view("ask", "send", send)
    router.view("ask", "remind", remind)
    router.view("ask", "record", record)


async def open_ask(ctx: SlackContext) -> None:
    """Open the window with the draft that was saved, else with a fresh one; looking stores nothing."""
    found = await _look(ctx, Wish())
    if found is None:
        return
    window = found.window
    nothing = not window.outcomes and not window.steps
    if found.refusal is not None and nothing:
        await _explain(ctx, found.refusal, found)
        return
    await ctx.ack()
    await ctx.open_modal(modals.ask(await _noticed(ctx, found), ctx.origin))


def turn_to(mode: Mode) -> Handler:
    """A button that draws the window for another purpose."""

    async def turn(ctx: SlackContext) -> None:
        await _redraw(ctx, Wish(mode))

    return turn


async def another_wording(ctx: SlackContext) -> None:
    await _reword(ctx, None)


async def another_language(ctx: SlackContext) -> None:
    await _reword(ctx, ctx.value)


async def _reword(ctx: SlackContext, language: str | None) -> None:
    """Another wording. Where the person changed the text, say so first; pressing once more replaces it."""
    was, text = shown.unpack(ctx.metadata), str(ctx.field("text") or "")
    wish = _as_shown(ctx, was)
    if was.is_own(text) and not was.kept:
        await _redraw(ctx, replace(wish, text=text, suggested=was.suggested, kept=True))
        return
    wanted = language or was.language
    await _redraw(ctx, replace(wish, language=wanted, turn=was.turn + 1, template=was.template))


async def another_way(ctx: SlackContext) -> None:
    """The text stays where it is the person's own or short enough; else one that is takes its place."""
    was, text = shown.unpack(ctx.metadata), str(ctx.field("text") or "")
    wish = replace(_as_shown(ctx, was), way=forms.read_way(ctx.value))
    found = await _look(ctx, replace(wish, text=text, suggested=was.suggested))
    if found is None:
        return
    over = await _over(ctx, found, text)
    if over and not was.is_own(text):
        turned = replace(wish, language=was.language, turn=was.turn + 1, template=was.template)
        found = await _look(ctx, turned) or found
    await ctx.ack()
    await ctx.update_modal(modals.ask(found.window, Origin.unpack(ctx.metadata)))


async def keep(ctx: SlackContext) -> None:
    """Keep the draft as it is now, with what it asks for."""
    was, form = shown.unpack(ctx.metadata), forms.read_ask(ctx.fields, ctx.now)
    text = str(ctx.field("text") or "").strip()
    if not text:
        await _redraw(ctx, replace(_as_shown(ctx, was), notice=forms.NO_TEXT))
        return
    scope = None if isinstance(form, Wrong) else form.scope
    services = ctx.services
    async with unit_of_work(services.database) as session:
        outcome = await acting.keep(
            services.asks, session, ctx.item_id, text, scope, was.wording, ctx.person, ctx.now, ctx.request_id
        )
    if isinstance(outcome, AskRefused):
        await _redraw(ctx, _as_shown(ctx, was), outcome.refusal)
        return
    await _redraw(ctx, replace(_as_shown(ctx, was), notice=":pencil2: Kept. It is here when you come back."))


async def send(ctx: SlackContext) -> None:
    """Ask. It is committed before the window closes; what is wrong is said at its field."""
    was, services = shown.unpack(ctx.metadata), ctx.services
    form = forms.read_ask(ctx.fields, ctx.now, services.asks.limits.terms_version)
    if isinstance(form, Wrong):
        await _say_wrong(ctx, form)
        return
    if await _unnamed(ctx, was, form):
        return
    found = await _look(ctx, replace(_as_shown(ctx, was), way=form.way))
    if found is None:
        return
    if wrong := await _foreseen(ctx, found, form):
        await _say_wrong(ctx, wrong)
        return
    try:
        async with unit_of_work(services.database) as session:
            outcome = await acting.send(
                services.asks,
                session,
                ctx.item_id,
                form,
                Mode(was.mode),
                was.wording,
                ctx.person,
                ctx.now,
                _press(ctx),
            )
    except TellUser as error:
        await _say_wrong(ctx, Wrong({"text": f"{error.message} {error.remedy}"}))
        return
    await _after(ctx, outcome)


async def sent_by_hand(ctx: SlackContext) -> None:
    """What did not go out, a person has sent."""
    services = ctx.services
    async with unit_of_work(services.database) as session:
        outcome = await acting.sent_by_hand(
            services.asks, session, ctx.item_id, ctx.person, ctx.now, ctx.request_id
        )
    refusal = outcome.refusal if isinstance(outcome, AskRefused) else None
    await _redraw(ctx, Wish(Mode.HEARD), refusal)


async def remind(ctx: SlackContext) -> None:
    """Keep that a person sent the reminder."""
    services, text = ctx.services, str(ctx.field("text") or "").strip()
    if not text:
        await _say_wrong(ctx, Wrong({"text": forms.NO_TEXT}))
        return
    async with unit_of_work(services.database) as session:
        ask = (await asks_of(session, [ctx.item_id])).get(ctx.item_id)
        outcome = await acting.remind(
            services.asks, session, (ask.id if ask else 0) or 0, text, ctx.person, ctx.now, _press(ctx)
        )
    await _after(ctx, outcome)


async def record(ctx: SlackContext) -> None:
    """Keep what the person heard; committed before the window closes."""
    form = forms.read_heard(ctx.fields)
    if isinstance(form, Wrong):
        await _say_wrong(ctx, form)
        return
    services = ctx.services
    try:
        async with unit_of_work(services.database) as session:
            outcome = await acting.record(
                services.asks, session, ctx.item_id, form, ctx.person, ctx.now, _press(ctx)
            )
    except TellUser as error:
        await _say_wrong(ctx, Wrong({"outcome": f"{error.message} {error.remedy}"}))
        return
    await _after(ctx, outcome)


# ---- what they share ----


async def _unnamed(ctx: SlackContext, was: shown.Shown, form: AskForm) -> bool:
    """Whether the message doesn't name all that it asks for: a yes to it would be a yes to something else. It is
    shown with a line that does, once; whoever says it in other words sends theirs."""
    text = ctx.services.asks.naming(form.text, was.language, form.scope.uses)
    wanted = names(form.scope.uses)
    if text == form.text or set(wanted) <= set(was.named.split()):
        return False
    wish = replace(
        _as_shown(ctx, was),
        language=was.language,
        turn=was.turn + 1,
        way=form.way,
        text=text,
        suggested=was.suggested,
        named=" ".join(wanted),
        notice=forms.NAMED,
    )
    found = await _look(ctx, wish)
    if found is not None:
        await ctx.ack(response_action="update", view=modals.ask(found.window, Origin.unpack(ctx.metadata)))
    return True


def _press(ctx: SlackContext) -> str:
    """Names what one window does once: it is closed with it, however often its button was pressed."""
    action = ctx.action
    revision = action.revision if action is not None else 0
    return f"ask:{(ctx.view or {}).get('id', '')}:{action.verb if action else ''}:{revision}"


def _as_shown(ctx: SlackContext, was: shown.Shown) -> Wish:
    way = ctx.field("way") or was.way
    return Wish(
        Mode(was.mode),
        was.language if was.turn else None,
        was.turn,
        was.template,
        forms.read_way(way) if way else None,
    )


async def _look(ctx: SlackContext, wish: Wish) -> Found | None:
    """The window as it is now; None where there is none for this person, who was told why."""
    if not may(ctx.person.role, Right.ASK):
        whom = await ctx.services.outlet(Staff).who_may(Right.ASK)
        await ctx.ack()
        await ctx.tell_privately(b.escape(no_right(Right.ASK, whom)))
        return None
    found = await load(ctx.services, ctx.item_id, ctx.person, ctx.now, wish)
    if found is None:
        await _explain(ctx, AskRefusal("unknown_item"))
    return found


async def _redraw(ctx: SlackContext, wish: Wish, refusal: AskRefusal | None = None) -> None:
    found = await _look(ctx, wish)
    if found is None:
        return
    await ctx.ack()
    await ctx.update_modal(modals.ask(await _noticed(ctx, found, refusal), Origin.unpack(ctx.metadata)))


async def _noticed(ctx: SlackContext, found: Found, refusal: AskRefusal | None = None) -> AskWindow:
    """The window, with why something was refused above all else."""
    refusal, window = refusal or found.refusal, found.window
    if refusal is None or window.notice:
        return window
    return replace(window, notice=f":warning: {b.escape(await _why(ctx, refusal, found))}")


async def _foreseen(ctx: SlackContext, found: Found, form: AskForm) -> Wrong | None:
    """What the platform would refuse."""
    letter = found.window.letter
    if letter is None:
        return None
    if form.way not in letter.ways:
        return Wrong({"way": "That way is not open any more. Choose another one."})
    if over := await _over(ctx, found, form.text):
        return Wrong({"text": forms.too_long(over, letter.most or 0, platform_name(found.window.platform))})
    return None


async def _over(ctx: SlackContext, found: Found, text: str) -> int:
    """How many characters are too many on the way that the window shows."""
    letter, window = found.window.letter, found.window
    if letter is None or letter.most is None:
        return 0
    async with reading(ctx.services.database) as session:
        senders = ctx.services.outlet(Senders)
        room = await senders.room(session, window.platform, window.item_id, letter.way)
    return room.over(text) if room is not None else 0


async def _say_wrong(ctx: SlackContext, wrong: Wrong) -> None:
    """At the fields, where the window has them; else beside the click."""
    drawn = [str(one.get("block_id") or "") for one in (ctx.view or {}).get("blocks") or []]
    there = {one.rsplit("#", 1)[0]: one for one in drawn if one}
    errors = {there[name]: said for name, said in wrong.errors.items() if name in there}
    if errors:
        await ctx.ack(response_action="errors", errors=errors)
        return
    await ctx.ack()
    await ctx.tell_privately(b.escape(" ".join(wrong.errors.values())))


async def _after(ctx: SlackContext, outcome: AskOutcome) -> None:
    """Close the window, or where it was refused say why in it: it then shows how the permission stands."""
    if isinstance(outcome, AskRefused):
        was, text = shown.unpack(ctx.metadata), ctx.field("text")
        wish = _as_shown(ctx, was)
        if text:  # what they wrote is not lost
            wish = replace(wish, text=str(text), suggested=was.suggested)
        found = await _look(ctx, wish)
        if found is None:
            return
        window = await _noticed(ctx, found, outcome.refusal)
        await ctx.ack(response_action="update", view=modals.ask(window, Origin.unpack(ctx.metadata)))
    await ctx.ack()
    await ctx.services.outlet(Painter).after_click(ctx, ctx.item_id)


async def _why(ctx: SlackContext, refusal: AskRefusal, found: Found | None = None) -> str:
    staff = ctx.services.outlet(Staff)
    whom = await staff.whom_to_ask(refusal.ask)
    if not whom and refusal.right is not None:
        whom = await staff.who_may(refusal.right)
    return why_not(refusal, ctx.person.id, ctx.now, whom, found.known if found else None)


async def _explain(ctx: SlackContext, refusal: AskRefusal, found: Found | None = None) -> None:
    await ctx.ack()
    await ctx.tell_privately(b.escape(await _why(ctx, refusal, found)))


async def _just_a_link(ctx: SlackContext) -> None:
    """A button that opens an address sends a click as well."""
    await ctx.ack()

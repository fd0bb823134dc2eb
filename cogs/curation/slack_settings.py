"""What holds for the whole programme: looking at it, setting it instead of the settings, giving it back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.curation import queries
from bot.curation.programme import DISCLOSURE, Programme
from bot.curation.rules import ChangeId, Limit, Setting
from bot.curation.service import MOST_PICKS
from bot.faces.actions import encode
from bot.faces.slack import blocks as b
from bot.faces.slack import inputs
from bot.faces.slack.context import SlackContext
from bot.faces.slack.router import SlackRouter
from bot.settings.ambassadors import DISCLOSURE_LIMIT, NETWORKS, TAG_LIMIT
from bot.storage.unit_of_work import reading, unit_of_work
from cogs.curation import slack_forms as forms
from cogs.curation.loading import load_held
from cogs.curation.programme_page import stamp, values_of
from cogs.curation.slack_acts import curation, done, first_field, of_managers, part, whole
from cogs.curation.slack_pages import teller
from cogs.curation.slack_view import AREA
from cogs.curation.steps import PROGRAMME, Step, Where
from cogs.curation.telling import Teller, language_name

WORDS = 3000
"""Characters of a field of words."""
LANGUAGE_CODES = ("en", "sv", "de", "fr", "es", "it", "nl", "da", "nb", "fi", "pl", "pt")


def register(router: SlackRouter) -> None:
    """Hang the handlers on the router."""
    for setting, opens in _OPENS.items():
        router.action(AREA, f"set_{setting.value}", opens)
        router.view(AREA, f"keep_{setting.value}", _KEEPS[setting])
    router.action(AREA, "set_disclosure", set_disclosure)
    router.view(AREA, "keep_disclosure", keep_disclosure)
    router.action(AREA, "give_back", give_back)


Opens = Callable[[Teller, Programme, str, str], dict[str, Any]]


def _opening(setting: Setting, form: Opens) -> Callable[[SlackContext], Awaitable[None]]:
    @of_managers
    async def opened(ctx: SlackContext) -> None:
        now = await _now(ctx)
        callback = encode(AREA, f"keep_{setting.value}", None, stamp(now, setting.value))
        await ctx.ack()
        await ctx.open_modal(form(teller(ctx), now, callback, ctx.origin.pack()))

    return opened


def _keeping(
    setting: Setting, keep: Callable[[SlackContext, AsyncSession], Awaitable[None]]
) -> Callable[[SlackContext], Awaitable[None]]:
    @of_managers
    async def kept(ctx: SlackContext) -> None:
        seen = ctx.action.revision if ctx.action is not None else None
        async with unit_of_work(ctx.services.database) as session:
            await queries.hold(session)
            if stamp(await curation(ctx).programme(session), setting.value) != (seen or 0):
                said = teller(ctx).plain("changed-meanwhile")
                await ctx.ack(response_action="errors", errors={first_field(ctx): said})
                return
            await keep(ctx, session)
            undo = await _undo_of(session, setting.value)
            value = values_of(await curation(ctx).programme(session))[setting]
        said = teller(ctx).plain_setting(setting.value, value)
        await done(ctx, Where(PROGRAMME), teller(ctx).plain("did-set", what=said), *undo)

    return kept


async def _now(ctx: SlackContext) -> Programme:
    async with reading(ctx.services.database) as session:
        return (await load_held(session, ctx.services.settings)).now


async def _undo_of(session: AsyncSession, key: str, *, lifted: bool = False) -> list[Step]:
    rows = {one.key: one.id for one in await queries.overrides(session)}
    return [Step("change", change=ChangeId(False, rows[key] or 0, lifted))] if key in rows else []


def _networks_form(tell: Teller, now: Programme, callback: str, metadata: str) -> dict[str, Any]:
    options = [b.option(tell.network(one), one) for one in NETWORKS]
    boxes = inputs.boxes("networks", options, now.networks)
    made = [b.field(tell.plain("networks-field"), boxes, "networks")]
    return forms.form(tell, "networks-title", made, callback, metadata)


async def _keep_networks(ctx: SlackContext, session: AsyncSession) -> None:
    await curation(ctx).set_networks(session, ctx.field("networks") or [], ctx.person, ctx.now)


def _words_form(tell: Teller, now: Programme, callback: str, metadata: str) -> dict[str, Any]:
    initial = "\n".join(now.blocked_words) or None
    text = b.text_input("words", multiline=True, initial=initial, limit=WORDS)
    made = [b.field(tell.plain("words-field"), text, "words", optional=True, hint=tell.plain("words-hint"))]
    return forms.form(tell, "words-title", made, callback, metadata)


async def _keep_words(ctx: SlackContext, session: AsyncSession) -> None:
    lines = [line for line in str(ctx.field("words") or "").splitlines() if line.strip()]
    await curation(ctx).set_blocked_words(session, lines, ctx.person, ctx.now)


def _picks_form(tell: Teller, now: Programme, callback: str, metadata: str) -> dict[str, Any]:
    number = inputs.number("picks", least=1, most=MOST_PICKS, initial=now.picks_a_week)
    made = [b.field(tell.plain("picks-field"), number, "picks")]
    return forms.form(tell, "picks-title", made, callback, metadata)


async def _keep_picks(ctx: SlackContext, session: AsyncSession) -> None:
    await curation(ctx).set_budget(session, whole(ctx, "picks"), ctx.person, ctx.now)


def _limit_form(tell: Teller, now: Programme, callback: str, metadata: str) -> dict[str, Any]:
    return forms.limit(tell, callback, metadata, now.piece_limit, least=0)


async def _keep_limit(ctx: SlackContext, session: AsyncSession) -> None:
    shares = whole(ctx, "shares")
    limit = Limit(shares, whole(ctx, "days")) if shares else None
    await curation(ctx).set_piece_limit(session, limit, ctx.person, ctx.now)


def _leads_form(tell: Teller, now: Programme, callback: str, metadata: str) -> dict[str, Any]:
    made = [forms.leads_field(tell, "leads", now.leads_to)]
    return forms.form(tell, "leads-title", made, callback, metadata)


async def _keep_leads(ctx: SlackContext, session: AsyncSession) -> None:
    await curation(ctx).set_leads_to(session, str(ctx.field(forms.LEADS) or ""), ctx.person, ctx.now)


_OPENS = {
    Setting.NETWORKS: _opening(Setting.NETWORKS, _networks_form),
    Setting.BLOCKED_WORDS: _opening(Setting.BLOCKED_WORDS, _words_form),
    Setting.PICKS_A_WEEK: _opening(Setting.PICKS_A_WEEK, _picks_form),
    Setting.PIECE_LIMIT: _opening(Setting.PIECE_LIMIT, _limit_form),
    Setting.LEADS_TO: _opening(Setting.LEADS_TO, _leads_form),
}
_KEEPS = {
    Setting.NETWORKS: _keeping(Setting.NETWORKS, _keep_networks),
    Setting.BLOCKED_WORDS: _keeping(Setting.BLOCKED_WORDS, _keep_words),
    Setting.PICKS_A_WEEK: _keeping(Setting.PICKS_A_WEEK, _keep_picks),
    Setting.PIECE_LIMIT: _keeping(Setting.PIECE_LIMIT, _keep_limit),
    Setting.LEADS_TO: _keeping(Setting.LEADS_TO, _keep_leads),
}


@of_managers
async def set_disclosure(ctx: SlackContext) -> None:
    """The window for the words of one language, network and country."""
    tell = teller(ctx)
    languages = [b.option(language_name(one, tell.language), one) for one in LANGUAGE_CODES]
    networks = [b.option(tell.plain("all-networks"), "all")]
    networks += [b.option(tell.network(one), one) for one in NETWORKS]
    language = b.select("language", "…", languages, initial=tell.language)
    text = b.text_input("text", limit=DISCLOSURE_LIMIT, placeholder="I work at {company}.")
    made = [
        b.field(tell.plain("disclosure-language"), language, "language"),
        b.field(
            tell.plain("disclosure-network"), b.select("network", "…", networks, initial="all"), "network"
        ),
        b.field(
            tell.plain("disclosure-country"),
            b.text_input("country", limit=2, placeholder="SE"),
            "country",
            optional=True,
            hint=tell.plain("disclosure-country-hint"),
        ),
        b.field(tell.plain("disclosure-text"), text, "text", hint=tell.plain("disclosure-text-hint")),
        b.field(
            tell.plain("disclosure-tag"),
            b.text_input("tag", limit=TAG_LIMIT, placeholder="#employee"),
            "tag",
            optional=True,
        ),
    ]
    await ctx.ack()
    callback = encode(AREA, "keep_disclosure")
    await ctx.open_modal(forms.form(tell, "disclosure-title", made, callback, ctx.origin.pack()))


@of_managers
async def keep_disclosure(ctx: SlackContext) -> None:
    """What is wrong stands at the field that it is about."""
    fields = {name: str(value or "").strip() for name, value in ctx.fields.items()}
    network = "" if fields["network"] == "all" else fields["network"]
    country = fields.get("country", "").upper()
    async with unit_of_work(ctx.services.database) as session:
        await curation(ctx).set_disclosure(
            session,
            fields["language"],
            fields["text"],
            fields.get("tag", ""),
            ctx.person,
            ctx.now,
            network=network,
            country=country,
        )
        key = f"{DISCLOSURE}:{fields['language']}:{network}:{country}"
        undo = await _undo_of(session, key)
    said = teller(ctx).plain_setting(key, {"text": fields["text"], "tag": fields.get("tag", "")})
    await done(ctx, Where(PROGRAMME), teller(ctx).plain("did-set", what=said), *undo)


@of_managers
async def give_back(ctx: SlackContext) -> None:
    """Let the settings hold again."""
    key = part(ctx.action).replace(".", ":")
    async with unit_of_work(ctx.services.database) as session:
        undo = await _undo_of(session, key, lifted=True)
        await curation(ctx).give_back(session, key, ctx.person, ctx.now)
    await done(ctx, Where(PROGRAMME), teller(ctx).plain("did-give-back"), *undo)

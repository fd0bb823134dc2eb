"""``goodword source list`` and ``goodword source try``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import click

from bot.intake.poll import Tried, try_source
from bot.kernel.clock import utc_now
from bot.kernel.errors import FixSettings
from bot.operations.showing import show_json, show_table
from bot.settings import Settings
from bot.sources.base import Discovery, Failure, FoundItem, Heard, Removed
from bot.sources.http import PoliteClient, user_agent
from bot.sources.registry import known_kinds, poll_interval, source_kind, validate_settings
from bot.wiring import http_policy


def show_sources(settings: Settings) -> None:
    """The configured sources, and the kinds there are."""
    rows = []
    for name, section in settings.sources.items():
        spec = source_kind(section.kind).spec
        every = poll_interval(spec, validate_settings(section.kind, section.own(), name), name)
        rows.append((name, spec.name, "yes" if section.enabled else "no", f"{every.total_seconds():g} s"))
    if rows:
        show_table(("Source", "Kind", "Enabled", "Polled every"), rows)
    else:
        click.echo(
            'No sources are configured. Add one to goodword.toml:\n\n[sources.blog]\nkind = "feed"\nurl = ...\n'
        )
    kinds = (
        (key, source_kind(key).spec.name, ", ".join(source_kind(key).spec.settings.model_fields))
        for key in known_kinds()
    )
    show_table(("kind =", "What it is", "Settings (see bot/sources/<kind>/README.md)"), kinds)


async def try_and_show(settings: Settings, name: str, *, limit: int, as_json: bool) -> None:
    """Show what a source would find now; stores nothing. Raises its error after what came before it."""
    section = settings.sources.get(name)
    if section is None:
        known = ", ".join(sorted(settings.sources)) or "none yet"
        raise FixSettings(f"There is no source {name!r}.", remedy=f"Configured: {known}.")
    agent = user_agent(settings.brand.website, settings.brand.contact)
    async with PoliteClient(http_policy(settings), agent=agent) as http:
        tried = await try_source(name, section.kind, section.own(), http, utc_now(), limit)
    if as_json:
        show_json(_as_json(one) for one in tried.found if not _is_cursor(one))
    else:
        _show(name, tried)
    if tried.error is not None:
        raise tried.error


def _show(name: str, tried: Tried) -> None:
    rows = list(_rows(tried))
    if rows:
        show_table(("What", "Creator", "Text", "Why / problem"), rows, title=f"What {name} would find now")
    items = sum(isinstance(one, FoundItem) for one in tried.found)
    refused = sum(isinstance(one, Failure) for one in tried.found)
    click.echo(f"{items} found, {refused} unreadable. Nothing was stored.")


def _rows(tried: Tried) -> Iterator[tuple[str, str, str, str]]:
    for one in tried.found:
        if isinstance(one, FoundItem):
            creator = (one.creator.name or one.creator.handle or "") if one.creator else ""
            why = ", ".join(f"{why.how} {why.what}" for why in one.why)
            where = one.kind if one.kind == one.platform else f"{one.kind} on {one.platform}"
            yield where, creator, (one.title or one.text)[:120], why
        elif isinstance(one, Removed):
            yield "removed", "", one.external_id, one.reason
        elif isinstance(one, Heard):
            yield "answer", "", "to a message of ours", one.to
        elif isinstance(one, Failure):
            yield "unreadable", "", one.what, f"{one.reason} {one.remedy}"


def _is_cursor(one: Discovery) -> bool:
    return not isinstance(one, FoundItem | Removed | Heard | Failure)


def _as_json(one: Discovery) -> dict[str, Any]:
    return {"type": type(one).__name__, **asdict(one)}

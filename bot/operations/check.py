"""``goodword check``: one row for each thing that has to work, with a remedy in every failing one."""

from __future__ import annotations

import asyncio
import io
import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import sqlalchemy as sa
from PIL import Image

from bot.content.credit import Credit, signature_of
from bot.faces.mail.inspection import inspect_mail
from bot.faces.mail.mailer import Mailer
from bot.faces.slack.inspection import inspect_slack
from bot.intake.reaching.ways import mailboxes, replying, without_writing
from bot.kernel.clock import utc_now
from bot.kernel.errors import GoodwordError
from bot.kernel.log import configure_logging, hide_secrets
from bot.operations.examples import example
from bot.operations.programme import WHAT, contact_row, programme_row
from bot.operations.showing import show_json, show_table
from bot.rights.drafts import load_wordings
from bot.screening.registry import load_checks
from bot.settings import Brand, Settings, SourceSection, load_settings, secret_variable
from bot.sources.base import Finding, SourceContext
from bot.sources.http import PoliteClient, user_agent
from bot.sources.registry import build_source, validate_settings
from bot.storage.database import Database
from bot.storage.migrate import drift, pending
from bot.wiring import http_policy

LONGEST = 30.0
"""Seconds any one thing may take before its row says that it didn't answer."""


async def check_everything(config: Path | None) -> list[Finding]:
    """Look at settings, database, Slack and every source. Never raises for what it finds."""
    try:
        settings = load_settings(config, must_exist=True)
    except GoodwordError as error:
        return [_failed("Settings", error)]
    configure_logging("ERROR")
    rows = [Finding("Settings", True, "readable and complete"), *_own_parts(settings)]
    found = await asyncio.to_thread(_database, settings)
    rows += found
    if all(row.ok for row in found):
        rows += await _bounded(WHAT, programme_row(settings))
    rows += await _bounded("Slack", _collect(inspect_slack(settings)))
    rows += await _bounded("Discord", _collect(_inspect_discord(settings)))
    rows += await _bounded("Mail", _collect(inspect_mail(settings)))
    rows += await _sources(settings)
    return [*rows, *_ways(settings)]


def _ways(settings: Settings) -> list[Finding]:
    """How the product can ask creators itself; beside that a person always can."""
    replies, lacking = replying(settings), without_writing(settings)
    rows = []
    names = [f"{platform} ({', '.join(found)})" for platform, found in replies.items()]
    if Mailer(settings).enabled:
        names.append("mail" if mailboxes(settings) else "mail (no mailbox is read for answers)")
    ways = f"by itself on {', '.join(names)}; elsewhere" if names else "everywhere"
    rows.append(Finding("Asking", True, f"{ways} a person sends the message"))
    for name, needed in lacking.items():
        remedy = f"Set {', '.join(secret_variable(name, one) for one in needed)} to let it reply."
        rows.append(Finding(f"Asking: {name}", True, "reads, and can't reply", remedy))
    return rows


def _inspect_discord(settings: Settings) -> AsyncIterator[Finding]:
    from bot.faces.discord.inspection import inspect_discord  # half a second, for those who use it

    return inspect_discord(settings)


def show(rows: list[Finding], *, as_json: bool) -> None:
    """A table, or one JSON object a line."""
    if as_json:
        show_json(asdict(row) for row in rows)
    else:
        show_table(("What", "", "Detail", "What to do"), ((r.what, r.ok, r.detail, r.remedy) for r in rows))


def _own_parts(settings: Settings) -> list[Finding]:
    return [
        _brand(settings),
        _look("Screening", lambda: f"{len(load_checks(settings.screening))} checks"),
        _credentials(settings),
        *contact_row(settings),
        _look("Messages", lambda: f"asks in {', '.join(sorted(load_wordings(settings.templates_dir)))}"),
    ]


def _credentials(settings: Settings) -> Finding:
    """Whether pictures that we give out are signed, tried out on one of a few pixels."""
    what, named = "Credentials", settings.credentials
    try:
        signature = signature_of(named.certificate, named.key_file)
        if signature is None:
            return Finding(
                what, True, "pictures carry credits, unsigned; [credentials] certificate signs them"
            )
        out = io.BytesIO()
        Image.new("RGB", (8, 8)).save(out, "JPEG")
        signature.sign(out.getvalue(), Credit("Goodword", "Goodword"))
    except GoodwordError as error:
        return _failed(what, error)
    return Finding(
        what, True, f"pictures are signed by {signature.subject} until {signature.ends_at:%Y-%m-%d}"
    )


def _brand(settings: Settings) -> Finding:
    """Creators are asked in this name: neither the example's nor the default will do."""
    brand, others = settings.brand, [Brand()]
    with suppress(GoodwordError):  # an installation without config/ has no example to compare with
        others.append(Brand.model_validate(tomllib.loads(example("goodword.example.toml"))["brand"]))
    for other, whose in zip(others, ("not filled in", "still the example's"), strict=False):
        same = [key for key in ("name", "handle", "hashtag") if getattr(brand, key) == getattr(other, key)]
        if same:
            detail = f"{whose}: {', '.join(f'{key} {getattr(brand, key)}' for key in same)}"
            remedy = "Say who you are in goodword.toml, [brand]: creators are asked in that name."
            return Finding("Brand", False, detail, remedy)
    return Finding("Brand", True, f"{brand.name}, {brand.handle}, {brand.hashtag}")


def _look(what: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(what, True, look())
    except GoodwordError as error:
        return _failed(what, error)


def _database(settings: Settings) -> list[Finding]:
    if _not_made_yet(settings.database_url):  # looking must not make it
        return [Finding("Database", False, "does not exist yet", "Run: goodword migrate")]
    try:
        database = Database(settings.database_url, synchronous=settings.database.synchronous)
        try:
            missing = pending(database)
            if missing:
                revisions = "1 revision" if len(missing) == 1 else f"{len(missing)} revisions"
                detail = f"lacks {revisions} of the schema"
                return [Finding("Database", False, detail, "Run: goodword migrate")]
            differences = drift(database)
        finally:
            database.sync_engine.dispose()
    except GoodwordError as error:
        return [_failed("Database", error)]
    except (sa.exc.SQLAlchemyError, OSError) as error:
        detail = hide_secrets(str(getattr(error, "orig", None) or error).splitlines()[0])
        return [Finding("Database", False, detail, "Check database.url, and that the server runs.")]
    if differences:
        remedy = "Somebody changed the schema by hand; compare with a fresh database."
        return [Finding("Database", False, f"differs: {differences[0]}", remedy)]
    return [Finding("Database", True, "SQLite" if database.is_sqlite else "PostgreSQL")]


def _not_made_yet(url: str) -> bool:
    """Whether it is a SQLite file that nothing has made so far."""
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError:
        return False  # said when it is opened
    name = parsed.database
    return parsed.get_backend_name() == "sqlite" and bool(name) and not Path(name or "").exists()


async def _sources(settings: Settings) -> list[Finding]:
    agent = user_agent(settings.brand.website, settings.brand.contact)
    async with PoliteClient(http_policy(settings), agent=agent) as http:
        jobs = [_source(name, section, http) for name, section in settings.sources.items() if section.enabled]
        found = [row for rows in await asyncio.gather(*jobs) for row in rows]
    remedy = 'Add one to goodword.toml: [sources.blog], kind = "feed", url = "https://..."'
    return found or [Finding("Sources", False, "none is configured", remedy)]


async def _source(name: str, section: SourceSection, http: PoliteClient) -> list[Finding]:
    what = f"Source {name}"
    try:
        settings = validate_settings(section.kind, section.own(), name)
        source = build_source(section.kind, settings, SourceContext(name, http.for_run(), utc_now()))
    except GoodwordError as error:
        return [_failed(what, error)]
    rows = await _bounded(what, source.check())
    return [
        Finding(what if row.what == what else f"{what}: {row.what}", row.ok, row.detail, row.remedy)
        for row in rows
    ]


async def _bounded(what: str, look: Awaitable[list[Finding]]) -> list[Finding]:
    try:
        async with asyncio.timeout(LONGEST):
            return await look
    except TimeoutError:
        return [
            Finding(what, False, f"no answer in {LONGEST:g} seconds", "Check the address and the network.")
        ]
    except GoodwordError as error:
        return [_failed(what, error)]


async def _collect(rows: AsyncIterator[Finding]) -> list[Finding]:
    return [row async for row in rows]


def _failed(what: str, error: GoodwordError) -> Finding:
    return Finding(what, False, hide_secrets(error.message), error.remedy)

"""``goodword digest list`` and ``show``: what is kept, and nothing that a terminal would obey."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.digests.book import new_digest
from bot.digests.document import Document
from bot.insights.periods import parse
from bot.kernel.errors import TellUser
from bot.operations.digests import list_digests, show_digest
from bot.settings import DatabaseSection, Settings
from bot.storage.database import Database
from bot.storage.unit_of_work import unit_of_work
from tests.support.documents import number, sample_document

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


async def test_a_digest_is_shown_as_it_was_kept(
    database: Database, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database=DatabaseSection(url=SecretStr(database_url)))
    await list_digests(settings, as_json=False)
    assert "No digest" in capsys.readouterr().out
    document = sample_document()
    async with unit_of_work(database) as session:
        for place, state in (("C1", "sent"), ("\x1b[31mC2", "failed")):
            row = new_digest(parse("2026-W47", NOW, "UTC"), "slack", place, "team", "en", "U1", NOW)
            row.document, row.state = document.model_dump(mode="json"), state
            row.sent_at = NOW if state == "sent" else None
            session.add(row)
    await list_digests(settings, as_json=True)
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(one["name"], one["state"]) for one in told] == [("2026-W47", "failed"), ("2026-W47", "sent")]
    await show_digest(settings, "2026-W47", place=None, as_json=True)
    assert Document.model_validate_json(capsys.readouterr().out) == document
    await show_digest(settings, "2026-W47", place=None, as_json=False)
    shown = capsys.readouterr().out
    assert "to slack, C1: sent" in shown
    assert "41" in shown
    await list_digests(settings, as_json=False)
    assert "\x1b[31m" not in capsys.readouterr().out
    wrong: list[tuple[str, str | None]] = [("2026-W46", None), ("2026-W47", "C9")]
    for name, where in wrong:
        with pytest.raises(TellUser):
            await show_digest(settings, name, place=where, as_json=False)


async def test_figures_are_shown_as_people_read_them(
    database: Database, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(database=DatabaseSection(url=SecretStr(database_url)))
    rates = [number("approval_rate", 0.4366, 0.05, sample=71), number("permission_rate", None, 0.7, sample=0)]
    value = [number("media_value", 1234.5, 800.0)]
    document = sample_document(rates=rates, value=value, currency="EUR")
    async with unit_of_work(database) as session:
        row = new_digest(parse("2026-W47", NOW, "UTC"), "slack", "C1", "team", "en", "U1", NOW)
        row.document, row.state, row.sent_at = document.model_dump(mode="json"), "sent", NOW
        session.add(row)
    await show_digest(settings, "2026-W47", place=None, as_json=False)
    shown = capsys.readouterr().out
    assert line_of(shown, "Approval rate")[:2] == ["43.7%", "5.0%"]
    assert "none yet" in " ".join(line_of(shown, "Permission rate"))
    assert line_of(shown, "Media value")[:2] == ["€1,234.50", "€800.00"]
    assert "0.4366" not in shown
    assert "not known" not in shown
    await show_digest(settings, "2026-W47", place=None, as_json=True)
    assert "0.4366" in capsys.readouterr().out


def line_of(shown: str, title: str) -> list[str]:
    """The words after a figure's title."""
    (line,) = [one for one in shown.splitlines() if title in one]
    return [word for word in line.split(title)[1].split() if word not in "│|"]

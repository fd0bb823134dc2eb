"""Which file may import what, beyond the layers in pyproject.toml."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import imported, modules

SQL_HOMES = {"tables.py", "queries.py"}
CHAT_SDKS = {"slack_sdk", "slack_bolt", "discord"}


def _uses(names: set[str], tree: ast.Module) -> set[str]:
    return {name for name in imported(tree) if name.split(".")[0] in names}


def test_rules_know_no_database_network_settings_or_clock() -> None:
    forbidden = {
        "sqlalchemy",
        "sqlmodel",
        "httpx",
        "aiohttp",
        "bot.settings",
        "bot.storage",
        "bot.kernel.clock",
    }
    found = {
        f"{path}: {name}"
        for path, tree in modules("bot", "cogs").items()
        if path.name == "rules.py"
        for name in imported(tree)
        if any(name == bad or name.startswith(f"{bad}.") for bad in forbidden)
    }
    assert not found


def test_chat_sdks_are_imported_only_where_people_meet_the_product() -> None:
    def allowed(path: Path) -> bool:
        top = path.parts[:2]
        return top in {("bot", "faces"), ("bot", "playground")} or (
            path.parts[0] == "cogs" and path.name.startswith(("slack_", "discord_"))
        )

    found = {
        f"{path}: {name}"
        for path, tree in modules("bot", "cogs").items()
        if not allowed(path)
        for name in _uses(CHAT_SDKS, tree)
    }
    assert not found


def _sql_calls(tree: ast.Module) -> set[str]:
    """Names imported from SQLAlchemy or SQLModel that build statements."""
    builders = {"select", "insert", "update", "delete", "text", "func"}
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in {
            "sqlalchemy",
            "sqlmodel",
        }:
            found |= builders & {alias.name for alias in node.names}
        if isinstance(node, ast.Attribute) and node.attr in builders and isinstance(node.value, ast.Name):
            found |= (
                {f"{node.value.id}.{node.attr}"}
                if node.value.id in {"sa", "sqlalchemy", "sqlmodel"}
                else set()
            )
    return found


def test_statements_stand_only_in_tables_queries_and_storage() -> None:
    found = {
        f"{path}: {name}"
        for path, tree in modules("bot", "cogs").items()
        if path.name not in SQL_HOMES and path.parts[:2] not in {("bot", "storage"), ("bot", "work")}
        for name in _sql_calls(tree)
    }
    assert not found


MAY_COMMIT = {
    Path("bot/storage/unit_of_work.py"),
    Path("bot/storage/migrate.py"),  # the schema
    Path("bot/storage/one_visit.py"),  # the driver's own end of a transaction, when it is told to
}


def test_only_the_unit_of_work_commits() -> None:
    found = {
        f"{path}:{node.lineno}"
        for path, tree in modules("bot", "cogs").items()
        if path not in MAY_COMMIT
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "commit"
    }
    assert not found


def test_sources_and_checks_do_not_know_each_other() -> None:
    found = set()
    for path, tree in modules("bot/sources").items():
        if len(path.parts) < 4:
            continue
        own = path.parts[2]
        siblings = {p.parts[2] for p in modules("bot/sources") if len(p.parts) > 3} - {own}
        found |= {
            f"{path}: {n}"
            for n in imported(tree)
            for s in siblings
            if f"{n}.".startswith(f"bot.sources.{s}.")
        }
    assert not found


@pytest.mark.parametrize("word", ["print", "breakpoint"])
def test_nothing_prints_past_the_log(word: str) -> None:
    """The command line writes through click or rich; everything else through the log."""
    found = {
        f"{path}:{node.lineno}"
        for path, tree in modules("bot", "cogs").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == word
    }
    assert not found

"""A budget for files and functions. Where breaking it reads better, the exception is listed with its reason."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture.sources import ROOT, modules

FILE_LINES = 400
FUNCTION_LINES = 60
LONGER: dict[str, str] = {
    "bot/storage/migrations/versions/0001_initial_schema.py": "written by the migration tool, one line a column",
}


def test_files_are_short() -> None:
    long = {
        f"{path}: {lines} lines"
        for path in modules("bot", "cogs")
        if (lines := len((ROOT / path).read_text(encoding="utf-8").splitlines())) > FILE_LINES
        and str(path) not in LONGER
    }
    assert not long


def test_functions_are_short() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}"
        for path, tree in modules("bot", "cogs").items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= FUNCTION_LINES
        and str(path) not in LONGER
    }
    assert not long


def test_every_package_says_what_it_is() -> None:
    silent = {
        str(path)
        for path, tree in modules("bot", "cogs").items()
        if path.name == "__init__.py" and not ast.get_docstring(tree)
    }
    assert not silent


def test_every_listed_exception_still_exists() -> None:
    assert all((ROOT / Path(name)).exists() for name in LONGER)

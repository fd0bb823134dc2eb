"""The project's own Python files, parsed once."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]


@cache
def modules(*folders: str) -> dict[Path, ast.Module]:
    """Path relative to the root -> syntax tree, for every Python file under the folders."""
    return {
        path.relative_to(ROOT): ast.parse(path.read_text(encoding="utf-8"))
        for folder in folders
        for path in sorted((ROOT / folder).rglob("*.py"))
    }


def imported(tree: ast.Module) -> Iterator[str]:
    """Every module the file imports, at any depth of the code."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def text_files() -> Iterator[Path]:
    """Every file of the project that git would keep and that holds text."""
    skip = {".git", ".venv", "__pycache__", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis"}
    binary = {".png", ".jpg", ".gif", ".ico", ".pyc", ".db"}
    for path in sorted(ROOT.rglob("*")):
        if path.is_file() and path.suffix not in binary and not skip & set(path.parts):
            yield path

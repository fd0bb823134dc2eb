"""What the page's files may not contain: ways to turn text into markup, inline code, outside addresses."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "bot" / "playground" / "page"
SCRIPTS = sorted((PAGE / "js").rglob("*.js"))
STYLES = sorted((PAGE / "css").glob("*.css"))
MARKUP_FROM_TEXT = re.compile(
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser|setHTML"
    r"|\beval\(|new Function|\.on[a-z]+\s*=[^=]|setAttribute\(\s*[\"'](?:on|style)"
)

EMOJI = re.compile(r"(?<![\w:%]):([a-z][a-z0-9_+-]*):(?![\w:])")


class Inline(HTMLParser):
    """Collects what a strict content security policy would refuse, and every address in the document."""

    def __init__(self) -> None:
        super().__init__()
        self.refused: list[str] = []
        self.addresses: list[str] = []
        self._script_without_source = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = dict(attrs)
        self.refused += [f"{tag} {name}" for name in names if name == "style" or name.startswith("on")]
        self.addresses += [names[name] or "" for name in ("src", "href") if name in names]
        if tag == "style" or (tag == "script" and "src" not in names):
            self.refused.append(tag)


def test_the_page_knows_every_emoji_that_the_bot_writes() -> None:
    """An unknown one stands in the demo as raw ``:name:``."""
    root = PAGE.parents[2]
    folders = [root / "bot" / "faces", root / "bot" / "rights", root / "cogs", root / "config"]
    files = [
        path for folder in folders for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".yaml")
    ]
    written = {name: path for path in files for name in EMOJI.findall(path.read_text(encoding="utf-8"))}
    table = (
        (PAGE / "js" / "emoji.js")
        .read_text(encoding="utf-8")
        .partition("TABLE = `")[2]
        .partition("`")[0]
        .split()
    )
    known = set(table[::2])
    assert {"raising_hand", "white_check_mark"} <= set(written)
    assert sorted(set(written) - known - {"emoji"}) == []  # a comment says ":emoji:"


def test_there_are_files_to_look_at() -> None:
    assert len(SCRIPTS) > 10
    assert len(STYLES) > 2


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_makes_markup_from_text(path: Path) -> None:
    assert MARKUP_FROM_TEXT.findall(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "line",
    [
        "x.innerHTML = y",
        "a.insertAdjacentHTML('x', y)",
        "b.onclick = f",
        "e.setAttribute('onclick', c)",
        "eval(z)",
    ],
)
def test_the_search_finds_what_it_looks_for(line: str) -> None:
    assert MARKUP_FROM_TEXT.search(line)


def test_the_document_has_nothing_inline_and_nothing_from_outside() -> None:
    reader = Inline()
    reader.feed((PAGE / "index.html").read_text(encoding="utf-8"))
    assert reader.refused == []
    assert [each for each in reader.addresses if not each.startswith(("/", "#"))] == []
    local = [each for each in reader.addresses if each.startswith("/")]
    assert [each for each in local if not (PAGE / each.lstrip("/")).is_file()] == []


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=lambda path: path.name)
def test_files_are_short_and_load_nothing_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 400
    assert not re.search(r"(?:from|import|url\()\s*[\"']?https?:", text)


def test_every_import_is_a_file_of_the_page() -> None:
    wanted = {
        (path.name, found): path.parent / found
        for path in SCRIPTS
        for found in re.findall(r'from "(\.[^"]+)"', path.read_text("utf-8"))
    }
    assert len(wanted) > 50
    assert {each for each, file in wanted.items() if not file.is_file()} == set()


@pytest.mark.node
def test_node_reads_every_script() -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
    for path in SCRIPTS:
        read = subprocess.run(
            [node, "--input-type=module", "--check"],
            input=path.read_bytes(),
            capture_output=True,
            check=False,
        )
        assert read.returncode == 0, f"{path.name}: {read.stderr.decode()}"


def test_the_page_knows_every_emoji_that_the_bot_says() -> None:
    table = (PAGE / "js" / "emoji.js").read_text(encoding="utf-8").split("TABLE = `")[1].split("`")[0]
    known = set(table.split()[::2])
    emoji = re.compile(r"(?<![\w:]):([a-z][a-z0-9_]{2,}):(?=[ \"*])")
    sources = [*(ROOT / "bot" / "faces").rglob("*.py"), *(ROOT / "cogs").rglob("*.py")]
    said = {name for path in sources for name in emoji.findall(path.read_text(encoding="utf-8"))}
    assert {"raising_hand", "warning"} <= said
    assert said - known == {"emoji"}  # an example in a docstring

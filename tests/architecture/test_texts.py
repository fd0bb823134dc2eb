"""What must never stand in the project's files."""

from __future__ import annotations

import re

import pytest

from tests.architecture.sources import ROOT, text_files

# Written in pieces, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a package registry's host": re.compile(
        "|".join(["py" + r"pi\.org", "python" + r"hosted\.org", "registry" + r"\.npmjs"])
    ),
    "a real-looking Slack token": re.compile(r"xox[bp]-\d{6,}-|xapp-1-A[A-Z0-9]{8,}"),
    "a private key": re.compile("BEGIN (RSA |EC |OPENSSH )?PRIVATE" + " KEY"),
}


@pytest.mark.parametrize("what", sorted(FORBIDDEN))
def test_no_file_holds(what: str) -> None:
    found = [
        str(path.relative_to(ROOT))
        for path in text_files()
        if FORBIDDEN[what].search(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert not found

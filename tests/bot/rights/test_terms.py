"""The terms: packaged, or the operator's own, and what is wrong with them said."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from bot.kernel.errors import FixSettings
from bot.rights.terms import LARGEST, load_terms


def test_the_packaged_ones_speak_the_creators_language() -> None:
    terms = load_terms("1")
    assert {"en", "sv", "de"} <= set(terms.texts)
    assert terms.text("sv-SE") == terms.texts["sv"]
    assert terms.text("fr") == terms.texts["en"]
    assert terms.sha256("de") == hashlib.sha256(terms.texts["de"].encode()).hexdigest()


def test_a_file_is_for_all_and_a_folder_for_each(tmp_path: Path) -> None:
    file = tmp_path / "terms.txt"
    file.write_text("\nOurs.\n", encoding="utf-8")
    assert load_terms("2", file).text("sv") == "Ours."
    folder = tmp_path / "terms"
    folder.mkdir()
    (folder / "en.txt").write_text("Ours.", encoding="utf-8")
    (folder / "SV.txt").write_text("Våra.", encoding="utf-8")
    terms = load_terms("2", folder)
    assert (terms.version, terms.text("sv"), terms.text("de")) == ("2", "Våra.", "Ours.")


@pytest.mark.parametrize("content", [b"", b"  \n", b"\xff\xfe", b"x" * (LARGEST + 1), None])
def test_what_can_not_be_read_is_named(tmp_path: Path, content: bytes | None) -> None:
    for file in (tmp_path / "terms.txt", tmp_path / "folder" / "en.txt"):
        file.parent.mkdir(exist_ok=True)
        if content is not None:
            file.write_bytes(content)
        with pytest.raises(FixSettings, match=r"terms_file names .*(txt|folder)"):
            load_terms("1", file if file.parent == tmp_path else file.parent)

"""The terms a creator agrees to: the operator's file, or the packaged text, with its version and hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from bot.kernel.errors import FixSettings

DEFAULT_LANGUAGE = "en"
LARGEST = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Terms:
    """``texts`` by language; the operator's own file is one text for all languages."""

    version: str
    texts: dict[str, str]

    def text(self, language: str) -> str:
        """The text in a language, else in English."""
        wanted = language.partition("-")[0].casefold()
        return self.texts.get(wanted) or self.texts[DEFAULT_LANGUAGE]

    def sha256(self, language: str) -> str:
        """What events name a text by."""
        return hashlib.sha256(self.text(language).encode()).hexdigest()


def load_terms(version: str, file: Path | None = None) -> Terms:
    """The terms that hold now: the packaged ones, the operator's file, or their folder with a file a language
    (``en.txt``, ``sv.txt``, ...). Raises FixSettings for one that can't be read, is empty or too long."""
    if file is None:
        folder = resources.files("bot.rights").joinpath("terms_texts")
        texts = {
            entry.name.removesuffix(".txt"): entry.read_text(encoding="utf-8")
            for entry in folder.iterdir()
            if entry.name.endswith(".txt")
        }
        return Terms(version, texts)
    if not file.is_dir():
        return Terms(version, {DEFAULT_LANGUAGE: _read(file)})
    own = {path.stem.casefold(): _read(path) for path in sorted(file.glob("*.txt"))}
    if DEFAULT_LANGUAGE not in own:
        raise FixSettings(
            f"rights.terms_file names the folder {file}, which has no {DEFAULT_LANGUAGE}.txt.",
            remedy="Write one: it is shown to those whose language has no file.",
        )
    return Terms(version, own)


def _read(file: Path) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise FixSettings(
            f"rights.terms_file names {file}, which can't be read: {error}.", remedy="It must be UTF-8 text."
        ) from None
    if not text or len(text) > LARGEST:
        raise FixSettings(
            f"rights.terms_file names {file}, which is {'empty' if not text else 'too long'}.",
            remedy=f"Write the terms, at most {LARGEST:,} characters.",
        )
    return text

"""``goodword init``: files to start from, never overwriting any."""

from __future__ import annotations

from pathlib import Path

from bot.kernel.errors import TellUser
from bot.operations.examples import example


def write_starting_files(folder: Path) -> list[Path]:
    """Write the settings file and the Slack manifest. Raises TellUser where one exists already."""
    wanted = {"goodword.toml": "goodword.example.toml", "slack-manifest.yaml": "slack-manifest.yaml"}
    for name in wanted:
        if (folder / name).exists():
            raise TellUser(
                f"{folder / name} exists already.", remedy="Move it away, or choose another folder."
            )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, template in wanted.items():
            (folder / name).write_text(example(template), encoding="utf-8")
    except OSError as error:
        raise TellUser(
            f"{error.filename or folder} can't be written: {error.strerror}.", remedy="Choose another folder."
        ) from None
    return [folder / name for name in wanted]

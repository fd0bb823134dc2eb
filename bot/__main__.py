"""The console script ``goodword`` and ``python -m bot``."""

from __future__ import annotations

from bot.cli import goodword


def main() -> None:
    """Run the command line; never returns."""
    goodword(prog_name="goodword")


if __name__ == "__main__":
    main()

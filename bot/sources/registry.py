"""The sources there are: one folder each beside this file. Adding one edits no existing file.

A folder's ``__init__`` gives ``SOURCE: SourceSpec`` (its key is the folder's name) and
``build(settings, context) -> Source``. A folder is imported when its kind is first asked for.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from pydantic import BaseModel, ValidationError

import bot.sources as home
from bot.kernel.errors import FixSettings
from bot.kernel.faults import fault_words
from bot.settings import secret_variable
from bot.sources.base import Source, SourceContext, SourceSpec
from bot.sources.settings import SourceSettings


class Build(Protocol):
    """A folder's ``build``: a source for one run, from settings that were validated for it."""

    def __call__(self, settings: Any, context: SourceContext) -> Source: ...


@dataclass(frozen=True, slots=True)
class SourceKind:
    """One folder: what it is and how a source of it is made."""

    spec: SourceSpec
    build: Build


@cache
def known_kinds() -> tuple[str, ...]:
    """The kinds there are, by name. Imports none of them."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(home.__path__) if module.ispkg))


def source_kind(kind: str) -> SourceKind:
    """The folder of that kind. Raises FixSettings naming the known ones."""
    if kind not in known_kinds():
        raise FixSettings(
            f"There is no source kind '{kind[:40]}'.", remedy=f"Known: {', '.join(known_kinds())}."
        )
    module = import_module(f"{home.__name__}.{kind}")
    spec = cast(SourceSpec, module.SOURCE)
    if spec.key != kind:
        raise FixSettings(f"The source folder '{kind}' calls itself '{spec.key}'.", remedy="Make them equal.")
    return SourceKind(spec, cast(Build, module.build))


def validate_settings(kind: str, values: Mapping[str, Any], name: str | None = None) -> BaseModel:
    """Typed settings of ``[sources.NAME]`` (``values`` may hold ``kind`` itself). Raises FixSettings with one
    line for each fault; values, which may be secrets, are not repeated."""
    spec = source_kind(kind).spec
    title = f"[sources.{name or kind}]"
    try:
        settings = spec.settings.model_validate({k: v for k, v in values.items() if k != "kind"})
    except ValidationError as error:
        faults = error.errors(include_input=False)
        lines = [f"{title} {_place(fault['loc'])}: {fault_words(fault)}" for fault in faults]
        secrets = [setting for fault in faults if (setting := _missing(fault)) in spec.secrets]
        wanted = [f"Set {secret_variable(name or kind, one)} ({spec.secrets[one]})." for one in secrets]
        remedy = " ".join([*wanted, f"See bot/sources/{kind}/README.md."])
        raise FixSettings("\n".join(lines), remedy=remedy) from None
    poll_interval(spec, settings, title)
    return settings


def poll_interval(spec: SourceSpec, settings: BaseModel, title: str = "") -> timedelta:
    """How often to poll. Raises FixSettings where it is more often than the platform's terms bear."""
    told = settings.interval if isinstance(settings, SourceSettings) else None
    if told is not None and told < spec.minimum_interval:
        least = f"{spec.minimum_interval.total_seconds():g} seconds"
        raise FixSettings(
            f"{title} interval: {spec.name} must not be polled more often than every {least}.".strip()
        )
    return told or spec.interval


def build_source(kind: str, settings: BaseModel, context: SourceContext) -> Source:
    """A source for one run."""
    return source_kind(kind).build(settings, context)


def _missing(fault: Mapping[str, Any]) -> str:
    """The setting that is not there or empty."""
    return str(fault["loc"][0]) if fault["type"] in ("missing", "too_short") and fault["loc"] else ""


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in location) or "settings"

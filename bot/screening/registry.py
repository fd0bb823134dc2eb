"""Finding the checks: every module in ``bot/screening/checks`` with a ``CHECK`` is one."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import lru_cache

from bot.kernel.errors import FixSettings
from bot.screening import checks as checks_package
from bot.screening.base import Check, CheckSpec

ENABLED = "enabled"
"""Setting every check has: false leaves it out."""

CheckSettings = Mapping[str, Mapping[str, object]]
"""Settings by check key, as in ``config/screening/checks.toml``."""


@lru_cache(maxsize=1)
def specs() -> tuple[CheckSpec, ...]:
    """Every check there is, in running order. The scan happens once a process."""
    found: dict[str, CheckSpec] = {}
    for module in pkgutil.iter_modules(checks_package.__path__):
        name = f"{checks_package.__name__}.{module.name}"
        spec = getattr(importlib.import_module(name), "CHECK", None)
        if not isinstance(spec, CheckSpec):
            raise TypeError(f"{name} declares no CHECK = CheckSpec(...)")
        if spec.key in found:
            raise TypeError(f"{name}: the check key {spec.key!r} is already taken")
        found[spec.key] = spec
    return tuple(sorted(found.values(), key=lambda spec: (spec.order, spec.key)))


def load_checks(settings: CheckSettings | None = None) -> tuple[Check, ...]:
    """The enabled checks, built with their settings; checks without settings use their defaults."""
    given = settings or {}
    known = {spec.key: spec for spec in specs()}
    if strange := sorted(set(given) - set(known)):
        raise FixSettings(
            f"Screening settings name unknown checks: {', '.join(strange)}.",
            remedy=f"There are {', '.join(known)}. Correct or remove the table.",
        )
    built = (_build(spec, given.get(spec.key, {})) for spec in known.values())
    return tuple(check for check in built if check is not None)


def _build(spec: CheckSpec, settings: Mapping[str, object]) -> Check | None:
    if not isinstance(settings, Mapping):
        raise FixSettings(
            f"Screening check {spec.key!r}: its settings must be a table, but are {settings!r}.",
            remedy=f"Write them under [{spec.key}].",
        )
    allowed = {ENABLED, *spec.settings}
    if strange := sorted(set(settings) - allowed):
        raise FixSettings(
            f"Screening check {spec.key!r} has no setting {', '.join(strange)}.",
            remedy=f"It knows {', '.join(sorted(allowed))}.",
        )
    enabled = settings.get(ENABLED, True)
    if not isinstance(enabled, bool):
        raise FixSettings(
            f"Screening check {spec.key!r}: enabled must be true or false, but is {enabled!r}.",
            remedy=f"Correct it under [{spec.key}].",
        )
    return spec.build({k: v for k, v in settings.items() if k != ENABLED}) if enabled else None

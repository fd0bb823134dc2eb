"""Reading one check's settings: the right type, or an error that names check, setting and remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.kernel.errors import FixSettings


def _refuse(check: str, name: str, wanted: str, got: object) -> FixSettings:
    return FixSettings(
        f"Screening check {check!r}: setting {name!r} must be {wanted}, but is {got!r}.",
        remedy=f"Correct {name} under [{check}] in the screening settings, or leave it out for the default.",
    )


def number(
    settings: Mapping[str, object], check: str, name: str, default: float, low: float, high: float
) -> float:
    """A number between ``low`` and ``high``, both included."""
    value = settings.get(name, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
        raise _refuse(check, name, f"a number from {low:g} to {high:g}", value)
    return float(value)


def switch(settings: Mapping[str, object], check: str, name: str, default: bool) -> bool:
    """True or false."""
    value = settings.get(name, default)
    if not isinstance(value, bool):
        raise _refuse(check, name, "true or false", value)
    return value


def strings(
    settings: Mapping[str, object],
    check: str,
    name: str,
    default: Sequence[str] = (),
    *,
    known: Sequence[str] | None = None,
) -> tuple[str, ...]:
    """A list of non-empty strings, stripped; each one of ``known`` where that is given."""
    value = settings.get(name, default)
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one.strip() for one in value):
        raise _refuse(check, name, "a list of non-empty strings", value)
    found = tuple(str(one).strip() for one in value)
    if known is not None and (strange := [one for one in found if one not in known]):
        raise _refuse(check, name, f"a list of some of {', '.join(known)}", strange)
    return found

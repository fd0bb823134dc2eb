"""``goodword health``: what a container's health check asks."""

from __future__ import annotations

import httpx

from bot.settings import Settings


def ask_health(settings: Settings, timeout: float) -> tuple[bool, str]:
    """Whether the bot on this machine says that every part works, and its words. ``timeout`` in seconds."""
    if not settings.web.enabled:
        return False, "web.enabled is false, so nobody can be asked; set it to true for health checks."
    host = "127.0.0.1" if settings.web.host in ("", "0.0.0.0", "::") else settings.web.host  # noqa: S104 - compared
    address = f"http://{host}:{settings.web.port}/readyz"
    try:
        answer = httpx.get(address, timeout=timeout, trust_env=False)
    except httpx.HTTPError as error:
        return False, f"No answer from {address}: {type(error).__name__}."
    return answer.status_code == httpx.codes.OK, answer.text

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
        why = "nothing listens there" if isinstance(error, httpx.ConnectError) else type(error).__name__
        remedy = "Is `goodword run` running, with the same goodword.toml? Its log says what it waits for."
        return False, f"No answer from {address}: {why}. {remedy}"
    return answer.status_code == httpx.codes.OK, answer.text
